package main

import (
	"context"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// reset removes everything that scenarios made: all namespaces other than the system's.
func (n *node) reset() int {
	ctx := context.Background()
	n.notes = nil
	for k, p := range n.pods {
		if !strings.HasPrefix(k, "mesh/") {
			n.stop(p)
		}
	}
	count := 0
	lists, err := n.kube.Discovery().ServerPreferredResources()
	if err != nil && lists == nil {
		return 0
	}
	system := map[string]bool{"kube-system": true, "kube-public": true, "kube-node-lease": true, "istio-system": true}
	pass := func(want func(group string) bool) {
		for _, l := range lists {
			if !want(groupVersion(l.GroupVersion).Group) {
				continue
			}
			for _, r := range l.APIResources {
				if !r.Namespaced && !strings.Contains(l.GroupVersion, "gateway.networking") || strings.Contains(r.Name, "/") || !hasVerb(r.Verbs, "list") || !hasVerb(r.Verbs, "delete") || r.Name == "events" || r.Name == "leases" {
					continue
				}
				gvr := groupVersion(l.GroupVersion).WithResource(r.Name)
				items, err := n.dyn.Resource(gvr).List(ctx, metav1.ListOptions{})
				if err != nil {
					continue
				}
				for _, it := range items.Items {
					if it.GetName() == "kubernetes" && r.Name == "services" || it.GetName() == "istio-ca-root-cert" {
						continue
					}
					if system[it.GetNamespace()] || !r.Namespaced {
						mine := it.GetLabels()["mesh"] == "made" || it.GetAnnotations()["mesh/owner"] != ""
						for _, m := range it.GetManagedFields() {
							mine = mine || m.Manager == "mesh" && m.Operation == metav1.ManagedFieldsOperationApply
						}
						if !mine {
							continue
						}
					}
					c := n.dyn.Resource(gvr)
					o := metav1.DeleteOptions{GracePeriodSeconds: ptr(int64(0))}
					if it.GetNamespace() != "" {
						err = c.Namespace(it.GetNamespace()).Delete(ctx, it.GetName(), o)
					} else {
						err = c.Delete(ctx, it.GetName(), o)
					}
					if err == nil {
						count++
					}
				}
			}
		}
	}
	gw := func(g string) bool {
		return strings.Contains(g, "gateway.networking") || strings.Contains(g, "istio.io")
	}
	before := count
	pass(gw) // first what makes istiod create objects
	if count > before {
		time.Sleep(100 * time.Millisecond)
	}
	pass(func(g string) bool { return !gw(g) })
	// a namespace cannot be removed without its controller: take its labels away, and finalize it
	ns, _ := n.kube.CoreV1().Namespaces().List(ctx, metav1.ListOptions{})
	for _, x := range ns.Items {
		if system[x.Name] || x.Name == "default" {
			continue
		}
		n.kube.CoreV1().Namespaces().Delete(ctx, x.Name, metav1.DeleteOptions{})
		if y, err := n.kube.CoreV1().Namespaces().Get(ctx, x.Name, metav1.GetOptions{}); err == nil {
			y.Spec.Finalizers = nil
			n.kube.CoreV1().Namespaces().Finalize(ctx, y, metav1.UpdateOptions{})
			n.kube.CoreV1().Namespaces().Delete(ctx, x.Name, metav1.DeleteOptions{})
		}
		if _, err := n.kube.CoreV1().Namespaces().Get(ctx, x.Name, metav1.GetOptions{}); err == nil {
			n.note("namespace %s could not be removed", x.Name)
		}
	}
	n.syncServices()
	return count
}

func hasVerb(v []string, s string) bool {
	for _, x := range v {
		if x == s {
			return true
		}
	}
	return false
}

func groupVersion(s string) schema.GroupVersion {
	gv, _ := schema.ParseGroupVersion(s)
	return gv
}
