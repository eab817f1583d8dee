package measure_test

import (
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"candor/internal/guard"
	"candor/internal/match"
	"candor/internal/match/measure"
	"candor/internal/textnorm"
	"candor/knowledgebase"
)

var update = flag.Bool("update", false, "write fixtures/gold/rank_stats.txt anew")

const statsFile = "../../../fixtures/gold/rank_stats.txt"

func evaluate(t *testing.T) ([]measure.Outcome, match.Thresholds) {
	t.Helper()
	entries, err := measure.Entries(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	m, err := match.New(t.Context(), knowledgebase.FS, entries)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	g, err := guard.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	gold, err := measure.ReadGold(os.DirFS("../../.."), "fixtures/gold/questions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range gold {
		checkLabel(t, entries, q)
	}
	list, err := measure.Evaluate(t.Context(), m, g, entries, gold)
	if err != nil {
		t.Fatal(err)
	}
	return list, m.Thresholds()
}

// checkLabel finds labels that name no entry, or a verdict that it has not.
func checkLabel(t *testing.T, entries []match.Entry, q measure.Gold) {
	t.Helper()
	if q.Want == measure.None {
		return
	}
	for _, e := range entries {
		if e.ID == q.Want {
			if q.Trap == "" && q.Verdict != e.Verdict {
				t.Errorf("gold %q wants verdict %q, the entry %q says %q", q.Text, q.Verdict, e.ID, e.Verdict)
			}
			return
		}
	}
	t.Errorf("gold %q wants the entry %q, which is not in the library", q.Text, q.Want)
}

// A change of ranking or guarding shows as a change of rank_stats.txt; no
// figure may fall under its floor, whatever the file says.
func TestRankStats(t *testing.T) {
	t.Parallel()
	list, thresholds := evaluate(t)
	var out strings.Builder
	measure.Report(&out, list, thresholds)
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
	dev := measure.Summarize(split(list, "dev"))
	test := measure.Summarize(split(list, "test"))
	floors := []struct {
		name       string
		got, floor float64
	}{
		{"dev hit@1", float64(dev.Hit1) / float64(dev.Wanted), 0.68},
		{"dev hit@3", float64(dev.Hit3) / float64(dev.Wanted), 0.82},
		{"test hit@1", float64(test.Hit1) / float64(test.Wanted), 0.63},
		{"test hit@3", float64(test.Hit3) / float64(test.Wanted), 0.80},
		{"dev precision", dev.Precision(), 0.90},
	}
	for _, f := range floors {
		if f.got < f.floor {
			t.Errorf("%s is %.3f, under its floor %.3f", f.name, f.got, f.floor)
		}
	}
	if dev.WrongYes > 0 {
		t.Errorf("%d wrong Yes on the dev split, of which there must be none", dev.WrongYes)
	}
}

func split(list []measure.Outcome, name string) []measure.Outcome {
	var out []measure.Outcome
	for _, o := range list {
		if o.Gold.Split == name {
			out = append(out, o)
		}
	}
	return out
}

func TestReadGoldIsStrict(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"unknown key": `{"q":"a","want":"b","verdict":"yes","split":"dev","extra":1}`,
		"no split":    `{"q":"a","want":"b","verdict":"yes"}`,
		"no JSON":     `q`,
	} {
		if _, err := measure.ReadGold(fstest.MapFS{"g": {Data: []byte(line)}}, "g"); err == nil || !strings.Contains(err.Error(), "g:1:") {
			t.Errorf("%s: ReadGold = %v, want an error on g:1", name, err)
		}
	}
}

// Fitting finds the one signal that tells right from wrong.
func TestFit(t *testing.T) {
	t.Parallel()
	var samples []match.Sample
	for group := range 20 {
		for i, right := range []bool{true, false} {
			s := make([]float64, len(match.SignalNames()))
			s[3] = []float64{0.9, 0.3}[i]
			s[5] = []float64{0.2, 0.8}[i]
			samples = append(samples, match.Sample{Group: group, Rank: i, Signals: s, Right: right, Weight: 1})
		}
	}
	w := measure.Fit(samples)
	if w[3] <= w[5] || w[5] != 0 {
		t.Errorf("Fit gave %v: the telling signal %d should outweigh the misleading one", w, 3)
	}
}

func TestFitMarginSaysHowSure(t *testing.T) {
	t.Parallel()
	var samples []match.Sample
	for i := range 40 {
		near := float64(i) / 40
		samples = append(samples, match.Sample{Margin: near, Both: near, Right: i >= 20, Weight: 1})
	}
	_, margin, near, offset := measure.FitMargin(samples)
	if margin+near <= 0 || offset >= 0 {
		t.Errorf("FitMargin = margin %.2f, near %.2f, offset %.2f: near pairs should be surer", margin, near, offset)
	}
}

func TestBackgroundCountsTextsNotWords(t *testing.T) {
	t.Parallel()
	lex, err := textnorm.LoadLexicon(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	got := measure.Background(lex, []match.Entry{{Questions: []string{"Backup of backup?", "Are backups encrypted?"}, Text: "Zebras."}})
	if !strings.Contains(got, "documents: 3\n") || !strings.Contains(got, "  backup 2\n") || strings.Contains(got, "zebra") {
		t.Errorf("Background =\n%s", got)
	}
}
