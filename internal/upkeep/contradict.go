package upkeep

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"candor/internal/alike"
	"candor/internal/library"
	"candor/internal/textnorm"
)

// contradiction says why two entries that are asked the same cannot both be
// right, "" if they can: other positions, or other numbers of one measure. Two
// answers that read alike (basis says) may take other positions, since what
// they are asked differs.
func contradiction(a, b *library.Entry, basis alike.Basis) string {
	if basis == alike.Says {
		return ""
	}
	if position(a) && position(b) && a.Verdict != b.Verdict {
		return fmt.Sprintf("%s says %s and %s says %s", a.ID, a.Verdict, b.ID, b.Verdict)
	}
	if a.Language != b.Language {
		return "" // numbers are read in words of one language
	}
	return otherNumbers(a, b)
}

func position(e *library.Entry) bool {
	switch e.Verdict {
	case library.Yes, library.No, library.Partial, library.NA:
		return true
	case library.Text, library.None:
	}
	return false
}

// otherNumbers finds a measure of which both answers state values and share
// none: "within 24 hours" against "within 72 hours". Answers that state several
// values of a measure usually speak of several things, so those are left alone.
func otherNumbers(a, b *library.Entry) string {
	one, other := measures(a.Text), measures(b.Text)
	var keys []string
	for k := range one {
		if len(one[k]) == 1 && len(other[k]) == 1 {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		x, y := one[k][0], other[k][0]
		if math.Abs(x.Value-y.Value) > tolerance*max(x.Value, y.Value) && sameThing(x, y, a.Text, b.Text) {
			return fmt.Sprintf("%s says %q and %s says %q", a.ID, x.Text, b.ID, y.Text)
		}
	}
	return ""
}

// tolerance lets 30 days pass for a month.
const tolerance = 0.02

func measures(text string) map[string][]textnorm.Quantity {
	out := map[string][]textnorm.Quantity{}
	for _, q := range textnorm.Quantities(text) {
		k := string(q.Kind) + " " + q.Unit
		if !slices.ContainsFunc(out[k], func(o textnorm.Quantity) bool { return o.Value == q.Value }) {
			out[k] = append(out[k], q)
		}
	}
	return out
}

// leastShared is how many words of the sentences around two numbers must be
// the same, numbers apart, for them to be about one thing.
const leastShared = 3

func sameThing(x, y textnorm.Quantity, a, b string) bool {
	one, other := around(x.Text, a), around(y.Text, b)
	shared := 0
	for w := range one {
		if other[w] {
			shared++
		}
	}
	return shared >= leastShared
}

// shortWord is the length up to which words are those of grammar.
const shortWord = 3

// around returns the longer words of the sentence in which a quantity stands.
func around(quantity, text string) map[string]bool {
	out := map[string]bool{}
	for sentence := range strings.SplitSeq(textnorm.Fold(text), ". ") {
		if !strings.Contains(sentence, quantity) {
			continue
		}
		for _, w := range textnorm.Words(strings.ReplaceAll(sentence, quantity, " ")) {
			if len(w) > shortWord {
				out[w] = true
			}
		}
	}
	return out
}
