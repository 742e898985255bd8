// istio-check: what Istio itself says of a set of manifests. Reads YAML files, prints one finding as JSON per line.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	kyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/local"
	"istio.io/istio/pkg/config/resource"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/log"
)

type finding struct {
	Source   string `json:"source"` // parse, validate (the admission webhook), analyze (istioctl analyze)
	Code     string `json:"code,omitempty"`
	Level    string `json:"level"`
	Resource string `json:"resource,omitempty"`
	Message  string `json:"message"`
}

type options struct {
	namespace, root, meshConfig string
	pods, analyze               bool
	files                       []string
}

func main() {
	o := options{}
	flag.StringVar(&o.namespace, "n", "", "restrict analysis to a namespace")
	flag.StringVar(&o.root, "root", "istio-system", "root namespace")
	flag.StringVar(&o.meshConfig, "meshconfig", "", "mesh config file")
	flag.BoolVar(&o.pods, "pods", true, "give every workload one Pod, as a cluster would, so that selectors can be resolved")
	flag.BoolVar(&o.analyze, "analyze", true, "run the analyzers too, which stop at some objects that the webhook takes")
	flag.Parse()
	o.files = flag.Args()
	l := log.DefaultOptions()
	l.OutputPaths = []string{"stderr"}
	_ = log.Configure(l)
	findings, err := check(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	enc := json.NewEncoder(os.Stdout)
	bad := false
	for _, f := range findings {
		_ = enc.Encode(f)
		bad = bad || f.Level == "Error"
	}
	if bad {
		os.Exit(1)
	}
}

func check(o options) ([]finding, error) {
	var out []finding
	var sources []local.ReaderSource
	for _, f := range o.files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		docs, err := documents(b)
		if err != nil {
			out = append(out, finding{Source: "parse", Level: "Error", Resource: f, Message: err.Error()})
		}
		sources = append(sources, local.ReaderSource{Name: f, Reader: bytes.NewReader(b)})
		for i, d := range docs {
			out = append(out, validate(f, d)...)
			if p := podOf(d); o.pods && p != nil {
				sources = append(sources, local.ReaderSource{Name: fmt.Sprintf("%s-pod-%d", f, i), Reader: bytes.NewReader(p)})
			}
		}
	}
	if !o.analyze {
		return out, nil
	}
	analyzed, err := analyze(o, sources)
	return append(out, analyzed...), err
}

func documents(b []byte) (docs [][]byte, err error) {
	r := kyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(b)))
	for {
		d, err := r.Read()
		if errors.Is(err, io.EOF) {
			return docs, nil
		}
		if err != nil {
			return docs, err
		}
		docs = append(docs, d)
	}
}

// validate says what the admission webhook says.
func validate(file string, doc []byte) (out []finding) {
	configs, _, err := crd.ParseInputs(string(doc))
	if err != nil {
		return []finding{{Source: "parse", Level: "Error", Resource: file, Message: err.Error()}}
	}
	for _, c := range configs {
		s, ok := collections.All.FindByGroupVersionAliasesKind(c.GroupVersionKind)
		if !ok {
			continue
		}
		name := fmt.Sprintf("%s %s/%s", c.GroupVersionKind.Kind, c.Namespace, c.Name)
		warning, err := s.ValidateConfig(c)
		if warning != nil {
			out = append(out, finding{Source: "validate", Level: "Warning", Resource: name, Message: warning.Error()})
		}
		if err != nil {
			out = append(out, finding{Source: "validate", Level: "Error", Resource: name, Message: err.Error()})
		}
	}
	return out
}

// analyze says what istioctl analyze says of all files together.
func analyze(o options, sources []local.ReaderSource) (out []finding, err error) {
	sa := local.NewSourceAnalyzer(analyzers.AllCombined(), resource.Namespace(o.namespace), resource.Namespace(o.root), nil)
	if o.meshConfig != "" {
		if err := sa.AddFileKubeMeshConfig(o.meshConfig); err != nil {
			return nil, err
		}
	}
	if err := sa.AddTestReaderKubeSource(sources); err != nil {
		out = append(out, finding{Source: "parse", Level: "Error", Message: err.Error()})
	}
	res, err := sa.Analyze(make(chan struct{}))
	if err != nil {
		return out, err
	}
	for _, m := range res.Messages {
		name := ""
		if m.Resource != nil {
			name = m.Resource.Origin.FriendlyName()
		}
		out = append(out, finding{Source: "analyze", Code: m.Type.Code(), Level: m.Type.Level().String(), Resource: name, Message: m.String()})
	}
	return out, nil
}

// podOf makes the Pod that a workload would have, from its template.
func podOf(doc []byte) []byte {
	var d struct {
		Kind     string
		Metadata struct{ Name, Namespace string }
		Spec     struct{ Template map[string]any }
	}
	if yaml.Unmarshal(doc, &d) != nil || d.Spec.Template == nil || !slices.Contains([]string{"Deployment", "StatefulSet", "DaemonSet"}, d.Kind) {
		return nil
	}
	meta, _ := d.Spec.Template["metadata"].(map[string]any)
	if meta == nil {
		meta = map[string]any{}
	}
	meta["name"] = d.Metadata.Name + "-0"
	if d.Metadata.Namespace != "" {
		meta["namespace"] = d.Metadata.Namespace
	}
	spec, _ := d.Spec.Template["spec"].(map[string]any)
	containers, _ := spec["containers"].([]any)
	for _, c := range containers {
		if m, ok := c.(map[string]any); ok && m["image"] == "auto" { // a running pod has what the injector put there
			m["image"] = "istio/proxyv2"
		}
	}
	d.Spec.Template["apiVersion"], d.Spec.Template["kind"], d.Spec.Template["metadata"] = "v1", "Pod", meta
	b, err := yaml.Marshal(d.Spec.Template)
	if err != nil {
		return nil
	}
	return b
}
