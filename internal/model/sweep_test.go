package model_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"candor/internal/model"
	"candor/internal/modeltest"
)

// The cache loses what nobody used in half a year, then the oldest of what is too
// much, and no file that is not its own; one look a day is enough.
func TestCacheIsSwept(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	put := func(name string, size int64, days int) string {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		at := now.AddDate(0, 0, -days)
		if err := os.Truncate(path, size); err != nil { // takes no room on the disk
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		return path
	}
	answer := func(i int) string { return fmt.Sprintf("ab/%062x.json", i) }
	fresh, old := put(answer(1), 10, 1), put(answer(2), 10, 200)
	large, older := put(answer(3), 200<<20, 2), put(answer(4), 100<<20, 3)
	mine, short := put("ab/notes.json", 10, 900), put("letters/"+strings.Repeat("0", 62)+".json", 10, 900)

	s := modeltest.New(t)
	cfg := quick(s, nil)
	cfg.CacheDir, cfg.Now = dir, func() time.Time { return now }
	client(t, cfg)
	for path, want := range map[string]bool{fresh: true, old: false, large: true, older: false, mine: true, short: true} {
		if _, err := os.Lstat(path); (err == nil) != want {
			t.Errorf("%s: %v, kept is to be %t", path, err, want)
		}
	}
	again := put(answer(2), 10, 200)
	client(t, cfg)
	if _, err := os.Lstat(again); err != nil {
		t.Errorf("swept twice on one day: %v", err)
	}
	now = now.AddDate(0, 0, 2)
	client(t, cfg)
	if _, err := os.Lstat(again); err == nil {
		t.Error("not swept on another day")
	}
}

// What is used stays, however long ago it was asked for first.
func TestUsedAnswersStay(t *testing.T) {
	t.Parallel()
	s := modeltest.New(t, modeltest.Say(word))
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	cfg := quick(s, nil)
	cfg.CacheDir, cfg.Now = t.TempDir(), func() time.Time { return now }
	for range 5 {
		c, err := model.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Complete(t.Context(), wordRequest()); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 0, 100)
	}
	if n := len(s.Received()); n != 1 {
		t.Errorf("asked %d times, and the answer was used all along", n)
	}
}
