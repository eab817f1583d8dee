package roadmap_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/framework"
	"candor/internal/gap"
	"candor/internal/posture"
	"candor/internal/roadmap"
	"candor/internal/runlog"
	"candor/knowledgebase"
)

const fixtures = "../../fixtures/roadmap"

// builtin is the built-in knowledge, loaded once for all tests; it is immutable.
var builtin = sync.OnceValues(func() (roadmap.Planner, error) {
	rules, err1 := roadmap.LoadRules(knowledgebase.FS)
	engine, err2 := gap.Load(knowledgebase.FS)
	ref, err3 := posture.LoadReference(knowledgebase.FS)
	cat, err4 := framework.Load(knowledgebase.FS)
	return roadmap.Planner{Rules: rules, Engine: engine, Posture: posture.New(ref), Catalogue: cat}, errors.Join(err1, err2, err3, err4)
})

var questions = sync.OnceValues(func() (*ask.Reader, error) { return ask.Load(knowledgebase.FS) })

// planner is the built-in knowledge with a posture without records.
func planner(tb testing.TB) *roadmap.Planner {
	tb.Helper()
	p, err := builtin()
	must(tb, err)
	p.Posture = posture.New(p.Posture.Reference())
	p.Posture.Company = posture.Company{LegalName: "Fernhill Ltd", SizeTier: "mid", EngineeringHeadcount: 24, HasEnterprise: true, Markets: []string{"us", "eu", "latam"}}
	return &p
}

func reader(tb testing.TB) *ask.Reader {
	tb.Helper()
	r, err := questions()
	must(tb, err)
	return r
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// record is a run over questions, one a row, as fill reads them.
func record(r *ask.Reader, name, asOf string, questions ...string) *runlog.Record {
	rec := &runlog.Record{Schema: runlog.Schema, Input: runlog.File{Name: name, SHA256: name}, AsOf: asOf}
	for i, text := range questions {
		q := runlog.Question{Ref: "Sheet1!B" + string(rune('2'+i)), Row: i + 2, Question: text, Status: "unmatched"}
		if reading := r.Read(ask.Question{Text: text}); reading.IsCertification() {
			q.Ask = &reading
		}
		rec.Rows = append(rec.Rows, q)
	}
	rec.Summary = runlog.Summarise(rec.Rows)
	return rec
}

// example is the quarter of the worked example, from its fixture.
func example(tb testing.TB) []roadmap.Input {
	tb.Helper()
	r := reader(tb)
	names, err := filepath.Glob(fixtures + "/questionnaires/*.csv")
	must(tb, err)
	if len(names) != 6 {
		tb.Fatalf("%d questionnaires, want 6", len(names))
	}
	var inputs []roadmap.Input
	for _, name := range names {
		data, err := os.ReadFile(name)
		must(tb, err)
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		must(tb, err)
		var questions []string
		for _, row := range rows[1:] {
			questions = append(questions, row[1])
		}
		base := filepath.Base(name)
		inputs = append(inputs, roadmap.Input{File: base, Record: record(r, base, "2026-06-30", questions...)})
	}
	f, err := os.Open(fixtures + "/deals.csv")
	must(tb, err)
	defer f.Close()
	list, err := deals.Read(f, "deals.csv")
	must(tb, err)
	if notes := roadmap.Assign(inputs, list); len(notes) > 0 {
		tb.Fatalf("deals do not fit: %v", notes)
	}
	return inputs
}

// line is a remedy's row in the table of DOMAIN.md 4.2.
type line struct {
	ID                           string
	Demand, Deals, Touched, Rows int
	Value                        float64
	InTime                       int
	Cost, Months                 []float64
	Efficiency                   float64
}

func lines(r *roadmap.Report) []line {
	var out []line
	for _, k := range r.Remedies {
		l := line{ID: k.ID, Demand: k.Demand, Deals: k.Deals, Touched: k.Touched, Rows: k.Rows, Cost: k.CostUSD, Months: k.Months}
		if k.Value != nil {
			l.Value = *k.Value
		}
		if k.InTime != nil {
			l.InTime = *k.InTime
		}
		if k.Efficiency != nil {
			l.Efficiency = *k.Efficiency
		}
		out = append(out, l)
	}
	return out
}

func plan(tb testing.TB, p *roadmap.Planner, inputs []roadmap.Input, opt roadmap.Options) *roadmap.Report {
	tb.Helper()
	r, err := p.Plan(context.Background(), inputs, opt)
	must(tb, err)
	return r
}

var june = roadmap.Options{AsOf: date.Of(2026, 6, 30)}

// The table of DOMAIN.md 4.2, to the digit.
func TestWorkedExample(t *testing.T) {
	t.Parallel()
	r := plan(t, planner(t), example(t), june)
	want := []line{
		{"BOTH", 44, 6, 6, 6, 530000, 1, []float64{50000, 140000}, []float64{15, 25}, 4.6},
		{"SOC2-T2", 28, 4, 5, 5, 270000, 2, []float64{30000, 100000}, []float64{6, 12}, 4.3},
		{"SOC2-T1", 18, 3, 5, 5, 150000, 3, []float64{30000, 70000}, []float64{2, 5}, 3.6},
		{"ISO27001", 24, 3, 4, 4, 130000, 2, []float64{50000, 200000}, []float64{6, 18}, 1.9},
	}
	if diff := cmp.Diff(want, lines(r)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if r.Blocked != 6 || *r.BlockedValue != 530000 || r.Demand != 44 {
		t.Errorf("blocked %d worth %v, demand %d", r.Blocked, *r.BlockedValue, r.Demand)
	}
	got := r.Recommendation
	if diff := cmp.Diff([]string{"SOC2-T1", "SOC2-T2", "ISO27001"}, got.Sequence); got.Rule != roadmap.RuleBoth || diff != "" {
		t.Errorf("rule %s, sequence (-want +got)\n%s", got.Rule, diff)
	}
	if diff := cmp.Diff([]string{"q1-tailspin.csv", "q2-wingtip.csv", "q4-fourth-coffee.csv", "q5-bodega.csv"}, r.Remedies[1].Unblocks); diff != "" {
		t.Errorf("SOC2-T2 unblocks (-want +got)\n%s", diff)
	}
	if q1 := r.Remedies[2].Questions[0]; q1 != (roadmap.Closed{File: "q1-tailspin.csv", Ref: "Sheet1!B2", Before: 8, After: 4}) {
		t.Errorf("Type I leaves of Q1: %+v", q1)
	}
}
