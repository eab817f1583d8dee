package hook_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"candor/internal/web/hook"

	"github.com/google/go-cmp/cmp"
)

var (
	day = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	key = []byte("0123456789abcdefghijklmn")
)

func load(t *testing.T, text string) ([]hook.Endpoint, error) {
	t.Helper()
	read := func(path string) ([]byte, error) {
		if path != "key" {
			return nil, fs.ErrNotExist
		}
		return []byte("whsec_" + base64.StdEncoding.EncodeToString(key) + "\n"), nil
	}
	env := func(name string) string {
		return map[string]string{"PLAIN": string(key), "SHORT": "short", "BROKEN": "whsec_%"}[name]
	}
	return hook.Load(fstest.MapFS{"hooks.yaml": {Data: []byte(text)}}, "hooks.yaml", read, env)
}

func TestLoad(t *testing.T) {
	t.Parallel()
	got, err := load(t, `
webhooks:
  - {url: "https://example.com/a", secret_file: key, events: [gap.new]}
  - {url: "http://127.0.0.1:9000/b", secret_env: PLAIN}
`)
	want := []hook.Endpoint{
		{URL: "https://example.com/a", Secret: key, Types: []hook.Type{hook.NewGap}},
		{URL: "http://127.0.0.1:9000/b", Secret: key},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Load: %v (-want +got)\n%s", err, diff)
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, entry, want string }{
		{"plain http elsewhere", `{url: "http://example.com", secret_env: PLAIN}`, "must begin with https://"},
		{"no address", `{url: "example", secret_env: PLAIN}`, "no address"},
		{"a password in the address", `{url: "https://a:b@example.com", secret_env: PLAIN}`, "no name and password"},
		{"no secret", `{url: "https://example.com"}`, "name the signing secret"},
		{"two secrets", `{url: "https://example.com", secret_env: PLAIN, secret_file: key}`, "name the signing secret"},
		{"a secret that is not there", `{url: "https://example.com", secret_file: other}`, "read the secret"},
		{"a short secret", `{url: "https://example.com", secret_env: SHORT}`, "needs 24"},
		{"a broken secret", `{url: "https://example.com", secret_env: BROKEN}`, "no base64"},
		{"an event that is none", `{url: "https://example.com", secret_env: PLAIN, events: [gap.neu]}`, `did you mean "gap.new"`},
		{"a key that is none", `{url: "https://example.com", secret: abc}`, "secret"},
		{"an address twice", "{url: \"https://example.com\", secret_env: PLAIN}\n  - {url: \"https://example.com\", secret_env: PLAIN}", "there twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, "webhooks:\n  - "+tt.entry+"\n")
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "hooks.yaml:") {
				t.Errorf("Load: %v; want hooks.yaml: … %s", err, tt.want)
			}
		})
	}
}

// The example is the one that the specification gives.
func TestSign(t *testing.T) {
	t.Parallel()
	secret, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	got := hook.Sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("Sign = %s, want %s", got, want)
	}
}

// got is what a receiver received.
type got struct{ id, signature, body string }

// receiver answers with the statuses in turn, then with 204, and hands on what
// it got.
func receiver(t *testing.T, statuses ...int) (string, <-chan got) {
	t.Helper()
	var n atomic.Int32
	heard := make(chan got, 16)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		at, err := strconv.ParseInt(r.Header.Get(hook.HeaderTimestamp), 10, 64)
		if err != nil {
			t.Error(err)
		}
		if want := hook.Sign(key, r.Header.Get(hook.HeaderID), time.Unix(at, 0), text); r.Header.Get(hook.HeaderSignature) != want {
			t.Errorf("signature %q, want %q", r.Header.Get(hook.HeaderSignature), want)
		}
		status := http.StatusNoContent
		if i := int(n.Add(1)) - 1; i < len(statuses) {
			status = statuses[i]
		}
		if status == http.StatusFound {
			w.Header().Set("Location", "/elsewhere")
		}
		w.WriteHeader(status)
		heard <- got{r.Header.Get(hook.HeaderID), r.URL.Path, string(text)}
	}))
	t.Cleanup(srv.Close)
	return srv.URL, heard
}

func sender(t *testing.T, dir string, pace hook.Pace, endpoints ...hook.Endpoint) *hook.Sender {
	t.Helper()
	var n atomic.Int32
	s, err := hook.New(hook.Config{
		Dir: dir, Endpoints: endpoints, Pace: pace, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return day.Add(time.Duration(n.Load())) }, NewID: func() string { return strconv.Itoa(int(n.Add(1))) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run runs the sender until the test is over.
func run(t *testing.T, s *hook.Sender) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { s.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
}

func quick() hook.Pace {
	return hook.Pace{First: time.Millisecond, Longest: 2 * time.Millisecond, Round: time.Hour, Tries: 3, Keep: time.Hour}
}

func TestFailuresAreTriedAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusInternalServerError, http.StatusTooManyRequests, http.StatusNotFound, http.StatusFound} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			url, heard := receiver(t, status, status)
			s := sender(t, t.TempDir(), quick(), hook.Endpoint{URL: url, Secret: key})
			run(t, s)
			if err := s.Send(hook.Finished, map[string]string{"questionnaire": "q1"}); err != nil {
				t.Fatal(err)
			}
			want := got{"msg_1", "/", `{"type":"questionnaire.finished","timestamp":"2026-11-22T09:00:00Z","data":{"questionnaire":"q1"}}`}
			for range 3 {
				if diff := cmp.Diff(want, <-heard, cmp.AllowUnexported(got{})); diff != "" {
					t.Errorf("received (-want +got)\n%s", diff)
				}
			}
		})
	}
}

func TestOnlyTheTypesAskedFor(t *testing.T) {
	t.Parallel()
	url, heard := receiver(t)
	s := sender(t, t.TempDir(), quick(), hook.Endpoint{URL: url, Secret: key, Types: []hook.Type{hook.NewGap}})
	run(t, s)
	for _, typ := range hook.Types() {
		if err := s.Send(typ, nil); err != nil {
			t.Fatal(err)
		}
	}
	if first := <-heard; !strings.Contains(first.body, `"gap.new"`) {
		t.Errorf("received %s", first.body)
	}
}

// A receiver that is down when the server stops gets its messages, in order and
// once, from the server that starts next.
func TestMessagesOutliveTheServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	url, heard := receiver(t)
	before := sender(t, dir, quick(), hook.Endpoint{URL: url, Secret: key})
	for _, typ := range []hook.Type{hook.NeedsReview, hook.Finished} {
		if err := before.Send(typ, nil); err != nil {
			t.Fatal(err)
		}
	}
	run(t, sender(t, dir, quick(), hook.Endpoint{URL: url, Secret: key}))
	for _, want := range []string{"msg_1", "msg_2"} {
		if m := <-heard; m.id != want {
			t.Errorf("received %s, want %s", m.id, want)
		}
	}
}

func TestOldMessagesAreGivenUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	url, heard := receiver(t)
	pace := quick()
	old := sender(t, dir, pace, hook.Endpoint{URL: url, Secret: key})
	if err := old.Send(hook.Finished, nil); err != nil {
		t.Fatal(err)
	}
	pace.Keep = time.Nanosecond
	s, err := hook.New(hook.Config{
		Dir: dir, Endpoints: []hook.Endpoint{{URL: url, Secret: key}}, Pace: pace, Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return day.Add(time.Minute) }, NewID: func() string { return "later" },
	})
	if err != nil {
		t.Fatal(err)
	}
	run(t, s)
	pace.Keep = time.Hour
	fresh := sender(t, t.TempDir(), pace, hook.Endpoint{URL: url, Secret: key})
	run(t, fresh)
	if err := fresh.Send(hook.NewGap, nil); err != nil {
		t.Fatal(err)
	}
	if m := <-heard; !strings.Contains(m.body, "gap.new") {
		t.Errorf("received %s, which is too old", m.body)
	}
}

// What is not ours in the folder is neither sent nor removed.
func TestOtherFilesStay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stray := dir + "/notes.json"
	if err := os.WriteFile(stray, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	url, heard := receiver(t)
	s := sender(t, dir, quick(), hook.Endpoint{URL: url, Secret: key})
	run(t, s)
	if err := s.Send(hook.Finished, nil); err != nil {
		t.Fatal(err)
	}
	<-heard
	if _, err := os.Stat(stray); errors.Is(err, fs.ErrNotExist) {
		t.Error("a file that is not ours was removed")
	}
}
