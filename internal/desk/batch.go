package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"candor/internal/atomicfile"
	"candor/internal/roadmap"
	"candor/internal/runlog"
)

// batchFolder is the output folder of a batch whose results are shown. Decisions
// that `candor review` made there count, and nothing is written to it.
type batchFolder struct {
	dir, inputs string

	mu    sync.Mutex
	items map[string]*item
}

func newBatchFolder(cfg Config) *batchFolder {
	return &batchFolder{dir: cfg.Batch, inputs: cfg.BatchInputs, items: map[string]*item{}}
}

// batchPrefix begins the ids of a batch's results.
const batchPrefix = "batch-"

// scan looks for results that are new, and for those that are gone. A record that
// was written again is read again.
func (b *batchFolder) scan() {
	if b.dir == "" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	found := map[string]fs.FileInfo{}
	// What cannot be read is not listed; the batch itself tells of it.
	_ = filepath.WalkDir(b.dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // the rest of the folder counts
		case e.IsDir() && path != b.dir && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case e.Type().IsRegular() && strings.HasSuffix(path, roadmap.RecordSuffix) && !strings.HasSuffix(path, "final"+roadmap.RecordSuffix):
			if info, err := e.Info(); err == nil {
				found[path] = info
			}
		}
		return nil
	})
	for id, it := range b.items {
		info, ok := found[it.where]
		if !ok || !info.ModTime().Equal(it.written) {
			delete(b.items, id)
			it.mu.Lock()
			it.gone = true
			_ = it.drop() // nothing was written to it
			it.mu.Unlock()
			continue
		}
		delete(found, it.where)
	}
	for path, info := range found {
		if it := b.read(path, info); it != nil {
			b.items[it.id] = it
		}
	}
}

// read makes a read-only questionnaire of a record; nil if it is none.
func (b *batchFolder) read(path string, info fs.FileInfo) *item {
	rel, err := filepath.Rel(b.dir, path)
	if err != nil {
		return nil
	}
	rec, err := runlog.LoadAsked(path)
	if err != nil {
		return nil
	}
	id := fmt.Sprintf("%s%016x", batchPrefix, shortHash(filepath.ToSlash(rel)))
	it := &item{id: id, dir: filepath.Dir(path), readOnly: true, where: path, written: info.ModTime()}
	it.meta = stored{Name: rec.Input.Name, Ext: filepath.Ext(rec.Input.Name), Meta: Meta{Product: rec.Product}}
	it.digest, it.summary = rec.Input.SHA256, &rec.Summary
	return it
}

func (b *batchFolder) find(id string) *item {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.items[id]
}

// all are the results, by name.
func (b *batchFolder) all() []*item {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := make([]*item, 0, len(b.items))
	for _, it := range b.items {
		out = append(out, it)
	}
	slices.SortFunc(out, func(a, b *item) int {
		return cmp.Or(strings.Compare(a.meta.Name, b.meta.Name), strings.Compare(a.id, b.id))
	})
	return out
}

// input finds the questionnaire that a result was made from: in the folder of
// inputs, where the tree is the same, else beside the record and above it.
func (b *batchFolder) input(it *item) (string, error) {
	name := filepath.Base(it.meta.Name)
	tried := []string{filepath.Join(it.dir, name), filepath.Join(it.dir, "..", name)}
	if rel, err := filepath.Rel(b.dir, it.dir); err == nil && b.inputs != "" {
		tried = slices.Insert(tried, 0, filepath.Join(b.inputs, rel, name))
	}
	for _, path := range tried {
		data, err := os.ReadFile(path)
		if err == nil && revision(data) == it.digest {
			return path, nil
		}
	}
	return "", &RefusedError{Why: fmt.Sprintf("the questionnaire %q is not where the batch read it, or has changed; add it to the desk as a file", name)}
}

// TakeOver puts a result of the batch onto the desk, with the decisions that were
// made on it there. It needs the questionnaire that it was made from. A result
// that was taken over before, by whomever, is the questionnaire that it became.
func (d *Desk) TakeOver(ctx context.Context, id string) (Item, error) {
	if err := ctx.Err(); err != nil {
		return Item{}, err
	}
	from := d.batch.find(id)
	if from == nil {
		return Item{}, &NotFoundError{"result of a batch", id}
	}
	d.taking.Lock()
	defer d.taking.Unlock()
	for _, it := range d.all() {
		it.mu.Lock()
		same := it.meta.Batch == id
		it.mu.Unlock()
		if same {
			return d.Item(it.id)
		}
	}
	input, err := d.batch.input(from)
	if err != nil {
		return Item{}, err
	}
	name := cleanName(from.meta.Name)
	m := stored{Schema: schema, Name: name, Ext: strings.ToLower(filepath.Ext(name)), Added: d.stamp(), Meta: from.meta.Meta, Readable: true, Batch: from.id}
	rec, err := runlog.Load(from.where)
	if err != nil {
		return Item{}, err
	}
	rec = rec.BeforeReview()
	it, err := d.create(m, func(dir string) error {
		in, err := os.Open(input)
		if err != nil {
			return err
		}
		err = errors.Join(takeFile(ctx, dir, name, in), in.Close())
		if err != nil {
			return err
		}
		now := item{dir: dir}
		if err := copyFile(from.journal(), now.journal()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return atomicfile.Write(now.record(), fileMode, rec.Encode)
	})
	if err != nil {
		return Item{}, err
	}
	d.peers.forget(from.id)
	d.tell(it, Event{Kind: EventItem})
	return d.Item(it.id)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // opened for reading only
	return atomicfile.Write(to, fileMode, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
}

// has tells whether an id is that of a result.
func (b *batchFolder) has(id string) bool { return b.find(id) != nil }
