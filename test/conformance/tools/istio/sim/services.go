package main

import (
	"fmt"
	"maps"
	"slices"
	"sort"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func (w *world) defaultService(s *corev1.Service) {
	s.TypeMeta = metav1.TypeMeta{APIVersion: "v1", Kind: "Service"}
	if s.Spec.Type == "" {
		s.Spec.Type = corev1.ServiceTypeClusterIP
	}
	if s.Spec.ClusterIP == "" && s.Spec.Type != corev1.ServiceTypeExternalName {
		w.vip++
		s.Spec.ClusterIP = fmt.Sprintf("10.96.%d.%d", w.vip/250, w.vip%250+1)
	}
	if len(s.Spec.ClusterIPs) == 0 && s.Spec.ClusterIP != "" {
		s.Spec.ClusterIPs = []string{s.Spec.ClusterIP}
	}
	for i := range s.Spec.Ports {
		p := &s.Spec.Ports[i]
		if p.Protocol == "" {
			p.Protocol = corev1.ProtocolTCP
		}
		if p.TargetPort == (intstr.IntOrString{}) || (p.TargetPort.Type == intstr.String && p.TargetPort.StrVal == "") {
			p.TargetPort = intstr.FromInt32(p.Port)
		}
	}
}

func selects(s *corev1.Service, p *corev1.Pod) bool {
	if len(s.Spec.Selector) == 0 || s.Namespace != p.Namespace {
		return false
	}
	for k, v := range s.Spec.Selector {
		if p.Labels[k] != v {
			return false
		}
	}
	return true
}

// targetPort resolves a Service port in a pod.
func targetPort(sp *corev1.ServicePort, p *corev1.Pod) (int32, bool) {
	if sp.TargetPort.Type == intstr.Int {
		return sp.TargetPort.IntVal, true
	}
	for _, c := range p.Spec.Containers {
		for _, cp := range c.Ports {
			proto := cp.Protocol
			if proto == "" {
				proto = corev1.ProtocolTCP
			}
			if cp.Name == sp.TargetPort.StrVal && proto == sp.Protocol {
				return cp.ContainerPort, true
			}
		}
	}
	return 0, false
}

// slicesFor makes the EndpointSlices of a Service: one for each distinct set of resolved ports, as Kubernetes does.
func (w *world) slicesFor(s *corev1.Service) {
	type group struct {
		ports []discoveryv1.EndpointPort
		eps   []discoveryv1.Endpoint
	}
	groups := map[string]*group{}
	for _, pi := range w.pods {
		if !selects(s, pi.pod) {
			continue
		}
		var ports []discoveryv1.EndpointPort
		sig := ""
		for i := range s.Spec.Ports {
			sp := &s.Spec.Ports[i]
			n, ok := targetPort(sp, pi.pod)
			if !ok {
				w.notes = append(w.notes, fmt.Sprintf("Service %s/%s port %q: pod %s has no port named %q", s.Namespace, s.Name, sp.Name, pi.pod.Name, sp.TargetPort.StrVal))
				continue
			}
			ports = append(ports, discoveryv1.EndpointPort{Name: ptr(sp.Name), Port: ptr(n), Protocol: ptr(sp.Protocol), AppProtocol: sp.AppProtocol})
			sig += fmt.Sprintf("%s=%d;", sp.Name, n)
		}
		g := groups[sig]
		if g == nil {
			g = &group{ports: ports}
			groups[sig] = g
		}
		g.eps = append(g.eps, discoveryv1.Endpoint{
			Addresses: []string{pi.pod.Status.PodIP}, NodeName: ptr("sim-node"),
			Conditions: discoveryv1.EndpointConditions{Ready: ptr(true), Serving: ptr(true), Terminating: ptr(false)},
			TargetRef:  &corev1.ObjectReference{Kind: "Pod", Namespace: pi.pod.Namespace, Name: pi.pod.Name},
		})
	}
	sigs := slices.Collect(maps.Keys(groups))
	sort.Strings(sigs)
	for i, k := range sigs {
		w.others = append(w.others, &discoveryv1.EndpointSlice{
			TypeMeta: metav1.TypeMeta{APIVersion: "discovery.k8s.io/v1", Kind: "EndpointSlice"},
			ObjectMeta: metav1.ObjectMeta{
				Name: fmt.Sprintf("%s-sim%d", s.Name, i), Namespace: s.Namespace,
				Labels: map[string]string{discoveryv1.LabelServiceName: s.Name},
			},
			AddressType: discoveryv1.AddressTypeIPv4, Endpoints: groups[k].eps, Ports: groups[k].ports,
		})
	}
}

func (w *world) mirror(e *corev1.Endpoints) {
	for i, s := range e.Subsets {
		sl := &discoveryv1.EndpointSlice{
			TypeMeta:    metav1.TypeMeta{APIVersion: "discovery.k8s.io/v1", Kind: "EndpointSlice"},
			ObjectMeta:  metav1.ObjectMeta{Name: fmt.Sprintf("%s-mir%d", e.Name, i), Namespace: e.Namespace, Labels: map[string]string{discoveryv1.LabelServiceName: e.Name}},
			AddressType: discoveryv1.AddressTypeIPv4,
		}
		for _, a := range s.Addresses {
			sl.Endpoints = append(sl.Endpoints, discoveryv1.Endpoint{Addresses: []string{a.IP}, Conditions: discoveryv1.EndpointConditions{Ready: ptr(true)}})
		}
		for _, p := range s.Ports {
			pr := p.Protocol
			if pr == "" {
				pr = corev1.ProtocolTCP
			}
			sl.Ports = append(sl.Ports, discoveryv1.EndpointPort{Name: ptr(p.Name), Port: ptr(p.Port), Protocol: ptr(pr), AppProtocol: p.AppProtocol})
		}
		w.others = append(w.others, sl)
	}
}
