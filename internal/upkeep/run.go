package upkeep

import (
	"cmp"
	"slices"

	"candor/internal/runlog"
)

// Run is one answered questionnaire with the deal behind it.
type Run struct {
	// File names it; runs are told apart by it.
	File   string
	Record *runlog.Record
	// Account is the prospect, "" where it is not known: then each file is one.
	Account string
	// Value is nil where it is not known, which is not zero.
	Value    *float64
	Currency string
}

// prospect is who asks: the account, or the file.
func (r *Run) prospect() string { return cmp.Or(r.Account, r.File) }

// sorted puts runs in an order that does not depend on how they came in.
func sorted(runs []Run) []Run {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b Run) int { return cmp.Compare(a.File, b.File) })
	return runs
}

// Trim takes from a record what upkeep does not look at, so that a thousand of
// them fit into memory.
func Trim(rec *runlog.Record) {
	rec.Skipped, rec.Verification = nil, nil
	for i := range rec.Rows {
		q := &rec.Rows[i]
		rec.Rows[i] = runlog.Question{
			Ref: q.Ref, Sheet: q.Sheet, Section: q.Section, Parent: q.Parent, Question: q.Question, Topic: q.Topic, Language: q.Language,
			Ask: q.Ask, Gaps: q.Gaps, Status: q.Status, Verdict: q.Verdict, Written: q.Written, Confidence: q.Confidence,
			Matches: q.Matches[:min(len(q.Matches), 1)], Guards: q.Guards, Sources: q.Sources, Reasons: q.Reasons,
		}
		if len(q.Matches) > 0 {
			rec.Rows[i].Matches = slices.Clone(rec.Rows[i].Matches)
			rec.Rows[i].Matches[0].Signals = nil
		}
	}
}
