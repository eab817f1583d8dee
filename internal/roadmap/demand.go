package roadmap

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"candor/internal/ask"
	"candor/internal/gap"
	"candor/internal/runlog"
)

// asked is what one or more rows ask alike, with the gaps that it reveals.
// Questionnaires repeat each other's rows, and each is decided once only.
type asked struct {
	reading ask.Reading
	ctx     gap.Context
	gaps    []gap.Gap
	// slots holds the worst severity by requirement.
	slots severityBySlot
}

type severityBySlot map[string]gap.Severity

func slotsOf(gaps []gap.Gap) severityBySlot {
	slots := severityBySlot{}
	for _, g := range gaps {
		slots[g.Slot] = worse(slots[g.Slot], g.Severity)
	}
	return slots
}

// worse returns the heavier of two severities; "" is lighter than any.
func worse(a, b gap.Severity) gap.Severity {
	if b.Rank() > a.Rank() {
		return b
	}
	return a
}

// row is a question about certification.
type row struct {
	q *runlog.Question
	*asked
}

// sheet is one questionnaire under study.
type sheet struct {
	Input
	product string
	// over tells that the deal is decided.
	over  bool
	rows  []row
	slots severityBySlot
	// controls are the gaps of rows about controls, as the record has them.
	controls []controlRow
}

// label is what people call the deal: the account, else the file.
func (s *sheet) label() string {
	if s.Deal != nil && s.Deal.Account != "" {
		return s.Deal.Account
	}
	return s.File
}

// study derives the demand of every questionnaire from the posture of the day.
func (p *Planner) study(ctx context.Context, inputs []Input, opt Options) ([]*sheet, error) {
	known := map[string]*asked{}
	var sheets []*sheet
	for _, in := range inputs {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("read demand: %w", err)
		}
		s := &sheet{Input: in, product: in.Record.Product, over: p.Rules.over(in.Deal), slots: severityBySlot{}, controls: controlRows(in.Record)}
		if in.Deal != nil {
			s.product = cmp.Or(in.Deal.Product, s.product)
		}
		if err := p.readRows(s, known, opt); err != nil {
			return nil, err
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// readRows decides the rows in their order, since a follow-up belongs to the
// requirement of the row that it follows.
func (p *Planner) readRows(s *sheet, known map[string]*asked, opt Options) error {
	byRef := map[string]*asked{}
	for i := range s.Record.Rows {
		q := &s.Record.Rows[i]
		if q.Ask == nil {
			continue
		}
		ctx := gap.Context{
			AsOf: opt.AsOf, Product: s.product, Language: q.Language, Controls: q.Controls, Question: q.Question,
			Closed: len(q.Choices) > 0,
		}
		if parent := byRef[q.Parent]; parent != nil && len(parent.gaps) > 0 {
			ctx.ParentSlot = parent.gaps[0].Slot
		}
		key, err := json.Marshal([]any{q.Ask, ctx})
		if err != nil {
			return fmt.Errorf("read demand of %s %s: %w", s.File, q.Ref, err)
		}
		a := known[string(key)]
		if a == nil {
			a = &asked{reading: *q.Ask, ctx: ctx}
			a.gaps = p.Engine.Check(a.reading, p.Posture, ctx).Gaps
			a.slots = slotsOf(a.gaps)
			known[string(key)] = a
		}
		byRef[q.Ref] = a
		s.rows = append(s.rows, row{q, a})
		for slot, severity := range a.slots {
			s.slots[slot] = worse(s.slots[slot], severity)
		}
	}
	return nil
}

// blocked reports whether a requirement weighs enough to block the deal.
func (r *Rules) blocked(slots severityBySlot) bool {
	for _, severity := range slots {
		if severity.AtLeast(r.blocking) {
			return true
		}
	}
	return false
}

// demand sums the weights of requirements.
func (r *Rules) demand(slots severityBySlot) int {
	sum := 0
	for _, severity := range slots {
		sum += r.weight(severity)
	}
	return sum
}

// simulate returns what is left of each thing asked if the posture were the
// candidate's and the gaps that it settles were none. What weighs nothing is not asked again. A company that holds one thing more
// still shows the record that serves it best, so nothing gets worse.
func (p *Planner) simulate(c candidate, sheets []*sheet) map[*asked]severityBySlot {
	after := map[*asked]severityBySlot{}
	for _, s := range sheets {
		for _, r := range s.rows {
			if after[r.asked] != nil {
				continue
			}
			after[r.asked] = r.slots
			if p.Rules.demand(r.slots) > 0 {
				left := p.Engine.Check(r.reading, c.posture, r.ctx).Gaps
				left = slices.DeleteFunc(left, func(g gap.Gap) bool { return g.Code == c.settles })
				after[r.asked] = lighter(r.slots, slotsOf(left))
			}
		}
	}
	return after
}

// lighter keeps of each requirement what is left of it at best.
func lighter(before, after severityBySlot) severityBySlot {
	out := severityBySlot{}
	for slot, severity := range before {
		left, ok := after[slot]
		switch {
		case !ok:
			left = ""
		case left.Rank() > severity.Rank():
			left = severity
		}
		out[slot] = left
	}
	return out
}

// left is what remains of a questionnaire's requirements.
func (s *sheet) left(after map[*asked]severityBySlot) severityBySlot {
	out := severityBySlot{}
	for _, r := range s.rows {
		for slot, severity := range after[r.asked] {
			out[slot] = worse(out[slot], severity)
		}
	}
	return out
}

// sortedSlots lists requirements, the heaviest first.
func sortedSlots(slots severityBySlot) []string {
	names := slices.Sorted(maps.Keys(slots))
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(slots[b].Rank(), slots[a].Rank()) })
	return names
}
