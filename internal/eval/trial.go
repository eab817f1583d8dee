package eval

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
)

// Options are what a trial is run for.
type Options struct {
	AsOf    date.Date
	Product string
	// Sharing is the ceiling for what may leave.
	Sharing library.Sharing
	// Budget is the share of wrong answers among the filled that is bearable.
	Budget float64
	// Model is heard as in a run; its zero value is nobody.
	Model fill.Model
	// Plain is the knowledge opened without an embedding model, to measure what
	// one changes; nil if there is none.
	Plain *knowledge.Base
	// Progress is called as the questions are studied, if set; from several
	// goroutines.
	Progress func(done, total int)
}

// Trial is a number of sets, studied once, to be decided at any thresholds.
type Trial struct {
	base  *knowledge.Base
	opt   Options
	sets  []Set
	ready []*fill.Rehearsal
}

// Prepare studies the questions of all sets.
func Prepare(ctx context.Context, base *knowledge.Base, sets []Set, opt Options) (*Trial, error) {
	t := &Trial{base: base, opt: opt, sets: slices.Clone(sets)}
	for i := range t.sets {
		t.sets[i].Cases = t.release(sets[i].Cases)
	}
	total, before := 0, 0
	for _, s := range sets {
		total += len(s.Cases)
	}
	for _, s := range sets {
		fo := fill.Options{AsOf: opt.AsOf, Product: opt.Product, Sharing: opt.Sharing, Write: fill.WriteFilled, Model: opt.Model}
		if opt.Progress != nil {
			start := before
			fo.Progress = func(done, _ int) { opt.Progress(start+done, total) }
		}
		r, err := fill.Rehearse(ctx, base, fo, s.Questionnaire)
		if err != nil {
			return nil, fmt.Errorf("study %s: %w", s.Name, err)
		}
		t.ready = append(t.ready, r)
		before += len(s.Cases)
	}
	return t, nil
}

// sharingTrap is the kind of gold questions whose entry may not leave at the
// public level.
const sharingTrap = "sharing"

// release lets questions be answered whose entry may leave under this trial's
// ceiling, though not at the public level for which they are labelled.
func (t *Trial) release(cases []Case) []Case {
	out := slices.Clone(cases)
	for i := range out {
		c := &out[i]
		if c.Trap != sharingTrap || len(c.Truth.Entries) == 0 {
			continue
		}
		e, ok := t.base.Library.Entry(c.Truth.Entries[0])
		if ok && t.opt.Sharing.Allows(e.Sharing) {
			c.Truth.Person, c.Truth.Verdict = false, e.Verdict
		}
	}
	return out
}

// Outcomes decides every question at the thresholds and judges those with a
// truth, in the order of sets and questions.
func (t *Trial) Outcomes(ctx context.Context, at match.Thresholds) ([]Outcome, error) {
	var out []Outcome
	for i := range t.sets {
		s := &t.sets[i]
		rec, err := t.ready[i].Decide(ctx, at)
		if err != nil {
			return nil, fmt.Errorf("decide %s: %w", s.Name, err)
		}
		for j := range s.Cases {
			if !s.Cases[j].Truth.Known {
				continue
			}
			o := t.rankOnly(i, j)
			judge(&o, &rec.Rows[j], t.base.Vocabulary)
			out = append(out, o)
		}
	}
	return out, nil
}

// rankOnly is what is known of a case before deciding.
func (t *Trial) rankOnly(set, i int) Outcome {
	s := &t.sets[set]
	c, q := &s.Cases[i], &s.Questionnaire.Questions[i]
	matches := t.ready[set].Matches(i)
	o := Outcome{Case: c, Set: s.Name, Ref: q.Ref, Text: q.Text, Rank: rank(matches, c.Truth.Entries)}
	if len(matches) > 0 {
		o.Best = matches[0].Confidence
	}
	o.Wanted = slices.ContainsFunc(c.Truth.Entries, t.rankable)
	o.Answerable = !c.Truth.Person
	if len(c.Truth.Entries) > 0 {
		language := c.Language
		if language == "" {
			language = t.ready[set].Language(i)
		}
		o.Answerable = o.Answerable && slices.ContainsFunc(c.Truth.Entries, func(id string) bool { return t.usable(id, language) })
	}
	return o
}

// rankable is true for an entry that takes part in matching.
func (t *Trial) rankable(id string) bool {
	e, ok := t.base.Library.Entry(id)
	return ok && e.Status != library.Retired && e.Sharing != library.Internal
}

// usable is true for an entry that may be filled in without a person.
func (t *Trial) usable(id, language string) bool {
	e, ok := t.base.Library.Entry(id)
	if !ok || e.Status != library.Approved || e.Stale(t.opt.AsOf) || !t.opt.Sharing.Allows(e.Sharing) || e.Language != language {
		return false
	}
	return t.opt.Product == "" || len(e.Products) == 0 || slices.Contains(e.Products, t.opt.Product)
}

// Unknown are the entries that labels name and the library has not; labels
// that went stale must not pass for misses.
func (t *Trial) Unknown() []string {
	var out []string
	for _, s := range t.sets {
		if s.Kind != Gold {
			continue
		}
		for _, c := range s.Cases {
			for _, id := range c.Truth.Entries {
				if _, ok := t.base.Library.Entry(id); !ok && !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// filled counts the outcomes that were filled in.
func filled(list []Outcome) int {
	n := 0
	for i := range list {
		if list[i].Status == answer.Filled {
			n++
		}
	}
	return n
}
