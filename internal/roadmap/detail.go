package roadmap

import (
	"cmp"
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/posture"
)

// file is a questionnaire as the report shows it.
func (p *Planner) file(s *sheet, at place) File {
	f := File{
		File: s.File, Region: at.id, RegionGuess: at.guess, RegionWhy: at.why, Product: s.product, Output: s.Output,
		Blocked: p.blocks(s, s.slots), Closed: s.over, Demand: p.Rules.demand(s.slots), Slots: []Slot{},
	}
	if d := s.Deal; d != nil {
		f.Account, f.Value, f.Currency, f.CloseDate, f.Stage, f.Extra = d.Account, d.Value, d.Currency, d.Close, d.Stage, d.Extra
	}
	for _, name := range sortedSlots(s.slots) {
		if slot := p.slot(s, name); slot.Weight > 0 {
			f.Slots = append(f.Slots, slot)
		}
	}
	return f
}

// slot is a requirement with the rows that make it.
func (p *Planner) slot(s *sheet, name string) Slot {
	out := Slot{Slot: name, Name: p.requirement(name), Severity: s.slots[name], Weight: p.Rules.weight(s.slots[name])}
	for _, r := range s.rows {
		severity, ok := r.slots[name]
		if !ok || p.Rules.weight(severity) == 0 {
			continue
		}
		out.Rows = append(out.Rows, Row{Ref: r.q.Ref, Severity: severity, Question: r.q.Question})
		for _, g := range r.gaps {
			if g.Slot == name && p.Rules.weight(g.Severity) > 0 && !slices.Contains(out.Codes, g.Code) {
				out.Codes = append(out.Codes, g.Code)
			}
		}
	}
	slices.SortFunc(out.Codes, compareCodes)
	return out
}

// requirement is a slot in words: "iso27001|soc2" is "ISO/IEC 27001 or SOC 2".
func (p *Planner) requirement(slot string) string {
	ids := strings.Split(slot, "|")
	for i, id := range ids {
		if ids[i] = p.name(id); id == ask.AnyFramework {
			ids[i] = "any certification"
		}
	}
	return strings.Join(ids, " or ")
}

// name is a framework as we print it; an id that is none stays as it is.
func (p *Planner) name(framework string) string {
	if in, ok := p.Posture.Reference().Instrument(framework); ok {
		return in.Name
	}
	return framework
}

// compareCodes follows the order of the table of gaps.
func compareCodes(a, b gap.Code) int {
	return cmp.Compare(slices.Index(gap.Codes(), a), slices.Index(gap.Codes(), b))
}

// mitigations are those of the gaps found, the most frequent first.
func (p *Planner) mitigations(sheets []*sheet) []Mitigation {
	counts := map[gap.Code]int{}
	for _, s := range sheets {
		for name := range s.slots {
			for _, c := range p.slot(s, name).Codes {
				counts[c]++
			}
		}
	}
	out := []Mitigation{}
	for _, c := range gap.Codes() {
		if texts := p.Rules.mitigations[c]; counts[c] > 0 && len(texts) > 0 {
			out = append(out, Mitigation{Code: c, Title: p.Engine.Definition(c).Title, Slots: counts[c], Texts: texts})
		}
	}
	slices.SortStableFunc(out, func(a, b Mitigation) int { return cmp.Compare(b.Slots, a.Slots) })
	return out
}

func (p *Planner) specific() []Specific {
	return []Specific{
		{Framework: soc2, Texts: p.Rules.specific[soc2]},
		{Framework: iso27001, Texts: p.Rules.specific[iso27001]},
	}
}

// timeline shows each record from the day that it could first be shown to the
// last one on which it backs an answer.
func (p *Planner) timeline(asOf date.Date) []Span {
	spans := []Span{}
	for i := range p.Posture.Attestations {
		a := &p.Posture.Attestations[i]
		e := p.Posture.Effective(a, asOf)
		s := Span{ID: a.ID, Name: p.Posture.Name(a), Status: string(e.Status), From: firstDate(a.Dates.Issued, a.Dates.PeriodEnd, a.Dates.AsOf)}
		switch {
		case a.Status == posture.RecordedInProgress || a.Status == posture.RecordedPlanned:
			s.From, s.Target = a.Dates.Started, a.Dates.Target
		case !e.Until.IsZero():
			s.Until = e.Until
		default:
			s.Until = p.Posture.Expiry(a)
		}
		spans = append(spans, s)
	}
	return spans
}

func firstDate(days ...date.Date) date.Date {
	for _, d := range days {
		if !d.IsZero() {
			return d
		}
	}
	return date.Date{}
}
