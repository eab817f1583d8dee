package review

import (
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

// proposal is what the run decided, made anew from its record and from the entry
// that answered, if that still says the same.
func (c *Checker) proposal(row *runlog.Question) answer.Decision {
	d := answer.Decision{
		Status: answer.Filled, Verdict: row.Verdict, Text: row.Answer, Language: row.Language, Confidence: row.Confidence,
		Owner: row.Owner, Gaps: row.Gaps, Sources: row.Sources, Reasons: row.Reasons,
		Open: c.base.Gaps.IsOpen(row.Question, row.Language),
	}
	for _, s := range row.Sources {
		e, ok := c.base.Library.Entry(s.Entry)
		if !ok || e.Digest != s.Digest {
			continue
		}
		d.Language, d.Admits = e.Language, e.Admits
		if len(row.Sources) == 1 && e.Text == row.Answer {
			d.Short = e.Short
		}
		c.documents(&d, e)
	}
	return d
}

// documents adds the titles of an entry's evidence that this run may name.
func (c *Checker) documents(d *answer.Decision, e *library.Entry) {
	for _, ev := range e.Evidence {
		if c.sharing.Allows(ev.Sharing) && !slices.Contains(d.Evidence, ev.Title) {
			d.Evidence = append(d.Evidence, ev.Title)
		}
	}
}

// entries looks at the entries that a proposal was taken from.
func (c *Checker) entries(j *judged, row *runlog.Question) {
	for _, s := range row.Sources {
		if s.Entry == "" {
			continue
		}
		e, ok := c.base.Library.Entry(s.Entry)
		if !ok {
			j.block(FaultNoEntry, "run again to answer with what the library says by now", "the library has no entry %q any more", s.Entry)
			continue
		}
		c.leaves(j, e)
		if s.Digest != e.Digest {
			j.advise(FaultChanged, "run again to answer with what it says by now", "the entry %q has changed since the run", e.ID)
		}
		if e.Stale(c.asOf) {
			j.advise(FaultStale, "", "the entry %q was due for review on %s", e.ID, e.DueOn())
		}
		for _, f := range c.base.StatedClaims(e, c.asOf) {
			c.claim(j, f)
		}
	}
}

// leaves tells whether an entry may leave the company at all, and with this run.
func (c *Checker) leaves(j *judged, e *library.Entry) {
	switch {
	case e.Sharing == library.Internal:
		j.forbid(FaultInternal, "", "the entry %q is internal and never leaves the company", e.ID)
	case !c.sharing.Allows(e.Sharing):
		j.block(FaultSharing, "run again with --sharing "+string(e.Sharing)+", "+overrideWithThat, "the entry %q is for sharing level %q; this run allows %q", e.ID, e.Sharing, c.sharing)
	}
	switch {
	case e.Status != library.Approved:
		j.forbid(FaultUnapproved, "candor library approve "+e.ID, "the entry %q is %s, not approved", e.ID, e.Status)
	case e.IsExample():
		j.forbid(FaultUnapproved, "make it true for you, then candor library approve "+e.ID, "the entry %q is an example", e.ID)
	case len(e.Unfilled) > 0:
		j.forbid(FaultUnapproved, "give the values in company/facts.yaml", "the entry %q needs values for: %s", e.ID, strings.Join(e.Unfilled, ", "))
	}
}

// claims holds the text that would go out against the certification records,
// and one that a person wrote against the rules of wording.
func (c *Checker) claims(j *judged, wording bool) {
	for _, f := range c.base.Claims.Check(j.fitted.Answer, c.asOf) {
		switch {
		case f.Code == claim.Unsupported:
			c.claim(j, f)
		case !wording:
		case f.Severity.Rank() >= claim.High.Rank():
			j.block(FaultWording, f.Suggest, "%s: %q", f.Why, f.Text)
		default:
			j.advise(FaultWording, f.Suggest, "%s: %q", f.Why, f.Text)
		}
	}
}

func (c *Checker) claim(j *judged, f claim.Finding) {
	if f.Code == claim.Unsupported {
		j.block(FaultClaim, f.Suggest, "the text claims what the certification records do not hold: %q", f.Text)
	}
}

// compared is a text without what people change when they copy it.
func compared(text string) string { return strings.Join(textnorm.Words(textnorm.Fold(text)), " ") }

// copied finds the text of an entry that must not go out in what a person wrote.
// Who copies a draft may have a reason; what is internal, or an example of
// another company, stays here.
func (c *Checker) copied(j *judged, text string) {
	text = " " + compared(text) + " "
	for _, e := range c.base.Library.Entries() {
		words := c.withheld[e.ID]
		switch {
		case words == "" || !strings.Contains(text, " "+words+" "):
		case e.Sharing == library.Internal:
			j.forbid(FaultInternal, "", "the text is that of the entry %q, which is internal and never leaves the company", e.ID)
		case e.IsExample():
			j.forbid(FaultUnapproved, "make it true for you, then candor library approve "+e.ID, "the text is that of the entry %q, which is an example", e.ID)
		default:
			j.block(FaultUnapproved, "candor library approve "+e.ID+", "+overrideWithThat, "the text is that of the entry %q, which is %s", e.ID, e.Status)
		}
	}
}

// records asks the certification records anew and holds the answer to theirs.
func (c *Checker) records(j *judged, row *runlog.Question) {
	if row.Ask == nil {
		return
	}
	reading := *row.Ask
	reading.Kind = ask.KindCert
	asked := knowledge.Asked{
		Reading: reading, Text: row.Question, Language: row.Language, Product: c.rec.Product, Choices: row.Choices, Controls: row.Controls,
	}
	if p := c.byRef[row.Parent]; p != nil && len(p.Gaps) > 0 {
		asked.ParentSlot = p.Gaps[0].Slot
	}
	says := c.base.Records(asked, c.asOf)
	if says.Answer == gap.AnswerLibrary {
		return
	}
	byRecords := slices.ContainsFunc(j.decision.Sources, func(s answer.Source) bool { return s.Posture != "" || s.Document != "" })
	switch {
	case !byRecords:
	case says.NeedsHuman:
		j.advise(FaultNews, "", "the certification owner must confirm this answer by now")
	case says.Text != row.Answer:
		j.advise(FaultNews, says.Text, "the certification records answer this question in other words by now")
	}
	is, want := j.decision.Verdict, answer.VerdictOf(says.Answer)
	missing := slices.ContainsFunc(says.Gaps, func(g gap.Gap) bool { return g.Severity != gap.Info })
	switch {
	case is == want, is == library.Text, is == library.None:
	case want == library.Text || want == library.None:
		if is == library.Yes && missing {
			j.block(FaultRecords, "", "the certification records leave this question to a person and name a gap: %s", says.Gaps[0].Have)
		}
	default:
		suggest := ""
		if says.Text != "" {
			suggest = "the records say: " + says.Text
		}
		j.block(FaultRecords, suggest, "the certification records answer this question with %q, not %q", want, is)
	}
}

// take answers a row with an entry that a person chose: as a run would that is
// sure of it, so that guards may turn its position or object.
func (c *Checker) take(j *judged, row *runlog.Question, d Decision) {
	e, ok := c.base.Library.Entry(d.Entry)
	if !ok {
		j.forbid(FaultNoEntry, "", "the library has no entry %q", d.Entry)
		return
	}
	if d.Digest != "" && d.Digest != e.Digest {
		j.forbid(FaultChanged, "look at it and take it again", "the entry %q has changed since it was taken", e.ID)
	}
	c.leaves(j, e)
	if e.Sharing == library.Internal {
		return
	}
	j.decision = c.decide(row, e)
	j.decision.Evidence = nil
	c.documents(&j.decision, e)
	for _, r := range j.decision.Reasons {
		switch {
		case j.decision.Status == answer.Blocked && r.Code != "match":
			j.forbid(FaultGuard, "answer in words of your own", "the entry %q must not answer this question: %s", e.ID, r.Text)
		case slices.Contains(ownFaults, r.Code):
		case slices.Contains(j.decision.Lowered, r.Code):
			j.advise(r.Code, "", "%s", r.Text)
		}
	}
	if j.decision.Status == answer.Blocked {
		return
	}
	if d.Choice != "" {
		q := c.question(row)
		c.vocabulary(j, &q, d.Choice)
		j.word = d.Choice
		j.decision.Verdict = c.position(d.Choice, q.Choices())
	}
	c.fit(j, row, d)
	c.claims(j, false)
	for _, f := range c.base.StatedClaims(e, c.asOf) {
		c.claim(j, f)
	}
	c.records(j, row)
}

// ownFaults are reasons of a decision that leaves speaks of already.
var ownFaults = []string{"draft", "example", "fact_missing", "sharing"}

// decide is the decision of a run that knows this entry alone.
func (c *Checker) decide(row *runlog.Question, e *library.Entry) answer.Decision {
	asked := match.Question{Text: row.Question, Sheet: row.Sheet, Section: row.Section, Controls: row.Controls, Topic: row.Topic, Language: row.Language}
	if p := c.byRef[row.Parent]; p != nil {
		asked.Parent = p.Question
	}
	m := match.Match{Entry: e.ID, Confidence: 1}
	if len(e.Questions) > 0 {
		m.Question = e.Questions[0]
	}
	for _, known := range row.Matches {
		if known.Entry == e.ID {
			m.Question, m.Signals = known.Question, known.Signals
		}
	}
	d, _ := answer.Decide(answer.Input{
		Question: &questionnaire.Question{Ref: row.Ref, Text: row.Question}, Language: row.Language, Matches: []match.Match{m},
		Entry: func(string) (*library.Entry, bool) { return e, true },
		Guards: func(e *library.Entry, phrasing string) []guard.Finding {
			return c.base.Guard.Check(asked, knowledge.MatchEntry(e), phrasing)
		},
		ControlGaps: func(v library.Verdict, e *library.Entry) []gap.Gap { return c.controlGaps(row, v, e.Meets) },
		Policy:      answer.Policy{AsOf: c.asOf, Sharing: library.NDA, Product: c.rec.Product, Overwrite: true},
	})
	return d
}

// controlGaps is what a position on the row's controls reveals.
func (c *Checker) controlGaps(row *runlog.Question, v library.Verdict, meets bool) []gap.Gap {
	if meets {
		v = library.Yes
	}
	ctx := gap.Context{AsOf: c.asOf, Product: c.rec.Product, Language: row.Language, Question: row.Question}
	return c.base.Gaps.ControlGaps(string(v), row.Controls, c.base.Posture, c.base.Catalogue, ctx)
}
