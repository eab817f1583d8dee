package match_test

import (
	"testing"

	"candor/internal/match"
)

// An entry of a single phrasing that shares no word with the question is found
// by what both are about.
func TestFindsBySameMatter(t *testing.T) {
	t.Parallel()
	m := newMatcher(t, []match.Entry{
		{ID: "r-17", Questions: []string{"Are backups tested by restoring them?"}, Text: "Yes, each quarter.", Verdict: "yes"},
		{ID: "r-18", Questions: []string{"Are visitors escorted in the offices?"}, Text: "Yes, always.", Verdict: "yes"},
		{ID: "r-19", Questions: []string{"Are employees trained in security?"}, Text: "Yes, each year.", Verdict: "yes"},
	})
	got := rank(t, m, match.Question{Text: "Do you check that your spare copies can be read back?"})
	if len(got) == 0 || got[0].Entry != "r-17" {
		t.Fatalf("ranked %+v, want r-17 first", got)
	}
	if s := got[0].Signals["matter"]; s < 0.2 {
		t.Errorf("question and entry are about the same by %.2f only", s)
	}
}

// A hidden entry is not ranked, and nothing is known of what it is about.
func TestSamplesOfHiddenEntries(t *testing.T) {
	t.Parallel()
	m := newMatcher(t, []match.Entry{
		{ID: "backup-encryption", Questions: []string{"Are backups encrypted?"}, Text: "Yes.", Verdict: "yes"},
		{ID: "backup-frequency", Questions: []string{"How often are backups made?"}, Text: "Each night.", Verdict: "text"},
	})
	at := map[string]int{}
	for i, name := range match.SignalNames() {
		at[name] = i
	}
	wanted := map[string]bool{"backup-encryption": true}
	known := map[bool]float64{}
	for _, hidden := range []bool{false, true} {
		list, err := m.Samples(t.Context(), match.Question{Text: "Are backups encrypted?"}, wanted, hidden)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 || list[0].Right == hidden {
			t.Fatalf("hidden %t: samples %+v, want the right one first unless hidden", hidden, list)
		}
		known[hidden] = list[0].Signals[at["known"]]
	}
	if known[true] >= known[false] {
		t.Errorf("%.2f is known of a hidden matter, and %.2f of it in the open", known[true], known[false])
	}
}
