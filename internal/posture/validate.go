package posture

import (
	"fmt"
	"slices"

	"candor/internal/date"
	"candor/internal/kbfile"
)

// Catalogue is what Validate needs to know of the control catalogues; package
// framework's Catalogue is one. Unknown returns "" for a known reference, else
// what is wrong with it.
type Catalogue interface {
	Unknown(ref string) string
}

// Validate checks what the records mean: the rules V01 to V24 of DOMAIN.md 1.3
// and the closed sets, each fault with its code, file, line and column.
//
// What makes a record wrong is a fault; what is merely out of date or told
// rightly by the effective status all the same (V12, V13, V15, V16, V20, V23)
// is a warning. catalogue may be nil, which leaves V18 out.
func (p *Posture) Validate(catalogue Catalogue, asOf date.Date) kbfile.Faults {
	c := &checker{p: p, catalogue: catalogue, asOf: asOf, doc: p.doc}
	if c.doc == nil {
		c.doc = &kbfile.Document{File: FileName}
	}
	c.company()
	for i := range p.Attestations {
		c.attestation(&p.Attestations[i], fmt.Sprintf("attestations[%d]", i))
	}
	c.overlaps()
	c.obligations()
	c.registers()
	return c.faults
}

// checker collects the faults of one posture.
type checker struct {
	p         *Posture
	catalogue Catalogue
	asOf      date.Date
	doc       *kbfile.Document
	faults    kbfile.Faults
}

func (c *checker) fault(at, code, format string, args ...any) {
	c.faults = append(c.faults, c.doc.Fault(at, code, format, args...))
}

func (c *checker) warn(at, code, format string, args ...any) {
	c.faults = append(c.faults, c.doc.Warning(at, code, format, args...))
}

// oneOf faults a value outside a closed set; the empty value passes.
func (c *checker) oneOf(at, code, what, value string, allowed []string) {
	if value != "" && !slices.Contains(allowed, value) {
		c.fault(at, code, "%s", kbfile.Unknown(what, value, allowed))
	}
}

// attestation runs every rule that looks at one record.
func (c *checker) attestation(a *Attestation, at string) {
	in, known := c.p.reference.Instrument(a.Framework)
	if !known && c.p.reference != nil {
		c.fault(at+".framework", "V22", "%s", kbfile.Unknown("framework", a.Framework, c.p.reference.IDs()))
	}
	if known && !in.Certifiable() {
		c.fault(at+".framework", "V22", "%s cannot be held: it is %s; list a law under obligations", in.Name, articled(string(in.Form)))
	}
	c.sets(a, at)
	if known {
		c.vocabulary(a, in, at)
		c.shape(a, in, at)
	}
	if a.Status == RecordedHeld {
		c.heldDates(a, at)
		c.issuer(a, in, at)
		c.expiry(a, in, at)
		c.current(a, at)
	}
	c.target(a, at)
	c.opinion(a, at)
	c.statementOfApplicability(a, at)
	c.references(a, at)
}

func articled(form string) string {
	if form == string(FormObligation) {
		return "a law"
	}
	return "a framework without a scheme"
}

// sets checks the fields whose values are fixed by the format.
func (c *checker) sets(a *Attestation, at string) {
	c.oneOf(at+".kind", "V22", "kind", string(a.Kind), []string{
		string(KindReport), string(KindCertificate), string(KindAuthorization), string(KindLabel),
		string(KindAttestation), string(KindSelfAssessment), string(KindSelfDeclaration), string(KindAssessment),
	})
	c.oneOf(at+".status", "V22", "status", string(a.Status), []string{
		string(RecordedHeld), string(RecordedInProgress), string(RecordedPlanned), string(RecordedLapsed), string(RecordedSuspended), string(RecordedWithdrawn),
	})
	c.oneOf(at+".stage", "V22", "stage", a.Stage, []string{"readiness", "observation", "fieldwork", "stage1", "stage2", "reporting"})
	c.oneOf(at+".opinion", "V22", "opinion", a.Opinion, []string{"unqualified", "qualified", "adverse", "disclaimer"})
	c.oneOf(at+".issuer.kind", "V22", "kind of issuer", a.Issuer.Kind, []string{
		"cpa_firm", "certification_body", "qsa", "3pao", "c3pao", "irap_assessor", "tisax_provider", "assessor", "agency", "self",
	})
	for i, s := range a.Subservice {
		c.oneOf(fmt.Sprintf("%s.subservice[%d].method", at, i), "V22", "method", s.Method, []string{"carve_out", "inclusive"})
	}
	if a.SOCType < 0 || a.SOCType > 2 {
		c.fault(at+".soc_type", "V22", "report type %d does not exist; it is 1 or 2", a.SOCType)
	}
}

// vocabulary checks level, edition and criteria against the instrument: V01,
// V11, V22, V24.
func (c *checker) vocabulary(a *Attestation, in Instrument, at string) {
	if len(in.Levels) > 0 {
		c.oneOf(at+".level", "V22", in.Name+" level", a.Level, in.Levels)
	}
	if a.SOCType != 0 && !in.Typed {
		c.fault(at+".soc_type", "V22", "%s has no report types", in.Name)
	}
	c.edition(a, in, at)
	if len(a.Criteria) > 0 && !in.Criteria {
		c.fault(at+".criteria", "V24", "%s has no Trust Services categories", in.Name)
		return
	}
	for i, x := range a.Criteria {
		c.oneOf(fmt.Sprintf("%s.criteria[%d]", at, i), "V22", "Trust Services category", x, c.p.reference.Criteria())
	}
	if !in.Criteria || slices.Contains(a.Criteria, "security") || !a.isHeldOrComing() {
		return
	}
	// A SOC 3 record without any category claims none; only a list that leaves
	// out Security is wrong.
	if a.Framework == "soc3" && len(a.Criteria) == 0 {
		c.warn(at, "V01", "%s record names no categories; security is part of every report", in.Name)
		return
	}
	c.fault(at+".criteria", "V01", "%s without the category security, which every report covers", in.Name)
}

func (a *Attestation) isHeldOrComing() bool {
	return a.Status == RecordedHeld || a.Status == RecordedInProgress
}

func (c *checker) edition(a *Attestation, in Instrument, at string) {
	if a.Edition == "" {
		if in.EditionRequired && a.Status == RecordedHeld {
			c.fault(at, "V11", "%s without an edition; one of: %s", in.Name, editionIDs(in))
		}
		return
	}
	if _, ok := in.Edition(a.Edition); ok || len(in.Editions) == 0 {
		return
	}
	code := "V22"
	if in.EditionRequired {
		code = "V11"
	}
	c.fault(at+".edition", code, "unknown edition %q of %s; one of: %s", a.Edition, in.Name, editionIDs(in))
}

func editionIDs(in Instrument) string {
	ids := ""
	for i, e := range in.Editions {
		if i > 0 {
			ids += ", "
		}
		ids += e.ID
	}
	return ids
}

// shape checks that the record is of the kind that the instrument gives: V07, V08.
func (c *checker) shape(a *Attestation, in Instrument, at string) {
	if in.Form == FormReport && a.Kind == KindCertificate {
		c.fault(at+".kind", "V07", "%s is a report, not a certificate", in.Name)
	}
	if in.Form != FormCertificate {
		return
	}
	if a.Kind == KindReport {
		c.fault(at+".kind", "V08", "%s gives a certificate, not a report", in.Name)
	}
	if a.Opinion != "" {
		c.fault(at+".opinion", "V08", "%s has no auditor's opinion", in.Name)
	}
}

// company checks the head of the file.
func (c *checker) company() {
	if c.p.Schema != 0 && c.p.Schema != 1 {
		c.fault("schema", "V22", "schema %d is not known; this program reads schema 1", c.p.Schema)
	}
	c.oneOf("company.size_tier", "V22", "size tier", c.p.Company.SizeTier, []string{"small", "mid", "large"})
	for i, m := range c.p.Company.Markets {
		c.oneOf(fmt.Sprintf("company.markets[%d]", i), "V22", "market", m, []string{"us", "ca", "eu", "uk", "me", "apac", "latam", "global"})
	}
	c.oneOf("policy.age_from", "V22", "age_from", c.p.Policy.AgeFrom, []string{AgeFromPeriodEnd, AgeFromIssued})
	if pol := c.p.Policy; pol.ReportMaxAgeMonths < 0 || pol.ReportVeryStaleMonths < 0 || pol.BridgeMaxMonths < 0 || pol.ExpiringDays < 0 || pol.MinPeriodMonths < 0 || pol.AnswerMaxAgeDays < 0 || pol.PentestMaxAgeMonths < 0 {
		c.fault("policy", "V22", "a threshold below zero makes no sense")
	}
}
