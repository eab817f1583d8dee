package alike

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// Set holds items ready to be searched for likes of one another, or of further
// items. It is immutable and safe for concurrent use.
type Set struct {
	f     *Finder
	items []Item // in order of id
	asked []*node
	index *index
}

// node is one question with the items that are asked it.
type node struct {
	*question
	items    []int
	features []feature
	total    float64
}

// NewSet prepares items. Items of one id are one item; doubled questions count
// once.
func (f *Finder) NewSet(ctx context.Context, items []Item) (*Set, error) {
	s := &Set{f: f, items: slices.Clone(items)}
	slices.SortStableFunc(s.items, byContent)
	s.items = slices.CompactFunc(s.items, func(a, b Item) bool { return a.ID == b.ID })
	byText := map[string]*node{}
	for i, it := range s.items {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("prepare texts: %w", err)
		}
		for _, text := range it.Questions {
			key := it.Language + "\x00" + textnorm.Fold(text) + "\x00" + strings.Join(it.Under, "\x00")
			n := byText[key]
			if n == nil {
				n = &node{question: f.question(text, it.Under, it.Language)}
				byText[key] = n
				s.asked = append(s.asked, n)
			}
			if len(n.items) == 0 || n.items[len(n.items)-1] != i {
				n.items = append(n.items, i)
			}
		}
	}
	s.index = newIndex(s.asked)
	return s, nil
}

// byContent orders items by id, and such of one id by what they say, so that
// the one that stays does not depend on the order they came in.
func byContent(a, b Item) int {
	return cmp.Or(
		cmp.Compare(a.ID, b.ID), slices.Compare(a.Questions, b.Questions), cmp.Compare(a.Text, b.Text),
		cmp.Compare(a.Language, b.Language), slices.Compare(a.Under, b.Under),
	)
}

// Like returns the links from an item that is not in the set to those of the
// set that are asked the same, likest first; A is always the new one.
func (s *Set) Like(item Item) []Link {
	best := map[int]Link{}
	for _, text := range item.Questions {
		n := &node{question: s.f.question(text, item.Under, item.Language)}
		s.index.describe(n)
		for _, j := range s.index.near(n, -1, nil) {
			other := s.asked[j]
			v := s.f.compare(n.question, other.question)
			if !v.Same {
				continue
			}
			for _, i := range other.items {
				if l, ok := best[i]; !ok || v.Likeness > l.Likeness {
					best[i] = asksLink(item.ID, s.items[i].ID, n, other, v)
				}
			}
		}
	}
	out := make([]Link, 0, len(best))
	for _, l := range best {
		out = append(out, l)
	}
	slices.SortFunc(out, byLikeness)
	return out
}

func asksLink(a, b string, x, y *node, v Verdict) Link {
	return Link{
		A: a, B: b, Basis: Asks, Likeness: v.Likeness, TextA: x.text, TextB: y.text,
		Shared: v.Shared, OnlyA: v.OnlyA, OnlyB: v.OnlyB,
	}
}

func byLikeness(a, b Link) int {
	return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
}

// Links returns every pair of items that are alike, by the likest of their
// texts, in order of ids.
func (s *Set) Links(ctx context.Context) ([]Link, error) {
	best := map[[2]int]Link{}
	add := func(i, j int, l Link) {
		if i > j {
			i, j = j, i
			l.TextA, l.TextB, l.OnlyA, l.OnlyB = l.TextB, l.TextA, l.OnlyB, l.OnlyA
		}
		l.A, l.B = s.items[i].ID, s.items[j].ID
		if have, ok := best[[2]int{i, j}]; !ok || preferred(l, have) {
			best[[2]int{i, j}] = l
		}
	}
	if err := s.linkQuestions(ctx, add); err != nil {
		return nil, err
	}
	s.linkAnswers(add)
	out := make([]Link, 0, len(best))
	for _, l := range best {
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Link) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return out, nil
}

// preferred orders links of one pair: questions before answers, then the
// likest, then by text so that the order of work does not show.
func preferred(a, b Link) bool {
	return cmp.Or(cmp.Compare(a.Basis, b.Basis), cmp.Compare(b.Likeness, a.Likeness),
		cmp.Compare(a.TextA, b.TextA), cmp.Compare(a.TextB, b.TextB)) < 0
}

func (s *Set) linkQuestions(ctx context.Context, add func(i, j int, l Link)) error {
	seen := make([]int, len(s.asked))
	for x, n := range s.asked {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("compare texts: %w", err)
		}
		for k, i := range n.items {
			for _, j := range n.items[k+1:] {
				add(i, j, asksLink("", "", n, n, s.f.compare(n.question, n.question)))
			}
		}
		for _, y := range s.index.near(n, x, seen) {
			other := s.asked[y]
			if len(n.items) == 1 && slices.Equal(n.items, other.items) {
				continue // two phrasings of one entry
			}
			v := s.f.compare(n.question, other.question)
			if !v.Same {
				continue
			}
			for _, i := range n.items {
				for _, j := range other.items {
					if i != j {
						add(i, j, asksLink("", "", n, other, v))
					}
				}
			}
		}
	}
	return nil
}
