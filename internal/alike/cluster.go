package alike

import (
	"cmp"
	"context"
	"slices"
)

// Cluster is a group of items around one that is alike to each of the others.
type Cluster struct {
	// Centre is the item with the most likes; Items are all of them, the centre
	// first, the others in order of id.
	Centre string
	Items  []string
	// Likeness is the lowest of any item to the centre.
	Likeness float64
	// Links are all links within the cluster, in order of ids.
	Links []Link
}

// Clusters groups items that are alike, biggest groups first. Each item is in
// at most one cluster, and every member is alike to its centre: likeness is
// never passed on along a chain from item to item.
func (s *Set) Clusters(ctx context.Context) ([]Cluster, error) {
	links, err := s.Links(ctx)
	if err != nil {
		return nil, err
	}
	return Group(links), nil
}

// Group makes clusters of links, whatever their order.
func Group(links []Link) []Cluster {
	near := map[string]map[string]Link{}
	for _, l := range links {
		for _, pair := range [][2]string{{l.A, l.B}, {l.B, l.A}} {
			if near[pair[0]] == nil {
				near[pair[0]] = map[string]Link{}
			}
			near[pair[0]][pair[1]] = l
		}
	}
	taken := map[string]bool{}
	var out []Cluster
	for _, centre := range byLikes(near) {
		if taken[centre] {
			continue
		}
		c := gather(centre, near[centre], taken)
		if len(c.Items) < 2 {
			continue
		}
		for _, id := range c.Items {
			taken[id] = true
		}
		c.Links = within(c.Items, near)
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Cluster) int {
		return cmp.Or(cmp.Compare(len(b.Items), len(a.Items)), cmp.Compare(b.Likeness, a.Likeness), cmp.Compare(a.Centre, b.Centre))
	})
	return out
}

// byLikes lists the items by how many others they are alike to, then by how
// much, then by id. Sums are taken in order of ids, so that rounding does not
// depend on the order of a map.
func byLikes(near map[string]map[string]Link) []string {
	ids := make([]string, 0, len(near))
	for id := range near {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	sums := make(map[string]float64, len(ids))
	for _, id := range ids {
		sums[id] = sum(near[id])
	}
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(near[b]), len(near[a])), cmp.Compare(sums[b], sums[a]))
	})
	return ids
}

// sum adds likenesses, which have three digits, as whole numbers.
func sum(links map[string]Link) float64 {
	total := 0
	for _, l := range links {
		total += int(l.Likeness*1000 + 0.5)
	}
	return float64(total)
}

func gather(centre string, links map[string]Link, taken map[string]bool) Cluster {
	c := Cluster{Centre: centre, Likeness: 1}
	for id, l := range links {
		if !taken[id] {
			c.Items = append(c.Items, id)
			c.Likeness = min(c.Likeness, l.Likeness)
		}
	}
	slices.Sort(c.Items)
	c.Items = append([]string{centre}, c.Items...)
	return c
}

func within(ids []string, near map[string]map[string]Link) []Link {
	var out []Link
	for _, a := range ids {
		for _, b := range ids {
			if l, ok := near[a][b]; ok && a < b {
				out = append(out, l)
			}
		}
	}
	slices.SortFunc(out, func(a, b Link) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return out
}
