package main

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const accessLogFormat = `{"id":"%REQ(X-MESH-ID)%","route":"%ROUTE_NAME%","cluster":"%UPSTREAM_CLUSTER_RAW%","upstream":"%UPSTREAM_HOST%","code":"%RESPONSE_CODE%",` +

	`"flags":"%RESPONSE_FLAGS%","details":"%RESPONSE_CODE_DETAILS%","termination":"%CONNECTION_TERMINATION_DETAILS%","failure":"%UPSTREAM_TRANSPORT_FAILURE_REASON%",` +
	`"downstreamFailure":"%DOWNSTREAM_TRANSPORT_FAILURE_REASON%","local":"%DOWNSTREAM_LOCAL_ADDRESS%","sni":"%REQUESTED_SERVER_NAME%","authority":"%REQ(:AUTHORITY)%",` +
	`"path":"%REQ(:PATH)%","method":"%REQ(:METHOD)%","attempts":"%UPSTREAM_REQUEST_ATTEMPT_COUNT%","chain":"%FILTER_CHAIN_NAME%","peer":"%DOWNSTREAM_PEER_URI_SAN%","upstreamTLS":"%UPSTREAM_TLS_VERSION%"}`

// meshYAML merges the scenario's mesh config over the defaults.
func (n *node) meshYAML(over map[string]any) string {
	m := map[string]any{
		"accessLogFile": "/dev/stdout", "accessLogEncoding": "JSON", "accessLogFormat": accessLogFormat,
		"defaultConfig": map[string]any{"fileFlushInterval": "0.020s", "concurrency": 1, "terminationDrainDuration": "0s"},
	}
	m = merge(merge(map[string]any{}, n.base), m)
	delete(m, "defaultProviders")
	m = merge(m, over)
	b, _ := yaml.Marshal(m)
	return string(b)
}

func merge(a, b map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range a {
		out[k] = v
	}
	for k, v := range b {
		x, ok1 := out[k].(map[string]any)
		y, ok2 := v.(map[string]any)
		if ok1 && ok2 {
			out[k] = merge(x, y)
		} else {
			out[k] = v
		}
	}
	return out
}

func (n *node) setMeshConfig(over map[string]any) (bool, error) {
	ctx := context.Background()
	cm, err := n.kube.CoreV1().ConfigMaps("istio-system").Get(ctx, "istio", metav1.GetOptions{})
	if err != nil {
		return false, err
	}
	y := n.meshYAML(over)
	if cm.Data["mesh"] == y {
		return false, nil
	}
	cm.Data["mesh"] = y
	_, err = n.kube.CoreV1().ConfigMaps("istio-system").Update(ctx, cm, metav1.UpdateOptions{})
	return true, err
}
