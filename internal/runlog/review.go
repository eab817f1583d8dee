package runlog

import (
	"slices"

	"candor/internal/answer"
	"candor/internal/gap"
	"candor/internal/library"
)

// Reviewed is, in the record of a finished questionnaire, what it was finished
// from.
type Reviewed struct {
	// AsOf is the day on which the answers were checked again.
	AsOf string `json:"as_of"`
	// Output is the file that the run had written, nil if it wrote none.
	Output *File `json:"output,omitempty"`
	// Decisions counts those that were made, taken back ones too.
	Decisions int `json:"decisions"`
	// States counts the rows by state.
	States map[string]int `json:"states"`
}

// Review is what a person decided about a row.
type Review struct {
	// State is accepted, edited, taken, blank, open or changed.
	State string `json:"state"`
	// By and When are of the deciding person, "" for an open row.
	By   string `json:"by,omitempty"`
	When string `json:"when,omitempty"`
	// Override is the reason that was given for what Overridden lists.
	Override   string          `json:"override,omitempty"`
	Overridden []answer.Reason `json:"overridden,omitempty"`
	// Was is the row as the run left it; nil if it stayed so.
	Was *Was `json:"was,omitempty"`
}

// Was is the part of a row that a decision changes, as the run left it.
type Was struct {
	Status     answer.Status     `json:"status"`
	Verdict    library.Verdict   `json:"verdict"`
	Choice     string            `json:"choice,omitempty"`
	Answer     string            `json:"answer,omitempty"`
	Written    map[string]string `json:"written,omitempty"`
	Confidence float64           `json:"confidence"`
	Owner      string            `json:"owner,omitempty"`
	Gaps       []gap.Gap         `json:"gaps,omitempty"`
	Sources    []answer.Source   `json:"sources,omitempty"`
	Reasons    []answer.Reason   `json:"reasons"`
}

// WasOf takes what a decision changes out of a row.
func WasOf(q *Question) *Was {
	return &Was{
		Status: q.Status, Verdict: q.Verdict, Choice: q.Choice, Answer: q.Answer, Written: q.Written, Confidence: q.Confidence,
		Owner: q.Owner, Gaps: q.Gaps, Sources: q.Sources, Reasons: q.Reasons,
	}
}

// BeforeReview is the record of the run that a finished questionnaire was made
// from, but for its proof; a record that is one of a run is returned as it is.
// What a person wrote shows against it.
func (r *Record) BeforeReview() *Record {
	if r.Review == nil {
		return r
	}
	out := *r
	out.Review, out.Output, out.Verification = nil, r.Review.Output, nil
	out.Rows = slices.Clone(r.Rows)
	for i := range out.Rows {
		q := &out.Rows[i]
		if q.Review != nil && q.Review.Was != nil {
			w := q.Review.Was
			q.Status, q.Verdict, q.Choice, q.Answer, q.Written = w.Status, w.Verdict, w.Choice, w.Answer, w.Written
			q.Confidence, q.Owner, q.Gaps, q.Sources, q.Reasons = w.Confidence, w.Owner, w.Gaps, w.Sources, w.Reasons
		}
		q.Review = nil
	}
	out.Summary = Summarise(out.Rows)
	return &out
}

// Drafted is BeforeReview for whoever learns from the finished file: a draft that
// a person accepted counts as written by the run, so that it stands there as it
// was proposed.
func (r *Record) Drafted() *Record {
	out := r.BeforeReview()
	if out == r {
		return r
	}
	for i := range out.Rows {
		now, q := &r.Rows[i], &out.Rows[i]
		if now.Review != nil && now.Review.State == "accepted" && len(q.Written) == 0 {
			q.Written = now.Written
		}
	}
	return out
}
