package posture

import (
	"slices"

	"candor/internal/date"
)

// isoMaxMonths is a cycle of three years plus the month that bodies take to
// issue the certificate after their decision.
const isoMaxMonths = 37

// heldDates checks the dates of a report: V02 to V05.
func (c *checker) heldDates(a *Attestation, at string) {
	d := a.Dates
	switch {
	case a.SOCType == 2 && (d.PeriodStart.IsZero() || d.PeriodEnd.IsZero()):
		c.fault(at+".dates", "V02", "a Type II report needs period_start and period_end")
	case a.SOCType == 1 && d.AsOf.IsZero():
		c.fault(at+".dates", "V03", "a Type I report needs as_of, the day that it speaks of")
	}
	if before(d.PeriodEnd, d.PeriodStart) {
		c.fault(at+".dates.period_end", "V04", "the period ends on %s, before it starts on %s", d.PeriodEnd, d.PeriodStart)
	}
	if before(d.Issued, d.PeriodEnd) {
		c.fault(at+".dates.issued", "V05", "issued on %s, before the period closed on %s", d.Issued, d.PeriodEnd)
	}
}

// before compares two dates that are both there.
func before(a, b date.Date) bool { return !a.IsZero() && !b.IsZero() && a.Before(b) }

// issuer checks who signed a SOC report: V06.
func (c *checker) issuer(a *Attestation, in Instrument, at string) {
	if len(in.Issuers) == 1 && in.Issuers[0] == "cpa_firm" && a.Issuer.Kind != "cpa_firm" {
		c.fault(at+".issuer", "V06", "a %s report is issued by a licensed CPA firm; issuer.kind is %q", in.Name, a.Issuer.Kind)
	}
}

// expiry checks the printed end of a certificate: V09, V10, V12.
func (c *checker) expiry(a *Attestation, in Instrument, at string) {
	d := a.Dates
	if a.Kind == KindCertificate && d.Expires.IsZero() {
		c.fault(at+".dates", "V09", "a certificate needs expires")
	}
	if d.Expires.IsZero() {
		return
	}
	if before(d.Expires, d.Issued) {
		c.fault(at+".dates.expires", "V10", "expires on %s, before it was issued on %s", d.Expires, d.Issued)
	}
	if in.Form == FormCertificate && in.ValidityMonths > 0 && in.ValidityMonths <= 36 && !d.Issued.IsZero() && d.Expires.After(d.Issued.AddMonths(isoMaxMonths)) {
		c.fault(at+".dates.expires", "V10", "expires on %s, more than %d months after it was issued on %s", d.Expires, isoMaxMonths, d.Issued)
	}
	if e, ok := in.Edition(a.Edition); ok && !e.VoidAfter.IsZero() && d.Expires.After(e.VoidAfter) {
		c.warn(at+".dates.expires", "V12", "expires on %s, but certificates to the edition of %s have been void since %s; it counts as superseded from then on", d.Expires, e.ID, e.VoidAfter.AddDays(1))
	}
}

// current warns of held records that are not current, or that lack what they
// depend on: V13, V16.
func (c *checker) current(a *Attestation, at string) {
	if _, void := c.p.dependent(a, c.asOf); void {
		c.warn(at+".framework", "V16", "%s counts only with a current %s, and none is recorded", c.p.reference.Name(a.Framework), c.p.reference.Name(c.p.dependsOn(a)[0]))
		return
	}
	e := c.p.Effective(a, c.asOf)
	if e.Status != StatusCurrent {
		c.warn(at+".status", "V13", "recorded as held, but %s on %s: %s", e.Status, c.asOf, e.Reasons[0])
	}
}

// target checks the date that an unfinished record aims at: V14, V15.
func (c *checker) target(a *Attestation, at string) {
	if a.Status != RecordedInProgress && a.Status != RecordedPlanned {
		return
	}
	t := a.Dates.Target
	switch {
	case t.IsZero():
		c.fault(at+".dates", "V14", "status %s needs a target date", a.Status)
	case t.Before(c.asOf):
		c.warn(at+".dates.target", "V15", "the target %s has passed", t)
	}
}

// opinion checks that a qualified opinion says why: V21.
func (c *checker) opinion(a *Attestation, at string) {
	if a.Opinion == "qualified" && len(a.Exceptions) == 0 {
		c.fault(at+".opinion", "V21", "a qualified opinion without any exception listed")
	}
}

// overlaps warns of held records of one framework that claim the same scope: V20.
func (c *checker) overlaps() {
	for i := range c.p.Attestations {
		a := &c.p.Attestations[i]
		for j := range i {
			b := &c.p.Attestations[j]
			if a.Framework != b.Framework || a.Status != RecordedHeld || b.Status != RecordedHeld || a.SOCType != b.SOCType || !overlap(a, b) {
				continue
			}
			newer := a
			if better(b, c.p.Effective(b, c.asOf), a, c.p.Effective(a, c.asOf)) {
				newer = b
			}
			c.warn(pathOf(i), "V20", "%q and %q are both held for the same scope; %q counts", b.ID, a.ID, newer.ID)
		}
	}
}

func overlap(a, b *Attestation) bool {
	return shares(a.Scope.Products, b.Scope.Products) && shares(a.Scope.Locations, b.Scope.Locations)
}

// shares reports whether two scope lists have something in common; an empty
// list and "all" reach everything.
func shares(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 || slices.Contains(a, All) || slices.Contains(b, All) {
		return true
	}
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}
