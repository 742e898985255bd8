package main

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	routev3 "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcmv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"

	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/test/xdstest"
)

func (r *runner) http(s *proxyState, c Call, fc *listenerv3.FilterChain, h *hcmv3.HttpConnectionManager, sr simulation.Result, res *Result, depth int) {
	rc := h.GetRouteConfig()
	if rc == nil {
		rc = xdstest.ExtractRouteConfigurations(s.routes)[h.GetRds().GetRouteConfigName()]
	}
	for _, f := range h.GetHttpFilters() {
		if c.Raw || strings.Contains(f.GetName(), "rbac") || strings.Contains(f.GetName(), "jwt") || strings.Contains(f.GetName(), "ext_authz") ||
			strings.Contains(f.GetName(), "wasm") || strings.Contains(f.GetName(), "lua") || strings.Contains(f.GetName(), "ratelimit") {
			res.HTTPFilters = append(res.HTTPFilters, f.GetName())
		}
	}
	var vh *routev3.VirtualHost
	for _, x := range rc.GetVirtualHosts() {
		if x.GetName() == sr.VirtualHostMatched {
			vh = x
		}
	}
	req := &request{
		path: normalize(c.Path, h), method: c.Method, host: c.Host, scheme: "http", headers: map[string][]string{},
		tls: c.TLS != "plaintext", peerCert: c.TLS == "mtls" || c.ClientCert,
	}
	if req.tls {
		req.scheme = "https"
	}
	for k, v := range c.Headers {
		req.headers[strings.ToLower(k)] = v
	}
	x, notes := pickRoute(vh.GetRoutes(), req)
	res.Notes = append(res.Notes, notes...)
	if x == nil {
		res.Error = ptr(simulation.ErrNoRoute.Error())
		return
	}
	res.Route, res.RouteMatch = x.GetName(), pj(x.GetMatch())
	if c.Raw {
		res.RawRoute = pj(x)
	}
	type hl interface {
		GetRequestHeadersToAdd() []*corev3.HeaderValueOption
		GetRequestHeadersToRemove() []string
		GetResponseHeadersToAdd() []*corev3.HeaderValueOption
		GetResponseHeadersToRemove() []string
	}
	ops := func(levels ...hl) (*HeaderOps, *HeaderOps) {
		a, b := &HeaderOps{}, &HeaderOps{}
		for _, l := range levels {
			a.add(l.GetRequestHeadersToAdd(), l.GetRequestHeadersToRemove())
			b.add(l.GetResponseHeadersToAdd(), l.GetResponseHeadersToRemove())
		}
		return a.orNil(), b.orNil()
	}
	res.ReqHeaders, res.RespHeaders = ops(x, vh, rc)
	for k, v := range x.GetTypedPerFilterConfig() {
		res.PerFilter = append(res.PerFilter, k)
		if strings.Contains(k, "fault") {
			res.Faults = pj(v)
		}
		if strings.Contains(k, "cors") {
			res.CORS, res.CORSPolicy = true, pj(v)
		}
	}
	sort.Strings(res.PerFilter)

	switch a := x.GetAction().(type) {
	case *routev3.Route_Redirect:
		d := a.Redirect
		m := map[string]any{"code": redirectCode(d.GetResponseCode())}
		set := func(k string, v any, ok bool) {
			if ok {
				m[k] = v
			}
		}
		set("host", d.GetHostRedirect(), d.GetHostRedirect() != "")
		set("path", d.GetPathRedirect(), d.GetPathRedirect() != "")
		set("prefix", d.GetPrefixRewrite(), d.GetPrefixRewrite() != "")
		set("regex", pj(d.GetRegexRewrite()), d.GetRegexRewrite() != nil)
		set("port", d.GetPortRedirect(), d.GetPortRedirect() != 0)
		set("scheme", firstOf(d.GetSchemeRedirect(), map[bool]string{true: "https"}[d.GetHttpsRedirect()]), d.GetSchemeRedirect() != "" || d.GetHttpsRedirect())
		set("stripQuery", true, d.GetStripQuery())
		res.Redirect = m
	case *routev3.Route_DirectResponse:
		b := a.DirectResponse.GetBody()
		res.Direct = &Direct{Status: a.DirectResponse.GetStatus(), Body: firstOf(b.GetInlineString(), string(b.GetInlineBytes()))}
	case *routev3.Route_Route:
		act := a.Route
		res.Cluster = act.GetCluster()
		if act.GetClusterHeader() != "" {
			res.Notes = append(res.Notes, "cluster comes from header "+act.GetClusterHeader())
			res.Cluster, _ = req.header(act.GetClusterHeader())
		}
		for _, w := range act.GetWeightedClusters().GetClusters() {
			v := Weighted{Name: w.GetName(), Weight: w.GetWeight().GetValue(), Host: w.GetHostRewriteLiteral()}
			v.Req, v.Resp = ops(w)
			res.Weighted = append(res.Weighted, v)
		}
		rw := map[string]any{}
		set := func(k string, v any, ok bool) {
			if ok {
				rw[k] = v
			}
		}
		set("prefix", act.GetPrefixRewrite(), act.GetPrefixRewrite() != "")
		set("regex", pj(act.GetRegexRewrite()), act.GetRegexRewrite() != nil)
		set("host", act.GetHostRewriteLiteral(), act.GetHostRewriteLiteral() != "")
		set("auto", true, act.GetAutoHostRewrite().GetValue())
		set("hostHeader", act.GetHostRewriteHeader(), act.GetHostRewriteHeader() != "")
		set("hostPathRegex", pj(act.GetHostRewritePathRegex()), act.GetHostRewritePathRegex() != nil)
		set("pathPolicy", pj(act.GetPathRewritePolicy()), act.GetPathRewritePolicy() != nil)
		newPath := rewritePath(x, req.path)
		set("resultPath", newPath, newPath != req.path)
		if len(rw) > 0 {
			res.Rewrite = rw
		}
		if act.GetTimeout() != nil {
			res.Timeout = act.GetTimeout().AsDuration().String()
		}
		if p := act.GetRetryPolicy(); p != nil {
			res.Retries = map[string]any{"attempts": p.GetNumRetries().GetValue(), "retryOn": p.GetRetryOn()}
			if p.GetPerTryTimeout() != nil {
				res.Retries["perTryTimeout"] = p.GetPerTryTimeout().AsDuration().String()
			}
			if len(p.GetRetriableStatusCodes()) > 0 {
				res.Retries["statusCodes"] = p.GetRetriableStatusCodes()
			}
			if p.GetRetryBackOff() != nil {
				res.Retries["backOff"] = pj(p.GetRetryBackOff())
			}
		}
		for _, m := range act.GetRequestMirrorPolicies() {
			f := m.GetRuntimeFraction().GetDefaultValue()
			v := map[string]any{"cluster": m.GetCluster()}
			if f != nil {
				v["percent"] = float64(f.GetNumerator()) * 100 / map[string]float64{"HUNDRED": 100, "TEN_THOUSAND": 1e4, "MILLION": 1e6}[f.GetDenominator().String()]
			}
			res.Mirror = append(res.Mirror, v)
		}
		if act.GetCors() != nil { //nolint
			res.CORS, res.CORSPolicy = true, pj(act.GetCors()) //nolint
		}
		if len(act.GetHashPolicy()) > 0 {
			var hp []json.RawMessage
			for _, y := range act.GetHashPolicy() {
				hp = append(hp, pj(y))
			}
			res.HashPolicy, _ = json.Marshal(hp)
		}
		next := c
		next.Path = newPath
		next.TLS, next.SNI, next.ALPN, next.ClientCert = "plaintext", "", "", false
		if v := act.GetHostRewriteLiteral(); v != "" {
			next.Host = v
		}
		next.Headers = res.ReqHeaders.apply(c.Headers, &next)
		r.onward(s, c, next, res, depth)
	default:
		res.Notes = append(res.Notes, fmt.Sprintf("route action %T", a))
	}
}

func redirectCode(c routev3.RedirectAction_RedirectResponseCode) int {
	return map[routev3.RedirectAction_RedirectResponseCode]int{
		routev3.RedirectAction_MOVED_PERMANENTLY: 301, routev3.RedirectAction_FOUND: 302, routev3.RedirectAction_SEE_OTHER: 303,
		routev3.RedirectAction_TEMPORARY_REDIRECT: 307, routev3.RedirectAction_PERMANENT_REDIRECT: 308,
	}[c]
}
