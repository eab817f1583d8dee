package roadmap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/posture"
)

// The remedies of DOMAIN.md 4.2.
const (
	remedyT1    = "SOC2-T1"
	remedyT2    = "SOC2-T2"
	remedyISO   = "ISO27001"
	remedyBoth  = "BOTH"
	remedyOther = "OBTAIN-OTHER"
	remedyEnd   = "FINISH"
)

// The two frameworks that the recommendation is about.
const (
	soc2     = "soc2"
	iso27001 = "iso27001"
)

// categorySecurity is in every SOC 2 report.
const categorySecurity = "security"

// candidate is a remedy with the posture as it would be.
type candidate struct {
	// id is that of remedies.yaml, with what it is applied to behind a colon.
	id, title, name string
	entry           gap.Remedy
	// posture is nil for a remedy that changes no record.
	posture *posture.Posture
	// settles is the code of the gaps that the remedy does away with though it
	// changes no record.
	settles gap.Code
	// closes names the control gaps that the remedy closes.
	closes controlKey
	// target is the date that the record itself names, for a finish.
	target date.Date
	record string
}

// builder gathers candidates, each once.
type builder struct {
	*Planner
	asOf date.Date
	seen map[string]bool
	all  []candidate
}

// candidates lists what could close any of the gaps found.
func (p *Planner) candidates(sheets []*sheet, asOf date.Date) []candidate {
	b := &builder{Planner: p, asOf: asOf, seen: map[string]bool{}}
	b.frameworks()
	for _, s := range sheets {
		for _, r := range s.rows {
			for _, g := range r.gaps {
				if p.Rules.weight(g.Severity) > 0 {
					b.forGap(r.asked, g)
				}
			}
		}
	}
	b.forControls(sheets)
	return b.all
}

// add notes a candidate; remedy is an id of remedies.yaml.
func (b *builder) add(remedy, target, suffix string, p *posture.Posture) *candidate {
	id := remedy
	if target != "" {
		id += ":" + target
	}
	entry, ok := b.Engine.Remedy(remedy)
	if !ok || b.seen[id] {
		return nil
	}
	b.seen[id] = true
	title := entry.Title
	if suffix != "" {
		title += ": " + suffix
	}
	name := strings.TrimSpace(b.Rules.names[remedy] + " " + suffix)
	b.all = append(b.all, candidate{id: id, title: title, name: name, entry: entry, posture: p})
	return &b.all[len(b.all)-1]
}

// ideal is a record to which nothing is wanting.
func (b *builder) ideal(framework string, socType int) posture.Attestation {
	return b.Engine.Ideal(framework, socType, b.Posture, gap.Context{AsOf: b.asOf})
}

// frameworks adds the remedies that the recommendation weighs: what is not
// held, in the forms that can be had. One under way is finished, not begun.
func (b *builder) frameworks() {
	h := b.holdings()
	for i := range b.Posture.Attestations {
		a := &b.Posture.Attestations[i]
		if a.Status == posture.RecordedInProgress {
			b.finish(a)
		}
	}
	if !h.soc2[1] && !h.soc2[2] && !h.underWay[remedyT1] {
		b.add(remedyT1, "", "", b.Posture.With(b.ideal(soc2, 1)))
	}
	if !h.soc2[2] && !h.underWay[remedyT2] {
		b.add(remedyT2, "", "", b.Posture.With(b.ideal(soc2, 2)))
	}
	if !h.iso && !h.underWay[remedyISO] {
		b.add(remedyISO, "", "", b.Posture.With(b.ideal(iso27001, 0)))
	}
	if h.nothing() {
		b.add(remedyBoth, "", "", b.Posture.With(b.ideal(soc2, 2)).With(b.ideal(iso27001, 0)))
	}
}

// finish is the audit under way brought to its end: its own scope, no other.
func (b *builder) finish(a *posture.Attestation) {
	done := b.renewed(a)
	if len(done.Criteria) == 0 {
		done.Criteria = []string{categorySecurity}
	}
	if c := b.add(remedyEnd, a.ID, b.Posture.Name(a), b.Posture.Replacing(done)); c != nil {
		c.target, c.record = a.Dates.Target, a.ID
	}
}

// renewed is the record brought up to date: same scope, current dates, nothing
// against it, and what proves it.
func (b *builder) renewed(a *posture.Attestation) posture.Attestation {
	fresh := b.ideal(a.Framework, typeOf(a))
	out := *a
	out.Status, out.Dates, out.BridgeLetters = posture.RecordedHeld, fresh.Dates, fresh.BridgeLetters
	out.Edition, out.Opinion = fresh.Edition, fresh.Opinion
	out.Exceptions, out.Nonconformities = nil, nil
	if out.Issuer.Kind == "" {
		out.Issuer = fresh.Issuer
	}
	if len(out.Documents) == 0 {
		out.Documents = fresh.Documents
	}
	return out
}

// forGap adds what closes a gap that a question reveals.
func (b *builder) forGap(a *asked, g gap.Gap) {
	switch {
	case g.Framework == ask.AnyFramework || slices.Contains([]string{remedyT1, remedyT2, remedyISO}, g.Remedy) && b.isMain(g.Framework):
	case g.Remedy == remedyT2 || g.Remedy == remedyOther || g.Remedy == remedyISO:
		b.obtainOther(g.Framework, a.reading.Requires.SOCType)
	case g.Remedy == "VENDOR-PROGRAMME":
		b.vendors(a.reading)
	case g.Code == gap.Commitment, g.Code == gap.CarveOut && b.providersProven():
		if c := b.add(g.Remedy, "", "", b.Posture); c != nil {
			c.settles = g.Code
		}
	case slices.Contains([]string{"REGISTER-DOC", "REFRESH-DOC"}, g.Remedy):
		b.document(a, g)
	default:
		b.forRecords(a, g)
	}
}

func (b *builder) isMain(framework string) bool { return framework == soc2 || framework == iso27001 }

// obtainOther is another framework, with those that it builds on.
func (b *builder) obtainOther(framework string, socType int) {
	target, suffix := framework, b.name(framework)
	record := b.ideal(framework, max(socType, 1))
	if in, _ := b.Posture.Reference().Instrument(framework); in.Typed && socType == 2 {
		target += "-t2"
		suffix += " Type II"
	}
	p := b.Posture.With(record)
	for _, base := range b.needs(framework, record.Edition) {
		p = p.With(b.ideal(base, 2))
		suffix += " with " + b.name(base) + ", which it builds on"
	}
	b.add(remedyOther, target, suffix, p)
}

// needs lists what a framework builds on and the company does not hold.
func (b *builder) needs(framework, edition string) []string {
	in, _ := b.Posture.Reference().Instrument(framework)
	bases := in.DependsOn
	if e, ok := in.Edition(edition); ok && len(e.DependsOn) > 0 {
		bases = e.DependsOn
	}
	return slices.DeleteFunc(slices.Clone(bases), func(id string) bool { return b.isHeld(id, 0) })
}

// vendors is every provider holding what rows about providers ask for.
func (b *builder) vendors(r ask.Reading) {
	frameworks := r.Frameworks
	if len(frameworks) == 0 || slices.Contains(frameworks, ask.AnyFramework) {
		frameworks = []string{soc2}
	}
	p := *b.Posture
	p.Subservice = slices.Clone(p.Subservice)
	var names []string
	for _, f := range frameworks {
		names = append(names, b.name(f))
		proof := posture.Assurance{Framework: f, SOCType: 2, Level: b.ideal(f, 2).Level, CheckedOn: b.asOf}
		for i := range p.Subservice {
			p.Subservice[i].Assurance = append(slices.Clone(p.Subservice[i].Assurance), proof)
		}
	}
	b.add("VENDOR-PROGRAMME", strings.Join(slices.Sorted(slices.Values(frameworks)), "+"), strings.Join(names, " and "), &p)
}

// providersProven tells that there is a provider's report to share: each
// provider of the company has an assurance on record.
func (b *builder) providersProven() bool {
	return len(b.Posture.Subservice) > 0 &&
		!slices.ContainsFunc(b.Posture.Subservice, func(s posture.SubserviceOrg) bool { return len(s.Assurance) == 0 })
}

// document registers the documents that a row asks for.
func (b *builder) document(a *asked, g gap.Gap) {
	kinds := slices.Sorted(slices.Values(a.reading.Requires.Doc))
	if len(kinds) == 0 {
		kinds = []string{"report"}
	}
	suffix := strings.ReplaceAll(strings.Join(kinds, ", "), "_", " ")
	p := b.Posture
	target := strings.Join(kinds, "+")
	for _, kind := range kinds {
		p = p.WithDocument(b.fresh(kind))
	}
	for _, held := range b.Posture.Held(g.Framework) {
		with := *held
		with.Documents = slices.Clone(with.Documents)
		for _, kind := range kinds {
			with.Documents = append(with.Documents, b.fresh(kind))
		}
		p = p.Replacing(with)
	}
	if len(b.Posture.Held(g.Framework)) > 0 {
		target, suffix = g.Framework+":"+target, suffix+" for "+b.name(g.Framework)
	}
	b.add(g.Remedy, target, suffix, p)
}

// fresh is a document of today, handed out under NDA.
func (b *builder) fresh(kind string) posture.Document {
	return posture.Document{Kind: kind, Date: b.asOf, Sharing: posture.SharingNDA}
}
