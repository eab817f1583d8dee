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
	// Counts is what it counts in Nearness, which is less for an unknown word.
	Counts float64
	// Generic keys name nothing of their own.
	Generic bool
}

// IsUnknown is true for a word that stands in none of the texts by which rarity
// is told.
func (k Key) IsUnknown() bool { return k.Counts < k.Weight }

// unknownWeight is what a word that was never seen counts at most when two
// questions are compared: it is a name or a verb that says little.
const unknownWeight = 0.5

// Text prepares a question or phrasing. language "" means that the text tells.
func (w *Words) Text(text, language string) *Text {
	m := Matcher{lex: w.lex, background: w.background}
	t := &Text{bag: m.bag(text, language)}
	for i := range t.bag.terms {
		term := &t.bag.terms[i]
		rarity := term.weight
		if w.background.frequency[term.key] == 0 {
			term.weight = min(term.weight, unknownWeight)
		}
		t.keys = append(t.keys, Key{term.key, term.word, term.parts, rarity, term.weight, term.generic})
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
	// Exact is the lower share of either that the other has in the same words.
	Exact float64
	// A and B are the keys of either text with how far the other meets them.
	A, B []Met
}

// Nearness compares two texts.
func (w *Words) Nearness(a, b *Text) Nearness {
	metA, forward, back := w.seen(a, b)
	metB, forth, again := w.seen(b, a)
	return Nearness{
		Both:  harmonic((forward+again)/2, (back+forth)/2),
		Exact: min(exactShare(metA), exactShare(metB)),
		A:     metA, B: metB,
	}
}

// seen is b through the lens of a: how far each key of a is met, how much of a
// is covered, and how much of b.
func (w *Words) seen(a, b *Text) (met []Met, forward, back float64) {
	a.once.Do(func() {
		m := Matcher{lex: w.lex, background: w.background}
		a.lens = m.newLens(&a.bag)
	})
	atoms, of := make([]float64, len(a.lens.atoms)), make([]float64, len(b.keys))
	for i := range b.bag.terms {
		of[i] = a.lens.meet(&b.bag.terms[i], atoms)
	}
	credit := a.lens.terms(atoms)
	met = make([]Met, len(credit))
	for i, k := range a.keys {
		met[i] = Met{k, credit[i]}
	}
	return met, a.covered(credit), b.covered(of)
}

// covered weighs how far each key is met. An unknown word that both have is left
// out: two questions about one product ask nothing the same by naming it.
func (t *Text) covered(met []float64) float64 {
	got, total := 0.0, 0.0
	for i, k := range t.keys {
		if k.IsUnknown() && met[i] > exactly {
			continue
		}
		got += met[i] * k.Counts
		total += k.Counts
	}
	return share(got, total)
}

// exactShare is how much of a text is met as such, not by a related word.
func exactShare(met []Met) float64 {
	got, total := 0.0, 0.0
	for _, m := range met {
		switch {
		case m.By <= exactly:
			total += m.Counts
		case !m.IsUnknown():
			got += m.Counts
			total += m.Counts
		}
	}
	return share(got, total)
}
