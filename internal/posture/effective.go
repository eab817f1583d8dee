package posture

import (
	"fmt"
	"slices"

	"candor/internal/date"
)

// Status is what a record amounts to on a date.
type Status string

// The effective statuses of DOMAIN.md 1.4; LAPSED is a record that a person
// marked as lapsed, whatever its dates say.
const (
	StatusCurrent    Status = "CURRENT"
	StatusBridged    Status = "BRIDGED"
	StatusExpiring   Status = "EXPIRING"
	StatusOverdue    Status = "OVERDUE"
	StatusStale      Status = "STALE"
	StatusSuperseded Status = "SUPERSEDED"
	StatusExpired    Status = "EXPIRED"
	StatusLapsed     Status = "LAPSED"
	StatusSuspended  Status = "SUSPENDED"
	StatusInProgress Status = "IN_PROGRESS"
	StatusPlanned    Status = "PLANNED"
)

// Usable reports whether a record of that status can back a Yes. EXPIRING,
// OVERDUE and STALE do so only with their dates told.
func Usable(s Status) bool {
	switch s {
	case StatusCurrent, StatusBridged, StatusExpiring, StatusOverdue, StatusStale:
		return true
	case StatusSuperseded, StatusExpired, StatusLapsed, StatusSuspended, StatusInProgress, StatusPlanned:
		return false
	}
	return false
}

// Effective is the status of a record on a date, with the reasons.
type Effective struct {
	Status Status
	// Overdue tells that one in progress or planned has passed its target.
	Overdue bool
	// VeryStale tells that a stale report is older than the policy's second bound.
	VeryStale bool
	// Until is the last day on which the status holds by the record's own dates:
	// the expiry, the last day of a report's maximal age, a letter's end. None
	// where there is no such day.
	Until date.Date
	// Reasons say in plain words what decided.
	Reasons []string
	// Bridge is the letter that bridges, for BRIDGED.
	Bridge *BridgeLetter
}

func (e Effective) because(format string, args ...any) Effective {
	e.Reasons = append(e.Reasons, fmt.Sprintf(format, args...))
	return e
}

// Effective returns what a amounts to on asOf. A record says nothing about
// days before it was issued: on those it is still in progress.
func (p *Posture) Effective(a *Attestation, asOf date.Date) Effective {
	switch a.Status {
	case RecordedSuspended, RecordedWithdrawn:
		return Effective{Status: StatusSuspended}.because("recorded as %s", a.Status)
	case RecordedLapsed:
		return Effective{Status: StatusLapsed}.because("recorded as lapsed")
	case RecordedPlanned:
		return targeted(StatusPlanned, a, asOf)
	case RecordedInProgress:
		return targeted(StatusInProgress, a, asOf)
	case RecordedHeld:
	}
	if from := a.issuedOn(); from.After(asOf) {
		return Effective{Status: StatusInProgress, Until: from.AddDays(-1)}.because("dated %s, after %s", from, asOf)
	}
	if e, void := p.dependent(a, asOf); void {
		return e
	}
	if p.isReport(a) {
		return p.reportStatus(a, asOf)
	}
	return p.certificateStatus(a, asOf)
}

// targeted is the status of a record that is not held yet.
func targeted(s Status, a *Attestation, asOf date.Date) Effective {
	e := Effective{Status: s, Until: a.Dates.Target}
	if t := a.Dates.Target; !t.IsZero() && t.Before(asOf) {
		e.Overdue = true
		return e.because("its target %s has passed", t)
	}
	return e
}

// issuedOn is the first day on which the record can be shown: when it was
// issued, or at the earliest what it speaks of is over.
func (a *Attestation) issuedOn() date.Date {
	for _, d := range []date.Date{a.Dates.Issued, a.Dates.PeriodEnd, a.Dates.AsOf} {
		if !d.IsZero() {
			return d
		}
	}
	return date.Date{}
}

// isReport decides whether a ages like a report or expires like a certificate.
func (p *Posture) isReport(a *Attestation) bool {
	in, known := p.reference.Instrument(a.Framework)
	if known && in.Form != FormReport {
		return false
	}
	return known || a.Kind == KindReport
}

// dependent is the status of a record that counts only with another one, such
// as ISO/IEC 27017 with ISO/IEC 27001, where that other one is not usable.
func (p *Posture) dependent(a *Attestation, asOf date.Date) (Effective, bool) {
	needs := p.dependsOn(a)
	if len(needs) == 0 {
		return Effective{}, false
	}
	worst := Effective{Status: StatusExpired}.because("no current %s that it depends on", needs[0])
	for i := range p.Attestations {
		other := &p.Attestations[i]
		if other.ID == a.ID || !slices.Contains(needs, other.Framework) {
			continue
		}
		e := p.Effective(other, asOf)
		if Usable(e.Status) {
			return Effective{}, false
		}
		if other.Status == RecordedSuspended || other.Status == RecordedWithdrawn {
			worst = Effective{Status: StatusSuspended}.because("%s, which it depends on, is %s", other.ID, other.Status)
		}
	}
	return worst, true
}

func (p *Posture) dependsOn(a *Attestation) []string {
	in, ok := p.reference.Instrument(a.Framework)
	if !ok {
		return nil
	}
	if e, ok := in.Edition(a.Edition); ok && len(e.DependsOn) > 0 {
		return e.DependsOn
	}
	return in.DependsOn
}

// reportStatus ages a report. "Older than 12 months" is by the day: a report
// of 20 June 2025 is too old on 30 June 2026, though only 12 whole months lie
// between.
func (p *Posture) reportStatus(a *Attestation, asOf date.Date) Effective {
	from := p.agesFrom(a)
	if from.IsZero() {
		return Effective{Status: StatusStale, VeryStale: true}.because("the record holds no date to count its age from")
	}
	last := from.AddMonths(p.Policy.ReportMaxAgeMonths)
	if !asOf.After(last) {
		return Effective{Status: StatusCurrent, Until: last}.because("counted from %s, not older than %d months", from, p.Policy.ReportMaxAgeMonths)
	}
	if letter, ok := p.bridging(a, asOf); ok {
		return Effective{Status: StatusBridged, Until: letter.CoversTo, Bridge: &letter}.
			because("older than %d months, bridged by a letter to %s", p.Policy.ReportMaxAgeMonths, letter.CoversTo)
	}
	e := Effective{Status: StatusStale}.because("counted from %s, older than %d months", from, p.Policy.ReportMaxAgeMonths)
	if from.AddMonths(p.Policy.ReportVeryStaleMonths).Before(asOf) {
		e.VeryStale = true
		e = e.because("older than %d months", p.Policy.ReportVeryStaleMonths)
	}
	return e
}

// agesFrom is the day that a report's age counts from.
func (p *Posture) agesFrom(a *Attestation) date.Date {
	order := []date.Date{a.Dates.PeriodEnd, a.Dates.AsOf, a.Dates.Issued}
	switch {
	case a.SOCType == 1:
		order = []date.Date{a.Dates.AsOf, a.Dates.Issued}
	case p.Policy.AgeFrom == AgeFromIssued:
		order = []date.Date{a.Dates.Issued, a.Dates.PeriodEnd}
	}
	i := slices.IndexFunc(order, func(d date.Date) bool { return !d.IsZero() })
	if i < 0 {
		return date.Date{}
	}
	return order[i]
}

// bridging returns the letter that reaches furthest of those that carry a
// Type II report over asOf. A Type I report is never bridged: there is no
// period to continue.
func (p *Posture) bridging(a *Attestation, asOf date.Date) (BridgeLetter, bool) {
	end := a.Dates.PeriodEnd
	if a.SOCType == 1 || end.IsZero() {
		return BridgeLetter{}, false
	}
	limit := p.Policy.ReportMaxAgeMonths + p.Policy.BridgeMaxMonths
	var best BridgeLetter
	for _, l := range p.Bridges(a) {
		follows := !l.CoversFrom.After(end.AddDays(1))
		if follows && !l.CoversTo.Before(asOf) && end.MonthsUntil(l.CoversTo) <= limit && l.CoversTo.After(best.CoversTo) {
			best = l
		}
	}
	return best, !best.CoversTo.IsZero()
}

// certificateStatus follows the printed expiry, or the instrument's usual
// validity where the record prints none.
func (p *Posture) certificateStatus(a *Attestation, asOf date.Date) Effective {
	in, _ := p.reference.Instrument(a.Framework)
	if e, ok := in.Edition(a.Edition); ok && !e.VoidAfter.IsZero() && asOf.After(e.VoidAfter) {
		return Effective{Status: StatusSuperseded}.because("edition %s has been void since %s", e.ID, e.VoidAfter.AddDays(1))
	}
	expires := p.Expiry(a)
	if !expires.IsZero() && asOf.After(expires) {
		return Effective{Status: StatusExpired}.because("expired on %s", expires)
	}
	if due := in.surveillanceDue(a); !due.IsZero() && due.Before(asOf) {
		return Effective{Status: StatusOverdue, Until: expires}.because("the yearly assessment due on %s is not recorded", due)
	}
	if expires.IsZero() {
		if in.AssessedMonths == 0 {
			return Effective{Status: StatusExpired}.because("the record holds no expiry and no date to count one from")
		}
		return Effective{Status: StatusCurrent}.because("continuous, assessed within %d months", in.AssessedMonths)
	}
	if asOf.DaysUntil(expires) <= p.Policy.ExpiringDays {
		return Effective{Status: StatusExpiring, Until: expires}.because("expires on %s, within %d days", expires, p.Policy.ExpiringDays)
	}
	return Effective{Status: StatusCurrent, Until: expires}.because("valid until %s", expires)
}

// Expiry returns the last day of a certificate: the printed one, else the
// instrument's usual validity from the day of issue, else none.
func (p *Posture) Expiry(a *Attestation) date.Date {
	if !a.Dates.Expires.IsZero() || a.Dates.Issued.IsZero() {
		return a.Dates.Expires
	}
	in, _ := p.reference.Instrument(a.Framework)
	months := in.Validity(a.Level)
	if months == 0 {
		return date.Date{}
	}
	return a.Dates.Issued.AddMonths(months).AddDays(-1)
}

// surveillanceDue returns the day by which yearly work should have been done
// and was not; none if it was or if none is due.
func (in Instrument) surveillanceDue(a *Attestation) date.Date {
	next, last := a.Dates.NextSurveillance, a.Dates.LastSurveillance
	if !next.IsZero() {
		if !last.IsZero() && !last.Before(next) {
			return date.Date{}
		}
		return next
	}
	if in.AssessedMonths == 0 {
		return date.Date{}
	}
	if last.Before(a.Dates.Issued) {
		last = a.Dates.Issued
	}
	if last.IsZero() {
		return date.Date{}
	}
	return last.AddMonths(in.AssessedMonths)
}
