package gap

import (
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/posture"
)

// askNothing is the reading of a row that asks nothing about certification.
func askNothing() ask.Reading {
	return ask.Reading{Kind: ask.KindNone, Aspect: ask.AspectNone, Subject: ask.SubjectNone}
}

// Check decides one question (DOMAIN.md 2.2 to 2.4). It is a pure function.
func (e *Engine) Check(r ask.Reading, p *posture.Posture, ctx Context) Outcome {
	q := e.query(r, p, ctx)
	switch {
	case r.Subject == ask.SubjectSubprocessor || r.Aspect == ask.AspectThirdParty:
		return q.thirdParty()
	case q.isControlPath():
		return q.controlPath()
	case r.Aspect == ask.AspectApplicability:
		return q.applicability()
	case r.Aspect == ask.AspectExceptions && q.form.suspension:
		return q.suspensions()
	}
	c := q.choose()
	if r.Conditional == ask.ConditionalOnAbsence && q.heldAtAll(c) {
		return q.notConcerned(c)
	}
	if r.Aspect == ask.AspectRoadmap {
		return q.roadmap(c)
	}
	return q.position(c)
}

// isControlPath reports whether the question is none that the posture decides.
func (q *query) isControlPath() bool {
	switch q.r.Aspect {
	case ask.AspectControl, ask.AspectAlignment, ask.AspectNone:
		return true
	case ask.AspectHolds, ask.AspectType, ask.AspectEdition, ask.AspectScope, ask.AspectDate, ask.AspectAuditor,
		ask.AspectReportCopy, ask.AspectExceptions, ask.AspectRoadmap, ask.AspectCommitment, ask.AspectApplicability,
		ask.AspectThirdParty:
	}
	return q.r.Subject == ask.SubjectCustomer || q.r.Subject == ask.SubjectNone
}

// heldAtAll reports whether what is asked for is held and usable.
func (q *query) heldAtAll(c choice) bool {
	missing := slices.ContainsFunc(c.results, func(r *result) bool { return r.tier != tierUsable })
	return len(c.results) > 0 && !missing && len(q.broken(c)) == 0
}

// notConcerned is the outcome of "If you do not hold …" where we do.
func (q *query) notConcerned(c choice) Outcome {
	q.because("on_absence", "the row applies only where nothing is held, and it is")
	out := Outcome{Answer: q.orNo(AnswerNA, q.ctx.allowsNA()), Reasons: q.reasons}
	if !q.ctx.allowsNA() {
		out.Answer = AnswerText
	}
	out.Text = q.words(c, nil)
	out.Sources = sources(c.results)
	return q.hideUndisclosed(c, out)
}

// gaps words findings for the run record.
func (q *query) gaps(all []finding, slot string, alternatives []string) []Gap {
	var gaps []Gap
	for _, f := range all {
		d := q.e.definitions[f.code]
		gaps = append(gaps, Gap{
			Code: f.code, Severity: f.severity, Framework: f.framework, Asked: q.asked(f), Have: q.have(f),
			Reply: q.replyText(f), Remedy: q.remedy(f, d), Slot: q.slot(f, slot),
			Why: fill(d.Why, q.inEnglish(f)), Alternatives: alternatives, Controls: q.ctx.Controls,
		})
	}
	return gaps
}

// slot is the requirement that a gap belongs to; rows that follow up another
// one share that one's.
func (q *query) slot(f finding, slot string) string {
	switch {
	case q.ctx.ParentSlot != "" && q.r.Conditional != "":
		return q.ctx.ParentSlot
	case slot != "":
		return slot
	case q.r.Logic == ask.LogicAll && f.framework != "":
		return f.framework
	default:
		return Slot(q.r.Frameworks)
	}
}

// Slot is the requirement slot of a row that accepts any of frameworks.
func Slot(frameworks []string) string {
	if len(frameworks) == 0 {
		return ask.AnyFramework
	}
	return strings.Join(slices.Sorted(slices.Values(unique(frameworks))), "|")
}

func (q *query) remedy(f finding, d Definition) string {
	switch {
	case d.Remedy == remedyNone:
		return ""
	case d.Remedy != remedyGet:
		return d.Remedy
	case f.framework == "soc2" && q.r.Requires.SOCType == 1:
		return "SOC2-T1"
	}
	if id, ok := q.e.forms.Remedies[f.framework]; ok {
		return id
	}
	return q.e.forms.Remedies["other"]
}

func sources(results []*result) []Source {
	var all []Source
	for _, r := range results {
		for _, a := range []*posture.Attestation{r.record, r.other} {
			if a != nil {
				all = append(all, Source{"attestation", a.ID})
			}
		}
	}
	return all
}
