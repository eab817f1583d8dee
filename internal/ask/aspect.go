package ask

import (
	"slices"
	"strings"
)

// aspectClass pairs an aspect with the class of rules that asks for it, in
// the order of precedence.
type aspectClass struct {
	aspect Aspect
	class  class
}

func aspectOrder() [9]aspectClass {
	return [9]aspectClass{
		{AspectCommitment, clsCommitment},
		{AspectRoadmap, clsRoadmap},
		{AspectEdition, clsEdition},
		{AspectAuditor, clsAuditor},
		{AspectExceptions, clsExceptions},
		{AspectType, clsType},
		{AspectScope, clsScope},
		{AspectDate, clsDate},
		{AspectReportCopy, clsReportCopy},
	}
}

// readCertification reads what is asked about the vendor's own certification.
func (v *view) readCertification() {
	v.settle(KindCert, AspectHolds, SubjectVendor)
	v.readCondition()
	v.readAspect()
	v.readRequires()
	v.readCircumstances()
	v.out.Unread = v.out.Unread || v.unread()
	v.out.Why = v.why(v.out.Why, clsHoldAsk, clsCertStrong, clsCompliant)
	if len(v.out.Why) == 0 {
		v.out.Why = []string{"cert.short-cell"}
	}
}

// readAspect picks the leading aspect. A question that opens with "do you
// hold" is about holding, and type, scope, date and copy are asked besides.
func (v *view) readAspect() {
	var found []Aspect
	for _, ac := range aspectOrder() {
		if ac.aspect == AspectType && (v.offersTypes() || v.offersLevels() || v.asksLevel()) && !v.has(clsType) {
			found = append(found, AspectType)
		}
		if v.has(ac.class) && v.counts(ac.aspect) {
			found = append(found, ac.aspect)
			v.out.Why = v.why(v.out.Why, ac.class)
		}
	}
	if len(found) == 0 && (v.has(clsMonthsAge) || v.has(clsScope) && v.coversTime()) {
		found = []Aspect{AspectDate}
	}
	if len(found) == 0 && len(v.criteria()) > 0 && !v.has(clsHoldAsk) {
		found = []Aspect{AspectScope}
	}
	if len(found) == 0 {
		return
	}
	found = v.copyFirst(v.mainFirst(found))
	lead := found[0]
	if v.holdsFirst(lead) {
		v.out.Also = found
		return
	}
	v.out.Aspect = lead
	for _, a := range found[1:] {
		if !slices.Contains(v.out.Also, a) {
			v.out.Also = append(v.out.Also, a)
		}
	}
}

// offersTypes tells of "SOC 2 Type I or Type II" that both are named at once.
func (v *view) offersTypes() bool {
	for _, m := range v.kept {
		if len(m.types) > 1 {
			return true
		}
	}
	return false
}

// offersLevels tells of "HITRUST e1, i1 or r2" that several levels are named.
func (v *view) offersLevels() bool {
	return v.has(clsLogicAny) && len(v.fws) == 1 && len(v.levels(v.fws[0])) > 1
}

// asksLevel tells of a label such as "PCI DSS Level" that the level is asked.
func (v *view) asksLevel() bool {
	for i := 1; i < len(v.toks); i++ {
		switch v.toks[i].text {
		case "level", "category", "tier", "stufe", "kategorie", "niveau", "nivel", "categoria":
			if v.mention[i-1] >= 0 && (i+1 == len(v.toks) || v.toks[i+1].punct) {
				return true
			}
		}
	}
	return false
}

// counts takes back what the words of another aspect bring along: "what
// period does the report cover" asks for a date only.
func (v *view) counts(a Aspect) bool {
	if a == AspectRoadmap && slices.Contains(v.values(clsDoc), "corrective_action_plan") {
		return false
	}
	switch {
	case a == AspectDate && v.onlyUpToDate():
		return false
	case a == AspectCommitment && v.asksWhen():
		return false // "when will you obtain it" asks for a plan
	case a == AspectAuditor && v.fired("aspect.exceptions.opinion"):
		return false // "what opinion did the auditor give" does not ask who
	case a == AspectExceptions && v.grantsQualification(), a == AspectScope && v.coversTime():
		return false
	}
	if h, ok := v.first(clsProduct); ok && a == AspectScope && v.toks[h.start].text == "in" {
		return false // "the in-scope application" is a product, not a question of scope
	}
	return a != AspectScope || v.fired("aspect.scope") || v.has(clsCriteria) || !v.has(clsDate)
}

// onlyUpToDate tells that "up-to-date" is all that speaks of a date.
func (v *view) onlyUpToDate() bool {
	for _, h := range v.hits {
		if h.class == clsDate && (v.word(h.start) != "date" || v.word(h.start-1) != "to") {
			return false
		}
	}
	return true
}

// asksWhen tells that the question begins with "when", and is of no term of a
// contract.
func (v *view) asksWhen() bool {
	if v.fired("aspect.commitment.term") {
		return false
	}
	for i := 0; i <= leadWords && i < len(v.toks); i++ {
		switch v.toks[i].text {
		case "when", "wann", "quand", "cuando", "quando":
			return true
		}
	}
	return false
}

// grantsQualification tells of "SecNumCloud qualified" that it is no opinion
// with qualifications: those are of reports.
func (v *view) grantsQualification() bool {
	for _, h := range v.hits {
		if h.class == clsExceptions && !strings.HasPrefix(v.toks[h.start].text, "qualif") {
			return false
		}
	}
	for _, fw := range v.fws {
		if strings.HasPrefix(fw, "soc") || fw == "c5" || fw == AnyFramework {
			return false
		}
	}
	return true
}

// coversTime tells of "a report covering FY 2025" that what it covers is time.
func (v *view) coversTime() bool {
	for _, h := range v.hits {
		if h.class != clsScope {
			continue
		}
		if v.rules.list[h.rule].id != "aspect.scope.cover" || !v.timeAfter(h.end) {
			return false
		}
	}
	return true
}

func (v *view) timeAfter(i int) bool {
	for k := i; k < len(v.toks) && k < i+4; k++ {
		switch t := v.toks[k]; {
		case t.text == "fy", t.text == "calendar", t.text == "fiscal", len(t.text) == 4 && t.number() && strings.HasPrefix(t.text, "20"):
			return true
		}
	}
	return false
}

// classOf returns the class that asks for an aspect.
func classOf(a Aspect) class {
	for _, ac := range aspectOrder() {
		if ac.aspect == a {
			return ac.class
		}
	}
	return clsHoldAsk
}

// mainFirst moves aspects behind that are asked in a condition at the end
// only: "Attach the report and a letter if its period ended long ago".
func (v *view) mainFirst(found []Aspect) []Aspect {
	from := len(v.toks)
	for i, t := range v.toks {
		if i > leadWords && isIf(t.text) {
			from = i
			break
		}
	}
	var head, tail []Aspect
	for _, a := range found {
		if h, ok := v.first(classOf(a)); ok && h.start > from {
			tail = append(tail, a)
		} else {
			head = append(head, a)
		}
	}
	return append(head, tail...)
}

// copyFirst lets the copy lead that a question opens with: "Provide a letter
// covering the time since the period's end" wants the letter, not the date.
func (v *view) copyFirst(found []Aspect) []Aspect {
	if found[0] != AspectDate {
		return found
	}
	handed, ok := v.first(clsReportCopy)
	when, dated := v.first(clsDate)
	if !ok || !dated || handed.start > leadWords || when.start < handed.near || !v.fired("aspect.report.provide") {
		return found
	}
	return append([]Aspect{AspectReportCopy}, slices.DeleteFunc(found, func(a Aspect) bool { return a == AspectReportCopy })...)
}

func isIf(w string) bool {
	switch w {
	case "if", "falls", "wenn", "sofern", "si", "caso":
		return true
	}
	return false
}

// holdsFirst tells whether the question asks for holding before it asks for
// the aspect that would lead.
func (v *view) holdsFirst(lead Aspect) bool {
	hold, ok := v.first(clsHoldAsk)
	if !ok || v.out.Conditional == ConditionalOnPresence {
		return false
	}
	h, known := v.first(classOf(lead))
	switch lead { //nolint:exhaustive // the others can be asked besides
	case AspectCommitment, AspectRoadmap, AspectEdition, AspectExceptions:
		// "Are you certified? If not, when?" asks for holding first.
		return known && hold.near <= h.start && v.toks[h.start].sentence > v.toks[hold.start].sentence
	}
	return !known || hold.near < h.near
}
