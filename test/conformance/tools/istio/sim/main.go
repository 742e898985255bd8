package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"syscall"

	"istio.io/istio/pkg/log"
	"istio.io/istio/pkg/test"
)

const usage = `istio-sim FILE.json    simulates one input and prints its answer; exit 1 when it could not be simulated
istio-sim -            reads one input per line and answers each with one line, in order`

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}
	o := log.DefaultOptions()
	o.OutputPaths = []string{"stderr"}
	o.SetDefaultOutputLevel(log.OverrideScopeName, log.FatalLevel)
	if err := log.Configure(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if os.Args[1] == "-" {
		if err := stream(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	in, err := ReadInput(os.Args[1])
	if err == nil {
		withEnvironment(in)
	}
	out := simulate(in, err)
	b, _ := json.MarshalIndent(out, "", "  ")
	fmt.Println(string(b))
	if out.Fatal != "" {
		os.Exit(1)
	}
}

// stream answers inputs until there are no more. The environment of istiod is fixed for all of them.
func stream(from io.Reader, to io.Writer) error {
	r, w := bufio.NewReaderSize(from, 1<<20), json.NewEncoder(to)
	w.SetEscapeHTML(false)
	for {
		line, err := r.ReadBytes('\n')
		if strings.TrimSpace(string(line)) != "" {
			in, bad := parseInput(line)
			if bad == nil && len(in.Env) > 0 {
				bad = errors.New("env can only be set for a run of its own")
			}
			if err := w.Encode(simulate(in, bad)); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// withEnvironment starts the program again with the environment that the input asks for: istiod reads it at start.
func withEnvironment(in *Input) {
	const mark = "ISTIO_SIM_ENVIRONMENT"
	if len(in.Env) == 0 || os.Getenv(mark) != "" {
		return
	}
	env := append(os.Environ(), mark+"=set")
	for k, v := range in.Env {
		env = append(env, k+"="+v)
	}
	if exe, err := os.Executable(); err == nil {
		_ = syscall.Exec(exe, os.Args, env)
	}
}

// simulate never fails: what went wrong is in the output.
func simulate(in *Input, bad error) (out *Output) {
	if bad != nil {
		return &Output{Fatal: bad.Error()}
	}
	err := test.Wrap(func(t test.Failer) {
		defer func() {
			if e := recover(); e != nil {
				out = &Output{Fatal: strings.TrimSpace(fmt.Sprintf("panic: %v\n%s", e, debug.Stack()))}
			}
		}()
		out = Run(t, in)
	})
	if out == nil {
		out = &Output{Fatal: fmt.Sprintf("the control plane gave up: %v", err)}
	}
	return out
}
