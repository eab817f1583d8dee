package match

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Rank returns the entries that may answer q, best first, at most five; behind
// them at most two that only their meaning brings near, if q has a Vector.
func (m *Matcher) Rank(ctx context.Context, q Question) ([]Match, error) {
	return m.Top(ctx, q, shown)
}

// Top is Rank for any number of entries.
func (m *Matcher) Top(ctx context.Context, q Question, n int) ([]Match, error) {
	own := m.verbatimOf(&q)
	ranked, err := m.rankWith(ctx, q, own)
	if err != nil {
		return nil, err
	}
	preferVerbatim(ranked, own)
	proposed := m.propose(&q)
	ranked, err = m.behind(&q, ranked, proposed)
	if err != nil {
		return nil, err
	}
	return present(ranked, proposed, n), nil
}

// scored is a candidate with its signals, before it is made presentable.
type scored struct {
	entry    *prepared
	phrasing *bag
	signals  []float64
	margin   float64
	logit    float64
	conf     float64
	verbatim bool
	// behind is how far an example leads, 0 to 1.
	behind float64
}

func (s scored) match() Match {
	out := Match{Entry: s.entry.entry.ID, Question: s.phrasing.text, Confidence: round(s.conf), Signals: map[string]float64{}}
	for i, name := range signalNames {
		out.Signals[name] = round(s.signals[i])
	}
	out.Signals[sigMargin] = round(s.margin)
	if s.verbatim {
		out.Signals[sigVerbatim] = 1
	}
	if s.behind > 0 {
		out.Signals[sigExample] = round(s.behind)
	}
	return out
}

func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// rankWith ranks the candidates of the index and further ones.
func (m *Matcher) rankWith(ctx context.Context, q Question, further []string) ([]scored, error) {
	a := m.ask(&q)
	hits, err := m.index.Candidates(ctx, m.query(a, &q), proposals)
	if err != nil {
		return nil, fmt.Errorf("find candidates: %w", err)
	}
	var out []scored
	for _, h := range withVerbatim(hits, further) {
		if q.without[h.ID] {
			continue
		}
		p, err := m.entry(h.ID)
		if err != nil {
			return nil, err
		}
		if s, ok := m.best(a, p); ok {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(x, y scored) int {
		return cmp.Or(cmp.Compare(y.logit, x.logit), cmp.Compare(x.entry.entry.ID, y.entry.entry.ID))
	})
	m.addMargins(out)
	return out, nil
}

// best scores the phrasing of p that fits a best.
func (m *Matcher) best(a *asked, p *prepared) (scored, bool) {
	var best scored
	found := false
	v := m.view(a, p)
	for i := range p.phrasings {
		sig := m.pair(a, p, &v, i)
		logit := math.Round(m.model.logit(sig)*1e9) / 1e9
		if !found || logit > best.logit {
			best = scored{entry: p, phrasing: &p.phrasings[i], signals: sig, logit: logit}
			found = true
		}
	}
	return best, found
}

// addMargins turns logits into confidences. A best match whose runner-up is
// nearly as good is less sure; everything behind the best is measured against
// the best. A runner-up far behind, such as any unrelated entry, changes
// nothing. Entries are measured against one another as though there were no
// examples, and told how far one leads.
func (m *Matcher) addMargins(list []scored) {
	for i := range list {
		other := math.Inf(-1)
		if rival := rivalOf(list, i); rival >= 0 {
			other = list[rival].logit
		}
		if !list[i].entry.entry.Example {
			list[i].behind = m.exampleLead(list, i)
		}
		list[i].margin = min(1, max(-1, (list[i].logit-other)/m.model.scale))
		list[i].conf = m.model.confidence(list[i].signals, list[i].margin)
		list[i].margin = (list[i].margin + 1) / 2
	}
}

// rivalOf is the place of the best candidate other than the one at i that counts
// against it, -1 if there is none.
func rivalOf(list []scored, i int) int {
	return slices.IndexFunc(list, func(s scored) bool {
		return s.entry != list[i].entry && (list[i].entry.entry.Example || !s.entry.entry.Example)
	})
}

// exampleLead is how far the best example is ahead of the candidate at i, from 0
// for not at all to 1.
func (m *Matcher) exampleLead(list []scored, i int) float64 {
	for _, s := range list[:i] {
		if s.entry.entry.Example {
			return min(1, (s.logit-list[i].logit)/m.model.scale)
		}
	}
	return 0
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
