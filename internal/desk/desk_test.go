package desk_test

import (
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/review"
)

// From the file to the finished one, over a restart.
func TestFromAddToFinish(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("Acme questions.xlsx", build(t, sheet))
	if it.Phase != desk.PhaseReview || it.Summary == nil || it.Summary.Questions != 4 {
		t.Fatalf("after the run: %+v", it)
	}
	rows := s.rows(it.ID, desk.Filter{Needs: desk.NeedsPerson})
	if len(rows) == 0 || len(rows) != it.Open {
		t.Fatalf("%d rows need a person, the item says %d", len(rows), it.Open)
	}
	ref := "Questions!B4"
	row, err := s.decide(it.ID, review.Decision{Ref: ref, Action: review.Edit, Choice: "No", Text: "No unicorn is employed."})
	if err != nil {
		t.Fatal(err)
	}
	if row.State.State != review.StateEdited || row.Final.Choice != "No" || len(row.History) != 1 {
		t.Errorf("after the edit: %+v", row.State)
	}
	before := s.rows(it.ID, desk.Filter{})
	s.reopen()
	if diff := cmp.Diff(before, s.rows(it.ID, desk.Filter{})); diff != "" {
		t.Errorf("rows after a restart (-before +after):\n%s", diff)
	}
	if _, _, err := s.Final(it.ID); !errors.Is(err, desk.ErrNotFinished) {
		t.Errorf("final before finishing: %v", err)
	}
	done, err := s.Finish(t.Context(), it.ID)
	if err != nil {
		t.Fatal(err)
	}
	if done.Proof == nil || !done.Proof.OK || done.Open != it.Open-1 {
		t.Errorf("finished: %+v", done)
	}
	path, name, err := s.Final(it.ID)
	if err != nil || name != "Acme questions.answered.xlsx" {
		t.Errorf("final: %q, %v", name, err)
	}
	for _, p := range []string{path, done.Report} {
		if _, err := os.Stat(p); err != nil {
			t.Error(err)
		}
	}
	if it, _ := s.Item(it.ID); it.Phase != desk.PhaseDone || !it.Finished {
		t.Errorf("after finishing: %+v", it)
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: ref, Action: review.Undo}); err != nil {
		t.Fatal(err)
	}
	if it, _ := s.Item(it.ID); it.Phase != desk.PhaseReview || it.Finished {
		t.Errorf("a decision after finishing leaves it finished: %+v", it)
	}
}

// A day that was set is the day of all pages, whatever the clock says.
func TestDay(t *testing.T) {
	t.Parallel()
	if got := newSite(t).Day(); got != date.Of(2026, 11, 22) {
		t.Errorf("by the clock: %s", got)
	}
	set := newSite(t, func(c *desk.Config) { c.Defaults.AsOf = date.Of(2026, 6, 30) })
	if got := set.Day(); got != date.Of(2026, 6, 30) {
		t.Errorf("set: %s", got)
	}
}
