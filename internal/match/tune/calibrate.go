package main

import (
	"fmt"
	"io"
	"math"

	"candor/internal/match"
)

// sure is a fitted chance of being right: how much the lead and each signal of
// a best match speak for it.
type sure struct {
	offset, lead float64
	signals      []float64
}

// Fitting by projected gradient descent; weights stay at 0 or above, since
// more of a signal never speaks against a match. The decay keeps correlated
// signals from trading weight without end.
const (
	sureRounds = 4000
	sureRate   = 2.0
	sureDecay  = 0.0007
)

// calibrate fits the best candidates of all questions.
func calibrate(samples []match.Sample) sure {
	n := len(match.SignalNames())
	w := sure{offset: -3, signals: make([]float64, n)}
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
			err := s.Weight * (w.chance(s) - share(s.Right)) / total
			offset += err
			lead += err * s.Margin * s.Both
			for j, x := range s.Signals {
				grad[j] += err * x
			}
		}
		rate := sureRate * 20 / (20 + math.Sqrt(float64(round)))
		w.offset -= rate * offset
		w.lead = math.Max(0, w.lead-rate*(lead+sureDecay*w.lead))
		for j := range grad {
			w.signals[j] = math.Max(0, w.signals[j]-rate*(grad[j]+sureDecay*w.signals[j]))
		}
	}
	return w
}

func (w sure) chance(s match.Sample) float64 {
	x := w.offset + w.lead*s.Margin*s.Both
	for j, v := range s.Signals {
		x += w.signals[j] * v
	}
	return 1 / (1 + math.Exp(-x))
}

func share(right bool) float64 {
	if right {
		return 1
	}
	return 0
}

// printFit prints what belongs into match.yaml.
func printFit(out io.Writer, weights []float64, s sure) error {
	lines := "weights:\n"
	for i, name := range match.SignalNames() {
		lines += fmt.Sprintf("  %s: %.3f\n", name, weights[i])
	}
	lines += fmt.Sprintf("sure:\n  scale: 3\n  offset: %.3f\n  lead: %.3f\n  signals:\n", s.offset, s.lead)
	for i, name := range match.SignalNames() {
		lines += fmt.Sprintf("    %s: %.3f\n", name, s.signals[i])
	}
	if _, err := io.WriteString(out, lines); err != nil {
		return fmt.Errorf("print the weights: %w", err)
	}
	return nil
}
