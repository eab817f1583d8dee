package alike

import (
	"fmt"
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

// otherKind finds a document, a group or another kind of thing that only one
// side asks for: the plan is not the team.
func (f *Finder) otherKind(near match.Nearness) (Reason, bool) {
	for _, met := range [][]match.Met{near.A, near.B} {
		for _, m := range met {
			if m.By >= f.limits.SwappedMet {
				continue
			}
			for w := range strings.FieldsSeq(m.Word) {
				if f.kinds[w] {
					return Reason{"kind", fmt.Sprintf("only one asks for %q", w)}, true
				}
			}
		}
	}
	return Reason{}, false
}

// bothLeft finds questions that each say something that the other does not, and
// those of which one says much that the other does not.
func (f *Finder) bothLeft(near match.Nearness) (Reason, bool) {
	var left [2]float64
	var words [2]string
	for i, met := range [][]match.Met{near.A, near.B} {
		for _, m := range met {
			if m.By < f.limits.SwappedMet {
				left[i] += m.Weight
				words[i] = m.Word
			}
		}
	}
	more := words[0]
	if left[1] > left[0] {
		more = words[1]
	}
	if max(left[0], left[1]) >= f.limits.OneLeft {
		return Reason{"extra", fmt.Sprintf("only one speaks of %q", more)}, true
	}
	if min(left[0], left[1]) < f.limits.BothLeft {
		return Reason{}, false
	}
	return Reason{"words", fmt.Sprintf("one speaks of %q, the other of %q", min(words[0], words[1]), max(words[0], words[1]))}, true
}

func round(x float64) float64 { return math.Round(x*1e3) / 1e3 }

func sameWords(a, b *question) bool {
	return a.text == b.text || textnorm.Fold(a.text) == textnorm.Fold(b.text)
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

// differentAnswers finds two questions that want different answers: one yes or
// no, the other a name, place, time or number; or other quantities.
func (f *Finder) differentAnswers(a, b *question) (Reason, bool) {
	if a.form != b.form && (a.form == match.FormClosed && wantsName(b.form) || b.form == match.FormClosed && wantsName(a.form)) {
		return Reason{"form", "one asks whether, the other who, what, when or how many"}, true
	}
	if a.hands != b.hands {
		return Reason{"form", "one asks for a document, the other does not"}, true
	}
	return differentAmounts(a, b)
}

// wantsName is true for the forms that yes or no does not answer.
func wantsName(f match.Form) bool {
	switch f {
	case match.FormWho, match.FormWhere, match.FormOften, match.FormLong, match.FormMany, match.FormWhich, match.FormWhy:
		return true
	case match.FormOther, match.FormClosed:
	}
	return false
}

// differentAmounts compares the quantities of both texts: each must have its
// like on the other side.
func differentAmounts(a, b *question) (Reason, bool) {
	lack := func(x, y *question) (textnorm.Quantity, bool) {
		for _, want := range x.amounts {
			found := false
			for _, have := range y.amounts {
				found = found || sameAmount(want, have)
			}
			if !found {
				return want, true
			}
		}
		return textnorm.Quantity{}, false
	}
	if q, ok := lack(a, b); ok {
		return Reason{"quantity", fmt.Sprintf("one asks for %q, the other does not", q.Text)}, true
	}
	if q, ok := lack(b, a); ok {
		return Reason{"quantity", fmt.Sprintf("one asks for %q, the other does not", q.Text)}, true
	}
	return Reason{}, false
}

// slack lets 90 days pass for a quarter.
const slack = 0.02

func sameAmount(a, b textnorm.Quantity) bool {
	if a.Kind != b.Kind || a.Unit != b.Unit || math.Abs(a.Value-b.Value) > slack*max(a.Value, b.Value) {
		return false
	}
	if a.Kind == textnorm.Version && a.Value != b.Value || a.Kind == textnorm.Percent && a.Value != b.Value {
		return false
	}
	return a.Cmp == b.Cmp || a.Cmp == textnorm.Exactly || b.Cmp == textnorm.Exactly
}

// swapped finds another thing in the same place, and a rare word that only one
// side has.
func (f *Finder) swapped(a, b *question, near match.Nearness) (Reason, bool) {
	var left [2]string
	for i, met := range [][]match.Met{near.A, near.B} {
		lang := []string{a.language, b.language}[i]
		for _, m := range met {
			switch {
			case m.Generic, m.IsUnknown() && lang != "en":
				// Of the words of the other languages only those of the field are
				// known; the rest are mostly verbs.
			case m.Weight >= f.limits.ExtraWeight && m.By < f.limits.ExtraMet:
				return Reason{"extra", fmt.Sprintf("only one speaks of %q", m.Word)}, true
			case strings.HasSuffix(m.Word, "ed"): // says what is done, not with what
			case m.Weight >= f.limits.SwappedWeight && m.By < f.limits.SwappedMet && left[i] == "":
				left[i] = m.Word
			}
		}
	}
	if left[0] == "" || left[1] == "" {
		return Reason{}, false
	}
	one, other := min(left[0], left[1]), max(left[0], left[1])
	return Reason{"thing", fmt.Sprintf("one speaks of %q, the other of %q", one, other)}, true
}

// guarded asks the guards, each text in turn being the phrasing of an entry that
// affirms it; the second is not asked where the first has found something.
func (f *Finder) guarded(a, b *question) []Reason {
	var out []Reason
	for _, pair := range [][2]*question{{a, b}, {b, a}} {
		q, p := pair[0], pair[1]
		entry := match.Entry{Questions: []string{p.cut}, Verdict: "yes", Language: p.language}
		for _, found := range f.guard.Check(match.Question{Text: q.cut, Language: q.language}, entry, p.cut) {
			if f.apart[found.Code] {
				out = append(out, Reason{string(found.Code), found.Text})
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
