package main

import (
	"encoding/json"
)

// Output is everything the tool says.
type Output struct {
	Fatal    string          `json:"fatal,omitempty"`
	Sims     []SimOut        `json:"sims"`
	Ignored  []Note          `json:"ignored"`
	Unused   []Note          `json:"unused,omitempty"`
	Rejected []Note          `json:"rejected,omitempty"`
	Notes    []string        `json:"notes,omitempty"`
	Push     json.RawMessage `json:"pushStatus,omitempty"`
	Millis   int64           `json:"millis"`
}

// SimOut is the result of one proxy.
type SimOut struct {
	Name      string    `json:"name"`
	Proxy     string    `json:"proxy"`
	ProxyType string    `json:"proxyType"`
	Targets   []string  `json:"serviceTargets,omitempty"`
	Error     string    `json:"error,omitempty"`
	Nack      []string  `json:"nack"`
	Listeners []string  `json:"listeners,omitempty"`
	Calls     []*Result `json:"calls"`
}

// Result is the way of one request through one proxy.
type Result struct {
	Name        string             `json:"name,omitempty"`
	Error       *string            `json:"error"`
	Proxy       string             `json:"proxy,omitempty"`
	As          string             `json:"as,omitempty"`
	ListenPort  int                `json:"listenPort,omitempty"`
	Listener    string             `json:"listener,omitempty"`
	FilterChain string             `json:"filterChain,omitempty"`
	TLSSecrets  []SecretRef        `json:"tlsSecrets,omitempty"`
	RouteConfig string             `json:"routeConfig,omitempty"`
	VirtualHost string             `json:"virtualHost,omitempty"`
	Route       string             `json:"route,omitempty"`
	RouteMatch  json.RawMessage    `json:"routeMatch,omitempty"`
	Cluster     string             `json:"cluster,omitempty"`
	Weighted    []Weighted         `json:"weightedClusters,omitempty"`
	ClusterInfo []*ClusterInfo     `json:"clusterInfo,omitempty"`
	Redirect    map[string]any     `json:"redirect,omitempty"`
	Direct      *Direct            `json:"directResponse,omitempty"`
	Rewrite     map[string]any     `json:"rewrite,omitempty"`
	Timeout     string             `json:"timeout,omitempty"`
	Retries     map[string]any     `json:"retries,omitempty"`
	Mirror      []map[string]any   `json:"mirror,omitempty"`
	ReqHeaders  *HeaderOps         `json:"requestHeaders,omitempty"`
	RespHeaders *HeaderOps         `json:"responseHeaders,omitempty"`
	Faults      json.RawMessage    `json:"faults,omitempty"`
	CORS        bool               `json:"cors,omitempty"`
	CORSPolicy  json.RawMessage    `json:"corsPolicy,omitempty"`
	HashPolicy  json.RawMessage    `json:"hashPolicy,omitempty"`
	PerFilter   []string           `json:"perFilterConfig,omitempty"`
	HTTPFilters []string           `json:"httpFilters,omitempty"`
	RawRoute    json.RawMessage    `json:"rawRoute,omitempty"`
	RawClusters []json.RawMessage  `json:"rawClusters,omitempty"`
	Notes       []string           `json:"notes,omitempty"`
	Next        *Result            `json:"next,omitempty"`
	NextBy      map[string]*Result `json:"nextByCluster,omitempty"`
}

// Weighted is a cluster with its share.
type Weighted struct {
	Name   string     `json:"name"`
	Weight uint32     `json:"weight"`
	Req    *HeaderOps `json:"requestHeaders,omitempty"`
	Resp   *HeaderOps `json:"responseHeaders,omitempty"`
	Host   string     `json:"hostRewrite,omitempty"`
}

// SecretRef is an SDS resource of the filter chain.
type SecretRef struct {
	Name  string `json:"name"`
	Found *bool  `json:"found,omitempty"` // for kubernetes:// names: is the Secret in the files
}

// Direct is a response that Envoy makes itself.
type Direct struct {
	Status uint32 `json:"status"`
	Body   string `json:"body"`
}

// HeaderOps is header manipulation, all levels, in the order in which Envoy applies them.
type HeaderOps struct {
	Add    []map[string]string `json:"add,omitempty"`
	Remove []string            `json:"remove,omitempty"`
}

// ClusterInfo says what is behind a cluster.
type ClusterInfo struct {
	Name          string   `json:"name"`
	Missing       bool     `json:"missing,omitempty"`
	Type          string   `json:"type,omitempty"`
	EndpointCount int      `json:"endpointCount"`
	Endpoints     []string `json:"endpoints,omitempty"`
	TLS           string   `json:"tls,omitempty"` // plaintext, ISTIO_MUTUAL, SIMPLE, MUTUAL; of the first endpoint
	SNI           string   `json:"sni,omitempty"`
	ALPN          []string `json:"alpn,omitempty"`
	AutoMTLS      bool     `json:"autoMtls,omitempty"`
	HTTP2         string   `json:"http2,omitempty"` // always, as downstream, auto
}
