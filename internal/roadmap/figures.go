package roadmap

import (
	"math"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/gap"
)

// defaultTier is the size whose figures are taken where the posture names none.
const defaultTier = "mid"

// figures puts cost and time of the source into a remedy; what the source has
// no figure for stays nil.
func (p *Planner) figures(r *Remedy, c candidate, discounted bool, asOf date.Date) {
	var sources []string
	take := func(f gap.Figure) []float64 {
		sources = append(sources, f.Sources()...)
		return []float64{f.Low, f.High}
	}
	if f, ok := c.entry.Cost[p.tier()]; ok {
		r.CostUSD = take(f)
	}
	if c.entry.FirstYear != nil {
		r.FirstYearUSD = take(*c.entry.FirstYear)
	}
	if c.entry.Months != nil {
		r.Months = take(*c.entry.Months)
	}
	r.Notes = slices.Clone(c.entry.Notes)
	if discounted {
		sources = append(sources, p.discount(r, c.entry)...)
	}
	if !c.target.IsZero() && !c.target.Before(asOf) {
		months := float64(asOf.MonthsUntil(c.target.AddDays(1)))
		if asOf.AddMonths(int(months)).Before(c.target) {
			months++
		}
		r.Months = []float64{months, months}
		r.Notes = append(r.Notes, "The time is up to the target date of the record "+c.record+", not a figure of the source.")
	}
	r.Sources = append([]string{}, slices.Compact(slices.Sorted(slices.Values(sources)))...)
}

// tier selects the cost row.
func (p *Planner) tier() string {
	if t := p.Posture.Company.SizeTier; t != "" {
		return t
	}
	return defaultTier
}

// discount applies the source's cut for a second framework: the cost by both
// ends of the cut, the time by its upper end to the low figure only, since the
// source says "up to". An observation window is not shortened.
func (p *Planner) discount(r *Remedy, entry gap.Remedy) []string {
	cut := p.Engine.SecondFramework()
	shorten := func(money []float64) {
		if money != nil {
			money[0] = math.Round(money[0] * (1 - cut.CostCut.High))
			money[1] = math.Round(money[1] * (1 - cut.CostCut.Low))
		}
	}
	shorten(r.CostUSD)
	shorten(r.FirstYearUSD)
	if r.Months != nil {
		low := tenths(r.Months[0] * (1 - cut.TimeCut.High))
		r.Months[0] = max(low, float64(entry.FloorMonths))
	}
	r.Discounted = true
	r.Notes = append(r.Notes, "Derived: the source's cut for a second framework ("+cut.CostCut.Source+", "+cut.TimeCut.Source+") is applied to this one alone.")
	return append(cut.CostCut.Sources(), cut.TimeCut.Sources()...)
}

// mean is the middle of a range, +Inf without one, so that what has no figure
// comes after what has.
func mean(span []float64) float64 {
	if len(span) != 2 {
		return math.Inf(1)
	}
	return (span[0] + span[1]) / 2
}

func low(span []float64) float64 {
	if len(span) != 2 {
		return math.Inf(1)
	}
	return span[0]
}

// efficiency is the demand closed per 10,000 dollars of the mean cost.
func efficiency(demand int, cost []float64) *float64 {
	mid := mean(cost)
	if math.IsInf(mid, 1) || mid == 0 {
		return nil
	}
	e := tenths(float64(demand) / (mid / 10_000))
	return &e
}

// tenths rounds to one digit behind the point.
func tenths(v float64) float64 { return math.Round(v*10) / 10 }

// isDiscounted reports whether the other of the two frameworks is held, so that
// this one comes second.
func isDiscounted(entry gap.Remedy, h holdings) bool {
	switch entry.Framework {
	case soc2:
		return h.iso
	case iso27001:
		return h.soc2[1] || h.soc2[2]
	}
	return false
}

// usedFigures lists the statements of the source that the remedies rest on.
func (p *Planner) usedFigures(remedies []Remedy) []Figure {
	used := []Figure{}
	for _, f := range p.Engine.Figures() {
		if slices.ContainsFunc(remedies, func(r Remedy) bool {
			return slices.Contains(r.Sources, f.ID) || slices.ContainsFunc(r.Notes, func(n string) bool { return strings.Contains(n, f.ID) })
		}) {
			used = append(used, Figure{f.ID, f.Text})
		}
	}
	return used
}
