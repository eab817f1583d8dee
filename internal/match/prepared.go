package match

import (
	"candor/internal/textnorm"
)

// term is one distinct key of a text with what it weighs.
type term struct {
	key     string
	weight  float64
	generic bool
	action  string
}

// bag is a text ready to be compared.
type bag struct {
	text  string
	terms []term
	index map[string]int // key -> place in terms
	total float64
	// actions are the classes of doing in the text.
	actions map[string]bool
}

// genericWeight is what a word such as "process" counts against the name of a
// thing of the same rarity.
const genericWeight = 0.35

// contextWeight is what words of the section count where the question's own
// words name nothing ("Are the policies reviewed at least annually?").
const contextWeight = 0.5

func (m *Matcher) bag(text, language string) bag {
	return m.bagOf(text, m.lex.Analyze(text, language).Core())
}

func (m *Matcher) bagOf(text string, tokens []textnorm.Token) bag {
	b := bag{text: text, index: map[string]int{}, actions: map[string]bool{}}
	for _, t := range tokens {
		b.add(m.term(t))
	}
	return b
}

func (m *Matcher) term(t textnorm.Token) term {
	w := m.background.rarity(t.Key)
	if t.Generic {
		w *= genericWeight
	}
	return term{key: t.Key, weight: w, generic: t.Generic, action: t.Action}
}

func (b *bag) add(t term) {
	if _, there := b.index[t.key]; there {
		return
	}
	b.index[t.key] = len(b.terms)
	b.terms = append(b.terms, t)
	b.total += t.weight
	if t.action != "" {
		b.actions[t.action] = true
	}
}

// things counts the terms that name something of their own: neither generic
// words nor what is done nor how often.
func (b *bag) things() int {
	n := 0
	for _, t := range b.terms {
		if !t.generic && t.action == "" && !textnorm.IsTime(t.key) {
			n++
		}
	}
	return n
}

// prepared is an entry ready to be compared.
type prepared struct {
	entry     Entry
	phrasings []bag
	// phrased counts in how many phrasings a key occurs; text are the keys of
	// the answer.
	phrased map[string]int
	text    map[string]bool
}

func (m *Matcher) prepare(e Entry) prepared {
	p := prepared{entry: e, phrased: map[string]int{}, text: map[string]bool{}}
	for _, q := range e.Questions {
		b := m.bag(q, e.Language)
		p.phrasings = append(p.phrasings, b)
		for _, t := range b.terms {
			p.phrased[t.key]++
		}
	}
	for _, t := range m.lex.AnalyzeText(e.Text, e.Language).Core() {
		p.text[t.Key] = true
	}
	return p
}

// inPhrasings is true if a phrasing other than the hidden one has the key.
func (p *prepared) inPhrasings(key string, hidden *bag) bool {
	n := p.phrased[key]
	if hidden != nil {
		if _, ok := hidden.index[key]; ok {
			n--
		}
	}
	return n > 0
}
