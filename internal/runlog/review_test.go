package runlog_test

import (
	"testing"

	"candor/internal/answer"
	"candor/internal/runlog"

	"github.com/google/go-cmp/cmp"
)

// The record of a finished questionnaire gives the run's own back.
func TestBeforeReview(t *testing.T) {
	t.Parallel()
	run := made(3)
	run.Output = &runlog.File{Name: "out.xlsx"}
	run.Rows[1].Written = nil
	if run.BeforeReview() != run || run.Drafted() != run {
		t.Error("the record of a run is what it is")
	}
	final := *run
	final.Output, final.Review = &runlog.File{Name: "final.xlsx"}, &runlog.Reviewed{Output: run.Output}
	final.Verification = &runlog.Verification{OK: true}
	final.Rows = append([]runlog.Question{}, run.Rows...)
	for i := range final.Rows[:2] {
		q := &final.Rows[i]
		q.Review = &runlog.Review{State: []string{"edited", "accepted"}[i], By: "ann", Was: runlog.WasOf(q)}
		q.Status, q.Answer, q.Written, q.Owner, q.Gaps = answer.Filled, "Ours.", map[string]string{"C2": "Ours."}, "ann", nil
	}
	if diff := cmp.Diff(run, final.BeforeReview()); diff != "" {
		t.Errorf("(-run +restored)\n%s", diff)
	}
	drafted := final.Drafted()
	if drafted.Rows[1].Written["C2"] != "Ours." || drafted.Rows[0].Written["C2"] != "Yes" || final.Rows[1].Review == nil {
		t.Errorf("%+v", drafted.Rows)
	}
}
