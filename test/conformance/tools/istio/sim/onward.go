package main

import (
	"fmt"
	"sort"
	"strings"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	endpointv3 "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	tlsv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	httpopts "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"

	"istio.io/istio/pilot/pkg/xds/endpoints"
)

// onward fills in the clusters and follows the call into the next proxy.
func (r *runner) onward(s *proxyState, c, next Call, res *Result, depth int) {
	names := []string{}
	if res.Cluster != "" {
		names = append(names, res.Cluster)
	}
	for _, w := range res.Weighted {
		names = append(names, w.Name)
	}
	for _, n := range names {
		info, eps := r.cluster(s, n)
		res.ClusterInfo = append(res.ClusterInfo, info)
		if c.Raw && s.clusters[n] != nil {
			res.RawClusters = append(res.RawClusters, pj(s.clusters[n]))
		}
		if info.Missing {
			res.Notes = append(res.Notes, fmt.Sprintf("cluster %s is not in the proxy's configuration: Envoy answers 503", n))
		}
		if !c.Follow || depth > 5 {
			continue
		}
		hop := next
		for _, w := range res.Weighted {
			if w.Name == n {
				if w.Host != "" {
					hop.Host = w.Host
				}
				hop.Headers = w.Req.apply(hop.Headers, &hop)
			}
		}
		nr := r.hop(s, s.clusters[n], info, eps, hop, res, depth)
		if nr == nil {
			continue
		}
		if len(names) == 1 {
			res.Next = nr
		} else {
			if res.NextBy == nil {
				res.NextBy = map[string]*Result{}
			}
			res.NextBy[n] = nr
		}
	}
	res.Notes = clean(res.Notes)
}

func (r *runner) hop(s *proxyState, cl *clusterv3.Cluster, info *ClusterInfo, eps []*endpointv3.LbEndpoint, hop Call, res *Result, depth int) *Result {
	var ip string
	var port int
	switch {
	case len(eps) > 0:
		a := eps[0].GetEndpoint().GetAddress().GetSocketAddress()
		ip, port = a.GetAddress(), int(a.GetPortValue())
	case strings.HasPrefix(info.Name, "inbound|"), info.Type == "ORIGINAL_DST" && res.As == "inbound":
		return nil // the workload itself
	default:
		res.Notes = append(res.Notes, fmt.Sprintf("cannot follow %s: no endpoint", info.Name))
		return nil
	}
	if res.As == "inbound" {
		return nil
	}
	p := r.w.byIP[ip]
	if p == nil {
		if !info.Missing {
			res.Notes = append(res.Notes, fmt.Sprintf("end of the way: %s:%d is not a pod of the files", ip, port))
		}
		return nil
	}
	if p.role == "none" {
		res.Notes = append(res.Notes, fmt.Sprintf("end of the way: pod %s has no proxy", p.key()))
		return nil
	}
	hop.Name, hop.Port, hop.PortKind, hop.Service, hop.Address = "", port, "container", "", ""
	hop.Mode = map[string]string{"router": "gateway", "sidecar": "inbound"}[p.role]
	switch info.TLS {
	case "ISTIO_MUTUAL":
		if hop.TLS != "plaintext" {
			hop.Protocol = "tcp" // TLS of the client inside mTLS
		}
		hop.TLS, hop.SNI = "mtls", info.SNI
		hop.NoSNI = info.SNI == ""
	case "SIMPLE", "MUTUAL":
		hop.TLS, hop.SNI, hop.ClientCert = "tls", info.SNI, info.TLS == "MUTUAL"
		hop.NoSNI = info.SNI == ""
	}
	if hop.TLS == "plaintext" || hop.TLS == "mtls" {
		switch {
		case hop.Protocol == "tcp":
		case info.HTTP2 == "always":
			hop.Protocol = "http2"
		case info.HTTP2 == "":
			hop.Protocol = "http"
		}
	}
	st := r.state(p, p.role, ProxySpec{})
	hop.Follow = true
	return r.call(st, hop, depth+1)
}

func (r *runner) cluster(s *proxyState, name string) (*ClusterInfo, []*endpointv3.LbEndpoint) {
	info := &ClusterInfo{Name: name}
	cl := s.clusters[name]
	if cl == nil {
		info.Missing = true
		return info, nil
	}
	info.Type = firstOf(cl.GetClusterType().GetName(), cl.GetType().String())
	var cla *endpointv3.ClusterLoadAssignment
	if cl.GetType() == clusterv3.Cluster_EDS && cl.GetClusterType() == nil {
		b := endpoints.NewEndpointBuilder(name, s.proxy, r.srv.PushContext())
		cla = b.BuildClusterLoadAssignment(r.srv.Discovery.Env.EndpointIndex)
	} else {
		cla = cl.GetLoadAssignment()
	}
	var eps []*endpointv3.LbEndpoint
	for _, l := range cla.GetEndpoints() {
		eps = append(eps, l.GetLbEndpoints()...)
	}
	sort.SliceStable(eps, func(i, j int) bool { // the order in which informers deliver is not stable
		a, b := eps[i].GetEndpoint().GetAddress().GetSocketAddress(), eps[j].GetEndpoint().GetAddress().GetSocketAddress()
		return fmt.Sprintf("%s:%05d", a.GetAddress(), a.GetPortValue()) < fmt.Sprintf("%s:%05d", b.GetAddress(), b.GetPortValue())
	})
	info.EndpointCount = len(eps)
	for i, e := range eps {
		if i == 10 {
			info.Endpoints = append(info.Endpoints, "...")
			break
		}
		a := e.GetEndpoint().GetAddress()
		d := fmt.Sprintf("%s:%d", a.GetSocketAddress().GetAddress(), a.GetSocketAddress().GetPortValue())
		if a.GetSocketAddress() == nil {
			d = a.String()
		} else if p := r.w.byIP[a.GetSocketAddress().GetAddress()]; p != nil {
			d += " " + p.key()
		}
		info.Endpoints = append(info.Endpoints, d)
	}
	ts := cl.GetTransportSocket()
	if m := cl.GetTransportSocketMatches(); len(m) > 0 {
		info.AutoMTLS = true
		ts = nil
		var md map[string]string
		if len(eps) > 0 {
			md = map[string]string{}
			for k, v := range eps[0].GetMetadata().GetFilterMetadata()["envoy.transport_socket_match"].GetFields() {
				md[k] = v.GetStringValue()
			}
		}
		for _, x := range m {
			ok := true
			for k, v := range x.GetMatch().GetFields() {
				ok = ok && md[k] == v.GetStringValue()
			}
			if ok {
				ts = x.GetTransportSocket()
				break
			}
		}
	}
	info.TLS = "plaintext"
	u := &tlsv3.UpstreamTlsContext{}
	if ts != nil && ts.GetTypedConfig().UnmarshalTo(u) == nil {
		info.SNI, info.ALPN = u.GetSni(), u.GetCommonTlsContext().GetAlpnProtocols()
		certs := u.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs()
		switch {
		case len(certs) > 0 && certs[0].GetName() == "default":
			info.TLS = "ISTIO_MUTUAL"
		case len(certs) > 0 || len(u.GetCommonTlsContext().GetTlsCertificates()) > 0:
			info.TLS = "MUTUAL"
		default:
			info.TLS = "SIMPLE"
		}
	}
	if a := cl.GetTypedExtensionProtocolOptions()["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"]; a != nil {
		o := &httpopts.HttpProtocolOptions{}
		if a.UnmarshalTo(o) == nil {
			switch {
			case o.GetUseDownstreamProtocolConfig() != nil:
				info.HTTP2 = "as downstream"
			case o.GetAutoConfig() != nil:
				info.HTTP2 = "auto"
			case o.GetExplicitHttpConfig().GetHttp2ProtocolOptions() != nil:
				info.HTTP2 = "always"
			}
		}
	}
	return info, eps
}
