package draft

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/textnorm"
)

// Sources are what a draft was made of, and for where.
type Sources struct {
	// Texts are the approved texts, in both lengths where there are two.
	Texts []string
	// TextLanguage is theirs, Language the one asked for.
	TextLanguage, Language string
	// AtMost is the number of characters that the cell takes, 0 for any.
	AtMost int
	// Choices are the words of the row's list: choosing one is not for a draft.
	Choices []string
}

// Code names what is wrong with a draft.
type Code string

// The codes.
const (
	Hidden    Code = "hidden"    // characters that are not seen, or that turn the direction
	Script    Code = "script"    // letters of another script
	Markup    Code = "markup"    // marks of HTML, Markdown or templates
	Link      Code = "link"      // an address
	Formula   Code = "formula"   // begins as a formula does
	Length    Code = "length"    // too long
	Choice    Code = "choice"    // is a word of the list
	Number    Code = "number"    // a figure
	Quantity  Code = "quantity"  // a figure with another unit
	Name      Code = "name"      // a name
	Framework Code = "framework" // a standard
	Weighty   Code = "weighty"   // a word that promises or claims much
	Unknown   Code = "unknown"   // a word that no questionnaire knows
	Beyond    Code = "beyond"    // too many words of its own
	Negation  Code = "negation"  // a part with the opposite sense
	Limit     Code = "limit"     // a limit of the sources left out
	Empty     Code = "empty"     // says nothing
	Language  Code = "language"  // another language
)

// Finding is one thing wrong with a draft. It holds no word of it.
type Finding struct {
	Code Code
	Text string
}

// text is a text as the checks see it.
type text struct {
	raw string
	// words are folded and in order; has is the same as a set.
	words []string
	has   map[string]bool
}

func newText(raw string) text {
	t := text{raw: raw, words: textnorm.Words(textnorm.Fold(raw)), has: map[string]bool{}}
	for _, w := range t.words {
		t.has[w] = true
	}
	return t
}

// Check returns what speaks against a draft, nothing if it may be shown.
func (c *Checker) Check(draft string, s Sources) []Finding {
	out := surface(draft, s)
	if slices.ContainsFunc(out, func(f Finding) bool { return f.Code == Hidden || f.Code == Length }) {
		return out // not worth reading on, and perhaps costly
	}
	d, src := newText(draft), newText(strings.Join(s.Texts, "\n"))
	for w := range maps.Clone(src.has) {
		src.has[c.form(w)] = true
	}
	if len(d.words) == 0 {
		return append(out, Finding{Empty, "it says nothing"})
	}
	out = append(out, c.figures(d, src)...)
	out = append(out, c.names(d, src, s.Language)...)
	out = append(out, c.claims(d, src)...)
	out = append(out, c.sense(d, src, s)...)
	return out
}

// A draft that is made of its sources is hardly longer than they are.
const (
	lengthShare = 1.25
	lengthRoom  = 120
)

// surface looks at characters.
func surface(draft string, s Sources) []Finding {
	var out []Finding
	all := strings.Join(s.Texts, "\n")
	add := func(bad bool, code Code, text string) {
		if bad {
			out = append(out, Finding{code, text})
		}
	}
	n := utf8.RuneCountInString(draft)
	add(!utf8.ValidString(draft) || strings.ContainsFunc(draft, isHidden), Hidden, "it holds characters that a reader does not see")
	add(s.AtMost > 0 && n > s.AtMost, Length, "it is longer than the cell takes")
	add(float64(n) > lengthShare*float64(utf8.RuneCountInString(all))+lengthRoom, Length, "it is much longer than its sources")
	add(strings.ContainsFunc(draft, func(r rune) bool { return isForeign(r, all) }), Script, "it holds letters that its sources do not use")
	add(strings.ContainsFunc(draft, func(r rune) bool { return strings.ContainsRune(marks, r) && !strings.ContainsRune(all, r) }), Markup, "it holds marks of a markup language")
	add(hasAddress(draft, all), Link, "it holds an address that its sources do not")
	add(beginsFormula(draft) && !slices.ContainsFunc(s.Texts, func(t string) bool { return t != "" && t[0] == draft[0] }), Formula, "it begins as a formula does")
	add(slices.ContainsFunc(s.Choices, func(w string) bool { return sameWord(draft, w) }), Choice, "it is a word of the row's list")
	return out
}

func sameWord(a, b string) bool {
	a, b = strings.Trim(textnorm.Fold(a), " ."), strings.Trim(textnorm.Fold(b), " .")
	return a == b
}
