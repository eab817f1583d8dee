package knowledge_test

import (
	"strings"
	"testing"

	"candor/internal/library"
	"candor/internal/runlog"
)

// exampleBatch has something in every part of the format.
func exampleBatch() *runlog.Batch {
	digest := strings.Repeat("0a", 32)
	summary := runlog.Summarise(exampleRecord().Rows)
	b := &runlog.Batch{
		Schema: runlog.BatchSchema, Tool: runlog.Tool{Version: "0.1.0"}, KB: runlog.KB{Digest: digest, Entries: 2, Starter: true, Company: "Example"},
		AsOf: "2026-11-22", Product: "core", Sharing: string(library.NDA), Interrupted: true, DryRun: true,
		Files: []runlog.BatchFile{
			{File: "a.xlsx", Status: runlog.FileAnswered, Output: "a.answered.xlsx", Record: "a.answered.run.json", SHA256: digest, Summary: &summary},
			{File: "b.xlsx", Status: runlog.FileUnchanged, Why: "a remark", Output: "b.answered.xlsx", Record: "b.answered.run.json", SHA256: digest, Summary: &summary},
			{File: "c.xlsx", Status: runlog.FilePending},
		},
		LeftOut: []runlog.LeftOut{{Path: "x.pdf", Why: "a PDF"}},
		Conflicts: []runlog.Conflict{{Question: "Is it?", Answers: []runlog.ConflictAnswer{
			{Record: "a.answered.run.json", Ref: "S!A1", Verdict: library.Yes, Answer: "It is."},
			{Record: "b.answered.run.json", Ref: "S!A1", Verdict: library.No},
		}}},
		Orphans: []string{"old.answered.xlsx"},
	}
	for _, code := range []runlog.FailCode{runlog.FailRefused, runlog.FailTimeout, runlog.FailMemory, runlog.FailCrash, runlog.FailChanged, runlog.FailTaken, runlog.FailIO} {
		b.Files = append(b.Files, runlog.BatchFile{File: string(code) + ".csv", Status: runlog.FileFailed, Code: code, Why: "why"})
	}
	b.Tally()
	return b
}

func TestBatchMatchesItsSchema(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t, "batch")
	for _, tt := range []struct {
		name   string
		change func(*runlog.Batch)
		ok     bool
	}{
		{"whole", func(*runlog.Batch) {}, true},
		{"lists are never null", func(b *runlog.Batch) { b.Orphans = nil }, false},
		{"unknown status", func(b *runlog.Batch) { b.Files[0].Status = "done" }, false},
		{"unknown code", func(b *runlog.Batch) { b.Files[3].Code = "bad" }, false},
		{"a conflict with itself", func(b *runlog.Batch) { b.Conflicts[0].Answers = b.Conflicts[0].Answers[:1] }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := exampleBatch()
			tt.change(b)
			var text strings.Builder
			if err := b.Encode(&text); err != nil {
				t.Fatal(err)
			}
			if err := validate(schema, text.String()); (err == nil) != tt.ok {
				t.Errorf("accepted: %t, want %t: %v", err == nil, tt.ok, err)
			}
		})
	}
}

// The files add up, and so do the questions of those that have a record.
func TestBatchTotals(t *testing.T) {
	t.Parallel()
	got := exampleBatch().Totals
	one := runlog.Summarise(exampleRecord().Rows)
	if got.Files != 10 || got.Answered != 1 || got.Unchanged != 1 || got.Pending != 1 || got.Failed != 7 {
		t.Errorf("files: %+v", got)
	}
	if got.Summary.Questions != 2*one.Questions || got.Summary.Filled != 2*one.Filled || got.Summary.Gaps["high"] != 2*one.Gaps["high"] {
		t.Errorf("questions: %+v, each %+v", got.Summary, one)
	}
}
