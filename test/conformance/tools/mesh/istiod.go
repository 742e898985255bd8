package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	authzv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

// startIstiod starts istiod and waits until it is ready.
func (n *node) startIstiod(more ...string) error {
	env := []string{
		// Istio's own Envoy filters, which a stock Envoy does not have
		"PILOT_ENABLE_METADATA_EXCHANGE=false", "PILOT_ENABLE_ALPN_FILTER=false",
		// quick pushes
		"PILOT_DEBOUNCE_AFTER=20ms", "PILOT_ENABLE_EDS_DEBOUNCE=false",
		// what the Deployment of the chart sets
		"REVISION=default", "PILOT_CERT_PROVIDER=istiod", "POD_NAME=istiod-0", "POD_NAMESPACE=istio-system", "SERVICE_ACCOUNT=istiod",
		"CA_TRUSTED_NODE_ACCOUNTS=istio-system/ztunnel", "PILOT_TRACE_SAMPLING=1", "CLUSTER_ID=Kubernetes",
		"SSL_CERT_FILE=" + n.dir + "/pki/bundle.crt",
	}
	os.MkdirAll(n.dir+"/istiod", 0o755)
	n.istiodLog = n.dir + "/istiod.log"
	cmd := exec.Command(home+"/bin/pilot-discovery", "discovery", "--kubeconfig", n.dir+"/kubeconfig", "--httpAddr", "127.0.0.1:8080",
		"--httpsAddr", nodeIP+":15017", "--grpcAddr", nodeIP+":15010", "--secureGRPCAddr", nodeIP+":15012", "--monitoringAddr", "127.0.0.1:15014",
		"--domain", "cluster.local", "--keepaliveMaxServerConnectionAge", "30m", "--log_output_level=default:info", "--ctrlz_port=0")
	f, err := os.Create(n.istiodLog)
	if err != nil {
		return err
	}
	cmd.Dir = n.dir + "/istiod"
	cmd.Stdout, cmd.Stderr = f, f
	cmd.Env = slices.Concat(os.Environ(), env, n.env, more)
	if err := cmd.Start(); err != nil {
		return err
	}
	n.istiod, n.istiodEnded = cmd, make(chan struct{})
	go func(ended chan struct{}) {
		_ = cmd.Wait()
		close(ended)
	}(n.istiodEnded)
	for i := 0; i < 2400; i++ {
		select {
		case <-n.istiodEnded:
			return fmt.Errorf("istiod ended: %s", tail(readFile(n.istiodLog), 2000))
		default:
		}
		r, err := http.Get("http://127.0.0.1:8080/ready")
		if err == nil {
			r.Body.Close()
			if r.StatusCode == 200 {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("istiod is not ready")
}

// renewIstiod starts istiod again when it would remember what is no longer so: its environment, its injection templates, or an answer to the question
// whether a service account may list Secrets (it keeps a yes for 5 minutes and a no for 1). It is called when the objects are applied and no pod runs yet.
func (n *node) renewIstiod(in *Input) error {
	env := []string{}
	for _, k := range sortedKeys(in.Env) {
		env = append(env, k+"="+in.Env[k])
	}
	templates, err := n.setTemplates(in.Templates)
	if err != nil {
		return err
	}
	answers, err := n.secretAnswersChange(in.GrantSecrets)
	if err != nil {
		return err
	}
	if slices.Equal(env, n.scenarioEnv) && !templates && !answers {
		return nil
	}
	n.scenarioEnv = env
	_ = n.istiod.Process.Kill()
	<-n.istiodEnded
	if err := n.startIstiod(env...); err != nil {
		return err
	}
	return n.waitWebhooks()
}

// setTemplates makes the additional injection templates known, and says whether that changed anything.
func (n *node) setTemplates(templates map[string]string) (bool, error) {
	if maps.Equal(templates, n.templates) {
		return false, nil
	}
	ctx := context.Background()
	configMaps := n.kube.CoreV1().ConfigMaps("istio-system")
	cm, err := configMaps.Get(ctx, "istio-sidecar-injector", metav1.GetOptions{})
	if err != nil {
		return false, err
	}
	if n.injectBase == "" {
		n.injectBase = cm.Data["config"]
	}
	config := map[string]any{}
	if err := yaml.Unmarshal([]byte(n.injectBase), &config); err != nil {
		return false, err
	}
	known, _ := config["templates"].(map[string]any)
	for k, v := range templates {
		known[k] = v
	}
	b, err := yaml.Marshal(config)
	if err != nil {
		return false, err
	}
	cm.Data["config"] = string(b)
	_, err = configMaps.Update(ctx, cm, metav1.UpdateOptions{})
	n.templates = templates
	return true, err
}

// secretAnswersChange says whether the answer for the service account of a gateway is another one than istiod was given before.
func (n *node) secretAnswersChange(granted bool) (changed bool, err error) {
	ws, err := n.workloads()
	if err != nil {
		return false, err
	}
	for _, w := range ws {
		if !strings.Contains(w.tmpl.Annotations["inject.istio.io/templates"], "gateway") {
			continue
		}
		account := firstOf(w.tmpl.Spec.ServiceAccountName, "default")
		allowed, err := n.mayListSecrets(w.ns, account)
		if err != nil {
			return false, err
		}
		allowed = allowed || granted
		before, asked := n.secretAnswers[w.ns+"/"+account]
		changed = changed || asked && before != allowed
		n.secretAnswers[w.ns+"/"+account] = allowed
	}
	if changed {
		clear(n.secretAnswers)
		_, err = n.secretAnswersChange(granted)
	}
	return changed, err
}

func (n *node) mayListSecrets(ns, account string) (bool, error) {
	r, err := n.kube.AuthorizationV1().SubjectAccessReviews().Create(context.Background(), &authzv1.SubjectAccessReview{Spec: authzv1.SubjectAccessReviewSpec{
		User:               "system:serviceaccount:" + ns + ":" + account,
		ResourceAttributes: &authzv1.ResourceAttributes{Namespace: ns, Verb: "list", Resource: "secrets"}}}, metav1.CreateOptions{})
	return err == nil && r.Status.Allowed, err
}
