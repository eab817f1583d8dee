package measure

import (
	"context"
	"fmt"
	"math"

	"candor/internal/match"
)

// Fit finds the weights under which the right candidate of each question is
// likeliest to stand above the others (a softmax over the candidates). What is
// common to all candidates of a question teaches nothing here; how sure a best
// candidate is comes from FitSure.
func Fit(samples []match.Sample) []float64 {
	groups := map[int][]match.Sample{}
	var order []int
	for _, s := range samples {
		if len(groups[s.Group]) == 0 {
			order = append(order, s.Group)
		}
		groups[s.Group] = append(groups[s.Group], s)
	}
	w := make([]float64, len(match.SignalNames()))
	for i := range w {
		w[i] = 1
	}
	grad := make([]float64, len(w))
	for round := range rankRounds {
		clear(grad)
		total := 0.0
		for _, g := range order {
			total += softmax(groups[g], w, grad)
		}
		rate := rankRate * 20 / (20 + math.Sqrt(float64(round)))
		for j := range w {
			w[j] = math.Max(0, w[j]+rate*(grad[j]/math.Max(total, 1)-rankDecay*w[j]))
		}
	}
	return w
}

const (
	rankRounds = 800
	rankRate   = 3
	rankDecay  = 0.002
)

// softmax adds the gradient of one question and returns its weight; questions
// without a right candidate have none.
func softmax(group []match.Sample, w, grad []float64) float64 {
	scores := make([]float64, len(group))
	var all, right float64
	for i, s := range group {
		for j, x := range s.Signals {
			scores[i] += w[j] * x
		}
		scores[i] = math.Exp(scores[i])
		all += scores[i]
		if s.Right {
			right += scores[i]
		}
	}
	if right == 0 {
		return 0
	}
	for i, s := range group {
		share := -scores[i] / all
		if s.Right {
			share += scores[i] / right
		}
		for j, x := range s.Signals {
			grad[j] += s.Weight * share * x
		}
	}
	return group[0].Weight
}

func label(right bool) float64 {
	if right {
		return 1
	}
	return 0
}

// goldWeight is what a gold question counts against a phrasing of the library:
// it is written like a stranger's question, not like its own entry.
const goldWeight = 3

// GoldSamples ranks the questions of the dev split and labels the candidates.
func GoldSamples(ctx context.Context, m *match.Matcher, gold []Gold) ([]match.Sample, error) {
	var out []match.Sample
	for i, g := range gold {
		if g.Split != "dev" {
			continue
		}
		wanted := map[string]bool{g.Want: true}
		for _, id := range g.Also {
			wanted[id] = true
		}
		list, err := m.Samples(ctx, g.question(), wanted)
		if err != nil {
			return nil, fmt.Errorf("ask %q: %w", g.Text, err)
		}
		for _, s := range list {
			s.Group, s.Weight = -1-i, goldWeight
			out = append(out, s)
		}
	}
	return out, nil
}
