package intake_test

import (
	"testing"

	"candor/internal/answer"
	"candor/internal/questionnaire"
)

// TestRoundTrip imports completed workbooks into an empty library and fills
// their blank copies from it: nearly all answered rows must be filled, each
// with the choice that it had.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"acme-vendor-assessment.xlsx", "globex-tick-columns.xlsx", "hooli-lieferantenfragebogen.xlsx", "initech-formula-questions.xlsx", "umbrella-rfp.csv"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			roundTrip(t, "../../fixtures/questionnaires/"+name)
		})
	}
}

func roundTrip(t *testing.T, blank string) {
	t.Helper()
	before := read(t, blank)
	edits := complete(before, nil)
	done := edited(t, blank, edits)
	kb := freshKB(t)
	p := load(t, kb, approved, done)
	choices := chosen(before, edits)
	left := map[string]bool{}
	for _, c := range p.Certification {
		left[c.Source.Ref] = true
	}
	for _, s := range p.Skipped {
		left[s.Source.Ref] = true
	}
	rows, right := 0, 0
	for _, q := range filled(t, kb, blank).Rows {
		if left[q.Ref] {
			continue
		}
		rows++
		switch {
		case q.Status != answer.Filled:
			t.Logf("%s %s: %s %.2f %v %v", q.Ref, q.Question, q.Status, q.Confidence, q.Reasons, q.Guards)
		case q.Choice != choices[q.Ref]:
			t.Logf("%s %s: %q, was %q", q.Ref, q.Question, q.Choice, choices[q.Ref])
		default:
			right++
		}
	}
	t.Logf("%s: %d of %d rows, %d left to records and people; %+v", blank, right, rows, len(left), p.Summary)
	if right*100 < rows*98 {
		t.Errorf("%s: %d of %d answered rows are filled as they were", blank, right, rows)
	}
}

// chosen are the words that the edits choose or tick, by question.
func chosen(q *questionnaire.Questionnaire, edits []questionnaire.Edit) map[string]string {
	values := map[string]string{}
	for _, e := range edits {
		values[e.Sheet+"!"+e.Cell] = e.Value
	}
	out := map[string]string{}
	for i := range q.Questions {
		x := &q.Questions[i]
		for _, s := range x.Slots {
			value := values[x.Sheet+"!"+s.Cell]
			switch {
			case s.Kind == questionnaire.SlotChoice && len(x.Choices()) > 0:
				out[x.Ref] = value
			case s.Kind == questionnaire.SlotTick && value != "":
				out[x.Ref] = s.Label
			}
		}
	}
	return out
}
