package posture

import (
	"cmp"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/textnorm"
)

// Held returns the records of framework in the order of their file, whatever
// their status.
func (p *Posture) Held(framework string) []*Attestation {
	var found []*Attestation
	for i := range p.Attestations {
		if p.Attestations[i].Framework == framework {
			found = append(found, &p.Attestations[i])
		}
	}
	return found
}

// Attestation returns the record of id.
func (p *Posture) Attestation(id string) (*Attestation, bool) {
	for i := range p.Attestations {
		if p.Attestations[i].ID == id {
			return &p.Attestations[i], true
		}
	}
	return nil, false
}

// Best returns the record of framework that says most on asOf: the freshest
// status, then Type II before Type I, then the newest. nil if there is none.
func (p *Posture) Best(framework string, asOf date.Date) (*Attestation, Effective) {
	return p.BestOf(p.Held(framework), asOf)
}

// BestOf is Best among records that the caller has chosen, such as those that
// cover a product.
func (p *Posture) BestOf(records []*Attestation, asOf date.Date) (*Attestation, Effective) {
	var best *Attestation
	var status Effective
	for _, a := range records {
		e := p.Effective(a, asOf)
		if best == nil || better(a, e, best, status) {
			best, status = a, e
		}
	}
	return best, status
}

func better(a *Attestation, e Effective, b *Attestation, f Effective) bool {
	order := cmp.Or(
		cmp.Compare(e.Status.Rank(), f.Status.Rank()),
		cmp.Compare(b.SOCType, a.SOCType),
		b.newest().Compare(a.newest()),
	)
	return order < 0
}

// newest is the date that tells which of two records is the later one.
func (a *Attestation) newest() date.Date {
	latest := a.Dates.Issued
	for _, d := range []date.Date{a.Dates.PeriodEnd, a.Dates.AsOf, a.Dates.Expires} {
		if d.After(latest) {
			latest = d
		}
	}
	return latest
}

// Rank orders statuses from what backs most (0) to what backs least.
func (s Status) Rank() int {
	order := []Status{
		StatusCurrent, StatusBridged, StatusExpiring, StatusOverdue, StatusStale,
		StatusInProgress, StatusPlanned, StatusExpired, StatusSuperseded, StatusLapsed, StatusSuspended,
	}
	if i := slices.Index(order, s); i >= 0 {
		return i
	}
	return len(order)
}

// Usable returns the records that can back a Yes on asOf, in file order; those
// that must not be disclosed are left out.
func (p *Posture) Usable(asOf date.Date) []*Attestation {
	var found []*Attestation
	for i := range p.Attestations {
		a := &p.Attestations[i]
		if a.MayDisclose() && Usable(p.Effective(a, asOf).Status) {
			found = append(found, a)
		}
	}
	return found
}

// MayDisclose reports whether outgoing answers may mention the record.
func (a *Attestation) MayDisclose() bool { return a.Disclosable == nil || *a.Disclosable }

// IsSelfAssessed reports whether the company assessed itself.
func (p *Posture) IsSelfAssessed(a *Attestation) bool {
	if a.Kind == KindSelfAssessment || a.Kind == KindSelfDeclaration || a.SAQ != "" || a.Issuer.Kind == "self" {
		return true
	}
	in, _ := p.reference.Instrument(a.Framework)
	return slices.Contains(in.SelfLevels, a.Level)
}

// PeriodMonths returns the length of a Type II window in whole months, both
// end days included; 0 if the record has no window.
func (a *Attestation) PeriodMonths() int {
	if a.Dates.PeriodStart.IsZero() || a.Dates.PeriodEnd.IsZero() {
		return 0
	}
	return a.Dates.PeriodStart.MonthsUntil(a.Dates.PeriodEnd.AddDays(1))
}

// Bridges returns the bridge letters of a, those among its documents included.
func (p *Posture) Bridges(a *Attestation) []BridgeLetter {
	letters := slices.Clone(a.BridgeLetters)
	for _, d := range p.DocumentsOf(a) {
		if d.Kind == "bridge_letter" && !d.CoversTo.IsZero() {
			letters = append(letters, BridgeLetter{CoversFrom: d.CoversFrom, CoversTo: d.CoversTo, Issued: d.Date, Document: d.ID})
		}
	}
	return letters
}

// CoversProduct reports whether a's scope reaches the product of id. A record
// that names no products does not limit itself by product.
func (a *Attestation) CoversProduct(id string) bool {
	ids := a.Scope.Products
	return len(ids) == 0 || id == "" || slices.Contains(ids, All) || slices.Contains(ids, id)
}

// CoversLocation reports whether a's scope reaches the place, given as an id
// of lexicon/places.yaml or as words. A record that names no places does not
// limit itself by place.
func (p *Posture) CoversLocation(a *Attestation, location string) bool {
	return len(a.Scope.Locations) == 0 || location == "" || p.reference.covers(a.Scope.Locations, location)
}

// CoversEntity reports whether a's scope reaches the legal entity of name.
func (a *Attestation) CoversEntity(name string) bool {
	if len(a.Scope.LegalEntities) == 0 || name == "" {
		return true
	}
	return slices.ContainsFunc(a.Scope.LegalEntities, func(e string) bool {
		return e == All || strings.EqualFold(bareEntity(e), bareEntity(name))
	})
}

// bareEntity drops punctuation, since "Example, Inc." and "Example Inc" are one.
func bareEntity(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !isWordRune(r) }), " ")
}

// Product returns the id of the product that text names, by id, name or alias;
// the longest name wins, so that "Example Mobile" is not taken for "Example".
func (p *Posture) Product(text string) (id string, ok bool) {
	ids := p.ProductsIn(text)
	if len(ids) == 0 {
		return "", false
	}
	return ids[0], true
}

// ProductsIn returns the ids of all products that text names, best first. A
// name inside a longer one that also stands there does not count by itself.
func (p *Posture) ProductsIn(text string) []string {
	type name struct{ word, id string }
	var all []name
	for _, pr := range p.Products {
		for _, w := range append([]string{pr.ID, pr.Name}, pr.Aliases...) {
			if w = textnorm.Fold(w); w != "" {
				all = append(all, name{w, pr.ID})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b name) int { return cmp.Compare(len(b.word), len(a.word)) })
	rest := textnorm.Fold(text)
	var ids []string
	for _, n := range all {
		for i := indexWord(rest, n.word); i >= 0; i = indexWord(rest, n.word) {
			rest = rest[:i] + strings.Repeat("\x00", len(n.word)) + rest[i+len(n.word):]
			if !slices.Contains(ids, n.id) {
				ids = append(ids, n.id)
			}
		}
	}
	return ids
}

// ProductName returns the product's name, its id if it has none.
func (p *Posture) ProductName(id string) string {
	for _, pr := range p.Products {
		if pr.ID == id {
			return cmp.Or(pr.Name, pr.ID)
		}
	}
	return id
}

// Obligation returns the record of a law or regime.
func (p *Posture) Obligation(id string) (Obligation, bool) {
	i := slices.IndexFunc(p.Obligations, func(o Obligation) bool { return o.ID == id })
	if i < 0 {
		return Obligation{}, false
	}
	return p.Obligations[i], true
}

// Control returns the recorded state of a control, by "A.8.12" or "iso27001:A.8.12".
func (p *Posture) Control(ref string) (ControlStatement, bool) {
	_, bare, found := strings.Cut(ref, ":")
	i := slices.IndexFunc(p.Controls, func(c ControlStatement) bool {
		return c.ID == ref || found && c.ID == bare
	})
	if i < 0 {
		return ControlStatement{}, false
	}
	return p.Controls[i], true
}

// Excluded returns the Statement of Applicability's exclusion of a control,
// from a usable certificate to the control's framework.
func (p *Posture) Excluded(ref string, asOf date.Date) (Exclusion, *Attestation, bool) {
	framework, id, found := strings.Cut(ref, ":")
	if !found {
		return Exclusion{}, nil, false
	}
	for i := range p.Attestations {
		a := &p.Attestations[i]
		if p.catalogueOf(a) != framework || !Usable(p.Effective(a, asOf).Status) {
			continue
		}
		for _, x := range a.SoA.Excluded {
			if x.Control == id {
				return x, a, true
			}
		}
	}
	return Exclusion{}, nil, false
}

// catalogueOf returns the id of the control catalogue that a is measured by.
func (p *Posture) catalogueOf(a *Attestation) string {
	in, ok := p.reference.Instrument(a.Framework)
	if !ok {
		return a.Framework
	}
	if e, ok := in.Edition(a.Edition); ok && e.Catalogue != "" {
		return e.Catalogue
	}
	return in.Catalogue
}
