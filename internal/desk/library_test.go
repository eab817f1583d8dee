package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/review"
)

// entryFile is an entry as a person wrote it: with comments and an order of keys
// of their own.
const entryFile = `---
# Written by hand.
id: unicorn
status: approved   # by the board
questions:
  - Does a purple unicorn guard the data centre?
verdict: 'no'
topics: [physical-security]
sharing: public
owner: ann@example.com
reviewed: 2026-10-01
---
No unicorn is employed.
People and cameras guard the data centre.
`

// ownKB is a company's own knowledge base with one entry.
func ownKB(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kb")
	path := filepath.Join(dir, "library", "physical-security", "unicorn.md")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(entryFile), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func newOwnSite(t *testing.T) *site {
	t.Helper()
	kb := ownKB(t)
	return newSite(t, func(c *desk.Config) {
		c.KB, c.Kept = kb, false
		c.Open = func(ctx context.Context, asOf date.Date) (*knowledge.Base, error) {
			return knowledge.Open(ctx, kb, asOf)
		}
	})
}

func TestStarterIsReadOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	found, err := s.Search(t.Context(), "Is customer data encrypted at rest?", "", 3)
	if err != nil || len(found) == 0 || found[0].Entry != "encryption-at-rest" || found[0].Why == "" {
		t.Fatalf("search: %+v, %v", found, err)
	}
	e, err := s.Entry(found[0].Entry)
	if err != nil || e.WhyNot == "" || !strings.Contains(e.Source, "id: encryption-at-rest") {
		t.Errorf("entry: %+v, %v", e, err)
	}
	if err := s.SaveEntry(t.Context(), e.ID, e.Source, "ann"); !errors.Is(err, desk.ErrStarter) {
		t.Errorf("save: %v", err)
	}
	if got, err := s.CheckEntry(t.Context(), e.ID, strings.ReplaceAll(e.Source, "status: approved", "status: splendid")); err != nil || !slices.ContainsFunc(got, desk.Finding.IsFault) {
		t.Errorf("check: %+v, %v", got, err)
	}
	for _, id := range []string{"nope", "../../etc/passwd"} {
		if _, err := s.Entry(id); err == nil {
			t.Errorf("entry %q is there", id)
		}
	}
	if blank, err := s.Search(t.Context(), " ", "", 3); err != nil || len(blank) != 0 {
		t.Errorf("a blank search: %+v, %v", blank, err)
	}
}

func TestSaveEntry(t *testing.T) {
	t.Parallel()
	s := newOwnSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	row, err := s.Row(it.ID, unicorn)
	if err != nil || row.Final.Choice != "No" {
		t.Fatalf("answered by the entry: %+v, %v", row, err)
	}
	before := s.Base()
	for name, text := range map[string]string{
		"another id":    strings.Replace(entryFile, "id: unicorn", "id: pegasus", 1),
		"no form":       "no front matter",
		"a false claim": strings.Replace(entryFile, "No unicorn is employed.", "We hold a SOC 2 Type II report.", 1),
	} {
		err := s.SaveEntry(t.Context(), "unicorn", text, "ann")
		if faults, ok := errors.AsType[*desk.EntryFaultsError](err); !ok || len(faults.Findings) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if e, err := s.Entry("unicorn"); err != nil || e.Source != entryFile || s.Base() != before {
		t.Fatalf("a refused text was saved: %q, %v", e.Source, err)
	}
	want := strings.Replace(entryFile, "People and cameras guard", "People, cameras and dogs guard", 1)
	if err := s.SaveEntry(t.Context(), "unicorn", strings.ReplaceAll(want, "\n", "\r\n"), "ann"); err != nil {
		t.Fatal(err)
	}
	e, err := s.Entry("unicorn")
	if err != nil || e.Source != want || !strings.Contains(e.Text, "dogs") {
		t.Errorf("saved: %q, %v", e.Source, err)
	}
	if len(e.Uses) != 1 || e.Uses[0].Ref != unicorn || e.Uses[0].How != desk.UseWritten {
		t.Errorf("uses: %+v", e.Uses)
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: unicorn, Action: review.Edit, Choice: "No", Text: "There is none."}); err != nil {
		t.Fatal(err)
	}
	if e, _ = s.Entry("unicorn"); e.Uses[0].How != desk.UseEdited {
		t.Errorf("uses after an edit: %+v", e.Uses)
	}
	events := s.Subscribe(t.Context())
	if err := s.Rerun(t.Context(), it.ID); err != nil {
		t.Fatal(err)
	}
	s.settled(it.ID, events)
	if row, err = s.Row(it.ID, unicorn); err != nil || !strings.Contains(row.Answer, "dogs") || row.State.State != review.StateChanged {
		t.Errorf("after another run: %+v %q, %v", row.State, row.Answer, err)
	}
}

// Knowledge that somebody breaks by hand leaves the one before at work.
func TestBrokenKnowledgeIsNotTaken(t *testing.T) {
	t.Parallel()
	s := newOwnSite(t)
	it := s.add("a.xlsx", build(t, sheet))
	path := filepath.Join(s.cfg.KB, "library", "physical-security", "unicorn.md")
	if err := os.WriteFile(path, []byte("---\nid: [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Rerun(t.Context(), it.ID); err == nil {
		t.Error("a run by broken knowledge was begun")
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: unicorn, Action: review.Accept}); err != nil {
		t.Errorf("decide: %v", err)
	}
}

func TestGapsOverTheDesk(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if r, err := s.Gaps(t.Context()); err != nil || r != nil {
		t.Fatalf("an empty desk: %+v, %v", r, err)
	}
	spec := strings.ReplaceAll(sheet, "Do you have a SOC 2 Type II report?", "Do you hold a FedRAMP authorization? It is mandatory for this contract.")
	a, b := s.add("a.xlsx", build(t, spec)), s.add("a.xlsx", build(t, spec))
	value := 250000.0
	if err := s.SetMeta(t.Context(), a.ID, desk.Meta{Account: "Acme", Value: &value, Currency: "USD", Close: "2027-01-31", Region: "us"}); err != nil {
		t.Fatal(err)
	}
	r, err := s.Gaps(t.Context())
	if err != nil || r.Questionnaires != 2 || len(r.Files) != 2 || r.Files[0].File == r.Files[1].File {
		t.Fatalf("both: %+v, %v", r, err)
	}
	if r, err = s.Gaps(t.Context(), a.ID); err != nil || r.Questionnaires != 1 || r.Files[0].Account != "Acme" || r.Files[0].Value == nil {
		t.Errorf("one: %+v, %v", r, err)
	}
	if rows := s.rows(b.ID, desk.Filter{Needs: desk.NeedsGaps}); len(rows) == 0 || rows[0].Gap == "" {
		t.Errorf("rows with gaps: %+v", rows)
	}
	if _, err := s.Gaps(t.Context(), "nope"); err == nil {
		t.Error("gaps of nothing")
	}
}

// Results of a batch are shown, and taken over with the decisions made on them.
func TestBatchResults(t *testing.T) {
	t.Parallel()
	base, err := starter()
	if err != nil {
		t.Fatal(err)
	}
	in, out := filepath.Join(t.TempDir(), "in"), filepath.Join(t.TempDir(), "out")
	for _, dir := range []string{filepath.Join(in, "q4"), filepath.Join(out, "q4")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	input := filepath.Join(in, "q4", "acme.xlsx")
	if err := os.WriteFile(input, build(t, sheet), 0o600); err != nil {
		t.Fatal(err)
	}
	opt := fill.Options{Input: input, Output: filepath.Join(out, "q4", "acme.answered.xlsx"), AsOf: date.MustParse("2026-11-22"), Sharing: library.Public, Write: fill.WriteFilled}
	res, err := fill.Run(t.Context(), base, opt)
	if err != nil {
		t.Fatal(err)
	}
	j, err := review.Open(review.DecisionsPath(res.RecordPath), res.Record)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(review.Decision{Ref: unicorn, Action: review.Blank, Who: "bob", When: "2026-11-20T10:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(c *desk.Config) { c.Batch = out })
	list := s.List()
	if len(list) != 1 || !list[0].ReadOnly || list[0].Name != "acme.xlsx" || list[0].Summary.Questions != 4 {
		t.Fatalf("list: %+v", list)
	}
	id := list[0].ID
	if rows := s.rows(id, desk.Filter{}); rows[2].State != review.StateBlank {
		t.Errorf("rows: %+v", rows)
	}
	if _, _, err := s.Decide(t.Context(), id, review.Decision{Ref: unicorn, Action: review.Undo, Who: "ann"}); !errors.Is(err, desk.ErrReadOnly) {
		t.Errorf("decide: %v", err)
	}
	if _, err := s.TakeOver(t.Context(), id); err == nil {
		t.Error("taken over without its questionnaire")
	}
	s.close()
	s.cfg.BatchInputs = in
	s.open()
	it, err := s.TakeOver(t.Context(), id)
	if err != nil || it.ReadOnly || it.Phase != desk.PhaseReview || it.Decided != 1 {
		t.Fatalf("taken over: %+v, %v", it, err)
	}
	if again, err := s.TakeOver(t.Context(), id); err != nil || again.ID != it.ID {
		t.Errorf("taken over twice: %q and %q, %v", it.ID, again.ID, err)
	}
	if _, err := s.decide(it.ID, review.Decision{Ref: unicorn, Action: review.Undo}); err != nil {
		t.Error(err)
	}
	if done, err := s.Finish(t.Context(), it.ID); err != nil || !done.Proof.OK {
		t.Errorf("finish: %+v, %v", done, err)
	}
	if list = s.List(); len(list) != 1 || list[0].ID != it.ID {
		t.Errorf("listed twice: %+v", list)
	}
}
