package alike

import (
	"cmp"
	"context"
	"fmt"
	"maps"
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
	rare     []feature
	terms    []term
	total    float64
}

// NewSet prepares items. Items of one id are one item; doubled questions count
// once.
func (f *Finder) NewSet(ctx context.Context, items []Item) (*Set, error) {
	s := &Set{f: f, items: slices.Clone(items)}
	slices.SortStableFunc(s.items, byContent)
	s.items = slices.CompactFunc(s.items, func(a, b Item) bool { return a.ID == b.ID })
	byText := map[string]*node{}
	var under []Item
	for i, it := range s.items {
		for _, text := range it.Questions {
			key := it.Language + "\x00" + textnorm.Fold(text) + "\x00" + strings.Join(it.Under, "\x00")
			n := byText[key]
			if n == nil {
				n = &node{question: &question{text: text}}
				byText[key] = n
				s.asked, under = append(s.asked, n), append(under, it)
			}
			if len(n.items) == 0 || n.items[len(n.items)-1] != i {
				n.items = append(n.items, i)
			}
		}
	}
	err := spread(ctx, len(s.asked), func(int) func(int) {
		return func(i int) { s.asked[i].question = f.question(s.asked[i].text, under[i].Under, under[i].Language) }
	})
	if err != nil {
		return nil, fmt.Errorf("prepare texts: %w", err)
	}
	s.index = newIndex(s.asked, f)
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
		n.rare = s.index.byRarity(n)
		for _, j := range s.index.near(n, -1, make([]int, len(s.asked)), s.index.estimator()) {
			other := s.asked[j]
			v := s.f.compare(n.question, other.question)
			if !v.Same {
				continue
			}
			for _, i := range other.items {
				l := asksLink(n, other, v)
				l.A, l.B = item.ID, s.items[i].ID
				if have, ok := best[i]; !ok || preferred(l, have) {
					best[i] = l
				}
			}
		}
	}
	out := slices.Collect(maps.Values(best))
	slices.SortFunc(out, func(a, b Link) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(a.B, b.B))
	})
	return out
}

func asksLink(x, y *node, v Verdict) Link {
	return Link{
		Basis: Asks, Likeness: v.Likeness, TextA: x.text, TextB: y.text,
		Shared: v.Shared, OnlyA: v.OnlyA, OnlyB: v.OnlyB,
	}
}
