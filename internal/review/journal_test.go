package review_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"candor/internal/review"

	"github.com/google/go-cmp/cmp"
)

const good = `{"ref":"S!B1","action":"note","who":"ann","when":"2026-11-22T14:05:00Z","note":"hm"}`

func TestJournalKeepsDecisions(t *testing.T) {
	t.Parallel()
	rec := record(5)
	path := filepath.Join(t.TempDir(), "acme.review.jsonl")
	j := open(t, path, rec)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("looking made the file: %v", err)
	}
	add(t, j, decision("S!B2", review.Edit, edited("No", "Not \u2028 \"yet\"\nthough <b>")), decision("S!B1", review.Accept))
	if got := j.Decisions(); len(got) != 2 || got[0].Seq != 1 || got[1].Seq != 2 || got[0].Row != review.RowDigest(&rec.Rows[1]) {
		t.Fatalf("%+v", got)
	}
	again := open(t, path, rec)
	if diff := cmp.Diff(j.Decisions(), again.Decisions()); diff != "" {
		t.Errorf("read again (-first +again)\n%s", diff)
	}
	// What one process appends, another sees.
	add(t, again, decision("S!B3", review.Blank))
	if more, err := j.Refresh(); err != nil || !more || len(j.Decisions()) != 3 {
		t.Errorf("more %t, %v, %d decisions", more, err, len(j.Decisions()))
	}
	if more, err := j.Refresh(); err != nil || more {
		t.Errorf("nothing came: %t, %v", more, err)
	}
}

func TestJournalTellsOfConflicts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "acme.review.jsonl")
	ann, bob := open(t, path, record(5)), open(t, path, record(5))
	add(t, ann, decision("S!B1", review.Accept), decision("S!B2", review.Accept))
	mine := decision("S!B1", review.Blank)
	_, err := bob.Append(mine)
	conflict, ok := errors.AsType[*review.ConflictError](err)
	if !ok || conflict.Theirs.Seq != 1 || conflict.Mine.Action != review.Blank || !strings.Contains(err.Error(), `ann@example.com did "accept"`) {
		t.Fatalf("%v", err)
	}
	add(t, bob, decision("S!B1", review.Note, func(d *review.Decision) { d.Note = "why?" }), decision("S!B3", review.Blank))
	if _, err := ann.Append(decision("S!B1", review.Undo, seen(1))); err == nil {
		t.Error("the note after it was not seen")
	}
	add(t, ann, decision("S!B1", review.Undo, seen(3)))
	if _, err := ann.Append(decision("S!B2", review.Undo, seen(99))); err == nil {
		t.Error("somebody saw what nobody has decided yet")
	}
}

func TestJournalRefusesDecisions(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "acme.review.jsonl")
	j := open(t, path, record(2))
	for want, d := range map[string]review.Decision{
		`no question "S!B9"`:       decision("S!B9", review.Accept),
		"unknown action":           decision("S!B1", "approve"),
		"who is missing":           decision("S!B1", review.Accept, func(d *review.Decision) { d.Who = " " }),
		"when must be a time":      decision("S!B1", review.Accept, func(d *review.Decision) { d.When = "2026-11-22 14:05" }),
		"an edit needs":            decision("S!B1", review.Edit),
		"a take needs":             decision("S!B1", review.Take),
		"a note needs":             decision("S!B1", review.Note),
		"carries no answer":        decision("S!B1", review.Accept, edited("Yes", "")),
		"only a take names":        decision("S!B1", review.Blank, func(d *review.Decision) { d.Entry = "tls" }),
		"no UTF-8":                 decision("S!B1", review.Edit, edited("", "\xff")),
		"longer than 98301 bytes":  decision("S!B1", review.Edit, edited("", strings.Repeat("x", 98302))),
		"seq and seen count from ": decision("S!B1", review.Accept, seen(-1)),
	} {
		if _, err := j.Append(d); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Error("a refused decision was written")
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(decision("S!B1", review.Accept)); !errors.Is(err, review.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

// A file that is no journal, one of another questionnaire, and lines that are
// none are refused with their place, and stay as they are.
func TestJournalRefusesFiles(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 100_000)
	for want, path := range map[string]string{
		":2: unknown action":            written(t, strings.Replace(good, "note", "delete", 1), ""),
		":3: the line is no decision":   written(t, good, "{", ""),
		":2: the line is no UTF-8":      written(t, "\xff\xfe", ""),
		":2: the line holds more than ": written(t, good+good, ""),
		`unknown field "admin"`:         written(t, strings.Replace(good, "{", `{"admin":true,`, 1), ""),
		`the key "action" stands twice`: written(t, strings.Replace(good, "{", `{"action":"accept",`, 1), ""),
		`the key "Action" stands twice`: written(t, good, strings.Replace(good, "}", `,"Action":"accept"}`, 1), ""),
		":3: seq is 1 where 2 comes":    written(t, good, strings.Replace(good, "{", `{"seq":1,`, 1), ""),
		":2: seen is 1":                 written(t, strings.Replace(good, "{", `{"seen":1,`, 1), ""),
		":3: who is missing":            written(t, good, strings.Replace(good, `"ann"`, `""`, 1), ""),
		":2: the line is longer":        written(t, strings.Repeat(" ", 2<<20)+good, ""),
		":2: the line is no decision: ": written(t, deep, ""),
		":2: ref is missing":            written(t, "null", ""),
	} {
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		j, err := review.Open(path, record(5))
		if j != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
		if _, ok := errors.AsType[*review.LineError](err); !ok {
			t.Errorf("%s: no line in %v", want, err)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
			t.Errorf("%s: the file was changed", want)
		}
	}
	if _, err := review.Open(t.TempDir(), record(1)); err == nil {
		t.Error("a folder was read")
	}
}

func TestJournalRefusesForeignFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	other := record(1)
	other.Input.SHA256 = strings.Repeat("b", 64)
	for name, text := range map[string]string{
		"prose": "Dear all,", "prose with lines": "Dear all,\nbye\n", "a run record": "{\n  \"schema\": \"candor.run/1\"", "another version": `{"schema":"candor.review/9"}` + "\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := review.Open(path, record(1)); !errors.Is(err, review.ErrForeign) || !strings.Contains(err.Error(), ":1: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := review.Open(written(t, good), other); !errors.Is(err, review.ErrForeign) || !strings.Contains(err.Error(), `they are on "acme.xlsx"`) {
		t.Errorf("another questionnaire: %v", err)
	}
}

// Wherever the last line is torn, the lines before it count, and the next append
// takes its place.
func TestJournalDropsATornLine(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(written(t, good, strings.Replace(good, "hm", "second", 1), ""))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "torn.jsonl")
	for n := range whole {
		if err := os.WriteFile(path, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		j := open(t, path, record(5))
		lines := max(0, strings.Count(string(whole[:n]), "\n")-1)
		if got := len(j.Decisions()); got != lines {
			t.Fatalf("%d bytes: %d decisions, want %d", n, got, lines)
		}
		add(t, j, decision("S!B3", review.Blank))
		if got := open(t, path, record(5)).Decisions(); len(got) != lines+1 || got[lines].Ref != "S!B3" {
			t.Fatalf("%d bytes: after an append %+v", n, got)
		}
	}
}

func TestJournalConcurrently(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "acme.review.jsonl")
	journals := []*review.Journal{open(t, path, record(5)), open(t, path, record(5))}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			j := journals[i%2]
			for k := range 5 {
				d := decision("S!B1", review.Note, func(d *review.Decision) { d.Note = fmt.Sprint(i, k) })
				if _, err := j.Append(d); err != nil {
					t.Error(err)
				}
				j.Decisions()
			}
		})
	}
	wg.Wait()
	got := open(t, path, record(5)).Decisions()
	notes := map[string]bool{}
	for i, d := range got {
		notes[d.Note] = true
		if d.Seq != i+1 {
			t.Errorf("decision %d has seq %d", i+1, d.Seq)
		}
	}
	if len(notes) != 40 {
		t.Errorf("%d of 40 notes", len(notes))
	}
}

func TestDecisionsPath(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"a/x.run.json": "a/x.review.jsonl", "x.json": "x.review.jsonl", "x": "x.review.jsonl"} {
		if got := review.DecisionsPath(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

// What was put back, cut, removed or written by an editor is no append: going on
// by what was read before would mix two histories.
func TestJournalTellsOfARewrite(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string, text []byte) error{
		"an older copy": func(path string, text []byte) error { return os.WriteFile(path, text[:len(text)/2], 0o600) },
		"nothing":       func(path string, _ []byte) error { return os.Remove(path) },
		"another as long": func(path string, text []byte) error {
			return os.WriteFile(path, bytes.ReplaceAll(text, []byte("S!B2"), []byte("S!B4")), 0o600)
		},
		"a longer history": func(path string, text []byte) error {
			return os.WriteFile(path, bytes.ReplaceAll(text, []byte("ann"), []byte("annabel")), 0o600)
		},
	} {
		path := filepath.Join(t.TempDir(), "acme.review.jsonl")
		j := open(t, path, record(5))
		add(t, j, decision("S!B1", review.Accept), decision("S!B2", review.Blank))
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := change(path, text); err != nil {
			t.Fatal(err)
		}
		after, _ := os.ReadFile(path)
		if _, err := j.Refresh(); !errors.Is(err, review.ErrRewritten) {
			t.Errorf("%s: refresh: %v", name, err)
		}
		if _, err := j.Append(decision("S!B3", review.Accept)); !errors.Is(err, review.ErrRewritten) {
			t.Errorf("%s: append: %v", name, err)
		}
		if now, _ := os.ReadFile(path); !bytes.Equal(now, after) {
			t.Errorf("%s: changed it", name)
		}
	}
	j := open(t, filepath.Join(t.TempDir(), "acme.review.jsonl"), record(5))
	if _, err := j.Append(decision("S!B1", review.Accept, seen(3))); !errors.Is(err, review.ErrRewritten) {
		t.Errorf("decisions seen that are not there: %v", err)
	}
}
