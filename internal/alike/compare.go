package alike

import (
	"fmt"
	"math"
	"strings"

	"candor/internal/guard"
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
	amounts        []textnorm.Quantity
}

func (f *Finder) question(text string, under []string, language string) *question {
	if language == "" {
		language = textnorm.Language(text)
	}
	q := &question{text: text, language: language, cut: text, amounts: textnorm.Quantities(text)}
	if len(q.amounts) > 0 {
		q.cut = textnorm.Fold(text)
		for _, a := range q.amounts {
			q.cut = strings.Replace(q.cut, a.Text, " ", 1)
		}
	}
	q.body = f.words.Text(q.cut, language)
	if len(under) > 0 && !names(q.body) {
		q.cut += " (" + strings.Join(under, ", ") + ")"
		q.body = f.words.Text(q.cut, language)
	}
	return q
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
	if samewords(a, b) {
		return Verdict{Likeness: 1, Same: true, Shared: wordsOf(a.body.Keys())}
	}
	near := f.words.Nearness(a.body, b.body)
	v := Verdict{Likeness: round(near.Both)}
	v.Shared, v.OnlyA = f.split(near.A)
	_, v.OnlyB = f.split(near.B)
	if near.Both < f.limits.Same {
		return v
	}
	if r, ok := differentAmounts(a, b); ok {
		v.Apart = append(v.Apart, r)
	} else if r, ok := f.swapped(near); ok {
		v.Apart = append(v.Apart, r)
	} else {
		v.Apart = f.guarded(a, b)
	}
	v.Same = len(v.Apart) == 0
	return v
}

func round(x float64) float64 { return math.Round(x*1e3) / 1e3 }

func samewords(a, b *question) bool {
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
func (f *Finder) swapped(near match.Nearness) (Reason, bool) {
	var left [2]string
	for i, met := range [][]match.Met{near.A, near.B} {
		for _, m := range met {
			switch {
			case m.Generic:
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

// guarded asks the guards in both directions, each text in turn being the
// phrasing of an entry that affirms it.
func (f *Finder) guarded(a, b *question) []Reason {
	var out []Reason
	seen := map[guard.Code]bool{}
	for _, pair := range [][2]*question{{a, b}, {b, a}} {
		q, p := pair[0], pair[1]
		entry := match.Entry{Questions: []string{p.cut}, Verdict: "yes", Language: p.language}
		for _, found := range f.guard.Check(match.Question{Text: q.cut, Language: q.language}, entry, p.cut) {
			if f.apart[found.Code] && !seen[found.Code] {
				seen[found.Code] = true
				out = append(out, Reason{string(found.Code), found.Text})
			}
		}
	}
	return out
}
