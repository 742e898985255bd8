package main

import (
	"crypto/tls"
	"strconv"
	"strings"
)

// TLSInfo describes one side of a TLS connection.
type TLSInfo struct {
	SNI     string   `json:"sni,omitempty"`
	ALPN    string   `json:"alpn,omitempty"`
	Version string   `json:"version,omitempty"`
	Peer    string   `json:"peer,omitempty"`
	PeerSAN []string `json:"peerSAN,omitempty"`
	PeerCA  string   `json:"peerCA,omitempty"`
}

func tlsInfo(s tls.ConnectionState) *TLSInfo {
	t := &TLSInfo{SNI: s.ServerName, ALPN: s.NegotiatedProtocol, Version: tls.VersionName(s.Version)}
	if len(s.PeerCertificates) > 0 {
		c := s.PeerCertificates[0]
		t.Peer, t.PeerCA = c.Subject.String(), c.Issuer.String()
		t.PeerSAN = append(t.PeerSAN, c.DNSNames...)
		for _, u := range c.URIs {
			t.PeerSAN = append(t.PeerSAN, u.String())
		}
	}
	return t
}

func tlsWanted(p *Outside, port int) (only, never bool) {
	if p == nil {
		return
	}
	v := p.TLS
	if m, ok := v.(map[string]any); ok {
		v = m[strconv.Itoa(port)]
	}
	if b, ok := v.(bool); ok {
		return b, !b
	}
	return
}

func (e *echo) cert(sni, name string, p *Outside) (*tls.Certificate, error) {
	names := []string{sni}
	if sni == "" {
		names = []string{name}
	}
	if names[0] == "" {
		names = []string{"localhost"}
	}
	if p != nil && len(p.Cert) > 0 {
		names = p.Cert
	}
	ca := e.pki.outside
	k := strings.Join(names, ",")
	if p != nil && p.CA == "other" {
		ca = e.pki.other
		k += " other"
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if c := e.certs[k]; c != nil {
		return c, nil
	}
	c, err := ca.pair(names, "")
	if err == nil {
		e.certs[k] = c
	}
	return c, err
}
