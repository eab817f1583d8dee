package model

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"
	"golang.org/x/time/rate"
)

// When an endpoint is left alone, and for how long before one request tries it
// again: five attempts in a row outlast any hiccup that retries are for.
const (
	tripAfter = 5
	restFor   = 30 * time.Second
)

// wire carries requests to the endpoint: within the pace, the budget and the
// number at a time that were asked for, again where that may help, and not at
// all while the endpoint is down. It is what the library takes for its HTTP
// client, and shows it answers of success only.
type wire struct {
	cfg     Config
	http    *http.Client
	open    chan struct{}
	pace    *rate.Limiter
	breaker *gobreaker.TwoStepCircuitBreaker[any]
	meter   *meter

	mu sync.Mutex
	// gone says for each path why it is of no use in this run.
	gone map[string]error
	// last is what failed last, for those who are turned away after.
	last string
}

func newWire(cfg Config, m *meter) *wire {
	pace := rate.Inf
	if cfg.RequestsPerSecond > 0 {
		pace = rate.Limit(cfg.RequestsPerSecond)
	}
	return &wire{
		cfg: cfg, http: newHTTPClient(cfg), meter: m,
		open: make(chan struct{}, cfg.Parallel),
		pace: rate.NewLimiter(pace, 1),
		gone: map[string]error{},
		breaker: gobreaker.NewTwoStepCircuitBreaker[any](gobreaker.Settings{
			Name: "model endpoint", Timeout: restFor,
			ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= tripAfter },
			IsExcluded:  func(err error) bool { return errors.Is(err, context.Canceled) },
		}),
	}
}

// outcome is what became of one attempt. The error is ready to be returned,
// should what is to be done about it be nothing.
type outcome struct {
	got *received
	do  remedy
	err error
	// late is true if the attempt ran out of time.
	late bool
}

// Do sends a request until it is answered or there is no use in it. The
// response is one of success, with its body in memory; the error of another
// answer holds a statusError.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	req.Header.Set("User-Agent", "candor/"+w.cfg.Version)
	if err := zeroTemperature(req); err != nil {
		return nil, err
	}
	timeouts := 0
	for attempt := 0; ; attempt++ {
		if attempt > 0 {
			if err := rewind(req); err != nil {
				return nil, err
			}
		}
		o := w.attempt(req, attempt > 0)
		if o.err == nil {
			return o.got.response(req), nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if o.late {
			timeouts++
		}
		pause := w.pause(attempt, o.got)
		if !o.do.repeats() || pause < 0 || attempt+1 >= mostAttempts || timeouts >= mostTimeouts {
			return nil, o.err
		}
		if err := w.cfg.Sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// zeroTemperature says 0 where the library can only say next to nothing: it
// leaves out a zero, which means 1 to an endpoint, and the server of llama.cpp
// divides by what it is given. Inside of texts the quotes would be escaped.
func zeroTemperature(req *http.Request) error {
	body := sent(req)
	zero := bytes.Replace(body, []byte(`"temperature":1e-45`), []byte(`"temperature":0`), 1)
	if len(zero) == len(body) {
		return nil
	}
	req.ContentLength = int64(len(zero))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(zero)), nil }
	return rewind(req)
}

// rewind puts the body back to its begin.
func rewind(req *http.Request) error {
	if req.GetBody == nil {
		return nil
	}
	body, err := req.GetBody()
	if err != nil {
		return fmt.Errorf("send the request again: %w", err)
	}
	req.Body = body
	return nil
}

// attempt sends a request once, as soon as it may.
func (w *wire) attempt(req *http.Request, isRetry bool) outcome {
	ctx, path := req.Context(), req.URL.Path
	select {
	case w.open <- struct{}{}:
		defer func() { <-w.open }()
	case <-ctx.Done():
		return outcome{do: never, err: ctx.Err()}
	}
	if err := w.pace.Wait(ctx); err != nil {
		// It also fails early, where the context would not last.
		return outcome{do: never, err: cmp.Or(ctx.Err(), context.DeadlineExceeded)}
	}
	if err := w.whyGone(path); err != nil {
		return outcome{do: never, err: err}
	}
	done, err := w.breaker.Allow()
	if err != nil {
		return outcome{do: never, err: fmt.Errorf("%w: it failed too often: %s", ErrUnavailable, w.lastFailure())}
	}
	if err := w.meter.attempt(isRetry); err != nil {
		done(context.Canceled)
		return outcome{do: never, err: err}
	}
	got, err := once(w.http, req, w.cfg.Timeout)
	switch {
	case err != nil && ctx.Err() != nil:
		done(context.Canceled)
		return outcome{do: never, err: ctx.Err()}
	case err != nil:
		done(err)
		return w.lost(ctx, path, err)
	case got.isSuccess():
		done(nil)
		return outcome{got: got, do: keep}
	}
	o := w.answered(req, got)
	switch o.do {
	case again, drop:
		done(o.err)
	case keep, slower, never:
		done(nil)
	}
	return o
}

// lost deals with an attempt that got no whole answer.
func (w *wire) lost(ctx context.Context, path string, err error) outcome {
	reason := plainly(ctx, err, w.cfg.Timeout)
	o := outcome{do: judged(err), late: isTimeout(ctx, err), err: fmt.Errorf("%w: %s", ErrUnavailable, reason)}
	w.note(path, o, reason)
	return o
}

// answered deals with an answer other than success.
func (w *wire) answered(req *http.Request, got *received) outcome {
	e := explained(got.status, got.body)
	o := outcome{got: got, do: judgedStatus(e)}
	e.said = presentable(e.raw, w.cfg.Key.value, sent(req))
	if isPage(got.body) && o.do == keep {
		o.do = never // a page in place of the interface is there for good
	}
	kind := ErrRefused
	if o.do.repeats() {
		kind = ErrUnavailable
	}
	o.err = fmt.Errorf("%w: %w", kind, e)
	w.note(req.URL.Path, o, e.Error())
	return o
}

// note remembers a failure for those that come after.
func (w *wire) note(path string, o outcome, reason string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if o.do != keep {
		w.last = reason
	}
	if o.do == never {
		w.gone[path] = o.err
	}
}

// sent is the body of a request, for comparison.
func sent(req *http.Request) []byte {
	if req.GetBody == nil {
		return nil
	}
	body, err := req.GetBody()
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return nil
	}
	return data
}

func (w *wire) lastFailure() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last
}

func (w *wire) whyGone(path string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.gone[path]
}
