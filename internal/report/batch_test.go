package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/library"
	"candor/internal/report"
	"candor/internal/runlog"
)

func summaryOf(questions, filled int, gaps map[string]int) *runlog.Summary {
	s := runlog.Summarise(nil)
	s.Questions, s.Filled, s.Review = questions, filled, questions-filled
	for severity, n := range gaps {
		s.Gaps[severity] = n
	}
	return &s
}

func exampleBatch() *runlog.Batch {
	b := &runlog.Batch{
		AsOf: "2026-11-22",
		Files: []runlog.BatchFile{
			{File: "a.xlsx", Status: runlog.FileAnswered, Summary: summaryOf(120, 90, map[string]int{"high": 2, "info": 1})},
			{File: "emea/a name that is far too long for the column that it stands in, by any measure.xlsx", Status: runlog.FileUnchanged, Summary: summaryOf(10, 10, nil)},
			{File: "bad\x1b[31m.xlsx", Status: runlog.FileFailed, Code: runlog.FailRefused, Why: "no zip archive"},
		},
		LeftOut: []runlog.LeftOut{{Path: "x.pdf", Why: "a PDF"}, {Path: "z.txt", Why: "no spreadsheet"}, {Path: "y.pdf", Why: "a PDF"}},
		Conflicts: []runlog.Conflict{{Question: "Is data encrypted?", Answers: []runlog.ConflictAnswer{
			{Record: "a.answered.run.json", Ref: "S!A1", Verdict: library.Yes, Answer: "It is."},
			{Record: "old.answered.run.json", Ref: "S!A9", Verdict: library.No, Answer: "It is not."},
		}}},
		Orphans: []string{"old.answered.xlsx"},
	}
	b.Tally()
	return b
}

func TestBatchSummary(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := (report.BatchSummary{Batch: exampleBatch(), Output: "out", Width: 90}).Write(&out); err != nil {
		t.Fatal(err)
	}
	want := `3 questionnaires, as of 2026-11-22

file                      questions  filled  review  unmatched  kept  blocked  gaps
a.xlsx                          120      90      30          0     0        0  2 high, 1 info
emea/a name that is far…         10      10       0          0     0        0  none
all                             130     100      30          0     0        0  2 high, 1 info

Not answered
  bad[31m.xlsx
    no zip archive

Left out
  x.pdf, y.pdf: a PDF
  z.txt: no spreadsheet

One question, different answers
  Is data encrypted?
    yes in a.answered.run.json, S!A1: It is.
    no in old.answered.run.json, S!A9: It is not.

3 files: 1 answered, 1 unchanged, 1 not answered
130 questions: 100 filled (77 %), 30 review, 0 unmatched, 0 kept, 0 blocked
no input any more for 1 output: old.answered.xlsx
answers: out
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The last line tells how the run ended.
func TestBatchSummaryEnds(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*runlog.Batch){
		"answers: out\n":                           func(*runlog.Batch) {},
		"dry run: nothing was written\n":           func(b *runlog.Batch) { b.DryRun = true },
		"the same command goes on with the rest\n": func(b *runlog.Batch) { b.Interrupted = true },
	} {
		b := exampleBatch()
		change(b)
		var out strings.Builder
		if err := (report.BatchSummary{Batch: b, Output: "out", Width: 90}).Write(&out); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(out.String(), want) {
			t.Errorf("want the end %q in\n%s", want, out.String())
		}
	}
}

func TestFileLine(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]runlog.BatchFile{
		"a.csv: 3 questions, 2 filled, 1 review, 0 unmatched, 0 blocked": {File: "a.csv", Status: runlog.FileAnswered, Summary: summaryOf(3, 2, nil)},
		"b.csv: unchanged":                      {File: "b.csv", Status: runlog.FileUnchanged},
		"c d.csv: not answered: no zip archive": {File: "c\nd.csv", Status: runlog.FileFailed, Why: "no zip\narchive"},
		"e.csv: not reached":                    {File: "e.csv", Status: runlog.FilePending},
	} {
		if got := report.FileLine(f); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
