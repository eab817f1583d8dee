package upkeep_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/answer"
	"candor/internal/runlog"
	"candor/internal/upkeep"
)

func used(ref, id string, status answer.Status, written map[string]string) runlog.Question {
	return runlog.Question{Ref: ref, Sheet: "S", Status: status, Written: written, Sources: []answer.Source{{Entry: id}}}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	lib := load(t, "",
		entry{id: "a", reviewed: "2026-11-12"}, entry{id: "b", reviewed: "2026-10-23", verdict: "no"},
		entry{id: "unused"}, entry{id: "draft", status: "draft"}, entry{id: "old", status: "retired", reviewed: "2020-01-01"},
	)
	bare := upkeep.Describe(lib, nil, nil, asOf())
	if bare.Usage != nil || bare.Entries != 5 {
		t.Errorf("%d entries, usage %v; want 5 and none without runs", bare.Entries, bare.Usage)
	}
	if diff := cmp.Diff([]upkeep.Count{{Name: "approved", N: 3}, {Name: "draft", N: 1}, {Name: "retired", N: 1}}, bare.Status); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
	// 10, 30, 52 and 52 days; the retired entry counts for nothing.
	if diff := cmp.Diff(upkeep.Age{Entries: 4, Mean: 36, Oldest: 52, ID: "draft"}, bare.Age); diff != "" {
		t.Errorf("age (-want +got):\n%s", diff)
	}
	runs := []upkeep.Run{
		{File: "1.xlsx", Record: &runlog.Record{Rows: []runlog.Question{
			used("A1", "a", answer.Filled, map[string]string{"B1": "Yes", "C1": "We  do."}),
			used("A2", "b", answer.Filled, map[string]string{"B2": "No"}),
			used("A3", "gone", answer.Review, nil),
		}}},
		{File: "2.xlsx", Record: &runlog.Record{Rows: []runlog.Question{used("A1", "a", answer.Review, nil)}}},
		{File: "3.xlsx", Record: &runlog.Record{}},
	}
	cells := map[string]upkeep.Reviewed{
		"1.xlsx": {State: upkeep.Edited, Cells: map[string]string{"S!B1": "Yes", "S!C1": "We do.", "S!B2": "Yes"}},
		"2.xlsx": {State: upkeep.Untouched},
	}
	u := upkeep.Describe(lib, runs, cells, asOf()).Usage
	rate := 1.0 / 3
	want := &upkeep.Usage{
		Questionnaires: 3, Rows: 4, Outcomes: []upkeep.Count{{Name: "filled", N: 2}, {Name: "review", N: 2}},
		MostUsed: []upkeep.Use{{ID: "a", Rows: 2, Filled: 1, Questionnaires: 2}, {ID: "b", Rows: 1, Filled: 1, Questionnaires: 1}, {ID: "gone", Rows: 1, Questionnaires: 1}},
		Unused:   []string{"unused"}, Gone: []string{"gone"},
		Edits: upkeep.Edits{Reviewed: 1, Untouched: 1, Unread: 1, Cells: 3, Changed: 1, Rate: &rate, Entries: []upkeep.EntryEdits{{ID: "b", Cells: 1, Changed: 1}}},
	}
	if diff := cmp.Diff(want, u); diff != "" {
		t.Errorf("usage (-want +got):\n%s", diff)
	}
}
