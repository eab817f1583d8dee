package librarytest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/librarytest"
)

func TestWrittenLibraryOpens(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const n = 300
	if err := librarytest.Write(dir, n, 1); err != nil {
		t.Fatal(err)
	}
	base, err := knowledge.Open(t.Context(), dir, date.MustParse("2026-11-22"))
	if err != nil {
		t.Fatalf("open what was made: %v", err)
	}
	defer base.Matcher.Close()
	if got := len(base.Library.Entries()); got != n {
		t.Errorf("%d entries, want %d", got, n)
	}
}

func TestSameSeedSameEntries(t *testing.T) {
	t.Parallel()
	few, many := librarytest.Make(50, 7), librarytest.Make(500, 7)
	if diff := cmp.Diff(few, many[:50]); diff != "" {
		t.Errorf("the first entries of a larger library differ (-few +many):\n%s", diff)
	}
	if cmp.Equal(few, librarytest.Make(50, 8)) {
		t.Error("another seed made the same entries")
	}
	if diff := cmp.Diff(librarytest.Questions(20, 7), librarytest.Questions(40, 7)[:20]); diff != "" {
		t.Errorf("questions differ (-few +many):\n%s", diff)
	}
}

func TestManyEntriesAreDifferent(t *testing.T) {
	t.Parallel()
	for _, list := range [][]librarytest.Entry{librarytest.Make(20_000, 1), librarytest.Unrelated(20_000, 1)} {
		seen := map[string]bool{}
		for _, e := range list {
			if seen[e.ID] {
				t.Fatalf("id %s comes twice", e.ID)
			}
			seen[e.ID] = true
		}
	}
}

func TestWriteNamesTheTrouble(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := librarytest.Write(file, 1, 1); err == nil {
		t.Error("wrote into a file as if it were a folder")
	}
}
