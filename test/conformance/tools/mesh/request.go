package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// CallResult is one request.
type CallResult struct {
	Name    string         `json:"name,omitempty"`
	From    string         `json:"from,omitempty"`
	To      string         `json:"to,omitempty"`
	Answer  *Answer        `json:"answer,omitempty"`
	Error   string         `json:"error,omitempty"`
	Hops    []any          `json:"hops,omitempty"`   // access logs of the proxies
	SeenBy  []Record       `json:"seenBy,omitempty"` // requests at servers other than the answering one (mirrors, retries)
	Answers map[string]int `json:"answers,omitempty"`
}

// request does one call.
func (n *node) request(spec ProxySpec, c Call) (res CallResult) {
	res.Name = c.Name
	p := n.findPod(spec)
	if p == nil {
		res.Error = "no such pod"
		return
	}
	ns, name, _ := strings.Cut(p.key, "/")
	pod, err := n.kube.CoreV1().Pods(ns).Get(context.Background(), name, metav1.GetOptions{})
	if err != nil {
		res.Error = err.Error()
		return
	}
	mode := c.Mode
	if mode == "" {
		mode = "outbound"
		if p.router {
			mode = "gateway"
		}
	}
	d := dialSpec{Call: c}
	from := n.pods["mesh/client"]
	switch mode {
	case "outbound":
		from = p
		d.Address = net.JoinHostPort(strings.Split(c.Host, ":")[0], fmt.Sprint(c.Port))
		if c.Address != "" {
			d.Address = net.JoinHostPort(c.Address, fmt.Sprint(c.Port))
		} else if c.Host == "" && c.SNI != "" {
			d.Address = net.JoinHostPort(c.SNI, fmt.Sprint(c.Port))
		}
	case "inbound":
		d.Address = fmt.Sprintf("%s:%d", p.ip, c.Port)
	default:
		d.Address, err = n.gatewayAddress(c, pod, p)
		if err != nil {
			res.Error = err.Error()
			return
		}
	}
	res.From, res.To = from.key, d.Address
	if c.ClientIP != "" && mode != "outbound" {
		if err := n.clientAddr(c.ClientIP); err != nil {
			res.Error = err.Error()
			return
		}
		d.Source = c.ClientIP
		if c.XFF {
			d.SetXFF = c.ClientIP
		}
	}
	d.ALPN = []string{"http/1.1"}
	switch {
	case c.ALPN != "":
		d.ALPN = strings.Split(c.ALPN, ",")
	case c.Protocol == "http2" || c.Protocol == "grpc":
		d.ALPN = []string{"h2"}
	case c.Protocol == "tcp":
		d.ALPN = nil
	}
	switch v := c.ClientCert.(type) {
	case bool:
		if v {
			d.CertPEM, d.KeyPEM, err = n.pki.outside.issue([]string{"client.example.com"}, "")
		}
	case map[string]any: // {"names": [...], "spiffe": "...", "ca": "other"}
		var names []string
		l, _ := v["names"].([]any)
		for _, x := range l {
			names = append(names, fmt.Sprint(x))
		}
		sp, _ := v["spiffe"].(string)
		ca := n.pki.outside
		if v["ca"] == "other" {
			ca = n.pki.other
		}
		d.CertPEM, d.KeyPEM, err = ca.issue(names, sp)
	case string:
		if v == "other" {
			d.CertPEM, d.KeyPEM, err = n.pki.other.issue([]string{"client.example.com"}, "")
		} else if sns, sname, ok := strings.Cut(v, "/"); ok {
			var s *corev1.Secret
			if s, err = n.kube.CoreV1().Secrets(sns).Get(context.Background(), sname, metav1.GetOptions{}); err == nil {
				d.CertPEM, d.KeyPEM = s.Data["tls.crt"], s.Data["tls.key"]
			}
		}
	}
	if err == nil && c.TLS == "mtls" {
		var ca *authority
		if ca, err = n.istioCA(); err == nil {
			id := c.Principal
			if id == "" {
				id = "cluster.local/ns/mesh/sa/client"
			}
			d.CertPEM, d.KeyPEM, err = ca.issue(nil, "spiffe://"+strings.TrimPrefix(id, "spiffe://"))
			if c.ALPN == "" {
				d.ALPN = []string{"istio-peer-exchange", "istio"}
				switch c.Protocol {
				case "", "http":
					d.ALPN = append([]string{"istio-http/1.1"}, d.ALPN...)
				case "http2", "grpc":
					d.ALPN = []string{"istio-h2", "h2", "istio"}
				}
			}
		}
	}
	if err == nil && c.JWT != nil {
		d.Token, err = n.pki.sign(c.JWT)
	}
	if err != nil {
		res.Error = err.Error()
		return
	}
	if n.unsettled && !c.Quick { // what quick requests before this one have logged is not this one's
		time.Sleep(60 * time.Millisecond)
	}
	n.unsettled = c.Quick
	times := max(c.Repeat, 1)
	for i := 0; i < times; i++ {
		n.seq++
		d.ID = fmt.Sprintf("m%d", n.seq)
		for _, x := range n.pods {
			x.markLog()
		}
		a := &Answer{}
		if err := from.call("/request", d, a); err != nil {
			res.Error = err.Error()
			return
		}
		if times > 1 {
			if res.Answers == nil {
				res.Answers = map[string]int{}
			}
			k := fmt.Sprint(a.Status, " ", a.Error)
			if a.Echo != nil {
				k = fmt.Sprintf("%d %s%s:%d", a.Status, a.Echo.Workload, a.Echo.Name, a.Echo.Port)
			}
			res.Answers[k]++
		}
		res.Answer = a
		res.Error = a.Error
	}
	if c.Quick {
		return
	}
	time.Sleep(45 * time.Millisecond) // the access logs are written every 20 ms
	if res.Answer != nil && res.Answer.Error != "" {
		time.Sleep(60 * time.Millisecond)
	}
	if times == 1 {
		res.Hops = n.hops(d.ID)
		for _, k := range sortedKeys(n.pods) {
			x := n.pods[k]
			if len(x.listenPorts) == 0 {
				continue
			}
			var recs []Record
			if x.call("/records?id="+d.ID, nil, &recs) == nil {
				for i, r := range recs {
					if i == len(recs)-1 && res.Answer.Echo != nil && res.Answer.Echo.Pod == r.Pod && res.Answer.Echo.Host == r.Host {
						continue
					}
					r.Headers = nil
					res.SeenBy = append(res.SeenBy, r)
				}
			}
		}
	}
	return
}

// gatewayAddress enters by the Service of the gateway, as a client outside does.
func (n *node) gatewayAddress(c Call, pod *corev1.Pod, p *runningPod) (string, error) {
	if c.PortKind == "container" {
		return fmt.Sprintf("%s:%d", p.ip, c.Port), nil
	}
	l, err := n.kube.CoreV1().Services(pod.Namespace).List(context.Background(), metav1.ListOptions{})
	if err != nil {
		return "", err
	}
	for i := range l.Items {
		s := &l.Items[i]
		if !selects(s, pod) || c.Service != "" && c.Service != s.Namespace+"/"+s.Name {
			continue
		}
		for _, sp := range s.Spec.Ports {
			if int(sp.Port) != c.Port {
				continue
			}
			if t, ok := targetPort(&sp, pod); !ok {
				return "", fmt.Errorf("service %s/%s port %d: no container port named %q", s.Namespace, s.Name, sp.Port, sp.TargetPort.StrVal)
			} else if s.Spec.ClusterIP == "None" {
				return fmt.Sprintf("%s:%d", p.ip, t), nil
			}
			ip := s.Spec.ClusterIP
			if len(s.Status.LoadBalancer.Ingress) > 0 {
				ip = s.Status.LoadBalancer.Ingress[0].IP
			}
			return fmt.Sprintf("%s:%d", ip, c.Port), nil
		}
	}
	return "", fmt.Errorf("no service port %d selects %s", c.Port, p.key)
}

func (n *node) clientAddr(ip string) error {
	p := n.pods["mesh/client"]
	if net.ParseIP(ip) == nil {
		return fmt.Errorf("clientIP %q", ip)
	}
	sh("ip", "route", "replace", ip+"/32", "dev", p.veth)
	return p.call("/addr?ip="+ip, nil, nil)
}

func (n *node) istioCA() (*authority, error) {
	s, err := n.kube.CoreV1().Secrets("istio-system").Get(context.Background(), "istio-ca-secret", metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	return loadCA(s.Data["ca-cert.pem"], s.Data["ca-key.pem"])
}

func (p *runningPod) markLog() {
	if !p.proxy {
		return
	}
	if st, err := os.Stat(p.home + "/proxy.log"); err == nil {
		p.logAt = st.Size()
	}
}

// hops are the access log lines since markLog.
func (n *node) hops(id string) (out []any) {
	for _, k := range sortedKeys(n.pods) {
		p := n.pods[k]
		if !p.proxy {
			continue
		}
		f, err := os.Open(p.home + "/proxy.log")
		if err != nil {
			continue
		}
		f.Seek(p.logAt, 0)
		b, _ := io.ReadAll(f)
		f.Close()
		for _, l := range bytes.Split(b, []byte("\n")) {
			if !bytes.HasPrefix(l, []byte("{")) {
				continue
			}
			m := map[string]any{}
			if json.Unmarshal(l, &m) != nil {
				continue
			}
			if m["id"] != nil && m["id"] != id {
				continue
			}
			delete(m, "id")
			for x, v := range m {
				if v == nil || v == "-" {
					delete(m, x)
				}
			}
			m["proxy"], m["pod"] = p.workload, p.key
			out = append(out, m)
		}
	}
	return
}
