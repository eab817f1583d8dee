package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
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

// A questionnaire whose notes are damaged costs itself only, and is back as soon
// as they are.
func TestDamagedNotes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it, other := s.add("acme.xlsx", build(t, sheet)), s.add("globex.xlsx", build(t, sheet))
	if _, err := s.decide(it.ID, review.Decision{Ref: "Questions!B4", Action: review.Blank}); err != nil {
		t.Fatal(err)
	}
	s.close()
	meta := filepath.Join(s.cfg.Dir, "q", it.ID, "meta.json")
	good, err := os.ReadFile(meta)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"cut off": good[:len(good)/2], "of another version": []byte(`{"schema": "candor.desk/9"}`)} {
		if err := os.WriteFile(meta, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s.open()
		got, err := s.Item(it.ID)
		if err != nil || !got.Damaged || got.Phase != desk.PhaseFailed || got.Name != "acme.xlsx" || !strings.Contains(got.Why, "meta.json") || !strings.Contains(got.Why, "put a copy of") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if list := s.List(); len(list) != 2 {
			t.Errorf("%s: the list has %d questionnaires, want both", name, len(list))
		}
		if report, err := s.Gaps(t.Context()); err != nil || report.Questionnaires != 1 {
			t.Errorf("%s: gaps: %+v, %v", name, report, err)
		}
		if err := s.Rerun(t.Context(), it.ID); !isDamaged(err) {
			t.Errorf("%s: answered again: %v", name, err)
		}
		if _, err := s.Rows(it.ID, desk.Filter{}); !isDamaged(err) {
			t.Errorf("%s: rows: %v", name, err)
		}
		if rows := s.rows(other.ID, desk.Filter{}); len(rows) != 4 {
			t.Errorf("%s: the other has %d rows", name, len(rows))
		}
		if now, err := os.ReadFile(meta); err != nil || !bytes.Equal(now, data) {
			t.Errorf("%s: the damaged file was written to: %v", name, err)
		}
		if err := os.WriteFile(meta, good, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Item(it.ID); err != nil || got.Damaged || got.Decided != 1 {
			t.Errorf("%s: put back: %+v, %v", name, got, err)
		}
		s.close()
	}
	if err := os.WriteFile(meta, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.open()
	if err := s.Remove(t.Context(), it.ID); err != nil || len(s.List()) != 1 {
		t.Errorf("remove: %v", err)
	}
}

func isDamaged(err error) bool {
	_, ok := errors.AsType[*desk.DamagedError](err)
	return ok
}
