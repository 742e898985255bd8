package main

import (
	"bufio"
	"encoding/binary"
	"net"
	"syscall"
	"unsafe"
)

type connKey struct{}

type connMeta struct {
	tls  *TLSInfo
	port int
	ip   string
}

// metaConn carries what is known about the connection, and bytes that were read already.
type metaConn struct {
	net.Conn
	r    *bufio.Reader
	meta *connMeta
}

func (c *metaConn) Read(b []byte) (int, error) { return c.r.Read(b) }

// peekTLS is a connection whose first bytes were peeked, below TLS.
type peeked struct {
	net.Conn
	r *bufio.Reader
}

func (c *peeked) Read(b []byte) (int, error) { return c.r.Read(b) }

type chanListener struct {
	ch   chan net.Conn
	addr net.Addr
}

func (l *chanListener) Accept() (net.Conn, error) {
	c, ok := <-l.ch
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (l *chanListener) Close() error { return nil }

func (l *chanListener) Addr() net.Addr { return l.addr }

func originalDst(c net.Conn) (string, int) {
	t, ok := c.(*net.TCPConn)
	if !ok {
		return "", 0
	}
	rc, err := t.SyscallConn()
	if err != nil {
		return "", 0
	}
	var ip string
	var port int
	rc.Control(func(fd uintptr) {
		var b [16]byte
		n := uint32(16)
		_, _, e := syscall.Syscall6(syscall.SYS_GETSOCKOPT, fd, syscall.IPPROTO_IP, 80, uintptr(unsafe.Pointer(&b[0])), uintptr(unsafe.Pointer(&n)), 0)
		if e == 0 {
			port = int(binary.BigEndian.Uint16(b[2:4]))
			ip = net.IPv4(b[4], b[5], b[6], b[7]).String()
		}
	})
	return ip, port
}
