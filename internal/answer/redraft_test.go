package answer_test

import (
	"slices"
	"testing"

	"candor/internal/answer"
	"candor/internal/gap"
	"candor/internal/library"
)

func TestRedraft(t *testing.T) {
	t.Parallel()
	with := func(f func(*library.Entry)) *library.Entry { return entry(longer, f) }
	posture := func(in *answer.Input) {
		in.Posture = &gap.Outcome{Answer: gap.AnswerText, Text: theText, NeedsHuman: true}
	}
	const said = "Data is encrypted with AES-256, and keys rotate every year."
	refused := []answer.Reason{{Code: "number", Text: "it holds a figure"}}
	tests := []struct {
		name    string
		in      answer.Input
		text    string
		against []answer.Reason
		taken   bool
		code    string
	}{
		{"sound", input(entry(longer), 0.6), said, nil, true, answer.ModelDraft},
		{"opens with its own position", input(entry(longer), 0.6), "Yes, data is encrypted.", nil, true, answer.ModelDraft},
		{"in German", input(entry(longer), 0.6), "Ja, Daten sind verschlüsselt.", nil, true, answer.ModelDraft},
		{"found wanting", input(entry(longer), 0.6), said, refused, false, answer.ModelDraftRefused},
		{"opens with another position", input(entry(longer), 0.6), "No, data is encrypted.", nil, false, answer.ModelDraftRefused},
		{"opens with one where there is none", input(with(func(e *library.Entry) { e.Verdict = library.Text }), 0.6), "Yes: data is encrypted.", nil, false, answer.ModelDraftRefused},
		{"the entry's own text", input(entry(longer), 0.6), theText, nil, false, "unsure"},
		{"nothing", input(entry(longer), 0.6), "", nil, false, "unsure"},
		{"sure", input(entry(longer), 0.9), said, nil, false, "match"},
		{"unmatched", input(entry(longer), 0.1), said, nil, false, "no_match"},
		{"nobody approved it", input(with(func(e *library.Entry) { e.Status = library.Draft }), 0.6), said, nil, false, "draft"},
		{"certification records", input(entry(longer), 0.6, posture), said, nil, false, "needs_person"},
		{"two entries", several(0.95, 0.92, secondPart("gates")), said, nil, true, answer.ModelDraft},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before, _ := answer.Decide(tt.in)
			after := answer.Redraft(before, tt.text, "en", tt.against, words{})
			if (after.Text == tt.text && after.Text != before.Text) != tt.taken || after.Reasons[len(after.Reasons)-1].Code != tt.code {
				t.Errorf("%q because %v", after.Text, after.Reasons)
			}
			if slices.Contains(after.Lowered, answer.ModelDraft) != tt.taken || after.Advised != tt.taken {
				t.Errorf("lowered by %v, advised %t", after.Lowered, after.Advised)
			}
			if after.Status != before.Status || after.Verdict != before.Verdict || !slices.EqualFunc(after.Sources, before.Sources, func(a, b answer.Source) bool { return a.Entry == b.Entry }) {
				t.Errorf("from %s %s %v to %s %s %v", before.Status, before.Verdict, before.Sources, after.Status, after.Verdict, after.Sources)
			}
		})
	}
}
