package index_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/index"
)

// someDocs are docs of common and rare words.
func someDocs(n int) (docs []index.Doc, ids []string) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string { return fmt.Sprintf("w%d", int(500*r.Float64()*r.Float64()*r.Float64())) }
	for i := range n {
		d := index.Doc{ID: fmt.Sprintf("doc-%05d", i), Topics: []string{fmt.Sprintf("topic%d", i%7)}}
		for range 1 + r.IntN(4) {
			d.Questions = append(d.Questions, word()+" "+word()+" "+word())
			d.Text += " " + word()
		}
		docs, ids = append(docs, d), append(ids, d.ID)
	}
	return docs, ids
}

func buildAt(t *testing.T, docs []index.Doc) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	if err := index.BuildAt(t.Context(), dir, docs); err != nil {
		t.Fatalf("BuildAt: %v", err)
	}
	return dir
}

// The index on disk gives what the one in memory gives, also to several readers
// at a time, also if it was merged from several batches.
func TestDiskGivesWhatMemoryGives(t *testing.T) {
	t.Parallel()
	docs, idList := someDocs(12_000)
	memory := build(t, docs)
	dir := buildAt(t, docs)
	for range 2 {
		disk, err := index.Open(dir, idList)
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		defer disk.Close()
		for i := range 20 {
			q := index.Query{Terms: terms(fmt.Sprintf("w%d", i*7), fmt.Sprintf("w%d", i*i), "w3"), Topic: "topic3"}
			want, err := memory.Candidates(t.Context(), q, 50)
			if err != nil {
				t.Fatal(err)
			}
			got, err := disk.Candidates(t.Context(), q, 50)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" || len(want) != 50 {
				t.Fatalf("query %d (-memory +disk):\n%s", i, diff)
			}
		}
	}
}

func TestOpenRefusesWhatIsNotTheIndex(t *testing.T) {
	t.Parallel()
	docs, idList := someDocs(50)
	tests := []struct {
		name  string
		spoil func(dir string) error
		ids   []string
	}{
		{"not there", os.RemoveAll, idList},
		{"other documents", func(string) error { return nil }, idList[:49]},
		{"truncated root", func(dir string) error { return os.Truncate(filepath.Join(dir, "store", "root.bolt"), 5000) }, idList},
		{"empty root", func(dir string) error { return os.Truncate(filepath.Join(dir, "store", "root.bolt"), 0) }, idList},
		{"no description", func(dir string) error { return os.Remove(filepath.Join(dir, "index_meta.json")) }, idList},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := buildAt(t, docs)
			if err := tt.spoil(dir); err != nil {
				t.Fatal(err)
			}
			if ix, err := index.Open(dir, tt.ids); err == nil {
				ix.Close()
				t.Error("opened")
			}
		})
	}
}
