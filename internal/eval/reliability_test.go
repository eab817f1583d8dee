package eval

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/answer"
	"candor/internal/match"
)

func judged(confidence float64, j Judgement) Outcome {
	return Outcome{Case: &Case{}, Confidence: confidence, Best: confidence, Judgement: j, Entry: "e", Status: answer.Filled}
}

func TestLowest(t *testing.T) {
	t.Parallel()
	list := []Outcome{judged(0.95, Right), judged(0.9, Right), judged(0.8, Wrong), judged(0.7, Right), judged(0.6, Right), judged(0.5, Open), judged(0.4, Unjudged)}
	for _, tc := range []struct {
		budget float64
		want   float64
		ok     bool
	}{{0, 0.81, true}, {0.2, 0.81, true}, {0.34, 0.01, true}} {
		got, ok := lowest(list, tc.budget)
		if got != tc.want || ok != tc.ok {
			t.Errorf("lowest(%v) = %v, %v; want %v, %v", tc.budget, got, ok, tc.want, tc.ok)
		}
	}
	if got, ok := lowest([]Outcome{judged(1, Wrong)}, 0.01); ok {
		t.Errorf("lowest = %v for a surest answer that is wrong; want none", got)
	}
	if _, ok := lowest(nil, 0.01); ok {
		t.Error("lowest of nothing is a threshold; want none")
	}
}

func TestUpper(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		wrong, n int
		want     float64
	}{{0, 60, 0.0487}, {0, 300, 0.00994}, {1, 20, 0.2161}, {5, 5, 1}, {0, 0, 1}} {
		if got := upper(tc.wrong, tc.n); math.Abs(got-tc.want) > 0.0005 {
			t.Errorf("upper(%d of %d) = %.4f, want %.4f", tc.wrong, tc.n, got, tc.want)
		}
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()
	got := steps(0.62)
	if got[0] != 0.3 || got[len(got)-1] != 0.95 || got[7] != 0.62 || len(got) != 15 {
		t.Errorf("steps(0.62) = %v", got)
	}
	if got := steps(0.6); len(got) != 14 {
		t.Errorf("steps(0.6) = %v: the threshold stands among the steps already", got)
	}
}

func TestWithFillKeepsReviewBelow(t *testing.T) {
	t.Parallel()
	got := withFill(match.Thresholds{Fill: 0.6, Review: 0.4}, 0.3)
	if diff := cmp.Diff(match.Thresholds{Fill: 0.3, Review: 0.3}, got); diff != "" {
		t.Errorf("thresholds (-want +got):\n%s", diff)
	}
}

func TestReliability(t *testing.T) {
	t.Parallel()
	right := judged(1, Right)
	right.Wanted, right.Rank = true, 1
	stopped := judged(0.42, Open)
	stopped.Case = &Case{Truth: Truth{Person: true}}
	records := judged(1, Right)
	records.Entry = ""
	got := reliability([]Outcome{right, stopped, records, judged(0.45, Wrong)})
	if want := (Band{From: 0.9, To: 1, Shown: 1, Right: 1, Passed: 1, RightAnswers: 1}); got[9] != want {
		t.Errorf("band 9 = %+v, want %+v", got[9], want)
	}
	if want := (Band{From: 0.4, To: 0.5, Shown: 1, Passed: 1}); got[4] != want {
		t.Errorf("band 4 = %+v, want %+v", got[4], want)
	}
}

func TestSummarize(t *testing.T) {
	t.Parallel()
	hit := judged(0.9, Right)
	hit.Wanted, hit.Answerable, hit.Rank, hit.Overlap = true, true, 2, 0.5
	yes := judged(0.9, Wrong)
	yes.WrongYes, yes.Overlap = true, -1
	open := Outcome{Case: &Case{}, Status: answer.Unmatched, Judgement: Open, Wanted: true, Answerable: true, Overlap: -1}
	got := Summarize([]Outcome{hit, yes, open})
	want := Stats{Questions: 3, Wanted: 2, Hit3: 1, MRR: 0.25, Answerable: 2, Reached: 1, Filled: 2, Right: 1, Wrong: 1, WrongYes: 1, Blank: 1, Overlap: 0.5}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stats (-want +got):\n%s", diff)
	}
	if p := got.Precision(); p != 0.5 {
		t.Errorf("precision = %v, want 0.5", p)
	}
	if empty := Summarize(nil); empty.Precision() != 1 || empty.FilledShare() != 0 {
		t.Errorf("no outcomes: %+v", empty)
	}
}
