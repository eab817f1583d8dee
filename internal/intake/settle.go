package intake

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"candor/internal/alike"
	"candor/internal/library"
)

// shelf is the library as rows are held against it. Examples of a fictional
// company that `candor init` left are not the company's answers.
type shelf struct {
	byKey  map[string][]*library.Entry
	bySays map[string][]*library.Entry
	set    *alike.Set
	get    func(id string) (*library.Entry, bool)
}

func (p *Planner) shelf(ctx context.Context) (*shelf, error) {
	s := &shelf{byKey: map[string][]*library.Entry{}, bySays: map[string][]*library.Entry{}, get: p.base.Library.Entry}
	var items []alike.Item
	for _, e := range p.base.Library.Entries() {
		if e.IsExample() {
			continue
		}
		for _, q := range e.Questions {
			s.byKey[same(q)] = append(s.byKey[same(q)], e)
		}
		if said := same(e.Text); telling(e.Text) {
			s.bySays[said] = append(s.bySays[said], e)
		}
		items = append(items, alike.Item{ID: e.ID, Questions: e.Questions, Language: e.Language})
	}
	var err error
	if s.set, err = p.finder.NewSet(ctx, items); err != nil {
		return nil, fmt.Errorf("compare with the library: %w", err)
	}
	return s, nil
}

// tellingRunes is the length from which an answer says enough of its own that
// two rows with the same one are answered by one entry; shorter ones ("See our
// policy.") fit too many questions.
const tellingRunes = 60

// fewQuestions is how many questions may share an entry for its words alone.
// What stands beside more of them answers none in particular ("See our policy
// on …"), and an entry of many questions seems to speak of all that is in them.
const fewQuestions = 4

func telling(text string) bool { return len([]rune(text)) >= tellingRunes }

// answers reports whether the entry gives the answer of the row: the same
// position, and the same words where the row has words.
func answers(e *library.Entry, a *reply) bool {
	text, short := same(e.Text), same(e.Short)
	if e.Verdict != a.Verdict || a.word != "" && a.word != short && a.word != text {
		return false
	}
	return a.says == "" || a.says == text || a.says == short
}

// settle finds each answer's place: an entry that is there, a conflict, or a
// group of rows that becomes a new entry.
func (p *Planner) settle(ctx context.Context, plan *Plan, all []*reply, steps *steps) error {
	s, err := p.shelf(ctx)
	if err != nil {
		return err
	}
	added := map[string]bool{}
	var fresh []*reply
	for _, a := range all {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("plan import: %w", err)
		}
		if p.known(plan, s, a) || p.phrasing(plan, s, a, added) {
			steps.done(1)
			continue
		}
		fresh = append(fresh, a)
	}
	return p.create(ctx, plan, fresh, steps)
}

// known settles the rows whose very question the library has.
func (p *Planner) known(plan *Plan, s *shelf, a *reply) bool {
	entries := s.byKey[a.key]
	if len(entries) == 0 {
		return false
	}
	for _, e := range entries {
		if e.Status == library.Retired {
			plan.Known = append(plan.Known, Known{Entry: e.ID, Source: a.Source, Note: "the library has retired this entry"})
			return true
		}
		if answers(e, a) {
			plan.Known = append(plan.Known, Known{Entry: e.ID, Source: a.Source})
			return true
		}
	}
	plan.Conflicts = append(plan.Conflicts, conflict(entries[0], a.Question, a))
	return true
}

// phrasing settles the rows that ask what an entry is asked in other words, and
// those that give its answer word by word.
func (p *Planner) phrasing(plan *Plan, s *shelf, a *reply, added map[string]bool) bool {
	add := func(e *library.Entry, why string) {
		if key := e.ID + "\x00" + a.key; !added[key] {
			added[key] = true
			plan.Add = append(plan.Add, Phrasing{Entry: e.ID, Question: a.Question, Source: a.Source, Why: why, Flags: a.flags})
			return
		}
		plan.Known = append(plan.Known, Known{Entry: e.ID, Source: a.Source})
	}
	var other *library.Entry
	phrasing := ""
	for _, l := range s.set.Like(p.item(a, "\x00new")) {
		e, ok := s.get(l.B)
		if !ok || e.Language != a.language || e.Status == library.Retired {
			continue
		}
		if answers(e, a) {
			add(e, "asks what "+quote(clip(l.TextB, 100))+" asks")
			return true
		}
		if other == nil {
			other, phrasing = e, l.TextB
		}
	}
	if other != nil {
		plan.Conflicts = append(plan.Conflicts, conflict(other, phrasing, a))
		return true
	}
	if topic := p.topicOf(a); topic != "" && telling(a.Text) {
		for _, e := range s.bySays[a.says] {
			if e.Verdict == a.Verdict && e.Status != library.Retired && e.Topics[0] == topic && len(e.Questions) < fewQuestions {
				add(e, "has the very answer of this entry")
				return true
			}
		}
	}
	return false
}

func (p *Planner) item(a *reply, id string) alike.Item {
	return alike.Item{ID: id, Questions: []string{a.Question}, Language: a.query.Language, Under: a.Section}
}

func conflict(e *library.Entry, phrasing string, a *reply) Conflict {
	c := Conflict{
		Kind: OtherText, Entry: e.ID, Question: phrasing, Asked: a.Question,
		Have: e.Verdict, HaveText: e.Text, Got: a.Verdict, GotText: a.Text, Source: a.Source,
	}
	if e.Verdict != a.Verdict {
		c.Kind = OtherVerdict
	}
	return c
}

// group is rows that become one entry; the first one leads.
type group struct {
	rows  []*reply
	flags []Flag
}

// takes reports whether a row's answer is the group's.
func (g *group) takes(a *reply) bool {
	lead := g.rows[0]
	return lead.Verdict == a.Verdict && lead.language == a.language && lead.word == a.word && (lead.says == a.says || a.says == "" || lead.says == "")
}

// add takes a row in; words replace a bare position.
func (g *group) add(a *reply) {
	if lead := g.rows[0]; lead.says == "" && a.says != "" {
		lead.Text, lead.says = a.Text, a.says
	}
	g.rows = append(g.rows, a)
}

// groups puts together the rows that are asked and answered alike. Of rows that
// ask the very same and are answered differently the first stands, the others
// are conflicts.
func (p *Planner) groups(ctx context.Context, plan *Plan, fresh []*reply, steps *steps) ([]*group, error) {
	likes, err := p.likes(ctx, fresh)
	if err != nil {
		return nil, err
	}
	g := &grouping{planner: p, fresh: fresh, of: make([]*group, len(fresh)), byKey: map[string]*group{}, bySays: map[string][]*group{}}
	var out []*group
	for i, a := range fresh {
		own := g.byKey[a.key]
		switch {
		case own != nil && !own.takes(a):
			plan.Conflicts = append(plan.Conflicts, p.clash(own, a))
			steps.done(1)
			continue
		case own == nil:
			own = g.find(a, likes[i])
		}
		if own != nil {
			own.add(a)
		} else {
			own = &group{rows: []*reply{a}}
			p.noteLikes(own, g.of, likes[i], fresh)
			out = append(out, own)
		}
		g.of[i], g.byKey[a.key] = own, own
		g.bySays[a.says] = append(g.bySays[a.says], own)
	}
	return out, nil
}

// grouping is the groups so far, by what leads to them.
type grouping struct {
	planner *Planner
	fresh   []*reply
	of      []*group // by row
	byKey   map[string]*group
	bySays  map[string][]*group
}

// find is the group that a row belongs to: one whose lead is asked alike, or
// one of the same topic that says the very same. nil if there is none.
func (g *grouping) find(a *reply, likes []int) *group {
	for _, j := range likes {
		if o := g.of[j]; o != nil && o.takes(a) && o.rows[0] == g.fresh[j] {
			return o
		}
	}
	if topic := g.planner.topicOf(a); topic != "" && telling(a.Text) {
		for _, o := range g.bySays[a.says] {
			if o.takes(a) && len(o.rows) < fewQuestions && g.planner.topicOf(o.rows[0]) == topic {
				return o
			}
		}
	}
	return nil
}

// noteLikes flags a new group that is asked like an earlier one and answered
// with another position, or with another value of the same thing.
func (p *Planner) noteLikes(g *group, of []*group, likes []int, fresh []*reply) {
	for _, j := range likes {
		if o := of[j]; o != nil && o.rows[0].Verdict != g.rows[0].Verdict {
			g.flags = append(g.flags, Flag{Code: flagLikeOther, Text: "answered " + quote(string(o.rows[0].Verdict)) + " where it is asked as " + quote(clip(fresh[j].Question, 100))})
			return
		}
	}
	for _, j := range likes {
		if o := of[j]; o != nil && o.rows[0].language == g.rows[0].language {
			if own, other, differ := alike.OtherValues(g.rows[0].Text, o.rows[0].Text, g.rows[0].language); differ {
				g.flags = append(g.flags, Flag{flagLikeOther, "says " + quote(own) + ", where the answer to " + quote(clip(fresh[j].Question, 100)) + " says " + quote(other), true})
				return
			}
		}
	}
}

// clash is a conflict within one import. The entry that stands has no id yet;
// its first question tells which it is.
func (p *Planner) clash(g *group, a *reply) Conflict {
	lead := g.rows[0]
	c := Conflict{
		Kind: OtherText, Question: lead.Question, Asked: a.Question,
		Have: lead.Verdict, HaveText: lead.Text, Got: a.Verdict, GotText: a.Text, Source: a.Source,
	}
	if lead.Verdict != a.Verdict {
		c.Kind = OtherVerdict
		g.flags = append(g.flags, Flag{flagLikeOther, "answered " + quote(string(a.Verdict)) + " elsewhere: " + a.Source.Ref, true})
	}
	return c
}

// likes lists for each row the earlier rows that ask the same.
func (p *Planner) likes(ctx context.Context, fresh []*reply) ([][]int, error) {
	items := make([]alike.Item, len(fresh))
	for i, a := range fresh {
		items[i] = p.item(a, strconv.Itoa(i))
	}
	set, err := p.finder.NewSet(ctx, items)
	if err != nil {
		return nil, fmt.Errorf("compare rows: %w", err)
	}
	links, err := set.Links(ctx)
	if err != nil {
		return nil, fmt.Errorf("compare rows: %w", err)
	}
	out := make([][]int, len(fresh))
	for _, l := range links {
		a, errA := strconv.Atoi(l.A)
		b, errB := strconv.Atoi(l.B)
		if errA != nil || errB != nil || l.Basis != alike.Asks {
			continue
		}
		out[max(a, b)] = append(out[max(a, b)], min(a, b))
	}
	for i := range out {
		slices.Sort(out[i])
	}
	return out, nil
}
