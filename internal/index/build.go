package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
)

// Build indexes docs in memory, all in one batch: the score of bleve depends on
// how the documents are spread over batches and on merges in the background,
// and one batch has neither.
func Build(ctx context.Context, docs []Doc) (*Index, error) {
	// NewMemOnly would be the old engine, which ignores the scoring model.
	b, err := bleve.NewUsing("", newMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("make index: %w", err)
	}
	batch := b.NewBatch()
	err = addAll(ctx, docs, func(id string, d *Doc) error {
		doc := document.NewDocument(id)
		d.fill(doc)
		return batch.IndexAdvanced(doc)
	})
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	if err := b.Batch(batch); err != nil {
		return nil, errors.Join(fmt.Errorf("index entries: %w", err), b.Close())
	}
	return &Index{bleve: b, ids: idsOf(docs)}, nil
}

// The builder's batches bound its memory; all of them are merged into one
// segment at the end, so that the index on disk gives the candidates of the one
// in memory.
const (
	builderBatch = 10000
	builderMerge = 32
)

// BuildAt writes an index of docs, of which there must be some, into the new
// folder dir, for Open.
func BuildAt(ctx context.Context, dir string, docs []Doc) error {
	work := dir + ".work"
	if err := os.Mkdir(work, 0o700); err != nil {
		return fmt.Errorf("make work folder of the index: %w", err)
	}
	defer os.RemoveAll(work) //nolint:errcheck // a leftover work folder harms nothing
	b, err := bleve.NewBuilder(dir, docMapping{newMapping()}, map[string]any{"batchSize": builderBatch, "mergeMax": builderMerge, "buildPathPrefix": work})
	if err != nil {
		return fmt.Errorf("make index on disk: %w", err)
	}
	// The builder must be closed only once, and cannot be closed empty.
	if err := addAll(ctx, docs, func(id string, d *Doc) error { return b.Index(id, d) }); err != nil {
		return err
	}
	if err := b.Close(); err != nil {
		return fmt.Errorf("write index on disk: %w", err)
	}
	return nil
}

func addAll(ctx context.Context, docs []Doc, add func(id string, d *Doc) error) error {
	for i := range docs {
		if i%1000 == 0 && ctx.Err() != nil {
			return fmt.Errorf("build index: %w", ctx.Err())
		}
		// The number stands for the id: ids come from files and may be anything.
		if err := add(strconv.Itoa(i), &docs[i]); err != nil {
			return fmt.Errorf("index entry %q: %w", docs[i].ID, err)
		}
	}
	return nil
}

func idsOf(docs []Doc) []string {
	ids := make([]string, len(docs))
	for i := range docs {
		ids[i] = docs[i].ID
	}
	return ids
}

// lockTimeout is how long Open waits for another process that writes: nobody
// writes into a finished index, so a lock that stays means a wrong folder.
const lockTimeout = "2s"

// Open opens for reading what BuildAt wrote into dir; ids are those of the
// documents in their order. Many processes may open the same folder at the same
// time. What is broken gives an error, whatever it is.
func Open(dir string, ids []string) (ix *Index, err error) {
	// bleve panics on some broken files.
	defer func() {
		if r := recover(); r != nil {
			ix, err = nil, fmt.Errorf("open index %s: %v", filepath.Base(dir), r)
		}
	}()
	b, err := bleve.OpenUsing(dir, map[string]any{"read_only": true, "bolt_timeout": lockTimeout})
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", filepath.Base(dir), err)
	}
	n, err := b.DocCount()
	if err == nil && n != uint64(len(ids)) {
		err = fmt.Errorf("it holds %d documents, not %d", n, len(ids))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open index %s: %w", filepath.Base(dir), err), b.Close())
	}
	return &Index{bleve: b, ids: ids}, nil
}
