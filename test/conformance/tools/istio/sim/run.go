package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpointv3 "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	routev3 "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcmv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcpv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	tlsv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	httpopts "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/gateway-api/pkg/consts"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/pkg/xds/endpoints"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pilot/test/xdstest"
	"istio.io/istio/pkg/config/host"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/gvr"
	"istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/kclient/clienttest"
	"istio.io/istio/pkg/spiffe"
	"istio.io/istio/pkg/test"
)

// Output is everything the tool says.
type Output struct {
	Fatal    string          `json:"fatal,omitempty"`
	Sims     []SimOut        `json:"sims"`
	Ignored  []Note          `json:"ignored"`
	Unused   []Note          `json:"unused,omitempty"`
	Rejected []Note          `json:"rejected,omitempty"`
	Notes    []string        `json:"notes,omitempty"`
	Push     json.RawMessage `json:"pushStatus,omitempty"`
	Millis   int64           `json:"millis"`
}

// SimOut is the result of one proxy.
type SimOut struct {
	Name      string    `json:"name"`
	Proxy     string    `json:"proxy"`
	ProxyType string    `json:"proxyType"`
	Targets   []string  `json:"serviceTargets,omitempty"`
	Error     string    `json:"error,omitempty"`
	Nack      []string  `json:"nack"`
	Listeners []string  `json:"listeners,omitempty"`
	Calls     []*Result `json:"calls"`
}

// Result is the way of one request through one proxy.
type Result struct {
	Name        string             `json:"name,omitempty"`
	Error       *string            `json:"error"`
	Proxy       string             `json:"proxy,omitempty"`
	As          string             `json:"as,omitempty"`
	ListenPort  int                `json:"listenPort,omitempty"`
	Listener    string             `json:"listener,omitempty"`
	FilterChain string             `json:"filterChain,omitempty"`
	TLSSecrets  []SecretRef        `json:"tlsSecrets,omitempty"`
	RouteConfig string             `json:"routeConfig,omitempty"`
	VirtualHost string             `json:"virtualHost,omitempty"`
	Route       string             `json:"route,omitempty"`
	RouteMatch  json.RawMessage    `json:"routeMatch,omitempty"`
	Cluster     string             `json:"cluster,omitempty"`
	Weighted    []Weighted         `json:"weightedClusters,omitempty"`
	ClusterInfo []*ClusterInfo     `json:"clusterInfo,omitempty"`
	Redirect    map[string]any     `json:"redirect,omitempty"`
	Direct      *Direct            `json:"directResponse,omitempty"`
	Rewrite     map[string]any     `json:"rewrite,omitempty"`
	Timeout     string             `json:"timeout,omitempty"`
	Retries     map[string]any     `json:"retries,omitempty"`
	Mirror      []map[string]any   `json:"mirror,omitempty"`
	ReqHeaders  *HeaderOps         `json:"requestHeaders,omitempty"`
	RespHeaders *HeaderOps         `json:"responseHeaders,omitempty"`
	Faults      json.RawMessage    `json:"faults,omitempty"`
	CORS        bool               `json:"cors,omitempty"`
	CORSPolicy  json.RawMessage    `json:"corsPolicy,omitempty"`
	HashPolicy  json.RawMessage    `json:"hashPolicy,omitempty"`
	PerFilter   []string           `json:"perFilterConfig,omitempty"`
	HTTPFilters []string           `json:"httpFilters,omitempty"`
	RawRoute    json.RawMessage    `json:"rawRoute,omitempty"`
	RawClusters []json.RawMessage  `json:"rawClusters,omitempty"`
	Notes       []string           `json:"notes,omitempty"`
	Next        *Result            `json:"next,omitempty"`
	NextBy      map[string]*Result `json:"nextByCluster,omitempty"`
}

// Weighted is a cluster with its share.
type Weighted struct {
	Name   string     `json:"name"`
	Weight uint32     `json:"weight"`
	Req    *HeaderOps `json:"requestHeaders,omitempty"`
	Resp   *HeaderOps `json:"responseHeaders,omitempty"`
	Host   string     `json:"hostRewrite,omitempty"`
}

// SecretRef is an SDS resource of the filter chain.
type SecretRef struct {
	Name  string `json:"name"`
	Found *bool  `json:"found,omitempty"` // for kubernetes:// names: is the Secret in the files
}

// Direct is a response that Envoy makes itself.
type Direct struct {
	Status uint32 `json:"status"`
	Body   string `json:"body"`
}

// HeaderOps is header manipulation, all levels, in the order in which Envoy applies them.
type HeaderOps struct {
	Add    []map[string]string `json:"add,omitempty"`
	Remove []string            `json:"remove,omitempty"`
}

// ClusterInfo says what is behind a cluster.
type ClusterInfo struct {
	Name          string   `json:"name"`
	Missing       bool     `json:"missing,omitempty"`
	Type          string   `json:"type,omitempty"`
	EndpointCount int      `json:"endpointCount"`
	Endpoints     []string `json:"endpoints,omitempty"`
	TLS           string   `json:"tls,omitempty"` // plaintext, ISTIO_MUTUAL, SIMPLE, MUTUAL; of the first endpoint
	SNI           string   `json:"sni,omitempty"`
	ALPN          []string `json:"alpn,omitempty"`
	AutoMTLS      bool     `json:"autoMtls,omitempty"`
	HTTP2         string   `json:"http2,omitempty"` // always, as downstream, auto
}

type runner struct {
	t      test.Failer
	in     *Input
	w      *world
	mesh   *meshconfig.MeshConfig
	srv    *xds.FakeDiscoveryServer
	states map[string]*proxyState
}

type proxyState struct {
	pod       *podInfo
	proxy     *model.Proxy
	listeners []*listenerv3.Listener
	clusters  map[string]*clusterv3.Cluster
	clusterL  []*clusterv3.Cluster
	routes    []*routev3.RouteConfiguration
	sim       *simulation.Simulation
	chains    map[string]*listenerv3.FilterChain
}

// Run does the whole job.
func Run(t test.Failer, in *Input) *Output {
	start := time.Now()
	out := &Output{Ignored: []Note{}, Sims: []SimOut{}}
	fail := func(err error) *Output { out.Fatal = err.Error(); return out }
	l, err := Load(in)
	if err != nil {
		return fail(err)
	}
	out.Unused, out.Rejected = l.Unused, l.Rejected
	out.Ignored = append(out.Ignored, l.Ignored...)
	mc := mesh.DefaultMeshConfig()
	if len(in.MeshConfig) > 0 {
		if mc, err = mesh.ApplyMeshConfig(string(in.MeshConfig), mc); err != nil {
			return fail(fmt.Errorf("meshConfig: %w", err))
		}
	}
	r := &runner{t: t, in: in, mesh: mc, states: map[string]*proxyState{}}
	r.w = buildWorld(l, in)
	for _, s := range in.Sims { // a sidecar that the files do not inject still is one when asked for
		if p := r.w.find(s.Proxy); p != nil && s.Proxy.Type == "sidecar" && p.role != "sidecar" {
			p.role = "sidecar"
			r.w.makeSidecar(p)
			r.w.notes = append(r.w.notes, fmt.Sprintf("pod %s: the files do not inject a sidecar; simulated as one", p.key()))
		}
	}
	out.Notes = r.w.notes
	var client kube.Client
	srv := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		Configs: l.Configs, KubernetesObjects: r.w.objects(), MeshConfig: mc,
		DisableSecretAuthorization: true,
		KubeClientModifier:         func(c kube.Client) { client = c },
	})
	for _, g := range []schema.GroupVersionResource{gvr.BackendTLSPolicy, gvr.ListenerSet, gvr.GRPCRoute, gvr.TCPRoute, gvr.TLSRoute} {
		// istiod ignores definitions that do not say which release of the Gateway API they are of
		clienttest.MakeCRDWithAnnotations(t, client, g, map[string]string{consts.BundleVersionAnnotation: consts.BundleVersion})
	}
	r.srv = srv
	r.settle()

	for i := range in.Sims {
		out.Sims = append(out.Sims, r.sim(&in.Sims[i]))
	}
	if b, err := srv.PushContext().StatusJSON(); err == nil && strings.TrimSpace(string(b)) != "{}" {
		out.Push = b
	}
	out.Millis = time.Since(start).Milliseconds()
	return out
}

// settle waits until the fake control plane has nothing more to do.
func (r *runner) settle() {
	d := r.srv.Discovery
	quiet, last := 0, int64(-1)
	for i := 0; i < 1000 && quiet < 8; i++ {
		in, done := d.InboundUpdates.Load(), d.CommittedUpdates.Load()
		if in == last && done >= in {
			quiet++
		} else {
			quiet = 0
		}
		last = in
		time.Sleep(5 * time.Millisecond)
	}
	d.ConfigUpdate(&model.PushRequest{Forced: true})
	r.srv.EnsureSynced(r.t)
	time.Sleep(10 * time.Millisecond)
}

func (r *runner) state(p *podInfo, typ string, spec ProxySpec) *proxyState {
	raw, _ := json.Marshal(spec.Metadata)
	key := p.key() + "|" + typ + "|" + string(raw) + "|" + spec.IstioVersion
	if s := r.states[key]; s != nil {
		return s
	}
	pod := p.pod
	version := firstOf(spec.IstioVersion, r.in.IstioVersion, "1.31.0")
	md := map[string]any{
		"NAMESPACE": pod.Namespace, "LABELS": pod.Labels, "ANNOTATIONS": pod.Annotations, "CLUSTER_ID": "Kubernetes",
		"ISTIO_VERSION": version, "SERVICE_ACCOUNT": pod.Spec.ServiceAccountName, "NODE_NAME": pod.Spec.NodeName,
		"INSTANCE_IPS": pod.Status.PodIP, "MESH_ID": r.mesh.GetTrustDomain(),
		"WORKLOAD_NAME":     firstOf(strings.TrimSuffix(pod.GenerateName, "-sim0-"), pod.Name),
		"INTERCEPTION_MODE": "REDIRECT",
	}
	mc := r.mesh
	if a := pod.Annotations["proxy.istio.io/config"]; a != "" {
		if x, err := mesh.ApplyProxyConfig(a, mc); err == nil {
			mc = x
		}
	}
	for k, v := range mc.GetDefaultConfig().GetProxyMetadata() {
		if n, ok := strings.CutPrefix(k, "ISTIO_META_"); ok {
			md[n] = v
		}
	}
	if c := containerNamed(pod, "istio-proxy"); c != nil {
		for _, e := range c.Env {
			if n, ok := strings.CutPrefix(e.Name, "ISTIO_META_"); ok && e.Value != "" {
				md[n] = e.Value
			}
		}
	}
	for k, v := range spec.Metadata {
		md[k] = v
	}
	b, _ := json.Marshal(md)
	nm := &model.NodeMetadata{}
	if err := json.Unmarshal(b, nm); err != nil {
		panic(fmt.Sprintf("node metadata %s: %v", b, err))
	}
	nm.ProxyConfig = (*model.NodeMetaProxyConfig)(mc.GetDefaultConfig())
	px := &model.Proxy{
		Type: model.NodeType(typ), IPAddresses: []string{pod.Status.PodIP}, ID: pod.Name + "." + pod.Namespace,
		ConfigNamespace: pod.Namespace, Labels: pod.Labels, Metadata: nm, DNSDomain: pod.Namespace + ".svc.cluster.local",
		VerifiedIdentity: &spiffe.Identity{TrustDomain: r.mesh.GetTrustDomain(), Namespace: pod.Namespace, ServiceAccount: pod.Spec.ServiceAccountName},
	}
	s := &proxyState{pod: p, proxy: r.srv.SetupProxy(px), clusters: map[string]*clusterv3.Cluster{}, chains: map[string]*listenerv3.FilterChain{}}
	s.listeners = r.srv.Listeners(s.proxy)
	s.clusterL = r.srv.Clusters(s.proxy)
	for _, c := range s.clusterL {
		s.clusters[c.GetName()] = c
	}
	s.routes = r.srv.RoutesFromListeners(s.proxy, s.listeners)
	// For listeners, filter chains and virtual hosts only: every virtual host gets one route that takes everything;
	// the real routes are matched by matchRoute.
	s.sim = simulation.NewSimulation(&testing.T{}, r.srv, s.proxy) // the T is only told of failures, which end the call's own goroutine
	s.sim.Listeners, s.sim.Clusters, s.sim.Routes = nil, s.clusterL, nil
	for i, l := range s.listeners { // filter chains of gateways have no names: number them
		x := proto.Clone(l).(*listenerv3.Listener)
		for j, fc := range x.FilterChains {
			fc.Name = fmt.Sprintf("%d/%d", i, j)
			s.chains[fc.Name] = l.FilterChains[j]
		}
		if x.DefaultFilterChain != nil {
			x.DefaultFilterChain.Name = fmt.Sprintf("%d/default", i)
			s.chains[x.DefaultFilterChain.Name] = l.DefaultFilterChain
		}
		s.sim.Listeners = append(s.sim.Listeners, x)
	}
	for _, rc := range s.routes {
		x := proto.Clone(rc).(*routev3.RouteConfiguration)
		for _, vh := range x.VirtualHosts {
			vh.Matcher = nil
			vh.Routes = []*routev3.Route{{Match: &routev3.RouteMatch{PathSpecifier: &routev3.RouteMatch_Prefix{Prefix: ""}}}}
		}
		s.sim.Routes = append(s.sim.Routes, x)
	}
	r.states[key] = s
	return s
}

func (r *runner) sim(s *Sim) (out SimOut) {
	out = SimOut{Name: s.Name, Nack: []string{}, Calls: []*Result{}}
	defer func() {
		if e := recover(); e != nil {
			out.Error = fmt.Sprintf("panic: %v\n%s", e, debug.Stack())
		}
	}()
	p := r.w.find(s.Proxy)
	if p == nil {
		out.Error = fmt.Sprintf("no pod for proxy %+v (no such workload in the files, or replicas 0)", s.Proxy)
		return out
	}
	typ := firstOf(s.Proxy.Type, p.role)
	if typ == "none" {
		typ = "sidecar"
		out.Error = "the files do not inject a proxy into this workload"
	}
	st := r.state(p, typ, s.Proxy)
	out.Proxy, out.ProxyType = p.key()+" "+p.pod.Status.PodIP, typ
	for _, x := range st.proxy.ServiceTargets {
		out.Targets = append(out.Targets, fmt.Sprintf("%s:%d->%d %s", x.Service.Hostname, x.Port.ServicePort.Port, x.Port.TargetPort, x.Port.ServicePort.Protocol))
	}
	sort.Strings(out.Targets)
	out.Nack = append(out.Nack, r.validate(st)...)
	if s.Listeners {
		for _, l := range st.listeners {
			a := l.GetAddress().GetSocketAddress()
			out.Listeners = append(out.Listeners, fmt.Sprintf("%s %s:%d", l.GetName(), a.GetAddress(), a.GetPortValue()))
		}
		sort.Strings(out.Listeners)
	}
	for i := range s.Calls {
		c := s.Calls[i]
		c.Raw = c.Raw || s.Raw
		if c.Mode == "" {
			c.Mode = map[string]string{"router": "gateway", "sidecar": "outbound"}[typ]
		}
		out.Calls = append(out.Calls, r.call(st, c, 0))
	}
	return out
}

// tb records failures instead of failing.
type tb struct {
	testing.TB
	msgs []string
}

func (t *tb) rec(s string) {
	if len(s) > 700 {
		s = s[:700] + "..."
	}
	t.msgs = append(t.msgs, s)
}
func (t *tb) Helper()                   {}
func (t *tb) Error(a ...any)            { t.rec(fmt.Sprint(a...)) }
func (t *tb) Errorf(f string, a ...any) { t.rec(fmt.Sprintf(f, a...)) }
func (t *tb) Fatal(a ...any)            { t.rec(fmt.Sprint(a...)); runtime.Goexit() }
func (t *tb) Fatalf(f string, a ...any) { t.rec(fmt.Sprintf(f, a...)); runtime.Goexit() }
func (t *tb) Fail()                     {}
func (t *tb) FailNow()                  { runtime.Goexit() }
func (t *tb) Log(...any)                {}
func (t *tb) Logf(string, ...any)       {}

func (r *runner) validate(s *proxyState) []string {
	c := &tb{}
	guard := func(what string, f func()) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() {
				if e := recover(); e != nil {
					c.rec(fmt.Sprintf("%s validator panic: %v", what, e))
				}
			}()
			f()
		}()
		<-done
	}
	guard("listener", func() { xdstest.ValidateListeners(c, s.listeners) })
	guard("cluster", func() { xdstest.ValidateClusters(c, s.clusterL) })
	guard("route", func() { xdstest.ValidateRouteConfigurations(c, s.routes) })
	return c.msgs
}

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

func (r *runner) http(s *proxyState, c Call, fc *listenerv3.FilterChain, h *hcmv3.HttpConnectionManager, sr simulation.Result, res *Result, depth int) {
	rc := h.GetRouteConfig()
	if rc == nil {
		rc = xdstest.ExtractRouteConfigurations(s.routes)[h.GetRds().GetRouteConfigName()]
	}
	for _, f := range h.GetHttpFilters() {
		if c.Raw || strings.Contains(f.GetName(), "rbac") || strings.Contains(f.GetName(), "jwt") || strings.Contains(f.GetName(), "ext_authz") ||
			strings.Contains(f.GetName(), "wasm") || strings.Contains(f.GetName(), "lua") || strings.Contains(f.GetName(), "ratelimit") {
			res.HTTPFilters = append(res.HTTPFilters, f.GetName())
		}
	}
	var vh *routev3.VirtualHost
	for _, x := range rc.GetVirtualHosts() {
		if x.GetName() == sr.VirtualHostMatched {
			vh = x
		}
	}
	req := &request{
		path: normalize(c.Path, h), method: c.Method, host: c.Host, scheme: "http", headers: map[string][]string{},
		tls: c.TLS != "plaintext", peerCert: c.TLS == "mtls" || c.ClientCert,
	}
	if req.tls {
		req.scheme = "https"
	}
	for k, v := range c.Headers {
		req.headers[strings.ToLower(k)] = v
	}
	x, notes := pickRoute(vh.GetRoutes(), req)
	res.Notes = append(res.Notes, notes...)
	if x == nil {
		res.Error = ptr(simulation.ErrNoRoute.Error())
		return
	}
	res.Route, res.RouteMatch = x.GetName(), pj(x.GetMatch())
	if c.Raw {
		res.RawRoute = pj(x)
	}
	type hl interface {
		GetRequestHeadersToAdd() []*corev3.HeaderValueOption
		GetRequestHeadersToRemove() []string
		GetResponseHeadersToAdd() []*corev3.HeaderValueOption
		GetResponseHeadersToRemove() []string
	}
	ops := func(levels ...hl) (*HeaderOps, *HeaderOps) {
		a, b := &HeaderOps{}, &HeaderOps{}
		for _, l := range levels {
			a.add(l.GetRequestHeadersToAdd(), l.GetRequestHeadersToRemove())
			b.add(l.GetResponseHeadersToAdd(), l.GetResponseHeadersToRemove())
		}
		return a.orNil(), b.orNil()
	}
	res.ReqHeaders, res.RespHeaders = ops(x, vh, rc)
	for k, v := range x.GetTypedPerFilterConfig() {
		res.PerFilter = append(res.PerFilter, k)
		if strings.Contains(k, "fault") {
			res.Faults = pj(v)
		}
		if strings.Contains(k, "cors") {
			res.CORS, res.CORSPolicy = true, pj(v)
		}
	}
	sort.Strings(res.PerFilter)

	switch a := x.GetAction().(type) {
	case *routev3.Route_Redirect:
		d := a.Redirect
		m := map[string]any{"code": redirectCode(d.GetResponseCode())}
		set := func(k string, v any, ok bool) {
			if ok {
				m[k] = v
			}
		}
		set("host", d.GetHostRedirect(), d.GetHostRedirect() != "")
		set("path", d.GetPathRedirect(), d.GetPathRedirect() != "")
		set("prefix", d.GetPrefixRewrite(), d.GetPrefixRewrite() != "")
		set("regex", pj(d.GetRegexRewrite()), d.GetRegexRewrite() != nil)
		set("port", d.GetPortRedirect(), d.GetPortRedirect() != 0)
		set("scheme", firstOf(d.GetSchemeRedirect(), map[bool]string{true: "https"}[d.GetHttpsRedirect()]), d.GetSchemeRedirect() != "" || d.GetHttpsRedirect())
		set("stripQuery", true, d.GetStripQuery())
		res.Redirect = m
	case *routev3.Route_DirectResponse:
		b := a.DirectResponse.GetBody()
		res.Direct = &Direct{Status: a.DirectResponse.GetStatus(), Body: firstOf(b.GetInlineString(), string(b.GetInlineBytes()))}
	case *routev3.Route_Route:
		act := a.Route
		res.Cluster = act.GetCluster()
		if act.GetClusterHeader() != "" {
			res.Notes = append(res.Notes, "cluster comes from header "+act.GetClusterHeader())
			res.Cluster, _ = req.header(act.GetClusterHeader())
		}
		for _, w := range act.GetWeightedClusters().GetClusters() {
			v := Weighted{Name: w.GetName(), Weight: w.GetWeight().GetValue(), Host: w.GetHostRewriteLiteral()}
			v.Req, v.Resp = ops(w)
			res.Weighted = append(res.Weighted, v)
		}
		rw := map[string]any{}
		set := func(k string, v any, ok bool) {
			if ok {
				rw[k] = v
			}
		}
		set("prefix", act.GetPrefixRewrite(), act.GetPrefixRewrite() != "")
		set("regex", pj(act.GetRegexRewrite()), act.GetRegexRewrite() != nil)
		set("host", act.GetHostRewriteLiteral(), act.GetHostRewriteLiteral() != "")
		set("auto", true, act.GetAutoHostRewrite().GetValue())
		set("hostHeader", act.GetHostRewriteHeader(), act.GetHostRewriteHeader() != "")
		set("hostPathRegex", pj(act.GetHostRewritePathRegex()), act.GetHostRewritePathRegex() != nil)
		set("pathPolicy", pj(act.GetPathRewritePolicy()), act.GetPathRewritePolicy() != nil)
		newPath := rewritePath(x, req.path)
		set("resultPath", newPath, newPath != req.path)
		if len(rw) > 0 {
			res.Rewrite = rw
		}
		if act.GetTimeout() != nil {
			res.Timeout = act.GetTimeout().AsDuration().String()
		}
		if p := act.GetRetryPolicy(); p != nil {
			res.Retries = map[string]any{"attempts": p.GetNumRetries().GetValue(), "retryOn": p.GetRetryOn()}
			if p.GetPerTryTimeout() != nil {
				res.Retries["perTryTimeout"] = p.GetPerTryTimeout().AsDuration().String()
			}
			if len(p.GetRetriableStatusCodes()) > 0 {
				res.Retries["statusCodes"] = p.GetRetriableStatusCodes()
			}
			if p.GetRetryBackOff() != nil {
				res.Retries["backOff"] = pj(p.GetRetryBackOff())
			}
		}
		for _, m := range act.GetRequestMirrorPolicies() {
			f := m.GetRuntimeFraction().GetDefaultValue()
			v := map[string]any{"cluster": m.GetCluster()}
			if f != nil {
				v["percent"] = float64(f.GetNumerator()) * 100 / map[string]float64{"HUNDRED": 100, "TEN_THOUSAND": 1e4, "MILLION": 1e6}[f.GetDenominator().String()]
			}
			res.Mirror = append(res.Mirror, v)
		}
		if act.GetCors() != nil { //nolint
			res.CORS, res.CORSPolicy = true, pj(act.GetCors()) //nolint
		}
		if len(act.GetHashPolicy()) > 0 {
			var hp []json.RawMessage
			for _, y := range act.GetHashPolicy() {
				hp = append(hp, pj(y))
			}
			res.HashPolicy, _ = json.Marshal(hp)
		}
		next := c
		next.Path = newPath
		next.TLS, next.SNI, next.ALPN, next.ClientCert = "plaintext", "", "", false
		if v := act.GetHostRewriteLiteral(); v != "" {
			next.Host = v
		}
		next.Headers = res.ReqHeaders.apply(c.Headers, &next)
		r.onward(s, c, next, res, depth)
	default:
		res.Notes = append(res.Notes, fmt.Sprintf("route action %T", a))
	}
}

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

func (h *HeaderOps) add(a []*corev3.HeaderValueOption, rm []string) {
	for _, x := range a {
		h.Add = append(h.Add, map[string]string{"name": x.GetHeader().GetKey(), "value": x.GetHeader().GetValue(), "action": x.GetAppendAction().String()})
	}
	h.Remove = append(h.Remove, rm...)
}

func (h *HeaderOps) orNil() *HeaderOps {
	if len(h.Add) == 0 && len(h.Remove) == 0 {
		return nil
	}
	return h
}

// apply gives the headers after the operations; :authority and host go into the call.
func (h *HeaderOps) apply(in map[string]strList, c *Call) map[string]strList {
	if h == nil {
		return in
	}
	out := map[string]strList{}
	for k, v := range in {
		if !slices.ContainsFunc(h.Remove, func(s string) bool { return strings.EqualFold(s, k) }) {
			out[strings.ToLower(k)] = v
		}
	}
	for _, a := range h.Add {
		k := strings.ToLower(a["name"])
		if k == ":authority" || k == "host" {
			c.Host = a["value"]
			continue
		}
		switch {
		case strings.HasPrefix(a["action"], "APPEND"):
			out[k] = append(slices.Clone(out[k]), a["value"])
		case a["action"] == "ADD_IF_ABSENT" && out[k] != nil, a["action"] == "OVERWRITE_IF_EXISTS" && out[k] == nil:
		default:
			out[k] = strList{a["value"]}
		}
	}
	return out
}

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

func redirectCode(c routev3.RedirectAction_RedirectResponseCode) int {
	return map[routev3.RedirectAction_RedirectResponseCode]int{
		routev3.RedirectAction_MOVED_PERMANENTLY: 301, routev3.RedirectAction_FOUND: 302, routev3.RedirectAction_SEE_OTHER: 303,
		routev3.RedirectAction_TEMPORARY_REDIRECT: 307, routev3.RedirectAction_PERMANENT_REDIRECT: 308,
	}[c]
}

// pj is stable JSON of a protobuf message.
func pj(m proto.Message) json.RawMessage {
	b, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(m)
	if err != nil {
		b, _ = json.Marshal("cannot be shown: " + err.Error())
		return b
	}
	var v any
	if json.Unmarshal(b, &v) == nil {
		b, _ = json.Marshal(v)
	}
	return b
}
