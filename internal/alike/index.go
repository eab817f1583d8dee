package alike

import (
	"cmp"
	"maps"
	"slices"
)

// feature is a key of a question by number, with its weight.
type feature struct {
	key    int32
	weight float64
	// part is true for a word that stands inside a phrase only.
	part bool
}

// index proposes which questions may be alike, without comparing all pairs. A
// question stands under its pairs of rare keys and under its rarest ones; two
// questions that have most of their words in common share at least one of
// these. How rare a key is counts in the set itself, since a library on one
// subject makes that subject's words common.
type index struct {
	keys     map[string]int32
	count    []int32 // questions that hold the key
	kin      [][]kin
	limits   limits
	postings map[uint64][]int32
	nodes    []*node
}

const (
	// pairKeys is how many of its rarest keys a question stands under in pairs.
	pairKeys = 6
	// singleKeys is how many stand alone too, for questions of few words.
	singleKeys = 2
	// window bounds how many of those under one posting are proposed: the
	// nearest in order of their words. So a library with a thousand variations
	// of one question costs no thousand times a thousand comparisons.
	window = 24
	// leastShared is the share of the lighter question that must be in common
	// in the same words before a pair is compared at all.
	leastShared = 0.4
)

func newIndex(nodes []*node, f *Finder) *index {
	ix := &index{limits: f.limits, keys: map[string]int32{}, postings: map[uint64][]int32{}, nodes: nodes}
	// Numbers by name, so that no order of input shows.
	names := map[string]bool{}
	for _, n := range nodes {
		for _, k := range n.body.Keys() {
			names[k.Name] = true
			for _, p := range k.Parts {
				names[p] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		ix.keys[name] = int32(len(ix.keys)) //nolint:gosec // fewer keys than words in memory
	}
	ix.kin = kinOf(ix.keys, f.words)
	ix.count = make([]int32, len(ix.keys))
	for _, n := range nodes {
		ix.describe(n)
		for _, f := range n.features {
			ix.count[f.key]++
		}
	}
	for _, n := range nodes {
		n.rare = ix.byRarity(n)
	}
	slices.SortFunc(nodes, compareNodes)
	for i, n := range nodes {
		for _, sig := range ix.signatures(n) {
			ix.postings[sig] = append(ix.postings[sig], int32(i))
		}
	}
	return ix
}

// compareNodes puts questions of nearly the same words next to each other.
func compareNodes(a, b *node) int {
	return cmp.Or(
		slices.CompareFunc(a.rare, b.rare, func(x, y feature) int { return cmp.Compare(x.key, y.key) }),
		cmp.Compare(a.text, b.text), cmp.Compare(a.language, b.language), cmp.Compare(a.cut, b.cut),
	)
}

// partWeight is what a word inside a phrase counts beside the phrase.
const partWeight = 0.3

// describe sets the features of a question, in order of their numbers. Keys
// that the set does not know count into the total only.
func (ix *index) describe(n *node) {
	weights := map[int32]feature{}
	add := func(id int32, weight float64, part bool) {
		if have, ok := weights[id]; !ok || weight > have.weight {
			weights[id] = feature{id, weight, part}
		}
	}
	n.total, n.terms = 0, nil
	for _, k := range n.body.Keys() {
		n.total += k.Counts
		id, ok := ix.keys[k.Name]
		if ok {
			add(id, k.Counts, false)
		}
		t := term{key: id, weight: k.Counts, rarity: k.Weight, unknown: k.IsUnknown(), rare: !k.Generic && k.Weight >= ix.limits.ExtraWeight && (n.language == "en" || !k.IsUnknown())}
		for _, p := range k.Parts {
			if id, ok := ix.keys[p]; ok {
				add(id, partWeight*k.Counts, true)
				t.parts = append(t.parts, id)
			}
		}
		if ok {
			n.terms = append(n.terms, t)
		}
	}
	n.features = make([]feature, 0, len(weights))
	for _, f := range weights {
		n.features = append(n.features, f)
	}
	slices.SortFunc(n.features, func(a, b feature) int { return cmp.Compare(a.key, b.key) })
}

// byRarity are the features of a question, rarest first, words inside phrases
// behind the phrases.
func (ix *index) byRarity(n *node) []feature {
	rare := slices.Clone(n.features)
	slices.SortFunc(rare, func(a, b feature) int {
		return cmp.Or(cmp.Compare(partial(a), partial(b)), cmp.Compare(ix.count[a.key], ix.count[b.key]), cmp.Compare(a.key, b.key))
	})
	return rare
}

func partial(f feature) int {
	if f.part {
		return 1
	}
	return 0
}

// signatures are what a question stands under.
func (ix *index) signatures(n *node) []uint64 {
	rare := n.rare[:min(len(n.rare), pairKeys)]
	var out []uint64
	for i, a := range rare {
		if i < singleKeys {
			out = append(out, uint64(a.key)<<32|uint64(a.key)) //nolint:gosec // keys are not negative
		}
		for _, b := range rare[i+1:] {
			out = append(out, uint64(min(a.key, b.key))<<32|uint64(max(a.key, b.key))) //nolint:gosec // as above
		}
	}
	return out
}

// estimateSlack is how far an estimate may be below what match finds: match
// looks from both sides and takes the mean.
const estimateSlack = 0.1

// near proposes questions that may be like n, in order of place: with at ≥ 0,
// n's own place, only later ones, each pair being proposed once. seen is
// scratch space of one int a question.
func (ix *index) near(n *node, at int, seen []int, e *estimator) []int {
	var out []int
	e.turn(n)
	for _, sig := range ix.signatures(n) {
		list := ix.postings[sig]
		for _, j := range ix.around(list, n, at) {
			y := int(j)
			if y <= at || seen[y] == at+2 {
				continue
			}
			seen[y] = at + 2
			if !shares(n, ix.nodes[y]) {
				continue
			}
			if e.likeness(ix.nodes[y]) >= ix.limits.Same-estimateSlack {
				out = append(out, y)
			}
		}
	}
	slices.Sort(out)
	return out
}

// around are the nearest of a posting in order of their words; those behind n
// only, if it stands in the set itself.
func (ix *index) around(list []int32, n *node, at int) []int32 {
	if at >= 0 {
		from, _ := slices.BinarySearch(list, int32(at)) //nolint:gosec // places are few
		return list[from:min(len(list), from+window+1)]
	}
	from, _ := slices.BinarySearchFunc(list, n, func(i int32, n *node) int { return compareNodes(ix.nodes[i], n) })
	return list[max(0, from-window):min(len(list), from+window+1)]
}

// shares is true if enough of the lighter question's words are in the other.
func shares(a, b *node) bool {
	got := 0.0
	for i, j := 0, 0; i < len(a.features) && j < len(b.features); {
		x, y := a.features[i], b.features[j]
		switch {
		case x.key < y.key:
			i++
		case x.key > y.key:
			j++
		default:
			got += min(x.weight, y.weight)
			i++
			j++
		}
	}
	return got >= leastShared*min(a.total, b.total)
}
