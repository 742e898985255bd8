package main

import (
	"fmt"
	"net"
	"regexp"
	"strings"

	"github.com/miekg/dns"
)

// startDNS serves Services, istiod and every outside name: an unknown name gets an address of its own.
func (n *node) startDNS() error {
	h := dns.HandlerFunc(func(w dns.ResponseWriter, r *dns.Msg) {
		m := new(dns.Msg)
		m.SetReply(r)
		m.RecursionAvailable = true
		if len(r.Question) == 1 {
			q := r.Question[0]
			ip, known := n.resolve(strings.ToLower(strings.TrimSuffix(q.Name, ".")))
			n.tellOutside()
			switch {
			case !known:
				m.Rcode = dns.RcodeNameError
			case q.Qtype == dns.TypeA && ip != "":
				m.Answer = append(m.Answer, &dns.A{Hdr: dns.RR_Header{Name: q.Name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 5}, A: net.ParseIP(ip)})
			}
		}
		w.WriteMsg(m)
	})
	for _, p := range []string{"udp", "tcp"} {
		s := &dns.Server{Addr: nodeIP + ":53", Net: p, Handler: h}
		started := make(chan struct{})
		s.NotifyStartedFunc = func() { close(started) }
		fail := make(chan error, 1)
		go func() { fail <- s.ListenAndServe() }()
		select {
		case <-started:
		case err := <-fail:
			return err
		}
	}
	return nil
}

func (n *node) resolve(name string) (string, bool) {
	n.dnsMu.Lock()
	defer n.dnsMu.Unlock()
	if ip, ok := n.names[name]; ok {
		return ip, true
	}
	if ip, ok := n.outside[name]; ok {
		return ip, true
	}
	if !strings.Contains(name, ".") || strings.HasSuffix(name, ".local") || strings.HasSuffix(name, ".svc") || strings.HasSuffix(name, ".arpa") ||
		strings.HasSuffix(name, ".invalid") || strings.Contains(name, ".svc.") {
		return "", false
	}
	if l := name[strings.LastIndex(name, ".")+1:]; !topLevel.MatchString(l) { // web.shop is a name of the cluster, not of the outside
		return "", false
	}
	return n.outsideAddr(name), true
}

var topLevel = regexp.MustCompile(`^(com|org|net|io|de|ch|eu|edu|gov|example|test|dev|app|cloud|co|uk|fr|nl|at|info|biz|me|us|ai)$`)

func (n *node) outsideAddr(name string) string {
	if ip, ok := n.outside[name]; ok {
		return ip
	}
	i := len(n.outside) + 1
	ip := fmt.Sprintf("198.18.%d.%d", i/250, i%250+1)
	n.outside[name] = ip
	n.outHosts[ip] = name
	n.dirty = true
	return ip
}

// tellOutside gives the outside server the names of its addresses, before anybody can ask for them.
func (n *node) tellOutside() {
	n.tellMu.Lock()
	defer n.tellMu.Unlock()
	n.dnsMu.Lock()
	hosts := map[string]string{}
	for k, v := range n.outHosts {
		hosts[k] = v
	}
	pol, p, dirty := n.policies, n.internet, n.dirty
	n.dirty = false
	n.dnsMu.Unlock()
	if p != nil && dirty {
		p.call("/outside", map[string]any{"Hosts": hosts, "Policies": pol}, nil)
	}
}

func (n *node) setOutside(list []Outside) {
	n.dnsMu.Lock()
	n.policies = map[string]*Outside{}
	for i := range list {
		n.policies[list[i].Host] = &list[i]
		n.outsideAddr(list[i].Host)
	}
	n.dirty = true
	n.dnsMu.Unlock()
}
