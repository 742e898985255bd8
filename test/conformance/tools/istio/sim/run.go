package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sort"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/gateway-api/pkg/consts"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/gvr"
	"istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/kclient/clienttest"
	"istio.io/istio/pkg/test"
)

type runner struct {
	t      test.Failer
	in     *Input
	w      *world
	mesh   *meshconfig.MeshConfig
	srv    *xds.FakeDiscoveryServer
	states map[string]*proxyState
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
