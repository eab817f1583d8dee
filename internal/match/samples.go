package match

import (
	"context"
	"fmt"
)

// Sample is one pair of question and candidate with what is known about it:
// what fitting learns from.
type Sample struct {
	// Group tells the samples of one question apart from those of another.
	Group int
	// Rank is 0 for the best candidate of its question.
	Rank int
	// Signals are in the order of SignalNames; Margin is -1..1.
	Signals       []float64
	Logit, Margin float64
	// Both is the signal of that name: how near the wordings are.
	Both  float64
	Right bool
	// Weight is how much the sample counts.
	Weight float64
}

// sampled is how many candidates of each question become samples: the wrong
// ones further down teach nothing that these do not.
const sampled = 12

// SignalNames returns the names of the fitted signals, in their order.
func SignalNames() []string { return append([]string(nil), signalNames...) }

// Samples ranks q and labels the candidates: right are those of the entries
// wanted, none of them if nothing in the library answers it. Hidden entries are
// as if neither the library nor any questionnaire had heard of them, so that
// whatever comes first is wrong.
func (m *Matcher) Samples(ctx context.Context, q Question, wanted map[string]bool, hidden bool) ([]Sample, error) {
	if hidden {
		q.without = wanted
	}
	list, err := m.rankWith(ctx, q, nil)
	if err != nil {
		return nil, err
	}
	var out []Sample
	for i, s := range list[:min(sampled, len(list))] {
		out = append(out, Sample{
			Rank: i, Signals: s.signals, Logit: s.logit, Margin: 2*s.margin - 1, Both: s.signals[indexBoth],
			Right: wanted[s.entry.entry.ID], Weight: 1,
		})
	}
	return out, nil
}

// Thinned returns a matcher that knows only the first phrasings of each entry,
// at most n: a library that was made from one finished questionnaire has one.
func (m *Matcher) Thinned(ctx context.Context, entries []Entry, n int) (*Matcher, error) {
	thin := make([]Entry, len(entries))
	for i, e := range entries {
		e.Questions = e.Questions[:min(n, len(e.Questions))]
		thin[i] = e
	}
	out := &Matcher{lex: m.lex, background: m.background, associations: m.associations, matters: m.matters, sides: m.sides, topics: m.topics, model: m.model}
	if err := out.fill(ctx, thin, ""); err != nil {
		return nil, err
	}
	return out, nil
}

// Own asks the phrasings of the library as they stand: what the nearest wording
// looks like.
func (m *Matcher) Own(ctx context.Context, entries []Entry) ([]Sample, error) {
	var out []Sample
	for _, e := range entries {
		for _, text := range e.Questions {
			list, err := m.Samples(ctx, Question{Text: text, Language: e.Language}, map[string]bool{e.ID: true}, false)
			if err != nil {
				return nil, fmt.Errorf("ask a phrasing of %q: %w", e.ID, err)
			}
			out = append(out, list...)
		}
	}
	return out, nil
}
