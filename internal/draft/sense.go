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
	have := map[string]bool{}
	for _, t := range s.Texts {
		for k := range c.keys(t, s.TextLanguage) {
			have[k] = true
		}
	}
	out = append(out, c.bound(d, s)...)
	out = append(out, c.doers(d, src, have, s.Language)...)
	out = append(out, c.own(d, src, have, s.Language)...)
	if s.Language != s.TextLanguage && count(d.words, c.negations) > count(src.words, c.negations) {
		// Sentences of two languages may have nothing in common that we know.
		out = append(out, Finding{Negation, "it denies more than its sources"})
	}
	return append(out, c.strays(d, s, have)...)
}

// own counts the words of a draft that are not those of its sources.
func (c *Checker) own(d, src text, have map[string]bool, language string) []Finding {
	total, beyond := 0, 0
	for _, t := range c.words.Lexicon().AnalyzeText(d.raw, language).Core() {
		if _, number := c.numbers[t.Word]; number || textnorm.IsTime(t.Key) || slices.Contains(c.openings[language], t.Word) {
			continue // these have their own checks
		}
		total++
		switch {
		case have[c.form(t.Key)] || c.stands(t.Word, src) || c.isRelated(t.Key, have):
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

// strays finds a sentence of a draft that names nothing of the sources.
func (c *Checker) strays(d text, s Sources, have map[string]bool) []Finding {
	for _, raw := range cut(d.raw, "\n!?;") {
		raw = c.unopened(raw, s.Language)
		keys := c.keys(raw, s.Language)
		if len(textnorm.Words(textnorm.Fold(raw))) > 1 && (sentence{keys: keys}).nearness(sentence{keys: have}) == 0 {
			return []Finding{{Beyond, "a sentence of it has nothing in common with its sources"}}
		}
	}
	return nil
}

// Concerns reports whether a text names anything that a question does, general
// words such as "system" aside.
func (c *Checker) Concerns(text, question, language string) bool {
	asked := map[string]bool{}
	for _, t := range c.words.Lexicon().AnalyzeText(question, language).Core() {
		asked[t.Key] = true
	}
	for _, t := range c.words.Lexicon().AnalyzeText(text, language).Core() {
		if !t.Generic && !c.negations.has(t.Word) && (asked[t.Key] || c.isRelated(t.Key, asked)) {
			return true
		}
	}
	return false
}

// stands reports whether all of a token's words stand in the sources.
func (c *Checker) stands(words string, src text) bool {
	return !slices.ContainsFunc(strings.Fields(words), func(w string) bool { return !src.has[w] && !src.has[c.form(w)] })
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
		out[c.form(t.Key)] = true
		for _, p := range t.Parts {
			out[c.form(p)] = true
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

// sentence is what one names.
type sentence struct{ keys map[string]bool }

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
