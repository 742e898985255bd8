package main

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	gatewayv1 "sigs.k8s.io/gateway-api/apis/v1"
)

func newReader(b []byte) *bufio.Reader { return bufio.NewReader(bytes.NewReader(b)) }

func ptr[T any](v T) *T { return &v }

// podInfo is one running pod of the simulated cluster.
type podInfo struct {
	pod   *corev1.Pod
	owner string // "namespace/name" of the workload, or "gateway:namespace/name"
	role  string // router, sidecar, none
}

func (p *podInfo) key() string { return p.pod.Namespace + "/" + p.pod.Name }

// world is the cluster that the manifests would make.
type world struct {
	namespaces map[string]*corev1.Namespace
	pods       []*podInfo
	byIP       map[string]*podInfo
	services   []*corev1.Service
	others     []runtime.Object
	notes      []string
	ip, vip    int
}

func (w *world) namespace(n string) *corev1.Namespace {
	if n == "" {
		return nil
	}
	ns := w.namespaces[n]
	if ns == nil {
		ns = &corev1.Namespace{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Namespace"}, ObjectMeta: metav1.ObjectMeta{Name: n}}
		w.namespaces[n] = ns
	}
	if ns.Labels == nil {
		ns.Labels = map[string]string{}
	}
	ns.Labels["kubernetes.io/metadata.name"] = n
	return ns
}

func buildWorld(l *Loaded, in *Input) *world {
	w := &world{namespaces: map[string]*corev1.Namespace{}, byIP: map[string]*podInfo{}}
	for _, o := range l.Objects {
		if ns, ok := o.(*corev1.Namespace); ok {
			w.namespaces[ns.Name] = ns
		}
	}
	for _, n := range []string{"default", "istio-system"} {
		w.namespace(n)
	}
	for _, o := range l.Objects {
		w.namespace(metaOf(o).GetNamespace())
	}
	for _, c := range l.Configs {
		w.namespace(c.Namespace)
	}
	for _, s := range in.Sims {
		w.namespace(s.Proxy.Namespace)
	}
	slices1 := map[string]bool{} // services that have hand made slices
	var endpoints []*corev1.Endpoints
	for _, o := range l.Objects {
		switch v := o.(type) {
		case *corev1.Namespace:
		case *corev1.Service:
			w.services = append(w.services, v)
		case *corev1.Pod:
			w.addPod(v.Namespace, v.Name, "Pod", v.Namespace+"/"+v.Name, v.ObjectMeta, v.Spec, v.Status.PodIP)
		case *appsv1.Deployment:
			w.others = append(w.others, v)
			if v.Spec.Replicas == nil || *v.Spec.Replicas > 0 {
				w.addPod(v.Namespace, v.Name, "Deployment", v.Namespace+"/"+v.Name, v.Spec.Template.ObjectMeta, v.Spec.Template.Spec, "")
			}
		case *appsv1.StatefulSet:
			w.others = append(w.others, v)
			if v.Spec.Replicas == nil || *v.Spec.Replicas > 0 {
				w.addPod(v.Namespace, v.Name, "StatefulSet", v.Namespace+"/"+v.Name, v.Spec.Template.ObjectMeta, v.Spec.Template.Spec, "")
			}
		case *appsv1.DaemonSet:
			w.others = append(w.others, v)
			w.addPod(v.Namespace, v.Name, "DaemonSet", v.Namespace+"/"+v.Name, v.Spec.Template.ObjectMeta, v.Spec.Template.Spec, "")
		case *discoveryv1.EndpointSlice:
			slices1[v.Namespace+"/"+v.Labels[discoveryv1.LabelServiceName]] = true
			w.others = append(w.others, v)
		case *corev1.Endpoints:
			endpoints = append(endpoints, v)
		default:
			w.others = append(w.others, o)
		}
		if g, ok := o.(*gatewayv1.Gateway); ok {
			w.deployGateway(g)
		}
	}
	// proxies that no workload of the files provides
	for i, s := range in.Sims {
		p := s.Proxy
		if p.Deployment != "" || p.Gateway != "" || w.find(p) != nil {
			continue
		}
		ns := p.Namespace
		if ns == "" {
			ns = "default"
			w.namespace(ns)
		}
		meta := metav1.ObjectMeta{Labels: maps.Clone(p.Labels), Annotations: map[string]string{}}
		if p.Type == "router" {
			meta.Annotations["inject.istio.io/templates"] = "gateway"
		}
		if meta.Labels == nil {
			meta.Labels = map[string]string{}
		}
		if _, ok := meta.Labels["sidecar.istio.io/inject"]; !ok {
			meta.Labels["sidecar.istio.io/inject"] = "true"
		}
		w.addPod(ns, fmt.Sprintf("sim-proxy-%d", i), "Pod", "", meta, corev1.PodSpec{Containers: []corev1.Container{{Name: "istio-proxy", Image: "auto"}}}, "")
		w.notes = append(w.notes, fmt.Sprintf("sim %d (%s): no pod of the files has labels %v in namespace %s; made one", i, s.Name, p.Labels, ns))
	}
	for _, s := range w.services {
		w.defaultService(s)
	}
	for _, s := range w.services {
		if len(s.Spec.Selector) > 0 && s.Spec.Type != corev1.ServiceTypeExternalName && !slices1[s.Namespace+"/"+s.Name] {
			w.slicesFor(s)
		}
	}
	for _, e := range endpoints {
		if !slices1[e.Namespace+"/"+e.Name] {
			w.mirror(e)
		}
	}
	w.others = append(w.others, &corev1.Node{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Node"}, ObjectMeta: metav1.ObjectMeta{Name: "sim-node"},
	})
	return w
}

func (w *world) objects() []runtime.Object {
	var out []runtime.Object
	names := slices.Sorted(maps.Keys(w.namespaces))
	for _, n := range names {
		out = append(out, w.namespaces[n])
	}
	for _, p := range w.pods {
		out = append(out, p.pod)
	}
	for _, s := range w.services {
		out = append(out, s)
	}
	return append(out, w.others...)
}

func (w *world) injected(ns string, meta metav1.ObjectMeta) bool {
	l := w.namespace(ns).Labels
	switch v := meta.Labels["sidecar.istio.io/inject"]; {
	case v == "false" || l["istio-injection"] == "disabled":
		return false
	case meta.Annotations["sidecar.istio.io/inject"] == "false" && v == "":
		return false
	case l["istio-injection"] == "enabled", l["istio.io/rev"] != "", v == "true", meta.Labels["istio.io/rev"] != "":
		return true
	}
	return false
}

func (w *world) addPod(ns, name, kind, owner string, meta metav1.ObjectMeta, spec corev1.PodSpec, ip string) *podInfo {
	w.ip++
	if ip == "" {
		ip = fmt.Sprintf("10.244.%d.%d", w.ip/250, w.ip%250+1)
	}
	pod := &corev1.Pod{
		TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{
			Name: name, Namespace: ns, Labels: maps.Clone(meta.Labels), Annotations: maps.Clone(meta.Annotations),
			CreationTimestamp: metav1.NewTime(time.Now()),
		},
		Spec: *spec.DeepCopy(),
	}
	if pod.Labels == nil {
		pod.Labels = map[string]string{}
	}
	if kind != "Pod" {
		hash := "sim0"
		pod.GenerateName = name + "-" + hash + "-"
		pod.Name = pod.GenerateName + fmt.Sprintf("p%d", w.ip)
		ref := metav1.OwnerReference{APIVersion: "apps/v1", Kind: kind, Name: name, Controller: ptr(true)}
		if kind == "Deployment" {
			pod.Labels["pod-template-hash"] = hash
			ref.Kind, ref.Name = "ReplicaSet", name+"-"+hash
		}
		pod.OwnerReferences = []metav1.OwnerReference{ref}
	}
	if pod.Spec.ServiceAccountName == "" {
		pod.Spec.ServiceAccountName = "default"
	}
	pod.Spec.NodeName = "sim-node"
	for _, l := range [][]corev1.Container{pod.Spec.Containers, pod.Spec.InitContainers} {
		for i := range l {
			for j := range l[i].Ports {
				if l[i].Ports[j].Protocol == "" {
					l[i].Ports[j].Protocol = corev1.ProtocolTCP
				}
			}
		}
	}
	pod.Status = corev1.PodStatus{
		Phase: corev1.PodRunning, PodIP: ip, PodIPs: []corev1.PodIP{{IP: ip}}, HostIP: "192.168.0.1",
		Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}},
	}
	info := &podInfo{pod: pod, owner: owner, role: "none"}
	templates := pod.Annotations["inject.istio.io/templates"]
	own := containerNamed(pod, "istio-proxy")
	switch {
	case w.injected(ns, meta) && slices.ContainsFunc(strings.Split(templates, ","), func(s string) bool { return strings.TrimSpace(s) == "gateway" }),
		own != nil && slices.Contains(own.Args, "router"):
		info.role = "router"
	case w.injected(ns, meta), own != nil:
		info.role = "sidecar"
		w.makeSidecar(info)
	}
	if info.role != "none" {
		cn := firstOf(pod.Labels["service.istio.io/canonical-name"], pod.Labels["app.kubernetes.io/name"], pod.Labels["app"], name)
		rev := firstOf(pod.Labels["service.istio.io/canonical-revision"], pod.Labels["app.kubernetes.io/version"], pod.Labels["version"], "latest")
		pod.Labels["service.istio.io/canonical-name"], pod.Labels["service.istio.io/canonical-revision"] = cn, rev
	}
	w.pods = append(w.pods, info)
	w.byIP[ip] = info
	return info
}

// makeSidecar does what the sidecar injection template does for routing: the label that auto mTLS reads.
func (w *world) makeSidecar(p *podInfo) {
	if p.pod.Labels["security.istio.io/tlsMode"] == "" {
		p.pod.Labels["security.istio.io/tlsMode"] = "istio"
	}
}

func firstOf(s ...string) string {
	for _, x := range s {
		if x != "" {
			return x
		}
	}
	return ""
}

func containerNamed(p *corev1.Pod, n string) *corev1.Container {
	for _, l := range [][]corev1.Container{p.Spec.Containers, p.Spec.InitContainers} {
		for i := range l {
			if l[i].Name == n {
				return &l[i]
			}
		}
	}
	return nil
}

// deployGateway does what istiod's Gateway API deployment controller does, as far as routing sees it.
func (w *world) deployGateway(g *gatewayv1.Gateway) {
	class := string(g.Spec.GatewayClassName)
	if class != "istio" || len(g.Spec.Addresses) > 0 {
		return
	}
	name := g.Name + "-" + class
	if v := g.Annotations["networking.istio.io/service-type"]; v == "" {
		v = "LoadBalancer"
	}
	lbl := map[string]string{
		"gateway.networking.k8s.io/gateway-name": g.Name, "gateway.istio.io/managed": "istio.io-gateway-controller",
		"gateway.networking.k8s.io/gateway-class-name": class,
		"sidecar.istio.io/inject":                      "true",
	}
	svc := &corev1.Service{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: g.Namespace, Labels: lbl},
		Spec: corev1.ServiceSpec{
			Type: corev1.ServiceTypeLoadBalancer, Selector: map[string]string{"gateway.networking.k8s.io/gateway-name": g.Name},
			Ports: []corev1.ServicePort{{Name: "status-port", Port: 15021}},
		},
	}
	seen := map[int32]bool{15021: true}
	for _, l := range g.Spec.Listeners {
		if p := int32(l.Port); !seen[p] {
			seen[p] = true
			svc.Spec.Ports = append(svc.Spec.Ports, corev1.ServicePort{Name: strings.ToLower(string(l.Protocol)) + "-" + fmt.Sprint(p), Port: p,
				AppProtocol: ptr(strings.ToLower(string(l.Protocol)))})
		}
	}
	w.services = append(w.services, svc)
	w.addPod(g.Namespace, name, "Deployment", "gateway:"+g.Namespace+"/"+g.Name, metav1.ObjectMeta{
		Labels: lbl, Annotations: map[string]string{"inject.istio.io/templates": "gateway"},
	}, corev1.PodSpec{ServiceAccountName: name, Containers: []corev1.Container{{Name: "istio-proxy", Image: "auto", Args: []string{"proxy", "router"}}}}, "")
	w.notes = append(w.notes, fmt.Sprintf("Gateway API Gateway %s/%s: made Service and pod %s as istiod would", g.Namespace, g.Name, name))
}

// find gives the pod a proxy spec means, or nil.
func (w *world) find(p ProxySpec) *podInfo {
	owner := p.Deployment
	if p.Gateway != "" {
		owner = "gateway:" + p.Gateway
	}
	for _, i := range w.pods {
		if owner != "" {
			if i.owner == owner {
				return i
			}
			continue
		}
		if p.Namespace != "" && i.pod.Namespace != p.Namespace || len(p.Labels) == 0 {
			continue
		}
		ok := true
		for k, v := range p.Labels {
			ok = ok && i.pod.Labels[k] == v
		}
		if ok {
			return i
		}
	}
	return nil
}
