package alike

import (
	"maps"
	"slices"
	"strings"

	"candor/internal/match"
)

// The estimate is what the comparison of package match will find, in whole
// numbers instead of words and from one side only, so that of a hundred
// proposals ninety are dropped in a fraction of a microsecond each. It decides
// nothing: what it lets through is compared by match, and what it drops is so
// far below the threshold that match would drop it too (TestEstimate).

// Weights of meetings, as in match.
const (
	partOf      = 0.8
	wholeOf     = 0.85
	sameStart   = 5
	startCredit = 0.4
	exactly     = 0.79
)

// kin is another key that carries part of a key's meaning.
type kin struct {
	key    int32
	weight float64
}

// term is one key of a question by number.
type term struct {
	key    int32
	parts  []int32
	weight float64
	// rarity is its weight where it is left over.
	rarity float64
	// rare terms keep two questions apart if only one of them has them.
	rare bool
	// unknown terms do not count where both questions have them.
	unknown bool
}

// atom is a term of the question under the estimate, or a word of one.
type atom struct {
	term int
	part bool
	next int32 // the next atom of the same key, -1 for none
}

// estimator holds one question turned round, as match.lens does.
type estimator struct {
	ix    *index
	n     *node
	atoms []atom
	first []int32 // by key: its first atom, -1 for none
	// credit of the atoms by the question at hand.
	credit []float64
}

// kinOf relates the keys of the set, by the lexicon and by how they begin.
func kinOf(keys map[string]int32, w *match.Words) [][]kin {
	out := make([][]kin, len(keys))
	starts := map[string][]int32{}
	for name, id := range keys {
		if len(name) > sameStart && !strings.ContainsAny(name, "_0123456789") {
			starts[name[:sameStart]] = append(starts[name[:sameStart]], id)
		}
	}
	for name, id := range keys {
		near := map[int32]float64{}
		if len(name) > sameStart && !strings.ContainsAny(name, "_0123456789") {
			for _, other := range starts[name[:sameStart]] {
				near[other] = startCredit
			}
		}
		for other, weight := range w.Lexicon().Neighbours(name) {
			if o, ok := keys[other]; ok {
				near[o] = max(near[o], weight)
			}
		}
		near[id] = 1
		for _, o := range slices.Sorted(maps.Keys(near)) {
			out[id] = append(out[id], kin{o, near[o]})
		}
	}
	return out
}

func (ix *index) estimator() *estimator {
	e := &estimator{ix: ix, first: make([]int32, len(ix.keys))}
	for i := range e.first {
		e.first[i] = -1
	}
	return e
}

// turn sets the question to which others are held.
func (e *estimator) turn(n *node) {
	for _, t := range e.terms() {
		e.first[t.key] = -1
		for _, p := range t.parts {
			e.first[p] = -1
		}
	}
	e.n, e.atoms = n, e.atoms[:0]
	add := func(key int32, term int, part bool) {
		e.atoms = append(e.atoms, atom{term, part, e.first[key]})
		e.first[key] = int32(len(e.atoms) - 1) //nolint:gosec // few atoms
	}
	for i, t := range n.terms {
		add(t.key, i, false)
		for _, p := range t.parts {
			add(p, i, true)
		}
	}
}

func (e *estimator) terms() []term {
	if e.n == nil {
		return nil
	}
	return e.n.terms
}

// likeness estimates that of n and b; 0 if one of them has a rare word that
// nothing in the other comes near, or both have words of their own.
func (e *estimator) likeness(b *node) float64 {
	e.credit = append(e.credit[:0], make([]float64, len(e.atoms))...)
	back, exactBack, left, all := 0.0, 0.0, 0.0, b.total
	for i := range b.terms {
		t := &b.terms[i]
		met := e.touch(t.key, 1)
		if len(t.parts) > 0 {
			sum := 0.0
			for _, p := range t.parts {
				sum += e.touch(p, partOf)
			}
			met = max(met, wholeOf/partOf*sum/float64(len(t.parts)))
		}
		if t.rare && met < startCredit {
			return 0
		}
		if t.unknown && met == 1 {
			all -= t.weight
			continue
		}
		back += met * t.weight
		switch {
		case met > exactly:
			exactBack += t.weight
		case met < e.ix.limits.SwappedMet && len(t.parts) == 0: // phrases are met better from the other side
			left += t.rarity
		}
	}
	forward, exact, of, ok := e.covered(left >= e.ix.limits.BothLeft)
	switch {
	case !ok:
		return 0
	case all < leastWeight || of < leastWeight:
		return 1 // nothing to go by: let match decide
	}
	back, forward = back/all, forward/of
	if back+forward == 0 {
		return 0
	}
	return (2*back*forward/(back+forward) + min(exactBack/all, exact/of)) / 2
}

// leastWeight is less than any word weighs, and more than what rounding leaves.
const leastWeight = 1e-6

func (e *estimator) touch(key int32, scale float64) float64 {
	best := 0.0
	for _, k := range e.ix.kin[key] {
		for a := e.first[k.key]; a >= 0; a = e.atoms[a].next {
			w := scale * k.weight
			e.credit[a] = max(e.credit[a], w)
			if e.atoms[a].part {
				w *= partOf
			}
			best = max(best, w)
		}
	}
	return best
}

// covered folds the credit of atoms into that of the question; not ok if a rare
// word is left over, or, where the other question has words of its own, several.
func (e *estimator) covered(otherLeft bool) (got, exact, of float64, ok bool) {
	of = e.n.total
	left := 0.0
	for a := 0; a < len(e.atoms); {
		t := &e.n.terms[e.atoms[a].term]
		credit, sum := e.credit[a], 0.0
		for range t.parts {
			a++
			sum += e.credit[a]
		}
		a++
		if len(t.parts) > 0 {
			credit = max(credit, wholeOf*sum/float64(len(t.parts)))
		}
		if t.rare && credit < startCredit {
			return 0, 0, 0, false
		}
		if t.unknown && credit == 1 {
			of -= t.weight
			continue
		}
		got += credit * t.weight
		switch {
		case credit > exactly:
			exact += t.weight
		case credit < e.ix.limits.SwappedMet:
			left += t.rarity
		}
	}
	return got, exact, of, !otherLeft || left < e.ix.limits.BothLeft
}
