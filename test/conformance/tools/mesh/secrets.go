package main

import (
	"context"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func secretsBinding(ns, sa string) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Name: "mesh-secrets-" + sa, Namespace: ns, Labels: map[string]string{"mesh": "made"}},
		Subjects: []rbacv1.Subject{{Kind: "ServiceAccount", Name: sa, Namespace: ns}},
		RoleRef:  rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: "mesh-secrets"}}
}

func (n *node) genSecrets(list []GenSecret) error {
	for _, g := range list {
		c, k, err := n.pki.outside.issue(g.Hosts, "")
		if err != nil {
			return err
		}
		s := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: g.Name, Namespace: g.Namespace, Labels: map[string]string{"mesh": "made"}}, Type: corev1.SecretTypeTLS, Data: map[string][]byte{"tls.crt": c, "tls.key": k}}
		if g.CA {
			s.Data["ca.crt"] = n.pki.outside.pem
		}
		if g.CAOnly {
			s.Data = map[string][]byte{"ca.crt": n.pki.outside.pem}
		}
		if g.CAOnly || g.Generic {
			s.Type = corev1.SecretTypeOpaque
		}
		ctx := context.Background()
		n.kube.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: g.Namespace}}, metav1.CreateOptions{})
		n.kube.CoreV1().Secrets(g.Namespace).Delete(ctx, g.Name, metav1.DeleteOptions{})
		if _, err := n.kube.CoreV1().Secrets(g.Namespace).Create(ctx, s, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// autoSecrets makes every Secret that a credentialName names and no file has, with a certificate of the outside CA.
func (n *node) autoSecrets(docs []Doc) {
	have := map[string]bool{}
	routers := map[string]bool{} // namespaces of gateway pods
	for _, d := range docs {
		o := d.obj
		switch o.GetKind() {
		case "Secret":
			have[o.GetNamespace()+"/"+o.GetName()] = true
		case "Deployment":
			if t, _, _ := unstructured.NestedString(o.Object, "spec", "template", "metadata", "annotations", "inject.istio.io/templates"); strings.Contains(t, "gateway") {
				routers[o.GetNamespace()] = true
			}
		}
	}
	put := func(ns, name string, hosts []string) {
		name = strings.TrimPrefix(name, "kubernetes://")
		base := strings.TrimSuffix(name, "-cacert")
		if name == "" || have[ns+"/"+name] {
			return
		}
		have[ns+"/"+name] = true
		g := GenSecret{Name: name, Namespace: ns, Hosts: hosts, CA: true, CAOnly: base != name}
		if len(hosts) == 0 {
			g.Hosts = []string{"client.example.com"}
		}
		if n.genSecrets([]GenSecret{g}) == nil {
			n.note("Secret %s/%s is in no file: made, certificate for %s of the outside CA", ns, name, strings.Join(g.Hosts, ", "))
		}
	}
	// Secrets that are mounted into gateway pods, with the files that Gateways read from there
	for _, d := range docs {
		vols, _, _ := unstructured.NestedSlice(d.obj.Object, "spec", "template", "spec", "volumes")
		for _, v := range vols {
			m, _ := v.(map[string]any)
			name, _, _ := unstructured.NestedString(m, "secret", "secretName")
			if opt, _, _ := unstructured.NestedBool(m, "secret", "optional"); name == "" || opt || have[d.obj.GetNamespace()+"/"+name] {
				continue
			}
			var hosts []string
			files := map[string]string{"tls.crt": "crt", "tls.key": "key", "ca.crt": "ca"}
			for _, g := range docs {
				servers, _, _ := unstructured.NestedSlice(g.obj.Object, "spec", "servers")
				for _, s := range servers {
					t, _, _ := unstructured.NestedMap(s.(map[string]any), "tls")
					for k, kind := range map[string]string{"serverCertificate": "crt", "privateKey": "key", "caCertificates": "ca"} {
						if f, _ := t[k].(string); f != "" {
							files[f[strings.LastIndex(f, "/")+1:]] = kind
							hs, _, _ := unstructured.NestedStringSlice(s.(map[string]any), "hosts")
							hosts = append(hosts, hs...)
						}
					}
				}
			}
			if len(hosts) == 0 {
				hosts = []string{"localhost"}
			}
			c, k, err := n.pki.outside.issue(hosts, "")
			if err != nil {
				continue
			}
			sec := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: d.obj.GetNamespace(), Labels: map[string]string{"mesh": "made"}}, Data: map[string][]byte{}}
			for f, kind := range files {
				sec.Data[f] = map[string][]byte{"crt": c, "key": k, "ca": n.pki.outside.pem}[kind]
			}
			have[d.obj.GetNamespace()+"/"+name] = true
			n.kube.CoreV1().Secrets(sec.Namespace).Create(context.Background(), sec, metav1.CreateOptions{})
			n.note("Secret %s/%s (volume of %s) is in no file: made, with the files that the Gateways name", sec.Namespace, name, d.obj.GetName())
		}
	}
	for _, d := range docs {
		o := d.obj.Object
		ns := d.obj.GetNamespace()
		switch {
		case d.obj.GetKind() == "Gateway" && strings.HasPrefix(d.obj.GetAPIVersion(), "networking.istio.io"):
			servers, _, _ := unstructured.NestedSlice(o, "spec", "servers")
			for _, s := range servers {
				m, _ := s.(map[string]any)
				hosts, _, _ := unstructured.NestedStringSlice(m, "hosts")
				var names []string
				for _, h := range hosts {
					names = append(names, h[strings.Index(h, "/")+1:])
				}
				list, _, _ := unstructured.NestedStringSlice(m, "tls", "credentialNames")
				c, _, _ := unstructured.NestedString(m, "tls", "credentialName")
				ca, _, _ := unstructured.NestedString(m, "tls", "caCertCredentialName")
				where := ns // the Secret is looked for beside the gateway's pods
				if !routers[ns] {
					for r := range routers {
						where = r
					}
				}
				for _, x := range append(list, c, ca) {
					put(where, x, names)
				}
			}
		case d.obj.GetKind() == "DestinationRule":
			var walk func(v any)
			walk = func(v any) {
				switch x := v.(type) {
				case map[string]any:
					if c, ok := x["credentialName"].(string); ok {
						put(ns, c, nil)
						for r := range routers {
							put(r, c, nil)
						}
					}
					for _, y := range x {
						walk(y)
					}
				case []any:
					for _, y := range x {
						walk(y)
					}
				}
			}
			walk(o["spec"])
		case d.obj.GetKind() == "Gateway":
			ls, _, _ := unstructured.NestedSlice(o, "spec", "listeners")
			for _, l := range ls {
				m, _ := l.(map[string]any)
				h, _, _ := unstructured.NestedString(m, "hostname")
				refs, _, _ := unstructured.NestedSlice(m, "tls", "certificateRefs")
				for _, r := range refs {
					rm, _ := r.(map[string]any)
					c, _ := rm["name"].(string)
					where, _ := rm["namespace"].(string)
					put(firstOf(where, ns), c, []string{firstOf(h, "localhost")})
				}
			}
		}
	}
}

func (n *node) grant(ns, sa string) {
	n.kube.RbacV1().RoleBindings(ns).Create(context.Background(), secretsBinding(ns, sa), metav1.CreateOptions{})
}
