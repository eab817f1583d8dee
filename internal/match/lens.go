package match

import "strings"

// lens is a question turned round for comparing: from each key that one of its
// terms, or a word inside one, is met by, to how far it is met. It is made once
// a question, so that comparing with a phrasing costs one look-up a word.
type lens struct {
	q     *bag
	atoms []atom
	hits  map[string][]hit
	stems map[string][]int // beginnings of words
	// guesses are the terms of the question for which a key may stand.
	guesses map[string][]hit
}

// atom is a term of the question, or a word of one.
type atom struct {
	term int
	part bool
}

// hit is how far a key meets an atom.
type hit struct {
	atom   int
	weight float64
}

// partOf is what a word counts that stands inside a known phrase on one side
// and alone on the other ("risk assessment", "assess risks"); wholeOf what a
// phrase counts all of whose words are there.
const (
	partOf  = 0.8
	wholeOf = 0.85
)

// Words of one stem that the stemmer keeps apart ("intruder", "intrusion")
// begin alike: sameStart letters or more, of words not much longer than that.
const (
	sameStart   = 5
	startCredit = 0.4
)

func (m *Matcher) newLens(q *bag) *lens {
	l := &lens{q: q, hits: map[string][]hit{}, stems: map[string][]int{}, guesses: map[string][]hit{}}
	add := func(key string, a atom, scale float64) {
		i := len(l.atoms)
		l.atoms = append(l.atoms, a)
		l.hits[key] = append(l.hits[key], hit{i, scale})
		for near, w := range m.lex.Neighbours(key) {
			l.hits[near] = append(l.hits[near], hit{i, scale * w})
		}
		if s := start(key); s != "" {
			l.stems[s] = append(l.stems[s], i)
		}
	}
	for i, t := range q.terms {
		add(t.key, atom{term: i}, 1)
		for _, a := range m.associations[t.key] {
			l.guesses[a.key] = append(l.guesses[a.key], hit{i, a.weight})
		}
		for _, p := range t.parts {
			add(p, atom{term: i, part: true}, 1)
		}
	}
	return l
}

// start is the beginning of a plain word that is long enough to tell, "" of
// any other.
func start(key string) string {
	if len(key) < sameStart+1 || strings.ContainsAny(key, "_0123456789") {
		return ""
	}
	return key[:sameStart]
}

// meet records in credit, which has a place for each atom, how far term t of
// another text meets the question, and returns how far the question meets t.
func (l *lens) meet(t *term, credit []float64) float64 {
	best := l.touch(t.key, 1, credit)
	if len(t.parts) == 0 {
		if t.start != "" && best < startCredit {
			for _, i := range l.stems[t.start] {
				credit[i] = max(credit[i], startCredit)
				best = startCredit
			}
		}
		return best
	}
	sum := 0.0
	for _, p := range t.parts {
		sum += l.touch(p, partOf, credit)
	}
	return max(best, wholeOf/partOf*sum/float64(len(t.parts)))
}

// touch is meet for one key, at a scale.
func (l *lens) touch(key string, scale float64, credit []float64) float64 {
	best := 0.0
	for _, h := range l.hits[key] {
		w := scale * h.weight
		credit[h.atom] = max(credit[h.atom], w)
		if l.atoms[h.atom].part {
			w *= partOf
		}
		best = max(best, w)
	}
	return best
}

// guess raises credit, which has a place for each term of the question, by what
// the words of another text may stand for, at a scale.
func (l *lens) guess(b *bag, scale float64, credit []float64) {
	for i := range b.terms {
		for _, h := range l.guesses[b.terms[i].key] {
			credit[h.atom] = max(credit[h.atom], scale*h.weight)
		}
	}
}

// terms folds the credit of atoms into credit of the question's terms.
func (l *lens) terms(credit []float64) []float64 {
	n := len(l.q.terms)
	return l.fold(credit, make([]float64, n), make([]float64, n))
}

// fold is terms into out; out and parts are zeros with a place for each term.
func (l *lens) fold(credit, out, parts []float64) []float64 {
	for i, a := range l.atoms {
		if a.part {
			parts[a.term] += credit[i]
		} else {
			out[a.term] = credit[i]
		}
	}
	for i := range l.q.terms {
		if n := len(l.q.terms[i].parts); n > 0 {
			out[i] = max(out[i], wholeOf*parts[i]/float64(n))
		}
	}
	return out
}
