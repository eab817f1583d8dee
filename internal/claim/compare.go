package claim

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/posture"
)

// denial is one fact of a claim that a record does not back.
type denial struct {
	attribute string
	severity  Severity
	why       string
}

// familyPrefix is how many letters of an id tell its family: soc, iso.
const familyPrefix = 3

// family lists the frameworks that an unclear or outdated name may mean:
// "SOC report" and "SAS 70" any SOC report, "ISO certified" any ISO certificate.
func (c *Checker) family(m ask.Mention) []string {
	ids := []string{m.Framework}
	if !m.Ambiguous && m.Premise == "" || len(m.Framework) < familyPrefix {
		return ids
	}
	for _, id := range c.posture.Reference().IDs() {
		if strings.HasPrefix(id, m.Framework[:familyPrefix]) {
			ids = append(ids, id)
		}
	}
	return ids
}

// compare holds each framework of a claim against the posture.
func (c *Checker) compare(cl clause, asOf date.Date, lang func() string) []Finding {
	var findings []Finding
	var seen []string
	for _, m := range cl.mentions {
		if slices.Contains(seen, m.Framework) {
			continue
		}
		seen = append(seen, m.Framework)
		if f, ok := c.compareMention(cl, m, asOf, lang); ok {
			findings = append(findings, f)
		}
	}
	return findings
}

// compareMention finds the record that backs most of what is claimed and
// reports the worst of what it does not back.
func (c *Checker) compareMention(cl clause, m ask.Mention, asOf date.Date, lang func() string) (Finding, bool) {
	in, known := c.posture.Reference().Instrument(m.Framework)
	unclear := m.Ambiguous || m.Premise != ""
	if known && !in.Certifiable() || !known && !unclear {
		return Finding{}, false
	}
	records := c.usable(c.family(m), asOf)
	if len(records) == 0 {
		return c.finding(m, denial{"held", Blocker, "no record of it can back a claim on " + asOf.String()}, nil, asOf, lang()), true
	}
	if unclear {
		return Finding{}, false
	}
	var best *posture.Attestation
	var fewest []denial
	for _, a := range records {
		denials := c.denials(cl, m, a, in)
		if best == nil || weight(denials) < weight(fewest) {
			best, fewest = a, denials
		}
	}
	if len(fewest) == 0 {
		return Finding{}, false
	}
	worst := slices.MaxFunc(fewest, func(a, b denial) int { return cmp.Compare(a.severity.Rank(), b.severity.Rank()) })
	return c.finding(m, worst, best, asOf, lang()), true
}

// weight orders sets of denials: the worst first, then their number.
func weight(ds []denial) int {
	worst := 0
	for _, d := range ds {
		worst = max(worst, d.severity.Rank())
	}
	return worst*100 + len(ds)
}

func (c *Checker) usable(frameworks []string, asOf date.Date) []*posture.Attestation {
	var records []*posture.Attestation
	for _, a := range c.posture.Usable(asOf) {
		if slices.Contains(frameworks, a.Framework) {
			records = append(records, a)
		}
	}
	return records
}

func (c *Checker) finding(m ask.Mention, d denial, a *posture.Attestation, asOf date.Date, lang string) Finding {
	f := Finding{Code: Unsupported, Severity: d.severity, Framework: m.Framework, Attribute: d.attribute, Why: d.why}
	if a == nil {
		a, _ = c.posture.Best(m.Framework, asOf)
	}
	if a != nil {
		f.Suggest = c.posture.Statement(a, asOf, lang)
	}
	if f.Suggest == "" {
		f.Suggest = c.posture.NotHeld(m.Framework, m.SOCType, lang)
	}
	return f
}

// denials lists what the clause says about a that a does not say.
func (c *Checker) denials(cl clause, m ask.Mention, a *posture.Attestation, in posture.Instrument) []denial {
	var ds []denial
	add := func(attribute string, s Severity, why string) {
		if why != "" {
			ds = append(ds, denial{attribute, s, why})
		}
	}
	add("type", Blocker, wrongType(cl, m, a))
	add("level", Blocker, wrongLevel(cl, a, in))
	add("criteria", Blocker, c.wrongCriteria(cl, a, in))
	add("product", Blocker, c.wrongProduct(cl, a))
	add("location", Blocker, c.wrongLocation(cl, a))
	add("opinion", High, c.wrongOpinion(cl, a))
	add("edition", High, wrongEdition(cl, m, a, in))
	if len(cl.mentions) == 1 {
		add("auditor", High, c.wrongAuditor(cl, a))
		add("date", High, c.wrongDate(cl, a))
	}
	return ds
}

// wrongOpinion checks "an unqualified opinion" and "no exceptions" against what
// the auditor of a report is recorded to have said.
func (c *Checker) wrongOpinion(cl clause, a *posture.Attestation) string {
	modified := a.Opinion != "" && a.Opinion != "unqualified"
	switch {
	case modified && c.patterns.cleanOpinion.MatchString(cl.folded):
		return fmt.Sprintf("claims a clean opinion, that of the record %q is %s", a.ID, a.Opinion)
	case len(a.Exceptions) > 0 && c.patterns.noExceptions.MatchString(cl.folded):
		return fmt.Sprintf("claims that there were no exceptions, the record %q lists %d", a.ID, len(a.Exceptions))
	}
	return ""
}

// typeSaid reads the type that a clause names apart from the report's name:
// "unser SOC-2-Bericht Typ II". Two types, or none, tell nothing.
func typeSaid(folded string) int {
	said := 0
	for _, m := range typed.FindAllStringSubmatch(folded, -1) {
		n := 1
		if m[1] == "2" || m[1] == "ii" {
			n = 2
		}
		if said != 0 && said != n {
			return 0
		}
		said = n
	}
	return said
}

var typed = regexp.MustCompile(`\b(?:type?|tipo)[ -](1|2|i|ii)\b`)

func wrongType(cl clause, m ask.Mention, a *posture.Attestation) string {
	claimed := m.SOCType
	if claimed == 0 && a.SOCType != 0 && len(cl.mentions) == 1 {
		claimed = typeSaid(cl.folded)
	}
	if claimed == 0 || claimed == a.SOCType {
		return ""
	}
	return fmt.Sprintf("claims Type %d, the record %q is of Type %d", claimed, a.ID, a.SOCType)
}

// wrongEdition reads the edition from the words of the mention, since the
// instrument knows best which years its editions go by.
func wrongEdition(cl clause, m ask.Mention, a *posture.Attestation, in posture.Instrument) string {
	if m.Edition == "" || a.Edition == "" || cl.follows {
		return "" // the sentence that named the edition has been checked
	}
	claimed, okC := in.Edition(m.Edition)
	if m.End <= len(cl.text) {
		if e, ok := in.Edition(cl.text[m.Start:m.End]); ok {
			claimed, okC = e, true
		}
	}
	held, okH := in.Edition(a.Edition)
	if okC && okH && claimed.ID == held.ID || m.Edition == a.Edition {
		return ""
	}
	return fmt.Sprintf("claims the edition %s, the record %q is to %s", m.Edition, a.ID, a.Edition)
}

// wrongDate checks each day that the clause names: it must be one of the
// record's, and after "valid until" the day on which it ends.
func (c *Checker) wrongDate(cl clause, a *posture.Attestation) string {
	days := c.recordDays(a)
	for _, f := range c.dates.find(cl.spoken()) {
		expiry := c.posture.Expiry(a)
		if !expiry.IsZero() && c.patterns.until.MatchString(f.before) {
			if !agrees(f, expiry) {
				return fmt.Sprintf("claims validity until %s, the record %q ends on %s", f.day, a.ID, expiry)
			}
			continue
		}
		if !slices.ContainsFunc(days, func(d date.Date) bool { return agrees(f, d) }) {
			return fmt.Sprintf("names the date %s, which the record %q does not hold", f.day, a.ID)
		}
	}
	return ""
}

func agrees(f found, d date.Date) bool {
	if d.IsZero() {
		return false
	}
	return f.day == d || !f.exact && f.day.Year() == d.Year() && f.day.Month() == d.Month()
}

func (c *Checker) recordDays(a *posture.Attestation) []date.Date {
	d := a.Dates
	days := []date.Date{
		d.PeriodStart, d.PeriodEnd, d.AsOf, d.Issued, d.Initial, d.Expires, d.LastSurveillance, d.NextSurveillance,
		d.Recertification, d.Started, d.Target, c.posture.Expiry(a), a.SoA.Date,
	}
	for _, b := range c.posture.Bridges(a) {
		days = append(days, b.CoversFrom, b.CoversTo, b.Issued)
	}
	for _, e := range a.Exceptions {
		days = append(days, e.RemediatedOn)
	}
	for _, h := range a.History {
		days = append(days, h.On, h.Resolved)
	}
	return days
}

// spoken is the clause's own words where it is one of several, so that a date
// of another clause does not count against it.
func (cl clause) spoken() string {
	if cl.whole || cl.follows {
		return cl.text
	}
	return cl.folded
}
