package measure_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/match"
	"candor/internal/match/measure"
	"candor/internal/textnorm"
	"candor/knowledgebase"
)

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
	if w[3] <= 0 || w[5] >= 0 {
		t.Errorf("Fit gave %v: the telling signal %d should speak for a candidate, the misleading one against it", w, 3)
	}
}

func TestFitSureSaysHowSure(t *testing.T) {
	t.Parallel()
	var samples []match.Sample
	for i := range 40 {
		near := float64(i) / 40
		signals := make([]float64, len(match.SignalNames()))
		signals[3] = near
		samples = append(samples, match.Sample{Margin: near, Both: near, Signals: signals, Right: i >= 20, Weight: 1})
	}
	w := measure.FitSure(samples)
	if w.Lead+w.Signals[3] <= 0 || w.Offset >= 0 {
		t.Errorf("FitSure = %+v: near pairs should be surer", w)
	}
	if w.Signals[5] != 0 {
		t.Errorf("FitSure gave a signal weight %.2f that never told anything", w.Signals[5])
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

func TestFitModel(t *testing.T) {
	t.Parallel()
	entries := []match.Entry{
		{ID: "backup", Questions: []string{"Are backups encrypted?", "Is backup data protected?", "How are backup copies secured?"}, Text: "Backups are encrypted.", Verdict: "yes", Language: "en"},
		{ID: "visitors", Questions: []string{"Are visitors escorted?", "Do guests sign in?", "Is a visitor log kept?"}, Text: "Visitors sign in and are escorted.", Verdict: "yes", Language: "en"},
	}
	m, err := match.New(t.Context(), knowledgebase.FS, entries)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	gold := []measure.Gold{
		{Text: "Are recovery backups encrypted at the site?", Want: "backup", Verdict: "yes", Split: "dev", Lang: "en"},
		{Text: "Must visitors be escorted in your building?", Want: "visitors", Verdict: "yes", Split: "test", Lang: "en"},
	}
	f, err := measure.FitModel(t.Context(), m, entries, gold)
	if err != nil {
		t.Fatal(err)
	}
	if f.Questions != 1 || len(f.Signals) != len(match.SignalNames()) {
		t.Errorf("fitted on %d questions, %d weights; want 1 and one for each signal", f.Questions, len(f.Signals))
	}
	var out strings.Builder
	if err := f.Write(&out, []string{"dir/g.jsonl"}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "dev split of g.jsonl (1 questions)") || !strings.Contains(out.String(), "\n  object: ") || !strings.Contains(out.String(), "\n    object: ") {
		t.Errorf("weights printed as:\n%s", out.String())
	}
	if _, err := measure.FitModel(t.Context(), m, entries, gold[1:]); err == nil {
		t.Error("FitModel learned from the test split")
	}
}
