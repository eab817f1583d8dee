package knowledge_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/librarytest"
	"candor/internal/match"
	"candor/internal/shelf"
)

var opened = date.MustParse("2026-11-22")

func madeBase(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	if err := librarytest.Write(dir, n, 1); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string, opts ...knowledge.Option) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Open(t.Context(), dir, opened, opts...)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() { b.Matcher.Close() })
	return b
}

func ranked(t *testing.T, b *knowledge.Base) [][]match.Match {
	t.Helper()
	var out [][]match.Match
	for _, text := range librarytest.Questions(15, 1) {
		list, err := b.Matcher.Rank(t.Context(), match.Question{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, list)
	}
	return out
}

// The first opening computes and keeps, the second takes; both know the same
// as an opening without a cache.
func TestKeptKnowledgeIsTheSame(t *testing.T) {
	t.Parallel()
	dir, cache := madeBase(t, 120), shelf.New(t.TempDir(), "test")
	plain := open(t, dir)
	for _, b := range []*knowledge.Base{open(t, dir, knowledge.WithShelf(cache)), open(t, dir, knowledge.WithShelf(cache))} {
		if b.Digest != plain.Digest || len(b.Library.Entries()) != 120 {
			t.Errorf("%d entries, digest %s, want %s", len(b.Library.Entries()), b.Digest, plain.Digest)
		}
		if diff := cmp.Diff(ranked(t, plain), ranked(t, b)); diff != "" {
			t.Errorf("ranks (-plain +cached):\n%s", diff)
		}
	}
	if _, err := cache.Get(plain.Digest); err != nil {
		t.Errorf("nothing was kept: %v", err)
	}
}

// A changed entry is never answered with its old text, even if the file has the
// same size and time.
func TestChangedEntryIsReadAnew(t *testing.T) {
	t.Parallel()
	dir, cache := madeBase(t, 30), shelf.New(t.TempDir(), "test")
	first := open(t, dir, knowledge.WithShelf(cache)).Library.Entries()[3]
	path := filepath.Join(dir, filepath.FromSlash(first.File))
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "\nverdict: "+string(first.Verdict), "\nverdict: "+map[bool]string{true: "no", false: "yes"}[len(first.Verdict) == 2], 1)
	if changed == string(text) {
		changed = strings.ToUpper(string(text))
	}
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	again, ok := open(t, dir, knowledge.WithShelf(cache)).Library.Entry(first.ID)
	if !ok || again.Digest == first.Digest {
		t.Errorf("entry %s is still the old one", first.ID)
	}
}

// A spoilt cache, a cache that cannot be written, and processes that open at
// the same time: the knowledge is the same.
func TestCacheInDoubt(t *testing.T) {
	t.Parallel()
	dir, place := madeBase(t, 40), t.TempDir()
	want := ranked(t, open(t, dir))
	open(t, dir, knowledge.WithShelf(shelf.New(place, "test")))
	spoil := func(name string, change func([]byte) []byte) {
		files, err := filepath.Glob(filepath.Join(place, "*", name))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: found %v, %v", name, files, err)
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(files[0], change(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	half := func(b []byte) []byte { return b[:len(b)/2] }
	flipped := func(b []byte) []byte { b[len(b)/2] ^= 1; return b }
	for _, name := range []string{"library", "forms", "manifest.json", "index/store/root.bolt", "index/store/*.zap", "index/index_meta.json"} {
		for _, change := range []func([]byte) []byte{half, flipped} {
			spoil(name, change)
			if diff := cmp.Diff(want, ranked(t, open(t, dir, knowledge.WithShelf(shelf.New(place, "test"))))); diff != "" {
				t.Errorf("after spoiling %s:\n%s", name, diff)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b := open(t, dir, knowledge.WithShelf(shelf.New(file, "test")))
	if diff := cmp.Diff(want, ranked(t, b)); diff != "" || len(b.Notes) != 0 {
		t.Errorf("with a cache that cannot be written: notes %q\n%s", b.Notes, diff)
	}
	var wait sync.WaitGroup
	shared := t.TempDir()
	for range 4 {
		wait.Go(func() {
			b, err := knowledge.Open(t.Context(), dir, opened, knowledge.WithShelf(shelf.New(shared, "test")))
			if err != nil {
				t.Errorf("Open beside others: %v", err)
				return
			}
			b.Matcher.Close()
		})
	}
	wait.Wait()
}

// What was left whole but cannot be used, such as by another form of the same
// build, is replaced.
func TestUselessCacheIsReplaced(t *testing.T) {
	t.Parallel()
	dir, cache := madeBase(t, 40), shelf.New(t.TempDir(), "test")
	plain := open(t, dir)
	for _, name := range []string{"library", "forms"} {
		err := cache.Put(plain.Digest, func(dir string) error {
			return os.WriteFile(filepath.Join(dir, name), []byte("useless"), 0o600)
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ranked(t, plain), ranked(t, open(t, dir, knowledge.WithShelf(cache)))); diff != "" {
			t.Errorf("ranks (-plain +cached):\n%s", diff)
		}
		kept, err := cache.Get(plain.Digest)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(filepath.Join(kept, "index")); err != nil || !info.IsDir() {
			t.Errorf("%s: nothing useful was kept instead: %v", name, err)
		}
		if err := cache.Drop(plain.Digest); err != nil {
			t.Error(err)
		}
	}
}

func TestLargeLibraryWithoutCacheSaysSo(t *testing.T) {
	t.Parallel()
	dir := madeBase(t, 1200)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b := open(t, dir, knowledge.WithShelf(shelf.New(file, "test")))
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0], "CANDOR_CACHE") {
		t.Errorf("notes %q, want one that names CANDOR_CACHE", b.Notes)
	}
}
