package main

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// applyDefaults is the part of the API server's defaulting that injection can see.
func applyDefaults(p *corev1.Pod) {
	s := &p.Spec
	if s.SecurityContext == nil {
		s.SecurityContext = &corev1.PodSecurityContext{}
	}
	if s.DNSPolicy == "" {
		s.DNSPolicy = corev1.DNSClusterFirst
	}
	if s.RestartPolicy == "" {
		s.RestartPolicy = corev1.RestartPolicyAlways
	}
	if s.ServiceAccountName == "" {
		s.ServiceAccountName = "default"
	}
	for _, l := range [][]corev1.Container{s.Containers, s.InitContainers} {
		for i := range l {
			c := &l[i]
			if c.ImagePullPolicy == "" {
				c.ImagePullPolicy = corev1.PullIfNotPresent
				img := c.Image[strings.LastIndex(c.Image, "/")+1:]
				if !strings.ContainsAny(img, ":@") || strings.HasSuffix(img, ":latest") {
					c.ImagePullPolicy = corev1.PullAlways
				}
			}
			if c.TerminationMessagePath == "" {
				c.TerminationMessagePath = corev1.TerminationMessagePathDefault
			}
			if c.TerminationMessagePolicy == "" {
				c.TerminationMessagePolicy = corev1.TerminationMessageReadFile
			}
			for j := range c.Ports {
				if c.Ports[j].Protocol == "" {
					c.Ports[j].Protocol = corev1.ProtocolTCP
				}
			}
		}
	}
}
