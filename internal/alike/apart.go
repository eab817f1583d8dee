package alike

import (
	"fmt"
	"math"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

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
