package answer_test

import (
	"testing"

	"candor/internal/answer"
	"candor/internal/library"
	"candor/internal/match"
)

// Examples of the starter give way to the company's own entries, and warn where
// they come clearly nearer.
func TestExamplesGiveWay(t *testing.T) {
	t.Parallel()
	example := entry(func(e *library.Entry) {
		e.ID, e.Status, e.Source = "example", library.Draft, &library.Source{File: library.StarterSource}
	})
	own := entry(func(e *library.Entry) { e.ID, e.Verdict = "own", library.No })
	hidden := entry(func(e *library.Entry) { e.ID, e.Sharing = "hidden", library.NDA })
	tests := []struct {
		name    string
		matches []match.Match
		status  answer.Status
		source  string
		last    string
	}{
		{"own as near", []match.Match{{Entry: "example", Confidence: 0.95}, {Entry: "own", Confidence: 0.9}}, answer.Filled, "own", "match"},
		{"example nearer", []match.Match{{Entry: "example", Confidence: 0.97}, {Entry: "own", Confidence: 0.85}}, answer.Review, "own", "example_nearer"},
		{"own unsure", []match.Match{{Entry: "example", Confidence: 0.65}, {Entry: "own", Confidence: 0.6}}, answer.Review, "own", "unsure"},
		{"own too far", []match.Match{{Entry: "example", Confidence: 0.9}, {Entry: "own", Confidence: 0.3}}, answer.Review, "example", "example"},
		{"only examples", []match.Match{{Entry: "example", Confidence: 0.99}}, answer.Review, "example", "example"},
		{"behind a hidden one", []match.Match{{Entry: "hidden", Confidence: 0.95}, {Entry: "example", Confidence: 0.9}, {Entry: "own", Confidence: 0.85}}, answer.Filled, "own", "match"},
		{"unsure behind a hidden one", []match.Match{{Entry: "hidden", Confidence: 0.95}, {Entry: "own", Confidence: 0.6}}, answer.Unmatched, "", "sharing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := input(own, 0)
			in.Matches = tt.matches
			in.Entry = func(id string) (*library.Entry, bool) {
				return map[string]*library.Entry{"example": example, "own": own, "hidden": hidden}[id], true
			}
			d, _ := answer.Decide(in)
			source := ""
			if len(d.Sources) > 0 {
				source = d.Sources[0].Entry
			}
			if d.Status != tt.status || source != tt.source || d.Reasons[len(d.Reasons)-1].Code != tt.last {
				t.Errorf("%s from %q because %+v, want %s from %q, last %q", d.Status, source, d.Reasons, tt.status, tt.source, tt.last)
			}
		})
	}
}

// A question that wants words is not answered with the Yes of an entry behind
// the one that holds them and may not leave; one for a yes or no is.
func TestYieldToHidden(t *testing.T) {
	t.Parallel()
	own := entry(func(e *library.Entry) { e.ID = "own" })
	hidden := entry(func(e *library.Entry) { e.ID, e.Sharing = "hidden", library.NDA })
	for question, want := range map[string]answer.Status{
		"Which tools scan the code?": answer.Review,
		"Is the code scanned?":       answer.Filled,
	} {
		in := input(own, 0)
		q := *in.Question
		q.Text = question
		in.Question = &q
		in.Matches = []match.Match{{Entry: "hidden", Confidence: 0.95}, {Entry: "own", Confidence: 0.9}}
		in.Entry = func(id string) (*library.Entry, bool) {
			return map[string]*library.Entry{"own": own, "hidden": hidden}[id], true
		}
		if d, _ := answer.Decide(in); d.Status != want {
			t.Errorf("%s is %s because %+v, want %s", question, d.Status, d.Reasons, want)
		}
	}
}
