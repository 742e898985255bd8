package main

import (
	"fmt"
	"runtime"
	"testing"

	"istio.io/istio/pilot/test/xdstest"
)

// tb records failures instead of failing.
type tb struct {
	testing.TB
	msgs []string
}

func (t *tb) rec(s string) {
	if len(s) > 700 {
		s = s[:700] + "..."
	}
	t.msgs = append(t.msgs, s)
}

func (t *tb) Helper() {}

func (t *tb) Error(a ...any) { t.rec(fmt.Sprint(a...)) }

func (t *tb) Errorf(f string, a ...any) { t.rec(fmt.Sprintf(f, a...)) }

func (t *tb) Fatal(a ...any) { t.rec(fmt.Sprint(a...)); runtime.Goexit() }

func (t *tb) Fatalf(f string, a ...any) { t.rec(fmt.Sprintf(f, a...)); runtime.Goexit() }

func (t *tb) Fail() {}

func (t *tb) FailNow() { runtime.Goexit() }

func (t *tb) Log(...any) {}

func (t *tb) Logf(string, ...any) {}

func (r *runner) validate(s *proxyState) []string {
	c := &tb{}
	guard := func(what string, f func()) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() {
				if e := recover(); e != nil {
					c.rec(fmt.Sprintf("%s validator panic: %v", what, e))
				}
			}()
			f()
		}()
		<-done
	}
	guard("listener", func() { xdstest.ValidateListeners(c, s.listeners) })
	guard("cluster", func() { xdstest.ValidateClusters(c, s.clusterL) })
	guard("route", func() { xdstest.ValidateRouteConfigurations(c, s.routes) })
	return c.msgs
}
