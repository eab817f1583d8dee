package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"candor/internal/desk"
	"candor/internal/review"
)

// Whoever puts an older copy of the decisions back, or takes the file away, is
// shown what it holds now, without a new start.
func TestDecisionsPutBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("acme.xlsx", build(t, sheet))
	journal := filepath.Join(s.cfg.Dir, "q", it.ID, "out.review.jsonl")
	if _, err := s.decide(it.ID, review.Decision{Ref: "Questions!B2", Action: review.Blank}); err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: "Questions!B4", Action: review.Blank}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(journal, old, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, err = s.Decide(t.Context(), it.ID, review.Decision{Ref: "Questions!B4", Action: review.Undo, Who: "ann", Seen: 2})
	if !errors.Is(err, review.ErrRewritten) {
		t.Errorf("undo of what is not there any more: %v", err)
	}
	if got, _ := s.Item(it.ID); got.Decided != 1 || got.Why != "" {
		t.Errorf("an older copy: %+v", got)
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: "Questions!B4", Action: review.Blank}); err != nil {
		t.Errorf("decide after it: %v", err)
	}
	if err := os.Remove(journal); err != nil {
		t.Fatal(err)
	}
	if got, _ := s.Item(it.ID); got.Decided != 0 || got.Why != "" {
		t.Errorf("no decisions: %+v", got)
	}
}

// A run record that is lost or damaged is made again; the decisions stand beside
// it and count.
func TestLostRecordIsMadeAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("acme.xlsx", build(t, sheet))
	if _, err := s.decide(it.ID, review.Decision{Ref: "Questions!B4", Action: review.Blank}); err != nil {
		t.Fatal(err)
	}
	record := filepath.Join(s.cfg.Dir, "q", it.ID, "out.run.json")
	s.close()
	if err := os.Remove(record); err != nil {
		t.Fatal(err)
	}
	s.open()
	if got := s.settled(it.ID, s.Subscribe(t.Context())); got.Phase != desk.PhaseReview || got.Decided != 1 {
		t.Errorf("lost: %+v", got)
	}
	s.close()
	data, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(record, bytes.TrimSpace(data[:len(data)/2]), 0o600); err != nil {
		t.Fatal(err)
	}
	s.open()
	if got, _ := s.Item(it.ID); got.Phase != desk.PhaseFailed || got.Why == "" {
		t.Errorf("damaged: %+v", got)
	}
	events := s.Subscribe(t.Context())
	if err := s.Rerun(t.Context(), it.ID); err != nil {
		t.Fatal(err)
	}
	if got := s.settled(it.ID, events); got.Phase != desk.PhaseReview || got.Decided != 1 {
		t.Errorf("made again: %+v", got)
	}
}

// An answer whose entry was withdrawn a moment before is kept out of the finished
// file, and whoever looks at it later is told as well.
func TestFinishGoesByTheKnowledgeOfThisMoment(t *testing.T) {
	t.Parallel()
	s := newOwnSite(t)
	entry := filepath.Join(s.cfg.KB, "library", "physical-security", "unicorn.md")
	it := s.add("acme.xlsx", build(t, sheet))
	row := s.rows(it.ID, desk.Filter{})[2]
	if _, err := s.decide(it.ID, review.Decision{Ref: row.Ref, Action: review.Accept}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(entry)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(entry, bytes.Replace(text, []byte("status: approved"), []byte("status: draft"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	done, err := s.Finish(t.Context(), it.ID)
	if err != nil || len(done.Refused) != 1 || done.Refused[0] != row.Ref {
		t.Fatalf("withdrawn: %+v, %v", done, err)
	}
	s.reopen()
	if got, _ := s.Item(it.ID); !got.Finished || len(got.Refused) != 1 {
		t.Errorf("looked at later: %+v", got)
	}
	if err := os.WriteFile(entry, []byte("no entry"), 0o600); err != nil {
		t.Fatal(err)
	}
	if done, err := s.Finish(t.Context(), it.ID); err != nil || len(done.Notes) == 0 {
		t.Errorf("knowledge that cannot be opened: %+v, %v", done, err)
	}
}
