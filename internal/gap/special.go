package gap

import (
	"cmp"
	"slices"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/posture"
)

// roadmapMonths is how far ahead a plan may lie for "Do you plan to …?" to be
// answered Yes where the row names no time; further ahead the date is the
// answer. A year is what such rows ask about as a rule.
const roadmapMonths = 12

// roadmap answers what is planned. Dates in the future are never sent without
// a person's word.
func (q *query) roadmap(c choice) Outcome {
	all := q.findings(c)
	coming := q.coming(c)
	if coming != nil && coming.Status == posture.RecordedInProgress && !q.status(coming).Overdue {
		all = slices.DeleteFunc(all, func(f finding) bool { return f.code == InProgress || f.code == WrongType })
	}
	out := Outcome{Answer: AnswerHuman, Sources: sources(c.results), NeedsHuman: true, Owner: OwnerCompliance}
	out.Text = q.words(c, all)
	switch {
	case q.heldAtAll(c):
		out.Answer = AnswerYes
		if q.form.open {
			out.Answer = AnswerText
		}
	case coming == nil || !q.mayAnnounce(coming):
		out.Text = limit(join(out.Text, q.e.text(q.lang, "roadmap.unknown", nil)))
		out.Reasons = append(out.Reasons, Reason{"roadmap", "no approved date is on record"})
	default:
		out.Answer, out.Date = q.planned(coming)
		out.Text = limit(join(q.p.Statement(coming, q.asOf(), q.lang)))
		out.Reasons = append(out.Reasons, Reason{"roadmap", "the date on record needs approval before it is sent"})
	}
	out.Gaps = q.gaps(all, "", c.alternatives)
	return q.hideUndisclosed(c, out)
}

// coming returns the record that will answer the row, if one is under way.
func (q *query) coming(c choice) *posture.Attestation {
	for _, r := range c.results {
		if r.next != nil && !q.lacksType(r.next) && !q.lacksLevel(r.next) {
			return r.next
		}
	}
	return nil
}

// mayAnnounce reports whether the date of a may be told at all.
func (q *query) mayAnnounce(a *posture.Attestation) bool {
	return a.MayDisclose() && q.p.Policy.DiscloseInProgress && !a.Dates.Target.IsZero() && !q.status(a).Overdue
}

func (q *query) planned(a *posture.Attestation) (Answer, string) {
	horizon := cmp.Or(q.r.Requires.MaxAgeMonths, roadmapMonths)
	soon := !a.Dates.Target.After(q.asOf().AddMonths(horizon))
	if q.form.open || q.r.Conditional == ask.ConditionalOnAbsence || !soon {
		return AnswerDate, a.Dates.Target.String()
	}
	if q.form.underway && a.Status != posture.RecordedInProgress {
		return AnswerNo, a.Dates.Target.String()
	}
	return AnswerYes, a.Dates.Target.String()
}

// exceptionsAnswer answers what the auditor found; only from what is recorded.
func (q *query) exceptionsAnswer(c choice) Answer {
	for _, r := range c.results {
		if r.tier != tierUsable {
			return AnswerNo
		}
	}
	if slices.ContainsFunc(c.results, func(r *result) bool { return r.has(EvidenceMissing) }) {
		return AnswerNo
	}
	a := c.record()
	recorded := a.Opinion != "" || a.Nonconformities != nil || len(a.Exceptions) > 0
	modified := a.Opinion != "" && a.Opinion != "unqualified"
	good := !modified && !hasExceptions(a)
	switch {
	case !recorded || q.onlyOpinion() && a.Opinion == "":
		q.because("exceptions", "the record does not hold what the auditor found")
		return AnswerHuman
	case q.r.Unread:
		q.because("unread", "asks what was found on something of which the records say nothing by itself")
		return AnswerHuman
	case q.form.open:
		return AnswerText
	case q.form.absence && !q.onlyOpinion() && (hasExceptions(a) || q.r.Polarity == ask.PolarityInverted):
		// "Contains no exceptions?" and "were all closed?" read alike.
		q.because("exceptions", "the row asks whether nothing was found, and a bare yes or no would mislead")
		return AnswerHuman
	case q.onlyOpinion():
		good = !modified
	case q.r.Polarity != ask.PolarityInverted:
		good = !hasOpenExceptions(a)
	}
	if good == (q.r.Polarity != ask.PolarityInverted) {
		return AnswerYes
	}
	return AnswerNo
}

// suspensions answers whether a certificate was ever lost: by the state of the
// records and by their history.
func (q *query) suspensions() Outcome {
	frameworks, _ := q.certifiable()
	if len(frameworks) == 0 {
		return q.position(q.choose())
	}
	res := &result{}
	var told []string
	var found []Source
	for _, id := range frameworks {
		for _, a := range q.p.Held(id) {
			if events := q.events(res, a); len(events) > 0 {
				told = append(told, events...)
				found = append(found, Source{"attestation", a.ID})
			}
		}
	}
	recorded := slices.ContainsFunc(frameworks, func(id string) bool { return len(q.p.Held(id)) > 0 })
	if !recorded {
		res.findings = append(res.findings, q.check(frameworks[0]).findings...)
	}
	for i := range res.findings {
		res.findings[i].severity = q.adjusted(res.findings[i])
	}
	order(res.findings)
	out := Outcome{Answer: AnswerNo, Sources: found, NeedsHuman: true, Owner: OwnerCompliance}
	if (len(told) > 0) == (q.r.Polarity == ask.PolarityInverted) {
		out.Answer = AnswerYes
	}
	switch {
	case !recorded:
		out.Text = q.notHeld(res.findings[0])
	case len(told) > 0:
		out.Text = q.e.text(q.lang, "suspension.list", values{"list": joinList(told)})
	default:
		out.Text = q.e.text(q.lang, "suspension.none", nil)
	}
	out.Gaps = q.gaps(res.findings, "", nil)
	out.Reasons = append(out.Reasons, Reason{"suspension", "the history of a certificate is confirmed by its owner"})
	return out
}

// events words what befell a and notes the gap of a state that lasts.
func (q *query) events(res *result, a *posture.Attestation) []string {
	lost := &result{framework: a.Framework}
	lost.record = a
	q.checkLost(lost, a)
	replaced := slices.ContainsFunc(q.p.Held(a.Framework), q.usable)
	var told []string
	for _, f := range lost.findings {
		if f.code == CertSuspended || !replaced {
			res.findings = append(res.findings, f)
		}
	}
	if len(lost.findings) > 0 && a.MayDisclose() {
		told = append(told, trimStop(q.p.Short(a, q.asOf(), q.lang)))
	}
	for _, h := range a.History {
		v := values{"name": q.name(a.Framework)}
		v.set("on", q.day(h.On))
		v.set("resolved", q.day(h.Resolved))
		key := "suspension.event"
		if h.Resolved != (date.Date{}) {
			key = "suspension.resolved"
		}
		if text := q.e.text(q.lang, key, v); text != "" {
			told = append(told, text)
		}
	}
	return told
}

// applicability drafts what is known about a law. Whether it answers the row
// is for the library first: such rows ask for many things but their subject.
func (q *query) applicability() Outcome {
	out := Outcome{Answer: AnswerLibrary}
	var said []string
	for _, f := range q.r.Frameworks {
		o, ok := q.p.Obligation(f)
		if !ok {
			continue
		}
		said = append(said, q.obligationText(f, o))
		out.Sources = append(out.Sources, Source{"obligation", f})
	}
	out.Text = limit(join(said...))
	out.Reasons = []Reason{{"applicability", "a law applies or not; nobody is certified to it"}}
	return out
}

func (q *query) obligationText(id string, o posture.Obligation) string {
	v := values{"name": q.name(id)}
	// What people wrote into the record is English as a rule and would not fit
	// into an answer in another language.
	english := baseLanguage(q.lang) == posture.Languages()[0]
	if english {
		v.set("reason", trimStop(o.Reason))
	}
	if !o.Applies {
		return q.e.text(q.lang, "obligation.not", v)
	}
	if o.Statement != "" && english {
		return ensureStop(o.Statement)
	}
	return q.e.text(q.lang, "obligation.applies", v)
}
