package draft

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/textnorm"
)

// digits are figures as they are written: "12", "1,000", "1.2.3".
var digits = regexp.MustCompile(`[0-9]+(?:[.,'][0-9]+)*`)

// thousands is a figure whose separators can only part thousands.
var thousands = regexp.MustCompile(`^[0-9]{1,3}(?:[.,'][0-9]{3})+$`)

var separators = strings.NewReplacer(".", "", ",", "", "'", "")

// figuresOf returns the figures of a text in a plain form, those written out
// too: "twenty-four" is 24.
func (c *Checker) figuresOf(t text) []string {
	var out []string
	for _, d := range digits.FindAllString(t.raw, -1) {
		if thousands.MatchString(d) {
			d = separators.Replace(d)
		}
		out = append(out, strings.ReplaceAll(d, ",", "."))
	}
	for i := 0; i < len(t.words); {
		value, n := c.written(t.words[i:])
		if n == 0 {
			i++
			continue
		}
		out = append(out, strconv.FormatFloat(value, 'f', -1, 64))
		i += n
	}
	return out
}

// written reads a number of one word or several at the beginning of words.
func (c *Checker) written(words []string) (value float64, n int) {
	for ; n < len(words); n++ {
		v, ok := c.numbers[words[n]]
		switch {
		case !ok:
			return value, n
		case n > 0 && v >= 100 && value > 0 && value < v:
			value *= v
		case n > 0 && (v >= 10 || int(value)%10 != 0 || value < 20):
			return value, n
		default:
			value += v
		}
	}
	return value, n
}

// figures must stand in the sources, and with the unit that they have there.
func (c *Checker) figures(d, src text) []Finding {
	var out []Finding
	have := c.figuresOf(src)
	if slices.ContainsFunc(c.figuresOf(d), func(f string) bool { return !slices.Contains(have, f) }) {
		out = append(out, Finding{Number, "it holds a figure that its sources do not"})
	}
	known := textnorm.Quantities(src.raw)
	for _, q := range textnorm.Quantities(d.raw) {
		same := func(k textnorm.Quantity) bool {
			return k.Kind == q.Kind && k.Unit == q.Unit && k.Value == q.Value
		}
		if !slices.ContainsFunc(known, same) {
			return append(out, Finding{Quantity, "it holds a quantity that its sources do not"})
		}
	}
	return out
}

// names are words with capital letters. One that does not stand in the sources
// may only be the first of a sentence, and then a word that names nothing.
func (c *Checker) names(d, src text, language string) []Finding {
	first := true
	for field := range strings.FieldsSeq(d.raw) {
		for piece := range strings.FieldsFuncSeq(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			opens := first && isPlain(piece) && c.namesNothing(piece, language)
			if strings.ContainsFunc(piece, unicode.IsUpper) && !src.has[textnorm.Fold(piece)] && !opens {
				return []Finding{{Name, "it holds a name that its sources do not"}}
			}
			first = false
		}
		if strings.HasSuffix(strings.TrimRight(field, `)"'»”`), ".") || strings.ContainsAny(field[len(field)-1:], ":!?") {
			first = true
		}
	}
	return nil
}

// isPlain is true for a word with one capital letter, the first.
func isPlain(word string) bool {
	_, size := utf8.DecodeRuneInString(word)
	return size < len(word) && strings.ToLower(word[size:]) == word[size:] || word == "A" || word == "I"
}

// namesNothing is true for words that say how and not what: articles, pronouns,
// "additionally".
func (c *Checker) namesNothing(word, language string) bool {
	if slices.Contains(c.openings[language], textnorm.Fold(word)) {
		return true
	}
	for _, t := range c.words.Lexicon().AnalyzeText(word, language).Tokens {
		if t.Kind == textnorm.Core && !t.Generic && t.Action == "" {
			return false
		}
	}
	return true
}

// claims finds standards and weighty words that the sources do not hold.
func (c *Checker) claims(d, src text) []Finding {
	var out []Finding
	known := c.frameworks.Frameworks(src.raw)
	for _, m := range c.frameworks.Frameworks(d.raw) {
		named := false
		for _, k := range known {
			named = named || k.Framework == m.Framework && (m.SOCType == 0 || k.SOCType == m.SOCType) && (m.Edition == "" || k.Edition == m.Edition)
		}
		if !named {
			out = append(out, Finding{Framework, "it names a standard that its sources do not"})
			break
		}
	}
	for _, g := range c.weighty {
		if g.in(c.unpaced(d.words)) && !g.in(src.words) {
			return append(out, Finding{Weighty, "it promises or claims more than its sources"})
		}
	}
	return out
}
