package match_test

import (
	"testing"

	"candor/internal/match"
)

func TestVerbatimQuestionsAreSure(t *testing.T) {
	t.Parallel()
	entries := []match.Entry{
		{ID: "pens", Verdict: "yes", Language: "en", Topics: []string{"governance"}, Text: "Yes.", Questions: []string{"Are the pens blue, and who buys them?"}},
		{ID: "audits", Verdict: "no", Language: "en", Topics: []string{"governance"}, Text: "No.", Questions: []string{"Will you allow [customer] to visit your data centre?"}},
		{ID: "reviewed", Verdict: "text", Language: "en", Topics: []string{"governance"}, Text: "In May.", Questions: []string{"Is there a policy? If so, when was it reviewed?"}},
		{ID: "backups", Verdict: "yes", Language: "en", Topics: []string{"backup"}, Text: "Yes.", Questions: []string{"Backups: Are the policies reviewed?"}},
		{ID: "policies", Verdict: "no", Language: "en", Topics: []string{"governance"}, Text: "No.", Questions: []string{"Are the policies reviewed?"}},
		{ID: "word", Verdict: "text", Language: "en", Topics: []string{"governance"}, Text: "Blue.", Questions: []string{"Please describe."}},
		{ID: "left", Verdict: "yes", Language: "en", Topics: []string{"governance"}, Text: "Yes.", Questions: []string{"Is the door of the left wing locked?"}},
		{ID: "right", Verdict: "no", Language: "en", Topics: []string{"governance"}, Text: "No.", Questions: []string{"Is the door of the left wing locked?"}},
	}
	m := newMatcher(t, entries)
	tests := map[string]struct {
		q     match.Question
		entry string // "" if no entry may be sure
	}{
		"case and marks":        {match.Question{Text: "are the PENS blue and who buys them"}, "pens"},
		"a customer's name":     {match.Question{Text: "Will you allow Wobblefish Bank to visit your data centre?"}, "audits"},
		"other words, no name":  {match.Question{Text: "Will you allow employees to visit your data centre?"}, ""},
		"with its parent":       {match.Question{Text: "If so, when was it reviewed?", Parent: "Is there a policy?"}, "reviewed"},
		"without its parent":    {match.Question{Text: "If so, when was it reviewed?"}, ""},
		"under another parent":  {match.Question{Text: "If so, when was it reviewed?", Parent: "Is there a plan?"}, ""},
		"under its heading":     {match.Question{Text: "Are the policies reviewed?", Section: []string{"Operations", "Backups"}}, "backups"},
		"under another heading": {match.Question{Text: "Are the policies reviewed?", Section: []string{"Doors"}}, "policies"},
		"too few words to tell": {match.Question{Text: "Please describe."}, ""},
		"two answers":           {match.Question{Text: "Is the door of the left wing locked?"}, ""},
		"one word more":         {match.Question{Text: "Are the pens not blue, and who buys them?"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			for i, found := range rank(t, m, tt.q) {
				if found.IsVerbatim() {
					got = found.Entry
					if i != 0 || found.Confidence < m.Thresholds().Fill {
						t.Errorf("rank %d, confidence %.2f", i, found.Confidence)
					}
				}
			}
			if got != tt.entry {
				t.Errorf("got %q, want %q", got, tt.entry)
			}
		})
	}
}
