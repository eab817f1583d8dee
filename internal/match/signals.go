package match

import (
	"math"
	"slices"
)

// The signals, in the order of the weights. Each is 0..1, and more is better.
const (
	// sigQuestion is how much of the question's weight the phrasing covers.
	sigQuestion = "question_covered"
	// sigPhrasing is how much of the phrasing's weight the question covers.
	sigPhrasing = "phrasing_covered"
	// sigBoth is the harmonic mean of the two: both must hold.
	sigBoth = "covered_both"
	// sigEntry is how much of the question all phrasings and the text cover.
	sigEntry = "entry_covered"
	// sigObject is sigQuestion over the words that name a thing.
	sigObject = "object"
	// sigObjectBack is sigPhrasing over the words that name a thing.
	sigObjectBack = "object_back"
	// sigAction is whether the same is done with the thing.
	sigAction = "action"
	// sigRareQuestion falls with the rarest word of the question left over.
	sigRareQuestion = "no_rare_left"
	// sigRareEntry is the same with what phrasings and text leave over.
	sigRareEntry = "no_rare_left_entry"
	// sigRarePhrasing falls with the rarest word of the phrasing left over.
	sigRarePhrasing = "no_rare_extra"
	// sigOrder is how far the shared words stand in the same order.
	sigOrder = "order"
	// sigTopic is whether the entry's topics are those that the words suggest.
	sigTopic = "topic"
	// sigSection is how much of the section's words the entry knows.
	sigSection = "section"
	// sigControl is whether sheet and entry name the same control.
	sigControl = "control"
	// sigMargin is the lead over the runner-up.
	sigMargin = "margin"
)

// signalNames lists the signals that the logistic weighs.
var signalNames = []string{
	sigQuestion, sigPhrasing, sigBoth, sigEntry, sigObject, sigObjectBack, sigAction,
	sigRareQuestion, sigRareEntry, sigRarePhrasing, sigOrder, sigTopic, sigSection, sigControl,
}

// indexBoth is the place of sigBoth in signalNames.
const indexBoth = 2

// unknown is the value of a signal about which nothing can be said.
const unknown = 0.5

// otherCredit is what a word counts that another phrasing of the entry has.
const otherCredit = 0.9

// textCredit is what a word counts that stands in the answer text only: the
// text says how and when, so it backs the question without being about it.
const textCredit = 0.6

// credit tells how far key is met in b, directly or by a related key.
func (m *Matcher) credit(key string, b *bag) float64 {
	if _, ok := b.index[key]; ok {
		return 1
	}
	best := 0.0
	for near, w := range m.lex.Neighbours(key) {
		if _, ok := b.index[near]; ok {
			best = max(best, w)
		}
	}
	return best
}

// coverage is what b covers of a: by weight, by weight of things only, and the
// weight of the rarest term left over.
type coverage struct{ all, things, rarest float64 }

func (m *Matcher) cover(a, b *bag) coverage {
	var got, total, gotThings, things, rarest float64
	for _, t := range a.terms {
		c := m.credit(t.key, b)
		total += t.weight
		got += c * t.weight
		rarest = max(rarest, (1-c)*t.weight)
		if !t.generic && t.action == "" {
			things += t.weight
			gotThings += c * t.weight
		}
	}
	return coverage{share(got, total), share(gotThings, things), rarest}
}

// coverEntry is cover with all that the entry says: other phrasings count
// almost fully, the answer text partly.
func (m *Matcher) coverEntry(q, phrasing, hidden *bag, p *prepared) coverage {
	var got, total, rarest float64
	for _, t := range q.terms {
		c := m.credit(t.key, phrasing)
		if p.inPhrasings(t.key, hidden) {
			c = max(c, otherCredit)
		}
		if p.text[t.key] {
			c = max(c, textCredit)
		}
		total += t.weight
		got += c * t.weight
		rarest = max(rarest, (1-c)*t.weight)
	}
	return coverage{all: share(got, total), rarest: rarest}
}

// share is part of total; nothing of nothing is unknown.
func share(part, total float64) float64 {
	if total == 0 {
		return unknown
	}
	return part / total
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

// actionAgreement is 1 if both texts do the same, 0 if they do different
// things, and in between if only one of them says what is done.
func actionAgreement(a, b map[string]bool) float64 {
	if len(a) == 0 && len(b) == 0 {
		return 1
	}
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	same := 0
	for x := range a {
		if b[x] {
			same++
		}
	}
	return float64(same) / float64(min(len(a), len(b)))
}

// order is the length of the longest common subsequence of the shared keys
// against their number: 1 if they come in the same order.
func order(a, b *bag) float64 {
	var places []int
	for _, t := range a.terms {
		if j, ok := b.index[t.key]; ok {
			places = append(places, j)
		}
	}
	if len(places) < 2 {
		return unknown
	}
	var tails []int // longest rising run, by patience sorting
	for _, p := range places {
		i, _ := slices.BinarySearch(tails, p)
		if i == len(tails) {
			tails = append(tails, p)
		} else {
			tails[i] = p
		}
	}
	return float64(len(tails)) / float64(len(places))
}

// pair computes the signals of a question and one phrasing of an entry; hidden
// is a phrasing that is to be taken as unknown, or nil.
func (m *Matcher) pair(q *asked, p *prepared, phrasing, hidden *bag) []float64 {
	forward := m.cover(&q.bag, phrasing)
	back := m.cover(phrasing, &q.bag)
	entry := m.coverEntry(&q.bag, phrasing, hidden, p)
	return []float64{
		forward.all,
		back.all,
		harmonic(forward.all, back.all),
		entry.all,
		forward.things,
		back.things,
		actionAgreement(q.bag.actions, phrasing.actions),
		1 - forward.rarest,
		1 - entry.rarest,
		1 - back.rarest,
		order(&q.bag, phrasing),
		q.topicAgreement(p.entry.Topics),
		m.sectionAgreement(q, p),
		controlAgreement(q.controls, p.entry.Controls),
	}
}

func (q *asked) topicAgreement(topics []string) float64 {
	if q.topicTotal == 0 || len(topics) == 0 {
		return unknown
	}
	best := q.topicScores[topics[0]]
	for _, t := range topics[1:] {
		best = max(best, 0.8*q.topicScores[t])
	}
	return math.Min(1, best/q.topicBest)
}

func (m *Matcher) sectionAgreement(q *asked, p *prepared) float64 {
	if len(q.section.terms) == 0 {
		return unknown
	}
	got := 0.0
	for _, t := range q.section.terms {
		switch {
		case p.phrased[t.key] > 0:
			got += t.weight
		case p.text[t.key]:
			got += t.weight * textCredit
		}
	}
	return share(got, q.section.total)
}

func controlAgreement(asked map[string]bool, have []string) float64 {
	if len(asked) == 0 || len(have) == 0 {
		return unknown
	}
	for _, c := range have {
		if asked[c] {
			return 1
		}
	}
	return 0
}
