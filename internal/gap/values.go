package gap

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/ask"
	"candor/internal/posture"
)

// values are what the texts of a finding may use.
func (q *query) values(f finding) values {
	v := values{"name": q.name(f.framework)}
	if f.record != nil {
		q.recordValues(v, f.record)
	}
	q.otherValues(v, f)
	if f.code == RegulationAsCert {
		v = v.with(q.lawValues(f.framework))
	}
	return v.with(f.values)
}

// recordValues are those of the record that the finding is about.
func (q *query) recordValues(v values, a *posture.Attestation) {
	for key, text := range q.p.Phrases(a, q.asOf(), q.lang) {
		v.set(key, text)
	}
	v.set("have", q.statement(a))
	v.set("exceptions", q.exceptionsText(a))
	v.set("findings", q.findingsText(a))
	v.set("opinion", a.Opinion)
	if a.Opinion != "" && a.Opinion != "unqualified" {
		v.set("opiniontext", q.e.text(q.lang, "opinion."+a.Opinion, nil))
	}
	v.set("reportdate", q.day(q.reportDate(a)))
	v.set("months", positive(a.PeriodMonths()))
	if start, end := q.day(a.Dates.PeriodStart), q.day(a.Dates.PeriodEnd); start != "" && end != "" {
		v["period"] = start + " – " + end
	}
}

// otherValues are those about what else there is.
func (q *query) otherValues(v values, f finding) {
	v.set("nothold", q.notHeld(f))
	// A promise about one framework is no occasion to tell of another.
	if sister := q.sister(f.framework); sister != nil && f.code != Commitment {
		v.set("held", q.p.Short(sister, q.asOf(), q.lang))
		v.set("heldlist", q.label(sister))
		if q.instrument(f.framework).Catalogue != "" && q.instrument(sister.Framework).Catalogue != "" {
			v["mapped"] = ""
		}
	}
	if next := q.nextFor(f); next != nil {
		v.set("next", q.p.Statement(next, q.asOf(), q.lang))
	} else {
		v["nonext"] = ""
	}
	if f.code == Borrowed {
		v.set("providerlist", q.providerList(f.framework))
	}
	v["asof"] = q.day(q.asOf())
}

// nextFor is the record under way that will close the finding, if it may be
// told and is another one.
func (q *query) nextFor(f finding) *posture.Attestation {
	next := q.upcoming(q.p.Held(f.framework))
	if next == nil || !next.MayDisclose() || !q.p.Policy.DiscloseInProgress {
		return nil
	}
	if f.record != nil && f.record.ID == next.ID {
		return nil
	}
	return next
}

// statement words a record; of one that must not be mentioned, nothing.
func (q *query) statement(a *posture.Attestation) string { return q.p.Statement(a, q.asOf(), q.lang) }

// notHeld words that the framework is not held, of Type II where that is asked.
func (q *query) notHeld(f finding) string {
	framework := f.framework
	if framework == ask.AnyFramework || framework == "" {
		return q.e.text(q.lang, "none.any", nil)
	}
	socType := 0
	switch {
	case f.code == WrongType:
		socType = 2
	case q.instrument(framework).Typed:
		socType = q.r.Requires.SOCType
	}
	if text := q.p.NotHeld(framework, socType, q.lang); text != "" {
		return text
	}
	return q.e.text(q.lang, "none.named", values{"name": q.name(framework)})
}

// label names a record in a few words: "SOC 2 Type II", "ISO/IEC 27001:2022".
func (q *query) label(a *posture.Attestation) string {
	text := q.instrument(a.Framework).EditionName(a.Edition)
	if t := socType(a); t > 0 && q.instrument(a.Framework).Typed {
		text += " " + q.e.text(q.lang, "type", values{"type": strings.Repeat("I", min(t, 2))})
	}
	return text
}

// labels names everything usable that was assessed by somebody else.
func (q *query) labels() string {
	var all []string
	for _, a := range q.p.Usable(q.asOf()) {
		if a.CoversProduct(q.ctx.Product) && !q.p.IsSelfAssessed(a) {
			all = append(all, q.label(a))
		}
	}
	return q.and(unique(all))
}

func (q *query) lawValues(id string) values {
	v := values{}
	if q.instrument(id).Form == posture.FormObligation {
		v["law"], v["islaw"] = q.name(id), ""
	} else {
		v["guide"] = q.name(id)
	}
	if o, ok := q.p.Obligation(id); ok {
		v.set("duty", q.obligationText(id, o))
	}
	v.set("heldlist", q.labels())
	return v
}

func (q *query) premiseValues() values {
	named := q.r.Frameworks
	if wider := q.e.forms.Premises[q.r.Premise]; len(wider) > 0 {
		named = wider
	}
	v := values{"premise": q.r.Premise, "successor": q.and(q.names(named))}
	switch {
	case slices.Contains(q.e.forms.Misnumbered, q.r.Premise):
		v["misnumbered"] = ""
	case !slices.Contains(q.e.forms.Renamed, q.r.Premise):
		v["instrument"] = ""
	}
	return v
}

func (q *query) providerList(framework string) string {
	var told []string
	for _, o := range q.p.Subservice {
		if slices.Contains(q.holders(framework), o.Name) {
			told = append(told, q.assuranceList(o))
		}
	}
	return joinList(told)
}

// exceptionsText lists every exception with its state; none may be left out.
func (q *query) exceptionsText(a *posture.Attestation) string {
	var items []string
	for _, x := range a.Exceptions {
		item := strings.TrimSpace(cmp.Or(x.Criteria, x.ID) + ": " + trimStop(x.Summary))
		state := q.e.text(q.lang, "exceptions.open", nil)
		if x.Remediated {
			state = q.e.text(q.lang, "exceptions.remediated", nil)
		}
		if on := q.day(x.RemediatedOn); x.Remediated && on != "" {
			state = q.e.text(q.lang, "exceptions.remediated_on", values{"on": on})
		}
		if x.ManagementResponse != "" {
			state += ", " + q.e.text(q.lang, "exceptions.response", values{"response": trimStop(x.ManagementResponse)})
		}
		items = append(items, item+" ("+state+")")
	}
	if len(items) == 0 {
		return ""
	}
	return q.e.text(q.lang, "exceptions.list", values{"list": joinList(items)})
}

func (q *query) findingsText(a *posture.Attestation) string {
	n := a.Nonconformities
	if n == nil {
		return ""
	}
	return q.e.text(q.lang, "findings", values{"major": strconv.Itoa(n.Major), "minor": strconv.Itoa(n.Minor), "open": strconv.Itoa(n.Open)})
}

// asked says in short, in English, what the row wants of the framework.
func (q *query) asked(f finding) string {
	en := q.english()
	parts := []string{en.name(f.framework)}
	want := q.r.Requires
	in := q.instrument(f.framework)
	if want.SOCType > 0 && in.Typed {
		parts = append(parts, "Type "+strings.Repeat("I", min(want.SOCType, 2)))
	}
	if _, ok := in.Edition(want.Edition); ok && want.Edition != "" {
		parts[0] = in.EditionName(want.Edition)
	}
	if slices.Contains(q.e.forms.Ladders[f.framework], strings.ToLower(want.Level)) {
		parts = append(parts, "level "+want.Level)
	}
	if names := en.criteriaNames(want.Criteria); names != "" && in.Criteria {
		parts = append(parts, "with "+names)
	}
	if want.MaxAgeMonths > 0 && q.r.Aspect != ask.AspectRoadmap {
		parts = append(parts, fmt.Sprintf("not older than %d months", want.MaxAgeMonths))
	}
	if want.MinPeriodMonths > 0 {
		parts = append(parts, fmt.Sprintf("over at least %d months", want.MinPeriodMonths))
	}
	return strings.Join(parts, " ")
}

// have says in short, in English, what there is.
func (q *query) have(f finding) string {
	en := q.english()
	if f.record != nil {
		return en.label(f.record) + " (" + strings.ToLower(strings.ReplaceAll(string(q.status(f.record).Status), "_", " ")) + ")"
	}
	if sister := q.sister(f.framework); sister != nil && f.code == OtherHeld {
		return en.label(sister)
	}
	return ""
}

// english is q for texts that stay inside the company.
func (q *query) english() *query {
	en := *q
	en.lang = posture.Languages()[0]
	return &en
}

func (q *query) inEnglish(f finding) values { return q.english().values(f) }

func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func joinList(items []string) string { return strings.Join(items, "; ") }

func trimStop(s string) string { return strings.TrimRight(strings.TrimSpace(s), ".") }

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
