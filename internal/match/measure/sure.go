package measure

import (
	"cmp"
	"math"
	"slices"

	"candor/internal/match"
)

// Sure is a fitted chance of being right: how much the lead and each signal of
// a best match speak for it, or against it.
type Sure struct {
	Offset, Lead float64
	// Signals are in the order of match.SignalNames.
	Signals []float64
}

// sureDecay keeps signals that say nearly the same from trading weight without
// end; it is per question, on signals of spread 1.
const sureDecay = 0.003

// notSure are the signals that tell which entry is nearest and not whether any
// is near: words that are left over do not lower them, and those are what gives a
// question away that no entry answers.
var notSure = []string{"matter", "matter_covered"}

// Chosen are the best candidates under weights, one a question, with the lead
// that the weights give them.
func Chosen(samples []match.Sample, weights []float64) []match.Sample {
	groups, order := byGroup(samples)
	out := make([]match.Sample, 0, len(order))
	for _, g := range order {
		list := slices.Clone(groups[g])
		for i := range list {
			list[i].Logit = dot(weights, list[i].Signals)
		}
		slices.SortStableFunc(list, func(a, b match.Sample) int { return cmp.Compare(b.Logit, a.Logit) })
		best := list[0]
		best.Rank, best.Margin = 0, 1
		if len(list) > 1 {
			best.Margin = min(1, (best.Logit-list[1].Logit)/leadScale)
		}
		out = append(out, best)
	}
	return out
}

// byGroup returns the samples of each question, and the questions in the order
// in which they come.
func byGroup(samples []match.Sample) (groups map[int][]match.Sample, order []int) {
	groups = map[int][]match.Sample{}
	for _, s := range samples {
		if len(groups[s.Group]) == 0 {
			order = append(order, s.Group)
		}
		groups[s.Group] = append(groups[s.Group], s)
	}
	return groups, order
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// FitSure fits best candidates. The weights may be negative: that two signals
// which mostly go together do not is a sign of its own.
func FitSure(best []match.Sample) Sure {
	names := match.SignalNames()
	rows, right, weights := make([][]float64, len(best)), make([]bool, len(best)), make([]float64, len(best))
	for i, s := range best {
		row := append(slices.Clone(s.Signals), s.Margin*s.Both)
		for _, name := range notSure {
			row[slices.Index(names, name)] = 0
		}
		rows[i], right[i], weights[i] = row, s.Right, s.Weight
	}
	w := logistic(rows, right, weights, sureDecay)
	return Sure{Offset: w[len(w)-1], Lead: w[len(names)], Signals: w[:len(names)]}
}

// calibrated stretches and shifts the weights so that the chances are those of
// questions as they come: the others, of which the answer was taken out, taught
// what tells right from wrong and not how often either is.
func (w Sure) calibrated(best []match.Sample) Sure {
	rows, right, weights := make([][]float64, len(best)), make([]bool, len(best)), make([]float64, len(best))
	for i, s := range best {
		rows[i], right[i], weights[i] = []float64{w.logit(s)}, s.Right, s.Weight
	}
	line := logistic(rows, right, weights, 0)
	out := Sure{Offset: line[0]*w.Offset + line[1], Lead: line[0] * w.Lead, Signals: slices.Clone(w.Signals)}
	for i := range out.Signals {
		out.Signals[i] *= line[0]
	}
	return out
}

func (w Sure) logit(s match.Sample) float64 {
	return w.Offset + w.Lead*s.Margin*s.Both + dot(w.Signals, s.Signals)
}

// newtonRounds are more than logistic needs to come to rest.
const newtonRounds = 25

// logistic fits the weights of columns, and of 1 behind them, by Newton's
// method; decay is on columns of spread 1. A column without spread gets none.
func logistic(rows [][]float64, right []bool, weights []float64, decay float64) []float64 {
	if len(rows) == 0 {
		return nil
	}
	n := len(rows[0])
	mean, spread, total := moments(rows, weights)
	w := make([]float64, n+1)
	x := make([]float64, n+1)
	for range newtonRounds {
		grad, hess := make([]float64, n+1), make([][]float64, n+1)
		for j := range hess {
			hess[j] = make([]float64, n+1)
			hess[j][j] = math.Max(decay*total, 1e-9)
			grad[j] = decay * total * w[j]
		}
		grad[n] = 0
		for i, row := range rows {
			for j := range n {
				x[j] = (row[j] - mean[j]) / spread[j]
			}
			x[n] = 1
			p := 1 / (1 + math.Exp(-dot(w, x)))
			err, bend := weights[i]*(p-label(right[i])), weights[i]*math.Max(p*(1-p), 1e-6)
			for j := range x {
				grad[j] += err * x[j]
				for k := range j + 1 {
					hess[j][k] += bend * x[j] * x[k]
				}
			}
		}
		for j, step := range solve(hess, grad) {
			w[j] -= step
		}
	}
	for j := range n {
		w[j] /= spread[j]
		w[n] -= w[j] * mean[j]
	}
	return w
}

// moments are the mean and the spread of each column, 1 for one without.
func moments(rows [][]float64, weights []float64) (mean, spread []float64, total float64) {
	n := len(rows[0])
	mean, spread = make([]float64, n), make([]float64, n)
	for i, row := range rows {
		total += weights[i]
		for j, v := range row {
			mean[j] += weights[i] * v
		}
	}
	for j := range mean {
		mean[j] /= total
	}
	for i, row := range rows {
		for j, v := range row {
			spread[j] += weights[i] * (v - mean[j]) * (v - mean[j])
		}
	}
	for j := range spread {
		if spread[j] = math.Sqrt(spread[j] / total); spread[j] < 1e-6 {
			spread[j] = 1
		}
	}
	return mean, spread, total
}

// solve solves a x = b for a symmetric, positive matrix of which the lower half
// is given, by Cholesky's method; it overwrites a.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for j := range n {
		for k := range j + 1 {
			sum := a[j][k]
			for i := range k {
				sum -= a[j][i] * a[k][i]
			}
			if j == k {
				a[j][j] = math.Sqrt(math.Max(sum, 1e-12))
			} else {
				a[j][k] = sum / a[k][k]
			}
		}
	}
	x := slices.Clone(b)
	for j := range n {
		for k := range j {
			x[j] -= a[j][k] * x[k]
		}
		x[j] /= a[j][j]
	}
	for j := n - 1; j >= 0; j-- {
		for k := j + 1; k < n; k++ {
			x[j] -= a[k][j] * x[k]
		}
		x[j] /= a[j][j]
	}
	return x
}
