package eval_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync/atomic"
	"testing"

	"candor/internal/eval"
	"candor/internal/library"
	"candor/internal/match/measure"
)

func few() []measure.Gold {
	return []measure.Gold{
		{Text: "Is customer data encrypted at rest?", Want: "encryption-at-rest", Verdict: "yes", Split: "dev", Lang: "en"},
		{Text: "Do you use a SIEM or another central log management system?", Want: "central-log-management-siem", Verdict: "yes", Split: "test", Lang: "en"},
		{Text: "Which SIEM product do you use, by vendor and name?", Want: "monitoring-tools", Verdict: "review", Trap: "sharing", Split: "dev", Lang: "en"},
		{Text: "Was enthält Ihre Leitlinie zur Informationssicherheit?", Want: "information-security-policy", Verdict: "yes", Split: "dev", Lang: "de"},
		{Text: "Do you colour your server racks green on Tuesdays?", Want: "none", Verdict: "review", Trap: "unanswerable", Split: "dev", Lang: "en"},
	}
}

func TestEvaluate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		asOf       string
		answerable int
	}{
		// The German question has an English answer only: a person must look.
		"today":              {"2026-11-22", 2},
		"past every review":  {"2030-01-01", 0},
		"before the reviews": {"2026-09-01", 2},
	} {
		opt := eval.Options{AsOf: day(t, tc.asOf), Sharing: library.Public, Budget: 0.01}
		var studied atomic.Int64
		opt.Progress = func(_, total int) {
			studied.Add(1)
			if total != 5 {
				t.Errorf("%s: progress of %d questions, want 5", name, total)
			}
		}
		r, err := eval.Evaluate(t.Context(), base(t, opt.AsOf), []eval.Set{eval.GoldSet("few.jsonl", few(), "")}, opt)
		if err != nil {
			t.Fatal(err)
		}
		if r.All.Questions != 5 || r.All.Wanted != 4 || r.All.Answerable != tc.answerable || studied.Load() != 5 {
			t.Errorf("%s: %d questions, %d wanted, %d answerable, %d studied; want 5, 4, %d, 5", name, r.All.Questions, r.All.Wanted, r.All.Answerable, studied.Load(), tc.answerable)
		}
		if r.All.Filled != r.All.Right || r.All.Filled > tc.answerable {
			t.Errorf("%s: %d filled, %d of them right, %d answerable", name, r.All.Filled, r.All.Right, tc.answerable)
		}
		if len(r.Splits) != 2 || len(r.Traps) != 4 || len(r.Languages) != 3 || len(r.Reliability) != 10 {
			t.Errorf("%s: %d splits, %d traps, %d languages, %d bands", name, len(r.Splits), len(r.Traps), len(r.Languages), len(r.Reliability))
		}
		for i := 1; i < len(r.Curve); i++ {
			if r.Curve[i].Stats.Filled > r.Curve[i-1].Stats.Filled {
				t.Errorf("%s: from %.2f more is filled than from %.2f", name, r.Curve[i].Threshold, r.Curve[i-1].Threshold)
			}
		}
	}
}

// An entry under NDA answers where it may leave, and nowhere else.
func TestSharingLevelDecidesWhatIsAnswerable(t *testing.T) {
	t.Parallel()
	for sharing, answerable := range map[library.Sharing]int{library.Public: 0, library.NDA: 1} {
		opt := eval.Options{AsOf: day(t, "2026-11-22"), Sharing: sharing, Budget: 0.01}
		r, err := eval.Evaluate(t.Context(), base(t, opt.AsOf), []eval.Set{eval.GoldSet("g.jsonl", few()[2:3], "")}, opt)
		if err != nil {
			t.Fatal(err)
		}
		if r.All.Answerable != answerable || r.All.Filled > answerable || r.All.Wrong > 0 {
			t.Errorf("%s: %d answerable, %d filled, %d wrong; want %d answerable and none wrong", sharing, r.All.Answerable, r.All.Filled, r.All.Wrong, answerable)
		}
	}
}

// What is wrong on the test split is counted and never shown.
func TestFaultsHideTheTestSplit(t *testing.T) {
	t.Parallel()
	gold := few()[:2]
	for i := range gold {
		gold[i].Want, gold[i].Verdict = "clean-desk", "no"
	}
	opt := eval.Options{AsOf: day(t, "2026-11-22"), Sharing: library.Public}
	r, err := eval.Evaluate(t.Context(), base(t, opt.AsOf), []eval.Set{eval.GoldSet("g.jsonl", gold, "")}, opt)
	if err != nil {
		t.Fatal(err)
	}
	if r.All.WrongYes != 2 || len(r.Faults) != 1 || !strings.Contains(r.Faults[0].Question, "at rest") {
		t.Errorf("%d wrong Yes, faults shown: %+v; want 2 and the one of dev", r.All.WrongYes, r.Faults)
	}
	if r.Budget.Found {
		t.Errorf("budget found at %.2f though all answers are wrong", r.Budget.Threshold)
	}
	var list, text, doc bytes.Buffer
	if err := r.PrintFaults(&list); err != nil {
		t.Fatal(err)
	}
	if err := r.Print(&text); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(list.String(), "WRONG YES") || strings.Contains(list.String(), "SIEM") || !strings.Contains(text.String(), "no threshold keeps wrong answers within 0%") {
		t.Errorf("printed:\n%s\n%s", text.String(), list.String())
	}
	if err := json.NewEncoder(&doc).Encode(r); err != nil || strings.Contains(doc.String(), "central log") {
		t.Errorf("JSON: %v, %s", err, doc.String())
	}
}

func TestUnknownEntriesAreNamed(t *testing.T) {
	t.Parallel()
	gold := []measure.Gold{{Text: "Is customer data encrypted at rest?", Want: "gone-entry", Verdict: "yes", Split: "dev", Lang: "en"}}
	opt := eval.Options{AsOf: day(t, "2026-11-22"), Sharing: library.Public, Budget: 0.01}
	r, err := eval.Evaluate(t.Context(), base(t, opt.AsOf), []eval.Set{eval.GoldSet("g.jsonl", gold, "")}, opt)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Unknown) != 1 || r.Unknown[0] != "gone-entry" || r.All.Wanted != 0 {
		t.Errorf("unknown entries %v, wanted %d; want the one label and 0", r.Unknown, r.All.Wanted)
	}
}
