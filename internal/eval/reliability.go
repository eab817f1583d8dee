package eval

import (
	"math"

	"candor/internal/match"
)

// Band is a range of confidence with what became of the questions in it.
type Band struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// Shown is how many best matches had this confidence, of questions whose
	// entry is known; Right how many of those were that entry.
	Shown int `json:"shown"`
	Right int `json:"right"`
	// Passed is how many answers of this confidence no guard stopped and could
	// be judged; RightAnswers how many of those were right.
	Passed       int `json:"passed"`
	RightAnswers int `json:"right_answers"`
}

// bands is how many bands the scale is cut into.
const bands = 10

// reliability holds confidence against being right; list is decided with a
// threshold of nothing, so that every answer that no guard stops is in it.
func reliability(list []Outcome) []Band {
	out := make([]Band, bands)
	for i := range out {
		out[i].From, out[i].To = float64(i)/bands, float64(i+1)/bands
	}
	at := func(confidence float64) *Band {
		return &out[min(bands-1, max(0, int(confidence*bands)))]
	}
	for i := range list {
		o := &list[i]
		if o.Wanted || o.Case.Truth.Person {
			b := at(o.Best)
			b.Shown++
			if o.Rank == 1 {
				b.Right++
			}
		}
		if o.Entry == "" { // the certification records are not a matter of confidence
			continue
		}
		switch o.Judgement {
		case Right:
			at(o.Confidence).Passed++
			at(o.Confidence).RightAnswers++
		case Wrong:
			at(o.Confidence).Passed++
		case Open, Unjudged:
		}
	}
	return out
}

// Point is what a threshold would give.
type Point struct {
	Threshold float64 `json:"threshold"`
	Stats     Stats   `json:"stats"`
}

// Budget is the lowest threshold whose wrong answers stay within an error
// budget.
type Budget struct {
	// Share is the budget, as 0.01 for one in a hundred.
	Share float64 `json:"share"`
	// Found is false if no threshold keeps to it.
	Found bool `json:"found"`
	// Point is the threshold as tried.
	Point
	// Upper is the share of wrong answers that can be excluded with 95 %
	// certainty, given how few answers were judged.
	Upper float64 `json:"upper"`
}

// steps are the thresholds that a table shows.
func steps(fill float64) []float64 {
	var out []float64
	for i := 6; i < 20; i++ {
		t := float64(i) / 20
		if len(out) > 0 && out[len(out)-1] < fill && fill < t {
			out = append(out, fill)
		}
		out = append(out, t)
	}
	return out
}

// withFill are the thresholds with another one for filling in; what is worth
// a draft stays, unless filling in starts below it.
func withFill(t match.Thresholds, fill float64) match.Thresholds {
	return match.Thresholds{Fill: fill, Review: math.Min(t.Review, fill)}
}

// lowest finds the lowest threshold, in hundredths, from which the share of
// wrong answers stays within the budget; list is decided with a threshold of
// nothing. The certification records' answers count at every threshold.
func lowest(list []Outcome, budget float64) (float64, bool) {
	found, ok := 0.0, false
	for i := 99; i >= 1; i-- {
		t := float64(i) / 100
		right, wrong := 0, 0
		for j := range list {
			if list[j].Confidence < t {
				continue
			}
			switch list[j].Judgement {
			case Right:
				right++
			case Wrong:
				wrong++
			case Open, Unjudged:
			}
		}
		if right+wrong == 0 {
			continue
		}
		if float64(wrong) > budget*float64(right+wrong) {
			break
		}
		found, ok = t, true
	}
	return found, ok
}

// upper is the one-sided 95 % bound of Clopper and Pearson for a share of
// which wrong in n were seen: with none in 60, up to 4.9 % may be wrong.
func upper(wrong, n int) float64 {
	if n == 0 || wrong >= n {
		return 1
	}
	lo, hi := float64(wrong)/float64(n), 1.0
	for range 60 {
		mid := (lo + hi) / 2
		if atMost(wrong, n, mid) > 0.05 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// atMost is the chance to see at most k wrong among n, each wrong with chance p.
func atMost(k, n int, p float64) float64 {
	term := math.Pow(1-p, float64(n))
	sum := term
	for i := 1; i <= k; i++ {
		term *= float64(n-i+1) / float64(i) * p / (1 - p)
		sum += term
	}
	return sum
}
