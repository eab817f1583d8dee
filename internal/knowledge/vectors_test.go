package knowledge_test

import (
	"context"
	"errors"
	"hash/fnv"
	"strings"
	"sync/atomic"
	"testing"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/shelf"
)

// hashing embeds a text by its words' sums, and keeps what it was sent.
type hashing struct {
	sent *[]string
	gone *atomic.Bool
}

func (h hashing) Embed(_ context.Context, texts []string) ([][]float32, error) {
	if h.gone != nil && h.gone.Load() {
		return nil, errors.New("the endpoint is gone")
	}
	if h.sent != nil {
		*h.sent = append(*h.sent, texts...)
	}
	out := make([][]float32, len(texts))
	for i, text := range texts {
		out[i] = make([]float32, 64)
		for w := range strings.FieldsSeq(strings.ToLower(text)) {
			sum := fnv.New32a()
			_, _ = sum.Write([]byte(w))
			out[i][sum.Sum32()%64]++
		}
	}
	return out, nil
}

func openEmbedding(t *testing.T, h hashing, sharing library.Sharing, s *shelf.Shelf) *knowledge.Base {
	t.Helper()
	opts := []knowledge.Option{knowledge.WithEmbedding(knowledge.Embedding{Embedder: h, Model: "hashing", Sharing: sharing})}
	if s != nil {
		opts = append(opts, knowledge.WithShelf(s))
	}
	b, err := knowledge.Open(t.Context(), "", date.MustParse("2026-11-22"), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Matcher.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// Only what may leave at the run's level is embedded, and only once.
func TestEmbeddingSendsWhatMayLeave(t *testing.T) {
	t.Parallel()
	var public, nda []string
	b := openEmbedding(t, hashing{sent: &public}, library.Public, nil)
	openEmbedding(t, hashing{sent: &nda}, library.NDA, nil)
	if len(public) == 0 || len(nda) <= len(public) {
		t.Fatalf("%d texts sent at public, %d at nda", len(public), len(nda))
	}
	open := map[string]bool{}
	for _, e := range b.Library.Entries() {
		if e.Sharing == library.Public && e.Status == library.Approved {
			for _, q := range e.Questions {
				open[q] = true
			}
		}
	}
	seen := map[string]bool{}
	for _, text := range public {
		if !open[text] || seen[text] {
			t.Errorf("sent %q: public %t, twice %t", text, open[text], seen[text])
		}
		seen[text] = true
	}
}

func TestVectorsAreKept(t *testing.T) {
	t.Parallel()
	s := shelf.New(t.TempDir(), "build")
	var first, second []string
	a := openEmbedding(t, hashing{sent: &first}, library.Public, s)
	b := openEmbedding(t, hashing{sent: &second}, library.Public, s)
	if len(first) == 0 || len(second) != 0 {
		t.Errorf("%d texts embedded at first, %d after that", len(first), len(second))
	}
	question := "Who may look into storage?"
	for _, base := range []*knowledge.Base{a, b} {
		vectors, err := base.Matcher.Embed(t.Context(), []string{question})
		if err != nil {
			t.Fatal(err)
		}
		found, err := base.Matcher.Rank(t.Context(), match.Question{Text: question, Language: "en", Vector: vectors[0]})
		if err != nil || len(found) == 0 {
			t.Errorf("found %v, %v", found, err)
		}
	}
}

// Without its model the knowledge opens all the same and says so.
func TestEmbeddingThatIsGone(t *testing.T) {
	t.Parallel()
	var gone atomic.Bool
	gone.Store(true)
	b := openEmbedding(t, hashing{gone: &gone}, library.Public, nil)
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0], "gone") {
		t.Errorf("notes %q", b.Notes)
	}
	if vectors, err := b.Matcher.Embed(t.Context(), []string{"x"}); vectors != nil || err != nil {
		t.Errorf("embedded %v, %v", vectors, err)
	}
}
