package roadmap

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"candor/internal/date"
	"candor/internal/framework"
	"candor/internal/gap"
	"candor/internal/posture"
)

// Planner is the knowledge that a report is made with.
type Planner struct {
	Rules     *Rules
	Engine    *gap.Engine
	Posture   *posture.Posture
	Catalogue *framework.Catalogue
}

// Options are one report.
type Options struct {
	// AsOf is the day on which the posture is judged and times are counted from.
	AsOf date.Date
	// Budget in US dollars; 0 is none given.
	Budget float64
	// Earlier are records of other quarters, for the trend alone.
	Earlier []Input
	// Notes are what the reading of the inputs has to tell.
	Notes []string
}

// Plan measures every remedy over the questionnaires and ranks them. It stops
// between remedies if ctx ends.
func (p *Planner) Plan(ctx context.Context, inputs []Input, opt Options) (*Report, error) {
	inputs = slices.Clone(inputs)
	slices.SortFunc(inputs, compareInputs)
	sheets, err := p.study(ctx, inputs, opt)
	if err != nil {
		return nil, err
	}
	m := p.money(sheets)
	b := &builder{Planner: p, asOf: opt.AsOf}
	held := b.holdings()
	var all []measured
	for _, c := range p.candidates(sheets, opt.AsOf) {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("measure remedies: %w", err)
		}
		if r := p.measure(c, sheets, m, opt.AsOf, held); r.Demand > 0 || isOffered(c.id) {
			all = append(all, r)
		}
	}
	rank(all)
	places := map[string]place{}
	for _, s := range sheets {
		places[s.File] = p.Rules.regionOf(s)
	}
	a := &advice{Planner: p, opt: opt, sheets: sheets, places: places, held: held, money: m, all: all}
	a.find()
	return p.report(a), nil
}

// isOffered reports whether a remedy is shown though nobody asks for it: the
// recommendation weighs it.
func isOffered(id string) bool {
	return slices.Contains([]string{remedyT1, remedyT2, remedyISO, remedyBoth}, id)
}

// find picks the remedies that the rules weigh; an audit under way stands for
// obtaining what it leads to.
func (a *advice) find() {
	ends := map[string]string{remedyT1: remedyT1, remedyT2: remedyT2, remedyISO: remedyISO, remedyBoth: remedyBoth}
	for i := range a.Posture.Attestations {
		at := &a.Posture.Attestations[i]
		if at.Status != posture.RecordedInProgress {
			continue
		}
		id := remedyEnd + ":" + at.ID
		switch {
		case at.Framework == iso27001 && a.held.underWay[remedyISO] && !a.held.iso:
			ends[remedyISO] = cmp.Or(unlessSame(ends[remedyISO], remedyISO), id)
		case at.Framework == soc2 && typeOf(at) == 2 && !a.held.soc2[2]:
			ends[remedyT2] = cmp.Or(unlessSame(ends[remedyT2], remedyT2), id)
		case at.Framework == soc2 && typeOf(at) == 1 && !a.held.soc2[1] && !a.held.soc2[2]:
			ends[remedyT1] = cmp.Or(unlessSame(ends[remedyT1], remedyT1), id)
		}
	}
	pick := func(id string) *measured {
		i := slices.IndexFunc(a.all, func(r measured) bool { return r.ID == ends[id] })
		if i < 0 {
			return nil
		}
		return &a.all[i]
	}
	a.t1, a.t2, a.iso, a.both = pick(remedyT1), pick(remedyT2), pick(remedyISO), pick(remedyBoth)
}

func unlessSame(id, plain string) string {
	if id == plain {
		return ""
	}
	return id
}

// report puts everything together.
func (p *Planner) report(a *advice) *Report {
	all := a.all
	r := &Report{
		Schema: Schema, AsOf: a.opt.AsOf, Company: p.Posture.Company.LegalName, Questionnaires: len(a.sheets),
		Blocked: len(a.money.blocked), BlockedValue: a.money.of(a.money.blocked), Currency: a.money.currency,
		Weights: p.Rules.weights, Remedies: make([]Remedy, len(all)), Recommendation: a.recommend(),
		ControlGaps: controlGaps(a.sheets, p.Catalogue), Files: make([]File, len(a.sheets)),
		Mitigations: p.mitigations(a.sheets), Specific: p.specific(), Trend: p.trend(a.sheets, a.opt.Earlier),
		Timeline: p.timeline(a.opt.AsOf), Notes: append([]string{}, a.opt.Notes...),
	}
	for i := range all {
		r.Remedies[i] = all[i].Remedy
	}
	for i, s := range a.sheets {
		r.Files[i] = p.file(s, a.places[s.File])
		r.Demand += r.Files[i].Demand
	}
	slices.SortStableFunc(r.Files, compareFiles)
	r.Figures = p.usedFigures(r.Remedies)
	if n := countOver(a.sheets); n > 0 {
		r.Notes = append(r.Notes, count(n, "deal is", "deals are")+" decided by the stage in the deals file: counted with the demand, not with the blocked")
	}
	if a.money.why != "" {
		r.Notes = append(r.Notes, a.money.why)
	}
	if p.Posture.Company.SizeTier == "" {
		r.Notes = append(r.Notes, "the posture names no company.size_tier; costs are those of a mid-size company")
	}
	return r
}

func countOver(sheets []*sheet) int {
	n := 0
	for _, s := range sheets {
		n += asInt(s.over)
	}
	return n
}

// compareFiles puts what is blocked first, by value, then by demand.
func compareFiles(a, b File) int {
	return cmp.Or(
		cmp.Compare(asInt(b.Blocked), asInt(a.Blocked)), cmp.Compare(amount(b.Value), amount(a.Value)),
		cmp.Compare(b.Demand, a.Demand), cmp.Compare(a.File, b.File),
	)
}

func amount(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
