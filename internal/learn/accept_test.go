package learn_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/date"
	"candor/internal/learn"
	"candor/internal/library"
	"candor/internal/library/edit"

	"github.com/google/go-cmp/cmp"
)

// anything is a catalogue that knows every control.
type anything struct{}

func (anything) Unknown(string) string { return "" }
func (anything) TopicIDs() []string    { return []string{"backup"} }

const keep = `---
id: keep
questions: ["How long are backups kept?"] # ask ops
verdict: text
topics: [backup]
sharing: public
reviewed: 2026-01-01
status: approved
---
Backups are kept for {{backup.retention}}.
They lie elsewhere.

## short
{{backup.retention}}.
`

// shelf is a company's folder with one entry, and what loads it.
func shelf(t *testing.T) (dir string, load func() *library.Library) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{"library/backup/keep.md": keep, "company/facts.yaml": "backup.retention: {value: 35 days}\n"} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o750), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir, func() *library.Library {
		lib, faults := library.Load(os.DirFS(dir), anything{}, nil)
		for _, f := range faults {
			if !f.Warning {
				t.Fatal(f)
			}
		}
		return lib
	}
}

func accept(t *testing.T, dir string, lib *library.Library, list ...learn.Proposal) []string {
	t.Helper()
	s, err := edit.Lock(t.Context(), dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	chosen := make([]*learn.Proposal, len(list))
	for i := range list {
		list[i].N = i + 1
		chosen[i] = &list[i]
	}
	done, err := learn.Accept(s, lib, chosen, date.MustParse("2026-11-22"), func(files map[string][]byte) (map[string]string, error) {
		out := map[string]string{}
		for name, data := range files {
			if strings.Contains(string(data), "certified") {
				out[name] = "a claim"
			}
		}
		return out, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range done {
		lines = append(lines, strings.TrimSuffix(fmt.Sprintf("%s: %s", d.Outcome, d.Why), ": "))
	}
	return lines
}

func TestAccept(t *testing.T) {
	t.Parallel()
	dir, load := shelf(t)
	e, _ := load().Entry("keep")
	proposals := []learn.Proposal{
		{Kind: learn.Phrasing, Entry: "keep", Questions: []string{"For how long: days?"}},
		{Kind: learn.Answer, Entry: "keep", Digest: e.Digest, Text: "Backups are kept for 35 days.\n\nNobody else has them.", Short: "For 35 days."},
		{Kind: learn.Verdict, Entry: "keep", Digest: e.Digest, Verdict: library.Yes},
		{Kind: learn.NewEntry, Entry: "lost", Questions: []string{"Are any lost?"}, Verdict: library.No, Text: "None is.", Topics: []string{"backup"}, Language: "en"},
		{Kind: learn.NewEntry, Entry: "keep", Questions: []string{"Are some lost?"}, Verdict: library.No, Text: "None is.", Topics: []string{"backup"}},
		{Kind: learn.NewEntry, Entry: "claims", Questions: []string{"Are you?"}, Verdict: library.Yes, Text: "We are certified.", Topics: []string{"backup"}},
		{Kind: learn.Answer, Entry: "gone", Text: "x"},
		{Kind: learn.Answer, Entry: "keep", Text: "a {{b}}"},
	}
	got := accept(t, dir, load(), proposals...)
	want := []string{
		"applied", "applied", "refused: proposal 2 changes this entry already", "applied",
		"refused: the id is taken: library/backup/keep.md; give the proposal another entry id", "refused: a claim",
		`refused: no such entry in the library: "gone"`, "refused: proposal 2 changes this entry already",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	data, err := os.ReadFile(filepath.Join(dir, "library/backup/keep.md"))
	if err != nil {
		t.Fatal(err)
	}
	wantFile := strings.NewReplacer(
		`kept?"]`, `kept?", "For how long: days?"]`, "2026-01-01", "2026-11-22", "They lie elsewhere.\n", "\nNobody else has them.\n", "\n{{backup.retention}}.\n", "\nFor {{backup.retention}}.\n",
	).Replace(keep)
	if diff := cmp.Diff(wantFile, string(data)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if lost, ok := load().Entry("lost"); !ok || lost.Status != library.Draft || lost.Sharing != library.Internal {
		t.Errorf("the new entry: %+v", lost)
	}

	// Again: nothing is left to do but what cannot be done.
	again := accept(t, dir, load(), proposals[0], proposals[1], proposals[3])
	if diff := cmp.Diff([]string{"already", "already", "already"}, again); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	stale := accept(t, dir, load(), proposals[2])
	if !strings.Contains(stale[0], "has changed since") {
		t.Errorf("a stale proposal: %q", stale)
	}
	if after, _ := os.ReadFile(filepath.Join(dir, "library/backup/keep.md")); string(after) != string(data) {
		t.Error("accepting again changed the file")
	}
}
