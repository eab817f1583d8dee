package alike

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Links returns every pair of items that are alike, by the likest of their
// texts, in order of ids.
func (s *Set) Links(ctx context.Context) ([]Link, error) {
	asks, err := s.questionLinks(ctx)
	if err != nil {
		return nil, err
	}
	linked := map[[2]int]bool{}
	var out []Link
	for _, l := range asks {
		linked[l.items] = true
		out = append(out, l.Link)
	}
	for _, l := range s.answerLinks() {
		if !linked[l.items] {
			out = append(out, l.Link)
		}
	}
	slices.SortFunc(out, func(a, b Link) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return out, nil
}

// itemLink is a link with the places of its items, the lower first.
type itemLink struct {
	Link
	items [2]int
}

// preferred orders links of one pair by likeness, then by text so that the
// order of work does not show.
func preferred(a, b Link) bool {
	return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(a.TextA, b.TextA), cmp.Compare(a.TextB, b.TextB)) < 0
}

// pair is two questions that may ask the same, x being asked of items[0].
type pair struct {
	items    [2]int
	x, y     int32
	likeness float64
}

// questionLinks compares what the index proposes. Words are compared first;
// what is near enough then goes to the guards, the likest pair of questions of
// two items first, until one passes: guards are dear, and one is enough.
func (s *Set) questionLinks(ctx context.Context) ([]itemLink, error) {
	near := make([][]pair, len(s.asked))
	err := spread(ctx, len(s.asked), func(int) func(int) {
		seen, e := make([]int, len(s.asked)), s.index.estimator()
		return func(x int) { near[x] = s.pairs(x, s.index.near(s.asked[x], x, seen, e)) }
	})
	if err != nil {
		return nil, fmt.Errorf("compare texts: %w", err)
	}
	all := slices.Concat(near...)
	slices.SortFunc(all, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.items[0], b.items[0]), cmp.Compare(a.items[1], b.items[1]), cmp.Compare(b.likeness, a.likeness),
			cmp.Compare(s.asked[a.x].text, s.asked[b.x].text), cmp.Compare(s.asked[a.y].text, s.asked[b.y].text), cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y))
	})
	groups := slices.Collect(byItems(all))
	links := make([]*itemLink, len(groups))
	err = spread(ctx, len(groups), func(int) func(int) {
		return func(i int) { links[i] = s.confirm(groups[i]) }
	})
	if err != nil {
		return nil, fmt.Errorf("compare texts: %w", err)
	}
	var out []itemLink
	for _, l := range links {
		if l != nil {
			out = append(out, *l)
		}
	}
	return out, nil
}

// byItems cuts a sorted list of pairs where the items change.
func byItems(all []pair) func(yield func([]pair) bool) {
	return func(yield func([]pair) bool) {
		for len(all) > 0 {
			n := 1
			for n < len(all) && all[n].items == all[0].items {
				n++
			}
			if !yield(all[:n]) {
				return
			}
			all = all[n:]
		}
	}
}

// pairs lists by item what question x is near to, itself included where several
// items are asked it.
func (s *Set) pairs(x int, proposed []int) []pair {
	n := s.asked[x]
	var out []pair
	for k, i := range n.items {
		for _, j := range n.items[k+1:] {
			out = append(out, pair{[2]int{i, j}, int32(x), int32(x), 1}) //nolint:gosec // fewer questions than bytes
		}
	}
	for _, y := range proposed {
		other := s.asked[y]
		if len(n.items) == 1 && slices.Equal(n.items, other.items) {
			continue // two phrasings of one item
		}
		v, ok := s.f.near(n.question, other.question)
		if !ok {
			continue
		}
		for _, i := range n.items {
			for _, j := range other.items {
				switch {
				case i < j:
					out = append(out, pair{[2]int{i, j}, int32(x), int32(y), v.Likeness}) //nolint:gosec // as above
				case j < i:
					out = append(out, pair{[2]int{j, i}, int32(y), int32(x), v.Likeness}) //nolint:gosec // as above
				}
			}
		}
	}
	return out
}

// tries is how many pairs of questions of two items are shown to the guards.
// Where these keep the likest ones apart, the others are about less still.
const tries = 3

// confirm returns the link of two items by the likest of their questions that
// the guards let pass, nil if none does.
func (s *Set) confirm(list []pair) *itemLink {
	for _, p := range list[:min(len(list), tries)] {
		x, y := s.asked[p.x], s.asked[p.y]
		v := s.f.compare(x.question, y.question)
		if !v.Same {
			continue
		}
		l := itemLink{asksLink(x, y, v), p.items}
		l.A, l.B = s.items[p.items[0]].ID, s.items[p.items[1]].ID
		return &l
	}
	return nil
}
