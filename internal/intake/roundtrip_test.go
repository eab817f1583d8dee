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
	done := edited(t, blank, complete(before, nil))
	kb := freshKB(t)
	p := load(t, kb, approved, done)
	said := read(t, done)
	choices := map[string]string{}
	for i := range said.Questions {
		choices[said.Questions[i].Ref] = chosen(&said.Questions[i])
	}
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

// chosen is the word that stands in a row's choice cell or is ticked.
func chosen(q *questionnaire.Question) string {
	for _, s := range q.Slots {
		switch {
		case s.Kind == questionnaire.SlotChoice && len(q.Choices()) > 0:
			return s.Value
		case s.Kind == questionnaire.SlotTick && s.Value != "":
			return s.Label
		}
	}
	return ""
}
