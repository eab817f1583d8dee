package learn

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/intake"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
)

// Propose compares the reviewed file with the record of its run. Rows that
// candor left open are planned as import plans answers of finished
// questionnaires, by planner.
// name is what the reviewed file is called, sheet is what Restore made of it.
func Propose(ctx context.Context, base *knowledge.Base, planner *intake.Planner, rec *runlog.Record, name string, sheet *questionnaire.Questionnaire, asOf date.Date) (*File, error) {
	reviewed := Reviewed{Name: name, SHA256: sheet.SHA256, Questions: len(rec.Rows)}
	c := Compare(Config{
		Record: rec, Sheet: sheet, Entry: base.Library.Entry, Vocabulary: base.Vocabulary, Cleaner: planner.Cleaner(sheet),
		Fact:   func(name string) string { return base.Library.Facts()[name].Value },
		Claims: func(text string) []claim.Finding { return base.Claims.Check(text, asOf) },
	})
	plan, err := planner.Plan(ctx, onlyOpen(sheet, c.Open))
	if err != nil {
		return nil, fmt.Errorf("plan new entries: %w", err)
	}
	plan.Skipped = slices.DeleteFunc(plan.Skipped, func(s intake.Skipped) bool { return !c.Open[s.Source.Ref] })
	c.take(plan, base.Library)
	reviewed.Same = c.Same
	list := append([]Proposal{}, merge(c.Proposals, nil)...)
	for i := range list {
		list[i].N = i + 1
		list[i].Rows = append([]string{}, list[i].Rows...)
	}
	c.Left = append([]Left{}, c.Left...)
	return &File{Schema: Schema, AsOf: asOf.String(), Reviewed: reviewed, Proposals: list, Left: c.Left}, nil
}

// onlyOpen is the questionnaire with the answers of the open rows alone: the
// others are there for what they ask.
func onlyOpen(sheet *questionnaire.Questionnaire, open map[string]bool) *questionnaire.Questionnaire {
	out := *sheet
	out.Questions = slices.Clone(sheet.Questions)
	for i := range out.Questions {
		q := &out.Questions[i]
		if open[q.Ref] {
			continue
		}
		q.Slots = slices.Clone(q.Slots)
		for j := range q.Slots {
			q.Slots[j].Value = ""
		}
	}
	return &out
}

// take adds what a plan of the open rows holds.
func (c *Comparison) take(plan *intake.Plan, lib *library.Library) {
	for i := range plan.Create {
		c.Proposals = append(c.Proposals, newEntry(&plan.Create[i]))
	}
	for _, a := range plan.Add {
		p := Proposal{Kind: Phrasing, Entry: a.Entry, Questions: []string{a.Question}, Rows: []string{a.Source.Ref}, Why: "a person gave the answer of this entry: it " + a.Why, Flags: flagged(a.Flags)}
		if e, ok := lib.Entry(a.Entry); ok {
			p.Digest = e.Digest
		}
		c.Proposals = append(c.Proposals, p)
	}
	for _, x := range plan.Conflicts {
		c.conflict(x, lib)
	}
	for _, x := range plan.Certification {
		c.Left = append(c.Left, Left{x.Source.Ref, oneLine(x.Question), "the certification records decide this question; its answer never becomes an entry"})
	}
	for _, x := range plan.Known {
		c.Left = append(c.Left, Left{Ref: x.Source.Ref, Why: fmt.Sprintf("%q gives this answer to this question already", x.Entry)})
	}
	for _, x := range plan.Skipped {
		c.Left = append(c.Left, Left{x.Source.Ref, oneLine(x.Question), x.Why})
	}
}

func newEntry(n *intake.NewEntry) Proposal {
	e := n.Entry()
	p := Proposal{
		Kind: NewEntry, Entry: n.ID, Questions: n.Questions, Verdict: n.Verdict, Text: n.Text, Short: n.Short,
		Topics: e.Topics, Controls: e.Controls, Language: e.Language, Owner: e.Owner, Source: e.Source,
		Why: "candor had no answer and a person gave one", Flags: flagged(n.Flags),
	}
	for _, s := range n.Sources {
		p.Rows = append(p.Rows, s.Ref)
	}
	for _, what := range n.Suggested {
		p.Flags = append(p.Flags, Flag{Code: "suggested", Text: what + " suggested by the question's words"})
	}
	return p
}

// conflict is an answer that differs from what an entry says to the question.
func (c *Comparison) conflict(x intake.Conflict, lib *library.Library) {
	e, ok := lib.Entry(x.Entry)
	if !ok {
		c.Left = append(c.Left, Left{x.Source.Ref, oneLine(x.Asked), "it is answered otherwise than a like question of this file: " + oneLine(x.Question)})
		return
	}
	p := Proposal{
		Kind: Answer, Entry: e.ID, Digest: e.Digest, Questions: []string{x.Asked}, Rows: []string{x.Source.Ref},
		Why: "a person answered otherwise than this entry, which is asked the like: " + oneLine(x.Question),
	}
	p.Was = &Was{}
	if x.Kind == intake.OtherVerdict {
		p.Kind, p.Verdict, p.Was.Verdict = Verdict, x.Got, e.Verdict
	}
	if x.GotText != "" && !sameText(x.GotText, e.Text) {
		p.Text, p.Was.Text = x.GotText, e.Text
	}
	if p.Kind == Answer && p.Text == "" {
		c.Left = append(c.Left, Left{x.Source.Ref, oneLine(x.Asked), fmt.Sprintf("%q is asked the like; the answers differ in their words only", e.ID)})
		return
	}
	p.Flags = []Flag{{Code: "like_other", Text: "candor was not sure that the entry answers this question; it may need one of its own", Holds: true}}
	c.Proposals = append(c.Proposals, p)
}

// Refs lists the rows that a file accounts for, for tests and reports.
func (f *File) Refs() []string {
	var refs []string
	for _, p := range f.Proposals {
		refs = append(refs, p.Rows...)
	}
	for _, l := range f.Left {
		refs = append(refs, l.Ref)
	}
	slices.Sort(refs)
	return refs
}
