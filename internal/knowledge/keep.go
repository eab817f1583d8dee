package knowledge

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/shelf"
)

// Option changes how knowledge is opened.
type Option func(*opening)

// WithShelf keeps what opening a library costs on s, under the digest of all
// files, and takes it from there if the digest is the same. Without it, and
// wherever anything is in doubt, it is computed.
func WithShelf(s *shelf.Shelf) Option {
	return func(o *opening) { o.shelf = s }
}

// opening is one run of Open.
type opening struct {
	shelf *shelf.Shelf
	tree  fs.FS
	// digest is computed on first use, beside what does not need it.
	digest func() (string, error)
	// kept is the folder of what was kept for the digest, "" if there is none.
	kept func() string
	// embedding is nil without a model.
	embedding *Embedding
}

// newOpening looks at the tree. The starter cannot change while the program
// runs; a company's folder can, so it is read once for digest and content.
func newOpening(fsys fs.FS, starter bool, opts []Option) (*opening, error) {
	o := &opening{tree: fsys, digest: sync.OnceValues(func() (string, error) { return digest(fsys) })}
	for _, opt := range opts {
		opt(o)
	}
	if !starter {
		tree, sum, err := takeSnapshot(fsys)
		if err != nil {
			return nil, err
		}
		o.tree, o.digest = tree, func() (string, error) { return sum, nil }
	}
	o.kept = sync.OnceValue(o.find)
	return o, nil
}

func (o *opening) find() string {
	sum, err := o.digest()
	if o.shelf == nil || err != nil {
		return ""
	}
	dir, err := o.shelf.Get(sum)
	if err != nil {
		return "" // whatever is wrong with it, it is made again
	}
	return dir
}

// libraryName is the packed library in a kept folder.
const libraryName = "library"

// library takes the library from where it was kept, else loads it.
func (o *opening) library(load loader) (*library.Library, kbfile.Faults) {
	if dir := o.kept(); dir != "" {
		data, err := os.ReadFile(filepath.Join(dir, libraryName))
		if err == nil {
			if l, err := library.Unpack(o.tree, string(data)); err == nil {
				return l, nil
			}
		}
		// Without it the matcher is not taken from there either.
		if sum, err := o.digest(); err == nil {
			_ = o.shelf.Drop(sum)
		}
	}
	return load()
}

// smallLibrary is the number of entries up to which nothing is said about a
// cache that cannot be written: opening them anew costs less than a second.
const smallLibrary = 1000

// matcher takes the matcher from where it was kept; else it keeps it for the
// next time, and where that cannot be done computes it in memory.
func (o *opening) matcher(ctx context.Context, b *Base) (*match.Matcher, error) {
	entries, words := b.Entries(), b.Guard.Words()
	vectors, err := o.vectors(ctx, b)
	if err != nil {
		return nil, err
	}
	open := func(dir string) (*match.Matcher, error) {
		return match.New(ctx, o.tree, entries, match.WithWords(words), match.Kept(dir), match.WithVectors(vectors))
	}
	if dir := o.kept(); dir != "" {
		if m, err := open(dir); err == nil {
			return m, nil
		}
		// It is as it was left and cannot be used: only dropped it is replaced.
		_ = o.shelf.Drop(b.Digest)
	}
	if o.shelf != nil && len(entries) > 0 {
		dir, err := o.keep(ctx, b, entries)
		if err == nil {
			var m *match.Matcher
			if m, err = open(dir); err == nil {
				return m, nil
			}
		}
		if ctx.Err() == nil && len(entries) > smallLibrary {
			b.Notes = append(b.Notes, fmt.Sprintf("the library is read anew on each run: %v; CANDOR_CACHE names another folder for the cache", err))
		}
	}
	return open("")
}

// keep puts library and matcher on the shelf and returns their folder.
func (o *opening) keep(ctx context.Context, b *Base, entries []match.Entry) (string, error) {
	err := o.shelf.Put(b.Digest, func(dir string) error {
		data, err := b.Library.Pack()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, libraryName), data, 0o600); err != nil {
			return fmt.Errorf("keep the library: %w", err)
		}
		return match.Keep(ctx, dir, entries, b.Guard.Words())
	})
	if err != nil {
		return "", err
	}
	return o.shelf.Get(b.Digest)
}
