package knowledge_test

import (
	"strings"
	"testing"

	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
)

// exampleRecord has something in every part of the format.
func exampleRecord() *runlog.Record {
	digest := strings.Repeat("0a", 32)
	control := runlog.Question{
		Ref: "Security!B4", Sheet: "Security", Row: 4, ID: "S-1", Section: []string{"Backups"}, Question: "Are all backups tested?",
		Choices: []string{"Yes", "No"}, Slots: runlog.Slots{Choice: "C4", Text: "D4", Ticks: map[string]string{"Yes": "E4"}},
		Topic: "backup", Controls: []string{"iso27001:A.8.13"}, Language: "en",
		Status: answer.Filled, Verdict: library.Yes, Choice: "Yes", Answer: "Restores are tested.", Confidence: 0.93, Owner: "security@example.com",
		Written: map[string]string{"C4": "Yes", "D4": "Restores are tested."},
		Matches: []match.Match{{Entry: "backup-tests", Question: "Are backups tested?", Confidence: 0.93, Signals: map[string]float64{"object": 1}}},
		Guards:  []guard.Finding{{Code: guard.Scope, Text: "asks about all", Effect: guard.EffectNote}},
		Sources: []answer.Source{{Entry: "backup-tests", Digest: digest, Facts: []string{"backup.retention"}}},
		Reasons: []answer.Reason{{Code: "match", Text: "entry answers"}},
	}
	control.Review = &runlog.Review{
		State: "edited", By: "ann@example.com", When: "2026-11-22T10:00:00Z", Override: "the date is agreed",
		Overridden: []answer.Reason{{Code: "wording", Text: "says always"}}, Was: runlog.WasOf(&control),
	}
	certification := runlog.Question{
		Ref: "Security!B5#2", Sheet: "Security", Row: 5, Parent: "Security!B4", Question: "Do you hold ISO 27001 for our product?",
		Ask: &ask.Reading{
			Frameworks: []string{"iso27001"}, Aspect: ask.AspectHolds, Also: []ask.Aspect{}, Logic: ask.LogicSingle, Subject: ask.SubjectVendor,
			Polarity: ask.PolarityNormal, Strength: ask.StrengthMandatory, Conditional: ask.ConditionalOnYes, Why: []string{"cert.word"},
			Requires: ask.Requires{Edition: "2022", Product: ask.TargetOffered, Location: "eu"},
		},
		Status: answer.Review, Verdict: library.No, Answer: "We do not currently hold it.", Confidence: 1,
		Gaps:    []gap.Gap{{Code: gap.InProgress, Severity: gap.High, Framework: "iso27001", Asked: "a certificate", Have: "in progress", Reply: "Not yet.", Remedy: "ISO27001", Controls: []string{}, Slot: "iso27001"}},
		Sources: []answer.Source{{Posture: "iso27001-2027"}, {Document: "isp"}},
		Reasons: []answer.Reason{{Code: "posture", Text: "decided by the certification records"}},
	}
	rows := []runlog.Question{control, certification}
	return &runlog.Record{
		Schema: runlog.Schema, Tool: runlog.Tool{Version: "0.1.0"}, Input: runlog.File{Name: "acme.xlsx", SHA256: digest},
		Output: &runlog.File{Name: "acme.answered.xlsx", SHA256: digest}, KB: runlog.KB{Digest: digest, Entries: 2, Starter: true, Company: "Example"},
		AsOf: "2026-11-22", Product: "core", Sharing: string(library.NDA), Summary: runlog.Summarise(rows), Rows: rows,
		Skipped: []questionnaire.Skipped{{Ref: "Security!A1", Text: "Backups", Why: "heading"}}, Sheets: []runlog.Sheet{{Name: "Security", Questions: 2, Why: "has questions"}},
		Verification: &runlog.Verification{OK: true, CellsChanged: 2, Parts: 12, PartsChanged: []string{"xl/worksheets/sheet1.xml"}},
		Review:       &runlog.Reviewed{AsOf: "2026-11-23", Output: &runlog.File{Name: "acme.answered.xlsx", SHA256: digest}, Decisions: 1, States: map[string]int{"edited": 1, "open": 1}},
	}
}

func TestRunRecordMatchesItsSchema(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t, "run")
	tests := []struct {
		name   string
		change func(*runlog.Record)
		ok     bool
	}{
		{"whole", func(*runlog.Record) {}, true},
		{"dry run", func(r *runlog.Record) { r.Output, r.Verification = nil, nil }, true},
		{"lists are never null", func(r *runlog.Record) { r.Rows[1].Ask.Also = nil }, false},
		{"unknown status", func(r *runlog.Record) { r.Rows[0].Status = "done" }, false},
		{"cell of another sheet", func(r *runlog.Record) { r.Rows[0].Slots.Text = "Other!D4" }, false},
		{"more than sure", func(r *runlog.Record) { r.Rows[0].Confidence = 1.2 }, false},
		{"a state of none", func(r *runlog.Record) { r.Review.States["done"] = 1 }, false},
		{"a review without a state", func(r *runlog.Record) { r.Rows[0].Review.When = "yesterday" }, false},
		{"no reason", func(r *runlog.Record) { r.Rows[0].Reasons = []answer.Reason{} }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := exampleRecord()
			tt.change(r)
			var b strings.Builder
			if err := r.Encode(&b); err != nil {
				t.Fatal(err)
			}
			if err := validate(schema, b.String()); (err == nil) != tt.ok {
				t.Errorf("accepted: %t, want %t: %v", err == nil, tt.ok, err)
			}
		})
	}
}
