package intake_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"candor/internal/growthtest"
	"candor/internal/questionnaire"
)

// many is a finished questionnaire of n rows, no two of which ask the same.
func many(n int) *questionnaire.Questionnaire {
	things := []string{"access to production", "backup copies", "customer data", "laptops", "source code", "audit logs", "network segments", "encryption keys", "suppliers", "visitors", "contracts", "change requests", "incident tickets", "test environments", "mobile devices", "admin accounts", "passwords", "certificates", "data exports", "printers"}
	doings := []string{"reviewed", "approved by a manager", "encrypted", "monitored around the clock", "recorded in a register", "restricted to a named team", "removed when no longer needed", "tested before use", "owned by a named person", "checked for malware"}
	q := &questionnaire.Questionnaire{Name: "many.xlsx"}
	for i := range n {
		q.Questions = append(q.Questions, questionnaire.Question{
			Ref: fmt.Sprintf("S!A%d", i+2), Sheet: "S", Row: i + 2,
			Text: fmt.Sprintf("Are %s %s in region %d?", things[i%20], doings[i/20%10], i/200),
			Slots: []questionnaire.Slot{
				{Kind: questionnaire.SlotChoice, Cell: fmt.Sprintf("B%d", i+2), Value: []string{"Yes", "No", "Yes", "N/A"}[i%4], Choices: []string{"Yes", "No", "N/A"}},
				{Kind: questionnaire.SlotComment, Cell: fmt.Sprintf("C%d", i+2), Value: fmt.Sprintf("Team %d does this by procedure %d and reports it to the owner each quarter.", i, i*7%97)},
			},
		})
	}
	return q
}

// Planning does not grow with the square of the rows.
func TestLargeImport(t *testing.T) {
	t.Parallel()
	planner := newPlanner(t, freshKB(t), approved)
	plan := func(rows int) {
		p, err := planner.Plan(context.Background(), many(rows))
		if err != nil {
			t.Fatal(err)
		}
		if s := p.Summary; s.Created+s.Conflicts+s.Certification+s.Skipped != rows {
			t.Errorf("of %d rows: %+v", rows, s)
		}
	}
	growthtest.Check(t, "a plan of 500 rows", 10*time.Second, 20, func() { plan(100) }, func() { plan(500) })
}

func TestPlanStopsWhenTold(t *testing.T) {
	t.Parallel()
	planner := newPlanner(t, freshKB(t), approved)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if p, err := planner.Plan(ctx, many(5)); err == nil {
		t.Errorf("a plan after the end: %+v", p.Summary)
	}
}

func BenchmarkPlan(b *testing.B) {
	planner := newPlanner(b, freshKB(b), approved)
	sheet := many(500)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := planner.Plan(context.Background(), sheet); err != nil {
			b.Fatal(err)
		}
	}
}

// A bar that ends before its end looks like a run that stopped.
func TestPlanTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	told, last, total := 0, 0, 0
	opt := approved
	opt.Progress = func(done, of int) {
		mu.Lock()
		defer mu.Unlock()
		told, last, total = told+1, max(last, done), of
	}
	// The second sheet has rows that are known, doubled or left out.
	kb := freshKB(t)
	load(t, kb, approved, build(t, "wobblefish.xlsx", sheet))
	p, err := newPlanner(t, kb, opt).Plan(context.Background(), many(30), read(t, build(t, "wobblefish.xlsx", sheet)))
	if err != nil {
		t.Fatal(err)
	}
	if last != total || total < 2*p.Summary.Created || told < total/4 {
		t.Errorf("told %d times, up to %d of %d", told, last, total)
	}
}
