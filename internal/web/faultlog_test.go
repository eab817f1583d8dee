package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
)

// A fault is logged with what an operator needs to mend it, and without a word of
// what stands in a questionnaire.
func TestFaultsAreLoggedWithTheirCause(t *testing.T) {
	t.Parallel()
	d := lightDesk(t)
	d.fail = fmt.Errorf("keep the decision on %q: %w", `Do you "really" encrypt?`,
		errors.Join(&fs.PathError{Op: "open", Path: "/desk/q/1/out.review.jsonl", Err: syscall.EACCES}, errors.New(`the answer "yes, we do`)))
	var log bytes.Buffer
	s, l := aServer(t, d, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	in := enter(t, s, l)
	body := url.Values{"action": {"accept"}, "ref": {"S!B2"}}.Encode()
	w := ask(s.Handler(), http.MethodPost, "/q/plain/decide", with(in), header("Content-Type", "application/x-www-form-urlencoded"), func(r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader(body))
	})
	if w.Code != http.StatusInternalServerError {
		t.Fatalf("answered %d", w.Code)
	}
	got := ""
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, "msg=fault") {
			got = line
		}
	}
	for _, want := range []string{"level=ERROR", "open /desk/q/1/out.review.jsonl: permission denied", "POST /q/{id}/decide", "status=500", "*fs.PathError > syscall.Errno"} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %q: %s", want, got)
		}
	}
	if strings.Contains(log.String(), "encrypt") || strings.Contains(log.String(), "yes, we do") {
		t.Errorf("the log has text of a questionnaire: %s", log.String())
	}
}

func TestUnquoted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                         "",
		"nothing":                  "nothing",
		`a "b" c "d\"e" f`:         "a (…) c (…) f",
		`open "never ends`:         "open (…)",
		`ends in a bar "a\`:        "ends in a bar (…)",
		strings.Repeat("x", 10000): strings.Repeat("x", maxCause-1) + "…",
	} {
		if got := unquoted(text); got != want {
			t.Errorf("%.40q: got %.80q, want %.80q", text, got, want)
		}
	}
}
