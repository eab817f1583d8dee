package draft

import (
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// beyondShare is the share of a draft's words that may be its own: a paraphrase
// needs some, and each of them is a word of other questionnaires.
const beyondShare = 0.2

// relatedEnough is how near a word of the draft must be to one of the sources to
// count as the same.
const relatedEnough = 0.5

// unheard is the rarity of a word that stands in no questionnaire.
const unheard = 1

// sense compares what is said.
func (c *Checker) sense(d, src text, s Sources) []Finding {
	var out []Finding
	if is := textnorm.SureLanguage(d.raw); is != "" && is != s.Language {
		out = append(out, Finding{Language, "it is written in another language than the sheet"})
	}
	if s.Language != s.TextLanguage {
		// Words of two languages do not compare; their negations can be counted.
		if count(d.words, c.negations) > count(src.words, c.negations) {
			out = append(out, Finding{Negation, "it denies more than its sources"})
		}
		return append(out, c.translated(d, src, s)...)
	}
	have := map[string]bool{}
	for _, t := range s.Texts {
		for k := range c.keys(t, s.Language) {
			have[k] = true
		}
	}
	out = append(out, c.own(d, src, have, s.Language)...)
	return append(out, c.turned(d, s)...)
}

// own counts the words of a draft that are not those of its sources.
func (c *Checker) own(d, src text, have map[string]bool, language string) []Finding {
	total, beyond := 0, 0
	for _, t := range c.words.Lexicon().AnalyzeText(d.raw, language).Core() {
		if _, number := c.numbers[t.Word]; number || textnorm.IsTime(t.Key) {
			continue // figures have their own checks
		}
		total++
		switch {
		case have[t.Key] || stands(t.Word, src) || c.isRelated(t.Key, have):
		case t.Generic:
		case c.words.Rarity(t.Key) >= unheard:
			return []Finding{{Unknown, "it holds a word that neither its sources nor questionnaires know"}}
		default:
			beyond++
		}
	}
	if float64(beyond) > beyondShare*float64(total) {
		return []Finding{{Beyond, "it says much that its sources do not"}}
	}
	return nil
}

// translated lets only words pass in a draft of another language that mean, as
// far as the lexicon knows, what a word of the sources does, or say little.
func (c *Checker) translated(d, src text, s Sources) []Finding {
	have := map[string]bool{}
	for _, t := range s.Texts {
		for k := range c.keys(t, s.TextLanguage) {
			have[k] = true
		}
	}
	out := c.own(d, src, have, s.Language)
	for _, said := range c.sentences(d.raw, s.Language) {
		known := sentence{keys: have}
		if said.words > 1 && said.nearness(known) == 0 {
			return append(out, Finding{Beyond, "a sentence of it has nothing in common with its sources"})
		}
	}
	return out
}

// stands reports whether all of a token's words stand in the sources.
func stands(words string, src text) bool {
	return !slices.ContainsFunc(strings.Fields(words), func(w string) bool { return !src.has[w] })
}

func (c *Checker) isRelated(key string, have map[string]bool) bool {
	for other, by := range c.words.Lexicon().Close(key) {
		if by >= relatedEnough && have[other] {
			return true
		}
	}
	return false
}

// keys are what a text names, the parts of phrases too.
func (c *Checker) keys(text, language string) map[string]bool {
	out := map[string]bool{}
	for _, t := range c.words.Lexicon().AnalyzeText(text, language).Core() {
		out[t.Key] = true
		for _, p := range t.Parts {
			out[p] = true
		}
	}
	return out
}

func count(words []string, g group) int {
	n := 0
	for _, w := range words {
		if g.has(w) {
			n++
		}
	}
	return n
}

// turned finds a sentence that denies where the sentence of the sources that is
// nearest to it affirms, or the other way round.
func (c *Checker) turned(d text, s Sources) []Finding {
	var known []sentence
	for _, t := range s.Texts {
		known = append(known, c.sentences(t, s.Language)...)
	}
	for _, said := range c.sentences(d.raw, s.Language) {
		switch best, near := said.nearest(known); {
		case near == 0 && said.words > 1:
			return []Finding{{Beyond, "a sentence of it has nothing in common with its sources"}}
		case near > 0 && known[best].negations%2 != said.negations%2:
			return []Finding{{Negation, "a sentence of it says the opposite of its sources"}}
		}
	}
	return nil
}

// sentence is one with what it names and how often it denies.
type sentence struct {
	keys             map[string]bool
	words, negations int
}

// nearest is the sentence that has most in common with s, and how much.
func (s sentence) nearest(known []sentence) (best int, near float64) {
	for i, k := range known {
		if n := s.nearness(k); n > near {
			best, near = i, n
		}
	}
	return best, near
}

func (c *Checker) sentences(text, language string) []sentence {
	var out []sentence
	for _, s := range strings.FieldsFunc(strings.ReplaceAll(text, ". ", "\n"), func(r rune) bool { return strings.ContainsRune("\n!?;", r) }) {
		s = c.unopened(s, language)
		words := textnorm.Words(textnorm.Fold(s))
		if len(words) > 0 {
			out = append(out, sentence{c.keys(s, language), len(words), count(words, c.negations)})
		}
	}
	return out
}

// unopened takes "No," off a sentence.
func (c *Checker) unopened(s, language string) string {
	first, rest, found := strings.Cut(strings.TrimSpace(s), ",")
	if !found {
		return s
	}
	if !slices.Contains(c.openings[language], textnorm.Fold(first)) {
		return s
	}
	return rest
}

// nearness is the share of keys in common.
func (s sentence) nearness(o sentence) float64 {
	common := 0
	for k := range s.keys {
		if o.keys[k] {
			common++
		}
	}
	return float64(common) / float64(max(1, len(s.keys)+len(o.keys)-common))
}
