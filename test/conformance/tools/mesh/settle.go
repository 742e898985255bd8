package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// waitReady asks every proxy for its readiness and tells the API server.
func (n *node) waitReady(limit time.Duration) error {
	begin := time.Now()
	end := begin.Add(limit)
	refused := map[string]bool{}
	c := http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		waiting := ""
		for _, k := range sortedKeys(n.pods) {
			p := n.pods[k]
			if p.ready || strings.HasPrefix(k, "mesh/") {
				continue
			}
			if p.proxy {
				r, err := c.Get("http://" + p.ip + ":15021/healthz/ready")
				if err == nil {
					r.Body.Close()
				}
				if err != nil || r.StatusCode != 200 {
					if time.Since(begin) > 3*time.Second && len(rejections(readFile(p.home+"/proxy.log"))) > 0 {
						refused[k] = true
						continue
					}
					waiting = k
					continue
				}
			}
			ns, name, _ := strings.Cut(k, "/")
			pod, err := n.kube.CoreV1().Pods(ns).Get(context.Background(), name, metav1.GetOptions{})
			if err != nil {
				return err
			}
			if err := n.setStatus(pod, p.ip, true); err != nil {
				return err
			}
			p.ready = true
		}
		if waiting == "" && len(refused) == 0 {
			return nil
		}
		if waiting == "" || time.Now().After(end) {
			for k, p := range n.pods {
				if !p.ready && p.proxy {
					n.note("proxy of %s is not ready: %s", k, lastErrors(readFile(p.home+"/proxy.log")))
				}
			}
			return nil
		}
		time.Sleep(30 * time.Millisecond)
	}
}

var rejected = regexp.MustCompile(`(?m)^\S+\twarning\tenvoy config .*gRPC config for (\S+) rejected: `)

var logLine = regexp.MustCompile(`(?m)^(\d{4}-\d\d-\d\dT|\{")`)

// rejections are Envoy's own words about configuration that it refused: a dump of the resource, then the reason.
func rejections(log string) (out []string) {
	for _, m := range rejected.FindAllStringSubmatchIndex(log, -1) {
		msg := log[m[1]:]
		if e := logLine.FindStringIndex(msg); e != nil {
			msg = msg[:e[0]]
		}
		msg, _, _ = strings.Cut(msg, "\tthread=")
		l := log[m[2]:m[3]] + " rejected: "
		if len(msg) > 900 {
			l += "... " + strings.TrimSpace(msg[len(msg)-600:])
		} else {
			l += strings.TrimSpace(msg)
		}
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return
}

func lastErrors(s string) string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if strings.Contains(l, "\terror\t") || strings.Contains(l, "\tcritical\t") || strings.Contains(l, "\twarning\t") || strings.Contains(l, "\twarn\t") || strings.Contains(l, "rror") {
			out = append(out, l)
		}
	}
	if len(out) > 4 {
		out = out[len(out)-4:]
	}
	return strings.Join(out, " | ")
}

func (n *node) fetch(url string) ([]byte, error) {
	r, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

// settle waits until every proxy has acknowledged what istiod sent, and nothing more is sent.
func (n *node) settle() {
	ids := map[string]string{} // proxy id -> pod
	for k, p := range n.pods {
		if p.proxy {
			ns, name, _ := strings.Cut(k, "/")
			ids[name+"."+ns] = k
		}
	}
	time.Sleep(120 * time.Millisecond)
	if len(ids) == 0 {
		return
	}
	last, since, begin := "", time.Now(), time.Now()
	for ; ; time.Sleep(40 * time.Millisecond) {
		b, err := n.fetch("http://127.0.0.1:8080/debug/syncz")
		if err != nil {
			continue
		}
		var l []map[string]any
		if json.Unmarshal(b, &l) != nil {
			n.note("syncz: %s", tail(string(b), 200))
			return
		}
		ok := map[string]bool{}
		for _, x := range l {
			id, _ := x["proxy"].(string)
			good := true
			for _, t := range []string{"cluster", "listener", "route", "endpoint"} {
				s, _ := x[t+"_sent"].(string)
				a, _ := x[t+"_acked"].(string)
				good = good && (s == a || s == "")
			}
			ok[id] = good
		}
		behind := ""
		for _, id := range sortedKeys(ids) {
			if !ok[id] {
				behind += " " + id
			}
		}
		slices.SortFunc(l, func(a, b map[string]any) int { return strings.Compare(fmt.Sprint(a["proxy"]), fmt.Sprint(b["proxy"])) }) // istiod's order is random
		if sig := hashOf(l); sig != last {
			last, since = sig, time.Now()
		}
		if os.Getenv("MESH_DEBUG") != "" {
			fmt.Fprintf(os.Stderr, "settle %v behind %q sig %s\n", time.Since(begin), behind, last)
		}
		if behind == "" && time.Since(since) > 200*time.Millisecond {
			break
		}
		if time.Since(begin) > 5*time.Second && time.Since(since) > time.Second || time.Since(begin) > 20*time.Second {
			n.note("not in sync with istiod:%s", behind)
			break
		}
	}
	for end := time.Now().Add(2 * time.Second); ; time.Sleep(40 * time.Millisecond) {
		warm := ""
		for _, k := range ids {
			var o []byte
			if n.pods[k].call("/fetch?url="+urlQuery("http://127.0.0.1:15000/stats?filter=warming"), nil, &o) != nil {
				continue
			}
			for _, l := range strings.Split(string(o), "\n") {
				if name, v, ok := strings.Cut(strings.TrimSpace(l), ": "); ok && v != "0" && strings.HasSuffix(name, "warming") || ok && v != "0" && strings.HasSuffix(name, "warming_clusters") {
					warm += k + " " + l + "; "
				}
			}
		}
		if warm == "" {
			return
		}
		if time.Now().After(end) {
			n.note("still warming (a Secret that is not delivered?): %s", warm)
			return
		}
	}
}

func (n *node) refusals() (out []string) {
	for _, k := range sortedKeys(n.pods) {
		if p := n.pods[k]; p.proxy {
			for _, l := range rejections(readFile(p.home + "/proxy.log")) {
				out = append(out, p.workload+": "+l)
			}
		}
	}
	return
}
