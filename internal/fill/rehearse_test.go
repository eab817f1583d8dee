package fill_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// A rehearsal at the thresholds of the knowledge base decides what a run
// decides, every time that it is asked; at others it decides otherwise.
func TestRehearsalDecidesAsRunDoes(t *testing.T) {
	t.Parallel()
	asOf, err := date.Parse("2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	base, err := knowledge.Open(t.Context(), "", asOf)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "q.csv")
	text := "Question,Response,Comments\n" +
		"Is customer data encrypted at rest?,,\n\"If yes, which algorithm is used?\",,\n" +
		"Do you hold a current SOC 2 Type II report?,,\nAre group logins used for administration?,,\n" +
		"Do you colour your server racks green on Tuesdays?,,\nPlease sign here to accept our terms.,,\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	opt := fill.Options{Input: path, AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled, DryRun: true}
	run, err := fill.Run(t.Context(), base, opt)
	if err != nil {
		t.Fatal(err)
	}
	qn, err := workbook.Read(t.Context(), path, workbook.ReadOptions{Lexicon: base.Lexicon})
	if err != nil {
		t.Fatal(err)
	}
	rehearsal, err := fill.Rehearse(t.Context(), base, opt, qn)
	if err != nil {
		t.Fatal(err)
	}
	decide := func(th match.Thresholds) *runlog.Record {
		t.Helper()
		rec, err := rehearsal.Decide(t.Context(), th)
		if err != nil {
			t.Fatal(err)
		}
		return rec
	}
	first := decide(base.Matcher.Thresholds())
	if diff := cmp.Diff(run.Record, first); diff != "" {
		t.Errorf("rehearsal differs from run (-run +rehearsal):\n%s", diff)
	}
	if never := decide(match.Thresholds{Fill: 2, Review: 2}); never.Summary.Filled >= first.Summary.Filled {
		t.Errorf("%d filled at a threshold out of reach, %d at the usual", never.Summary.Filled, first.Summary.Filled)
	}
	if diff := cmp.Diff(first, decide(base.Matcher.Thresholds())); diff != "" {
		t.Errorf("deciding again differs (-first +again):\n%s", diff)
	}
	if len(rehearsal.Matches(0)) == 0 || rehearsal.Language(0) != "en" {
		t.Errorf("first question: %d matches, language %q", len(rehearsal.Matches(0)), rehearsal.Language(0))
	}
}
