package fill

import (
	"slices"

	"candor/internal/adviser"
	"candor/internal/answer"
	"candor/internal/draft"
	"candor/internal/guard"
	"candor/internal/match"
	"candor/internal/questionnaire"
)

// suggestShare is the share of the review threshold from which an entry is worth
// asking about on a row that nothing answers.
const suggestShare = 0.2

// inquiry is what a model is asked about the i-th row, if it is in doubt.
// Questions about certifications, rows for a person, rows that give orders to
// the reader and rows that continue another one are nobody's to judge.
func (r *run) inquiry(i int) (adviser.Row, bool) {
	q, a := &r.qn.Questions[i], &r.answered[i]
	d := &a.decision
	if a.reading.IsCertification() || d.Unapproved || gave(a.guards, guard.Instruction) || has(d.Reasons, "follow_up") {
		return adviser.Row{}, false
	}
	var row adviser.Row
	switch d.Status {
	case answer.Review:
		if !r.inDoubt(a) {
			return adviser.Row{}, false
		}
		row.Candidates = r.candidates(a, r.thresholds.Review)
		row.Draft = r.wish(q, a)
	case answer.Filled:
		if len(d.Sources) != 1 || d.Sources[0].Entry == "" || d.Confidence < r.thresholds.Fill || d.Confidence >= (1+r.thresholds.Fill)/2 {
			return adviser.Row{}, false
		}
		row.Candidates = r.candidates(a, 1)
	case answer.Unmatched:
		row.Candidates = r.candidates(a, r.thresholds.Review*suggestShare)
	case answer.Kept, answer.Blocked:
		return adviser.Row{}, false
	}
	row.Question = q.Text
	return row, adviser.Fits(row) && r.covers(row, d)
}

// inDoubt is true for a row whose answer from the library is unsure, is put
// together from several entries, or has no wording that fits its cell or its
// language.
func (r *run) inDoubt(a *answered) bool {
	d := &a.decision
	if len(d.Sources) == 0 || slices.ContainsFunc(d.Sources, func(s answer.Source) bool { return s.Entry == "" }) {
		return false
	}
	return d.Confidence < r.thresholds.Fill || len(d.Sources) > 1 || has(d.Reasons, "too_long") || has(d.Reasons, "language")
}

// covers is true if every entry that the answer is taken from may be shown.
func (r *run) covers(row adviser.Row, d *answer.Decision) bool {
	return !slices.ContainsFunc(d.Sources, func(s answer.Source) bool {
		return !slices.ContainsFunc(row.Candidates, func(c adviser.Candidate) bool { return c.ID == s.Entry })
	})
}

// candidates are the entries to be judged: those of the answer, and the nearest
// others of at least a confidence, as far as they may be shown.
func (r *run) candidates(a *answered, least float64) []adviser.Candidate {
	var out []adviser.Candidate
	add := func(id, phrasing string) {
		e, ok := r.base.Library.Entry(id)
		if !ok || !answer.Usable(e, r.policy()) || slices.ContainsFunc(out, func(c adviser.Candidate) bool { return c.ID == id }) {
			return
		}
		out = append(out, adviser.Candidate{ID: id, Phrasing: phrasing, Text: e.Text, Short: e.Short})
	}
	all := slices.Clone(a.matches)
	for _, p := range a.parts {
		all = append(all, p.matches...)
	}
	for _, s := range a.decision.Sources {
		if i := slices.IndexFunc(all, func(m match.Match) bool { return m.Entry == s.Entry }); i >= 0 {
			add(s.Entry, all[i].Question)
		}
	}
	// What is near in meaning goes first: the words have had their say.
	for _, near := range []bool{true, false} {
		for _, m := range a.matches {
			if len(out) < adviser.MaxCandidates && m.IsNear() == near && (near || m.Confidence >= least) {
				add(m.Entry, m.Question)
			}
		}
	}
	return out
}

// wish is the draft that a row could do with, nil if none is wanted or no cell
// would take it.
func (r *run) wish(q *questionnaire.Question, a *answered) *adviser.Wish {
	if !r.opt.Model.Draft {
		return nil
	}
	s, ok := answer.TextSlot(q)
	if !ok || s.Refused != questionnaire.Writable {
		return nil
	}
	w := &adviser.Wish{Language: a.language, AtMost: s.MaxLength}
	for _, source := range a.decision.Sources {
		w.From = append(w.From, source.Entry)
	}
	return w
}

// heed lets the model's word on a row count for what it may.
func (r *run) heed(i int, a *answered) {
	if r.counsel == nil || r.counsel.rows[i] == nil {
		return
	}
	advice := r.counsel.rows[i]
	a.decision = answer.Heed(a.decision, answer.Counsel{
		Judgements: advice.Judgements, Guards: a.guards,
		Entry: r.base.Library.Entry, Policy: r.policy(), Confirm: r.opt.Model.Confirm,
		Concerns: func(quote string) bool {
			return r.base.Drafts.Concerns(quote, r.qn.Questions[i].Text, a.language)
		},
	})
	if advice.Draft != "" && !dismissed(advice, a) {
		q := &r.qn.Questions[i]
		a.decision = answer.Redraft(a.decision, advice.Draft, a.language, r.against(advice.Draft, q, a), r.base.Vocabulary)
	}
}

// dismissed is true if the model itself finds that an entry of the answer does
// not answer the row: what it words from that is of no use.
func dismissed(advice *adviser.Advice, a *answered) bool {
	return slices.ContainsFunc(advice.Judgements, func(j answer.Judgement) bool {
		return j.Answers == answer.NotAtAll && slices.ContainsFunc(a.decision.Sources, func(s answer.Source) bool { return s.Entry == j.Entry })
	})
}

// against is what speaks against a draft for a row.
func (r *run) against(text string, q *questionnaire.Question, a *answered) []answer.Reason {
	s := draft.Sources{TextLanguage: a.decision.Language, Language: a.language, Choices: q.Choices()}
	for _, source := range a.decision.Sources {
		if e, ok := r.base.Library.Entry(source.Entry); ok {
			s.Texts = append(s.Texts, e.Text, e.Short)
		}
	}
	if slot, ok := answer.TextSlot(q); ok {
		s.AtMost = slot.MaxLength
	}
	var out []answer.Reason
	for _, f := range r.base.Drafts.Check(text, s) {
		out = append(out, answer.Reason{Code: string(f.Code), Text: f.Text})
	}
	if found := r.base.Claims.Check(text, r.opt.AsOf); len(out) == 0 && len(found) > 0 {
		out = append(out, answer.Reason{Code: found[0].Code, Text: "a sentence of it does not pass the check of claims"})
	}
	return out
}

func gave(findings []guard.Finding, code guard.Code) bool {
	return slices.ContainsFunc(findings, func(f guard.Finding) bool { return f.Code == code })
}

func has(reasons []answer.Reason, code string) bool {
	return slices.ContainsFunc(reasons, func(r answer.Reason) bool { return r.Code == code })
}
