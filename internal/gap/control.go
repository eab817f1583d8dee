package gap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/framework"
	"candor/internal/posture"
)

// Catalogue is what ControlGaps needs to know about controls; package
// framework's catalogue is one.
type Catalogue interface {
	Control(ref string) (framework.Control, bool)
	Mapped(ref, framework string) []string
}

// controlPath is the outcome of a question that the library answers: it has no
// gap, unless its control is excluded in our Statement of Applicability.
func (q *query) controlPath() Outcome {
	out := Outcome{Answer: AnswerLibrary, Reasons: []Reason{{"control", "asks about a control or nothing about certification"}}}
	if q.r.Subject == ask.SubjectCustomer {
		return out
	}
	refs := unique(append(slices.Clone(q.r.Controls), q.ctx.Controls...))
	res := &result{}
	var said []string
	excluded := 0
	for _, ref := range refs {
		x, a, ok := q.p.Excluded(ref, q.asOf())
		if !ok {
			continue
		}
		excluded++
		v := exclusionValues(ref, x, a)
		res.framework, res.record = a.Framework, a
		q.add(res, SoAExcluded, true, v)
		said = append(said, q.e.reply(q.lang, SoAExcluded, v)...)
		out.Sources = append(out.Sources, Source{"attestation", a.ID})
	}
	if excluded == 0 {
		return out
	}
	out.Gaps = q.controlSlots(q.gaps(res.findings, "", nil), res.findings)
	if excluded == q.sameCatalogue(refs) {
		out.Answer, out.Text = q.orNo(AnswerNA, q.ctx.allowsNA()), limit(join(said...))
		out.Reasons = []Reason{{"soa", "the control is excluded in the Statement of Applicability"}}
	}
	return out
}

// sameCatalogue counts the references to a catalogue that has exclusions; one
// of another framework says nothing about ours.
func (q *query) sameCatalogue(refs []string) int {
	catalogues := map[string]bool{}
	for _, ref := range refs {
		if _, _, ok := q.p.Excluded(ref, q.asOf()); ok {
			id, _, _ := strings.Cut(ref, ":")
			catalogues[id] = true
		}
	}
	n := 0
	for _, ref := range refs {
		id, _, _ := strings.Cut(ref, ":")
		n += asInt(catalogues[id])
	}
	return n
}

func exclusionValues(ref string, x posture.Exclusion, a *posture.Attestation) values {
	v := values{"controlid": x.Control, "control": ref}
	v.set("version", a.SoA.Version)
	v.set("justification", trimStop(x.Justification))
	return v
}

// controlSlots gives gaps of controls their control as slot and list.
func (q *query) controlSlots(gaps []Gap, found []finding) []Gap {
	for i := range gaps {
		ref := found[i].values["control"]
		gaps[i].Slot, gaps[i].Controls = "control:"+ref, []string{ref}
	}
	return gaps
}

// The verdicts that ControlGaps looks at.
const (
	verdictNo      = "no"
	verdictPartial = "partial"
	verdictYes     = "yes"
)

// ControlGaps finds what an answer of verdict to a row on controls
// ("iso27001:A.8.24") means: a gap, a contradiction to what an auditor has
// examined, or an exclusion. Without a verdict the posture's own record of the
// control counts.
func (e *Engine) ControlGaps(verdict string, controls []string, p *posture.Posture, cat Catalogue, ctx Context) []Gap {
	q := e.query(askNothing(), p, ctx)
	res := &result{}
	for _, ref := range unique(controls) {
		q.checkControl(res, strings.ToLower(verdict), ref, cat)
	}
	order(res.findings)
	return q.controlSlots(q.gaps(res.findings, "", nil), res.findings)
}

func (q *query) checkControl(res *result, verdict, ref string, cat Catalogue) {
	known, recorded := q.p.Control(ref)
	if verdict == "" && recorded {
		verdict = known.Status
	}
	if verdict == "" || verdict == verdictYes {
		return
	}
	if x, a, ok := q.p.Excluded(ref, q.asOf()); ok {
		res.framework, res.record = a.Framework, a
		q.add(res, SoAExcluded, true, exclusionValues(ref, x, a))
		return
	}
	v := values{"control": ref}
	v.set("compensating", ensureStop(known.Compensating))
	id, _, _ := strings.Cut(ref, ":")
	res.framework, res.record = id, nil
	switch verdict {
	case verdictPartial:
		q.add(res, ControlNo, true, v).severity = Low
	case verdictNo:
		a := q.covering(ref, cat)
		if a == nil {
			q.add(res, ControlNo, true, v)
			return
		}
		res.record = a
		v.set("heldlist", q.label(a))
		q.add(res, ControlContradiction, true, v)
	}
}

// covering returns the usable record that an auditor examined the control
// under: one of the control's own catalogue, else one that the mapping leads to
// and that does not exclude what it leads to.
func (q *query) covering(ref string, cat Catalogue) *posture.Attestation {
	var mapped *posture.Attestation
	for _, a := range q.p.Usable(q.asOf()) {
		catalogue := q.catalogueOf(a)
		if catalogue == "" || !a.CoversProduct(q.ctx.Product) || q.p.IsSelfAssessed(a) {
			continue
		}
		own := strings.HasPrefix(ref, catalogue+":")
		switch {
		case own && q.examined(a, ref, cat):
			return a
		case !own && mapped == nil && slices.ContainsFunc(cat.Mapped(ref, catalogue), func(r string) bool { return q.examined(a, r, cat) }):
			mapped = a
		}
	}
	return mapped
}

// examined reports whether the control was in the scope of a: in one of the
// report's categories, and not excluded in the Statement of Applicability.
func (q *query) examined(a *posture.Attestation, ref string, cat Catalogue) bool {
	control, ok := cat.Control(ref)
	if !ok {
		return false
	}
	if q.instrument(a.Framework).Criteria {
		return slices.Contains(a.Criteria, control.Group)
	}
	_, _, excluded := q.p.Excluded(ref, q.asOf())
	return !excluded
}

func (q *query) catalogueOf(a *posture.Attestation) string {
	in := q.instrument(a.Framework)
	if ed, ok := in.Edition(a.Edition); ok && ed.Catalogue != "" {
		return ed.Catalogue
	}
	return in.Catalogue
}
