package batch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/runlog"
)

// A batch answers each file as fill does, into the same tree, and names what it
// left out.
func TestAFolderIsAnswered(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{
		"a.csv": sheet(1), "emea/b.csv": sheet(2), "emea/deep er/c.csv": sheet(3),
		"notes.txt": "x", "old.xls": "x", "a.answered.csv": sheet(1), "bad.xlsx": "no zip",
	})
	doc := s.run()
	want := map[string]string{
		"a.csv": "answered", "emea/b.csv": "answered", "emea/deep er/c.csv": "answered", "bad.xlsx": "failed: refused",
	}
	if diff := cmp.Diff(want, statuses(doc)); diff != "" {
		t.Errorf("files (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]runlog.LeftOut{
		{Path: "a.answered.csv", Why: "an output of candor"},
		{Path: "notes.txt", Why: "questionnaires are .xlsx, .xlsm, .csv or .tsv"},
		{Path: "old.xls", Why: "this is an old Excel file; save it as .xlsx and try again"},
	}, doc.LeftOut); diff != "" {
		t.Errorf("left out (-want +got)\n%s", diff)
	}
	base, err := knowledge.Open(t.Context(), s.opt.KB, asOf)
	if err != nil {
		t.Fatal(err)
	}
	opt := s.opt.Fill
	opt.Input, opt.Output = s.path("in/emea/b.csv"), s.path("alone/b.answered.csv")
	if err := os.Mkdir(s.path("alone"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := fill.Run(t.Context(), base, opt); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"b.answered.csv", "b.answered.run.json"} {
		if diff := cmp.Diff(s.read("alone/"+name), s.read("out/emea/"+name)); diff != "" {
			t.Errorf("%s is not what fill writes (-fill +batch)\n%s", name, diff)
		}
	}
	if !strings.Contains(s.read("out/emea/b.answered.csv"), "All data is encrypted at rest.") {
		t.Error("nothing was answered")
	}
	if got := doc.Totals; got.Answered != 3 || got.Failed != 1 || got.Summary.Questions != 9 || got.Summary.Filled != 3 {
		t.Errorf("totals: %+v", got)
	}
}

// A second run does nothing: it does not even start a worker.
func TestASecondRunDoesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1), "x/b.csv": sheet(2)})
	first := s.run()
	before := s.tree("out")
	second := s.run(func(o *Options) { o.Child = Child{Path: s.path("no such program")} })
	if diff := cmp.Diff(before, s.tree("out")); diff != "" {
		t.Errorf("the tree changed (-before +after)\n%s", diff)
	}
	if second.Totals.Unchanged != 2 {
		t.Errorf("statuses: %v", statuses(second))
	}
	if diff := cmp.Diff(first.Totals.Summary, second.Totals.Summary); diff != "" {
		t.Errorf("counts (-first +second)\n%s", diff)
	}
}

// A file without questions is left out and fails nothing; what was answered
// while it had some is named as left over.
func TestAFileWithoutQuestionsIsLeftOut(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1), "b.csv": sheet(2)})
	s.run()
	s.write("in/b.csv", "Item,Unit,Price\nCable,piece,4.20\n")
	doc := s.run()
	if diff := cmp.Diff(map[string]string{"a.csv": "unchanged"}, statuses(doc)); diff != "" {
		t.Errorf("files (-want +got)\n%s", diff)
	}
	if len(doc.LeftOut) != 1 || doc.LeftOut[0].Path != "b.csv" || !strings.Contains(doc.LeftOut[0].Why, "no questions found") {
		t.Errorf("left out: %v", doc.LeftOut)
	}
	if diff := cmp.Diff([]string{"b.answered.csv"}, doc.Orphans); diff != "" {
		t.Errorf("orphans (-want +got)\n%s", diff)
	}
}

// A run does again what has changed and nothing else.
func TestWhatChangedIsDoneAgain(t *testing.T) {
	t.Parallel()
	one, all := []string{"a.csv"}, []string{"a.csv", "b.csv"}
	for name, tt := range map[string]struct {
		change func(*site) []func(*Options)
		redone []string
	}{
		"an input": {func(s *site) []func(*Options) { s.write("in/a.csv", sheet(9)); return nil }, one},
		"the knowledge": {func(s *site) []func(*Options) {
			s.write("kb/library/cryptography/rest.md", libraryEntry("yes", "Everything is encrypted."))
			s.learn()
			return nil
		}, all},
		"a flag":    {func(*site) []func(*Options) { return with(func(o *Options) { o.Fill.Write = fill.WriteDrafts }) }, all},
		"version":   {func(*site) []func(*Options) { return with(func(o *Options) { o.Fill.Version = "next" }) }, all},
		"a rebuild": {func(*site) []func(*Options) { return with(func(o *Options) { o.Build = "another" }) }, all},
		"the day":   {func(*site) []func(*Options) { return with(func(o *Options) { o.Fill.AsOf = asOf.AddDays(1) }) }, all},
		"no output": {func(s *site) []func(*Options) { s.remove("out/a.answered.csv"); return nil }, one},
		"no record": {func(s *site) []func(*Options) { s.remove("out/a.answered.run.json"); return nil }, one},
		"fresh":     {func(*site) []func(*Options) { return with(func(o *Options) { o.Fresh = true }) }, all},
		"limits":    {func(*site) []func(*Options) { return with(func(o *Options) { o.Memory, o.Jobs = 500<<20, 1 }) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, map[string]string{"a.csv": sheet(1), "b.csv": sheet(2)})
			s.run()
			doc := s.run(tt.change(s)...)
			var redone []string
			for _, f := range doc.Files {
				switch f.Status {
				case runlog.FileAnswered:
					redone = append(redone, f.File)
				case runlog.FileUnchanged:
				case runlog.FileFailed, runlog.FilePending:
					t.Errorf("%s: %s", f.File, f.Why)
				}
			}
			if diff := cmp.Diff(tt.redone, redone); diff != "" {
				t.Errorf("done again (-want +got)\n%s", diff)
			}
		})
	}
}

func with(change ...func(*Options)) []func(*Options) { return change }

func (s *site) remove(name string) {
	s.t.Helper()
	if err := os.Remove(s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

// What a person made of an output, or put where one should go, stays.
func TestOnlyOurOwnOutputsAreReplaced(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1), "b.csv": sheet(2), "c.csv": sheet(3)})
	s.write("out/b.answered.csv", "somebody's")
	s.write("out/c.answered.run.json", "somebody's")
	want := map[string]string{"a.csv": "answered", "b.csv": "failed: taken", "c.csv": "failed: taken"}
	if diff := cmp.Diff(want, statuses(s.run())); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	s.write("out/a.answered.csv", "edited")
	doc := s.run()
	if f := doc.Files[0]; f.Status != runlog.FileUnchanged || f.Why == "" || s.read("out/a.answered.csv") != "edited" {
		t.Errorf("an edited output: %+v", f)
	}
	s.write("in/a.csv", sheet(4))
	doc = s.run()
	if f := doc.Files[0]; f.Code != runlog.FailTaken || !strings.Contains(f.Why, "was changed since it was written") || s.read("out/a.answered.csv") != "edited" {
		t.Errorf("an edited output of a new input: %+v", f)
	}
	if s.read("out/b.answered.csv") != "somebody's" || s.read("out/c.answered.run.json") != "somebody's" {
		t.Error("somebody's file was replaced")
	}
	doc = s.run(func(o *Options) { o.Fill.Force = true })
	if doc.Totals.Answered != 3 {
		t.Errorf("with force: %v", statuses(doc))
	}
}

// Stopped after any file, the rest is done by the next run, and the tree is
// that of a run that was not stopped.
func TestAStoppedBatchGoesOn(t *testing.T) {
	t.Parallel()
	files := map[string]string{}
	for _, n := range []string{"a.csv", "b.csv", "c.csv", "sub/d.csv", "sub/e.csv"} {
		files[n] = sheet(len(files))
	}
	s := newSite(t, files)
	s.run(func(o *Options) { o.Out = s.path("whole") })
	ctx, stop := context.WithCancel(t.Context())
	opt := s.opt
	opt.Jobs = 1
	opt.Progress = func(done, total int, _ runlog.BatchFile) {
		if done == 2 && total == 5 {
			stop()
		}
	}
	doc, err := Run(ctx, opt)
	if !errors.Is(err, context.Canceled) || doc == nil || !doc.Interrupted || doc.Totals.Pending == 0 || doc.Totals.Answered < 2 {
		t.Fatalf("stopped: %v, %+v", err, doc)
	}
	doc = s.run()
	if doc.Totals.Unchanged < 2 || doc.Totals.Answered+doc.Totals.Unchanged != 5 {
		t.Errorf("gone on: %v", statuses(doc))
	}
	if diff := cmp.Diff(s.tree("whole"), s.tree("out")); diff != "" {
		t.Errorf("(-never stopped +stopped)\n%s", diff)
	}
}

func TestADryRunWritesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1)})
	before := s.tree(".")
	doc := s.run(func(o *Options) { o.Fill.DryRun = true })
	if doc.Totals.Answered != 1 || doc.Totals.Summary.Filled == 0 || !doc.DryRun || doc.Files[0].Output != "" {
		t.Errorf("%+v", doc)
	}
	if diff := cmp.Diff(before, s.tree(".")); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
}

func TestTwoRunsExcludeEachOther(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1)})
	held, err := openTree(s.path("out"), false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.try(); !errors.Is(err, ErrBusy) {
		t.Errorf("while another holds the folder: %v", err)
	}
	if err := held.close(nil); err != nil {
		t.Fatal(err)
	}
	if doc := s.run(); doc.Totals.Answered != 1 {
		t.Errorf("after it let go: %v", statuses(doc))
	}
}

// Files of one batch are never answered from two states of the knowledge.
func TestKnowledgeThatChangesEndsTheBatch(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1)})
	s.write("kb/library/cryptography/rest.md", libraryEntry("no", "Nothing is encrypted."))
	doc, err := s.try()
	if err == nil || !strings.Contains(err.Error(), ErrKnowledgeChanged.Error()) {
		t.Errorf("got %v", err)
	}
	if doc == nil || doc.Totals.Pending != 1 {
		t.Errorf("got %+v", doc)
	}
}

// A link inside the output folder does not lead an output out of it.
func TestOutputsStayInTheirFolder(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"sub/a.csv": sheet(1), "b.csv": sheet(2)})
	outside := t.TempDir()
	if err := os.Mkdir(s.path("out"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, s.path("out/sub")); err != nil {
		t.Fatal(err)
	}
	got := statuses(s.run())
	if got["b.csv"] != "answered" || !strings.HasPrefix(got["sub/a.csv"], "failed") {
		t.Errorf("statuses: %v", got)
	}
	left, err := filepath.Glob(filepath.Join(outside, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("outside the folder: %v %v", left, err)
	}
}

// The output folder may lie in the input folder, or be the same.
func TestOutputsAreNoInputs(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1)})
	for _, out := range []string{"in/answers", "in"} {
		for range 2 {
			doc := s.run(func(o *Options) { o.Out = s.path(out) })
			if len(doc.Files) != 1 || doc.Totals.Failed > 0 {
				t.Errorf("%s: %v", out, statuses(doc))
			}
		}
	}
}
