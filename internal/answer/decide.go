package answer

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"
)

// Policy is what the run allows.
type Policy struct {
	AsOf date.Date
	// Sharing is the ceiling for entries and evidence.
	Sharing library.Sharing
	// Product is the id of the product asked about, "" for all.
	Product string
	// Overwrite lets answered cells be answered again.
	Overwrite bool
	// Fill and Review are the confidences (0..1) from which an answer is
	// written, and from which it is offered as a draft.
	Fill, Review float64
}

// Block is a row that a tool must not answer (DOMAIN.md 7.3).
type Block struct{ Code, Owner, Why string }

// Input is the evidence on one question.
type Input struct {
	Question *questionnaire.Question
	Reading  ask.Reading
	// Posture is what the certification records say; nil if the question asks
	// nothing about certification or regulation.
	Posture *gap.Outcome
	// Blocked is set for a row that must not be answered by a tool.
	Blocked *Block
	// Matches are the ranked entries, best first.
	Matches []match.Match
	// Entry looks an entry up by id.
	Entry func(id string) (*library.Entry, bool)
	// Parts are the questions that the row asks, if there are several.
	Parts []Part
	// Halved tells that Parts are two things of one clause. That they may be asked
	// apart is a guess, so where not each of them has an answer that is sure it
	// takes nothing from an entry that answers the row.
	Halved bool
	// Guards returns the objections to answering with an entry.
	Guards func(e *library.Entry, phrasing string) []guard.Finding
	// ControlGaps returns what an answer reveals about the controls.
	ControlGaps func(v library.Verdict, e *library.Entry) []gap.Gap
	// Claims checks a text against the certification records.
	Claims func(text string) []claim.Finding
	// Stated checks the claims that an entry spells out; nil checks none.
	Stated func(e *library.Entry) []claim.Finding
	// Parent is the decision on the row that this one depends on, nil if none.
	Parent *Decision
	// Language is the sheet's.
	Language string
	// Unread tells that the question is in a language that nothing here reads,
	// so that only names such as "SOC 2" were understood of it.
	Unread bool
	Policy Policy
}

// Decide answers one question. The guards that spoke are returned beside the
// decision for the record.
func Decide(in Input) (Decision, []guard.Finding) {
	var d Decision
	var guards []guard.Finding
	switch {
	case in.Posture != nil && in.Posture.Answer != gap.AnswerLibrary:
		d = fromPosture(in)
	case in.Blocked != nil:
		d = Decision{Status: Blocked, Verdict: library.None, Owner: in.Blocked.Owner}
		d.because(in.Blocked.Code, in.Blocked.Why)
	default:
		d, guards = fromLibrary(in)
		part, open := openPart(in, d)
		if open || in.Halved || d.Status == Review || d.Status == Unmatched {
			if together, ok := join(in, guards); ok && (d.Status != Filled || open || len(together.Sources) > 1) {
				d, guards, open = together, nil, false
			}
		}
		if open {
			d.lower(string(guard.Compound), fmt.Sprintf("the row also asks %q, which this entry may not answer", part.Text))
		}
		if in.Posture != nil {
			d.Gaps = append(d.Gaps, in.Posture.Gaps...)
		}
	}
	if in.Unread && d.Status == Filled {
		d.lower("language_unread", "the question is in a language that is not read; only the names in it were understood")
	}
	checkClaims(in, &d)
	keepAnswered(in, &d)
	return d, guards
}

// fromPosture takes over what the certification records decided.
func fromPosture(in Input) Decision {
	o := in.Posture
	d := Decision{Text: o.Text, Language: in.Language, Confidence: 1, Gaps: o.Gaps, Owner: o.Owner, Status: Filled, InProgress: o.InProgress}
	for _, s := range o.Sources {
		d.Sources = append(d.Sources, postureSource(s))
	}
	if len(d.Sources) == 0 {
		// "We do not hold it" rests on the records as a whole.
		d.Sources = []Source{{Posture: wholePosture}}
	}
	for _, r := range o.Reasons {
		d.because(r.Code, r.Text)
	}
	if len(d.Reasons) == 0 {
		d.because("posture", "decided by the certification records")
	}
	d.Verdict = VerdictOf(o.Answer)
	if d.Verdict == library.None {
		d.Status = Review
		d.because("needs_person", "the records do not allow an automatic answer")
	}
	if o.NeedsHuman && d.Status == Filled {
		d.lower("needs_person", "the certification owner must confirm this answer")
	}
	return d
}

// VerdictOf is the position that an answer of the certification records takes:
// text for a statement or a date, none where they leave it to a person or to
// the library.
func VerdictOf(a gap.Answer) library.Verdict {
	switch a {
	case gap.AnswerYes:
		return library.Yes
	case gap.AnswerNo:
		return library.No
	case gap.AnswerPartial:
		return library.Partial
	case gap.AnswerNA:
		return library.NA
	case gap.AnswerText, gap.AnswerDate:
		return library.Text
	case gap.AnswerHuman, gap.AnswerLibrary:
	}
	return library.None
}

// wholePosture is the source of an answer that no single record gives.
const wholePosture = "company/posture.yaml"

func postureSource(s gap.Source) Source {
	if s.Kind == "document" {
		return Source{Document: s.ID}
	}
	return Source{Posture: s.ID}
}

// fromLibrary answers with the best entry that may be used, or says why none
// may.
func fromLibrary(in Input) (Decision, []guard.Finding) {
	d := Decision{Status: Unmatched, Verdict: library.None}
	if inherited, ok := fromParent(in); ok {
		return inherited, nil
	}
	if len(in.Matches) == 0 || in.Matches[0].Confidence < in.Policy.Review {
		d.because("no_match", nearest(in))
		return d, nil
	}
	picked, ok := pick(in, &d)
	if !ok {
		return d, nil
	}
	e, best := picked.entry, picked.match
	d.Confidence, d.Owner = best.Confidence, e.Owner
	use(in, &d, e, best)
	picked.mind(&d)
	picked.yield(in, &d)
	guards := in.Guards(e, best.Question)
	if best.IsVerbatim() {
		guards = beyondWords(guards, len(strings.Fields(best.Question)) > len(strings.Fields(in.Question.Text)))
	}
	object(&d, guards)
	// The entry's own verdict and not a turned one: it is the entry that is
	// mapped to controls.
	d.Gaps = append(d.Gaps, in.ControlGaps(e.Verdict, e)...)
	return d, guards
}

// beyondWords keeps the objections that hold even where the entry's own
// question was asked: its owner answers that one, so nothing in its words can
// differ. What a row hangs on can, unless the entry lists it with that.
func beyondWords(guards []guard.Finding, together bool) []guard.Finding {
	return slices.DeleteFunc(slices.Clone(guards), func(f guard.Finding) bool {
		return f.Effect != guard.EffectBlock && (f.Code != guard.Dependent || together)
	})
}

// use fills the decision from an entry and lowers it for what the entry itself
// says against being used.
func use(in Input, d *Decision, e *library.Entry, m match.Match) {
	d.Status, d.Verdict = Filled, e.Verdict
	d.Text, d.Short, d.Language, d.Admits = e.Text, e.Short, e.Language, e.Admits
	d.Sources = []Source{{Entry: e.ID, Digest: e.Digest, Facts: e.Facts}}
	for _, ev := range e.Evidence {
		if in.Policy.Sharing.Allows(ev.Sharing) {
			d.Evidence = append(d.Evidence, ev.Title)
		}
	}
	d.because("match", fmt.Sprintf("entry %q answers %q, confidence %.2f", e.ID, m.Question, m.Confidence))
	if m.Confidence < in.Policy.Fill {
		d.lower(unsure, fmt.Sprintf("the confidence %.2f is below %.2f, from which answers are written", m.Confidence, in.Policy.Fill))
	}
	if e.Stale(in.Policy.AsOf) {
		d.lower("stale", fmt.Sprintf("the entry was due for review on %s", e.DueOn()))
		d.Gaps = append(d.Gaps, gap.Gap{Code: gap.AnswerStale, Severity: gap.Low, Asked: m.Question, Have: "due for review on " + e.DueOn().String()})
	}
	approval(d, e)
	if in.Policy.Product != "" && len(e.Products) > 0 && !slices.Contains(e.Products, in.Policy.Product) {
		d.lower("product", fmt.Sprintf("the entry is about %s, not %s", strings.Join(e.Products, ", "), in.Policy.Product))
	}
	if in.Language != "" && e.Language != in.Language {
		d.lower("language", fmt.Sprintf("the answer is written in %q and the sheet in %q", e.Language, in.Language))
	}
}

// object applies what the guards say.
func object(d *Decision, guards []guard.Finding) {
	for _, g := range guards {
		switch g.Effect {
		case guard.EffectTurn:
			d.because(string(g.Code), g.Text)
			d.Verdict = turned(d.Verdict)
			d.Turned = !d.Turned
		case guard.EffectReview:
			d.lower(string(g.Code), g.Text)
		case guard.EffectBlock:
			d.because(string(g.Code), g.Text)
			d.Status, d.Verdict = Blocked, library.None
			d.Text, d.Short, d.Evidence, d.Sources = "", "", nil, nil
		case guard.EffectNote:
			d.because(string(g.Code), g.Text)
		}
	}
}

// turned is the verdict on the opposite question. Partial stays: half of a
// thing in place is half of it missing.
func turned(v library.Verdict) library.Verdict {
	switch v {
	case library.Yes:
		return library.No
	case library.No:
		return library.Yes
	case library.Partial, library.NA, library.Text, library.None:
		return v
	}
	return v
}

// fromParent answers "If yes, please describe" from the row that it depends
// on: same entry, same text, never more sure than the parent. A follow-up that
// matches an entry of its own better than its parent did goes its own way.
func fromParent(in Input) (Decision, bool) {
	if in.Parent == nil || in.Reading.Conditional != ask.ConditionalOnYes {
		return Decision{}, false
	}
	p := *in.Parent
	own := len(in.Matches) > 0 && in.Matches[0].Confidence >= in.Policy.Fill
	if own || p.Text == "" {
		return Decision{}, false
	}
	d := Decision{Status: p.Status, Verdict: library.Text, Text: p.Text, Short: p.Short, Language: p.Language, Confidence: p.Confidence, Evidence: p.Evidence, Owner: p.Owner, Sources: p.Sources, Unapproved: p.Unapproved}
	d.because("follow_up", "this row depends on the one before it and takes its answer")
	if p.Advised {
		d.lower(ModelJudgement, "a model had a hand in the answer of the row before it, and did not read this one")
	}
	switch {
	case p.Status == Kept || p.Status == Blocked:
		d.Status = Review
	case p.Verdict == library.No || p.Verdict == library.NA:
		d.lower("follow_up_condition", "the row before it was not answered with Yes")
	}
	return d, true
}

// nearest names the closest entries for a person to look at.
func nearest(in Input) string {
	if len(in.Matches) == 0 {
		return "no entry of the library has anything in common with this question"
	}
	var names []string
	for _, m := range in.Matches[:min(3, len(in.Matches))] {
		names = append(names, fmt.Sprintf("%s (%.2f)", m.Entry, m.Confidence))
	}
	return "no entry answers this; nearest: " + strings.Join(names, ", ")
}

// checkClaims holds the text, and the claims that its entry spells out, against
// the certification records: one that they do not back blocks the row
// (DOMAIN.md 7.6).
func checkClaims(in Input, d *Decision) {
	if d.Text == "" {
		return
	}
	for _, f := range claimed(in, d) {
		if f.Code != claim.Unsupported {
			continue
		}
		d.Gaps = append(d.Gaps, gap.Gap{Code: gap.ClaimUnsupported, Severity: gap.Severity(f.Severity), Framework: f.Framework, Asked: in.Question.Text, Have: f.Text})
		d.because("claim_unsupported", fmt.Sprintf("the text claims what the certification records do not hold: %q", f.Text))
		d.Status, d.Verdict = Blocked, library.None
		d.Text, d.Short, d.Evidence = "", "", nil
		if f.Suggest != "" {
			d.because("suggest", f.Suggest)
		}
		return
	}
}

func claimed(in Input, d *Decision) []claim.Finding {
	var found []claim.Finding
	for _, s := range d.Sources {
		if e, ok := entryOf(in, s.Entry); ok {
			found = append(found, in.Stated(e)...)
		}
	}
	if in.Claims != nil {
		found = append(found, in.Claims(d.Text)...)
		found = append(found, in.Claims(d.Short)...)
	}
	return found
}

// entryOf is the entry of a source, if its claims are to be looked at.
func entryOf(in Input, id string) (*library.Entry, bool) {
	if id == "" || in.Stated == nil {
		return nil, false
	}
	return in.Entry(id)
}

// keepAnswered leaves a question alone that somebody answered.
func keepAnswered(in Input, d *Decision) {
	if in.Policy.Overwrite {
		return
	}
	for _, s := range in.Question.Slots {
		if s.Value == "" || s.Default || s.Kind == questionnaire.SlotEvidence {
			continue
		}
		if s.Kind == questionnaire.SlotComment && hasPrimary(in.Question) {
			continue
		}
		d.Status = Kept
		d.because("answered", fmt.Sprintf("cell %s already holds an answer", s.Cell))
		return
	}
}

// hasPrimary reports whether the question has a cell for the answer itself, so
// that a remark in the comment column is no answer yet.
func hasPrimary(q *questionnaire.Question) bool {
	return slices.ContainsFunc(q.Slots, func(s questionnaire.Slot) bool {
		return s.Kind == questionnaire.SlotChoice || s.Kind == questionnaire.SlotTick || s.Kind == questionnaire.SlotText
	})
}
