package gap

import (
	"slices"
	"strconv"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/posture"
)

const (
	docBridgeLetter = "bridge_letter"
	issuerSelf      = "self"
)

// checkHeld finds what a usable record lacks of what is asked, and what is
// wrong with it unasked.
func (q *query) checkHeld(res *result) {
	res.tier = tierUsable
	q.checkKind(res)
	q.checkScope(res)
	q.checkAge(res)
	q.checkIssuer(res)
	q.checkOpinion(res)
	if q.r.AsksSubservice {
		q.checkSubservice(res)
	}
	if q.evidence {
		q.checkEvidence(res)
	}
}

// checkKind compares type, level and edition.
func (q *query) checkKind(res *result) {
	a, want := res.record, q.r.Requires
	switch {
	case q.lacksType(a):
		q.add(res, WrongType, true, nil)
	case want.SOCTypePreferred == 2 && q.belowType(a):
		q.add(res, WrongType, true, nil).severity = Info
	}
	if q.lacksLevel(a) {
		q.add(res, WrongLevel, true, values{"askedlevel": want.Level})
	}
	if q.olderEdition(a) {
		asked := q.instrument(a.Framework).EditionName(want.Edition)
		q.add(res, EditionOutdated, true, values{"askededition": asked}).severity = Low
	}
}

func (q *query) checkScope(res *result) {
	if missing := q.missingCriteria(res.record); len(missing) > 0 {
		q.add(res, ScopeCriteria, true, values{"missing": q.criteriaNames(missing)})
	}
	if outside := q.outside(res.record); len(outside) > 0 {
		asked := q.r.Requires.Product != "" || q.r.Requires.Location != "" || q.r.Requires.LegalEntity != ""
		q.add(res, ScopeProduct, asked, values{"outside": q.and(outside)})
	}
}

func (q *query) criteriaNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = q.criterionName(id)
	}
	return q.and(names)
}

func (q *query) criterionName(id string) string {
	ref := q.p.Reference()
	if slices.Contains(ref.Criteria(), id) {
		at := max(slices.Index(posture.Languages(), baseLanguage(q.lang)), 0)
		if names := ref.CriterionNames(id); at < len(names) {
			return names[at]
		}
	}
	return ref.Name(id)
}

// checkAge compares dates: how old, how long, until when, bridged or not.
func (q *query) checkAge(res *result) {
	a, want, e := res.record, q.r.Requires, q.status(res.record)
	asked := want.Current || want.MaxAgeMonths > 0
	switch {
	case e.Status == posture.StatusStale:
		f := q.add(res, ReportStale, asked, nil)
		if e.VeryStale {
			f.severity = High
		}
	case q.isReport(a) && q.olderThanAsked(a):
		q.add(res, ReportStale, true, nil)
	case e.Status == posture.StatusExpiring:
		q.add(res, Expiring, asked, nil)
	case e.Status == posture.StatusOverdue:
		q.add(res, SurveillanceOverdue, asked, nil)
	}
	if q.isReport(a) && (want.Continuous || slices.Contains(want.Doc, docBridgeLetter)) && !q.bridgedToday(a) {
		q.add(res, BridgeMissing, true, q.bridgeValues(a))
	}
	q.checkPeriod(res)
}

func (q *query) isReport(a *posture.Attestation) bool {
	return q.instrument(a.Framework).Form == posture.FormReport
}

// olderThanAsked reports whether a is older than the row allows, by the day
// and from the date that the policy counts from.
func (q *query) olderThanAsked(a *posture.Attestation) bool {
	limit := q.r.Requires.MaxAgeMonths
	from := q.reportDate(a)
	return limit > 0 && !from.IsZero() && from.AddMonths(limit).Before(q.asOf())
}

// reportDate is the day that a report's age counts from.
func (q *query) reportDate(a *posture.Attestation) date.Date {
	order := []date.Date{a.Dates.PeriodEnd, a.Dates.AsOf, a.Dates.Issued}
	if q.p.Policy.AgeFrom == posture.AgeFromIssued {
		order = []date.Date{a.Dates.Issued, a.Dates.PeriodEnd, a.Dates.AsOf}
	}
	for _, d := range order {
		if !d.IsZero() {
			return d
		}
	}
	return date.Date{}
}

// bridgedToday reports whether a letter carries the report over today.
func (q *query) bridgedToday(a *posture.Attestation) bool {
	end := a.Dates.PeriodEnd
	return slices.ContainsFunc(q.p.Bridges(a), func(l posture.BridgeLetter) bool {
		return !end.IsZero() && !l.CoversFrom.After(end.AddDays(1)) && !l.CoversTo.Before(q.asOf())
	})
}

// bridgeValues tell whether a letter could still be issued: only so many
// months after the end of the period.
func (q *query) bridgeValues(a *posture.Attestation) values {
	v := values{"asof": q.day(q.asOf())}
	end := a.Dates.PeriodEnd
	if !end.IsZero() && !end.AddMonths(q.p.Policy.BridgeMaxMonths).Before(q.asOf()) {
		v["bridgeable"] = ""
	}
	return v
}

// checkPeriod compares the observation window. A Type I report has none, which
// is what WRONG_TYPE says where the type is asked for.
func (q *query) checkPeriod(res *result) {
	a, months := res.record, res.record.PeriodMonths()
	v := values{"months": strconv.Itoa(months)}
	switch want := q.r.Requires.MinPeriodMonths; {
	case !q.isReport(a) || res.has(WrongType):
	case want > 0 && months < want:
		q.add(res, PeriodShort, true, v)
	case months > 0 && months < q.p.Policy.MinPeriodMonths:
		q.add(res, PeriodShort, false, v)
	}
}

// checkIssuer compares who assessed: ourselves, somebody without the standing
// for it, or somebody else than asked for.
func (q *query) checkIssuer(res *result) {
	a, want := res.record, q.r.Requires
	asked := want.Accredited || want.IssuerKind != "" && want.IssuerKind != issuerSelf
	if q.p.IsSelfAssessed(a) {
		q.add(res, SelfAssessed, asked, nil)
		return
	}
	if q.lacksIssuer(a) {
		v := values{}
		v.set("issuer", a.Issuer.Name)
		q.add(res, NotAccredited, asked, v)
	}
}

// lacksIssuer tells that a is by nobody who may issue it, or by none of the
// kind that is asked for.
func (q *query) lacksIssuer(a *posture.Attestation) bool {
	want, kinds := q.r.Requires, q.instrument(a.Framework).Issuers
	wrongKind := a.Issuer.Kind != "" && len(kinds) > 0 && !slices.Contains(kinds, a.Issuer.Kind)
	denied := a.Issuer.Accredited != nil && !*a.Issuer.Accredited
	unproven := want.Accredited && a.Issuer.Accredited == nil
	another := want.IssuerKind != "" && want.IssuerKind != issuerSelf && a.Issuer.Kind != want.IssuerKind
	// "Is your certification body accredited?" asks about no firm that attests.
	attested := want.Accredited && q.form.certifier && q.isReport(a)
	return wrongKind || denied || unproven || another || attested
}

// checkOpinion looks at what the auditor found. Exceptions count where they are
// asked about, a modified opinion always: it is the gravest of exceptions, so
// that a row about exceptions asks for it too.
func (q *query) checkOpinion(res *result) {
	a := res.record
	aboutFindings := q.asks(ask.AspectExceptions) && !q.form.suspension
	askedOpinion := aboutFindings || q.r.Requires.Opinion != ""
	switch a.Opinion {
	case "qualified":
		q.add(res, OpinionModified, askedOpinion, nil)
	case "adverse", "disclaimer":
		q.add(res, OpinionModified, askedOpinion, nil).severity = Blocker
	}
	if aboutFindings && !q.onlyOpinion() && hasExceptions(a) {
		f := q.add(res, ExceptionsOpen, true, nil)
		if !hasOpenExceptions(a) {
			f.severity = Low
		}
	}
}

// onlyOpinion tells that the row asks about the auditor's opinion, whatever
// exceptions there are beside it.
func (q *query) onlyOpinion() bool { return q.r.Requires.Opinion != "" || q.form.opinion }

func hasExceptions(a *posture.Attestation) bool {
	n := a.Nonconformities
	return len(a.Exceptions) > 0 || n != nil && n.Major+n.Minor > 0
}

func hasOpenExceptions(a *posture.Attestation) bool {
	open := slices.ContainsFunc(a.Exceptions, func(x posture.Exception) bool { return !x.Remediated })
	return open || a.Nonconformities != nil && a.Nonconformities.Open > 0
}

// checkSubservice notes the providers that the report leaves out.
func (q *query) checkSubservice(res *result) {
	var carved []string
	monitored := true
	for _, s := range res.record.Subservice {
		if s.Method == "carve_out" {
			carved = append(carved, s.Name)
			monitored = monitored && s.Monitored
		}
	}
	if len(carved) == 0 {
		return
	}
	v := values{"carved": q.and(carved)}
	if monitored {
		v["monitored"] = ""
	}
	q.add(res, CarveOut, true, v)
}
