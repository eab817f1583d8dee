package model

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"
)

// The bounds of a connection. An answer is a few thousand tokens, a batch of
// vectors half a megabyte or two.
const (
	connectTimeout  = 10 * time.Second
	idleTimeout     = 90 * time.Second
	maxHeaderBytes  = 64 << 10
	maxBodyBytes    = 4 << 20
	longestRedirect = 3
)

// errTooLarge ends the reading of a body; how long it would have been is not
// known.
var errTooLarge = errors.New("its answer is longer than 4 MB")

// newHTTPClient is a client whose every step has an end. Proxies of the
// environment are used, since many companies have no other way out; never for
// plain http, which goes to this machine or where --insecure sends it.
func newHTTPClient(cfg Config) *http.Client {
	dialer := &net.Dialer{Timeout: connectTimeout}
	t := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    connectTimeout,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ResponseHeaderTimeout:  cfg.Timeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConnsPerHost:    cfg.Parallel,
		IdleConnTimeout:        idleTimeout,
		ForceAttemptHTTP2:      true,
	}
	if base, err := url.Parse(cfg.URL); err == nil && base.Scheme == "http" {
		t.Proxy = nil
		if !cfg.Insecure {
			dialer.Control = onlyLoopback
		}
	}
	return &http.Client{Transport: t, CheckRedirect: sameOrigin}
}

// onlyLoopback refuses what "localhost" does not always mean: the name is
// looked up like any other.
func onlyLoopback(_, address string, _ syscall.RawConn) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if !isLoopback(host) {
		return &elsewhereError{fmt.Sprintf("its name means %s, which is not this machine, and plain http goes no further without --insecure", host)}
	}
	return nil
}

// elsewhereError stops a request that was about to go to another place than the
// user named.
type elsewhereError struct{ why string }

func (e *elsewhereError) Error() string { return e.why }

// sameOrigin follows a redirect only where it stays with the endpoint and
// repeats the request as it was: texts and key go where the user said.
func sameOrigin(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host:
		return &elsewhereError{fmt.Sprintf("it redirects to %q", req.URL.Host)}
	case req.Method != first.Method:
		return &elsewhereError{"it redirects to a page"}
	case len(via) > longestRedirect:
		return &elsewhereError{"it redirects in circles"}
	}
	return nil
}

// received is a whole answer.
type received struct {
	status int
	header http.Header
	body   []byte
}

// once makes one attempt and reads the answer to its end, within the time-out
// and the size that an answer may have.
func once(client *http.Client, req *http.Request, timeout time.Duration) (*received, error) {
	ctx, cancel := context.WithTimeout(req.Context(), timeout)
	defer cancel()
	resp, err := client.Do(req.WithContext(ctx)) //nolint:gosec // the address is the user's own
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	// The transport unpacks a compressed answer before it is counted here.
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBodyBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read its answer: %w", err)
	}
	if len(body) > maxBodyBytes {
		return nil, errTooLarge
	}
	return &received{resp.StatusCode, resp.Header, body}, nil
}

// isSuccess is false for a page too: a wrong address or a portal answers so.
func (r *received) isSuccess() bool {
	return r.status >= http.StatusOK && r.status < http.StatusMultipleChoices && !isPage(r.body)
}

// response is the answer in the form that the library wants.
func (r *received) response(req *http.Request) *http.Response {
	return &http.Response{
		Status: http.StatusText(r.status), StatusCode: r.status, Header: r.header, Request: req,
		Body: io.NopCloser(bytes.NewReader(r.body)), ContentLength: int64(len(r.body)),
	}
}
