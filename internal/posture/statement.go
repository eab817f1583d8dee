package posture

import (
	"cmp"
	"slices"
	"strings"

	"candor/internal/date"
)

// Statement words what a prospect may be told about a on asOf, in the language
// of the question; English where we have no words in it. It is empty where
// nothing may be told. An approved wording stands in for a record that can
// back a Yes; for one that cannot, the wording approved in better days does not.
func (p *Posture) Statement(a *Attestation, asOf date.Date, lang string) string {
	return p.worded(a, asOf, lang, a.ApprovedWording.Long, func(values map[string]string, e Effective) string {
		return sentences(p.core(a, e, lang, values), p.details(a, e, lang, values))
	})
}

// Short is Statement in one sentence, for cells that take no more.
func (p *Posture) Short(a *Attestation, asOf date.Date, lang string) string {
	return p.worded(a, asOf, lang, a.ApprovedWording.Short, func(values map[string]string, e Effective) string {
		return p.core(a, e, lang, values)
	})
}

func (p *Posture) worded(a *Attestation, asOf date.Date, lang, approved string, generate func(map[string]string, Effective) string) string {
	if !a.MayDisclose() {
		return ""
	}
	e := p.Effective(a, asOf)
	if Usable(e.Status) && approved != "" {
		return strings.TrimSpace(approved)
	}
	return generate(p.Phrases(a, asOf, lang), e)
}

// Inventory words every record that can back a Yes on asOf, each once, best
// first as in the file; for "list your certifications".
func (p *Posture) Inventory(asOf date.Date, lang string) string {
	var all []string
	for _, a := range p.Usable(asOf) {
		all = append(all, p.Statement(a, asOf, lang))
	}
	return strings.Join(all, "\n")
}

// NotHeld words that the company does not hold framework, of a report type if
// socType is not 0.
func (p *Posture) NotHeld(framework string, socType int, lang string) string {
	in, ok := p.reference.Instrument(framework)
	if !ok {
		return ""
	}
	noun := p.reference.noun(lang, in, map[string]string{"framework": in.Name, "type": roman(socType)})
	return p.reference.text(lang, "not_held", map[string]string{"noun": noun})
}

// core is the sentence that says what the record is on that day.
func (p *Posture) core(a *Attestation, e Effective, lang string, v map[string]string) string {
	switch e.Status {
	case StatusCurrent, StatusBridged, StatusExpiring, StatusOverdue:
		return p.reference.text(lang, p.heldKey(a), v)
	case StatusStale:
		return p.reference.text(lang, "stale.report", v)
	case StatusSuperseded:
		return p.reference.text(lang, "superseded", v)
	case StatusExpired:
		if v["expires"] == "" {
			return p.reference.text(lang, "expired.undated", v)
		}
		return p.reference.text(lang, "expired", v)
	case StatusLapsed:
		return p.reference.text(lang, "lapsed", v)
	case StatusSuspended:
		return p.reference.text(lang, "suspended", v)
	case StatusInProgress, StatusPlanned:
		if !p.Policy.DiscloseInProgress || a.Status == RecordedHeld {
			return p.reference.text(lang, "not_held", v)
		}
		return p.reference.text(lang, strings.ToLower(string(e.Status)), v)
	}
	return ""
}

func (p *Posture) heldKey(a *Attestation) string {
	in, ok := p.reference.Instrument(a.Framework)
	switch {
	case !ok && p.isReport(a):
		return "held.report"
	case !ok:
		return "held.certificate"
	case a.SAQ != "":
		return "held.saq"
	}
	return "held." + string(in.Form)
}

// details are the sentences after the first: scope, opinion, what is due, how
// to get the document. A record that backs nothing has none.
func (p *Posture) details(a *Attestation, e Effective, lang string, v map[string]string) string {
	if !Usable(e.Status) {
		return ""
	}
	text := func(key string) string { return p.reference.text(lang, key, v) }
	var more []string
	switch {
	case v["products"] != "":
		more = append(more, text("scope"))
	case v["locations"] != "":
		more = append(more, text("scope.locations"))
	}
	if v["exclusions"] != "" {
		more = append(more, text("scope.excluded"))
	}
	if a.Opinion != "" && a.Opinion != "unqualified" {
		more = append(more, text("opinion."+a.Opinion))
	}
	if e.Status == StatusBridged {
		more = append(more, text("bridged"))
	}
	if e.Status == StatusExpiring {
		more = append(more, text("expiring"))
	}
	if e.Status == StatusOverdue {
		more = append(more, text("overdue"))
	}
	if e.Status == StatusStale && v["next"] != "" {
		more = append(more, text("next_report"))
	}
	return sentences(append(more, p.availability(a, lang, v))...)
}

// Phrases are the values that templates about a may use, in lang: framework,
// edition, type, criteria, period_start, period_end, as_of, issued, expires,
// issuer, body, products, locations, exclusions, level, saq, basis, stage,
// target, due, recertification, bridge_from, bridge_to, void_after, year,
// noun. What does not apply is empty. A target that has passed is left out.
func (p *Posture) Phrases(a *Attestation, asOf date.Date, lang string) map[string]string {
	r := p.reference
	if r == nil {
		return map[string]string{}
	}
	lang = supported(lang)
	l, day := r.words[lang], func(d date.Date) string { return r.FormatDate(d, lang) }
	in, known := r.Instrument(a.Framework)
	if !known {
		in = Instrument{ID: a.Framework, Name: a.Framework, Form: FormCertificate}
	}
	e := p.Effective(a, asOf)
	v := map[string]string{
		"framework": in.Name, "edition": in.EditionName(a.Edition), "level": a.Level, "saq": a.SAQ,
		"type": roman(a.SOCType), "issued": day(a.Dates.Issued), "expires": day(p.Expiry(a)),
		"body": a.Issuer.Name, "issuer": l.Issuers[a.Issuer.Kind], "stage": l.Stages[a.Stage],
		"recertification": day(a.Dates.Recertification), "due": day(in.surveillanceDue(a)),
		"criteria": p.criteriaNames(a, lang), "products": p.productNames(a, l),
		"locations": p.locationNames(a, lang), "exclusions": strings.Join(a.Scope.Exclusions, ", "),
	}
	if a.Issuer.Kind == "" || a.Issuer.Kind == "self" {
		v["issuer"] = a.Issuer.Name
	}
	if a.SOCType == 1 || a.Dates.PeriodEnd.IsZero() {
		v["as_of"] = day(a.Dates.AsOf)
	} else {
		v["period_start"], v["period_end"] = day(a.Dates.PeriodStart), day(a.Dates.PeriodEnd)
	}
	if !e.Overdue {
		v["target"] = day(a.Dates.Target)
	}
	if e.Bridge != nil {
		v["bridge_from"], v["bridge_to"] = day(e.Bridge.CoversFrom), day(e.Bridge.CoversTo)
	}
	if ed, ok := in.Edition(a.Edition); ok && !ed.VoidAfter.IsZero() {
		v["year"], v["void_after"] = ed.ID, day(ed.VoidAfter.AddDays(1))
	}
	v["basis"] = r.text(lang, "basis."+map[bool]string{true: "self", false: "third_party"}[p.IsSelfAssessed(a)], nil)
	v["noun"] = r.noun(lang, in, v)
	p.nextReport(a, asOf, day, v)
	return v
}

// nextReport tells of the report that will follow a stale one, where that is
// in progress and may be told.
func (p *Posture) nextReport(a *Attestation, asOf date.Date, day func(date.Date) string, v map[string]string) {
	if a.Status != RecordedHeld || !p.Policy.DiscloseInProgress {
		return
	}
	for _, next := range p.Held(a.Framework) {
		if next.Status == RecordedInProgress && next.MayDisclose() {
			v["next"] = next.ID
			if !p.Effective(next, asOf).Overdue {
				v["target"] = day(next.Dates.Target)
			}
			return
		}
	}
}

// availability says how the prospect gets the document; nothing for one that
// stays inside.
func (p *Posture) availability(a *Attestation, lang string, v map[string]string) string {
	docs := p.DocumentsOf(a)
	for _, kind := range []string{"report", "soc3", "certificate", "aoc", "saq", "other"} {
		i := slices.IndexFunc(docs, func(d Document) bool {
			return d.Kind == kind && d.Sharing != SharingInternal && slices.Contains(sharings, d.Sharing)
		})
		if i < 0 {
			continue
		}
		what := map[string]string{"report": "report", "soc3": "report", "certificate": "certificate"}[kind]
		v["document"] = p.reference.text(lang, "document."+cmp.Or(what, "other"), nil)
		v["location"] = docs[i].Location
		return p.reference.text(lang, "available."+docs[i].Sharing, v)
	}
	return ""
}

func (p *Posture) criteriaNames(a *Attestation, lang string) string {
	l := p.reference.words[lang]
	names := make([]string, len(a.Criteria))
	for i, c := range a.Criteria {
		names[i] = cmp.Or(l.Criteria[c], c)
	}
	return strings.Join(names, ", ")
}

// productNames lists the products in scope; "" where the scope is not limited
// by product, since then there is nothing to say.
func (p *Posture) productNames(a *Attestation, l language) string {
	if slices.Contains(a.Scope.Products, All) {
		return ""
	}
	names := make([]string, len(a.Scope.Products))
	for i, id := range a.Scope.Products {
		names[i] = p.ProductName(id)
	}
	return l.list(names)
}

func (p *Posture) locationNames(a *Attestation, lang string) string {
	names := make([]string, len(a.Scope.Locations))
	for i, id := range a.Scope.Locations {
		names[i] = p.reference.PlaceName(id, lang)
	}
	return p.reference.words[lang].list(names)
}
