package cli

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"
)

// listening is where a server is reached.
type listening struct {
	ln net.Listener
	// url is the address to open, hosts the names that browsers send for it.
	url   string
	hosts []string
}

// onlyHere tells whether an address can be reached from this machine only. A
// name other than localhost is taken for one that others reach.
func onlyHere(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, usagef("--listen: %q is no address such as 127.0.0.1:8480", addr)
	}
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback(), nil
}

// listen opens the address. public is the address that people's browsers use,
// "" where it is the one listened on.
func listen(ctx context.Context, addr, public string, secure *tls.Config) (*listening, error) {
	here, err := onlyHere(addr)
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("listen on %s: another program does, perhaps candor serve; --listen 127.0.0.1:0 takes any free port", addr)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	l := &listening{ln: ln}
	bound, ok := ln.Addr().(*net.TCPAddr)
	if !ok || here && !bound.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("listen on %s: the system made it %s, which others can reach", addr, ln.Addr()), ln.Close())
	}
	l.name(addr, bound, public, secure != nil)
	if secure != nil {
		l.ln = tls.NewListener(ln, secure)
	}
	return l, nil
}

// name finds the names that the server answers to: the public one, and on this
// machine those that a person may write for it.
func (l *listening) name(addr string, bound *net.TCPAddr, public string, secure bool) {
	scheme, usual := "http", "80"
	if secure {
		scheme, usual = "https", "443"
	}
	port := fmt.Sprint(bound.Port)
	host, _, _ := net.SplitHostPort(addr) // onlyHere has checked it
	l.url = scheme + "://" + net.JoinHostPort(host, port)
	add := func(host, port, usual string) {
		l.hosts = append(l.hosts, net.JoinHostPort(host, port))
		if port == usual {
			l.hosts = append(l.hosts, host)
		}
	}
	if bound.IP.IsLoopback() {
		for _, name := range []string{"127.0.0.1", "localhost", "::1"} {
			add(name, port, usual)
		}
	}
	if public == "" {
		if host != "" {
			add(host, port, usual)
		}
		return
	}
	l.url = public
	if u, err := url.Parse(public); err == nil {
		l.hosts = append(l.hosts, u.Host)
		if u.Port() == "" {
			l.hosts = append(l.hosts, net.JoinHostPort(u.Hostname(), map[string]string{"https": "443", "http": "80"}[u.Scheme]))
		}
	}
}
