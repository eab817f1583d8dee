package edit_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/internal/date"
	"candor/internal/library"
	"candor/internal/library/edit"
)

const entryFile = "library/cryptography/tls.md"

// company makes a folder with the entry "tls".
func company(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, filepath.FromSlash(entryFile))
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(entry), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func lock(t *testing.T, dir string) *edit.Store {
	t.Helper()
	s, err := edit.Lock(t.Context(), dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func read(t *testing.T, dir, file string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func newEntry(id string) *library.Entry {
	return &library.Entry{Front: library.Front{
		ID: id, Questions: []string{"Is it?"}, Verdict: library.No, Topics: []string{"governance"},
		Sharing: library.Internal, Reviewed: date.MustParse("2026-11-22"), Status: library.Draft,
	}, Text: "It is not."}
}

func TestEditWritesTheFile(t *testing.T) {
	t.Parallel()
	dir := company(t)
	s := lock(t, dir)
	c, err := s.Edit("tls", edit.Set("verdict", "no"), edit.AddQuestion("New?"))
	if err != nil || c.File != entryFile || c.IsEmpty() {
		t.Fatalf("Edit: %+v, %v", c, err)
	}
	got := read(t, dir, entryFile)
	if got != string(c.After) || !strings.Contains(got, "verdict: no ") || !strings.Contains(got, "  - New?\n") {
		t.Errorf("the file holds\n%s", got)
	}
	if info, err := os.Stat(filepath.Join(dir, entryFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("permissions %v, %v", info.Mode(), err)
	}
	if c, err := s.Edit("tls", edit.Set("verdict", "no")); err != nil || !c.IsEmpty() {
		t.Errorf("the same edit again: %+v, %v", c, err)
	}
	if _, err := s.Edit("tsl", edit.Set("verdict", "no")); !errors.Is(err, edit.ErrNotFound) {
		t.Errorf("an unknown id gave %v", err)
	}
	s.Check = func(string, []byte) error { return errors.New("not so") }
	if _, err := s.Edit("tls", edit.Set("verdict", "na")); err == nil || read(t, dir, entryFile) != got {
		t.Errorf("a change that the check refuses was written: %v", err)
	}
}

func TestEditKeepsALink(t *testing.T) {
	t.Parallel()
	dir := company(t)
	behind := filepath.Join(t.TempDir(), "tls.md")
	link := filepath.Join(dir, entryFile)
	if err := errors.Join(os.Rename(link, behind), os.Symlink(behind, link)); err != nil {
		t.Fatal(err)
	}
	if _, err := lock(t, dir).Edit("tls", edit.Set("verdict", "no")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if data, err := os.ReadFile(behind); err != nil || !strings.Contains(string(data), "verdict: no") {
		t.Errorf("what the link names holds %q, %v", data, err)
	}
}

func TestCreateNeverReplaces(t *testing.T) {
	t.Parallel()
	dir := company(t)
	s := lock(t, dir)
	c, err := s.Create(newEntry("new-one"))
	if err != nil || c.File != "library/governance/new-one.md" || read(t, dir, c.File) != string(c.After) {
		t.Fatalf("Create: %+v, %v", c, err)
	}
	if _, err := s.Create(newEntry("new-one")); !errors.Is(err, edit.ErrTaken) {
		t.Errorf("a second one: %v", err)
	}
	if _, err := s.Create(newEntry("tls")); !errors.Is(err, edit.ErrTaken) || !strings.Contains(err.Error(), entryFile) {
		t.Errorf("an id taken in another topic: %v", err)
	}
	for _, id := range []string{"", "A", "../x", "con", "readme", "a--b", "-a", strings.Repeat("a", 81), "a/b"} {
		if _, err := s.Create(newEntry(id)); err == nil {
			t.Errorf("the id %q was taken", id)
		}
	}
	e := newEntry("no-topic")
	e.Topics = nil
	if _, err := s.Create(e); err == nil {
		t.Error("an entry without a topic was written")
	}
}

func TestNewID(t *testing.T) {
	t.Parallel()
	taken := map[string]bool{"customer-data-encrypted-rest": true, "customer-data-encrypted-rest-2": true}
	tests := map[string]string{
		"Is customer data encrypted at rest?": "customer-data-encrypted-rest-3",
		"Do you have a SOC 2 report?":         "soc-2-report",
		"¿Tienen?":                            "tienen",
		"是否加密?":                               "answer",
		"Is it?":                              "answer",
		"How fast " + strings.Repeat("x", 100) + " are two to five": "fast-two-five",
	}
	for question, want := range tests {
		if got := edit.NewID(question, func(id string) bool { return taken[id] }); got != want {
			t.Errorf("NewID(%q) = %q, want %q", question, got, want)
		}
	}
}

func TestLockSaysWhoHoldsIt(t *testing.T) {
	t.Parallel()
	dir := company(t)
	first := lock(t, dir)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := edit.Lock(ctx, dir, "second"); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), " by process ") || !strings.Contains(err.Error(), "(test)") {
		t.Errorf("a second run was told: %v", err)
	}
	for _, bad := range []string{"", filepath.Join(dir, "none"), filepath.Join(dir, entryFile)} {
		if _, err := edit.Lock(t.Context(), bad, "x"); err == nil {
			t.Errorf("%q was locked", bad)
		}
	}
	if _, err := first.Edit("tls", edit.Set("verdict", "no")); err != nil {
		t.Error(err)
	}
}
