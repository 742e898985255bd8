package main

import (
	"context"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"

	authv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// echoPorts are the ports on which the application of a pod listens.
func echoPorts(p *corev1.Pod, svcs []corev1.Service) []int {
	apps := 0
	m := map[int]bool{}
	for _, c := range p.Spec.Containers {
		if c.Name == "istio-proxy" {
			continue
		}
		apps++
		for _, cp := range c.Ports {
			if cp.Protocol == "" || cp.Protocol == corev1.ProtocolTCP {
				m[int(cp.ContainerPort)] = true
			}
		}
	}
	if apps == 0 {
		return nil
	}
	for i := range svcs {
		if selects(&svcs[i], p) {
			for j := range svcs[i].Spec.Ports {
				if t, ok := targetPort(&svcs[i].Spec.Ports[j], p); ok {
					m[int(t)] = true
				}
			}
		}
	}
	var out []int
	for k := range m {
		out = append(out, k)
	}
	sort.Ints(out)
	return out
}

var ref = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_]*)\)`)

var fieldKey = regexp.MustCompile(`^metadata\.(labels|annotations)\['(.+)'\]$`)

func field(path string, p *corev1.Pod, ip string) string {
	switch path {
	case "metadata.name":
		return p.Name
	case "metadata.namespace":
		return p.Namespace
	case "metadata.uid":
		return string(p.UID)
	case "status.podIP", "status.podIPs":
		return ip
	case "status.hostIP":
		return nodeIP
	case "spec.nodeName":
		return "node"
	case "spec.serviceAccountName":
		return p.Spec.ServiceAccountName
	}
	if m := fieldKey.FindStringSubmatch(path); m != nil {
		if m[1] == "labels" {
			return p.Labels[m[2]]
		}
		return p.Annotations[m[2]]
	}
	return ""
}

func (n *node) containerEnv(c *corev1.Container, p *corev1.Pod, ip string) []string {
	vals := map[string]string{}
	var order []string
	for _, e := range c.Env {
		v := e.Value
		switch {
		case e.ValueFrom == nil:
			v = ref.ReplaceAllStringFunc(v, func(s string) string {
				if x, ok := vals[s[2:len(s)-1]]; ok {
					return x
				}
				return s
			})
		case e.ValueFrom.FieldRef != nil:
			v = field(e.ValueFrom.FieldRef.FieldPath, p, ip)
		case e.ValueFrom.ResourceFieldRef != nil:
			switch e.ValueFrom.ResourceFieldRef.Resource {
			case "limits.cpu":
				v = "2"
				if q, ok := c.Resources.Limits[corev1.ResourceCPU]; ok {
					v = strconv.FormatInt(q.Value(), 10)
				}
			case "limits.memory":
				v = "1073741824"
				if q, ok := c.Resources.Limits[corev1.ResourceMemory]; ok {
					v = strconv.FormatInt(q.Value(), 10)
				}
			}
		case e.ValueFrom.ConfigMapKeyRef != nil:
			if m, err := n.kube.CoreV1().ConfigMaps(p.Namespace).Get(context.Background(), e.ValueFrom.ConfigMapKeyRef.Name, metav1.GetOptions{}); err == nil {
				v = m.Data[e.ValueFrom.ConfigMapKeyRef.Key]
			}
		}
		vals[e.Name] = v
		order = append(order, e.Name)
	}
	var out []string
	for _, k := range order {
		out = append(out, k+"="+vals[k])
	}
	return out
}

func expand(args, env []string) []string {
	vals := map[string]string{}
	for _, e := range env {
		k, v, _ := strings.Cut(e, "=")
		vals[k] = v
	}
	var out []string
	for _, a := range args {
		out = append(out, ref.ReplaceAllStringFunc(a, func(s string) string {
			if x, ok := vals[s[2:len(s)-1]]; ok {
				return x
			}
			return s
		}))
	}
	return out
}

// podSpec turns a Pod, as it came back from the injection webhook, into what runs.
func (n *node) podSpec(p *corev1.Pod, ip string, svcs []corev1.Service) (*podSpec, error) {
	s := &podSpec{Name: p.Name, Namespace: p.Namespace, IP: ip, Workload: p.Annotations["mesh/owner"], EchoPorts: echoPorts(p, svcs),
		Resolv: fmt.Sprintf("nameserver %s\nsearch %s.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n", nodeIP, p.Namespace)}
	for _, h := range p.Spec.HostAliases {
		s.Hosts += h.IP + " " + strings.Join(h.Hostnames, " ") + "\n"
	}
	if p.Spec.SecurityContext != nil {
		for _, c := range p.Spec.SecurityContext.Sysctls {
			if c.Name == "net.ipv4.ip_unprivileged_port_start" && c.Value == "0" {
				s.UnprivPort = true
			}
		}
	}
	var proxy *corev1.Container
	for i := range p.Spec.Containers {
		if p.Spec.Containers[i].Name == "istio-proxy" {
			proxy = &p.Spec.Containers[i]
		}
	}
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		switch {
		case c.Name == "istio-proxy":
			proxy = c
		case len(c.Args) > 0 && c.Args[0] == "istio-iptables":
			env := n.containerEnv(c, p, ip)
			s.Init = append(s.Init, container{Args: expand(c.Args, env), Env: env})
		}
	}
	if proxy == nil {
		return s, nil
	}
	if proxy.Image == "auto" {
		return nil, fmt.Errorf("istio-proxy has the image %q: the pod was not injected (label sidecar.istio.io/inject, namespace label)", proxy.Image)
	}
	env := n.containerEnv(proxy, p, ip)
	s.Proxy = &container{Args: expand(proxy.Args, env), Env: env, UID: 1337, GID: 1337}
	if c := p.Spec.SecurityContext; c != nil && c.RunAsUser != nil {
		s.Proxy.UID = int(*c.RunAsUser)
	}
	if c := proxy.SecurityContext; c != nil && c.RunAsUser != nil {
		s.Proxy.UID = int(*c.RunAsUser)
	}
	s.Files = map[string]map[string]string{}
	for _, m := range proxy.VolumeMounts {
		for i := range p.Spec.Volumes {
			if v := &p.Spec.Volumes[i]; v.Name == m.Name {
				f, err := n.volume(v, p, ip)
				if err != nil {
					return nil, fmt.Errorf("volume %s: %w", v.Name, err)
				}
				s.Files[m.MountPath] = f
			}
		}
	}
	return s, nil
}

func (n *node) volume(v *corev1.Volume, p *corev1.Pod, ip string) (map[string]string, error) {
	ctx := context.Background()
	out := map[string]string{}
	configMap := func(name string, optional bool) error {
		for i := 0; ; i++ { // istiod writes its root certificate into every namespace
			m, err := n.kube.CoreV1().ConfigMaps(p.Namespace).Get(ctx, name, metav1.GetOptions{})
			if err == nil {
				for k, x := range m.Data {
					out[k] = x
				}
				return nil
			}
			if optional {
				return nil
			}
			if i > 100 {
				return err
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	secret := func(name string, optional bool) error {
		m, err := n.kube.CoreV1().Secrets(p.Namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			if optional {
				return nil
			}
			return err
		}
		for k, x := range m.Data {
			out[k] = string(x)
		}
		return nil
	}
	downward := func(items []corev1.DownwardAPIVolumeFile) {
		for _, it := range items {
			if it.FieldRef == nil {
				continue
			}
			m := map[string]string(nil)
			switch it.FieldRef.FieldPath {
			case "metadata.labels":
				m = p.Labels
			case "metadata.annotations":
				m = p.Annotations
			default:
				out[it.Path] = field(it.FieldRef.FieldPath, p, ip)
				continue
			}
			var b strings.Builder
			for _, k := range sortedKeys(m) {
				fmt.Fprintf(&b, "%s=%q\n", k, m[k])
			}
			out[it.Path] = b.String()
		}
	}
	token := func(t *corev1.ServiceAccountTokenProjection) error {
		r, err := n.kube.CoreV1().ServiceAccounts(p.Namespace).CreateToken(ctx, p.Spec.ServiceAccountName, &authv1.TokenRequest{Spec: authv1.TokenRequestSpec{
			Audiences: []string{t.Audience}, ExpirationSeconds: t.ExpirationSeconds,
			BoundObjectRef: &authv1.BoundObjectReference{Kind: "Pod", APIVersion: "v1", Name: p.Name, UID: p.UID},
		}}, metav1.CreateOptions{})
		if err == nil {
			out[t.Path] = r.Status.Token
		}
		return err
	}
	opt := func(b *bool) bool { return b != nil && *b }
	switch {
	case v.ConfigMap != nil:
		return out, configMap(v.ConfigMap.Name, opt(v.ConfigMap.Optional))
	case v.Secret != nil:
		return out, secret(v.Secret.SecretName, opt(v.Secret.Optional))
	case v.DownwardAPI != nil:
		downward(v.DownwardAPI.Items)
	case v.Projected != nil:
		for _, s := range v.Projected.Sources {
			var err error
			switch {
			case s.ServiceAccountToken != nil:
				err = token(s.ServiceAccountToken)
			case s.ConfigMap != nil:
				err = configMap(s.ConfigMap.Name, opt(s.ConfigMap.Optional))
			case s.Secret != nil:
				err = secret(s.Secret.Name, opt(s.Secret.Optional))
			case s.DownwardAPI != nil:
				downward(s.DownwardAPI.Items)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
