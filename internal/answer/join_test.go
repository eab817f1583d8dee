package answer_test

import (
	"slices"
	"testing"

	"candor/internal/answer"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/match"
)

// several is a row that asks about backups and about visitors; the library has
// an entry for each.
func several(backups, visitors float64, change ...func(*answer.Input)) answer.Input {
	entries := map[string]*library.Entry{
		"backups": entry(func(e *library.Entry) { e.ID, e.Text, e.Short = "backups", "Backups are encrypted.", "Yes, encrypted." }),
		"visitors": entry(func(e *library.Entry) {
			e.ID, e.Text, e.Short, e.Evidence = "visitors", "Visitors are escorted.", "Yes, escorted.", []library.Evidence{{Title: "Visitor rules", Sharing: library.Public}}
		}),
		"gates": entry(func(e *library.Entry) { e.ID, e.Verdict = "gates", library.No }),
		"hours": entry(func(e *library.Entry) { e.ID, e.Verdict, e.Text = "hours", library.Text, "From nine to five." }),
	}
	in := input(entries["backups"], backups)
	in.Entry = func(id string) (*library.Entry, bool) { e, ok := entries[id]; return e, ok }
	silent := func(*library.Entry, string) []guard.Finding { return nil }
	in.Parts = []answer.Part{
		{Text: "Are backups encrypted", Matches: []match.Match{{Entry: "backups", Question: "Are backups encrypted?", Confidence: backups}}, Guards: silent},
		{Text: "are visitors escorted?", Matches: []match.Match{{Entry: "visitors", Question: "Are visitors escorted?", Confidence: visitors}}, Guards: silent},
	}
	for _, c := range change {
		c(&in)
	}
	return in
}

func secondPart(entry string) func(*answer.Input) {
	return func(in *answer.Input) { in.Parts[1].Matches[0].Entry = entry }
}

func halved(in *answer.Input) { in.Halved = true }

func TestRowsOfSeveralQuestions(t *testing.T) {
	t.Parallel()
	objects := func(code guard.Code, effect guard.Effect) func(*library.Entry, string) []guard.Finding {
		return func(*library.Entry, string) []guard.Finding { return []guard.Finding{{Code: code, Effect: effect}} }
	}
	tests := []struct {
		name    string
		in      answer.Input
		status  answer.Status
		verdict library.Verdict
		text    string
		reason  string
	}{
		{"both sure", several(0.95, 0.92), answer.Filled, library.Yes, "Backups are encrypted.\nVisitors are escorted.", "joined"},
		{"one unsure part sends the whole to a person", several(0.95, 0.7), answer.Review, library.Yes, "Backups are encrypted.", "compound"},
		{"a request for more is no question of its own", several(0.95, 0.4, func(in *answer.Input) { in.Parts[1].Text = "State the algorithm." }), answer.Filled, library.Yes, "Backups are encrypted.", "match"},
		{"halves of a clause, both sure", several(0.95, 0.92, halved), answer.Filled, library.Yes, "Backups are encrypted.\nVisitors are escorted.", "joined"},
		{"a half that is not sure takes nothing away", several(0.95, 0.7, halved), answer.Filled, library.Yes, "Backups are encrypted.", "match"},
		{"a half that guards object to does", several(0.95, 0.7, halved, func(in *answer.Input) { in.Parts[1].Guards = objects(guard.Subject, guard.EffectReview) }), answer.Review, library.Yes, "Backups are encrypted.", "compound"},
		{"one entry answers both parts", several(0.95, 0.7, secondPart("backups")), answer.Filled, library.Yes, "Backups are encrypted.", "match"},
		{"the whole unsure, both parts sure", several(0.95, 0.92, func(in *answer.Input) { in.Matches[0].Confidence = 0.5 }), answer.Filled, library.Yes, "Backups are encrypted.\nVisitors are escorted.", "joined"},
		{"positions differ", several(0.95, 0.92, secondPart("gates")), answer.Review, library.Yes, "", "parts_differ"},
		{"no position beside a Yes", several(0.95, 0.92, secondPart("hours")), answer.Filled, library.Yes, "Backups are encrypted.\nFrom nine to five.", "joined"},
		{"a guard objects to a part", several(0.95, 0.92, func(in *answer.Input) { in.Parts[1].Guards = objects(guard.Object, guard.EffectReview) }), answer.Review, library.Yes, "Backups are encrypted.", "compound"},
		{"a part that is turned", several(0.95, 0.92, func(in *answer.Input) { in.Parts[1].Guards = objects(guard.Polarity, guard.EffectTurn) }), answer.Review, library.Yes, "", "parts_differ"},
		{"an order in the row", several(0.95, 0.92, func(in *answer.Input) { in.Guards = objects(guard.Instruction, guard.EffectReview) }), answer.Review, library.Yes, "Backups are encrypted.", "instruction"},
		{"too many questions", several(0.95, 0.92, func(in *answer.Input) { in.Parts = append(in.Parts, in.Parts[0], in.Parts[1]) }), answer.Review, library.Yes, "Backups are encrypted.", "compound"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, _ := answer.Decide(tt.in)
			if d.Status != tt.status || d.Verdict != tt.verdict || tt.text != "" && d.Text != tt.text {
				t.Errorf("%s %s %q, want %s %s %q", d.Status, d.Verdict, d.Text, tt.status, tt.verdict, tt.text)
			}
			if !slices.ContainsFunc(d.Reasons, func(r answer.Reason) bool { return r.Code == tt.reason }) {
				t.Errorf("no reason %q in %v", tt.reason, d.Reasons)
			}
		})
	}
}

func TestJoinedAnswerNamesAllItsSources(t *testing.T) {
	t.Parallel()
	d, guards := answer.Decide(several(0.95, 0.92))
	if len(d.Sources) != 2 || d.Sources[0].Entry != "backups" || d.Sources[1].Entry != "visitors" {
		t.Errorf("sources %v", d.Sources)
	}
	if d.Confidence != 0.92 || d.Short != "Yes, encrypted. Yes, escorted." || len(guards) != 0 {
		t.Errorf("confidence %v, short %q, guards %v; want the lower one, both and none", d.Confidence, d.Short, guards)
	}
	if !slices.Contains(d.Evidence, "Overview") || !slices.Contains(d.Evidence, "Visitor rules") {
		t.Errorf("evidence %v, want that of both", d.Evidence)
	}
}
