package knowledge

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"

	"candor/internal/answer"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/pack"
)

// Embedding has a model propose entries by their meaning.
type Embedding struct {
	Embedder match.Embedder
	// Model is the model's name: vectors of one mean nothing to another.
	Model string
	// Sharing is the ceiling of the run. What stands above it, and what nobody
	// approved, is not embedded.
	Sharing library.Sharing
}

// WithEmbedding has the matcher propose entries by vectors too. They are kept on
// the shelf by model and text. A model that is not to be had is a note, and the
// matcher is as without it.
func WithEmbedding(e Embedding) Option {
	return func(o *opening) { o.embedding = &e }
}

// vectorsName is the file of a kept folder that holds vectors by text.
const vectorsName = "vectors"

// vectors are those of the entries that may be shown to a model, nil for none.
func (o *opening) vectors(ctx context.Context, b *Base) (*match.Vectors, error) {
	if o.embedding == nil {
		return nil, nil
	}
	var entries []match.Entry
	for _, e := range b.Library.Entries() {
		if answer.Usable(e, answer.Policy{Sharing: o.embedding.Sharing}) {
			entries = append(entries, MatchEntry(e))
		}
	}
	known := o.knownVectors()
	v, all, err := match.NewVectors(ctx, o.embedding.Embedder, entries, known)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("embed the library: %w", ctx.Err())
	}
	if err != nil {
		b.WithoutMeaning = true
		b.Notes = append(b.Notes, fmt.Sprintf("entries are found by their words alone: %v", err))
		return nil, nil
	}
	if len(all) != len(known) || !sameTexts(all, known) {
		o.keepVectors(all)
	}
	return v, nil
}

func sameTexts(a, b map[string][]float32) bool {
	for text := range a {
		if _, there := b[text]; !there {
			return false
		}
	}
	return true
}

// vectorsKey is the place of a model's vectors on the shelf. What belongs to
// which text stands in the file, so that an edit of the library costs only the
// texts that it changed.
func (o *opening) vectorsKey() string {
	return "vectors\x00" + o.embedding.Model + "\x00" + string(o.embedding.Sharing)
}

// knownVectors are those that were kept, none if anything is wrong with them.
func (o *opening) knownVectors() map[string][]float32 {
	if o.shelf == nil {
		return nil
	}
	dir, err := o.shelf.Get(o.vectorsKey())
	if err != nil {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(dir, vectorsName))
	if err != nil {
		return nil
	}
	var packed map[string]string
	if pack.Unmarshal(string(data), &packed) != nil {
		return nil
	}
	known := make(map[string][]float32, len(packed))
	for text, b := range packed {
		v := make([]float32, len(b)/4)
		if _, err := binary.Decode([]byte(b), binary.LittleEndian, v); err != nil {
			return nil
		}
		known[text] = v
	}
	return known
}

// keepVectors puts vectors on the shelf. A shelf that cannot be written to costs
// embedding them once more.
func (o *opening) keepVectors(all map[string][]float32) {
	if o.shelf == nil {
		return
	}
	packed := make(map[string]string, len(all))
	for text, v := range all {
		b, err := binary.Append(nil, binary.LittleEndian, v)
		if err != nil {
			return
		}
		packed[text] = string(b)
	}
	data, err := pack.Marshal(packed)
	if err != nil {
		return
	}
	// What is kept under the key would stay, since it is as it was left.
	_ = o.shelf.Drop(o.vectorsKey())
	_ = o.shelf.Put(o.vectorsKey(), func(dir string) error {
		return os.WriteFile(filepath.Join(dir, vectorsName), data, 0o600)
	})
}
