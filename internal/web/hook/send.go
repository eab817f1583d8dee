package hook

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Config is what a sender works with.
type Config struct {
	// Dir is the folder where messages wait; it is made if it is not there.
	Dir       string
	Endpoints []Endpoint
	Now       func() time.Time
	// NewID returns an id that no other message has.
	NewID func() string
	Log   *slog.Logger
	// Pace is how long to wait between tries; the zero value is DefaultPace.
	Pace Pace
}

// Pace is how patiently messages are sent.
type Pace struct {
	// First and Longest bound the wait between the tries of a round; it doubles
	// from one to the next. Round is the wait until the next round.
	First, Longest, Round time.Duration
	// Tries is how often a round tries again.
	Tries int
	// Keep is how old a message may become.
	Keep time.Duration
}

// DefaultPace gets over a restart of the receiver within a round, over a weekend
// within all of them.
func DefaultPace() Pace {
	return Pace{First: time.Second, Longest: time.Minute, Round: 15 * time.Minute, Tries: 5, Keep: 72 * time.Hour}
}

// attemptTimeout is how long a receiver may take to say that it received.
const attemptTimeout = 15 * time.Second

// Sender sends messages. Send may be called from several goroutines.
type Sender struct {
	cfg    Config
	box    outbox
	client *http.Client
	// wake has a place for each endpoint: a message for it waits.
	wake []chan struct{}
}

// New makes a sender; Run sends.
func New(cfg Config) (*Sender, error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of webhook messages: %w", err)
	}
	if cfg.Pace == (Pace{}) {
		cfg.Pace = DefaultPace()
	}
	s := &Sender{cfg: cfg, box: outbox{cfg.Dir}, client: &http.Client{
		Timeout: attemptTimeout,
		// The signature is for the receiver that was configured.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	for range cfg.Endpoints {
		s.wake = append(s.wake, make(chan struct{}, 1))
	}
	return s, nil
}

// body is what a receiver gets.
type body struct {
	Type      Type   `json:"type"`
	Timestamp string `json:"timestamp"`
	Data      any    `json:"data"`
}

// Send keeps a message for each endpoint that takes its type and has it sent.
// It returns when the messages are on the disk.
func (s *Sender) Send(t Type, data any) error {
	now := s.cfg.Now()
	text, err := json.Marshal(body{Type: t, Timestamp: now.UTC().Format(time.RFC3339), Data: data})
	if err != nil {
		return fmt.Errorf("encode a webhook message: %w", err)
	}
	for i, e := range s.cfg.Endpoints {
		if !e.takes(t) {
			continue
		}
		if err := s.box.put(&message{ID: "msg_" + s.cfg.NewID(), URL: e.URL, Type: t, Created: now, Body: text}); err != nil {
			return err
		}
		select {
		case s.wake[i] <- struct{}{}:
		default: // it is going to look anyhow
		}
	}
	return nil
}

// Run sends what waits and what comes until ctx ends. A slow receiver holds up
// its own messages only.
func (s *Sender) Run(ctx context.Context) {
	var all sync.WaitGroup
	for i := range s.cfg.Endpoints {
		all.Go(func() { s.serve(ctx, &s.cfg.Endpoints[i], s.wake[i]) })
	}
	all.Wait()
}

func (s *Sender) serve(ctx context.Context, e *Endpoint, wake <-chan struct{}) {
	for {
		if err := s.round(ctx, e); err != nil && ctx.Err() == nil {
			s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "webhook", slog.String("fault", err.Error()))
		}
		again := time.NewTimer(s.cfg.Pace.Round)
		select {
		case <-ctx.Done():
			again.Stop()
			return
		case <-wake:
			again.Stop()
		case <-again.C:
		}
	}
}

// round sends an endpoint's messages in order, and stops at the first that does
// not arrive: the others would not either, and would wait as long each.
func (s *Sender) round(ctx context.Context, e *Endpoint) error {
	list, err := s.box.list()
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.URL != e.URL {
			continue
		}
		if s.cfg.Now().Sub(m.Created) > s.cfg.Pace.Keep {
			s.cfg.Log.LogAttrs(ctx, slog.LevelWarn, "webhook given up", slog.String("id", m.ID), slog.String("type", string(m.Type)))
			if err := s.box.remove(m); err != nil {
				return err
			}
			continue
		}
		if err := s.deliver(ctx, e, m); err != nil {
			return err
		}
		if err := s.box.remove(m); err != nil {
			return err
		}
	}
	return nil
}

// deliver tries until the receiver takes the message, or the round is over.
func (s *Sender) deliver(ctx context.Context, e *Endpoint, m *message) error {
	c := retryablehttp.NewClient()
	c.HTTPClient, c.Logger = s.client, nil
	c.RetryMax, c.RetryWaitMin, c.RetryWaitMax = s.cfg.Pace.Tries, s.cfg.Pace.First, s.cfg.Pace.Longest
	c.CheckRetry, c.Backoff = retry, backoff
	// The last answer is judged below, like any other.
	c.ErrorHandler = retryablehttp.PassthroughErrorHandler
	c.PrepareRetry = func(r *http.Request) error { s.sign(r, e, m); return nil }
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodPost, e.URL, bytes.NewReader(m.Body))
	if err != nil {
		return fmt.Errorf("make a webhook request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "candor")
	s.sign(req.Request, e, m)
	res, err := c.Do(req)
	if err != nil {
		return fmt.Errorf("send webhook message %s: %w", m.ID, err)
	}
	if err := res.Body.Close(); err != nil {
		return fmt.Errorf("send webhook message %s: %w", m.ID, err)
	}
	if !received(res.StatusCode) {
		return fmt.Errorf("send webhook message %s: the receiver answered %s", m.ID, res.Status)
	}
	return nil
}

// sign signs anew for each try, since receivers refuse what is minutes old.
func (s *Sender) sign(r *http.Request, e *Endpoint, m *message) {
	now := s.cfg.Now()
	r.Header.Set(HeaderID, m.ID)
	r.Header.Set(HeaderTimestamp, strconv.FormatInt(now.Unix(), 10))
	r.Header.Set(HeaderSignature, Sign(e.Secret, m.ID, now, m.Body))
}

// received tells the answers after which a message is done with: taken, or the
// receiver is gone for good.
func received(status int) bool { return status >= 200 && status < 300 || status == http.StatusGone }

func retry(ctx context.Context, res *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	return err != nil || !received(res.StatusCode), nil //nolint:nilerr // whether to try again is the answer; the error stays the request's
}

// backoff doubles the wait and takes a random part of it, so that the senders
// that a receiver's failure stopped do not all come back at one time. What the
// receiver asks for by Retry-After counts, up to the longest wait.
func backoff(first, longest time.Duration, attempt int, res *http.Response) time.Duration {
	wait := min(retryablehttp.DefaultBackoff(first, longest, attempt, res), longest)
	return wait/2 + time.Duration(rand.Int64N(int64(wait/2)+1)) //nolint:gosec // spreads waits, guards nothing
}
