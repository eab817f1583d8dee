package report

import (
	"cmp"
	"slices"

	"candor/internal/gap"
	"candor/internal/runlog"
)

// gapGroup is one gap with every question that shows it: what a reader counts
// as one thing.
type gapGroup struct {
	gap.Gap
	Rows []*runlog.Question
}

// Refs lists the cells of the questions.
func (g gapGroup) Refs() []string {
	refs := make([]string, len(g.Rows))
	for i, q := range g.Rows {
		refs[i] = q.Ref
	}
	return refs
}

// groupGaps gathers the gaps of a run by code, framework and severity, the
// heaviest first; rows keep workbook order.
func groupGaps(rec *runlog.Record) []gapGroup {
	var groups []gapGroup
	for i := range rec.Rows {
		q := &rec.Rows[i]
		for _, g := range q.Gaps {
			at := slices.IndexFunc(groups, func(o gapGroup) bool {
				return o.Code == g.Code && o.Framework == g.Framework && o.Severity == g.Severity && sameEntry(o, g)
			})
			if at < 0 {
				groups = append(groups, gapGroup{Gap: g})
				at = len(groups) - 1
			}
			if rows := groups[at].Rows; len(rows) == 0 || rows[len(rows)-1] != q {
				groups[at].Rows = append(groups[at].Rows, q)
			}
		}
	}
	slices.SortStableFunc(groups, func(a, b gapGroup) int {
		return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), cmp.Compare(len(b.Rows), len(a.Rows)))
	})
	return groups
}

// sameEntry keeps control gaps apart by what they are about: two controls
// answered with No are two things to mend.
func sameEntry(o gapGroup, g gap.Gap) bool {
	return g.Framework != "" || slices.Equal(o.Controls, g.Controls)
}
