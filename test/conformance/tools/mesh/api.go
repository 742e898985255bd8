package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

func (n *node) mux() http.Handler {
	m := http.NewServeMux()
	h := func(path string, f func(b []byte) (any, error)) {
		m.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			b, _ := io.ReadAll(r.Body)
			n.mu.Lock()
			defer n.mu.Unlock()
			o, err := f(b)
			if err != nil {
				http.Error(w, err.Error(), 500)
				return
			}
			if raw, ok := o.([]byte); ok {
				w.Write(raw)
				return
			}
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			e.Encode(o)
		})
	}
	h("/apply", func(b []byte) (any, error) {
		in := &Input{}
		if err := json.Unmarshal(b, in); err != nil {
			return nil, err
		}
		n.notes = nil
		return n.applyAndSync(in)
	})
	h("/run", func(b []byte) (any, error) {
		var r struct{ Path string }
		json.Unmarshal(b, &r)
		in, err := readInput(r.Path)
		if err != nil {
			return nil, err
		}
		return n.run(in)
	})
	h("/request", func(b []byte) (any, error) {
		var r struct {
			Proxy ProxySpec
			Call  Call
		}
		if err := json.Unmarshal(b, &r); err != nil {
			return nil, err
		}
		return n.request(r.Proxy, r.Call), nil
	})
	h("/get", func(b []byte) (any, error) {
		var r struct{ Path string }
		json.Unmarshal(b, &r)
		return n.kube.RESTClient().Get().RequestURI(r.Path).DoRaw(context.Background())
	})
	h("/proxy", func(b []byte) (any, error) {
		var r struct{ Pod, Path string }
		json.Unmarshal(b, &r)
		p := n.podBy(r.Pod)
		if p == nil {
			return nil, fmt.Errorf("no pod %s", r.Pod)
		}
		var o []byte
		err := p.call("/fetch?url="+urlQuery("http://127.0.0.1:15000/"+strings.TrimPrefix(r.Path, "/")), nil, &o)
		return o, err
	})
	h("/pid", func(b []byte) (any, error) {
		var r struct{ Pod string }
		json.Unmarshal(b, &r)
		if r.Pod == "node" {
			return map[string]int{"PID": 1}, nil
		}
		p := n.podBy(r.Pod)
		if p == nil {
			return nil, fmt.Errorf("no pod %s", r.Pod)
		}
		return map[string]int{"PID": p.cmd.Process.Pid}, nil
	})
	h("/reset", func(b []byte) (any, error) { return map[string]any{"removed": n.reset()}, nil })
	h("/status", func(b []byte) (any, error) {
		out := []any{}
		for _, k := range sortedKeys(n.pods) {
			p := n.pods[k]
			out = append(out, map[string]any{"pod": p.key, "workload": p.workload, "ip": p.ip, "proxy": p.proxy, "ready": p.ready, "ports": p.listenPorts,
				"pid": strconv.Itoa(p.cmd.Process.Pid)})
		}
		return map[string]any{"pods": out, "notes": n.notes, "times": n.times}, nil
	})
	return m
}

func (n *node) podBy(s string) *runningPod {
	if p := n.pods[s]; p != nil {
		return p
	}
	if p := n.pods["mesh/"+s]; p != nil {
		return p
	}
	for _, p := range n.pods {
		if p.owner == s {
			return p
		}
	}
	return nil
}
