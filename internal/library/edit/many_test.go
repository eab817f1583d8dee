package edit_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/library/edit"
)

func TestCreateFiles(t *testing.T) {
	t.Parallel()
	file := func(id string) []byte {
		return []byte("---\nid: " + id + "\nquestions:\n  - Is it locked?\nverdict: yes\ntopics: [governance] # suggested\nsharing: internal\nreviewed: 2026-11-22\nstatus: draft\n---\nIt is.\n")
	}
	dir := t.TempDir()
	store, err := edit.Lock(context.Background(), dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if changes, err := store.CreateFiles(context.Background(), [][]byte{file("one"), file("two")}); err != nil || len(changes) != 2 {
		t.Fatalf("%d files, %v", len(changes), err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "library", "governance", "two.md"))
	if err != nil || string(got) != string(file("two")) {
		t.Errorf("two.md: %q, %v", got, err)
	}
	changes, err := store.CreateFiles(context.Background(), [][]byte{file("three"), file("one"), file("four")})
	if _, there := os.Stat(filepath.Join(dir, "library", "governance", "three.md")); there == nil {
		t.Error("a file is written though another may not be")
	}
	if len(changes) != 0 || !errors.Is(err, edit.ErrTaken) || !strings.Contains(err.Error(), "library/governance/one.md") {
		t.Errorf("%d files, %v", len(changes), err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if changes, err := store.CreateFiles(ended, [][]byte{file("five")}); len(changes) != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d files, %v", len(changes), err)
	}
}
