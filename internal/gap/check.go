package gap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/posture"
)

// check finds all gaps of one framework.
func (q *query) check(framework string) *result {
	res := &result{framework: framework}
	records := q.p.Held(framework)
	usable := slices.DeleteFunc(slices.Clone(records), func(a *posture.Attestation) bool { return !q.usable(a) })
	switch {
	case len(usable) > 0:
		res.record = q.fitting(usable)
		res.next = q.upcoming(records)
		q.checkHeld(res)
	case len(records) > 0:
		res.record, _ = q.p.BestOf(records, q.asOf())
		res.next = q.upcoming(records)
		q.checkUnusable(res, records)
	default:
		q.checkMissing(res)
	}
	order(res.findings)
	return res
}

// fitting returns the record that misses least of what is asked; among equals
// the one that the posture deems best.
func (q *query) fitting(records []*posture.Attestation) *posture.Attestation {
	fewest := -1
	var fit []*posture.Attestation
	for _, a := range records {
		n := q.mismatches(a)
		if fewest < 0 || n < fewest {
			fewest, fit = n, nil
		}
		if n == fewest {
			fit = append(fit, a)
		}
	}
	best, _ := q.p.BestOf(fit, q.asOf())
	return best
}

// mismatches counts the attributes asked for that a lacks by its nature, so
// that no defect of its own (age, opinion) makes an older record come first.
func (q *query) mismatches(a *posture.Attestation) int {
	n := len(q.outside(a)) + len(q.missingCriteria(a))
	for _, lacks := range []bool{q.lacksType(a), q.lacksLevel(a), q.olderEdition(a), q.r.Requires.Accredited && q.lacksIssuer(a)} {
		n += asInt(lacks)
	}
	return n
}

// upcoming returns the record in progress or planned that comes first.
func (q *query) upcoming(records []*posture.Attestation) *posture.Attestation {
	var coming []*posture.Attestation
	for _, a := range records {
		if a.Status == posture.RecordedInProgress || a.Status == posture.RecordedPlanned {
			coming = append(coming, a)
		}
	}
	best, _ := q.p.BestOf(coming, q.asOf())
	return best
}

// checkUnusable names what the records amount to when none can back a Yes.
// A plan counts only where there is nothing else.
func (q *query) checkUnusable(res *result, records []*posture.Attestation) {
	res.tier = tierPlanned
	for _, a := range records {
		q.checkLost(res, a)
	}
	lost := len(res.findings) > 0
	if lost {
		res.tier = tierLapsed
	}
	e := q.status(res.record)
	switch e.Status {
	case posture.StatusInProgress:
		res.tier = tierInProgress
		f := q.add(res, InProgress, true, nil)
		if e.Overdue {
			f.severity = f.severity.moved(+1)
		}
	case posture.StatusPlanned:
		if !lost {
			q.add(res, Planned, true, nil)
		}
	case posture.StatusCurrent, posture.StatusBridged, posture.StatusExpiring, posture.StatusOverdue, posture.StatusStale,
		posture.StatusSuperseded, posture.StatusExpired, posture.StatusLapsed, posture.StatusSuspended:
	}
	q.checkBorrowed(res)
}

// checkLost names a record that was held and is no longer.
func (q *query) checkLost(res *result, a *posture.Attestation) {
	lost := &result{framework: res.framework, record: a}
	e := q.status(a)
	switch e.Status {
	case posture.StatusSuspended:
		q.add(lost, CertSuspended, q.form.suspension, nil)
	case posture.StatusSuperseded:
		q.add(lost, EditionOutdated, q.r.Requires.Edition != "", nil)
		if end := q.p.Expiry(a); !end.IsZero() && q.asOf().After(end) {
			q.add(lost, Expired, false, nil)
		}
	case posture.StatusExpired, posture.StatusLapsed:
		q.add(lost, Expired, q.r.Requires.Current, nil)
	case posture.StatusCurrent, posture.StatusBridged, posture.StatusExpiring, posture.StatusOverdue, posture.StatusStale,
		posture.StatusInProgress, posture.StatusPlanned:
	}
	for _, f := range lost.findings {
		if !res.has(f.code) {
			res.findings = append(res.findings, f)
		}
	}
}

// checkMissing is the case without any record: another instrument may be
// offered, and a provider's does not count as ours.
func (q *query) checkMissing(res *result) {
	if res.other = q.sister(res.framework); res.other != nil {
		res.tier = tierOther
		q.add(res, OtherHeld, true, nil)
	} else {
		res.tier = tierNone
		q.add(res, NotHeld, true, nil)
	}
	q.checkBorrowed(res)
}

// sister returns the usable record of another instrument that may be offered
// in place of framework. What framework builds on is no other instrument: it
// is the condition for holding it.
func (q *query) sister(framework string) *posture.Attestation {
	in := q.instrument(framework)
	for _, id := range in.Offers {
		if slices.Contains(in.DependsOn, id) {
			continue
		}
		var fit []*posture.Attestation
		for _, a := range q.p.Held(id) {
			if q.usable(a) && a.MayDisclose() {
				fit = append(fit, a)
			}
		}
		if best, _ := q.p.BestOf(fit, q.asOf()); best != nil {
			return best
		}
	}
	return nil
}

// checkBorrowed notes that only providers hold the framework. It is asked for
// where the row wants to know whether we lean on them.
func (q *query) checkBorrowed(res *result) {
	if holders := q.holders(res.framework); len(holders) > 0 {
		asked := q.r.Polarity == ask.PolarityInverted && q.r.Aspect == ask.AspectHolds
		q.add(res, Borrowed, asked, values{"providers": q.and(holders)})
	}
}

// holders returns the providers with assurance of framework on record.
func (q *query) holders(framework string) []string {
	var names []string
	for _, s := range q.p.Subservice {
		if slices.ContainsFunc(s.Assurance, func(a posture.Assurance) bool { return a.Framework == framework && q.inForce(a) }) {
			names = append(names, s.Name)
		}
	}
	return names
}

func (q *query) inForce(a posture.Assurance) bool {
	return a.Expires.IsZero() || !q.asOf().After(a.Expires)
}

// lacksType reports whether Type II is demanded and a is none.
func (q *query) lacksType(a *posture.Attestation) bool {
	return q.r.Requires.SOCType == 2 && q.belowType(a)
}

func (q *query) belowType(a *posture.Attestation) bool {
	return q.instrument(a.Framework).Typed && socType(a) != 2
}

// socType is the type that a record has by itself or by its dates.
func socType(a *posture.Attestation) int {
	if a.SOCType == 0 && !a.Dates.PeriodStart.IsZero() && !a.Dates.PeriodEnd.IsZero() {
		return 2
	}
	return a.SOCType
}

// lacksLevel reports whether a is below the level demanded. A level that the
// framework does not know demands nothing of it.
func (q *query) lacksLevel(a *posture.Attestation) bool {
	ladder := q.e.forms.Ladders[a.Framework]
	want := slices.Index(ladder, strings.ToLower(q.r.Requires.Level))
	return want >= 0 && slices.Index(ladder, strings.ToLower(a.Level)) < want
}

// olderEdition reports whether a is to an edition before the one demanded.
func (q *query) olderEdition(a *posture.Attestation) bool {
	in := q.instrument(a.Framework)
	wanted, ok := in.Edition(q.r.Requires.Edition)
	if q.r.Requires.Edition == "" || !ok {
		return false
	}
	held, ok := in.Edition(a.Edition)
	if !ok {
		return true
	}
	index := func(id string) int {
		return slices.IndexFunc(in.Editions, func(e posture.Edition) bool { return e.ID == id })
	}
	return index(held.ID) < index(wanted.ID)
}

// missingCriteria returns the categories demanded that a does not include.
func (q *query) missingCriteria(a *posture.Attestation) []string {
	var missing []string
	if !q.instrument(a.Framework).Criteria {
		return nil
	}
	for _, c := range q.r.Requires.Criteria {
		if !slices.Contains(a.Criteria, c) {
			missing = append(missing, c)
		}
	}
	for _, c := range q.r.Requires.Plus {
		if !slices.Contains(a.PlusCriteria, c) {
			missing = append(missing, c)
		}
	}
	return missing
}
