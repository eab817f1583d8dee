package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/answer"
	"candor/internal/desk"
	"candor/internal/review"
)

const unicorn = "Questions!B4"

// The later of two decisions is told of the earlier one, whoever made it.
func TestTwoPeopleOnOneRow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	first := review.Decision{Ref: unicorn, Action: review.Edit, Choice: "No", Text: "No unicorn is employed.", Who: "ann"}
	if _, _, err := s.Decide(t.Context(), it.ID, first); err != nil {
		t.Fatal(err)
	}
	second := review.Decision{Ref: unicorn, Action: review.Blank, Who: "bob"}
	_, _, err := s.Decide(t.Context(), it.ID, second)
	clash, ok := errors.AsType[*review.ConflictError](err)
	if !ok || clash.Theirs.Who != "ann" || clash.Theirs.Text != first.Text {
		t.Fatalf("got %v", err)
	}
	second.Seen = clash.Theirs.Seq
	row, _, err := s.Decide(t.Context(), it.ID, second)
	if err != nil || row.State.State != review.StateBlank || len(row.History) != 2 {
		t.Errorf("knowing of it: %+v, %v", row.State, err)
	}
}

func TestDecideRefuses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	for name, tt := range map[string]struct {
		id   string
		dec  review.Decision
		want any
	}{
		"no questionnaire": {"nope", review.Decision{Ref: unicorn, Action: review.Blank, Who: "ann"}, new(*desk.NotFoundError)},
		"no row":           {it.ID, review.Decision{Ref: "Questions!B99", Action: review.Blank, Who: "ann"}, new(*desk.NotFoundError)},
		"nobody":           {it.ID, review.Decision{Ref: unicorn, Action: review.Blank}, new(*desk.RefusedError)},
		"no action":        {it.ID, review.Decision{Ref: unicorn, Action: "shred", Who: "ann"}, new(*desk.RefusedError)},
		"no such word":     {it.ID, review.Decision{Ref: unicorn, Action: review.Edit, Choice: "Perhaps", Who: "ann"}, new(*review.FaultsError)},
		"no such entry":    {it.ID, review.Decision{Ref: unicorn, Action: review.Take, Entry: "nope", Who: "ann"}, new(*review.FaultsError)},
		"a false claim":    {it.ID, review.Decision{Ref: unicorn, Action: review.Edit, Choice: "Yes", Text: "We hold a FedRAMP High authorization.", Who: "ann"}, new(*review.FaultsError)},
	} {
		_, _, err := s.Decide(t.Context(), tt.id, tt.dec)
		if err == nil || !errors.As(err, tt.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if row, err := s.Row(it.ID, unicorn); err != nil || len(row.History) != 0 {
		t.Errorf("a refused decision was recorded: %+v, %v", row.History, err)
	}
	override := review.Decision{Ref: unicorn, Action: review.Edit, Choice: "Yes", Text: "We hold a FedRAMP High authorization.", Override: "granted today", Who: "ann"}
	row, faults, err := s.Decide(t.Context(), it.ID, override)
	if err != nil || len(faults) == 0 || row.State.Last.Override == "" {
		t.Errorf("with a reason: %v, %v", faults, err)
	}
}

func TestAcceptAllTakesTheSureOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", fixture(t, "acme-vendor-assessment.xlsx"))
	if _, err := s.AcceptAll(t.Context(), it.ID, "ann", 0); err == nil {
		t.Error("a confidence of 0 was taken")
	}
	want := 0
	for _, h := range s.rows(it.ID, desk.Filter{}) {
		if h.Acceptable && h.Confidence >= 0.8 {
			want++
		}
	}
	n, err := s.AcceptAll(t.Context(), it.ID, "ann", 0.8)
	if err != nil || n == 0 || n > want {
		t.Fatalf("accepted %d of %d, %v", n, want, err)
	}
	accepted := 0
	for _, h := range s.rows(it.ID, desk.Filter{}) {
		if h.State != review.StateAccepted {
			continue
		}
		accepted++
		if h.Confidence < 0.8 || h.Guarded || h.Gap != "" {
			t.Errorf("accepted unseen: %+v", h)
		}
	}
	if accepted != n {
		t.Errorf("%d rows are accepted, %d were said to be", accepted, n)
	}
	if again, err := s.AcceptAll(t.Context(), it.ID, "ann", 0.8); err != nil || again != 0 {
		t.Errorf("again: %d, %v", again, err)
	}
}

// A question that is asked elsewhere shows what was said there, and whether that
// contradicts.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a, b := s.add("a.xlsx", build(t, sheet)), s.add("b.xlsx", build(t, sheet))
	say := func(id, choice, text string) desk.Row {
		t.Helper()
		row, err := s.decide(id, review.Decision{Ref: unicorn, Action: review.Edit, Choice: choice, Text: text})
		if err != nil {
			t.Fatal(err)
		}
		return row
	}
	say(a.ID, "No", "No unicorn is employed.")
	row := say(b.ID, "N/A", "No unicorn is employed.")
	if len(row.Elsewhere) != 1 || row.Elsewhere[0].Name != "a.xlsx" || row.Elsewhere[0].Choice != "No" || !row.Elsewhere[0].Differs {
		t.Errorf("elsewhere: %+v", row.Elsewhere)
	}
	if got := s.rows(b.ID, desk.Filter{Needs: desk.NeedsConflicts}); len(got) != 1 || got[0].Ref != unicorn {
		t.Errorf("conflicts: %+v", got)
	}
	row = say(b.ID, "No", "No unicorn is employed.")
	if row.Elsewhere[0].Differs || len(s.rows(b.ID, desk.Filter{Needs: desk.NeedsConflicts})) != 0 {
		t.Errorf("the same answer differs: %+v", row.Elsewhere)
	}
	if err := s.Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if row, _ = s.Row(b.ID, unicorn); len(row.Elsewhere) != 0 {
		t.Errorf("after the other is gone: %+v", row.Elsewhere)
	}
}

// What nobody decided cannot be taken back, and is not noted as if it had been.
func TestUndoNeedsADecision(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	undo := func() error {
		_, err := s.decide(it.ID, review.Decision{Ref: unicorn, Action: review.Undo})
		return err
	}
	refused := func(when string) {
		t.Helper()
		if err := undo(); err == nil || !strings.Contains(err.Error(), "nothing is decided") {
			t.Errorf("%s: %v", when, err)
		}
	}
	refused("untouched")
	if row, err := s.Row(it.ID, unicorn); err != nil || len(row.History) != 0 || row.CanUndo {
		t.Errorf("untouched: %+v, %v", row.History, err)
	}
	if row, err := s.decide(it.ID, review.Decision{Ref: unicorn, Action: review.Assign, Owner: "bob"}); err != nil || !row.CanUndo {
		t.Fatalf("assigned: %+v, %v", row, err)
	}
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	refused("taken back")
	if row, err := s.Row(it.ID, unicorn); err != nil || len(row.History) != 2 || row.CanUndo {
		t.Errorf("taken back: %+v, %v", row.History, err)
	}
}

// Somebody who is asked about an answer that the run has filled in is waited for
// as well, until it is decided.
func TestAnsweredRowsWaitForTheirOwner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	rows := s.rows(it.ID, desk.Filter{})
	at := slices.IndexFunc(rows, func(r desk.RowHead) bool { return r.Status == answer.Filled })
	if at < 0 {
		t.Fatal("no row was filled")
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: rows[at].Ref, Action: review.Assign, Owner: "eve"}); err != nil {
		t.Fatal(err)
	}
	if now, _ := s.Item(it.ID); !slices.Equal(now.WaitingFor, []string{"eve"}) || now.Open != it.Open {
		t.Errorf("asked about: %+v", now)
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: rows[at].Ref, Action: review.Accept}); err != nil {
		t.Fatal(err)
	}
	if now, _ := s.Item(it.ID); len(now.WaitingFor) != 0 {
		t.Errorf("decided: %+v", now)
	}
}

// Lists and filters count the same.
func TestGapsAreCountedByRow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet+"| 1.5 | Do you hold a FedRAMP Moderate authorization and an HITRUST certification? | |\n"))
	if n := len(s.rows(it.ID, desk.Filter{Needs: desk.NeedsGaps})); n == 0 || it.GapRows != n || it.SeriousRows > n {
		t.Errorf("%d rows with gaps in the list, %d and %d told", n, it.GapRows, it.SeriousRows)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	if _, err := s.decide(it.ID, review.Decision{Ref: unicorn, Action: review.Assign, Owner: "bob@example.com"}); err != nil {
		t.Fatal(err)
	}
	if now, _ := s.Item(it.ID); !slices.Equal(now.WaitingFor, []string{"bob@example.com"}) {
		t.Errorf("waiting for %q", now.WaitingFor)
	}
	for name, tt := range map[string]struct {
		f    desk.Filter
		want []string
	}{
		"owner":   {desk.Filter{Owner: "Bob@example.com"}, []string{unicorn}},
		"text":    {desk.Filter{Text: "PURPLE"}, []string{unicorn}},
		"id":      {desk.Filter{Text: "1.3"}, []string{unicorn}},
		"sheet":   {desk.Filter{Sheet: "Nope"}, []string{}},
		"section": {desk.Filter{Section: "Nope"}, []string{}},
	} {
		got := []string{}
		for _, h := range s.rows(it.ID, tt.f) {
			got = append(got, h.Ref)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Whatever is decided, taken back and started again: the rows are those of the
// journal folded afresh.
func TestRowsAreTheFoldedJournal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	rec, err := s.Record(it.ID)
	if err != nil {
		t.Fatal(err)
	}
	journal := s.cfg.Dir + "/q/" + it.ID + "/out.review.jsonl"
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(r, "decisions") {
			row := &rec.Rows[rapid.IntRange(0, len(rec.Rows)-1).Draw(r, "row")]
			d := review.Decision{Ref: row.Ref, Who: "ann", Action: rapid.SampledFrom(review.Actions()).Draw(r, "action")}
			switch d.Action {
			case review.Edit:
				d.Choice, d.Text = "No", "It is not."
			case review.Take:
				d.Entry = "encryption-at-rest"
			case review.Assign:
				d.Owner = rapid.SampledFrom([]string{"", "bob"}).Draw(r, "owner")
			case review.Note:
				d.Note = "Look at it."
			case review.Accept, review.Blank, review.Undo:
			}
			before := s.mustRow(r, it.ID, d.Ref)
			d.Seen = before.State.Seq
			_, _, err := s.Decide(t.Context(), it.ID, d)
			switch {
			case d.Action == review.Undo && (err == nil) != before.CanUndo:
				r.Fatalf("can be taken back: %t, and taking it back: %v", before.CanUndo, err)
			case err != nil && d.Action != review.Undo && !isRefusal(err):
				r.Fatalf("%s: %v", d.Action, err)
			}
		}
		if rapid.IntRange(0, 9).Draw(r, "restart") == 0 {
			s.reopen()
		}
		j, err := review.Open(journal, rec)
		if err != nil {
			r.Fatal(err)
		}
		defer j.Close()
		for i, want := range review.Fold(rec, j.Decisions()) {
			if diff := cmp.Diff(want, s.mustRow(r, it.ID, rec.Rows[i].Ref).State); diff != "" {
				r.Fatalf("%s (-folded +shown):\n%s", want.Ref, diff)
			}
		}
		rows, err := s.Rows(it.ID, desk.Filter{})
		if err != nil {
			r.Fatal(err)
		}
		for i, want := range review.Fold(rec, j.Decisions()) {
			if rows[i].State != want.State || rows[i].Seq != want.Seq || rows[i].Owner != want.Owner {
				r.Fatalf("list says %+v, folded %+v", rows[i], want)
			}
		}
	})
}

func (s *site) mustRow(r *rapid.T, id, ref string) desk.Row {
	row, err := s.Row(id, ref)
	if err != nil {
		r.Fatal(err)
	}
	return row
}

func isRefusal(err error) bool {
	_, faults := errors.AsType[*review.FaultsError](err)
	return faults || strings.Contains(err.Error(), "nothing to undo")
}

// Decisions that another program makes are seen, whether the questionnaire is in
// memory or not.
func TestDecisionsOfOthersAreSeen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	for range 5 { // more than are kept in memory
		s.add("b.xlsx", build(t, sheet))
	}
	rec, err := s.Record(it.ID)
	if err != nil {
		t.Fatal(err)
	}
	j, err := review.Open(s.cfg.Dir+"/q/"+it.ID+"/out.review.jsonl", rec)
	if err != nil {
		t.Fatal(err)
	}
	for seen, want := range []review.State{review.StateBlank, review.StateEdited} {
		d := review.Decision{Ref: unicorn, Action: review.Blank, Who: "bob", When: "2026-11-20T10:00:00Z", Seen: seen}
		if want == review.StateEdited {
			d.Action, d.Text, d.Choice = review.Edit, "There is none.", "No"
		}
		if _, err := j.Append(d); err != nil {
			t.Fatal(err)
		}
		if rows := s.rows(it.ID, desk.Filter{}); rows[2].State != want {
			t.Errorf("the row is %s, want %s", rows[2].State, want)
		}
	}
	if now, err := s.Item(it.ID); err != nil || now.Decided != 1 {
		t.Errorf("item: %+v, %v", now, err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}
