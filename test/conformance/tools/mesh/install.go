package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// install puts the CRDs and the objects of Istio's chart into the API server.
func (n *node) install() error {
	ctx := context.Background()
	load := func(name string) ([]Doc, error) {
		b, err := os.ReadFile(filepath.Join(home, "mesh", "data", name))
		if err != nil {
			return nil, err
		}
		d, bad := readDocs(b, name)
		if len(bad) > 0 {
			return nil, fmt.Errorf("%v", bad)
		}
		return d, nil
	}
	put := func(d []Doc) error {
		_, rej, _, err := n.apply(d, "install", false)
		if err == nil && len(rej) > 0 {
			err = fmt.Errorf("install: %v", rej)
		}
		return err
	}
	var crds []Doc
	for _, f := range []string{"crd-istio.yaml", "crd-gateway-api.yaml"} {
		d, err := load(f)
		if err != nil {
			return err
		}
		for _, x := range d {
			if x.obj.GetKind() == "CustomResourceDefinition" {
				crds = append(crds, x)
			}
		}
	}
	if err := put(crds); err != nil {
		return err
	}
	r := n.dyn.Resource(schema.GroupVersionResource{Group: "apiextensions.k8s.io", Version: "v1", Resource: "customresourcedefinitions"})
	for i := 0; ; i++ {
		l, err := r.List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		ok := 0
		for _, c := range l.Items {
			cs, _, _ := unstructured.NestedSlice(c.Object, "status", "conditions")
			for _, x := range cs {
				m := x.(map[string]any)
				if m["type"] == "Established" && m["status"] == "True" {
					ok++
				}
			}
		}
		if ok >= len(crds) {
			break
		}
		if i > 1200 {
			return fmt.Errorf("CRDs are not established")
		}
		time.Sleep(50 * time.Millisecond)
	}
	ist, err := load("istiod.yaml")
	if err != nil {
		return err
	}
	var keep []Doc
	for _, d := range ist {
		u := d.obj
		switch u.GetKind() {
		case "Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget":
			continue
		case "Service": // istiod runs on the node: no pod to select
			unstructured.RemoveNestedField(u.Object, "spec", "selector")
		case "ConfigMap":
			if u.GetName() == "istio" {
				s, _, _ := unstructured.NestedString(u.Object, "data", "mesh")
				n.base = map[string]any{}
				if err := yaml.Unmarshal([]byte(s), &n.base); err != nil {
					return err
				}
				unstructured.SetNestedField(u.Object, n.meshYAML(nil), "data", "mesh")
			}
		}
		keep = append(keep, d)
	}
	if err := put(keep); err != nil {
		return err
	}
	_, err = n.kube.DiscoveryV1().EndpointSlices("istio-system").Create(ctx, &discoveryv1.EndpointSlice{
		ObjectMeta:  metav1.ObjectMeta{Name: "istiod-node", Namespace: "istio-system", Labels: map[string]string{discoveryv1.LabelServiceName: "istiod"}},
		AddressType: discoveryv1.AddressTypeIPv4, Endpoints: []discoveryv1.Endpoint{{Addresses: []string{nodeIP}, Conditions: discoveryv1.EndpointConditions{Ready: ptr(true)}}},
		Ports: []discoveryv1.EndpointPort{{Name: ptr("grpc-xds"), Port: ptr(int32(15010))}, {Name: ptr("https-dns"), Port: ptr(int32(15012))},
			{Name: ptr("https-webhook"), Port: ptr(int32(15017))}, {Name: ptr("http-monitoring"), Port: ptr(int32(15014))}},
	}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if _, err := n.kube.CoreV1().Nodes().Create(ctx, &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "node"}}, metav1.CreateOptions{}); err != nil {
		return err
	}
	if err := n.syncServices(); err != nil { // the API server calls the webhooks by the Service
		return err
	}
	// what Istio's gateway chart gives to its service account, for `grantSecrets`
	_, err = n.kube.RbacV1().ClusterRoles().Create(ctx, &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: "mesh-secrets"},
		Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"secrets"}, Verbs: []string{"get", "list", "watch"}}}}, metav1.CreateOptions{})
	return err
}

// waitWebhooks waits until istiod has put its CA into the webhook configurations and the root certificate into the namespaces.
func (n *node) waitWebhooks() error {
	ctx := context.Background()
	for i := 0; i < 1600; i++ {
		m, err := n.kube.AdmissionregistrationV1().MutatingWebhookConfigurations().Get(ctx, "istio-sidecar-injector", metav1.GetOptions{})
		v, err2 := n.kube.AdmissionregistrationV1().ValidatingWebhookConfigurations().Get(ctx, "istiod-default-validator", metav1.GetOptions{})
		if err == nil && err2 == nil {
			ok := true
			for _, w := range m.Webhooks {
				ok = ok && len(w.ClientConfig.CABundle) > 0
			}
			for _, w := range v.Webhooks {
				ok = ok && len(w.ClientConfig.CABundle) > 0 && w.FailurePolicy != nil && *w.FailurePolicy == "Fail"
			}
			if ok {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("istiod did not patch the webhooks: %s", strings.TrimSpace(tail(readFile(n.istiodLog), 1500)))
}
