package match

import "sync"

// Text is a question or phrasing ready to be compared with others of its kind.
// It is safe for concurrent use.
type Text struct {
	bag  bag
	keys []Key
	once sync.Once
	lens *lens
}

// Key is one thing, doing or property that a text names.
type Key struct {
	Name string
	// Word is how the text says it.
	Word string
	// Parts are the keys of the words of a phrase, nil for a single word.
	Parts []string
	// Weight falls with how common the key is in questionnaires.
	Weight float64
	// Generic keys name nothing of their own.
	Generic bool
}

// unknownWeight is what a word that was never seen counts at most when two
// questions are compared: it is a name, such as that of the product, that many
// questions of one library share without asking the same.
const unknownWeight = 0.5

// Text prepares a question or phrasing. language "" means that the text tells.
func (w *Words) Text(text, language string) *Text {
	m := Matcher{lex: w.lex, background: w.background}
	t := &Text{bag: m.bag(text, language)}
	t.bag.total = 0
	for i := range t.bag.terms {
		term := &t.bag.terms[i]
		t.keys = append(t.keys, Key{term.key, term.word, term.parts, term.weight, term.generic})
		if w.background.frequency[term.key] == 0 {
			term.weight = min(term.weight, unknownWeight)
		}
		t.bag.total += term.weight
	}
	return t
}

// Keys returns the distinct keys of the text in reading order.
func (t *Text) Keys() []Key { return t.keys }

// Met is a key of a text with how far another text meets it, from 0 to 1.
type Met struct {
	Key
	By float64
}

// Nearness is how far two texts say the same in words, by the same comparison
// that ranks entries, from both sides: exchanging the two changes nothing but
// the names.
type Nearness struct {
	// Both is the harmonic mean of how much each covers of the other.
	Both float64
	// A and B are the keys of either text with how far the other meets them.
	A, B []Met
}

// Nearness compares two texts.
func (w *Words) Nearness(a, b *Text) Nearness {
	metA, forward, back := w.seen(a, b)
	metB, forth, again := w.seen(b, a)
	return Nearness{Both: harmonic((forward+again)/2, (back+forth)/2), A: metA, B: metB}
}

// seen is b through the lens of a: how far each key of a is met, how much of a
// is covered, and how much of b.
func (w *Words) seen(a, b *Text) (met []Met, forward, back float64) {
	a.once.Do(func() {
		m := Matcher{lex: w.lex, background: w.background}
		a.lens = m.newLens(&a.bag)
	})
	credit, backward := a.lens.through(&b.bag)
	met = make([]Met, len(credit))
	for i, k := range a.keys {
		met[i] = Met{k, credit[i]}
	}
	return met, a.bag.covered(credit).all, backward.all
}
