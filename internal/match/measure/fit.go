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
// candidate is comes from FitSure. A weight may be negative: signals overlap, and
// what one of them counts too often another takes back.
func Fit(samples []match.Sample) []float64 {
	groups, order := byGroup(samples)
	n := len(match.SignalNames())
	w, ahead, grad := make([]float64, n), make([]float64, n), make([]float64, n)
	for round := range rankRounds {
		clear(grad)
		total := 0.0
		for _, g := range order {
			total += softmax(groups[g], ahead, grad)
		}
		// The gradient is taken where the last step leads on to (Nesterov).
		momentum := float64(round) / float64(round+3)
		for j := range w {
			next := ahead[j] + rankRate*(grad[j]/math.Max(total, 1)-rankDecay*ahead[j])
			w[j], ahead[j] = next, next+momentum*(next-w[j])
		}
	}
	return w
}

const (
	rankRounds = 1500
	rankRate   = 0.7
	rankDecay  = 0.0005
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

// goldSamples ranks the questions of the dev split and labels the candidates,
// the wanted ones hidden or not.
func goldSamples(ctx context.Context, m *match.Matcher, gold []Gold, hidden bool) ([]match.Sample, error) {
	var out []match.Sample
	for i, g := range gold {
		if g.Split != "dev" {
			continue
		}
		wanted := map[string]bool{g.Want: true}
		for _, id := range g.Also {
			wanted[id] = true
		}
		list, err := m.Samples(ctx, g.question(), wanted, hidden)
		if err != nil {
			return nil, fmt.Errorf("ask %q: %w", g.Text, err)
		}
		for _, s := range list {
			s.Group = -1 - i
			out = append(out, s)
		}
	}
	return out, nil
}
