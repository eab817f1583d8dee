package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"candor/internal/atomicfile"
	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/textnorm"
	"candor/knowledgebase"

	"github.com/gofrs/flock"
)

// Modes of a folder that holds a company's answers.
const (
	dirMode  = 0o700
	fileMode = 0o600
)

// Desk is an open folder. It is safe for concurrent use.
type Desk struct {
	cfg  Config
	lock *flock.Flock
	feed *feed
	know *keeper

	// ctx ends with the desk; all work in the background hangs on it.
	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup
	// wake tells a worker that something waits.
	wake chan struct{}

	mu    sync.Mutex
	items map[string]*item
	// clock orders the uses of items, for the cache.
	clock int64
	peers *peers
	// reading bounds the workbooks that are read in this process at a time.
	reading chan struct{}
	batch   *batchFolder
	// taking is held by whoever takes a result of the batch over.
	taking sync.Mutex
}

// Open opens a folder and goes on with what is unfinished in it. It returns
// ErrBusy if another process has it open.
func Open(ctx context.Context, cfg Config) (*Desk, error) {
	if cfg.Runner == nil {
		cfg.Runner = InProcess{}
	}
	if cfg.Defaults.Sharing == "" {
		cfg.Defaults.Sharing = "public"
	}
	cfg.Workers = max(1, cfg.Workers)
	d := &Desk{
		cfg: cfg, feed: newFeed(cfg.Now()), items: map[string]*item{},
		wake: make(chan struct{}, 1), reading: make(chan struct{}, 1),
	}
	if err := d.acquire(ctx); err != nil {
		return nil, err
	}
	err := d.open(ctx)
	if err != nil {
		return nil, errors.Join(err, d.lock.Unlock())
	}
	return d, nil
}

// A server that was killed just now may leave a child behind that holds the lock
// until it has begun its own work, so lockWait is given to it.
const (
	lockWait  = 2 * time.Second
	lockRetry = 20 * time.Millisecond
)

func (d *Desk) acquire(ctx context.Context) error {
	if err := os.MkdirAll(filepath.Join(d.cfg.Dir, "q"), dirMode); err != nil {
		return fmt.Errorf("make the desk's folder: %w", err)
	}
	d.lock = flock.New(filepath.Join(d.cfg.Dir, ".lock"), flock.SetPermissions(fileMode))
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	ok, err := d.lock.TryLockContext(ctx, lockRetry)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("lock the desk's folder: %w", err)
	}
	if !ok {
		return fmt.Errorf("%q: %w", d.cfg.Dir, ErrBusy)
	}
	return nil
}

func (d *Desk) open(ctx context.Context) error {
	if err := checkFormat(filepath.Join(d.cfg.Dir, "desk.json")); err != nil {
		return err
	}
	var err error
	if d.know, err = newKeeper(ctx, d.cfg); err != nil {
		return err
	}
	lex, err := textnorm.LoadLexicon(knowledgebase.FS)
	if err != nil {
		return fmt.Errorf("load lexicon: %w", err)
	}
	d.peers = newPeers(lex)
	d.ctx, d.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := d.find(); err != nil {
		d.stop()
		return err
	}
	d.batch = newBatchFolder(d.cfg)
	d.batch.scan()
	for range d.cfg.Workers {
		d.work.Go(d.worker)
	}
	d.work.Go(d.warm)
	return nil
}

// find takes up the questionnaires that are in the folder. What a killed run
// left half made goes.
func (d *Desk) find() error {
	root := filepath.Join(d.cfg.Dir, "q")
	atomicfile.Sweep(d.cfg.Dir)
	list, err := os.ReadDir(root)
	if err != nil {
		return fmt.Errorf("read the desk's folder: %w", err)
	}
	for _, e := range list {
		dir := filepath.Join(root, e.Name())
		if !e.IsDir() {
			continue
		}
		if strings.HasPrefix(e.Name(), ".") {
			if err := os.RemoveAll(dir); err != nil {
				return fmt.Errorf("clear up the desk's folder: %w", err)
			}
			continue
		}
		it, err := loadItem(dir, e.Name())
		if err != nil {
			it = damagedItem(dir, e.Name(), err)
		}
		d.items[it.id] = it
	}
	return nil
}

// warm reads all questionnaires once, so that questions asked elsewhere are
// known.
func (d *Desk) warm() {
	for _, it := range d.all() {
		if d.ctx.Err() != nil {
			return
		}
		_ = d.with(it, func(*loaded) error { return nil }) // whoever opens it is told
	}
}

// Close ends the work in the background and lets go of the folder.
func (d *Desk) Close() error {
	d.stop()
	d.work.Wait()
	var err error
	for _, it := range d.everything() {
		it.mu.Lock()
		err = errors.Join(err, it.drop())
		it.mu.Unlock()
	}
	return errors.Join(err, d.know.close(), d.lock.Unlock())
}

// all are the questionnaires, oldest first.
func (d *Desk) all() []*item {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]*item, 0, len(d.items))
	for _, it := range d.items {
		out = append(out, it)
	}
	slices.SortFunc(out, func(a, b *item) int {
		return strings.Compare(a.added+a.id, b.added+b.id)
	})
	return out
}

// lookup is a questionnaire of the folder, nil if there is none.
func (d *Desk) lookup(id string) *item {
	d.mu.Lock()
	it := d.items[id]
	d.mu.Unlock()
	if it != nil && it.damaged != nil {
		return d.mended(it)
	}
	return it
}

// item finds a questionnaire that may be changed.
func (d *Desk) item(id string) (*item, error) {
	it, err := d.own(id)
	if err == nil && it.damaged != nil {
		return nil, it.damaged
	}
	return it, err
}

// own finds a questionnaire of the folder, damaged or not.
func (d *Desk) own(id string) (*item, error) {
	if d.ctx.Err() != nil {
		return nil, ErrClosed
	}
	it := d.lookup(id)
	if it == nil {
		if d.batch.has(id) {
			return nil, ErrReadOnly
		}
		return nil, &NotFoundError{"questionnaire", id}
	}
	return it, nil
}

// Base is the knowledge that answers, of today.
func (d *Desk) Base() *knowledge.Base { return d.know.base() }

// Day is the day on which records and reviews are judged: the one that was set,
// else the clock's.
func (d *Desk) Day() date.Date { return d.know.dayOf(d.cfg.Now()) }

// stampLayout is RFC 3339 with a fixed number of digits, so that times sort as
// texts: files dropped together keep their order.
const stampLayout = "2006-01-02T15:04:05.000Z07:00"

func (d *Desk) stamp() string { return d.cfg.Now().UTC().Format(stampLayout) }
