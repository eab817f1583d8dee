package roadmap

import (
	"cmp"
	"slices"
	"strings"

	"candor/internal/framework"
	"candor/internal/gap"
	"candor/internal/library"
	"candor/internal/runlog"
)

// controlKey is one control with what would mend its gaps.
type controlKey struct {
	remedy, control string
}

// controlRow is a question about a control that reveals a gap. Such gaps come
// from the answers of the library, so the record says them; no posture does.
type controlRow struct {
	q        *runlog.Question
	key      controlKey
	severity gap.Severity
}

// remedySoA is to look again at what the Statement of Applicability leaves out.
const remedySoA = "REVIEW-SOA"

// controlRows takes the gaps of controls from a record: answers of No or
// Partial, answers that contradict what an auditor examined, and controls left
// out of the Statement of Applicability. A row that asks about the certificate
// has the last of these among its requirements already.
func controlRows(rec *runlog.Record) []controlRow {
	var rows []controlRow
	for i := range rec.Rows {
		q := &rec.Rows[i]
		for _, g := range q.Gaps {
			onControl := g.Code == gap.ControlNo || g.Code == gap.ControlContradiction || g.Code == gap.SoAExcluded && q.Ask == nil
			if onControl && len(g.Controls) > 0 {
				rows = append(rows, controlRow{q, controlKey{g.Remedy, g.Controls[0]}, g.Severity})
			}
		}
	}
	return rows
}

// forControls adds a candidate for each control with a gap.
func (b *builder) forControls(sheets []*sheet) {
	for _, s := range sheets {
		for _, r := range s.controls {
			if c := b.add(r.key.remedy, r.key.control, r.key.control, nil); c != nil {
				c.closes = r.key
				if known, ok := b.Catalogue.Control(r.key.control); ok {
					c.title += ", " + known.Title
				}
			}
		}
	}
}

// controlGaps counts the questions by control and verdict, the most asked
// first. A control that does not apply to the company is not answered No.
func controlGaps(sheets []*sheet, cat *framework.Catalogue) []ControlGap {
	type key struct{ control, verdict string }
	all := map[key]*ControlGap{}
	for _, s := range sheets {
		inFile := map[key]bool{}
		for _, r := range s.controls {
			if r.key.remedy == remedySoA {
				continue
			}
			k := key{r.key.control, verdictOf(r.q)}
			g := all[k]
			if g == nil {
				g = &ControlGap{Control: k.control, Verdict: k.verdict, Section: section(k.control)}
				if c, ok := cat.Control(k.control); ok {
					g.Title = c.Title
				}
				all[k] = g
			}
			g.Questions++
			g.Rows = append(g.Rows, Closed{File: s.File, Ref: r.q.Ref})
			if !inFile[k] {
				g.Files++
			}
			inFile[k] = true
		}
	}
	out := make([]ControlGap, 0, len(all))
	for _, g := range all {
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b ControlGap) int {
		return cmp.Or(cmp.Compare(b.Questions, a.Questions), cmp.Compare(a.Control, b.Control), cmp.Compare(a.Verdict, b.Verdict))
	})
	return out
}

func verdictOf(q *runlog.Question) string {
	if q.Verdict == library.Partial {
		return string(library.Partial)
	}
	return string(library.No)
}

// section is the part of the framework that a control stands in, by its
// number: CC6 of soc2:CC6.3, A.8 of iso27001:A.8.24, cl9 of iso27001:cl9.2.
func section(ref string) string {
	scheme, id, _ := strings.Cut(ref, ":")
	if head, rest, ok := strings.Cut(id, "."); ok {
		if head == "A" {
			number, _, _ := strings.Cut(rest, ".")
			head += "." + number
		}
		id = head
	}
	return scheme + ":" + id
}
