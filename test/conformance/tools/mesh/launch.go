package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// call talks to the process of a pod.
func (p *runningPod) call(path string, in, out any) error {
	c := http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(p.home, "sock"))
	}}}
	b, _ := json.Marshal(in)
	r, err := c.Post("http://pod"+path, "application/json", bytes.NewReader(b))
	if err != nil {
		return err
	}
	defer r.Body.Close()
	o, err := io.ReadAll(r.Body)
	if err != nil || out == nil {
		return err
	}
	if r.StatusCode != 200 {
		return fmt.Errorf("%s", o)
	}
	if s, ok := out.(*[]byte); ok {
		*s = o
		return nil
	}
	return json.Unmarshal(o, out)
}

// launch starts the process of a pod in new namespaces and connects it.
func (n *node) launch(s *podSpec) (*runningPod, error) {
	s.Dir = n.dir
	s.Home = filepath.Join(n.dir, "pods", s.Namespace+"."+s.Name)
	os.RemoveAll(s.Home)
	if err := os.MkdirAll(s.Home, 0o755); err != nil {
		return nil, err
	}
	b, _ := json.Marshal(s)
	spec := filepath.Join(s.Home, "spec.json")
	os.WriteFile(spec, b, 0o600)
	log, err := os.Create(filepath.Join(s.Home, "pod.log"))
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("/proc/self/exe", "pod", spec)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	n.seq++
	p := &runningPod{key: s.Namespace + "/" + s.Name, ip: s.IP, home: s.Home, cmd: cmd, workload: s.Workload, veth: fmt.Sprintf("ve%d", n.seq), listenPorts: s.EchoPorts}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	for _, c := range []string{
		fmt.Sprintf("link add %s type veth peer name eth0 netns %d", p.veth, cmd.Process.Pid),
		"addr add 169.254.1.1/32 dev " + p.veth, "link set " + p.veth + " up",
		"route add " + s.IP + "/32 dev " + p.veth,
	} {
		if err := sh("ip", strings.Fields(c)...); err != nil {
			cmd.Process.Kill()
			return nil, err
		}
	}
	in.Write([]byte{1})
	for i := 0; i < 1000; i++ {
		if c, err := net.Dial("unix", filepath.Join(s.Home, "sock")); err == nil {
			c.Close()
			n.pods[p.key] = p
			return p, nil
		}
		select {
		case <-ended:
			b, _ := os.ReadFile(filepath.Join(s.Home, "pod.log"))
			return nil, fmt.Errorf("pod %s: %s", p.key, tail(string(b), 1500))
		case <-time.After(10 * time.Millisecond):
		}
	}
	cmd.Process.Kill()
	return nil, fmt.Errorf("pod %s does not start", p.key)
}

func (n *node) stop(p *runningPod) {
	p.cmd.Process.Kill() // pid 1 of its namespace: Envoy and pilot-agent end with it
	delete(n.pods, p.key)
}

// startFixedPods starts the outside world: a client and all servers.
func (n *node) startFixedPods() error {
	if _, err := n.launch(&podSpec{Name: "client", Namespace: "mesh", IP: "198.51.100.10", Workload: "outside client", Resolv: "nameserver " + nodeIP + "\n"}); err != nil {
		return err
	}
	p, err := n.launch(&podSpec{Name: "internet", Namespace: "mesh", IP: "203.0.113.250", Workload: "outside", Outside: true, EchoPorts: []int{9999}, Resolv: "nameserver " + nodeIP + "\n"})
	if err != nil {
		return err
	}
	if err := sh("ip", "route", "add", "198.18.0.0/15", "dev", p.veth, "via", p.ip, "onlink"); err != nil {
		return err
	}
	n.dnsMu.Lock()
	n.internet, n.dirty = p, true
	n.dnsMu.Unlock()
	n.tellOutside()
	return nil
}

// launchLocked is launch for several pods at once: the lock is only held for what they share.
func (n *node) launchLocked(s *podSpec, mu *sync.Mutex) (*runningPod, error) {
	c := &node{dir: n.dir, pods: map[string]*runningPod{}}
	n.seq++
	c.seq = n.seq
	mu.Unlock()
	p, err := c.launch(s)
	mu.Lock()
	if err == nil {
		n.pods[p.key] = p
	}
	return p, err
}
