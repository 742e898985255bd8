package main

import (
	"strings"

	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	tlsv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	corev1 "k8s.io/api/core/v1"
)

func (r *runner) secretsOf(fc *listenerv3.FilterChain, s *proxyState) []SecretRef {
	d := &tlsv3.DownstreamTlsContext{}
	if fc.GetTransportSocket() == nil || fc.GetTransportSocket().GetTypedConfig().UnmarshalTo(d) != nil {
		return nil
	}
	var out []SecretRef
	add := func(n string) {
		if n == "" {
			return
		}
		ref := SecretRef{Name: n}
		if k, ok := strings.CutPrefix(n, "kubernetes://"); ok {
			ns, name, found := strings.Cut(k, "/")
			if !found {
				ns, name = s.proxy.ConfigNamespace, k
			}
			ref.Found = ptr(r.hasSecret(ns, name))
		}
		out = append(out, ref)
	}
	for _, c := range d.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs() {
		add(c.GetName())
	}
	add(d.GetCommonTlsContext().GetCombinedValidationContext().GetValidationContextSdsSecretConfig().GetName())
	return out
}

func (r *runner) hasSecret(ns, name string) bool {
	base := strings.TrimSuffix(name, "-cacert")
	for _, o := range r.w.others {
		switch v := o.(type) {
		case *corev1.Secret:
			if v.Namespace == ns && (v.Name == name || v.Name == base) {
				return true
			}
		case *corev1.ConfigMap:
			if v.Namespace == ns && (v.Name == name || v.Name == base) && v.Data["ca.crt"]+v.Data["cacert"] != "" {
				return true
			}
		}
	}
	return false
}

func clientCertOf(fc *listenerv3.FilterChain) (bool, string) {
	d := &tlsv3.DownstreamTlsContext{}
	if fc.GetTransportSocket() == nil || fc.GetTransportSocket().GetTypedConfig().UnmarshalTo(d) != nil {
		return false, ""
	}
	n := ""
	if c := d.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs(); len(c) > 0 {
		n = c[0].GetName()
	}
	return d.GetRequireClientCertificate().GetValue(), n
}

// chainLabel describes a filter chain that has no name.
func chainLabel(fc *listenerv3.FilterChain) string {
	m := fc.GetFilterChainMatch()
	if len(m.GetServerNames()) > 0 {
		return "(sni " + strings.Join(m.GetServerNames(), ",") + ")"
	}
	return "(no name)"
}

// filterOf finds a network filter by the type of its configuration.
func filterOf[T proto.Message](fc *listenerv3.FilterChain) *T {
	for _, f := range fc.GetFilters() {
		m, err := anypb.UnmarshalNew(f.GetTypedConfig(), proto.UnmarshalOptions{})
		if err != nil {
			continue
		}
		if v, ok := m.(T); ok {
			return &v
		}
	}
	return nil
}
