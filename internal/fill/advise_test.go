package fill_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/adviser"
	"candor/internal/answer"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/runlog"
)

// opened is the starter for tests that only look at it: opening it costs more
// than most of what they do.
var opened = sync.OnceValues(func() (*knowledge.Base, error) { return knowledge.Open(context.Background(), "", asOf) })

func shared(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := opened()
	if err != nil {
		t.Fatalf("open starter: %v", err)
	}
	return b
}

// shownTo is the document that a model gets.
type shownTo struct {
	Question string `json:"question"`
	Answers  []struct {
		Label string `json:"label"`
		Text  string `json:"text"`
		Short string `json:"short"`
	} `json:"answers"`
	Draft *struct {
		From   []string `json:"from"`
		AtMost int      `json:"at_most"`
	} `json:"draft"`
}

// fakeModel replies by a function of what it was shown, and keeps every request.
type fakeModel struct {
	reply    func(n int, s shownTo) (string, error)
	mu       sync.Mutex
	requests []adviser.Request
}

func (f *fakeModel) Complete(ctx context.Context, r adviser.Request) (string, error) {
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	f.mu.Lock()
	f.requests = append(f.requests, r)
	n := len(f.requests)
	f.mu.Unlock()
	var s shownTo
	if err := json.Unmarshal([]byte(r.User), &s); err != nil {
		return "", fmt.Errorf("read the request: %w", err)
	}
	return f.reply(n, s)
}

// model is an option that has the fake heard.
func (f *fakeModel) model(t testing.TB, change ...func(*fill.Model)) func(*fill.Options) {
	t.Helper()
	a, err := adviser.New(f)
	if err != nil {
		t.Fatal(err)
	}
	m := fill.Model{Adviser: a, Name: "fake", Confirm: true, Draft: true}
	for _, c := range change {
		c(&m)
	}
	return func(o *fill.Options) { o.Model = m }
}

// judgeAll replies the same on every entry; the quotation is its first sentence.
func judgeAll(s shownTo, extent, verdict, draft string) string {
	type judgement struct {
		Label   string `json:"label"`
		Answers string `json:"answers"`
		Verdict string `json:"verdict"`
		Quote   string `json:"quote"`
	}
	out := struct {
		Judgements []judgement `json:"judgements"`
		Draft      string      `json:"draft,omitempty"`
	}{}
	for _, a := range s.Answers {
		quote, _, found := strings.Cut(strings.ReplaceAll(a.Text, "\n", ". "), ". ")
		if found && !strings.HasSuffix(quote, ".") {
			quote += "."
		}
		out.Judgements = append(out.Judgements, judgement{a.Label, extent, verdict, quote})
	}
	if s.Draft != nil {
		out.Draft = draft
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func says(extent, verdict, draft string) *fakeModel {
	return &fakeModel{reply: func(_ int, s shownTo) (string, error) { return judgeAll(s, extent, verdict, draft), nil }}
}

const acme = "../../fixtures/questionnaires/acme-vendor-assessment.xlsx"

// differing are the refs of rows whose status, verdict or text is another.
func differing(t *testing.T, a, b *runlog.Record) (out []string) {
	t.Helper()
	if len(a.Rows) != len(b.Rows) {
		t.Fatalf("%d rows and %d", len(a.Rows), len(b.Rows))
	}
	for i := range a.Rows {
		if a.Rows[i].Status != b.Rows[i].Status || a.Rows[i].Verdict != b.Rows[i].Verdict || a.Rows[i].Answer != b.Rows[i].Answer {
			out = append(out, a.Rows[i].Ref)
		}
	}
	return out
}

func TestModelConfirmsUnsureRows(t *testing.T) {
	t.Parallel()
	base := shared(t)
	plain := run(t, base, acme)
	yes := says("wholly", "yes", "")
	res := run(t, base, acme, yes.model(t))
	changed := differing(t, plain.Record, res.Record)
	if len(changed) == 0 || len(res.Warnings) > 0 {
		t.Fatalf("%d rows changed, warnings %q", len(changed), res.Warnings)
	}
	for i, q := range res.Record.Rows {
		was := plain.Record.Rows[i]
		if q.Verdict != was.Verdict || q.Answer != was.Answer {
			t.Errorf("%s went from %s to %s", q.Ref, was.Verdict, q.Verdict)
		}
		if doubted(&was) {
			continue
		}
		if q.Status != was.Status && (was.Status != answer.Review || q.Status != answer.Filled || q.Verdict != "yes" || q.Ask != nil || len(q.Guards) > 0) {
			t.Errorf("%s went from %s to %s (%s, guards %v)", q.Ref, was.Status, q.Status, q.Verdict, q.Guards)
		}
	}
	if m := res.Record.Model; m == nil || m.Name != "fake" || m.Asked != len(yes.requests) || m.Lost+m.Misread != 0 {
		t.Errorf("model in the record %+v, %d requests", m, len(yes.requests))
	}
	// Without leave to confirm nothing but reasons changes.
	shy := run(t, base, acme, says("wholly", "yes", "").model(t, func(m *fill.Model) { m.Confirm = false }))
	for _, ref := range differing(t, plain.Record, shy.Record) {
		if i := slices.IndexFunc(plain.Record.Rows, func(q runlog.Question) bool { return q.Ref == ref }); !doubted(&plain.Record.Rows[i]) {
			t.Errorf("%s changed without leave", ref)
		}
	}
}

// doubted is true for a row that was filled in with another word than the Yes
// that the model says everywhere: that lowers it, with leave or without.
func doubted(was *runlog.Question) bool { return was.Status == answer.Filled && was.Verdict != "yes" }

func TestModelDoubtsSureRows(t *testing.T) {
	t.Parallel()
	base := shared(t)
	plain := run(t, base, acme)
	res := run(t, base, acme, says("not", "text", "").model(t))
	lowered := 0
	for i, q := range res.Record.Rows {
		was := plain.Record.Rows[i]
		switch {
		case q.Verdict != was.Verdict || q.Answer != was.Answer:
			t.Errorf("%s went from %s to %s", q.Ref, was.Verdict, q.Verdict)
		case q.Status != was.Status && (was.Status != answer.Filled || q.Status != answer.Review):
			t.Errorf("%s went from %s to %s", q.Ref, was.Status, q.Status)
		case q.Status != was.Status:
			lowered++
		}
	}
	if lowered == 0 {
		t.Error("no row was lowered")
	}
}

// Same inputs, same bytes, however the requests overtake one another.
func TestModelRunsAreRepeatable(t *testing.T) {
	t.Parallel()
	base := shared(t)
	slow := func() *fakeModel {
		return &fakeModel{reply: func(n int, s shownTo) (string, error) {
			if n%3 == 0 {
				time.Sleep(2 * time.Millisecond)
			}
			return judgeAll(s, "wholly", "yes", ""), nil
		}}
	}
	a, b := run(t, base, acme, slow().model(t)), run(t, base, acme, slow().model(t, func(m *fill.Model) { m.Parallel = 1 }))
	if !bytes.Equal(read(t, a.RecordPath), read(t, b.RecordPath)) || !bytes.Equal(read(t, a.Output), read(t, b.Output)) {
		t.Error("two runs differ")
	}
}

// A model that falls silent costs its help and nothing else.
func TestSilentModel(t *testing.T) {
	t.Parallel()
	base := shared(t)
	plain := run(t, base, acme)
	gone := errors.New("connection refused")
	for name, m := range map[string]*fakeModel{
		"from the start": {reply: func(int, shownTo) (string, error) { return "", gone }},
		"half way": {reply: func(n int, s shownTo) (string, error) {
			if n > 5 {
				return "", gone
			}
			return judgeAll(s, "wholly", "yes", ""), nil
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := run(t, base, acme, m.model(t))
			if len(res.Warnings) != 1 || !strings.Contains(res.Warnings[0], "connection refused") {
				t.Errorf("warnings %q", res.Warnings)
			}
			if changed := differing(t, plain.Record, res.Record); len(changed) > 5 || name == "from the start" && len(changed) > 0 {
				t.Errorf("changed %v", changed)
			}
			if len(m.requests) > 5+fill.DefaultParallel {
				t.Errorf("%d requests to a model that is gone", len(m.requests))
			}
		})
	}
}

func TestModelThatTalksNonsense(t *testing.T) {
	t.Parallel()
	base := shared(t)
	plain := run(t, base, acme)
	for name, reply := range map[string]string{"prose": "I'd be happy to help!", "other JSON": `{"status":"filled","answer":"yes"}`, "huge": strings.Repeat("x", 1<<20)} {
		m := &fakeModel{reply: func(int, shownTo) (string, error) { return reply, nil }}
		res := run(t, base, acme, m.model(t))
		if changed := differing(t, plain.Record, res.Record); len(changed) > 0 || len(res.Warnings) != 1 || res.Record.Model.Misread != len(m.requests) {
			t.Errorf("%s: changed %v, warnings %q, %d of %d misread", name, changed, res.Warnings, res.Record.Model.Misread, len(m.requests))
		}
	}
}

func TestCancelledWhileTheModelThinks(t *testing.T) {
	t.Parallel()
	base := shared(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var calls atomic.Int64
	m := &fakeModel{reply: func(int, shownTo) (string, error) {
		calls.Add(1)
		cancel()
		<-ctx.Done()
		return "", ctx.Err()
	}}
	opt := fill.Options{Input: acme, Output: filepath.Join(t.TempDir(), "out.xlsx"), AsOf: asOf, Sharing: "public", Write: fill.WriteFilled}
	m.model(t)(&opt)
	if _, err := fill.Run(ctx, base, opt); !errors.Is(err, context.Canceled) || calls.Load() == 0 {
		t.Errorf("error %v after %d requests", err, calls.Load())
	}
}
