package alike

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// OtherValues finds a thing of which two answers in one language state different
// values, and returns the words of both: "24 hours" and "72 hours" for reporting
// an incident. ok is false if there is none.
//
// Where each answer states a single value of a measure, their sentences must
// have words in common. Where one states several, it speaks of several things:
// then what is said about the two values must be the same but for words that
// only one of them adds, and neither answer may state the other's value too.
func OtherValues(a, b, language string) (valueA, valueB string, ok bool) {
	one, other := statements(a, language), statements(b, language)
	var measures []string
	for m := range one {
		if len(other[m]) > 0 {
			measures = append(measures, m)
		}
	}
	slices.Sort(measures)
	for _, m := range measures {
		if x, y, found := contradicting(one[m], other[m]); found {
			return x.value.Text, y.value.Text, true
		}
	}
	return "", "", false
}

// statement is one value with the words that tell what it is a value of.
type statement struct {
	value   textnorm.Quantity
	context map[string]bool
}

// differs lets 30 days pass for a month.
func (s statement) differs(o statement) bool {
	const tolerance = 0.02
	return math.Abs(s.value.Value-o.value.Value) > tolerance*max(s.value.Value, o.value.Value)
}

const (
	// sharedSingle is how many words the sentences of two single values must
	// share, sharedSeveral those of one value among several, where the words of
	// one must all be those of the other.
	sharedSingle  = 3
	sharedSeveral = 2
)

// contradicting finds two values of one measure that cannot both be right.
func contradicting(one, other []statement) (x, y statement, ok bool) {
	single := sameValue(one) && sameValue(other)
	for _, x := range one {
		for _, y := range other {
			if !x.differs(y) {
				continue
			}
			shared := common(x.context, y.context)
			if single && shared >= sharedSingle {
				return x, y, true
			}
			within := shared == min(len(x.context), len(y.context))
			if !single && within && shared >= sharedSeveral && !agrees(x, other) && !agrees(y, one) {
				return x, y, true
			}
		}
	}
	return x, y, false
}

// sameValue reports whether an answer states one value only, however often.
func sameValue(list []statement) bool {
	return !slices.ContainsFunc(list, func(s statement) bool { return s.differs(list[0]) })
}

// agrees reports whether the other answer states the value as well, of whatever.
func agrees(s statement, other []statement) bool {
	return slices.ContainsFunc(other, func(o statement) bool { return !s.differs(o) })
}

func common(a, b map[string]bool) int {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return n
}

// statements are the values in a text, by what they measure. Each stands with
// the words of its sentence, or with those of its part of the sentence where
// that has several values of the measure.
func statements(text, language string) map[string][]statement {
	out := map[string][]statement{}
	for sentence := range strings.FieldsFuncSeq(strings.ReplaceAll(textnorm.Fold(text), ". ", "\n"), func(r rune) bool { return r == '\n' || r == ';' }) {
		for m, values := range measured(sentence) {
			if len(values) == 1 {
				out[m] = append(out[m], statement{values[0], around(sentence, values[0].Text, language)})
				continue
			}
			for _, part := range clauses(sentence) {
				out[m] = append(out[m], parted(part, m, language)...)
			}
		}
	}
	return out
}

// parted are the values of one measure in a part of a sentence. "AES-128 or
// AES-256" is no value to hold another one against, so it has no words, but the
// answer states it.
func parted(part, m, language string) []statement {
	values := measured(part)[m]
	if len(values) == 1 {
		return []statement{{values[0], around(part, values[0].Text, language)}}
	}
	var out []statement
	for _, q := range values {
		out = append(out, statement{value: q})
	}
	return out
}

// measured are the values in a text by what they measure.
func measured(text string) map[string][]textnorm.Quantity {
	out := map[string][]textnorm.Quantity{}
	for _, q := range textnorm.Quantities(text) {
		m := string(q.Kind) + " " + q.Unit
		out[m] = append(out[m], q)
	}
	return out
}

// joins part a sentence that says something of several things, in the five
// languages, folded.
var joins = strings.NewReplacer(", ", "\n", " and ", "\n", " but ", "\n", " while ", "\n", " or ", "\n",
	" und ", "\n", " sowie ", "\n", " oder ", "\n", " et ", "\n", " ou ", "\n", " y ", "\n", " o ", "\n", " e ", "\n")

func clauses(sentence string) []string { return strings.Split(joins.Replace(sentence), "\n") }

// shortWord is the length up to which words are those of grammar.
const shortWord = 3

// around returns the stems of the longer words beside a value.
func around(part, value, language string) map[string]bool {
	out := map[string]bool{}
	for _, w := range textnorm.Words(strings.ReplaceAll(part, value, " ")) {
		if len(w) > shortWord {
			out[cmp.Or(textnorm.Stem(w, language), w)] = true
		}
	}
	return out
}
