package model

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// How often and after how long a request is tried again. Four attempts with
// these pauses outlast a restart of a server and a service's breath of a few
// seconds. A pause asked for is kept up to longestPause: a service that counts
// by the minute asks for less, one that asks for more is not coming back soon.
const (
	mostAttempts  = 4
	mostTimeouts  = 2
	firstPause    = 500 * time.Millisecond
	longestGrowth = 8 * time.Second
	longestPause  = 30 * time.Second
)

// remedy is what to do about an attempt.
type remedy string

const (
	// keep the answer, good or bad.
	keep remedy = "keep"
	// again is what may go better next time.
	again remedy = "again"
	// slower is again, and no sign that the endpoint is ill.
	slower remedy = "slower"
	// never is what stays as it is for the whole run.
	never remedy = "never"
	// drop is a failure that is not worth another attempt.
	drop remedy = "drop"
)

func (r remedy) repeats() bool { return r == again || r == slower }

// judged says what to do about an attempt that failed on the way.
func judged(err error) remedy {
	var away *elsewhereError
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.As(err, &away), errors.As(err, &cert), errors.As(err, &dns) && dns.IsNotFound, errors.Is(err, http.ErrSchemeMismatch):
		return never
	case errors.Is(err, errTooLarge):
		return drop
	}
	return again
}

// judgedStatus says what to do about an answer.
func judgedStatus(e *statusError) remedy {
	switch s := e.status; {
	case s == http.StatusTooManyRequests && e.code == "insufficient_quota":
		return never
	case s == http.StatusTooManyRequests:
		return slower
	case s == http.StatusUnauthorized, s == http.StatusPaymentRequired, s == http.StatusForbidden,
		s == http.StatusNotFound, s == http.StatusMethodNotAllowed:
		return never
	case s == http.StatusNotImplemented, e.isAboutForm():
		return keep
	case s == http.StatusRequestTimeout, s == http.StatusTooEarly, s >= http.StatusInternalServerError:
		return again
	}
	return keep
}

// pause is how long to wait before the next attempt: as asked for, else twice
// as long each time and up to half of it by chance, so that requests that failed
// together do not come back together. It is negative where waiting is no use.
func (w *wire) pause(attempt int, got *received) time.Duration {
	if got != nil {
		if asked, ok := retryAfter(got.header.Get("Retry-After"), w.cfg.Now); ok {
			if asked > longestPause {
				return -1
			}
			return max(asked, 0)
		}
	}
	grown := min(firstPause<<attempt, longestGrowth)
	return grown/2 + time.Duration(float64(grown/2)*w.cfg.Random())
}

// retryAfter reads the header of that name: seconds, or a time of day.
func retryAfter(value string, now func() time.Time) (time.Duration, bool) {
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	at, err := http.ParseTime(value)
	if err != nil || now == nil {
		return 0, false
	}
	return at.Sub(now()), true
}

// isTimeout is true for an attempt that ran out of its time, while the run has
// time left.
func isTimeout(ctx context.Context, err error) bool {
	var n net.Error
	return ctx.Err() == nil && (errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n) && n.Timeout())
}

// plainly words a failure on the way without the address, which the library
// repeats in every error, and without what a proxy or a resolver adds to it.
func plainly(ctx context.Context, err error, timeout time.Duration) string {
	var away *elsewhereError
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var op *net.OpError
	switch {
	case errors.As(err, &away):
		return away.why
	case errors.As(err, &cert):
		return "its certificate is not trusted: " + cert.Err.Error()
	case isTimeout(ctx, err):
		return fmt.Sprintf("it gave no answer within %s", timeout)
	case errors.As(err, &dns):
		return fmt.Sprintf("its name %q cannot be looked up", dns.Name)
	case errors.As(err, &op):
		return op.Err.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it closed the connection"
	}
	for u := errors.Unwrap(err); u != nil; u = errors.Unwrap(err) {
		err = u
	}
	return err.Error()
}
