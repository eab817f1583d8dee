package eval_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/eval"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match/measure"
)

var update = flag.Bool("update", false, "write fixtures/gold/rank_stats.txt anew")

const (
	goldDir   = "../../fixtures/gold"
	statsFile = goldDir + "/rank_stats.txt"
)

func goldFiles() []string {
	return []string{"questions.jsonl", "questions2.jsonl", "questions3.jsonl", "questions4.jsonl", "questions5.jsonl", "questions6.jsonl", "questions7.jsonl", "questions8.jsonl"}
}

func base(t *testing.T, asOf date.Date) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Open(t.Context(), "", asOf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Matcher.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func day(t *testing.T, s string) date.Date {
	t.Helper()
	d, err := date.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A change of ranking, guarding or deciding shows as a change of
// rank_stats.txt; no figure may fall under its floor, whatever the file says.
func TestRankStats(t *testing.T) {
	t.Parallel()
	opt := eval.Options{AsOf: day(t, "2026-11-22"), Sharing: library.Public, Budget: 0.01}
	b := base(t, opt.AsOf)
	var sets []eval.Set
	for _, file := range goldFiles() {
		gold, err := measure.ReadGold(os.DirFS(goldDir), file)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range gold {
			checkLabel(t, b.Library, q)
		}
		sets = append(sets, eval.GoldSet(file, gold, ""))
	}
	r, err := eval.Evaluate(t.Context(), b, sets, opt)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(statsFile, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(statsFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("rank_stats.txt is out of date; look at the change and run with -update (-file +got):\n%s", diff)
	}
	checkFloors(t, r, map[string]floor{
		"dev":  {hit1: 0.885, hit3: 0.96, reached: 0.53, precision: 0.98, wrongYes: 3},
		"test": {hit1: 0.905, hit3: 0.97, reached: 0.43, precision: 0.905, wrongYes: 8},
	})
}

// The plain questions of every sheet are answered; a library that says what is
// asked must not send them to a person.
func TestPlainQuestions(t *testing.T) {
	t.Parallel()
	opt := eval.Options{AsOf: day(t, "2026-11-22"), Sharing: library.Public, Budget: 0.01}
	b := base(t, opt.AsOf)
	gold, err := measure.ReadGold(os.DirFS(goldDir), "plain.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range gold {
		checkLabel(t, b.Library, q)
	}
	r, err := eval.Evaluate(t.Context(), b, []eval.Set{eval.GoldSet("plain.jsonl", gold, "")}, opt)
	if err != nil {
		t.Fatal(err)
	}
	checkFloors(t, r, map[string]floor{
		"dev":  {hit1: 0.915, hit3: 0.98, reached: 0.74, precision: 0.97, wrongYes: 2},
		"test": {hit1: 0.92, hit3: 0.97, reached: 0.74, precision: 0.965},
	})
}

// floor is what a split must reach.
type floor struct {
	hit1, hit3, reached, precision float64
	// wrongYes is how many are borne until they are mended; it only falls.
	wrongYes int
}

func checkFloors(t *testing.T, r *eval.Result, floors map[string]floor) {
	t.Helper()
	for _, g := range r.Splits {
		f, ok := floors[g.Name]
		if !ok {
			t.Errorf("split %q has no floor", g.Name)
			continue
		}
		delete(floors, g.Name)
		s := g.Stats
		for _, c := range []struct {
			what       string
			got, floor float64
		}{
			{"hit@1", float64(s.Hit1) / float64(s.Wanted), f.hit1},
			{"hit@3", float64(s.Hit3) / float64(s.Wanted), f.hit3},
			{"share of answerable questions filled in", s.FilledShare(), f.reached},
			{"precision", s.Precision(), f.precision},
		} {
			if c.got < c.floor {
				t.Errorf("%s: %s is %.3f, under its floor %.3f", g.Name, c.what, c.got, c.floor)
			}
		}
		if s.WrongYes > f.wrongYes {
			t.Errorf("%s: %d wrong Yes, of which no more than %d are borne", g.Name, s.WrongYes, f.wrongYes)
		}
	}
	if len(floors) > 0 {
		t.Errorf("splits without figures: %v", floors)
	}
}

// checkLabel finds labels that name no entry, or of a plain question a verdict
// that the entry has not.
func checkLabel(t *testing.T, lib *library.Library, q measure.Gold) {
	t.Helper()
	if q.Want == measure.None {
		if len(q.Also) > 0 || q.Verdict != measure.Review {
			t.Errorf("gold %q wants no entry, and yet an answer", q.Text)
		}
		return
	}
	for i, id := range append([]string{q.Want}, q.Also...) {
		e, ok := lib.Entry(id)
		if !ok {
			t.Errorf("gold %q wants the entry %q, which is not in the library", q.Text, id)
			continue
		}
		open := i > 0 && (e.Verdict == library.Text || q.Verdict == string(library.Text))
		if q.Trap == "" && q.Verdict != string(e.Verdict) && !open {
			t.Errorf("gold %q wants verdict %q, the entry %q says %q", q.Text, q.Verdict, id, e.Verdict)
		}
	}
}
