package match

import (
	"math"
	"slices"
	"strings"
	"sync"

	"candor/internal/textnorm"
)

// term is one distinct key of a text with what it weighs.
type term struct {
	key     string
	word    string
	weight  float64
	generic bool
	action  string
	parts   []string
	// start is function start of the key, since every comparison asks for it.
	start string
}

// bag is a text ready to be compared.
type bag struct {
	text  string
	terms []term
	index map[string]int // key -> place in terms
	total float64
	// actions are the classes of doing in the text.
	actions map[string]bool
	// surface are the words as they stand, by their first letters and in order:
	// what the known things were read from. Only questions and phrasings have them.
	surface []string
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
	if text != "" {
		b.surface = surface(tokens)
	}
	return b
}

// surfaceLetters is how many letters tell a word apart: enough to keep words
// apart, and few enough to drop their endings.
const surfaceLetters = 6

func surface(tokens []textnorm.Token) []string {
	out := make([]string, 0, len(tokens))
	for _, t := range tokens {
		for w := range strings.FieldsSeq(t.Word) {
			out = append(out, w[:min(len(w), surfaceLetters)])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (m *Matcher) term(t textnorm.Token) term {
	w := m.background.rarity(t.Key)
	if t.Generic {
		w *= genericWeight
	}
	out := term{key: t.Key, word: t.Word, weight: w, generic: t.Generic, action: t.Action, parts: t.Parts, start: start(t.Key)}
	if m.lex.Turns(t.Word) {
		out.weight *= turningWeight
	}
	if base, ok := m.undone(t); ok {
		out.parts, out.weight = []string{base}, min(w, m.background.rarity(base))
	}
	return out
}

// turningWeight is what a word counts that only turns what a question asks:
// guards weigh it, and for finding the entry it says next to nothing.
const turningWeight = 0.1

// leastUndone is how many letters a word must have behind its "un-".
const leastUndone = 5

// undone is the key of the word behind the "un-" of one that says that a thing
// is not done ("unencrypted"): what is asked about is the same.
func (m *Matcher) undone(t textnorm.Token) (string, bool) {
	rest, ok := strings.CutPrefix(t.Word, "un")
	if !ok || len(rest) < leastUndone || !strings.HasSuffix(rest, "ed") || len(t.Parts) > 0 {
		return "", false
	}
	key := m.lex.KeyOf(rest)
	return key, m.background.frequency[key] > m.background.frequency[t.Key]
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
// words nor what is done nor how often. A phrase names what it is done with too
// ("penetration test").
func (b *bag) things() int {
	n := 0
	for _, t := range b.terms {
		if !t.generic && (t.action == "" || len(t.parts) > 1) && !textnorm.IsTime(t.key) {
			n++
		}
	}
	return n
}

// prepared is an entry ready to be compared.
type prepared struct {
	entry     Entry
	phrasings []bag
	forms     []Form
	// text are the terms of the answer, name those of the id.
	text, name bag
	// common are the terms that the phrasings share, weighed by how many do.
	common bag
	// matters are found when first asked for, since few entries of a large
	// library ever are.
	matters func() []kin
	// side is how far the phrasings are about the product, found like matters.
	side func() float64
	// brief falls with the length of the answer: long texts hold every word.
	brief float64
}

// assemble makes an entry ready from what its words say.
func (m *Matcher) assemble(e Entry, r reading) prepared {
	p := prepared{entry: e}
	for i, q := range e.Questions {
		p.phrasings = append(p.phrasings, m.bagOf(q, r.phrasings[i]))
		p.forms = append(p.forms, FormOf(q))
	}
	p.common = m.commonOf(r.phrasings)
	phrasings := p.phrasings
	p.matters = sync.OnceValue(func() []kin { return m.matters.aboutEntry(phrasings) })
	p.text = m.bagOf("", r.text)
	p.brief = min(1, math.Sqrt(usualText/max(1, float64(len(p.text.terms)))))
	p.side = sync.OnceValue(func() float64 { return m.sides.ofEntry(&e) })
	p.name = m.bagOf("", r.name)
	return p
}

// fewPhrasings is how many phrasings tell nothing of what they have in common:
// each of their terms counts.
const fewPhrasings = 2

// commonOf returns the terms that more than one of the phrasings has. Words that
// name no thing of their own count in full: that all phrasings ask for a policy
// tells an entry on a policy from one on what it rules.
func (m *Matcher) commonOf(phrasings [][]textnorm.Token) bag {
	in := map[string]int{}
	var first []textnorm.Token
	for _, tokens := range phrasings {
		seen := map[string]bool{}
		for _, t := range tokens {
			if seen[t.Key] {
				continue
			}
			seen[t.Key] = true
			if in[t.Key] == 0 {
				first = append(first, t)
			}
			in[t.Key]++
		}
	}
	b := bag{index: map[string]int{}, actions: map[string]bool{}}
	for _, t := range first {
		if in[t.Key] < 2 && len(phrasings) > fewPhrasings {
			continue
		}
		common := m.term(t)
		common.weight = m.background.rarity(t.Key) * float64(in[t.Key]) / float64(len(phrasings))
		b.add(common)
	}
	return b
}

// usualText is how many different words an answer usually has.
const usualText = 20

// name reads an id as words; ids that are numbers or codes name nothing.
func (m *Matcher) name(id string) []textnorm.Token {
	var known []textnorm.Token
	for _, t := range m.lex.AnalyzeText(strings.NewReplacer("-", " ", "_", " ", "/", " ").Replace(id), "en").Core() {
		if m.background.frequency[t.Key] > 0 {
			known = append(known, t)
		}
	}
	return known
}
