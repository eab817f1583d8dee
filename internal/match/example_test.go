package match_test

import (
	"slices"
	"testing"

	"candor/internal/match"
)

// An example takes nothing from the confidence of an entry that is none, and is
// told where it comes nearer.
func TestExamplesTakeNoConfidence(t *testing.T) {
	t.Parallel()
	own := match.Entry{ID: "own", Verdict: "yes", Language: "en", Topics: []string{"backup"}, Text: "Backups are encrypted.", Questions: []string{"Are backups encrypted?"}}
	other := match.Entry{ID: "other", Verdict: "yes", Language: "en", Topics: []string{"governance"}, Text: "Pens are blue.", Questions: []string{"Which colour have your pens?"}}
	example := match.Entry{
		ID: "example", Verdict: "no", Example: true, Language: "en", Topics: []string{"backup"}, Text: "Backup copies are stored encrypted with AES.",
		Questions: []string{"Are backups encrypted?", "Are backup copies stored encrypted?", "Is encryption of backups in place?"},
	}
	alone := newMatcher(t, []match.Entry{own, other})
	beside := newMatcher(t, []match.Entry{own, other, example})
	find := func(list []match.Match) match.Match {
		i := slices.IndexFunc(list, func(m match.Match) bool { return m.Entry == "own" })
		if i < 0 {
			t.Fatalf("own is not among %v", list)
		}
		return list[i]
	}
	for text, nearer := range map[string]bool{"Are backups encrypted?": false, "Are backup copies stored encrypted, with AES?": true} {
		want, got := find(rank(t, alone, match.Question{Text: text})), find(rank(t, beside, match.Question{Text: text}))
		if got.Confidence != want.Confidence || (got.ExampleLead() > 0) != nearer || got.IsVerbatim() != want.IsVerbatim() {
			t.Errorf("%q: beside an example %.4f, lead %.2f; alone %.4f", text, got.Confidence, got.ExampleLead(), want.Confidence)
		}
	}
}
