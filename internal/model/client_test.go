package model_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"candor/internal/model"
	"candor/internal/modeltest"
)

const secretKey = "sk-canary-0123456789"

// quick is a configuration for a fake endpoint that waits for nothing; pauses
// are kept in the slice.
func quick(s *modeltest.Server, pauses *[]time.Duration) model.Config {
	return model.Config{
		URL: s.URL, Model: "m", EmbeddingModel: "e", Key: model.NewSecret(secretKey), Timeout: 20 * time.Second, Version: "test",
		Random: func() float64 { return 0 },
		Sleep: func(ctx context.Context, d time.Duration) error {
			if pauses != nil {
				*pauses = append(*pauses, d)
			}
			return ctx.Err()
		},
	}
}

func client(t *testing.T, cfg model.Config) *model.Client {
	t.Helper()
	c, err := model.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var wordSchema = json.RawMessage(`{"type":"object","properties":{"word":{"type":"string"}},"required":["word"],"additionalProperties":false}`)

func wordRequest() model.Request {
	return model.Request{Name: "word/1", System: "Answer.", User: "Say a word.", Schema: wordSchema, SchemaName: "word", MaxTokens: 50}
}

const word = `{"word": "yes"}`

func TestComplete(t *testing.T) {
	t.Parallel()
	server := func(status int) modeltest.Step { return modeltest.Fail(status, "server_error", "oops") }
	tests := []struct {
		name   string
		script []modeltest.Step
		change func(*model.Config)
		want   string
		is     []error
		says   string
		// requests is how many were sent, 0 for any number.
		requests int
		pauses   []time.Duration
	}{
		{name: "good", script: []modeltest.Step{modeltest.Say(word)}, want: word, requests: 1},
		{name: "thinks aloud, in a fence", script: []modeltest.Step{modeltest.Say("<think>{no}</think>\nHere:\n```json\n" + word + "\n```")}, want: word, requests: 1},
		{
			name:   "429 with seconds",
			script: []modeltest.Step{modeltest.Busy("7"), modeltest.Say(word)}, want: word, requests: 2, pauses: []time.Duration{7 * time.Second},
		},
		{
			name: "429 with a time of day", change: func(c *model.Config) {
				c.Now = func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
			},
			script: []modeltest.Step{modeltest.Busy("Sun, 22 Nov 2026 10:00:09 GMT"), modeltest.Say(word)}, want: word, requests: 2, pauses: []time.Duration{9 * time.Second},
		},
		{
			name: "429 with a time past, then one of no use",
			change: func(c *model.Config) {
				c.Now = func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
			},
			script: []modeltest.Step{modeltest.Busy("Sun, 22 Nov 2026 09:00:00 GMT"), modeltest.Busy("soon"), modeltest.Say(word)}, want: word, requests: 3, pauses: []time.Duration{0, 500 * time.Millisecond},
		},
		{
			name:   "429 for an hour",
			script: []modeltest.Step{modeltest.Busy("3600")}, is: []error{model.ErrUnavailable}, says: "status 429: slow down", requests: 1,
		},
		{
			name:   "429 for ever",
			script: []modeltest.Step{modeltest.Busy("")}, is: []error{model.ErrUnavailable}, requests: 4, pauses: []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second},
		},
		{
			name:   "no money",
			script: []modeltest.Step{modeltest.Fail(429, "insufficient_quota", "You exceeded your current quota")}, is: []error{model.ErrRefused}, says: "quota", requests: 1,
		},
		{name: "two 500s", script: []modeltest.Step{server(500), server(503), modeltest.Say(word)}, want: word, requests: 3, pauses: []time.Duration{250 * time.Millisecond, 500 * time.Millisecond}},
		{name: "500 for ever", script: []modeltest.Step{server(500)}, is: []error{model.ErrUnavailable}, says: "status 500: oops", requests: 4},
		{name: "reset", script: []modeltest.Step{modeltest.Reset(), modeltest.Say(word)}, want: word, requests: 2},
		{name: "reset within", script: []modeltest.Step{modeltest.ResetWithin(), modeltest.Say(word)}, want: word, requests: 2},
		{name: "reset for ever", script: []modeltest.Step{modeltest.Reset()}, is: []error{model.ErrUnavailable}, says: "connection"},
		{
			name: "hangs", change: func(c *model.Config) { c.Timeout = 60 * time.Millisecond },
			script: []modeltest.Step{modeltest.Hang()}, is: []error{model.ErrUnavailable}, says: "no answer within 60ms", requests: 2,
		},
		{
			name: "drips", change: func(c *model.Config) { c.Timeout = 60 * time.Millisecond },
			script: []modeltest.Step{modeltest.Drip(5 * time.Millisecond)}, is: []error{model.ErrUnavailable}, says: "no answer within 60ms", requests: 2,
		},
		{name: "1 GB", script: []modeltest.Step{modeltest.Flood(1 << 30)}, is: []error{model.ErrUnavailable}, says: "longer than 4 MB", requests: 1},
		{name: "1 GB, zipped", script: []modeltest.Step{modeltest.FloodZipped(1 << 30)}, is: []error{model.ErrUnavailable}, says: "longer than 4 MB", requests: 1},
		{name: "wrong key", script: []modeltest.Step{modeltest.Fail(401, "invalid_api_key", "Incorrect API key provided: "+secretKey)}, is: []error{model.ErrRefused}, says: "Incorrect API key provided: ***", requests: 1},
		{name: "unknown model", script: []modeltest.Step{modeltest.Raw(404, `{"error": "model 'm' not found"}`)}, is: []error{model.ErrRefused}, says: "model 'm' not found", requests: 1},
		{name: "vLLM", script: []modeltest.Step{modeltest.Raw(400, `{"object":"error","message":"too long a context","code":400}`)}, is: []error{model.ErrRefused, model.ErrReply}, says: "too long a context", requests: 1},
		{name: "detail", script: []modeltest.Step{modeltest.Raw(422, `{"detail":[{"loc":["body"]}]}`)}, is: []error{model.ErrRefused, model.ErrReply}, says: "loc", requests: 1},
		{name: "a page", script: []modeltest.Step{modeltest.Page(200)}, is: []error{model.ErrRefused}, says: "web page", requests: 1},
		{name: "a page for an error", script: []modeltest.Step{modeltest.Page(403)}, is: []error{model.ErrRefused}, says: "web page", requests: 1},
		{name: "repeats what it was sent", script: []modeltest.Step{modeltest.Fail(400, "bad", `cannot parse "content":"Say a word."}],"max`)}, is: []error{model.ErrRefused}, says: "words that repeat what was sent"},
		{name: "redirects", script: []modeltest.Step{modeltest.Redirect(307, "https://elsewhere.example/v1")}, is: []error{model.ErrUnavailable}, says: `redirects to "elsewhere.example"`, requests: 1},
		{name: "redirects to a page", script: []modeltest.Step{modeltest.Redirect(302, "/login")}, is: []error{model.ErrUnavailable}, says: "redirects to a page", requests: 1},
		{name: "redirects in circles", script: []modeltest.Step{modeltest.Redirect(307, "/v1/chat/completions")}, is: []error{model.ErrUnavailable}, says: "circles", requests: 4},
		{name: "no choices", script: []modeltest.Step{modeltest.NoChoices()}, is: []error{model.ErrReply}, says: "empty", requests: 1},
		{name: "says nothing", script: []modeltest.Step{modeltest.Say("")}, is: []error{model.ErrReply}, says: "empty", requests: 1},
		{name: "not the interface", script: []modeltest.Step{modeltest.Raw(200, `[1, 2]`)}, is: []error{model.ErrReply}, requests: 1},
		{name: "half an answer", script: []modeltest.Step{modeltest.Raw(200, `{"choices": [`)}, is: []error{model.ErrReply}, requests: 1},
		{name: "filtered", script: []modeltest.Step{modeltest.Filtered()}, is: []error{model.ErrReply}, says: "would not answer", requests: 1},
		{name: "cut off, then not", script: []modeltest.Step{modeltest.Cut(`{"wo`), modeltest.Say(word)}, want: word, requests: 2},
		{name: "cut off", script: []modeltest.Step{modeltest.Cut(`{"wo`)}, is: []error{model.ErrReply}, says: "cut off", requests: 2},
		{name: "wrong JSON", script: []modeltest.Step{modeltest.Say(`{"word": `)}, is: []error{model.ErrReply}, says: "not whole", requests: 2},
		{name: "no JSON", script: []modeltest.Step{modeltest.Say(`I cannot.`)}, is: []error{model.ErrReply}, says: "no JSON", requests: 2},
		{name: "schema ignored, then asked in words", script: []modeltest.Step{modeltest.Say(`{"verdict": true}`), modeltest.Say(word)}, want: word, requests: 2},
		{name: "schema ignored", script: []modeltest.Step{modeltest.Say(`{"word": 7}`)}, is: []error{model.ErrReply}, says: "schema", requests: 2},
		{name: "knows objects", script: []modeltest.Step{modeltest.Knows(modeltest.Say(word), "json_object")}, want: word, requests: 2},
		{name: "knows no formats", script: []modeltest.Step{modeltest.Knows(modeltest.Say(word))}, want: word, requests: 3},
		{name: "wants other names", script: []modeltest.Step{modeltest.Forbids(modeltest.Say(word), "max_tokens", "temperature", "seed")}, want: word, requests: 4},
		{name: "a grammar fails with 500", script: []modeltest.Step{modeltest.Raw(500, `{"error":{"message":"failed to parse grammar"}}`), modeltest.Say(word)}, want: word, requests: 2},
		{name: "requests used up", change: func(c *model.Config) { c.MaxRequests = 2 }, script: []modeltest.Step{server(500)}, is: []error{model.ErrBudget}, says: "2 requests", requests: 2},
		{name: "tokens used up", change: func(c *model.Config) { c.MaxTokens = 40 }, is: []error{model.ErrBudget}, says: "40 tokens"},
		{name: "no chat model", change: func(c *model.Config) { c.Model = "" }, is: []error{model.ErrRefused}, says: "no chat model"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := modeltest.New(t, tt.script...)
			var pauses []time.Duration
			cfg := quick(s, &pauses)
			if tt.change != nil {
				tt.change(&cfg)
			}
			c := client(t, cfg)
			got, err := c.Complete(t.Context(), wordRequest())
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			for _, is := range tt.is {
				if !errors.Is(err, is) {
					t.Errorf("error %v is none of kind %q", err, is)
				}
			}
			if (err == nil) != (tt.is == nil) {
				t.Errorf("unexpected error %v", err)
			}
			if err != nil && (!strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), secretKey) || strings.Contains(err.Error(), "127.0.0.1:")) {
				t.Errorf("error %q: want %q in it, and neither key nor address", err, tt.says)
			}
			if n := len(s.Received()); tt.requests > 0 && n != tt.requests {
				t.Errorf("sent %d requests, want %d", n, tt.requests)
			}
			if tt.pauses != nil {
				if diff := cmp.Diff(tt.pauses, pauses); diff != "" {
					t.Errorf("pauses (-want +got):\n%s", diff)
				}
			}
			if tt.is != nil && !errors.Is(err, model.ErrReply) && !errors.Is(err, model.ErrBudget) && cfg.Model != "" && c.Spent().Failed == "" {
				t.Error("the failure is not told at the end")
			}
		})
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	untrusted := modeltest.NewTLS(t)
	plain := modeltest.New(t)
	tests := []struct{ name, url, says string }{
		{"certificate of nobody", untrusted.URL, "certificate is not trusted"},
		{"not TLS", strings.Replace(plain.URL, "http:", "https:", 1), "HTTP response to HTTPS"},
		{"nobody there", "http://127.0.0.1:1/v1", "connection refused"},
		{"no such name", "https://candor.invalid/v1", "candor.invalid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := quick(plain, nil)
			cfg.URL = tt.url
			_, err := client(t, cfg).Complete(t.Context(), wordRequest())
			if !errors.Is(err, model.ErrUnavailable) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one of no endpoint with %q", err, tt.says)
			}
		})
	}
}

// What goes out is what the interface documents, whatever the library makes of
// zeros.
func TestRequestOnTheWire(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Say(word))
	r := wordRequest()
	r.User = `He said "temperature":1e-45 once.`
	if _, err := client(t, quick(s, nil)).Complete(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	got := s.Received()[0]
	var body map[string]json.RawMessage
	if err := json.Unmarshal(got.Body, &body); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"temperature": "0", "seed": "1", "max_tokens": "50", "model": `"m"`} {
		if string(body[name]) != want {
			t.Errorf("%s is %s, want %s", name, body[name], want)
		}
	}
	if got.Chat.User != r.User || got.Chat.System != r.System || got.Chat.Format != "json_schema" || !strings.Contains(string(got.Body), `"strict":true`) {
		t.Errorf("request is %s", got.Body)
	}
	if got.Path != "/v1/chat/completions" || got.Header.Get("Authorization") != "Bearer "+secretKey || got.Header.Get("User-Agent") != "candor/test" {
		t.Errorf("sent to %s with %v", got.Path, got.Header)
	}
}

func TestReasoningModels(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Say(word))
	cfg := quick(s, nil)
	cfg.Model = "o4-mini"
	if _, err := client(t, cfg).Complete(t.Context(), wordRequest()); err != nil {
		t.Fatal(err)
	}
	want := []string{"max_completion_tokens", "messages", "model", "response_format", "seed", "stream"}
	if diff := cmp.Diff(want, s.Received()[0].Chat.Fields); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestAzure(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Say(word))
	cfg := quick(s, nil)
	cfg.Kind, cfg.URL = model.Azure, strings.TrimSuffix(s.URL, "/v1")+"/openai/deployments/our%20gpt-4.1/chat/completions?api-version=2025-01-01"
	cfg.Model = ""
	c := client(t, cfg)
	if _, err := c.Complete(t.Context(), wordRequest()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Embed(t.Context(), []string{"a"}); err != nil {
		t.Fatal(err)
	}
	got := s.Received()
	if got[0].Path != "/openai/deployments/our%20gpt-4.1/chat/completions?api-version=2025-01-01" || got[1].Path != "/openai/deployments/e/embeddings?api-version=2025-01-01" {
		t.Errorf("sent to %s and %s", got[0].Path, got[1].Path)
	}
	if got[0].Header.Get("Api-Key") != secretKey || got[0].Header.Get("Authorization") != "" {
		t.Errorf("headers %v", got[0].Header)
	}
}

// An endpoint that is down is left alone, for all who wait for it.
func TestBreaker(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Fail(http.StatusInternalServerError, "", "oops"))
	c := client(t, quick(s, nil))
	for range 300 {
		if _, err := c.Complete(t.Context(), wordRequest()); !errors.Is(err, model.ErrUnavailable) {
			t.Fatalf("error %v", err)
		}
	}
	if n := len(s.Received()); n != 5 {
		t.Errorf("the endpoint was asked %d times, want 5", n)
	}
	if got := c.Spent(); got.Failed == "" || got.Requests+got.Retries != 5 {
		t.Errorf("spent %+v", got)
	}
}

func TestRefusalsEnd(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		script []modeltest.Step
		most   int
	}{
		{"key", []modeltest.Step{modeltest.Fail(401, "invalid_api_key", "no")}, 1},
		{"every request", []modeltest.Step{modeltest.Fail(400, "bad", "no")}, 300},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := modeltest.New(t, tt.script...)
			c := client(t, quick(s, nil))
			var err error
			for n := 0; n < 300; n++ {
				_, err = c.Complete(t.Context(), wordRequest())
				if !errors.Is(err, model.ErrReply) {
					break
				}
			}
			if !errors.Is(err, model.ErrRefused) || errors.Is(err, model.ErrReply) || len(s.Received()) > 5 {
				t.Errorf("after %d requests: %v", len(s.Received()), err)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Hang())
	ctx, cancel := context.WithCancel(t.Context())
	c := client(t, quick(s, nil))
	ended := make(chan error)
	go func() {
		_, err := c.Complete(ctx, wordRequest())
		ended <- err
	}()
	for len(s.Received()) == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the context's", err)
	}
	if got := c.Spent(); got.Failed != "" {
		t.Errorf("a run that was stopped blames the endpoint: %+v", got)
	}
}

func TestSpent(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Fail(500, "", ""), modeltest.Say(word))
	cfg := quick(s, nil)
	cfg.CacheDir = t.TempDir()
	c := client(t, cfg)
	for range 3 {
		if _, err := c.Complete(t.Context(), wordRequest()); err != nil {
			t.Fatal(err)
		}
	}
	want := model.Spent{Requests: 1, Retries: 1, FromCache: 2, PromptTokens: 4, CompletionTokens: 3}
	if diff := cmp.Diff(want, c.Spent()); diff != "" {
		t.Errorf("spent (-want +got):\n%s", diff)
	}
}

func TestParallel(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Say(word))
	s.Delay(20 * time.Millisecond)
	cfg := quick(s, nil)
	cfg.Parallel = 3
	c := client(t, cfg)
	errs := make(chan error)
	for range 12 {
		go func() {
			_, err := c.Complete(t.Context(), wordRequest())
			errs <- err
		}()
	}
	for range 12 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if most := s.MostAtOnce(); most != 3 {
		t.Errorf("%d requests at a time, want 3", most)
	}
}
