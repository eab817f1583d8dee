package knowledge_test

import (
	"encoding/json"
	"testing"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/gap"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/roadmap"
	"candor/internal/runlog"
)

// exampleGaps is a report with something in every part: gaps of records and of
// controls, a deal and a questionnaire without one.
func exampleGaps(t *testing.T, questions ...string) *roadmap.Report {
	t.Helper()
	asOf := date.Of(2026, 11, 22)
	base, err := knowledge.Open(t.Context(), "", asOf)
	if err != nil {
		t.Fatal(err)
	}
	rec := &runlog.Record{Schema: runlog.Schema, Input: runlog.File{Name: "a.csv"}, AsOf: "2026-11-22", Product: "mobile"}
	for i, text := range questions {
		q := runlog.Question{Ref: "A!B" + string(rune('2'+i)), Question: text, Language: "en"}
		if reading := base.Reader.Read(ask.Question{Text: text}); reading.IsCertification() {
			q.Ask = &reading
		} else {
			q.Verdict = library.Partial
			q.Gaps = []gap.Gap{{Code: gap.ControlNo, Severity: gap.Low, Remedy: "IMPLEMENT-CONTROL", Controls: []string{"soc2:CC6.3"}, Slot: "control:soc2:CC6.3"}}
		}
		rec.Rows = append(rec.Rows, q)
	}
	value := 1000.0
	deal := &deals.Deal{File: "a.csv", Region: deals.EU, Value: &value, Currency: "EUR", Close: asOf.AddDays(90), Extra: map[string]string{"owner": "Kim"}}
	bare := *rec
	p := &roadmap.Planner{Rules: base.Roadmap, Engine: base.Gaps, Posture: base.Posture, Catalogue: base.Catalogue}
	r, err := p.Plan(t.Context(), []roadmap.Input{{File: "a.csv", Record: rec, Deal: deal}, {File: "b.csv", Record: &bare}}, roadmap.Options{AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestGapReportMatchesItsSchema(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t, "gaps")
	full := []string{
		"Are you certified to ISO/IEC 27001?", "Does your SOC 2 report cover privacy?", "Are you validated against PCI DSS?",
		"Is access reviewed every quarter?",
	}
	tests := []struct {
		name      string
		questions []string
		change    func(*roadmap.Report)
		ok        bool
	}{
		{"whole", full, func(*roadmap.Report) {}, true},
		{"nothing asked", nil, func(*roadmap.Report) {}, true},
		{"lists are never null", full, func(r *roadmap.Report) { r.Remedies[0].Questions = nil }, false},
		{"unknown rule", full, func(r *roadmap.Report) { r.Recommendation.Rule = "later" }, false},
		{"half a range", full, func(r *roadmap.Report) { r.Remedies[0].CostUSD = []float64{1} }, false},
		{"unknown region", full, func(r *roadmap.Report) { r.Files[0].Region = "mars" }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := exampleGaps(t, tt.questions...)
			tt.change(r)
			data, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if err := validate(schema, string(data)); (err == nil) != tt.ok {
				t.Errorf("accepted: %t, want %t: %v", err == nil, tt.ok, err)
			}
		})
	}
}
