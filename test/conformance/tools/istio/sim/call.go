package main

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	hcmv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcpv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	corev1 "k8s.io/api/core/v1"

	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pkg/config/host"
)

func errPtr(f string, a ...any) *string { return ptr(fmt.Sprintf(f, a...)) }

// gatewayPort maps the port of a Service on the port of the pod.
func (r *runner) gatewayPort(s *proxyState, c Call) (int, string, bool) {
	for _, svc := range r.w.services {
		if !selects(svc, s.pod.pod) || c.Service != "" && c.Service != svc.Namespace+"/"+svc.Name {
			continue
		}
		for i := range svc.Spec.Ports {
			if sp := &svc.Spec.Ports[i]; int(sp.Port) == c.Port && sp.Protocol == corev1.ProtocolTCP {
				if n, ok := targetPort(sp, s.pod.pod); ok {
					return int(n), fmt.Sprintf("%s/%s:%d", svc.Namespace, svc.Name, sp.Port), true
				}
			}
		}
	}
	return 0, "", false
}

// resolve does what the DNS of the cluster would do for a host.
func (r *runner) resolve(s *proxyState, h string) string {
	name := strings.TrimSuffix(h, ".")
	if i := strings.LastIndex(name, ":"); i > 0 && !strings.Contains(name[i:], "]") {
		name = name[:i]
	}
	ns := s.proxy.ConfigNamespace
	for _, full := range []string{name, name + "." + ns + ".svc.cluster.local", name + ".svc.cluster.local", name + ".cluster.local"} {
		for _, svc := range r.w.services {
			if full == svc.Name+"."+svc.Namespace+".svc.cluster.local" {
				if ip := svc.Spec.ClusterIP; ip != "" && ip != corev1.ClusterIPNone {
					return ip
				}
				for _, p := range r.w.pods { // headless
					if selects(svc, p.pod) {
						return p.pod.Status.PodIP
					}
				}
			}
		}
	}
	if bool(s.proxy.Metadata.DNSCapture) {
		for _, svc := range r.srv.Env().ServiceDiscovery.Services() {
			if svc.Hostname == host.Name(name) {
				if a := svc.GetAddressForProxy(s.proxy); a != "" && a != "0.0.0.0" {
					return a
				}
			}
		}
	}
	return "1.3.3.7"
}

func (r *runner) call(s *proxyState, c Call, depth int) (res *Result) {
	res = &Result{Name: c.Name, Proxy: s.pod.key(), As: c.Mode}
	defer func() {
		if e := recover(); e != nil {
			res.Error = errPtr("panic: %v\n%s", e, debug.Stack())
		}
	}()
	note := func(f string, a ...any) { res.Notes = append(res.Notes, fmt.Sprintf(f, a...)) }
	if c.Protocol == "" {
		c.Protocol = "http"
	}
	if c.TLS == "" {
		c.TLS = "plaintext"
	}
	if c.Method == "" {
		c.Method = "GET"
	}
	if c.Path == "" {
		c.Path = "/"
	}
	port := c.Port
	if c.Mode == "gateway" && c.PortKind != "container" {
		n, via, ok := r.gatewayPort(s, c)
		if !ok {
			res.Error = errPtr("no service port")
			note("no Service that selects pod %s has TCP port %d", s.pod.key(), c.Port)
			return res
		}
		port = n
		note("entered by Service %s -> container port %d", via, n)
	}
	res.ListenPort = port
	addr := c.Address
	if addr == "" {
		switch c.Mode {
		case "outbound":
			addr = r.resolve(s, firstOf(c.Host, c.SNI))
		case "inbound":
			addr = s.pod.pod.Status.PodIP
		default:
			addr = "1.3.3.7"
		}
	}
	sc := simulation.Call{
		Address: addr, Port: port, Path: c.Path, Protocol: simulation.Protocol(strings.Replace(c.Protocol, "grpc", "http2", 1)), TLS: simulation.TLSMode(c.TLS),
		Alpn: c.ALPN, HostHeader: c.Host, Sni: c.SNI, CallMode: simulation.CallMode(c.Mode), Headers: http.Header{},
	}
	if c.NoSNI {
		sc.Sni = "\x00"
	}
	run := func(x simulation.Call) (out simulation.Result, ok bool) {
		done := make(chan struct{})
		go func() { // a failure of the simulation ends this goroutine only
			defer close(done)
			defer func() {
				if e := recover(); e != nil {
					note("simulation panic: %v", e)
				}
			}()
			out = s.sim.Run(x)
			ok = true
		}()
		<-done
		return out, ok
	}
	sr, ok := run(sc)
	if !ok {
		res.Error = errPtr("the simulation gave up on this call")
		return res
	}
	if errors.Is(sr.Error, simulation.ErrMTLSError) {
		// the simulation knows client certificates only as Istio's own; look at what the chain asks for
		if chain := s.chains[sr.FilterChainMatched]; chain != nil {
			need, sds := clientCertOf(chain)
			switch {
			case c.TLS == "mtls" && need && sds != "default":
				sc.MtlsSecretConfigName = sds
				note("client certificate is checked against %s, which is not simulated", sds)
				sr, ok = run(sc)
			case c.TLS == "mtls" && !need:
				sc.TLS = simulation.TLS
				if sc.Alpn == "" {
					sc.Alpn = map[string]string{"http": "istio-http/1.1", "http2": "istio-h2"}[c.Protocol]
				}
				if sc.Sni == "" {
					sc.Sni = "\x00"
				}
				note("the filter chain does not ask for a client certificate")
				sr, ok = run(sc)
			}
		}
	}
	res.Listener = sr.ListenerMatched
	fc := s.chains[sr.FilterChainMatched]
	if fc != nil {
		res.FilterChain = fc.GetName()
		if res.FilterChain == "" {
			res.FilterChain = chainLabel(fc)
		}
		res.TLSSecrets = r.secretsOf(fc, s)
		for _, x := range res.TLSSecrets {
			if x.Found != nil && !*x.Found {
				note("TLS secret %s is not in the files: Envoy would refuse the handshake", x.Name)
			}
		}
	}
	res.RouteConfig, res.VirtualHost = sr.RouteConfigMatched, sr.VirtualHostMatched
	if errors.Is(sr.Error, simulation.ErrTLSRedirect) {
		res.Redirect = map[string]any{"scheme": "https", "code": 301, "by": "virtual host require_tls"}
		return res
	}
	if sr.Error != nil {
		res.Error = ptr(sr.Error.Error())
		return res
	}
	if need, sds := clientCertOf(fc); need && c.TLS == "tls" && !c.ClientCert {
		res.Error = errPtr("client certificate required (%s)", sds)
		return res
	}
	res.Notes = clean(res.Notes)

	if h := filterOf[*hcmv3.HttpConnectionManager](fc); h != nil {
		r.http(s, c, fc, *h, sr, res, depth)
	} else if t := filterOf[*tcpv3.TcpProxy](fc); t != nil {
		r.tcp(s, c, fc, *t, res, depth)
	} else {
		res.Error = errPtr("filter chain has neither a connection manager nor a TCP proxy")
	}
	return res
}

func (r *runner) tcp(s *proxyState, c Call, fc *listenerv3.FilterChain, t *tcpv3.TcpProxy, res *Result, depth int) {
	res.Cluster = t.GetCluster()
	for _, w := range t.GetWeightedClusters().GetClusters() {
		res.Weighted = append(res.Weighted, Weighted{Name: w.GetName(), Weight: w.GetWeight()})
	}
	for _, f := range fc.GetFilters() {
		if strings.Contains(f.GetName(), "rbac") {
			res.HTTPFilters = append(res.HTTPFilters, "network: "+f.GetName())
		}
	}
	next := c
	if fc.GetTransportSocket() != nil { // TLS ended here
		next.TLS, next.SNI, next.ALPN, next.ClientCert = "plaintext", "", "", false
	}
	r.onward(s, c, next, res, depth)
}
