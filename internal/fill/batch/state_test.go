package batch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/runlog"
)

func open(t *testing.T, path string) *journal {
	t.Helper()
	j, err := openJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func add(t *testing.T, j *journal, entries ...entry) {
	t.Helper()
	for _, e := range entries {
		if err := j.add(e); err != nil {
			t.Fatal(err)
		}
	}
}

func line(file, key string) entry {
	return entry{File: file, Key: key, Output: file + ".out", OutputSHA256: "o" + key, Record: file + ".rec", RecordSHA256: "r" + key, Summary: runlog.Summarise(nil)}
}

// What was added is there after a crash at any byte of the last line.
func TestJournalSurvivesATornLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	j := open(t, path)
	add(t, j, line("a", "1"), line("b", "1"), line("a", "2"))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := strings.LastIndex(strings.TrimSuffix(string(whole), "\n"), "\n") + 1
	for cut := last; cut <= len(whole); cut++ {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		j := open(t, path)
		add(t, j, line("c", "1"))
		j = open(t, path)
		want := "1"
		if cut >= len(whole)-1 {
			want = "2" // only the line's end was missing
		}
		if e, ok := j.newest("a"); !ok || e.Key != want {
			t.Errorf("cut at %d: newest a is %+v, want key %s", cut, e, want)
		}
		if _, ok := j.newest("c"); !ok {
			t.Errorf("cut at %d: the line after the tear is lost", cut)
		}
	}
}

// A journal of a finished run holds one line a file in order; of files that
// are not settled it keeps all that may still stand on the disk.
func TestJournalClose(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	j := open(t, path)
	add(t, j, line("b", "1"), line("a", "1"), line("a", "2"), line("b", "2"))
	if err := j.close(map[string]bool{"a": true}); err != nil {
		t.Fatal(err)
	}
	j = open(t, path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for l := range strings.Lines(string(data)) {
		got = append(got, l[:strings.Index(l, `,"input_sha256"`)])
	}
	if diff := cmp.Diff([]string{`{"v":1,"file":"a","key":"2"`, `{"v":1,"file":"b","key":"1"`, `{"v":1,"file":"b","key":"2"`}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"o1", "o2"}, j.digests("b.out")); diff != "" {
		t.Errorf("digests of b (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"o2"}, j.digests("a.out")); diff != "" {
		t.Errorf("digests of a (-want +got)\n%s", diff)
	}
}

func TestJournalOfAnotherVersionIsNotUnderstood(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	if err := os.WriteFile(path, []byte("{\"v\":999,\"file\":\"a\"}\nnonsense\n[]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if e, ok := open(t, path).newest("a"); ok {
		t.Errorf("got %+v", e)
	}
}

// Whatever step was the last before a crash, the next run ends in the same
// tree: the journal is written, then the output moves, then the record.
func TestEveryStepMayBeTheLast(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]string{"a.csv": sheet(1), "b.csv": sheet(2)})
	s.run(func(o *Options) { o.Out = s.path("whole") })
	whole := s.tree("whole")
	journal := s.read("whole/.candor-batch/journal.jsonl")
	old := strings.ReplaceAll(strings.ReplaceAll(journal, `"key":"`, `"key":"0`), `sha256":"`, `sha256":"0`)
	for name, files := range map[string]map[string]string{
		"journal only":       {"journal": journal},
		"torn journal":       {"journal": journal[:len(journal)-40]},
		"output, no record":  {"journal": journal, "a.answered.csv": s.read("whole/a.answered.csv")},
		"record, no output":  {"journal": journal, "a.answered.run.json": s.read("whole/a.answered.run.json")},
		"after an older run": {"journal": old + journal, "a.answered.csv": s.read("whole/a.answered.csv")},
		"a work folder":      {"journal": journal, ".candor-batch/stage-1/w0/file/in/a.csv": "x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &site{t: t, dir: s.dir, opt: s.opt}
			out := "out " + name
			for file, text := range files {
				s.write(out+"/"+strings.Replace(file, "journal", ".candor-batch/journal.jsonl", 1), text)
			}
			doc := s.run(func(o *Options) { o.Out = s.path(out) })
			if doc.Totals.Failed > 0 {
				t.Errorf("%v", statuses(doc))
			}
			if diff := cmp.Diff(whole, s.tree(out)); diff != "" {
				t.Errorf("(-never stopped +stopped)\n%s", diff)
			}
		})
	}
}
