package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
)

// What is measured are questionnaires that are read and answered in full, and
// the same ones each time.
func TestMadeQuestionnairesAreAnswered(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, sub := range []string{"one", "two"} {
		if err := makeQuestionnaires(filepath.Join(dir, sub), 3, 40); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join("02", "customer-0002.xlsx")
	first, err := os.ReadFile(filepath.Join(dir, "one", path))
	if err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(filepath.Join(dir, "two", path))
	if err != nil || string(first) != string(second) {
		t.Errorf("two makings differ (%v)", err)
	}
	base, err := knowledge.Open(t.Context(), "", asOf())
	if err != nil {
		t.Fatal(err)
	}
	res, err := fill.Run(t.Context(), base, fill.Options{Input: filepath.Join(dir, "one", path), DryRun: true, AsOf: asOf(), Sharing: library.Public, Write: fill.WriteFilled})
	if err != nil {
		t.Fatal(err)
	}
	if s := res.Record.Summary; s.Questions != 40 || s.Filled == 0 {
		t.Errorf("summary: %+v", s)
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	lines := strings.NewReader("1\n2\n3\n4\n")
	clock := time.Duration(0)
	s := watch(os.Getpid(), lines, 4, func() time.Duration { clock += time.Second; return clock })
	for i, q := range s.quarters {
		if q.end != time.Duration(i+1)*time.Second {
			t.Errorf("quarter %d ends after %s", i+1, q.end)
		}
	}
	s.took, s.cpu = 4*time.Second, 2*time.Second
	var out strings.Builder
	s.print(&out, 2, 4)
	if !strings.HasPrefix(out.String(), "2 worker(s): 4.0 s, 1.00 files a second, 500 ms of processor a file\n  quarter 1: 1000.0 ms a file, ") {
		t.Errorf("printed:\n%s", out.String())
	}
}

func TestRunRefusesWrongUse(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-nonsense"}, {"batch", "in"}, {"batch", "in", "out", "many"}} {
		if err := run(args, strings.NewReader(""), &strings.Builder{}, &strings.Builder{}); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}
