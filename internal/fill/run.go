package fill

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/textnorm"
)

// run is one questionnaire on its way.
type run struct {
	base *knowledge.Base
	opt  Options
	qn   *questionnaire.Questionnaire
	// languages holds each sheet's language, English where it does not tell.
	languages map[string]string
	// unread are the sheets in a language that nothing here reads.
	unread map[string]bool
	// answered is each question's decision, by position in qn.Questions.
	answered []answered
	byRef    map[string]int
	// thresholds are those of match.yaml, unless a rehearsal tries others.
	thresholds match.Thresholds
	// studied is called after each question's study, if set.
	studied func(done, total int)
	// counsel is what a model said, nil if none was asked.
	counsel *counsel
	// warnings are for the user, and in no record.
	warnings []string
}

// answered is all that is known of one question: first what studying it alone
// found, then what was decided.
type answered struct {
	language string
	unread   bool
	reading  ask.Reading
	controls []string
	query    match.Question
	matches  []match.Match
	// parts are the questions of a row that asks several; halved tells that they
	// are two things of one clause.
	parts    []part
	halved   bool
	blocked  *answer.Block
	foremost foremost

	guards   []guard.Finding
	decision answer.Decision
	fitted   answer.Fitted
	written  map[string]string
}

func newRun(base *knowledge.Base, opt Options, qn *questionnaire.Questionnaire) *run {
	r := &run{base: base, opt: opt, qn: qn, languages: map[string]string{}, unread: map[string]bool{}, byRef: map[string]int{}, thresholds: base.Matcher.Thresholds()}
	r.answered = make([]answered, len(qn.Questions))
	texts := map[string]*strings.Builder{}
	for i, q := range qn.Questions {
		r.byRef[q.Ref] = i
		if texts[q.Sheet] == nil {
			texts[q.Sheet] = &strings.Builder{}
		}
		fmt.Fprintln(texts[q.Sheet], q.Text)
	}
	for sheet, text := range texts {
		r.languages[sheet], r.unread[sheet] = "en", textnorm.Unread(text.String())
		if !r.unread[sheet] { // else the nearest of the five would be as foreign
			r.languages[sheet] = cmp.Or(textnorm.Language(text.String()), "en")
		}
	}
	return r
}

// decide studies every question, each by itself, and then answers them in
// workbook order, so that a row's parent is decided before it.
func (r *run) decide(ctx context.Context) error {
	if err := r.studyAll(ctx); err != nil {
		return err
	}
	if err := r.consult(ctx); err != nil {
		return err
	}
	return r.answerAll(ctx, r.opt.Progress)
}

func (r *run) answerAll(ctx context.Context, progress func(done, total int)) error {
	for i := range r.answered {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("answer questions: %w", err)
		}
		r.answer(i)
		if progress != nil {
			progress(i+1, len(r.answered))
		}
	}
	return nil
}

func (r *run) answer(i int) {
	q, a := &r.qn.Questions[i], &r.answered[i]
	parent := r.parent(q)
	in := answer.Input{
		Question: q, Reading: a.reading, Language: a.language, Unread: a.unread, Matches: a.matches, Policy: r.policy(),
		Entry: r.base.Library.Entry,
		Parts: r.parts(a), Halved: a.halved,
		Guards: func(e *library.Entry, phrasing string) []guard.Finding {
			return r.guard(a, e, phrasing)
		},
		ControlGaps: func(v library.Verdict, e *library.Entry) []gap.Gap { return r.controlGaps(v, e, a, q) },
		Claims:      func(text string) []claim.Finding { return r.base.Claims.Check(text, r.opt.AsOf) },
		Stated:      func(e *library.Entry) []claim.Finding { return r.base.StatedClaims(e, r.opt.AsOf) },
		Posture:     r.posture(q, a, parent),
	}
	if parent != nil {
		in.Parent = &parent.decision
	}
	if in.Posture == nil || in.Posture.Answer == gap.AnswerLibrary {
		in.Blocked = a.blocked
	}
	if in.Posture != nil && in.Posture.Answer != gap.AnswerLibrary {
		// Similar entries had no part in this answer; shown beside it they
		// would look as if they had.
		a.matches = nil
	}
	a.decision, a.guards = answer.Decide(in)
	r.heed(i, a)
	r.fit(q, a)
}

// parts hands the questions of a row to the decision, with their guards.
func (r *run) parts(a *answered) []answer.Part {
	out := make([]answer.Part, 0, len(a.parts))
	for _, p := range a.parts {
		out = append(out, answer.Part{Text: p.query.Text, Matches: p.matches, Guards: func(e *library.Entry, phrasing string) []guard.Finding {
			return r.base.Guard.Check(p.query, knowledge.MatchEntry(e), phrasing)
		}})
	}
	return out
}

// fit puts the decision into the row's cells; what does not fit goes to a person.
func (r *run) fit(q *questionnaire.Question, a *answered) {
	d := &a.decision
	if d.Status == answer.Unmatched || d.Status == answer.Blocked {
		return
	}
	d.Open = r.base.Gaps.IsOpen(q.Text, a.language)
	d.Unlead(r.base.Vocabulary)
	a.fitted = answer.Fit(*d, q, r.base.Vocabulary, a.language, r.opt.Overwrite)
	d.Reasons = append(d.Reasons, a.fitted.Notes...)
	if d.Status == answer.Kept {
		return
	}
	for _, f := range a.fitted.Faults {
		d.Reasons = append(d.Reasons, f)
		if d.Status == answer.Filled {
			d.Status = answer.Review
		}
	}
	if d.Status == answer.Filled && len(a.fitted.Edits) == 0 {
		d.Status = answer.Review
		d.Reasons = append(d.Reasons, answer.Reason{Code: "nothing_to_write", Text: "the answer leaves no cell of this row to write"})
	}
}

func (r *run) policy() answer.Policy {
	return answer.Policy{
		AsOf: r.opt.AsOf, Sharing: r.opt.Sharing, Product: r.opt.Product, Overwrite: r.opt.Overwrite,
		Fill: r.thresholds.Fill, Review: r.thresholds.Review,
	}
}

// parent returns what became of the question that q depends on, if it stands
// before q; a reference forwards or to itself is ignored.
func (r *run) parent(q *questionnaire.Question) *answered {
	i, ok := r.byRef[q.Parent]
	if !ok || q.Parent == "" || i >= r.byRef[q.Ref] {
		return nil
	}
	return &r.answered[i]
}

// posture asks the certification records, if the question is about them or
// about a control that a Statement of Applicability may exclude.
func (r *run) posture(q *questionnaire.Question, a *answered, parent *answered) *gap.Outcome {
	controls := union(a.controls, r.base.Catalogue.Current(a.reading.Controls))
	if !a.reading.IsCertification() && len(controls) == 0 {
		return nil
	}
	asked := knowledge.Asked{
		Reading: a.reading, Text: q.Text, Language: a.language, Product: r.opt.Product, Choices: q.Choices(), Controls: controls,
	}
	if parent != nil && len(parent.decision.Gaps) > 0 {
		asked.ParentSlot = parent.decision.Gaps[0].Slot
	}
	outcome := r.base.Records(asked, r.opt.AsOf)
	return &outcome
}

// union joins two lists of references without doubles.
func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, ref := range b {
		if !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out
}

// controlGaps returns what an answer from the library reveals: the controls are
// the sheet's own mapping where it has one, else the entry's. An entry whose No
// is what the control asks for ("Is production data used in tests?") opens none.
func (r *run) controlGaps(v library.Verdict, e *library.Entry, a *answered, q *questionnaire.Question) []gap.Gap {
	if len(a.controls) == 0 {
		a.controls = r.base.Catalogue.Current(slices.Clone(e.Controls))
	}
	if e.Meets {
		v = library.Yes
	}
	return r.base.Gaps.ControlGaps(string(v), a.controls, r.base.Posture, r.base.Catalogue, gap.Context{AsOf: r.opt.AsOf, Product: r.opt.Product, Language: a.language, Question: q.Text})
}

// record is the run as it stands.
func (r *run) record(output *runlog.File, proof *runlog.Verification) *runlog.Record {
	rec := &runlog.Record{
		Schema: runlog.Schema, Tool: runlog.Tool{Version: r.opt.Version},
		Input: runlog.File{Name: r.qn.Name, SHA256: r.qn.SHA256}, Output: output,
		KB:   runlog.KB{Digest: r.base.Digest, Entries: len(r.base.Library.Entries()), Starter: r.base.Starter, Company: r.base.Posture.Company.LegalName},
		AsOf: r.opt.AsOf.String(), Product: r.opt.Product, Sharing: string(r.opt.Sharing),
		Skipped: r.qn.Skipped, Verification: proof, Rows: make([]runlog.Question, len(r.answered)),
	}
	if rec.Skipped == nil {
		rec.Skipped = []questionnaire.Skipped{}
	}
	for _, s := range r.qn.Sheets {
		rec.Sheets = append(rec.Sheets, runlog.Sheet{Name: s.Name, Questions: s.Questions, Why: s.Why})
	}
	for i := range r.answered {
		rec.Rows[i] = r.row(i)
	}
	rec.Summary = runlog.Summarise(rec.Rows)
	rec.Model = r.counsel.record()
	return rec
}

func (r *run) row(i int) runlog.Question {
	q, a := &r.qn.Questions[i], &r.answered[i]
	d := a.decision
	row := runlog.Question{
		Ref: q.Ref, Sheet: q.Sheet, Row: q.Row, ID: q.ID, Section: q.Section, Parent: q.Parent, Question: q.Text,
		Choices: q.Choices(), Slots: runlog.SlotsOf(q), Topic: a.query.Topic, Controls: a.controls, Language: a.language,
		Status: d.Status, Verdict: d.Verdict, Choice: a.fitted.Choice, Answer: d.Text, Written: a.written,
		Confidence: d.Confidence, Owner: d.Owner, Matches: a.matches, Guards: a.guards, Gaps: d.Gaps, Sources: d.Sources, Reasons: d.Reasons,
	}
	for j := range row.Gaps {
		r.complete(&row.Gaps[j])
	}
	if a.reading.IsCertification() {
		row.Ask = &a.reading
	}
	return row
}

// complete puts a gap's code and remedy into words.
func (r *run) complete(g *gap.Gap) {
	g.Title = r.base.Gaps.Definition(g.Code).Title
	if remedy, ok := r.base.Gaps.Remedy(g.Remedy); ok {
		g.RemedyTitle = remedy.Title
	}
	if g.Controls == nil {
		g.Controls = []string{}
	}
}
