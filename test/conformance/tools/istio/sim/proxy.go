package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	routev3 "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	"google.golang.org/protobuf/proto"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/spiffe"
)

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
