// istio-sim answers "where does this request go" with the code of istiod and a set of manifests.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/gvk"
	"istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/kube"
)

// Input is the whole job.
type Input struct {
	Files        []string          `json:"files"`
	YAML         string            `json:"yaml"` // inline documents, after files
	MeshConfig   json.RawMessage   `json:"meshConfig"`
	Env          map[string]string `json:"env"` // istiod environment (PILOT_...)
	IstioVersion string            `json:"istioVersion"`
	Sims         []Sim             `json:"sims"`
}

// Sim is one proxy and its calls.
type Sim struct {
	Name      string    `json:"name"`
	Proxy     ProxySpec `json:"proxy"`
	Calls     []Call    `json:"calls"`
	Raw       bool      `json:"raw"`
	Listeners bool      `json:"listeners"`
}

// ProxySpec selects the proxy.
type ProxySpec struct {
	Type         string            `json:"type"` // router, sidecar
	Namespace    string            `json:"namespace"`
	Labels       map[string]string `json:"labels"`
	Deployment   string            `json:"deployment"` // namespace/name; also StatefulSet and DaemonSet
	Gateway      string            `json:"gateway"`    // namespace/name of an automatically deployed Gateway API Gateway
	Metadata     map[string]any    `json:"metadata"`   // ISTIO_META_ fields without the prefix
	IstioVersion string            `json:"istioVersion"`
}

// Call is one request.
type Call struct {
	Name       string             `json:"name"`
	Port       int                `json:"port"`
	PortKind   string             `json:"portKind"` // gateway mode: service (default), container
	Service    string             `json:"service"`  // gateway mode: namespace/name of the Service to enter by
	Protocol   string             `json:"protocol"`
	TLS        string             `json:"tls"`
	SNI        string             `json:"sni"`
	NoSNI      bool               `json:"noSni"`
	ALPN       string             `json:"alpn"`
	ClientCert bool               `json:"clientCert"` // tls "tls": the client presents a certificate of its own
	Host       string             `json:"host"`
	Path       string             `json:"path"`
	Method     string             `json:"method"`
	Headers    map[string]strList `json:"headers"`
	Mode       string             `json:"mode"`
	Address    string             `json:"address"`
	Follow     bool               `json:"follow"`
	Raw        bool               `json:"raw"`
}

// strList is a string or a list of strings.
type strList []string

func (s *strList) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*s = strList{one}
		return nil
	}
	var many []string
	if err := json.Unmarshal(b, &many); err != nil {
		return err
	}
	*s = many
	return nil
}

// ReadInput reads the job; the paths of its files become absolute.
func ReadInput(path string) (*Input, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	in, err := parseInput(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i, f := range in.Files {
		if filepath.IsAbs(f) {
			continue
		}
		if g := filepath.Join(filepath.Dir(path), f); exists(g) {
			in.Files[i] = g
		}
	}
	return in, nil
}

func parseInput(b []byte) (*Input, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	in := &Input{}
	return in, d.Decode(in)
}

func exists(p string) bool { _, err := os.Stat(p); return err == nil }

// Note is a document that had no effect, and why.
type Note struct {
	Object string `json:"object"`
	Source string `json:"source,omitempty"`
	Reason string `json:"reason"`
}

// Loaded is what the documents hold.
type Loaded struct {
	Configs  []config.Config
	Objects  []runtime.Object
	Ignored  []Note
	Unused   []Note
	Rejected []Note
}

var clusterScoped = map[string]bool{
	"Namespace": true, "Node": true, "GatewayClass": true, "IngressClass": true, "PersistentVolume": true,
}

// kinds of Kubernetes objects that istiod reads or that pods are made of
var usedKinds = map[string]bool{
	"Service": true, "Secret": true, "Namespace": true, "ConfigMap": true, "Deployment": true, "StatefulSet": true,
	"DaemonSet": true, "Pod": true, "Endpoints": true, "EndpointSlice": true, "Node": true, "ServiceAccount": true,
	"Ingress": true, "IngressClass": true,
}

// Load reads and sorts all documents. A later document with the same kind, namespace and name replaces an earlier one.
func Load(in *Input) (*Loaded, error) {
	l := &Loaded{}
	cfgAt, objAt := map[string]int{}, map[string]int{}
	now := time.Now()
	add := func(src string, doc []byte) { l.add(src, doc, cfgAt, objAt, now) }
	for _, f := range in.Files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		if err := eachDoc(b, func(d []byte) { add(filepath.Base(f), d) }); err != nil {
			return nil, fmt.Errorf("%s: %w", f, err)
		}
	}
	if in.YAML != "" {
		if err := eachDoc([]byte(in.YAML), func(d []byte) { add("inline", d) }); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func eachDoc(b []byte, f func([]byte)) error {
	r := kyaml.NewYAMLReader(newReader(b))
	for {
		d, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(d)) > 0 {
			f(d)
		}
	}
}

func (l *Loaded) add(src string, doc []byte, cfgAt, objAt map[string]int, now time.Time) {
	m := map[string]any{}
	if err := yaml.Unmarshal(doc, &m); err != nil {
		l.Rejected = append(l.Rejected, Note{Source: src, Reason: "YAML: " + err.Error()})
		return
	}
	if len(m) == 0 {
		return
	}
	kind, _ := m["kind"].(string)
	apiVersion, _ := m["apiVersion"].(string)
	if items, ok := m["items"].([]any); ok && strings.HasSuffix(kind, "List") {
		for _, it := range items {
			b, _ := json.Marshal(it)
			l.add(src, b, cfgAt, objAt, now)
		}
		return
	}
	meta, _ := m["metadata"].(map[string]any)
	name, _ := meta["name"].(string)
	ns, _ := meta["namespace"].(string)
	if ns == "" && !clusterScoped[kind] && meta != nil {
		ns = "default"
		meta["namespace"] = ns
	}
	id := fmt.Sprintf("%s %s %s/%s", apiVersion, kind, ns, name)
	if kind == "" || apiVersion == "" || name == "" {
		l.Rejected = append(l.Rejected, Note{id, src, "apiVersion, kind or metadata.name is missing"})
		return
	}
	gv, err := schema.ParseGroupVersion(apiVersion)
	if err != nil {
		l.Rejected = append(l.Rejected, Note{id, src, err.Error()})
		return
	}
	kgvk := gv.WithKind(kind)
	key := gv.Group + "|" + kind + "|" + ns + "|" + name

	switch {
	case strings.HasSuffix(gv.Group, "istio.io"):
		if _, ok := collections.PilotGatewayAPI().FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&kgvk)); !ok {
			l.Ignored = append(l.Ignored, Note{id, src, "not a kind that istiod reads"})
			return
		}
		js, _ := json.Marshal(m)
		cfgs, _, err := crd.ParseInputs(string(js))
		if err != nil {
			l.Rejected = append(l.Rejected, Note{id, src, err.Error()})
			return
		}
		for _, c := range cfgs {
			if c.CreationTimestamp.IsZero() {
				c.CreationTimestamp = now
			}
			c.Domain = "cluster.local" // ParseInputs leaves it empty; istiod sets it, and short host names need it
			if c.Generation == 0 {
				c.Generation = 1
			}
			if i, ok := cfgAt[key]; ok {
				l.Configs[i] = c
			} else {
				cfgAt[key] = len(l.Configs)
				l.Configs = append(l.Configs, c)
			}
		}
		if kind == "ServiceEntry" { // the Gateway API controller reads these from Kubernetes
			m["apiVersion"] = gvk.ServiceEntry.GroupVersion()
			if o, err := decode(m); err == nil {
				l.put(objAt, key, o)
			}
		}
		return
	case strings.HasSuffix(gv.Group, "gateway.networking.k8s.io"), strings.HasSuffix(gv.Group, "gateway.networking.x-k8s.io"):
		s, ok := collections.All.FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&kgvk))
		if !ok {
			l.Ignored = append(l.Ignored, Note{id, src, "not a kind that istiod reads"})
			return
		}
		m["apiVersion"] = s.GroupVersionKind().GroupVersion()
		if _, ok := meta["creationTimestamp"]; !ok {
			meta["creationTimestamp"] = now.UTC().Format(time.RFC3339)
		}
		if _, ok := meta["generation"]; !ok {
			meta["generation"] = 1
		}
	}
	o, err := decode(m)
	if err != nil {
		l.Ignored = append(l.Ignored, Note{id, src, "cannot be decoded: " + err.Error()})
		return
	}
	if !strings.Contains(gv.Group, "gateway.networking") && !usedKinds[kind] {
		l.Unused = append(l.Unused, Note{id, src, "no effect on the simulation"})
		return
	}
	if sec, ok := o.(*corev1.Secret); ok {
		for k, v := range sec.StringData {
			if sec.Data == nil {
				sec.Data = map[string][]byte{}
			}
			sec.Data[k] = []byte(v)
		}
		sec.StringData = nil
	}
	l.put(objAt, key, o)
}

func (l *Loaded) put(at map[string]int, key string, o runtime.Object) {
	if i, ok := at[key]; ok {
		l.Objects[i] = o
		return
	}
	at[key] = len(l.Objects)
	l.Objects = append(l.Objects, o)
}

func decode(m map[string]any) (runtime.Object, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	o, _, err := kube.IstioCodec.UniversalDeserializer().Decode(b, nil, nil)
	return o, err
}

func metaOf(o runtime.Object) metav1.Object { return o.(metav1.ObjectMetaAccessor).GetObjectMeta() }
