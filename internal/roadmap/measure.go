package roadmap

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"candor/internal/date"
)

// measured is a remedy with what the recommendation asks of it per file.
type measured struct {
	Remedy
	// closed is the demand that it closes by file.
	closed map[string]int
	// stuck counts by requirement the files that stay blocked by it.
	stuck map[string]int
}

// measure counts what a candidate changes in every questionnaire.
func (p *Planner) measure(c candidate, sheets []*sheet, m money, asOf date.Date, h holdings) measured {
	out := measured{closed: map[string]int{}, stuck: map[string]int{}}
	r := &out.Remedy
	*r = Remedy{ID: c.id, Title: c.title, Name: c.name, Kind: c.entry.Kind, OnControl: c.posture == nil, Unblocks: []string{}, Questions: []Closed{}}
	p.figures(r, c, isDiscounted(c.entry, h), asOf)
	var after map[*asked]severityBySlot
	if c.posture != nil {
		after = p.simulate(c, sheets)
	}
	inTime := 0
	for _, s := range sheets {
		closed := p.closeControls(r, c.closes, s)
		if c.posture != nil {
			left := s.left(after)
			closed = p.Rules.demand(s.slots) - p.Rules.demand(left)
			p.closeRows(r, s, after)
			for slot, severity := range left {
				out.stuck[slot] += asInt(!s.over && severity.AtLeast(p.Rules.blocking))
			}
			if p.blocks(s, s.slots) && !p.blocks(s, left) {
				r.Unblocks = append(r.Unblocks, s.File)
				inTime += asInt(r.Months != nil && s.closesAfter(asOf, r.Months[0]))
			}
		}
		if closed > 0 {
			r.Touched++
			r.Demand += closed
			out.closed[s.File] = closed
		}
	}
	r.Rows, r.Deals = len(r.Questions), len(r.Unblocks)
	if r.Months != nil && m.dated {
		r.InTime = &inTime
	}
	r.Value = m.of(r.Unblocks)
	r.Efficiency = efficiency(r.Demand, r.CostUSD)
	return out
}

// closeRows notes the rows whose gaps shrink.
func (p *Planner) closeRows(r *Remedy, s *sheet, after map[*asked]severityBySlot) {
	for _, row := range s.rows {
		left := after[row.asked]
		if before, now := p.Rules.demand(row.slots), p.Rules.demand(left); now < before {
			r.Questions = append(r.Questions, Closed{File: s.File, Ref: row.q.Ref, Before: before, After: now})
		}
	}
}

// closeControls does so for the gaps of one control; each control is a
// requirement of its own in each questionnaire.
func (p *Planner) closeControls(r *Remedy, key controlKey, s *sheet) int {
	worst := 0
	for _, row := range s.controls {
		if row.key == key {
			w := p.Rules.weight(row.severity)
			worst = max(worst, w)
			r.Questions = append(r.Questions, Closed{File: s.File, Ref: row.q.Ref, Before: w})
		}
	}
	return worst
}

// closesAfter reports whether the deal closes no sooner than so many months
// after the day. Part of a month counts as a whole one.
func (s *sheet) closesAfter(asOf date.Date, months float64) bool {
	return s.Deal != nil && !s.Deal.Close.IsZero() && !asOf.AddMonths(int(math.Ceil(months))).After(s.Deal.Close)
}

// money is what the deals are worth, if that can be said.
type money struct {
	// known tells that every blocked deal has a value, all in one currency.
	known    bool
	currency string
	values   map[string]float64
	blocked  []string
	// dated tells that a deal has a close date.
	dated bool
	// why says why the values cannot be added up.
	why string
}

func (p *Planner) money(sheets []*sheet) money {
	m := money{known: true, values: map[string]float64{}}
	var currencies, lacking []string
	for _, s := range sheets {
		m.dated = m.dated || s.Deal != nil && !s.Deal.Close.IsZero()
		if !p.blocks(s, s.slots) {
			continue
		}
		m.blocked = append(m.blocked, s.File)
		if s.Deal == nil || s.Deal.Value == nil {
			lacking = append(lacking, s.File)
			continue
		}
		m.values[s.File] = *s.Deal.Value
		if !slices.Contains(currencies, s.Deal.Currency) {
			currencies = append(currencies, s.Deal.Currency)
		}
	}
	switch {
	case len(m.blocked) == 0:
		m.known = false
	case len(lacking) > 0:
		m.known = false
		if len(m.values) > 0 {
			m.why = "ranked by deals, not by value: no value for " + listFiles(lacking)
		}
	case len(currencies) > 1:
		m.known = false
		m.why = "ranked by deals, not by value: the values are in different currencies (" + strings.Join(slices.Sorted(slices.Values(currencies)), ", ") + ")"
	default:
		m.currency = currencies[0]
	}
	return m
}

// of sums the values of files; nil if not all are known.
func (m money) of(files []string) *float64 {
	if !m.known {
		return nil
	}
	sum := 0.0
	for _, f := range files {
		sum += m.values[f]
	}
	return &sum
}

// maxListed is how many files a sentence names before it counts the rest.
const maxListed = 4

func listFiles(files []string) string {
	if len(files) <= maxListed {
		return strings.Join(files, ", ")
	}
	return strings.Join(files[:maxListed], ", ") + " and " + count(len(files)-maxListed, "more", "more")
}

// rank orders remedies by value or else deals unblocked, then demand closed,
// the sooner first, then the cheaper, then by id.
func rank(all []measured) {
	slices.SortFunc(all, func(a, b measured) int {
		return cmp.Or(
			cmp.Compare(worth(b), worth(a)),
			cmp.Compare(b.Demand, a.Demand),
			cmp.Compare(low(a.Months), low(b.Months)),
			cmp.Compare(mean(a.CostUSD), mean(b.CostUSD)),
			cmp.Compare(a.ID, b.ID),
		)
	})
}

func worth(r measured) float64 {
	if r.Value != nil {
		return *r.Value
	}
	return float64(r.Deals)
}
