package gap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/posture"
)

// words is the text of a position: what is held in full where it satisfies,
// else what to say about the gaps, in four sentences at most.
func (q *query) words(c choice, all []finding) string {
	if q.isInventory(c) {
		return q.inventory(c)
	}
	for _, word := range []func(*posture.Attestation) string{q.statement, q.short} {
		if said := join(q.parts(c, all, word)...); len(said) <= maxSentences {
			return strings.Join(said, " ")
		}
	}
	return limit(join(q.parts(c, all, q.short)...))
}

func (q *query) short(a *posture.Attestation) string { return q.p.Short(a, q.asOf(), q.lang) }

// isInventory reports whether several records are to be listed.
func (q *query) isInventory(c choice) bool {
	return slices.Contains(q.r.Frameworks, ask.AnyFramework) && c.satisfied && q.r.Aspect == ask.AspectHolds
}

// inventory lists what is held, one sentence each, and what is under way where
// that may be told.
func (q *query) inventory(c choice) string {
	var lines []string
	for _, a := range q.p.Usable(q.asOf()) {
		if a.CoversProduct(q.ctx.Product) {
			lines = append(lines, q.short(a))
		}
	}
	if q.p.Policy.DiscloseInProgress && len(c.results) > 0 {
		for i := range q.p.Attestations {
			a := &q.p.Attestations[i]
			if a.Status == posture.RecordedInProgress && !q.status(a).Overdue {
				lines = append(lines, q.short(a))
			}
		}
	}
	return strings.Join(slices.DeleteFunc(lines, func(s string) bool { return s == "" }), "\n")
}

// parts are the texts in the order in which they matter; word is how a record
// is worded.
func (q *query) parts(c choice, all []finding, word func(*posture.Attestation) string) []string {
	var parts []string
	for _, f := range all {
		if f.code == RegulationAsCert || f.code == PremiseOutdated || f.code == Commitment {
			parts = append(parts, q.replyWith(f, word)...)
		}
	}
	broken := q.broken(c)
	parts = append(parts, q.replies(sorted(ownAndBorrowed(broken, all)), word)...)
	for _, r := range c.results {
		ok := !slices.ContainsFunc(broken, func(f finding) bool { return f.framework == r.framework })
		if ok && r.record != nil {
			parts = append(parts, q.satisfying(r, word)...)
		}
	}
	if c.equivalent {
		parts = append(parts, q.e.text(q.lang, "equivalent", nil))
	}
	offered := slices.ContainsFunc(broken, func(f finding) bool { return f.code == NotHeld })
	if q.r.Conditional == ask.ConditionalOnAbsence && len(broken) > 0 && !offered {
		parts = append(parts, q.e.text(q.lang, "absence", nil))
	}
	return parts
}

// replies puts what is missing before what is offered: the first part of each
// reply, then the rest of each. That only a provider holds it need not say
// again that we do not.
func (q *query) replies(all []finding, word func(*posture.Attestation) string) []string {
	var first, rest []string
	for _, f := range all {
		said := q.replyWith(f, word)
		if f.code == Borrowed && len(all) > 1 && len(said) > 0 {
			said = append([]string{""}, said[1:]...)
		}
		if len(said) > 0 {
			first, rest = append(first, said[0]), append(rest, said[1:]...)
		}
	}
	return append(first, rest...)
}

// ownAndBorrowed puts the gap that only a provider holds what is asked in the
// place of not holding it, where the row asks whose it is: it says both.
func ownAndBorrowed(broken, all []finding) []finding {
	borrowed := slices.DeleteFunc(slices.Clone(all), func(f finding) bool { return f.code != Borrowed || !f.asked })
	if len(borrowed) == 0 {
		return broken
	}
	return append(borrowed, slices.DeleteFunc(slices.Clone(broken), func(f finding) bool { return f.code == NotHeld })...)
}

// unworded leaves out a record that the text has worded already.
func unworded(*posture.Attestation) string { return "" }

func sorted(all []finding) []finding {
	all = slices.Clone(all)
	order(all)
	return all
}

// replyText is the reply of f in four sentences at most.
func (q *query) replyText(f finding) string {
	for _, word := range []func(*posture.Attestation) string{q.statement, q.short} {
		if said := join(q.replyWith(f, word)...); len(said) <= maxSentences {
			return strings.Join(said, " ")
		}
	}
	return limit(join(q.replyWith(f, q.short)...))
}

// replyWith renders the reply of f, wording its record with word.
func (q *query) replyWith(f finding, word func(*posture.Attestation) string) []string {
	v := q.values(f)
	if f.record != nil {
		delete(v, "have")
		v.set("have", word(f.record))
	}
	return q.e.reply(q.lang, f.code, v)
}

// satisfying words a record that backs a Yes: what the row asks about first,
// then the record, then what must be disclosed with it.
func (q *query) satisfying(r *result, word func(*posture.Attestation) string) []string {
	var parts []string
	extras := q.extras(r)
	detail := q.r.Aspect != ask.AspectHolds && q.r.Aspect != ask.AspectType && q.r.Aspect != ask.AspectEdition
	if detail && len(extras) > 0 {
		parts = append(parts, extras...)
		parts = append(parts, word(r.record))
	} else {
		parts = append(parts, word(r.record))
		parts = append(parts, extras...)
	}
	for _, f := range r.findings {
		switch f.code { //nolint:exhaustive // the statement itself discloses the others
		case NotAccredited, SelfAssessed, OpinionModified, SurveillanceOverdue, ReportStale, EvidenceStale, EvidenceMissing, BridgeMissing:
			parts = append(parts, q.replyWith(f, unworded)...)
		}
	}
	return parts
}

// extras are what the aspects asked about need beyond the statement.
func (q *query) extras(r *result) []string {
	a := r.record
	var parts []string
	add := func(key string, v values) {
		if text := q.e.text(q.lang, key, v); text != "" {
			parts = append(parts, text)
		}
	}
	v := values{}
	v.set("issued", q.day(a.Dates.Issued))
	v.set("body", trimStop(a.Issuer.Name))
	v.set("accreditation", a.Issuer.AccreditationBody)
	v.set("scopestatement", trimStop(a.Scope.Statement))
	v.set("nextsurveillance", q.day(a.Dates.NextSurveillance))
	if q.r.AsksSubservice {
		parts = append(parts, q.subserviceText(a)...)
	}
	if q.asks(ask.AspectExceptions) && !q.form.suspension {
		parts = append(parts, q.exceptionParts(a)...)
	}
	if q.asks(ask.AspectAuditor) {
		add("auditor", v)
		if !r.has(NotAccredited) {
			add("auditor.accreditation", v)
		}
	}
	if q.asks(ask.AspectDate) {
		add("date.issued", v)
		add("date.surveillance", v)
	}
	if q.asks(ask.AspectScope) {
		add("scope", v)
	}
	if q.evidence {
		parts = append(parts, q.routes(a)...)
	}
	return parts
}

// routes say how the prospect gets the documents asked for beside the record's
// own, of which the statement tells.
func (q *query) routes(a *posture.Attestation) []string {
	var parts []string
	for _, kinds := range q.documentKinds(a) {
		if slices.Contains(principal, kinds[0]) {
			continue
		}
		if docs := q.documents(a, kinds); len(docs) > 0 {
			parts = append(parts, q.documentValues(docs[0])["route"])
		}
	}
	if slices.Contains(q.r.Requires.Doc, docBridgeLetter) && q.isReport(a) {
		for _, d := range q.p.Evidence(q.asOf(), docBridgeLetter) {
			if d.Attestation == a.ID {
				parts = append(parts, q.documentValues(d)["route"])
				break
			}
		}
	}
	return parts
}

func (q *query) exceptionParts(a *posture.Attestation) []string {
	var parts []string
	if a.Opinion == "unqualified" {
		parts = append(parts, q.e.text(q.lang, "opinion.unqualified", nil))
	}
	if q.r.Requires.Opinion != "" {
		return parts
	}
	switch list := q.exceptionsText(a); {
	case list != "":
		parts = append([]string{list}, parts...)
	case a.Opinion != "" && a.Nonconformities == nil:
		parts = append([]string{q.e.text(q.lang, "exceptions.none", nil)}, parts...)
	}
	return append(parts, q.findingsText(a))
}

func (q *query) subserviceText(a *posture.Attestation) []string {
	var items []string
	for _, s := range a.Subservice {
		item := q.e.text(q.lang, "subservice."+s.Method, values{"name": s.Name})
		if item == "" {
			item = s.Name
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		return nil
	}
	return []string{q.e.text(q.lang, "subservice", values{"list": joinList(items)})}
}
