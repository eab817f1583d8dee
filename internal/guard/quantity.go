package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

// checkQuantities compares each number of the question with those of the
// entry. A number that the entry contradicts or does not state goes to a
// person, unless the entry's own phrasing asks for the same number and its
// verdict answers that. A No needs no numbers.
func (g *Guard) checkQuantities(t *texts) []Finding {
	if t.answer.Verdict == "no" || t.answer.Verdict == "na" {
		return nil
	}
	var out []Finding
	for _, want := range textnorm.Quantities(t.question.Text) {
		if phrased(want, t.answer.Questions) || setsApart(want, t.q) {
			continue
		}
		past := recency(want, t.q)
		if past { // "In the last twelve months" is met by what is done every year.
			want.Cmp = textnorm.AtMost
		}
		have := g.comparable(want, t)
		if past {
			have = slices.DeleteFunc(slices.Clone(have), func(h textnorm.Quantity) bool { return h.Kind != textnorm.Frequency })
		}
		if len(have) == 0 {
			out = append(out, Finding{Quantity, fmt.Sprintf("the question asks for %q, of which the entry states nothing", described(want)), EffectReview})
			continue
		}
		for _, h := range have {
			if !satisfies(h, want, t.q) {
				out = append(out, Finding{Quantity, fmt.Sprintf("the question asks for %q, the entry says %q", described(want), described(h)), EffectReview})
				break
			}
		}
	}
	return out
}

// setsApart is true for a number that only tells one thing from another ("one
// customer's data from another's").
func setsApart(want textnorm.Quantity, question string) bool {
	_, other := has(question, []string{"another", "another s", "the other", "the others"})
	return other && strings.HasPrefix(want.Text, "one ")
}

// recency is true for a span that reaches back from today: when something was
// last done, rather than how long it takes.
func recency(want textnorm.Quantity, question string) bool {
	if want.Kind != textnorm.Duration {
		return false
	}
	span := strings.TrimSpace(padded(want.Text)) + " "
	for _, word := range []string{"last", "past", "previous", "preceding", "prior"} {
		if strings.Contains(question, " "+word+" "+span) {
			return true
		}
	}
	return false
}

func described(q textnorm.Quantity) string {
	if q.Cmp == textnorm.Exactly || q.Kind == textnorm.Frequency {
		return q.Text
	}
	return string(q.Cmp) + " " + q.Text
}

// phrased is true if one of the entry's phrasings names the same quantity.
func phrased(want textnorm.Quantity, phrasings []string) bool {
	for _, p := range phrasings {
		for _, h := range textnorm.Quantities(p) {
			if h.Kind == want.Kind && h.Unit == want.Unit && h.Value == want.Value && h.Cmp == want.Cmp {
				return true
			}
		}
	}
	return false
}

// comparable returns the entry's quantities of the same kind. Of several
// ("critical 7 days, high 30 days") those count whose clause shares a word with
// the question; if several still do, all of them must satisfy it, since which
// one is meant is not certain.
func (g *Guard) comparable(want textnorm.Quantity, t *texts) []textnorm.Quantity {
	asked := map[string]bool{}
	for _, tok := range t.forms.q.Core() {
		asked[tok.Key] = !textnorm.IsTime(tok.Key)
	}
	var sharing, every []textnorm.Quantity
	for _, clause := range clauses(&t.answer) {
		var found []textnorm.Quantity
		for _, h := range textnorm.Quantities(clause) {
			if sameMeasure(h, want) {
				found = append(found, h)
			}
		}
		every = append(every, found...)
		for _, tok := range g.lex.AnalyzeText(clause, t.answer.Language).Core() {
			if asked[tok.Key] {
				sharing = append(sharing, found...)
				break
			}
		}
	}
	if len(sharing) > 0 && !universal(want, t.q) {
		return sharing
	}
	return every
}

// universal is true if the question asks for each of several, so that whatever
// the entry states must meet it ("annually for critical suppliers, every two
// years for others").
func universal(want textnorm.Quantity, question string) bool {
	_, each := has(strings.ReplaceAll(question, " "+want.Text+" ", " "), []string{"each", "every", "all", "any"})
	return each
}

// sameMeasure is true if two quantities can be compared: times between two
// events are also stated as spans ("an interval of 12 months").
func sameMeasure(h, want textnorm.Quantity) bool {
	if h.Kind != want.Kind {
		span := func(k textnorm.QuantityKind) bool { return k == textnorm.Duration || k == textnorm.Frequency }
		return want.Cmp == textnorm.AtMost && span(h.Kind) && span(want.Kind)
	}
	return h.Unit == want.Unit || want.Kind == textnorm.KeyLength && (h.Unit == "" || want.Unit == "")
}

// clauses splits the entry's answer where one statement ends and the next
// begins.
func clauses(e *match.Entry) []string {
	return strings.FieldsFunc(strings.NewReplacer(". ", "\n", ", ", "\n", "; ", "\n", " and ", "\n").Replace(e.Text+". "+e.Short), func(r rune) bool { return r == '\n' })
}

// spans are words that make a bare duration a lower bound: who keeps for 13
// months also keeps for 12.
var spans = []string{"retain", "retained", "retention", "keep", "kept", "store", "stored", "available", "history", "archive", "archived", "preserve"}

// idling are words that make a bare duration an upper bound: what locks after ten
// minutes is locked after fifteen.
var idling = []string{"inactivity", "inactive", "idle", "idleness", "unused", "unattended", "times out", "time out", "timeout"}

// satisfies is true if what the entry states meets what is asked.
func satisfies(have, want textnorm.Quantity, question string) bool {
	if want.Kind == textnorm.Frequency || have.Kind == textnorm.Frequency {
		return have.Value <= want.Value*1.02
	}
	if want.Kind == textnorm.Percent || want.Kind == textnorm.Version || want.Kind == textnorm.KeyLength {
		return meets(have, want, 0)
	}
	cmp := want.Cmp
	if _, span := has(question, spans); span && want.Kind == textnorm.Duration && cmp == textnorm.Exactly {
		cmp = textnorm.AtLeast
	}
	if _, idle := has(question, idling); idle && want.Kind == textnorm.Duration && cmp == textnorm.Exactly {
		cmp = textnorm.AtMost
	}
	want.Cmp = cmp
	return meets(have, want, tolerance)
}

// tolerance lets 30 days pass for a month.
const tolerance = 0.02

// meets is true if what is stated lies within what is asked.
func meets(have, want textnorm.Quantity, slack float64) bool {
	low, high := have.Value >= want.Value*(1-slack), have.Value <= want.Value*(1+slack)
	switch want.Cmp {
	case textnorm.AtLeast:
		return low && have.Cmp != textnorm.AtMost
	case textnorm.AtMost:
		return high && have.Cmp != textnorm.AtLeast
	case textnorm.Exactly:
		// "99.9 %" and "256 bits" are met by more.
		return low && (high || slack == 0 && want.Kind != textnorm.Version)
	}
	return false
}
