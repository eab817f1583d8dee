package review_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/internal/answer"
	"candor/internal/library"
	"candor/internal/review"
	"candor/internal/runlog"
)

const digest = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"

// record is a run of n rows: the first filled, the second to review, the third
// unmatched, the fourth kept, the fifth blocked, and so on.
func record(n int) *runlog.Record {
	r := &runlog.Record{Schema: runlog.Schema, Input: runlog.File{Name: "acme.xlsx", SHA256: digest}, AsOf: "2026-11-22", Sharing: "public"}
	for i := range n {
		q := runlog.Question{
			Ref: fmt.Sprintf("S!B%d", i+1), Sheet: "S", Row: i + 1, Question: fmt.Sprintf("Is thing %d done?", i+1), Choices: []string{"Yes", "No"},
			Slots: runlog.Slots{Choice: fmt.Sprintf("C%d", i+1), Text: fmt.Sprintf("D%d", i+1)}, Language: "en",
			Status: answer.Statuses()[i%5], Verdict: library.None, Owner: "sec@example.com",
			Reasons: []answer.Reason{{Code: "match", Text: "it matched"}, {Code: "unsure", Text: "it was not sure"}},
		}
		if i%5 < 2 {
			q.Verdict, q.Choice, q.Answer = library.Yes, "Yes", "It is done."
		}
		r.Rows = append(r.Rows, q)
	}
	return r
}

func stamp(minute int) string {
	return review.Stamp(time.Date(2026, 11, 22, 14, minute, 0, 0, time.UTC))
}

// decision is one of Ann's.
func decision(ref string, a review.Action, change ...func(*review.Decision)) review.Decision {
	d := review.Decision{Ref: ref, Action: a, Who: "ann@example.com", When: stamp(5)}
	for _, c := range change {
		c(&d)
	}
	return d
}

func edited(choice, text string) func(*review.Decision) {
	return func(d *review.Decision) { d.Choice, d.Text = choice, text }
}

func seen(n int) func(*review.Decision) { return func(d *review.Decision) { d.Seen = n } }

func open(t testing.TB, path string, rec *runlog.Record) *review.Journal {
	t.Helper()
	j, err := review.Open(path, rec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return j
}

func add(t testing.TB, j *review.Journal, ds ...review.Decision) {
	t.Helper()
	for _, d := range ds {
		if _, err := j.Append(d); err != nil {
			t.Fatal(err)
		}
	}
}

// written puts lines into a journal's file, a good header before them.
func written(t testing.TB, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.review.jsonl")
	head := `{"schema":"candor.review/1","input":{"name":"acme.xlsx","sha256":"` + digest + `"}}`
	text := strings.Join(append([]string{head}, lines...), "\n")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
