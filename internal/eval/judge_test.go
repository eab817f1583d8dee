package eval

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/answer"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/runlog"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	entries := func(ids ...string) Truth { return Truth{Known: true, Entries: ids, Verdict: library.Yes} }
	from := func(id string, v library.Verdict) runlog.Question {
		return runlog.Question{Status: answer.Filled, Verdict: v, Answer: "backups are encrypted nightly", Sources: []answer.Source{{Entry: id}}}
	}
	joined := runlog.Question{Status: answer.Filled, Verdict: library.Yes, Sources: []answer.Source{{Entry: "a"}, {Entry: "c"}}}
	records := runlog.Question{Status: answer.Filled, Verdict: library.Yes, Sources: []answer.Source{{Posture: "soc2"}}}
	for name, tc := range map[string]struct {
		truth    Truth
		row      runlog.Question
		want     Judgement
		wrongYes bool
	}{
		"right entry and verdict":          {entries("a", "b"), from("b", library.Yes), Right, false},
		"right entry in words":             {entries("a"), from("a", library.Text), Right, false},
		"right entry, joined with another": {entries("a"), joined, Right, false},
		"right entry, turned wrongly":      {entries("a"), from("a", library.No), Wrong, false},
		"wrong entry, Yes is right":        {entries("a"), from("c", library.Yes), Wrong, false},
		"Yes where No is right":            {Truth{Known: true, Entries: []string{"a"}, Verdict: library.No}, from("a", library.Yes), Wrong, true},
		"Partly where No is right":         {Truth{Known: true, Verdict: library.No}, from("a", library.Partial), Wrong, true},
		"a person must decide":             {Truth{Known: true, Person: true}, from("a", library.Yes), Wrong, true},
		"a person must decide, No":         {Truth{Known: true, Person: true}, from("a", library.No), Wrong, false},
		"left to review":                   {entries("a"), runlog.Question{Status: answer.Review, Verdict: library.Yes}, Open, false},
		"records agree":                    {entries("a"), records, Right, false},
		"workbook agrees":                  {Truth{Known: true, Verdict: library.Yes, Text: "x"}, from("a", library.Yes), Right, false},
		"workbook in like words":           {Truth{Known: true, Text: "Our backups are encrypted."}, from("a", library.Yes), Right, false},
		"workbook in other words":          {Truth{Known: true, Text: "Ask the sales team."}, from("a", library.Yes), Unjudged, false},
		"No stands for partly in its list": {Truth{Known: true, Verdict: library.No}, runlog.Question{Status: answer.Filled, Verdict: library.Partial, Choice: "No"}, Right, false},
		"workbook says Yes, we tell more":  {Truth{Known: true, Verdict: library.Yes}, from("a", library.Text), Unjudged, false},
	} {
		o := Outcome{Case: &Case{Truth: tc.truth}}
		judge(&o, &tc.row, vocabulary)
		if o.Judgement != tc.want || o.WrongYes != tc.wrongYes {
			t.Errorf("%s: judged %s, wrong yes %v; want %s, %v", name, o.Judgement, o.WrongYes, tc.want, tc.wrongYes)
		}
	}
}

func TestRank(t *testing.T) {
	t.Parallel()
	matches := []match.Match{{Entry: "a"}, {Entry: "b"}, {Entry: "c"}}
	if got := rank(matches, []string{"c", "b"}); got != 2 {
		t.Errorf("rank = %d, want the better of the two: 2", got)
	}
	if got := rank(matches, nil); got != 0 {
		t.Errorf("rank of nothing = %d, want 0", got)
	}
}

func TestOverlap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		got := overlap(a, b)
		if got < 0 || got > 1 || math.IsNaN(got) || got != overlap(b, a) {
			t.Fatalf("overlap(%q, %q) = %v, want the same both ways within 0 and 1", a, b, got)
		}
	})
	if got := overlap("Backups are encrypted.", "encrypted backup"); got != 1 {
		t.Errorf("overlap of the same words = %v, want 1", got)
	}
}
