package main

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	uritemplate "github.com/envoyproxy/go-control-plane/envoy/extensions/path/match/uri_template/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
)

// request is an HTTP request as a route sees it.
type request struct {
	path     string // with the query
	method   string
	host     string
	scheme   string
	headers  map[string][]string // lower case names
	tls      bool
	peerCert bool
}

func (r *request) rawPath() string {
	p := r.path
	if i := strings.IndexAny(p, "?#"); i >= 0 {
		p = p[:i]
	}
	return p
}

func (r *request) header(name string) (string, bool) {
	switch strings.ToLower(name) {
	case ":path":
		return r.path, true
	case ":method":
		return r.method, true
	case ":authority", "host":
		return r.host, r.host != ""
	case ":scheme", "x-forwarded-proto":
		return r.scheme, true
	}
	v, ok := r.headers[strings.ToLower(name)]
	return strings.Join(v, ","), ok
}

// normalize does what the connection manager does to the path before routing.
func normalize(p string, h *hcm.HttpConnectionManager) string {
	q := ""
	if i := strings.IndexAny(p, "?#"); i >= 0 {
		p, q = p[:i], p[i:]
	}
	if h.GetPathWithEscapedSlashesAction() == hcm.HttpConnectionManager_UNESCAPE_AND_FORWARD {
		p = regexp.MustCompile(`(?i)%2f`).ReplaceAllString(p, "/")
		p = regexp.MustCompile(`(?i)%5c`).ReplaceAllString(p, `\`)
	}
	if h.GetNormalizePath().GetValue() && strings.HasPrefix(p, "/") {
		p = strings.ReplaceAll(p, `\`, "/")
		var out []string
		segs := strings.Split(p[1:], "/")
		for i, s := range segs {
			switch {
			case s == "." || s == "..":
				if s == ".." && len(out) > 0 {
					out = out[:len(out)-1]
				}
				if i == len(segs)-1 {
					out = append(out, "")
				}
			default:
				out = append(out, s)
			}
		}
		p = "/" + strings.Join(out, "/")
	}
	if h.GetMergeSlashes() {
		p = regexp.MustCompile(`/{2,}`).ReplaceAllString(p, "/")
	}
	return p + q
}

func fullMatch(re, s string) (bool, error) {
	r, err := regexp.Compile(`\A(?:` + re + `)\z`)
	if err != nil {
		return false, fmt.Errorf("regex %q: %w", re, err)
	}
	return r.MatchString(s), nil
}

func matchString(m *matcher.StringMatcher, v string) (bool, error) {
	fold := func(s string) string { return s }
	if m.GetIgnoreCase() {
		fold = strings.ToLower
	}
	switch p := m.GetMatchPattern().(type) {
	case *matcher.StringMatcher_Exact:
		return fold(v) == fold(p.Exact), nil
	case *matcher.StringMatcher_Prefix:
		return strings.HasPrefix(fold(v), fold(p.Prefix)), nil
	case *matcher.StringMatcher_Suffix:
		return strings.HasSuffix(fold(v), fold(p.Suffix)), nil
	case *matcher.StringMatcher_Contains:
		return strings.Contains(fold(v), fold(p.Contains)), nil
	case *matcher.StringMatcher_SafeRegex:
		return fullMatch(p.SafeRegex.GetRegex(), v)
	}
	return false, fmt.Errorf("string match %T is not known", m.GetMatchPattern())
}

func matchHeader(h *route.HeaderMatcher, r *request) (bool, error) {
	v, present := r.header(h.GetName())
	if pm, ok := h.GetHeaderMatchSpecifier().(*route.HeaderMatcher_PresentMatch); ok || h.GetHeaderMatchSpecifier() == nil {
		want := pm == nil || pm.PresentMatch
		if h.GetTreatMissingHeaderAsEmpty() {
			present = true
		}
		return (present == want) != h.GetInvertMatch(), nil
	}
	if !present && !h.GetTreatMissingHeaderAsEmpty() {
		return false, nil // also with invert_match: Envoy needs the header for every value match
	}
	ok, err := false, error(nil)
	switch s := h.GetHeaderMatchSpecifier().(type) {
	case *route.HeaderMatcher_StringMatch:
		ok, err = matchString(s.StringMatch, v)
	case *route.HeaderMatcher_ExactMatch: //nolint
		ok = v == s.ExactMatch
	case *route.HeaderMatcher_PrefixMatch: //nolint
		ok = strings.HasPrefix(v, s.PrefixMatch)
	case *route.HeaderMatcher_SuffixMatch: //nolint
		ok = strings.HasSuffix(v, s.SuffixMatch)
	case *route.HeaderMatcher_ContainsMatch: //nolint
		ok = strings.Contains(v, s.ContainsMatch)
	case *route.HeaderMatcher_SafeRegexMatch: //nolint
		ok, err = fullMatch(s.SafeRegexMatch.GetRegex(), v)
	case *route.HeaderMatcher_RangeMatch:
		n, e := strconv.ParseInt(v, 10, 64)
		ok = e == nil && n >= s.RangeMatch.GetStart() && n < s.RangeMatch.GetEnd()
	default:
		err = fmt.Errorf("header match %T is not known", s)
	}
	return ok != h.GetInvertMatch(), err
}

func (r *request) query() url.Values {
	_, q, ok := strings.Cut(r.path, "?")
	if !ok {
		return nil
	}
	q, _, _ = strings.Cut(q, "#")
	out := url.Values{}
	for _, kv := range strings.Split(q, "&") { // Envoy does not decode for route matching
		k, v, _ := strings.Cut(kv, "=")
		out[k] = append(out[k], v)
	}
	return out
}

func matchPath(m *route.RouteMatch, r *request) (bool, error) {
	p, fold := r.rawPath(), func(s string) string { return s }
	if m.GetCaseSensitive() != nil && !m.GetCaseSensitive().GetValue() {
		fold = strings.ToLower
	}
	switch s := m.GetPathSpecifier().(type) {
	case *route.RouteMatch_Prefix:
		return strings.HasPrefix(fold(p), fold(s.Prefix)), nil
	case *route.RouteMatch_Path:
		return fold(p) == fold(s.Path), nil
	case *route.RouteMatch_PathSeparatedPrefix:
		rest, ok := strings.CutPrefix(fold(p), fold(s.PathSeparatedPrefix))
		return ok && (rest == "" || rest[0] == '/'), nil
	case *route.RouteMatch_SafeRegex:
		return fullMatch(s.SafeRegex.GetRegex(), p)
	case *route.RouteMatch_ConnectMatcher_:
		return r.method == "CONNECT", nil
	case *route.RouteMatch_PathMatchPolicy:
		t := &uritemplate.UriTemplateMatchConfig{}
		if err := s.PathMatchPolicy.GetTypedConfig().UnmarshalTo(t); err != nil {
			return false, fmt.Errorf("path match policy %s is not known", s.PathMatchPolicy.GetName())
		}
		return fullMatch(templateRegex(t.GetPathTemplate()), p)
	}
	return false, fmt.Errorf("path match %T is not known", m.GetPathSpecifier())
}

// templateRegex makes a regex of a URI template: * is one segment, ** any number of them.
func templateRegex(t string) string {
	t = regexp.MustCompile(`\{[^=}]+=([^}]*)\}`).ReplaceAllString(t, "$1")
	t = regexp.MustCompile(`\{[^}]+\}`).ReplaceAllString(t, "*")
	var b strings.Builder
	for i := 0; i < len(t); i++ {
		switch {
		case strings.HasPrefix(t[i:], "**"):
			b.WriteString(`[a-zA-Z0-9\-._~%!$&'()+,;:@=*/]*`)
			i++
		case t[i] == '*':
			b.WriteString(`[a-zA-Z0-9\-._~%!$&'()+,;:@=*]+`)
		default:
			b.WriteString(regexp.QuoteMeta(t[i : i+1]))
		}
	}
	return b.String()
}

// matchRoute applies a whole RouteMatch.
func matchRoute(m *route.RouteMatch, r *request) (bool, error) {
	ok, err := matchPath(m, r)
	if !ok || err != nil {
		return false, err
	}
	for _, h := range m.GetHeaders() {
		if ok, err := matchHeader(h, r); !ok || err != nil {
			return false, err
		}
	}
	if q := m.GetQueryParameters(); len(q) > 0 {
		have := r.query()
		for _, p := range q {
			v, present := have[p.GetName()]
			switch s := p.GetQueryParameterMatchSpecifier().(type) {
			case *route.QueryParameterMatcher_PresentMatch:
				if present != s.PresentMatch {
					return false, nil
				}
			case *route.QueryParameterMatcher_StringMatch:
				if !present {
					return false, nil
				}
				if ok, err := matchString(s.StringMatch, v[0]); !ok || err != nil {
					return false, err
				}
			default:
				if !present {
					return false, nil
				}
			}
		}
	}
	if m.GetGrpc() != nil {
		if ct, _ := r.header("content-type"); !strings.HasPrefix(ct, "application/grpc") {
			return false, nil
		}
	}
	if t := m.GetTlsContext(); t != nil {
		if p := t.GetPresented(); p != nil && p.GetValue() != r.peerCert {
			return false, nil
		}
	}
	if f := m.GetRuntimeFraction(); f != nil && f.GetDefaultValue().GetNumerator() == 0 {
		return false, nil
	}
	if len(m.GetDynamicMetadata()) > 0 || len(m.GetFilterState()) > 0 || len(m.GetCookies()) > 0 {
		return false, fmt.Errorf("route match by dynamic metadata, filter state or cookies is not simulated")
	}
	return true, nil
}

// pickRoute gives the first route of a virtual host that takes the request. Routes whose match cannot be
// evaluated are passed over, with a note.
func pickRoute(routes []*route.Route, r *request) (*route.Route, []string) {
	var notes []string
	for _, x := range routes {
		ok, err := matchRoute(x.GetMatch(), r)
		if err != nil {
			notes = append(notes, fmt.Sprintf("route %q passed over: %v", x.GetName(), err))
			continue
		}
		if ok {
			return x, notes
		}
	}
	return nil, notes
}

// rewritePath gives the path that a route sends upstream.
func rewritePath(x *route.Route, p string) string {
	a := x.GetRoute()
	q := ""
	if i := strings.IndexAny(p, "?#"); i >= 0 {
		p, q = p[:i], p[i:]
	}
	switch {
	case a.GetPrefixRewrite() != "":
		matched := ""
		switch s := x.GetMatch().GetPathSpecifier().(type) {
		case *route.RouteMatch_Prefix:
			matched = s.Prefix
		case *route.RouteMatch_Path:
			matched = s.Path
		case *route.RouteMatch_PathSeparatedPrefix:
			matched = s.PathSeparatedPrefix
		case *route.RouteMatch_SafeRegex:
			matched = p
		}
		if len(matched) <= len(p) {
			p = a.GetPrefixRewrite() + p[len(matched):]
		}
	case a.GetRegexRewrite() != nil:
		if re, err := regexp.Compile(a.GetRegexRewrite().GetPattern().GetRegex()); err == nil {
			sub := regexp.MustCompile(`\\(\d)`).ReplaceAllString(a.GetRegexRewrite().GetSubstitution(), `$${$1}`)
			p = re.ReplaceAllString(p, sub)
		}
	}
	return p + q
}

// clean is for notes: no duplicates.
func clean(s []string) []string {
	var out []string
	for _, x := range s {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
