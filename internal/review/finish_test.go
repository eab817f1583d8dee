package review_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/intake"
	"candor/internal/knowledge"
	"candor/internal/learn"
	"candor/internal/library"
	"candor/internal/review"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// On a later day, an answer that the records no longer back and one from an
// entry past its review date stay blank, though nothing was decided on them.
func TestApplyOnALaterDay(t *testing.T) {
	t.Parallel()
	base := starter(t)
	s := filledSite(t, base, "sheet \"Vendor\"\n|* Question | Answer | Explanation\n| Do you hold a SOC 2 Type II report? | |\n| Is customer data encrypted at rest? | |\nlist B2:B3 Yes,No\n")
	if s.run.Summary.Filled != 2 {
		t.Fatalf("%+v", s.run.Summary)
	}
	s.opt.AsOf = date.MustParse("2033-01-01")
	res := s.apply()
	got := [][]string{codes(res.Finals[0].Faults), codes(res.Finals[1].Faults)}
	if !slices.Contains(got[0], review.FaultNews) || !slices.Contains(got[1], review.FaultStale) || res.Final.Verification.CellsChanged != 0 {
		t.Errorf("%q, %d cells", got, res.Final.Verification.CellsChanged)
	}
	if res.Final.Review.AsOf != "2033-01-01" || res.Final.AsOf != "2026-11-22" {
		t.Errorf("%s, %s", res.Final.Review.AsOf, res.Final.AsOf)
	}
	// Somebody who looked may say that the entry holds.
	s.decide(decision("Vendor!A3", review.Accept))
	s.opt.Force = true
	if res := s.apply(); len(res.Final.Rows[1].Written) == 0 || res.Finals[0].State != review.StateOpen {
		t.Errorf("%+v", res.Finals)
	}
}

// A person who accepts what does not apply gets the cells that the run would have
// written: No where the list has no word for it, and a text that says so.
func TestAcceptWhatDoesNotApply(t *testing.T) {
	t.Parallel()
	const sheet = "sheet \"Vendor\"\n|* Question | Answer | Explanation\n| Is somewhere else arranged for staff to work if the office burns down? | |\nlist B2 Yes,No\n"
	drafts := filledSite(t, starter(t), sheet, func(o *fill.Options) { o.Write = fill.WriteDrafts })
	if row := &drafts.run.Rows[0]; row.Verdict != library.NA || row.Status != answer.Review || row.Choice != "No" {
		t.Fatalf("%s %s %q: the row tests nothing", row.Status, row.Verdict, row.Choice)
	}
	s := filledSite(t, starter(t), sheet)
	s.decide(decision("Vendor!A2", review.Accept))
	res := s.apply()
	if diff := cmp.Diff(drafts.run.Rows[0].Written, res.Final.Rows[0].Written); diff != "" {
		t.Errorf("cells (-of the run +accepted):\n%s", diff)
	}
	if text := res.Final.Rows[0].Written["C2"]; !strings.HasPrefix(text, "N/A. ") {
		t.Errorf("nothing tells that it does not apply: %q", text)
	}
}

// Made again with another library, a run keeps the decisions on rows that are
// the same, and shows which others somebody had decided.
func TestDecisionsSurviveARunMadeAgain(t *testing.T) {
	t.Parallel()
	dir, entries := t.TempDir(), library1()
	writeKB(t, dir, entries)
	s := filledSite(t, openKB(t, dir), asked)
	s.decide(decision("Vendor!A2", review.Edit, edited("Partly", "Most of it is.")), decision("Vendor!A3", review.Accept), decision("Vendor!A8", review.Blank))
	before := s.apply()
	entries[1].text = "Restores are tested every week."
	writeKB(t, dir, entries)
	s.base = openKB(t, dir)
	again, err := fill.Run(t.Context(), s.base, fill.Options{
		Input: filepath.Join(s.dir, "asked.xlsx"), Output: s.filled, Force: true, AsOf: asOf, Sharing: "public", Write: fill.WriteFilled, Version: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	s.run = again.Record
	if s.run, err = runlog.Load(again.RecordPath); err != nil {
		t.Fatal(err)
	}
	s.opt.Force = true
	after := s.apply()
	states := map[string]review.State{}
	for _, f := range after.Finals {
		states[f.Ref] = f.State
	}
	if states["Vendor!A2"] != review.StateEdited || states["Vendor!A3"] != review.StateChanged || states["Vendor!A8"] != review.StateBlank {
		t.Errorf("%v", states)
	}
	if len(after.Final.Rows[1].Written) > 0 || after.Final.Rows[1].Review.Was.Status != s.run.Rows[1].Status {
		t.Errorf("the changed row was written: %+v", after.Final.Rows[1])
	}
	if before.Final.Rows[0].Written["C2"] != after.Final.Rows[0].Written["C2"] {
		t.Error("an edit was lost")
	}
	if status := review.StatusOf(s.run, after.Decisions); status.States[review.StateChanged] != 1 || !slices.ContainsFunc(status.Open, func(o review.OpenRow) bool { return o.Why == "ann@example.com decided it before it changed" }) {
		t.Errorf("%+v", status)
	}
}

// The finished file and its record teach the library what people changed.
func TestLearnFromAFinishedQuestionnaire(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeKB(t, dir, library1())
	s := filledSite(t, openKB(t, dir), asked)
	s.decide(
		decision(s.ref("Are restores"), review.Edit, edited("Yes", "Restores are tested every week by two people.")),
		decision(s.ref("Is the moon"), review.Edit, edited("", "The moon is made of rock and dust.")),
		decision(s.ref("Is customer data kept"), review.Edit, edited("Yes", "We keep it to ourselves and sell none of it.")),
	)
	res := s.apply()
	files, err := knowledge.Files(dir)
	if err != nil {
		t.Fatal(err)
	}
	planner, err := intake.New(files, s.base, starter(t), intake.Options{AsOf: asOf, Owner: "ops@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	cells, err := workbook.ReadCells(t.Context(), res.Output)
	if err != nil {
		t.Fatal(err)
	}
	read, err := workbook.Read(t.Context(), res.Output, workbook.ReadOptions{Lexicon: s.base.Lexicon})
	if err != nil {
		t.Fatal(err)
	}
	rec := res.Final.Drafted()
	got, err := learn.Propose(t.Context(), s.base, planner, rec, cells.Name, learn.Restore(rec, read, cells, cells.Sheets), asOf)
	if err != nil {
		t.Fatal(err)
	}
	texts := ""
	for _, p := range got.Proposals {
		texts += string(p.Kind) + " " + p.Entry + ": " + p.Text + "\n"
	}
	if !strings.Contains(texts, "answer restores: Restores are tested every week by two people.") || !strings.Contains(texts, "We keep it to ourselves") {
		t.Errorf("proposals:\n%sleft: %+v", texts, got.Left)
	}
	if res.Proposals != 3 {
		t.Errorf("%d rows said to teach something", res.Proposals)
	}
}

func TestApplyRefusesOutputs(t *testing.T) {
	t.Parallel()
	s := filledSite(t, company(t, library1()), asked)
	s.decide(decision("Vendor!A2", review.Accept))
	input := filepath.Join(s.dir, "asked.xlsx")
	linked := filepath.Join(s.dir, "linked.xlsx")
	if err := os.Link(input, linked); err != nil {
		t.Fatal(err)
	}
	before := string(bytesOf(t, input))
	for name, tt := range map[string]struct {
		output, want string
		force        bool
	}{
		"the input":           {input, "is the input itself", true},
		"a link to the input": {linked, "is the input itself", true},
		"the run's output":    {s.filled, "use --force", false},
		"another kind":        {filepath.Join(s.dir, "final.csv"), "must end in .xlsx", true},
		"no path":             {"", "needs a path", true},
		"no folder":           {filepath.Join(s.dir, "none", "final.xlsx"), "no such file", false},
	} {
		opt := s.opt
		opt.Output, opt.Force = tt.output, tt.force
		if _, err := review.Apply(t.Context(), s.base, opt); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if string(bytesOf(t, input)) != before {
		t.Error("the input was changed")
	}
	// Over the run's own output, with leave, its record is the finished one's.
	s.opt.Output, s.opt.Force = s.filled, true
	first := s.apply()
	record := string(bytesOf(t, first.RecordPath))
	if second := s.apply(); string(bytesOf(t, second.RecordPath)) != record {
		t.Error("applied to its own output it gives another record")
	}
}

func TestApplyFindsTheInput(t *testing.T) {
	t.Parallel()
	s := filledSite(t, company(t, library1()), asked)
	in, sub := filepath.Join(s.dir, "asked.xlsx"), filepath.Join(s.dir, "answers")
	if err := os.Mkdir(sub, 0o750); err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(sub, "out.run.json")
	if err := os.Rename(s.opt.Record, moved); err != nil {
		t.Fatal(err)
	}
	s.opt.Record = moved
	plan := func() (string, error) {
		p, err := review.Plan(t.Context(), s.base, s.opt)
		if err != nil {
			return "", err
		}
		return p.Input, nil
	}
	if got, err := plan(); err != nil || filepath.Clean(got) != in {
		t.Errorf("in the folder above: %q, %v", got, err)
	}
	if err := os.WriteFile(filepath.Join(sub, "asked.xlsx"), []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := plan(); err != nil || filepath.Clean(got) != in {
		t.Errorf("past another file of that name: %q, %v", got, err)
	}
	away := filepath.Join(t.TempDir(), "renamed.xlsx")
	if err := os.Rename(in, away); err != nil {
		t.Fatal(err)
	}
	_, err := plan()
	if missing, ok := errors.AsType[*review.InputError](err); !ok || len(missing.Other) != 1 || !strings.Contains(err.Error(), "is not the file that the run answered") {
		t.Errorf("%v", err)
	}
	if err := os.Remove(filepath.Join(sub, "asked.xlsx")); err != nil {
		t.Fatal(err)
	}
	if _, err = plan(); err == nil || !strings.Contains(err.Error(), "name it with --input") {
		t.Errorf("%v", err)
	}
	s.opt.Input = away
	if got, err := plan(); err != nil || got != away {
		t.Errorf("named: %q, %v", got, err)
	}
	s.opt.Input = s.filled
	if _, err = plan(); err == nil || !strings.Contains(err.Error(), "had the SHA-256") {
		t.Errorf("the filled one: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "candor-review-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range left {
		if _, err := os.Stat(filepath.Join(dir, "asked.xlsx")); err == nil {
			t.Logf("a copy in %s may be of a test beside this one", dir)
		}
	}
}

// A file renamed since is read under its own name, which a CSV file's cells and
// refs are named after.
func TestApplyARenamedCSV(t *testing.T) {
	t.Parallel()
	s := filledSite(t, starter(t), "../../fixtures/questionnaires/umbrella-rfp.csv")
	away := filepath.Join(t.TempDir(), "in.csv")
	if err := os.Rename(filepath.Join(s.dir, s.run.Input.Name), away); err != nil {
		t.Fatal(err)
	}
	s.opt.Input = away
	res, err := review.Apply(t.Context(), s.base, s.opt)
	if err != nil {
		t.Fatal(err)
	}
	if string(bytesOf(t, res.Output)) != string(bytesOf(t, s.filled)) {
		t.Error("the file is not that of the run")
	}
	proof, err := workbook.Verify(t.Context(), away, res.Output, nil)
	if err != nil || proof.OK {
		t.Errorf("answers were written, and against none the proof is %+v, %v", proof, err)
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	rec := record(10)
	ds := []review.Decision{
		decision("S!B2", review.Accept), decision("S!B7", review.Assign, func(d *review.Decision) { d.Owner = "bob" }),
		decision("S!B3", review.Edit, edited("No", "")), decision("S!Z1", review.Blank), decision("S!Z2", review.Note),
	}
	got := review.StatusOf(rec, ds)
	if got.Questions != 10 || got.Decisions != 5 || got.Blocked != 2 || len(got.Open) != 4 || len(got.Lost) != 1 {
		t.Errorf("%+v", got)
	}
	if got.Owners["bob"] != 1 || got.Owners["sec@example.com"] != 3 || got.States[review.StateProposed] != 4 || got.States[review.StateEdited] != 1 {
		t.Errorf("%v %v", got.Owners, got.States)
	}
	if o := got.Open[1]; o.Ref != "S!B7" || o.Why != "it was not sure" || o.Owner != "bob" {
		t.Errorf("%+v", o)
	}
}
