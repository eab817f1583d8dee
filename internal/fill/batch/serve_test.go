package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"candor/internal/fill"
	"candor/internal/knowledge"
)

func settingsLine(t *testing.T, s *site) string {
	t.Helper()
	s.opt.Memory = 0
	line, err := json.Marshal(newSettings(s.opt))
	if err != nil {
		t.Fatal(err)
	}
	return string(line) + "\n"
}

func TestServeAnswersOneAfterTheOther(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1)})
	inR, in := io.Pipe()
	out, outW := io.Pipe()
	ended := make(chan error)
	go func() { ended <- Serve(t.Context(), inR, outW, nil) }()
	replies := json.NewDecoder(out)
	send := func(line string, into any) {
		t.Helper()
		if _, err := io.WriteString(in, line); err != nil {
			t.Fatal(err)
		}
		if err := replies.Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	var h hello
	var first, second reply
	send(settingsLine(t, s), &h)
	send(fmt.Sprintf("{\"input\":%q,\"output\":%q}\n", s.path("in/a.csv"), s.path("a.answered.csv")), &first)
	send(fmt.Sprintf("{\"input\":%q,\"output\":%q}\n", s.path("in/none.csv"), s.path("none.answered.csv")), &second)
	if h.Error != "" || first.Error != "" || first.Summary.Filled != 1 || len(first.Answers) != givenSize {
		t.Errorf("hello %+v, first reply: %+v", h, first)
	}
	if second.Error == "" || !second.IO {
		t.Errorf("reply on a file that is not there: %+v", second)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("serve: %v", err)
	}
}

// Without its parent a child stops, also in the middle of a file.
func TestServeEndsWithItsInput(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1)})
	r, w := io.Pipe()
	started := make(chan struct{})
	ended := make(chan error)
	go func() {
		ended <- serve(t.Context(), r, io.Discard, func(ctx context.Context, _ *knowledge.Base, _ fill.Options) (*fill.Result, error) {
			close(started)
			<-ctx.Done()
			return nil, ctx.Err()
		}, nil)
	}()
	if _, err := fmt.Fprintf(w, "%s{\"input\":\"a.csv\"}\n", settingsLine(t, s)); err != nil {
		t.Fatal(err)
	}
	<-started
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("got %v", err)
	}
}

func TestServeRefusesWhatItCannotUse(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	s.opt.Knowledge.Digest = "another"
	for name, tt := range map[string]struct{ in, want string }{
		"nothing":           {"", "EOF"},
		"no settings":       {"[]\n", "read settings"},
		"no day":            {"{}\n", "read settings"},
		"another knowledge": {settingsLine(t, s), ErrKnowledgeChanged.Error()},
		"no knowledge":      {`{"kb":"no such folder","as_of":"2026-11-22"}`, "not there"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := Serve(t.Context(), strings.NewReader(tt.in), io.Discard, nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDiskFault(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("write: %w", &fs.PathError{Op: "write", Path: "x", Err: errors.New("no space left")}), "write a work file: no space left"},
		{&os.LinkError{Op: "rename", Err: errors.New("no space left")}, "rename a work file: no space left"},
		{&fill.NoQuestionsError{Name: "x"}, ""},
	} {
		if got := diskFault(tt.err); got != tt.want {
			t.Errorf("%v: %q", tt.err, got)
		}
	}
}

func TestTailKeepsTheReason(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "",
		"some warning\npanic: boom\n\ngoroutine 1":               "panic: boom",
		"fatal error: runtime: out of memory\nruntime stack:\n":  "fatal error: runtime: out of memory",
		strings.Repeat("x", 2*tailSize) + "\npanic: late":        "",
		"runtime/cgo: pthread_create failed: no\nSIGABRT: abort": "runtime/cgo: pthread_create failed: no",
		"panic: " + strings.Repeat("long ", 100):                 "panic: " + strings.Repeat("long ", 38) + "l…",
	} {
		tl := &tail{}
		for chunk := range strings.SplitAfterSeq(text, " ") {
			if n, err := io.WriteString(tl, chunk); n != len(chunk) || err != nil {
				t.Fatalf("wrote %d, %v", n, err)
			}
		}
		if got := tl.firstFault(); got != want {
			t.Errorf("%.40q: %q, want %q", text, got, want)
		}
	}
}
