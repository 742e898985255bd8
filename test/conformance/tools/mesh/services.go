package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

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

func targetPort(sp *corev1.ServicePort, p *corev1.Pod) (int32, bool) {
	if sp.TargetPort.Type == intstr.Int {
		if sp.TargetPort.IntVal == 0 {
			return sp.Port, true
		}
		return sp.TargetPort.IntVal, true
	}
	for _, c := range append(slices.Clone(p.Spec.Containers), p.Spec.InitContainers...) {
		for _, cp := range c.Ports {
			if cp.Name == sp.TargetPort.StrVal {
				return cp.ContainerPort, true
			}
		}
	}
	return 0, false
}

// syncServices makes EndpointSlices, cluster names and the rules of kube-proxy.
func (n *node) syncServices() error {
	ctx := context.Background()
	svcs, err := n.kube.CoreV1().Services("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	pods, err := n.kube.CoreV1().Pods("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	old, err := n.kube.DiscoveryV1().EndpointSlices("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	names := map[string]string{}
	lb := 0
	for i := range svcs.Items {
		s := &svcs.Items[i]
		ip := s.Spec.ClusterIP
		if ip == "None" {
			ip = ""
		}
		for _, suffix := range []string{".svc.cluster.local", ".svc"} {
			names[s.Name+"."+s.Namespace+suffix] = ip
		}
		if s.Spec.Type == corev1.ServiceTypeExternalName {
			delete(names, s.Name+"."+s.Namespace+".svc")
			if a, ok := n.resolve(s.Spec.ExternalName); ok {
				names[s.Name+"."+s.Namespace+".svc.cluster.local"] = a
			}
			continue
		}
		if s.Spec.Type == corev1.ServiceTypeLoadBalancer {
			lb++
			if len(s.Status.LoadBalancer.Ingress) == 0 {
				used := map[string]bool{}
				for _, x := range svcs.Items {
					for _, g := range x.Status.LoadBalancer.Ingress {
						used[g.IP] = true
					}
				}
				for used[fmt.Sprintf("192.0.2.%d", lb)] {
					lb++
				}
				a := fmt.Sprintf("192.0.2.%d", lb)
				b := []byte(`{"status":{"loadBalancer":{"ingress":[{"ip":"` + a + `"}]}}}`)
				if _, err := n.kube.CoreV1().Services(s.Namespace).Patch(ctx, s.Name, "application/merge-patch+json", b, metav1.PatchOptions{}, "status"); err != nil {
					return err
				}
				s.Status.LoadBalancer.Ingress = []corev1.LoadBalancerIngress{{IP: a}}
			}
		}
		if len(s.Spec.Selector) == 0 {
			continue
		}
		groups := map[string]*discoveryv1.EndpointSlice{}
		for j := range pods.Items {
			p := &pods.Items[j]
			if !selects(s, p) || p.Status.PodIP == "" {
				continue
			}
			var ports []discoveryv1.EndpointPort
			sig := ""
			for k := range s.Spec.Ports {
				sp := &s.Spec.Ports[k]
				t, ok := targetPort(sp, p)
				if !ok {
					n.note("Service %s/%s port %q: pod %s has no port named %q", s.Namespace, s.Name, sp.Name, p.Name, sp.TargetPort.StrVal)
					continue
				}
				ports = append(ports, discoveryv1.EndpointPort{Name: ptr(sp.Name), Port: ptr(t), Protocol: ptr(sp.Protocol), AppProtocol: sp.AppProtocol})
				sig += fmt.Sprintf("%s=%d;", sp.Name, t)
			}
			g := groups[sig]
			if g == nil {
				g = &discoveryv1.EndpointSlice{AddressType: discoveryv1.AddressTypeIPv4, Ports: ports, ObjectMeta: metav1.ObjectMeta{
					Namespace: s.Namespace, Name: s.Name + "-" + hashOf(sig), Labels: map[string]string{discoveryv1.LabelServiceName: s.Name, "mesh": "made"}}}
				groups[sig] = g
			}
			ready := false
			for _, c := range p.Status.Conditions {
				ready = ready || c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue
			}
			g.Endpoints = append(g.Endpoints, discoveryv1.Endpoint{Addresses: []string{p.Status.PodIP}, NodeName: ptr("node"),
				Conditions: discoveryv1.EndpointConditions{Ready: ptr(ready), Serving: ptr(ready), Terminating: ptr(false)},
				TargetRef:  &corev1.ObjectReference{Kind: "Pod", Namespace: p.Namespace, Name: p.Name, UID: p.UID}})
			if s.Spec.ClusterIP == "None" && ready {
				for _, suffix := range []string{".svc.cluster.local", ".svc"} {
					names[s.Name+"."+s.Namespace+suffix] = p.Status.PodIP
				}
			}
		}
		for _, g := range groups {
			keep[g.Namespace+"/"+g.Name] = true
			_, err := n.kube.DiscoveryV1().EndpointSlices(g.Namespace).Create(ctx, g, metav1.CreateOptions{})
			if apierrors.IsAlreadyExists(err) {
				_, err = n.kube.DiscoveryV1().EndpointSlices(g.Namespace).Update(ctx, g, metav1.UpdateOptions{})
			}
			if err != nil {
				return err
			}
		}
	}
	for _, s := range old.Items {
		if s.Labels["mesh"] == "made" && !keep[s.Namespace+"/"+s.Name] {
			n.kube.DiscoveryV1().EndpointSlices(s.Namespace).Delete(ctx, s.Name, metav1.DeleteOptions{})
		}
	}
	n.dnsMu.Lock()
	n.names = names
	n.dnsMu.Unlock()
	return n.kubeProxy(svcs.Items)
}

// kubeProxy is DNAT for cluster and load balancer addresses.
func (n *node) kubeProxy(svcs []corev1.Service) error {
	ctx := context.Background()
	sl, err := n.kube.DiscoveryV1().EndpointSlices("").List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("*nat\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:SVC - [0:0]\n-A PREROUTING -j SVC\n-A OUTPUT -j SVC\n")
	for _, s := range svcs {
		addrs := []string{}
		if s.Spec.ClusterIP != "" && s.Spec.ClusterIP != "None" {
			addrs = append(addrs, s.Spec.ClusterIP)
		}
		for _, i := range s.Status.LoadBalancer.Ingress {
			if i.IP != "" {
				addrs = append(addrs, i.IP)
			}
		}
		for _, sp := range s.Spec.Ports {
			if sp.Protocol != corev1.ProtocolTCP {
				continue
			}
			var to []string
			for _, e := range sl.Items {
				if e.Namespace != s.Namespace || e.Labels[discoveryv1.LabelServiceName] != s.Name {
					continue
				}
				for _, ep := range e.Ports {
					if ep.Name == nil && sp.Name != "" || ep.Name != nil && *ep.Name != sp.Name || ep.Port == nil {
						continue
					}
					for _, x := range e.Endpoints {
						if x.Conditions.Ready == nil || *x.Conditions.Ready {
							to = append(to, fmt.Sprintf("%s:%d", x.Addresses[0], *ep.Port))
						}
					}
				}
			}
			for _, a := range addrs {
				for i, t := range to {
					prob := ""
					if i < len(to)-1 {
						prob = fmt.Sprintf(" -m statistic --mode random --probability %.5f", 1/float64(len(to)-i))
					}
					fmt.Fprintf(&b, "-A SVC -d %s/32 -p tcp -m tcp --dport %d%s -j DNAT --to-destination %s\n", a, sp.Port, prob, t)
				}
			}
		}
	}
	b.WriteString("COMMIT\n*filter\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n")
	for _, c := range []string{"FORWARD", "OUTPUT"} {
		for _, d := range []string{svcCIDR, "192.0.2.0/24"} {
			fmt.Fprintf(&b, "-A %s -d %s -p tcp -j REJECT --reject-with tcp-reset\n", c, d)
		}
	}
	b.WriteString("COMMIT\n")
	cmd := exec.Command(home + "/mesh/podbin/iptables-restore")
	cmd.Stdin = strings.NewReader(b.String())
	if o, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("iptables-restore: %w: %s\n%s", err, o, b.String())
	}
	return nil
}
