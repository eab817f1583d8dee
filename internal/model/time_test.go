package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"
)

// canned answers without a network, so that time can be a test's own.
type canned func(*http.Request) (int, string)

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body := c(r)
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

const cannedAnswer = `{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}]}`

func cannedClient(t *testing.T, cfg Config, answer canned) *Client {
	t.Helper()
	cfg.URL, cfg.Model = "https://x.invalid/v1", "m"
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.wire.http = &http.Client{Transport: answer}
	return c
}

func TestPace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := cannedClient(t, Config{RequestsPerSecond: 2}, func(*http.Request) (int, string) { return 200, cannedAnswer })
		start := time.Now() //nolint:forbidigo // the bubble's own clock
		for range 5 {
			if _, err := c.Complete(t.Context(), Request{}); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("5 requests took %s, want 2s", took)
		}
	})
}

// An endpoint that comes back is used again after its rest.
func TestBreakerCloses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		asked, status := 0, 500
		c := cannedClient(t, Config{}, func(*http.Request) (int, string) { asked++; return status, cannedAnswer })
		for range 20 {
			if _, err := c.Complete(t.Context(), Request{}); !errors.Is(err, ErrUnavailable) {
				t.Fatalf("error %v", err)
			}
		}
		if asked != tripAfter {
			t.Errorf("asked %d times, want %d", asked, tripAfter)
		}
		status = 200
		time.Sleep(restFor + time.Second)
		if _, err := c.Complete(t.Context(), Request{}); err != nil {
			t.Errorf("after its rest: %v", err)
		}
	})
}

// However an endpoint hangs, a request ends.
func TestHangEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := cannedClient(t, Config{}, func(r *http.Request) (int, string) {
			<-r.Context().Done()
			return 500, ""
		})
		c.wire.http.Transport = hanging{}
		start := time.Now() //nolint:forbidigo // the bubble's own clock
		if _, err := c.Complete(t.Context(), Request{}); !errors.Is(err, ErrUnavailable) {
			t.Errorf("error %v", err)
		}
		if took := time.Since(start); took > 2*DefaultTimeout+time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

type hanging struct{}

func (hanging) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// Whatever an endpoint sends, it is an object of the schema or an error of a
// kind that callers know, and never the key.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		cannedAnswer, `{"choices":[]}`, `{"error":{"message":"no","code":7}}`, `{"error":"no"}`, `<html>`, `{"detail":[1]}`, `{"choices":[{"message":{"content":"<think>{</think>` + "```" + `{\"word\":\"a\"} x"}}]}`,
		`{"choices":[{"message":{"content":null,"refusal":"no"}}],"usage":{"prompt_tokens":-1}}`, `{"error":{"message":["a","b"]}}`, `{"choices":[{"message":{"content":"{\"word\":\"a\",\"word\":7}"}}]}`, "sk-canary-0123456789",
	} {
		f.Add(200, []byte(seed))
		f.Add(400, []byte(seed))
		f.Add(503, []byte(seed))
	}
	schema := json.RawMessage(`{"type":"object","properties":{"word":{"type":"string"}},"required":["word"],"additionalProperties":false}`)
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 200 || status > 599 || status >= 300 && status < 400 {
			return
		}
		cfg := Config{Key: NewSecret("sk-canary-0123456789"), Sleep: noSleep}
		c := cannedClient(t, cfg, func(*http.Request) (int, string) { return status, string(body) })
		got, err := c.Complete(t.Context(), Request{Schema: schema, SchemaName: "word", MaxTokens: 5})
		if err != nil {
			known := errors.Is(err, ErrReply) || errors.Is(err, ErrRefused) || errors.Is(err, ErrUnavailable)
			if !known || !utf8.ValidString(err.Error()) || strings.Contains(err.Error(), "canary") || strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Fatalf("error %q", err)
			}
			return
		}
		var doc struct {
			Word *string `json:"word"`
		}
		dec := json.NewDecoder(bytes.NewReader([]byte(got)))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&doc); err != nil || doc.Word == nil {
			t.Fatalf("answer %q: %v", got, err)
		}
	})
}

func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }
