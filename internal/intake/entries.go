package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"sync"

	"candor/internal/library"
	"candor/internal/library/edit"
	"candor/internal/match"
	"candor/internal/textnorm"
)

// reviewEvery is the review period of entries that an import makes: a year, as
// those of the starter library.
const reviewEvery library.Days = 365

// create makes new entries of the rows that nothing in the library answers.
func (p *Planner) create(ctx context.Context, plan *Plan, fresh []*reply, steps *steps) error {
	groups, err := p.groups(ctx, plan, fresh, steps)
	if err != nil {
		return err
	}
	tags, err := p.tags(ctx, groups, steps)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	isTaken := func(id string) bool {
		if taken[id] {
			return true
		}
		_, there := p.base.Library.Entry(id)
		return there
	}
	for i, g := range groups {
		id := edit.NewID(named(g.rows[0].Question), isTaken)
		taken[id] = true
		plan.Create = append(plan.Create, p.entry(id, g, tags[i]))
	}
	for i := range plan.Conflicts {
		c := &plan.Conflicts[i]
		if c.Entry == "" {
			at := slices.IndexFunc(plan.Create, func(e NewEntry) bool { return slices.Contains(e.Questions, c.Question) })
			if at >= 0 {
				c.Entry = plan.Create[at].ID
			}
		}
	}
	return nil
}

// named is what of a question may name an entry: letters without accents, no
// placeholder.
func named(question string) string {
	return textnorm.Fold(placeholders.ReplaceAllString(question, " "))
}

var placeholders = regexp.MustCompile(`\[[^\]]*\]`)

func (p *Planner) entry(id string, g *group, t tags) NewEntry {
	lead := g.rows[0]
	n := NewEntry{
		ID: id, Verdict: lead.Verdict, Text: lead.Text, Topic: t.topic, Controls: t.controls, Meets: t.meets, Admits: t.admits, Suggested: t.suggested, Like: t.like,
		Language: lead.language, Status: library.Draft, Sharing: p.opt.Sharing, Flags: g.flags,
	}
	for _, a := range g.rows {
		n.Sources = append(n.Sources, a.Source)
		n.Flags = append(n.Flags, a.flags...)
		if !slices.ContainsFunc(n.Questions, func(q string) bool { return same(q) == a.key }) {
			n.Questions = append(n.Questions, a.Question)
		}
	}
	n.Short = lead.Short
	switch {
	case n.Text == "" && n.Short != "":
		n.Text, n.Short = n.Short, ""
	case n.Text == "":
		n.Text = p.base.Vocabulary.Word(n.Verdict, n.Language) + "."
	}
	if t.unknown {
		n.Flags = append(n.Flags, Flag{Code: flagTopic, Text: "nothing tells the topic; " + quote(t.topic) + " stands in for it"})
	}
	n.Flags = unique(n.Flags)
	if p.opt.Approve && !held(n.Flags) {
		n.Status = library.Approved
	}
	src := lead.Source
	n.entry = &library.Entry{
		Front: library.Front{
			ID: n.ID, Questions: n.Questions, Verdict: n.Verdict, Controls: n.Controls, Meets: n.Meets, Admits: n.Admits, Topics: []string{n.Topic},
			Sharing: n.Sharing, Language: n.Language, Owner: p.opt.Owner, Reviewed: p.opt.AsOf, ReviewEvery: reviewEvery, Status: n.Status,
			Source: &library.Source{File: oneLine(src.File), Sheet: oneLine(src.Sheet), Row: src.Row, ID: oneLine(src.ID)},
		},
		Text: n.Text, Short: n.Short,
	}
	return n
}

// tags are what an entry is filed under.
type tags struct {
	topic     string
	unknown   bool
	controls  []string
	suggested []string
	// meets and admits are those of the entry that the controls come from.
	meets, admits bool
	like          string
}

// likeEnough is the confidence from which an entry of the starter library lends
// its topic and controls to a new one: more likely right than not.
const likeEnough = 0.5

// certificationTopic is for what the records answer; no entry of a control
// belongs there.
const certificationTopic = "certification"

// tags suggests topic and controls for each group. Ranking is most of the work
// of an import and spread over the processors.
func (p *Planner) tags(ctx context.Context, groups []*group, steps *steps) ([]tags, error) {
	out := make([]tags, len(groups))
	errs := make([]error, len(groups))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(groups)) {
		wg.Go(func() {
			for i := range next {
				out[i], errs[i] = p.tag(ctx, groups[i])
				steps.done(len(groups[i].rows))
			}
		})
	}
	for i := range groups {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if err := errors.Join(ctx.Err(), errors.Join(errs...)); err != nil {
		return nil, fmt.Errorf("suggest topics: %w", err)
	}
	return out, nil
}

func (p *Planner) tag(ctx context.Context, g *group) (tags, error) {
	var t tags
	for _, a := range g.rows {
		for _, ref := range a.refs {
			if !slices.Contains(t.controls, ref) {
				t.controls = append(t.controls, ref)
			}
		}
	}
	lead := g.rows[0]
	near, err := p.nearest(ctx, lead.query)
	if err != nil {
		return t, err
	}
	t.topic = p.topicByControls(t.controls)
	if near != nil && (t.topic == "" || len(t.controls) == 0) {
		t.like = near.ID
		if len(t.controls) == 0 && len(near.Controls) > 0 {
			t.controls, t.suggested = slices.Clone(near.Controls), append(t.suggested, "controls")
			// What a No means for the controls comes with them.
			t.meets, t.admits = near.Meets && near.Verdict == lead.Verdict, near.Admits
		}
	}
	if t.topic == "" {
		t.suggested = append(t.suggested, "topic")
		if near != nil {
			t.topic = near.Topics[0]
		} else {
			t.topic = p.topicOf(lead)
		}
	}
	if t.topic == "" || t.topic == certificationTopic {
		t.unknown = t.topic == ""
		t.topic = fallbackTopic
	}
	return t, nil
}

// fallbackTopic is where answers go that no word files elsewhere.
const fallbackTopic = "compliance-legal"

// topicByControls is the topic of the first control that has one.
func (p *Planner) topicByControls(refs []string) string {
	for _, ref := range refs {
		if c, ok := p.base.Catalogue.Control(ref); ok && c.Topic != "" {
			return c.Topic
		}
	}
	return ""
}

// topicOf is the topic by the row's controls and words.
func (p *Planner) topicOf(a *reply) string {
	return cmp.Or(p.topicByControls(a.refs), p.base.Matcher.Topic(a.query))
}

// nearest is the starter's entry that answers the question, nil if none is
// likely to.
func (p *Planner) nearest(ctx context.Context, q match.Question) (*library.Entry, error) {
	matches, err := p.starter.Matcher.Rank(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("rank entries: %w", err)
	}
	for _, m := range matches {
		e, ok := p.starter.Library.Entry(m.Entry)
		if ok && m.Confidence >= likeEnough && len(e.Topics) > 0 && e.Topics[0] != certificationTopic {
			return e, nil
		}
	}
	return nil, nil
}
