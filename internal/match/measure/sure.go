package measure

import (
	"math"

	"candor/internal/match"
)

// Sure is a fitted chance of being right: how much the lead and each signal of
// a best match speak for it.
type Sure struct {
	Offset, Lead float64
	// Signals are in the order of match.SignalNames.
	Signals []float64
}

// Fitting by projected gradient descent; weights stay at 0 or above, since
// more of a signal never speaks against a match. The decay keeps correlated
// signals from trading weight without end.
const (
	sureRounds = 4000
	sureRate   = 2.0
	sureDecay  = 0.0007
)

// FitSure fits the best candidates of all questions.
func FitSure(samples []match.Sample) Sure {
	n := len(match.SignalNames())
	w := Sure{Offset: -3, Signals: make([]float64, n)}
	var best []match.Sample
	total := 0.0
	for _, s := range samples {
		if s.Rank == 0 {
			best = append(best, s)
			total += s.Weight
		}
	}
	for round := range sureRounds {
		var offset, lead float64
		grad := make([]float64, n)
		for _, s := range best {
			err := s.Weight * (w.chance(s) - label(s.Right)) / total
			offset += err
			lead += err * s.Margin * s.Both
			for j, x := range s.Signals {
				grad[j] += err * x
			}
		}
		rate := sureRate * 20 / (20 + math.Sqrt(float64(round)))
		w.Offset -= rate * offset
		w.Lead = math.Max(0, w.Lead-rate*(lead+sureDecay*w.Lead))
		for j := range grad {
			w.Signals[j] = math.Max(0, w.Signals[j]-rate*(grad[j]+sureDecay*w.Signals[j]))
		}
	}
	return w
}

func (w Sure) chance(s match.Sample) float64 {
	x := w.Offset + w.Lead*s.Margin*s.Both
	for j, v := range s.Signals {
		x += w.Signals[j] * v
	}
	return 1 / (1 + math.Exp(-x))
}
