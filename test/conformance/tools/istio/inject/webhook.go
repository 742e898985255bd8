package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	jsonpatch "github.com/evanphx/json-patch/v5"
	admission "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config/mesh/meshwatcher"
	"istio.io/istio/pkg/kube/inject"
)

type watcher struct {
	cfg    *inject.Config
	values string
}

func (w watcher) SetHandler(func(*inject.Config, string) error) {}

func (w watcher) Run(<-chan struct{}) {}

func (w watcher) Get() (*inject.Config, string, error) { return w.cfg, w.values, nil }

func newEnv(mc *meshconfig.MeshConfig) *model.Environment {
	env := model.NewEnvironment()
	env.Watcher = meshwatcher.NewTestWatcher(mc)
	// no ProxyConfig resources: GetProxyConfigOrDefault falls back on the mesh default
	pc := model.NewPushContext()
	pc.Mesh = mc
	pc.ProxyConfigs = &model.ProxyConfigs{}
	env.SetPushContext(pc)
	return env
}

// webhookCalls says whether the API server would call the injection webhook for the pod: the four default
// matching rules of the chart's MutatingWebhookConfiguration for the default revision.
func webhookCalls(ns map[string]string, pod map[string]string) (bool, string) {
	nsInj, podInj := ns["istio-injection"], pod["sidecar.istio.io/inject"]
	nsRev, podRev := ns["istio.io/rev"], pod["istio.io/rev"]
	switch {
	case nsInj == "disabled" || podInj == "false":
		return false, "disabled by namespace or pod label"
	case nsInj == "enabled":
		return true, "namespace label istio-injection=enabled"
	case nsInj == "" && nsRev == "default":
		return true, "namespace label istio.io/rev=default"
	case nsInj == "" && nsRev == "" && podInj == "true" && (podRev == "" || podRev == "default"):
		return true, "pod label sidecar.istio.io/inject=true"
	case nsInj == "" && nsRev == "" && podRev == "default":
		return true, "pod label istio.io/rev=default"
	}
	return false, "no webhook rule matches: needs namespace label istio-injection=enabled, or pod label sidecar.istio.io/inject=true"
}

func call(mux *http.ServeMux, pod *corev1.Pod, ns string, nsLabels map[string]string, showPatch bool) (*corev1.Pod, error) {
	ok, why := webhookCalls(nsLabels, pod.Labels)
	fmt.Fprintf(os.Stderr, "# %s/%s%s: API server calls the webhook: %v (%s)\n", ns, pod.GenerateName, pod.Name, ok, why)
	if !ok {
		return pod, nil
	}
	raw, err := json.Marshal(pod)
	if err != nil {
		return nil, err
	}
	body, _ := json.Marshal(admission.AdmissionReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "admission.k8s.io/v1", Kind: "AdmissionReview"},
		Request: &admission.AdmissionRequest{
			UID: "1", Namespace: ns, Operation: admission.Create,
			Kind:   metav1.GroupVersionKind{Version: "v1", Kind: "Pod"},
			Object: runtime.RawExtension{Raw: raw},
		},
	})
	req := httptest.NewRequest("POST", "http://x/inject", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	rec := httptest.NewRecorder()
	mux.ServeHTTP(rec, req)
	if rec.Code != 200 {
		return nil, fmt.Errorf("webhook HTTP %d: %s", rec.Code, rec.Body.String())
	}
	var rev admission.AdmissionReview
	if err := json.Unmarshal(rec.Body.Bytes(), &rev); err != nil {
		return nil, err
	}
	if rev.Response == nil || !rev.Response.Allowed {
		msg := "no response"
		if rev.Response != nil && rev.Response.Result != nil {
			msg = rev.Response.Result.Message
		}
		return nil, fmt.Errorf("webhook refused the pod: %s", msg)
	}
	if len(rev.Response.Patch) == 0 {
		fmt.Fprintln(os.Stderr, "# webhook skipped the pod (policy)")
		return pod, nil
	}
	if showPatch {
		fmt.Fprintln(os.Stderr, string(rev.Response.Patch))
	}
	p, err := jsonpatch.DecodePatch(rev.Response.Patch)
	if err != nil {
		return nil, err
	}
	patched, err := p.Apply(raw)
	if err != nil {
		return nil, err
	}
	out := &corev1.Pod{}
	return out, json.Unmarshal(patched, out)
}
