package gap

import (
	"slices"

	"candor/internal/ask"
	"candor/internal/posture"
)

// breaking are the gaps that forbid a Yes whatever was asked.
var breaking = []Code{NotHeld, OtherHeld, Planned, InProgress, Expired, CertSuspended, ScopeProduct}

// breakingIfAsked are those that forbid it where the row demands the attribute.
var breakingIfAsked = []Code{
	WrongType, WrongLevel, SelfAssessed, ScopeCriteria, EditionOutdated, ReportStale, BridgeMissing, PeriodShort,
	OpinionModified, NotAccredited,
}

// breaks reports whether f forbids a Yes. An info never does: the row only
// prefers what is missing. The older edition that is not asked about is
// superseded where it weighs high, and then void.
func (q *query) breaks(f finding) bool {
	switch {
	case f.severity == Info:
		return false
	case slices.Contains(breaking, f.code), f.asked && slices.Contains(breakingIfAsked, f.code):
		return true
	case f.code == EditionOutdated:
		return f.record == nil || !q.usable(f.record)
	case f.code == EvidenceMissing:
		return q.r.Aspect == ask.AspectReportCopy
	default:
		return false
	}
}

// position takes a position on a question about what is held.
func (q *query) position(c choice) Outcome {
	all := q.findings(c)
	out := Outcome{Answer: q.answer(c, all), Sources: append(sources(c.results), documentSources(all)...)}
	out.Gaps = q.gaps(all, "", c.alternatives)
	out.Text = q.words(c, all)
	out.InProgress = q.ctx.InProgressOption && out.Answer == AnswerNo && len(all) > 0 && all[0].code == InProgress
	q.route(c, all, &out)
	out.Reasons = append(q.reasons, out.Reasons...)
	return q.hideUndisclosed(c, out)
}

// answer is the table of DOMAIN.md 2.3.
func (q *query) answer(c choice, all []finding) Answer {
	switch {
	case q.r.Aspect == ask.AspectCommitment:
		return AnswerHuman
	case len(c.results) == 0:
		return q.orNo(AnswerNA, q.ctx.allowsNA())
	case q.r.Conditional == ask.ConditionalOnAbsence:
		return AnswerText
	case q.mustAskHuman(c, all):
		return AnswerHuman
	case q.r.Aspect == ask.AspectExceptions:
		return q.exceptionsAnswer(c)
	case q.r.AsksSubservice:
		return q.subserviceAnswer(c)
	case q.form.besides && slices.Contains(q.r.Frameworks, ask.AnyFramework):
		q.because("besides", "asks for what is held besides what it names")
		return AnswerHuman
	case q.form.contents && q.r.Aspect != ask.AspectReportCopy && c.record() != nil:
		q.because("contents", "asks what stands inside the report, which the records do not hold")
		return AnswerHuman
	case q.form.unrecorded && c.record() != nil:
		q.because("unrecorded", "asks what the records do not hold")
		return AnswerHuman
	}
	broken := q.broken(c)
	switch {
	case len(broken) == 0 && q.wantsPublic(c):
		return AnswerNo
	case c.equivalent && q.r.Requires.Accredited && len(broken) == 0:
		q.because("accredited", "asks for an accredited certificate or its equal, and a report is held")
		return AnswerHuman
	case c.successor && len(broken) == 0:
		q.because("successor", "only the wider successor of the obsolete name is held")
		return AnswerHuman
	case q.r.Polarity == ask.PolarityInverted:
		return q.invertedAnswer(c, len(broken) > 0)
	case len(broken) == 0 && q.r.Unread:
		q.because("unread", "asks more than whether it is held, which could not be read")
		return AnswerHuman
	case len(broken) == 0 && q.wantsText():
		return AnswerText
	case len(broken) == 0:
		return AnswerYes
	case q.isPartial(c, broken):
		return q.orNo(AnswerPartial, q.ctx.allowsPartial())
	default:
		return AnswerNo
	}
}

// wantsPublic reports whether the row asks for a document in the open that we
// hand out on conditions only.
func (q *query) wantsPublic(c choice) bool {
	restricted := slices.ContainsFunc(c.results, func(r *result) bool { return r.has(EvidenceRestricted) })
	return q.r.Aspect == ask.AspectReportCopy && q.r.Requires.Sharing == posture.SharingPublic && restricted
}

// mustAskHuman reports whether the state of a record forbids an automatic
// answer: an overdue audit or an opinion that backs nothing.
func (q *query) mustAskHuman(c choice, all []finding) bool {
	if slices.ContainsFunc(c.results, func(r *result) bool { return !q.mayTell(r.record) }) {
		return true
	}
	return slices.ContainsFunc(all, func(f finding) bool {
		adverse := f.code == OpinionModified && f.record.Opinion != "qualified" && !f.asked
		return f.code == SurveillanceOverdue || adverse
	})
}

func (q *query) mayTell(a *posture.Attestation) bool { return a == nil || a.MayDisclose() }

// broken are the findings that forbid a Yes.
func (q *query) broken(c choice) []finding {
	var broken []finding
	for _, r := range c.results {
		for _, f := range r.findings {
			if q.breaks(f) && (f.code != ReportStale || !q.issuedInTime(f.record)) {
				broken = append(broken, f)
			}
		}
	}
	return broken
}

// issuedInTime reports whether a row that asks for a date within so many
// months is met by the day of issue though not by the end of the period: the
// answer then is a Yes with both dates.
func (q *query) issuedInTime(a *posture.Attestation) bool {
	limit := q.r.Requires.MaxAgeMonths
	return q.r.Aspect == ask.AspectDate && limit > 0 && !a.Dates.Issued.IsZero() &&
		!a.Dates.Issued.AddMonths(limit).Before(q.asOf())
}

// isPartial reports whether part of what was asked is genuinely held: some of
// several categories. A missing framework is never softened.
func (q *query) isPartial(c choice, broken []finding) bool {
	for _, f := range broken {
		switch f.code { //nolint:exhaustive // every code but these forbids Partial
		case ScopeCriteria:
			asked := len(q.r.Requires.Criteria) + len(q.r.Requires.Plus)
			if len(q.missingCriteria(f.record)) >= asked {
				return false
			}
		case WrongType, BridgeMissing, PeriodShort, ScopeProduct, ReportStale:
			if !q.ctx.PartialForDefects || !q.ctx.Closed {
				return false
			}
		case InProgress:
			if !q.p.Policy.AllowPartialForInProgress || !q.ctx.Closed {
				return false
			}
		default:
			return false
		}
	}
	return len(c.results) > 0
}

// wantsText reports whether the row asks for a text: what, which, when, who.
// Rows about an attribute that demand no value of it do, however they are put.
func (q *query) wantsText() bool {
	want := q.r.Requires
	switch q.r.Aspect {
	case ask.AspectReportCopy:
		return false
	case ask.AspectType:
		return q.form.open || want.SOCType == 0 && want.Level == ""
	case ask.AspectEdition:
		return q.form.open || want.Edition == ""
	case ask.AspectScope:
		named := want.Product != "" || want.Location != "" || want.LegalEntity != "" || len(want.Criteria)+len(want.Plus) > 0 || len(q.namedProducts()) > 0
		return q.form.open || !named
	case ask.AspectDate:
		return q.form.open || want.MaxAgeMonths == 0 && want.MinPeriodMonths == 0 && !want.Current && !want.Continuous
	case ask.AspectAuditor:
		return q.form.open || !want.Accredited && want.IssuerKind == ""
	case ask.AspectHolds, ask.AspectExceptions, ask.AspectRoadmap, ask.AspectCommitment, ask.AspectAlignment,
		ask.AspectApplicability, ask.AspectThirdParty, ask.AspectControl, ask.AspectNone:
	}
	return q.form.open
}

// invertedAnswer is that of a row to which No is the good answer: "do you rely
// solely on your provider's report?"
func (q *query) invertedAnswer(c choice, broken bool) Answer {
	switch {
	case !broken:
		return AnswerNo
	case q.r.Aspect != ask.AspectHolds:
		return AnswerYes
	case slices.ContainsFunc(c.results, func(r *result) bool { return r.has(Borrowed) }):
		return AnswerYes
	}
	q.because("inverted", "nothing is held, by us or by a provider; what is true needs words")
	return AnswerHuman
}

// subserviceAnswer answers how the report treats providers. Yes is "carved
// out" for a row that says so, "included" for any other.
func (q *query) subserviceAnswer(c choice) Answer {
	broken := slices.ContainsFunc(c.results, func(r *result) bool { return r.tier != tierUsable })
	carved := slices.ContainsFunc(c.results, func(r *result) bool { return r.has(CarveOut) })
	listed := c.record() != nil && len(c.record().Subservice) > 0
	switch {
	case broken:
		return AnswerNo
	case (q.form.open || q.form.bothMethods) && listed:
		return AnswerText
	case !listed:
		q.because("subservice", "the record does not say how providers are treated")
		return AnswerHuman
	case carved == (q.form.carveOut || q.r.Polarity == ask.PolarityInverted):
		return AnswerYes
	default:
		return AnswerNo
	}
}

// orNo returns a if the row can take it, else No.
func (q *query) orNo(a Answer, allowed bool) Answer {
	if allowed {
		return a
	}
	return AnswerNo
}

// route names who must confirm an outcome, and why.
func (q *query) route(c choice, all []finding, out *Outcome) {
	toHuman := func(owner, code, text string) {
		out.NeedsHuman, out.Owner = true, owner
		out.Reasons = append(out.Reasons, Reason{code, text})
	}
	for _, f := range all {
		switch f.code { //nolint:exhaustive // the others need nobody
		case Commitment:
			toHuman(OwnerLegal, "commitment", "a promise about the future needs approval")
		case CertSuspended, SurveillanceOverdue:
			toHuman(OwnerCompliance, "state", "the state of the certificate needs the compliance owner")
		case OpinionModified, EvidenceMissing:
			toHuman(OwnerCompliance, "detail", "what is on record needs the compliance owner")
		}
	}
	if out.Answer == AnswerHuman && !out.NeedsHuman {
		toHuman(OwnerCompliance, "human", "no position follows from the records")
	}
	if q.r.Requires.AlignmentOK && out.Answer == AnswerNo {
		toHuman(OwnerCompliance, "alignment", "the row accepts alignment, which the records do not decide")
	}
	if len(c.law) > 0 && len(c.results) > 0 && out.Answer == AnswerNo {
		toHuman(OwnerCompliance, "law", "the row also names what nobody is certified to, and a bare No would deny that too")
	}
	if len(c.law) > 0 && out.Answer == AnswerYes && q.r.Logic == ask.LogicAll {
		toHuman(OwnerCompliance, "law", "the row also names what nobody is certified to, and a bare Yes would claim that too")
	}
	if q.r.Conditional == ask.ConditionalOnAbsence && out.Answer == AnswerText {
		toHuman(OwnerCompliance, "absence", "what is done instead is not in the records")
	}
	if c.equivalent {
		out.Reasons = append(out.Reasons, Reason{"equivalent", "the buyer must accept the equivalence"})
	}
}

// hideUndisclosed empties an outcome that rests on a record which outgoing
// answers must not mention.
func (q *query) hideUndisclosed(c choice, out Outcome) Outcome {
	hidden := slices.ContainsFunc(c.results, func(r *result) bool { return !q.mayTell(r.record) })
	if hidden {
		out.Answer, out.Text, out.Date, out.NeedsHuman, out.Owner = AnswerHuman, "", "", true, OwnerCompliance
		out.Reasons = append(out.Reasons, Reason{"undisclosed", "a record that must not be mentioned decides this"})
		for i := range out.Gaps {
			out.Gaps[i].Reply, out.Gaps[i].Have = "", ""
		}
	}
	return out
}
