package shelf_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"candor/internal/shelf"
)

// put keeps two files, one of them in a folder, whose content is text.
func put(t *testing.T, s *shelf.Shelf, key, text string) {
	t.Helper()
	err := s.Put(key, func(dir string) error {
		if err := os.Mkdir(filepath.Join(dir, "index"), 0o700); err != nil {
			return err
		}
		return errors.Join(
			os.WriteFile(filepath.Join(dir, "forms"), []byte(text), 0o600),
			os.WriteFile(filepath.Join(dir, "index", "part"), []byte(text+text), 0o600))
	})
	if err != nil {
		t.Fatalf("Put: %v", err)
	}
}

func text(t *testing.T, s *shelf.Shelf, key string) string {
	t.Helper()
	dir, err := s.Get(key)
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "forms"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestGetGivesWhatWasPut(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	s := shelf.New(dir, "build 1")
	if _, err := s.Get("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Get from an empty shelf: %v", err)
	}
	put(t, s, "a", "one")
	put(t, s, "b", "two")
	if got := text(t, s, "a") + text(t, s, "b"); got != "onetwo" {
		t.Errorf("got %q", got)
	}
	if err := s.Drop("b"); err != nil {
		t.Error(err)
	}
	if _, err := s.Get("b"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Get of what was dropped: %v", err)
	}
	if _, err := shelf.New(dir, "build 2").Get("a"); err == nil {
		t.Error("another build read what this one kept")
	}
}

func TestWhatIsInDoubtIsNotGiven(t *testing.T) {
	t.Parallel()
	spoil := map[string]func(dir string) error{
		"flipped byte": func(dir string) error { return os.WriteFile(filepath.Join(dir, "forms"), []byte("onf"), 0o600) },
		"cut short":    func(dir string) error { return os.Truncate(filepath.Join(dir, "index", "part"), 2) },
		"file gone":    func(dir string) error { return os.Remove(filepath.Join(dir, "index", "part")) },
		"file more":    func(dir string) error { return os.WriteFile(filepath.Join(dir, "more"), nil, 0o600) },
		"no manifest":  func(dir string) error { return os.Remove(filepath.Join(dir, "manifest.json")) },
		"half manifest": func(dir string) error {
			return os.Truncate(filepath.Join(dir, "manifest.json"), 40)
		},
		"manifest of another": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(`{"format":1,"build":"b","key":"other","files":{}}`), 0o600)
		},
	}
	for name, f := range spoil {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := shelf.New(t.TempDir(), "b")
			put(t, s, "a", "one")
			dir, err := s.Get("a")
			if err != nil {
				t.Fatal(err)
			}
			if err := f(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Get("a"); err == nil {
				t.Fatal("given all the same")
			}
			put(t, s, "a", "new")
			if got := text(t, s, "a"); got != "new" {
				t.Errorf("after putting it again: %q", got)
			}
		})
	}
}

func TestManyPutAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			s := shelf.New(dir, "b")
			for range 10 {
				put(t, s, "a", "one")
			}
		})
	}
	wait.Wait()
	if got := text(t, shelf.New(dir, "b"), "a"); got != "one" {
		t.Errorf("got %q", got)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%d folders left, want 1; %v", len(left), err)
	}
}

func TestShelfThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := shelf.New(file, "b").Put("a", func(string) error {
		t.Error("fill was called")
		return nil
	})
	if err == nil {
		t.Error("no error")
	}
}

func TestFailedFillLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := shelf.New(dir, "b")
	bad := errors.New("bad")
	if err := s.Put("a", func(string) error { return bad }); !errors.Is(err, bad) {
		t.Errorf("Put = %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 0 {
		t.Errorf("%d folders left; %v", len(left), err)
	}
}

func TestOldFoldersGo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dead := filepath.Join(dir, "work-dead")
	other := filepath.Join(dir, "photos")
	for _, d := range []string{dead, other} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, d := range []string{dead, other} {
		if err := os.Chtimes(d, old, old); err != nil {
			t.Fatal(err)
		}
	}
	s := shelf.New(dir, "b")
	for i := range 12 {
		put(t, s, fmt.Sprint(i), "x")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 9 {
		t.Errorf("%d folders left, want 8 and one that is not ours; %v", len(left), err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("a folder of somebody else: %v", err)
	}
	if got := text(t, s, "11"); got != "x" {
		t.Errorf("the newest is %q", got)
	}
}
