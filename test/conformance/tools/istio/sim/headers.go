package main

import (
	"slices"
	"strings"

	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
)

func (h *HeaderOps) add(a []*corev3.HeaderValueOption, rm []string) {
	for _, x := range a {
		h.Add = append(h.Add, map[string]string{"name": x.GetHeader().GetKey(), "value": x.GetHeader().GetValue(), "action": x.GetAppendAction().String()})
	}
	h.Remove = append(h.Remove, rm...)
}

func (h *HeaderOps) orNil() *HeaderOps {
	if len(h.Add) == 0 && len(h.Remove) == 0 {
		return nil
	}
	return h
}

// apply gives the headers after the operations; :authority and host go into the call.
func (h *HeaderOps) apply(in map[string]strList, c *Call) map[string]strList {
	if h == nil {
		return in
	}
	out := map[string]strList{}
	for k, v := range in {
		if !slices.ContainsFunc(h.Remove, func(s string) bool { return strings.EqualFold(s, k) }) {
			out[strings.ToLower(k)] = v
		}
	}
	for _, a := range h.Add {
		k := strings.ToLower(a["name"])
		if k == ":authority" || k == "host" {
			c.Host = a["value"]
			continue
		}
		switch {
		case strings.HasPrefix(a["action"], "APPEND"):
			out[k] = append(slices.Clone(out[k]), a["value"])
		case a["action"] == "ADD_IF_ABSENT" && out[k] != nil, a["action"] == "OVERWRITE_IF_EXISTS" && out[k] == nil:
		default:
			out[k] = strList{a["value"]}
		}
	}
	return out
}
