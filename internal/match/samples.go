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
const sampled = 8

// SignalNames returns the names of the fitted signals, in their order.
func SignalNames() []string { return append([]string(nil), signalNames...) }

// Samples ranks q and labels the candidates: right are those of the entries
// wanted, none of them if nothing in the library answers it.
func (m *Matcher) Samples(ctx context.Context, q Question, wanted map[string]bool) ([]Sample, error) {
	return m.samples(ctx, q, wanted, mask{phrasing: -1})
}

func (m *Matcher) samples(ctx context.Context, q Question, wanted map[string]bool, hide mask) ([]Sample, error) {
	list, err := m.rank(ctx, q, hide)
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

// Bare returns a matcher that knows the first phrasing of each entry only, as a
// library does that was made from one finished questionnaire.
func (m *Matcher) Bare(ctx context.Context, entries []Entry) (*Matcher, error) {
	bare := make([]Entry, len(entries))
	for i, e := range entries {
		e.Questions = e.Questions[:min(1, len(e.Questions))]
		bare[i] = e
	}
	out := &Matcher{lex: m.lex, background: m.background, associations: m.associations, topics: m.topics, model: m.model}
	if err := out.fill(ctx, bare, ""); err != nil {
		return nil, err
	}
	return out, nil
}

// unanswerableWeight is what a question counts whose entry was hidden: some
// other entry often does answer it, so its label is the less sure one.
const unanswerableWeight = 0.4

// Own asks the phrasings of the library as they stand: what the nearest wording
// looks like.
func (m *Matcher) Own(ctx context.Context, entries []Entry) ([]Sample, error) {
	var out []Sample
	for _, e := range entries {
		for _, text := range e.Questions {
			list, err := m.Samples(ctx, Question{Text: text, Language: e.Language}, map[string]bool{e.ID: true})
			if err != nil {
				return nil, fmt.Errorf("ask a phrasing of %q: %w", e.ID, err)
			}
			out = append(out, list...)
		}
	}
	return out, nil
}

// LeaveOut asks the phrasings of the library as questions, each once with its
// own wording hidden and once with its whole entry hidden, and returns the
// samples. Only entries with at least three phrasings take part, so that what
// remains still describes the entry.
func (m *Matcher) LeaveOut(ctx context.Context, entries []Entry) ([]Sample, error) {
	var out []Sample
	group := 0
	for _, e := range entries {
		if len(e.Questions) < 3 {
			continue
		}
		for i, text := range e.Questions {
			q := Question{Text: text, Language: e.Language}
			for _, hide := range []mask{{e.ID, i}, {e.ID, all}} {
				list, err := m.samples(ctx, q, map[string]bool{e.ID: hide.phrasing != all}, hide)
				if err != nil {
					return nil, fmt.Errorf("ask phrasing %d of %q: %w", i+1, e.ID, err)
				}
				for _, s := range list {
					s.Group = group
					if hide.phrasing == all {
						s.Weight = unanswerableWeight
					}
					out = append(out, s)
				}
				group++
			}
		}
	}
	return out, nil
}
