package desk

import (
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/report"
	"candor/internal/review"
	"candor/internal/runlog"
)

// The most that a row shows of what it is compared with.
const (
	maxRunners   = 5
	maxElsewhere = 20
	maxPreview   = 600
)

// Row returns a question with everything that a person decides by.
func (d *Desk) Row(id, ref string) (Row, error) {
	it, err := d.any(id)
	if err != nil {
		return Row{}, err
	}
	var out Row
	var self lightRow
	err = d.with(it, func(l *loaded) error {
		i, ok := l.byRef[ref]
		if !ok {
			return &NotFoundError{"question", ref}
		}
		out, self = d.row(l, i), it.light.rows[i]
		if q := &l.rec.Rows[i]; !self.isAnswered() {
			self.verdict, self.Choice, self.full = q.Verdict, q.Choice, q.Answer
		}
		return nil
	})
	if err != nil {
		return Row{}, err
	}
	out.Elsewhere = d.elsewhere(id, &self)
	return out, nil
}

// row puts a row together from a questionnaire in memory.
func (d *Desk) row(l *loaded, i int) Row {
	q, s := &l.rec.Rows[i], l.states[i]
	out := Row{
		Question: *q, State: s, Final: d.final(l, i), NeedsPerson: s.State.NeedsPerson(), FollowUps: l.followUps[q.Ref],
		Why: []string{}, Runners: []Candidate{}, Elsewhere: []Elsewhere{}, History: []review.Decision{},
	}
	if i > 0 {
		out.Prev = l.rec.Rows[i-1].Ref
	}
	if i+1 < len(l.rec.Rows) {
		out.Next = l.rec.Rows[i+1].Ref
	}
	if at, ok := l.byRef[q.Parent]; ok && q.Parent != "" {
		out.ParentText = l.rec.Rows[at].Question
	}
	for _, r := range q.Reasons {
		if !slices.Contains(out.Why, r.Text) {
			out.Why = append(out.Why, r.Text)
		}
	}
	out.Runners = d.runners(q, &out.Final)
	for _, dec := range l.journal.Decisions() {
		if dec.Ref == q.Ref {
			out.History = append(out.History, dec)
		}
	}
	out.CanUndo = standing(out.History, q.Ref) > 0
	if s.State.IsDecided() {
		out.Faults = d.checkerOf(l).Check(q, s.Last)
	}
	return out
}

// runners are the entries that came near, but for the one that answers already.
func (d *Desk) runners(q *runlog.Question, final *review.Final) []Candidate {
	out := []Candidate{}
	for _, m := range q.Matches {
		if len(final.Sources) == 1 && final.Sources[0].Entry == m.Entry {
			continue
		}
		if c, ok := candidate(d.Base(), m, d.know.day()); ok && len(out) < maxRunners {
			out = append(out, c)
		}
	}
	return out
}

// candidate is an entry as something to choose. One that is gone is none.
func candidate(base *knowledge.Base, m match.Match, asOf date.Date) (Candidate, bool) {
	e, ok := base.Library.Entry(m.Entry)
	if !ok || e.Status == library.Retired {
		return Candidate{}, false
	}
	c := Candidate{
		Entry: e.ID, Question: m.Question, Verdict: e.Verdict, Text: shorten(e.Text, maxPreview), Digest: e.Digest, Confidence: m.Confidence,
		Owner: e.Owner, Sharing: e.Sharing, State: e.StateOn(asOf),
	}
	if !e.Reviewed.IsZero() {
		c.Reviewed = e.Reviewed.String()
	}
	pro, con := report.InWords(m.Signals)
	var parts []string
	if len(pro) > 0 {
		parts = append(parts, "for it: "+strings.Join(pro, "; "))
	}
	if len(con) > 0 {
		parts = append(parts, "against it: "+strings.Join(con, "; "))
	}
	c.Why = strings.Join(parts, " – ")
	return c, true
}

// elsewhere is the same question in other questionnaires.
func (d *Desk) elsewhere(id string, self *lightRow) []Elsewhere {
	out := []Elsewhere{}
	if self.key == 0 {
		return out
	}
	names := map[string]string{}
	for _, p := range d.peers.others(id, self.key) {
		if !p.isAnswered() || len(out) == maxElsewhere {
			continue
		}
		if _, ok := names[p.item]; !ok {
			names[p.item] = d.nameOf(p.item)
		}
		e := Elsewhere{
			Item: p.item, Name: names[p.item], Ref: p.Ref, Question: p.Question, State: p.State, Choice: p.Choice, Answer: p.full,
		}
		e.Differs = contradicts(self, &p.lightRow) || !saysSame(self, &p.lightRow)
		out = append(out, e)
	}
	return out
}

// nameOf is a questionnaire's name, "" if it has gone meanwhile.
func (d *Desk) nameOf(id string) string {
	it, err := d.any(id)
	if err != nil {
		return ""
	}
	it.mu.Lock()
	defer it.mu.Unlock()
	return it.meta.Name
}

// checkerOf holds decisions to the rules by the knowledge of today.
func (d *Desk) checkerOf(l *loaded) *review.Checker {
	if base := d.Base(); l.checker == nil || l.base != base {
		l.base, l.checker = base, review.NewChecker(base, l.rec, d.know.day())
		if l.rows != nil {
			l.checker = l.checker.With(l.rows)
		}
	}
	return l.checker
}
