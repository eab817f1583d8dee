package gap

import (
	"slices"

	"candor/internal/ask"
	"candor/internal/posture"
)

// choice is what the results of the frameworks amount to together.
type choice struct {
	// results are those that count: one that satisfies or comes closest for
	// "any", all of them for "all".
	results []*result
	// satisfied tells that what is asked for is there.
	satisfied bool
	// equivalent tells that only a framework which the row does not name does.
	equivalent bool
	// successor tells that only the wider reading of an obsolete name does.
	successor bool
	// alternatives are the frameworks that would have done as well.
	alternatives []string
	// law holds the frameworks that cannot be held at all.
	law []string
}

// choose checks the frameworks and combines them by the row's logic.
func (q *query) choose() choice {
	named, law := q.certifiable()
	frameworks, logic := q.successors(named)
	c := choice{law: law}
	if len(frameworks) == 0 {
		c.satisfied = false
		return c
	}
	results := make([]*result, len(frameworks))
	for i, f := range frameworks {
		results[i] = q.check(f)
	}
	if logic == ask.LogicAll {
		c.results = results
		c.satisfied = !slices.ContainsFunc(results, func(r *result) bool { return !r.satisfied() })
		return c
	}
	best := closest(results)
	c.results, c.satisfied = []*result{best}, best.satisfied()
	c.alternatives = others(frameworks, best.framework)
	if c.satisfied {
		c.results = allSatisfied(best, results)
		c.successor = !slices.Contains(named, best.framework) && !slices.Contains(named, ask.AnyFramework)
		return c
	}
	if q.r.Requires.OrEquivalent {
		q.tryEquivalents(&c, frameworks)
	}
	return c
}

// certifiable parts the frameworks of the reading into those that one can hold
// and laws and guides, which nobody is certified to. "any" stands for all that
// there is on record.
func (q *query) certifiable() (held, law []string) {
	for _, f := range q.r.Frameworks {
		in, known := q.p.Reference().Instrument(f)
		switch {
		case f == ask.AnyFramework:
			held = append(held, q.recorded()...)
		case known && !in.Certifiable() || !known && q.isGuide(f):
			law = append(law, f)
		default:
			held = append(held, f)
		}
	}
	if len(q.r.Frameworks) == 0 {
		held = q.recorded()
	}
	if len(held) == 0 && len(law) == 0 {
		held = []string{ask.AnyFramework}
	}
	return unique(held), law
}

// isGuide reports whether an unknown framework is one without certificates.
func (q *query) isGuide(framework string) bool {
	return slices.Contains(q.e.forms.Guides, framework)
}

// recorded lists the frameworks on record, in file order.
func (q *query) recorded() []string {
	var ids []string
	for _, a := range q.p.Attestations {
		if a.MayDisclose() {
			ids = append(ids, a.Framework)
		}
	}
	return unique(ids)
}

func unique(ids []string) []string {
	var all []string
	for _, id := range ids {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

func others(ids []string, but string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == but })
}

// successors widens the frameworks of an obsolete name by what took its place,
// any of which then will do.
func (q *query) successors(named []string) ([]string, ask.Logic) {
	logic := q.r.Logic
	if logic == ask.LogicSingle && len(named) > 1 {
		logic = ask.LogicAny
	}
	wider := q.e.forms.Premises[q.r.Premise]
	if q.r.Premise == "" || len(wider) == 0 {
		return named, logic
	}
	named = slices.DeleteFunc(slices.Clone(named), func(id string) bool { return id == ask.AnyFramework })
	return unique(append(named, wider...)), ask.LogicAny
}

// closest returns the result that satisfies with the least left over, else the
// one that comes nearest; the order of the row breaks ties.
func closest(results []*result) *result {
	var best *result
	for _, r := range results {
		if best == nil || nearer(r, best) {
			best = r
		}
	}
	return best
}

func nearer(a, b *result) bool {
	if a.satisfied() != b.satisfied() {
		return a.satisfied()
	}
	if a.satisfied() {
		return a.worst().Rank() < b.worst().Rank()
	}
	return a.tier < b.tier
}

// allSatisfied puts best first and adds the other results that satisfy: they
// are worth telling though one would do. Their findings do not count.
func allSatisfied(best *result, results []*result) []*result {
	all := []*result{best}
	for _, r := range results {
		if r != best && r.satisfied() {
			told := *r
			told.findings = nil
			all = append(all, &told)
		}
	}
	return all
}

// tryEquivalents looks for a framework of the class that may count as
// equivalent, if the row asks for one of that class. Self-assessments and
// general-use reports are never of it.
func (q *query) tryEquivalents(c *choice, asked []string) {
	inClass := func(f string) bool { return f == ask.AnyFramework || q.instrument(f).Equivalent }
	if !slices.ContainsFunc(asked, inClass) {
		return
	}
	for _, f := range q.recorded() {
		in := q.instrument(f)
		if !in.Equivalent || slices.Contains(asked, f) {
			continue
		}
		r := q.check(f)
		levels := in.EquivalentLevels
		graded := len(levels) == 0 || r.record != nil && slices.Contains(levels, r.record.Level)
		if r.tier == tierUsable && graded && r.satisfied() && !r.has(SelfAssessed) {
			c.results, c.satisfied, c.equivalent = []*result{r}, true, true
			q.because("equivalent", "the row accepts an equivalent, and "+q.name(f)+" is held; the buyer must accept it as one")
			return
		}
	}
}

// findings gathers those of the chosen results and of the question itself,
// adjusted by the row's strength and in order.
func (q *query) findings(c choice) []finding {
	var all []finding
	for _, r := range c.results {
		for _, f := range r.findings {
			f.severity = q.adjusted(f)
			all = append(all, f)
		}
	}
	note := &result{}
	for _, f := range c.law {
		note.framework = f
		q.add(note, RegulationAsCert, true, q.lawValues(f))
	}
	note.framework = ""
	if len(c.results) > 0 {
		note.framework = c.results[0].framework
	}
	if q.r.Premise != "" {
		q.add(note, PremiseOutdated, true, q.premiseValues())
	}
	if q.r.Ambiguous {
		q.add(note, AmbiguousRef, true, values{"frameworks": q.and(q.names(q.r.Frameworks))})
	}
	if q.r.Aspect == ask.AspectCommitment {
		q.add(note, Commitment, true, nil)
	}
	all = append(all, note.findings...)
	order(all)
	return all
}

// adjusted moves the gaps of attestations by how much the row insists.
func (q *query) adjusted(f finding) Severity {
	if q.e.definitions[f.code].Group != "A" || f.severity == Info || f.code == CertSuspended {
		return f.severity
	}
	switch q.r.Strength {
	case ask.StrengthMandatory:
		return f.severity.moved(+1)
	case ask.StrengthPreferred:
		return f.severity.moved(-1)
	case ask.StrengthNormal:
	}
	return f.severity
}

func (q *query) names(frameworks []string) []string {
	names := make([]string, len(frameworks))
	for i, f := range frameworks {
		names[i] = q.name(f)
	}
	return names
}

// record returns the record of the first result that has one to tell of.
func (c choice) record() *posture.Attestation {
	for _, r := range c.results {
		if r.record != nil {
			return r.record
		}
	}
	return nil
}
