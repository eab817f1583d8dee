package measure

import (
	"context"
	"fmt"
	"math"

	"candor/internal/match"
)

// Weights are a fitted logistic: a bias and one weight a signal.
type Weights struct {
	Bias    float64
	Signals []float64
}

// Fitting by projected gradient descent: few samples and few signals need
// nothing finer. Weights stay at 0 or above, since every signal is made so
// that more of it speaks for the match; a negative weight would be noise.
const (
	fitRounds = 3000
	fitRate   = 0.5
	fitDecay  = 0.0005 // keeps correlated signals from trading weight without end
)

// Fit finds the weights under which the labels of the samples are likeliest.
func Fit(samples []match.Sample) Weights {
	rows := make([][]float64, len(samples))
	for i, s := range samples {
		rows[i] = s.Signals
	}
	return fit(rows, samples)
}

// FitMargin finds slope, margin weight and offset for the best candidates.
func FitMargin(samples []match.Sample) (slope, margin, offset float64) {
	var rows [][]float64
	var best []match.Sample
	for _, s := range samples {
		if s.Rank == 0 {
			best = append(best, s)
			// Scaled so that one step size suits both.
			rows = append(rows, []float64{s.Logit / 4, s.Margin})
		}
	}
	w := fit(rows, best)
	return w.Signals[0] / 4, w.Signals[1], w.Bias
}

func fit(rows [][]float64, samples []match.Sample) Weights {
	if len(rows) == 0 {
		return Weights{}
	}
	n := len(rows[0])
	w := Weights{Bias: -2, Signals: make([]float64, n)}
	total := 0.0
	for _, s := range samples {
		total += s.Weight
	}
	grad := make([]float64, n)
	for round := range fitRounds {
		clear(grad)
		gradBias := 0.0
		for i, row := range rows {
			err := samples[i].Weight * (w.predict(row) - label(samples[i].Right))
			gradBias += err
			for j, x := range row {
				grad[j] += err * x
			}
		}
		rate := fitRate * 20 / (20 + math.Sqrt(float64(round)))
		w.Bias -= rate * 4 * gradBias / total
		for j := range grad {
			w.Signals[j] = math.Max(0, w.Signals[j]-rate*4*(grad[j]/total+fitDecay*w.Signals[j]))
		}
	}
	return w
}

func (w Weights) predict(row []float64) float64 {
	x := w.Bias
	for j, s := range row {
		x += w.Signals[j] * s
	}
	return 1 / (1 + math.Exp(-x))
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
