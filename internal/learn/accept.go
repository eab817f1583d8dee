package learn

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/library"
	"candor/internal/library/edit"
)

// Outcome is what became of an accepted proposal.
type Outcome string

// The outcomes.
const (
	Applied Outcome = "applied"
	Already Outcome = "already" // the library says it
	Refused Outcome = "refused"
)

// Accepted is one proposal after an attempt to apply it.
type Accepted struct {
	Proposal *Proposal
	Outcome  Outcome
	// Why says why it was refused.
	Why string
	// Change is the entry's file with all that was accepted for it.
	Change edit.Change
}

// Target is a library that changes are made in; edit.Store is.
type Target interface {
	Preview(id string, ops ...edit.Op) (edit.Change, error)
	PreviewNew(e *library.Entry) (edit.Change, error)
	Edit(id string, ops ...edit.Op) (edit.Change, error)
	Create(e *library.Entry) (edit.Change, error)
}

// Accept applies proposals to a library, which lib is the present state of.
// check says for each file as it would be why it must not be written; what it
// refuses stays as it is. The rest is written entry by entry. Accepting again
// changes nothing.
func Accept(t Target, lib *library.Library, chosen []*Proposal, asOf date.Date, check func(files map[string][]byte) (map[string]string, error)) ([]Accepted, error) {
	a := &accepter{target: t, lib: lib, asOf: asOf, facts: map[string]string{}, ops: map[string][]edit.Op{}, restated: map[string]int{}, files: map[string][]byte{}}
	for name, f := range lib.Facts() {
		a.facts[name] = f.Value
	}
	out := make([]Accepted, len(chosen))
	for i, p := range chosen {
		out[i] = a.plan(p)
	}
	faults, err := check(a.files)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if why, bad := faults[out[i].Change.File]; bad && out[i].Outcome == Applied {
			out[i].Outcome, out[i].Why = Refused, why
		}
	}
	return out, a.write(out)
}

type accepter struct {
	target Target
	lib    *library.Library
	asOf   date.Date
	facts  map[string]string
	// ops are the accepted changes by entry; restated has the number of the
	// proposal that says its answer anew.
	ops      map[string][]edit.Op
	restated map[string]int
	files    map[string][]byte
}

// plan decides on one proposal.
func (a *accepter) plan(p *Proposal) Accepted {
	refuse := func(err error) Accepted { return Accepted{Proposal: p, Outcome: Refused, Why: err.Error()} }
	e, there := a.lib.Entry(p.Entry)
	switch {
	case there && p.IsIn(e):
		return Accepted{Proposal: p, Outcome: Already}
	case p.Kind == NewEntry:
		c, err := a.target.PreviewNew(p.entry(a.asOf))
		if errors.Is(err, edit.ErrTaken) {
			err = fmt.Errorf("%w; give the proposal another entry id", err)
		}
		if err != nil {
			return refuse(err)
		}
		if _, twice := a.files[c.File]; twice {
			return refuse(errors.New("another proposal makes an entry of that id"))
		}
		a.files[c.File] = c.After
		return Accepted{Proposal: p, Outcome: Applied, Change: c}
	case !there:
		return refuse(fmt.Errorf("%w: %q", edit.ErrNotFound, p.Entry))
	case p.Kind != Phrasing && p.Digest != "" && p.Digest != e.Digest:
		return refuse(errors.New("the entry has changed since this was proposed; run `candor library learn` again"))
	case p.Kind != Phrasing && a.restated[p.Entry] != 0:
		return refuse(fmt.Errorf("proposal %d changes this entry already", a.restated[p.Entry]))
	}
	ops := slices.Concat(a.ops[p.Entry], p.ops(a.facts, a.asOf))
	c, err := a.target.Preview(p.Entry, ops...)
	if err != nil {
		return refuse(err)
	}
	if p.Kind != Phrasing {
		a.restated[p.Entry] = p.N
	}
	a.ops[p.Entry], a.files[c.File] = ops, c.After
	return Accepted{Proposal: p, Outcome: Applied, Change: c}
}

// write applies what is left, each entry once.
func (a *accepter) write(list []Accepted) error {
	done := map[string]edit.Change{}
	for i := range list {
		r := &list[i]
		if r.Outcome != Applied {
			continue
		}
		c, written := done[r.Proposal.Entry]
		var err error
		switch {
		case written:
		case r.Proposal.Kind == NewEntry:
			c, err = a.target.Create(r.Proposal.entry(a.asOf))
		default:
			c, err = a.target.Edit(r.Proposal.Entry, a.ops[r.Proposal.Entry]...)
		}
		if err != nil {
			return fmt.Errorf("proposal %d: %w", r.Proposal.N, err)
		}
		done[r.Proposal.Entry], r.Change = c, c
	}
	return nil
}

// IsIn reports whether an entry says already what the proposal wants.
func (p *Proposal) IsIn(e *library.Entry) bool {
	asked := func(question string) bool {
		return slices.ContainsFunc(e.Questions, func(q string) bool { return key(q) == key(question) })
	}
	says := (p.Text == "" || sameText(p.Text, e.Text)) && (p.Short == "" || sameText(p.Short, e.Short))
	switch p.Kind {
	case Phrasing:
		return !slices.ContainsFunc(p.Questions, func(q string) bool { return !asked(q) })
	case Answer, Verdict:
		return says && (p.Verdict == "" || p.Verdict == e.Verdict)
	case NewEntry:
		return asked(p.Questions[0]) && p.Verdict == e.Verdict
	}
	return false
}

// ops are the edits that a proposal asks for. Who changes an answer has
// reviewed it.
func (p *Proposal) ops(facts map[string]string, asOf date.Date) []edit.Op {
	var ops []edit.Op
	if p.Kind == Phrasing {
		for _, q := range p.Questions {
			ops = append(ops, edit.AddQuestion(oneLine(q)))
		}
		return ops
	}
	if p.Verdict != "" {
		ops = append(ops, edit.Set("verdict", string(p.Verdict)))
	}
	if strings.TrimSpace(p.Text) != "" {
		ops = append(ops, edit.SetText(edit.Answer, p.Text, facts))
	}
	if strings.TrimSpace(p.Short) != "" {
		ops = append(ops, edit.SetText(edit.Short, p.Short, facts))
	}
	return append(ops, edit.Set("reviewed", asOf.String()))
}

// entry is the new entry: a draft for internal use, until somebody approves it.
func (p *Proposal) entry(asOf date.Date) *library.Entry {
	e := &library.Entry{Front: library.Front{
		ID: p.Entry, Verdict: p.Verdict, Controls: p.Controls, Topics: p.Topics, Sharing: library.Internal,
		Language: p.Language, Owner: p.Owner, Reviewed: asOf, Status: library.Draft, Source: p.Source,
	}, Text: p.Text, Short: p.Short}
	for _, q := range p.Questions {
		e.Questions = append(e.Questions, oneLine(q))
	}
	return e
}
