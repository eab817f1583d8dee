package alike

import (
	"math"
	"slices"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

// question is one text ready to be compared: its words without its quantities,
// and these apart, so that "every 3 months" is "quarterly" and 12 months are
// never 24.
type question struct {
	text, language string
	cut            string
	body           *match.Text
	form           match.Form
	// hands is true for a request to hand something over ("Please attach …").
	hands   bool
	amounts []textnorm.Quantity
}

func (f *Finder) question(text string, under []string, language string) *question {
	if language == "" {
		language = textnorm.Language(text)
	}
	q := &question{text: text, language: language, cut: text, form: f.formOf(text), hands: f.handsOver(text), amounts: textnorm.Quantities(text)}
	if len(q.amounts) > 0 {
		q.cut = textnorm.Fold(text)
		for _, a := range q.amounts {
			q.cut = strings.Replace(q.cut, a.Text, " ", 1)
		}
		q.cut = f.withoutBounds(q.cut)
	}
	q.body = f.words.Text(q.cut, language)
	if len(under) > 0 && !names(q.body) {
		q.cut += " (" + strings.Join(under, ", ") + ")"
		q.body = f.words.Text(q.cut, language)
	}
	return q
}

// formOf is the form of a question behind its courtesies and its circumstance:
// "Please list …", "When data is sent, is it encrypted?".
func (f *Finder) formOf(text string) match.Form {
	text = f.plain(text)
	form := match.FormOf(text)
	if _, rest, ok := strings.Cut(text, ", "); ok && form != match.FormClosed && match.FormOf(rest) == match.FormClosed {
		return match.FormClosed
	}
	return form
}

// plain is the folded text behind its courtesies.
func (f *Finder) plain(text string) string {
	text = textnorm.Fold(text)
	for _, c := range f.courtesies {
		text = strings.TrimPrefix(text, c+" ")
	}
	return text
}

func (f *Finder) handsOver(text string) bool {
	first, _, _ := strings.Cut(f.plain(text), " ")
	return f.requests[first]
}

// withoutBounds takes out the words that went with a quantity: "or longer".
func (f *Finder) withoutBounds(folded string) string {
	words := textnorm.Words(folded)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return f.bounds[w] }), " ")
}

// names is true if the text names something of its own.
func names(t *match.Text) bool {
	for _, k := range t.Keys() {
		if !k.Generic && !textnorm.IsTime(k.Name) {
			return true
		}
	}
	return false
}

// Compare tells whether two questions ask the same, and why not. language ""
// means that the text tells.
func (f *Finder) Compare(a, languageA, b, languageB string) Verdict {
	qa, qb := f.question(a, nil, languageA), f.question(b, nil, languageB)
	return f.compare(qa, qb)
}

// compare goes from the cheap tests to the dear ones and stops at the first
// that fails, since most pairs fail early.
func (f *Finder) compare(a, b *question) Verdict {
	v, ok := f.near(a, b)
	if ok && v.Likeness < 1 {
		v.Apart = f.guarded(a, b)
	}
	v.Same = ok && len(v.Apart) == 0
	return v
}

// near is the part of compare that the guards are not asked for.
func (f *Finder) near(a, b *question) (v Verdict, ok bool) {
	if sameWords(a, b) {
		return Verdict{Likeness: 1, Shared: wordsOf(a.body.Keys())}, true
	}
	near := f.words.Nearness(a.body, b.body)
	// What is the same word by word counts double: a related word is often
	// another thing ("retention", "deletion").
	v.Likeness = min(mostAlike, round((near.Both+near.Exact)/2))
	v.Shared, v.OnlyA = f.split(near.A)
	_, v.OnlyB = f.split(near.B)
	if v.Likeness < f.limits.Same {
		return v, false
	}
	for _, check := range []func() (Reason, bool){
		func() (Reason, bool) { return f.differentAnswers(a, b) },
		func() (Reason, bool) { return f.swapped(a, b, near) },
		func() (Reason, bool) { return f.otherKind(near) },
		func() (Reason, bool) { return f.bothLeft(near) },
	} {
		if r, apart := check(); apart {
			v.Apart = []Reason{r}
			return v, false
		}
	}
	return v, true
}

// mostAlike is the likeness of two questions that are not the same text.
const mostAlike = 0.999

func round(x float64) float64 { return math.Round(x*1e3) / 1e3 }

func sameWords(a, b *question) bool {
	return a.cut == b.cut && a.text == b.text || // what they stand under is in cut
		textnorm.Fold(a.cut) == textnorm.Fold(b.cut) && textnorm.Fold(a.text) == textnorm.Fold(b.text)
}

func wordsOf(keys []match.Key) []string {
	words := make([]string, 0, len(keys))
	for _, k := range keys {
		words = append(words, k.Word)
	}
	return words
}

// split parts the words of a text into those that the other meets and the
// others.
func (f *Finder) split(met []match.Met) (shared, only []string) {
	for _, m := range met {
		if m.By < f.limits.ExtraMet {
			only = append(only, m.Word)
		} else {
			shared = append(shared, m.Word)
		}
	}
	return shared, only
}
