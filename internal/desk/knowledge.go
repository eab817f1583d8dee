package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"candor/internal/date"
	"candor/internal/knowledge"
)

// lookEvery is how long the files of the knowledge are taken for unchanged.
const lookEvery = 5 * time.Second

// keptBases is how many earlier states of the knowledge stay open for those who
// are still reading them.
const keptBases = 2

// keeper holds the knowledge of the day and opens it again when its files have
// changed.
type keeper struct {
	cfg Config

	// opening is held by whoever looks for changes, so that all others go on with
	// the knowledge at hand meanwhile. stamp and looked are theirs.
	opening sync.Mutex
	stamp   string
	looked  time.Time

	mu      sync.Mutex
	now     *knowledge.Base
	asOf    date.Date
	retired []*knowledge.Base
	// held counts the runs that a state of the knowledge answers.
	held map[*knowledge.Base]int
	// trouble is why the files as they are could not be opened.
	trouble error
}

func newKeeper(ctx context.Context, cfg Config) (*keeper, error) {
	k := &keeper{cfg: cfg, held: map[*knowledge.Base]int{}}
	at := cfg.Now()
	asOf := k.dayOf(at)
	stamp := stampOf(cfg.KB)
	base, err := cfg.Open(ctx, asOf)
	if err != nil {
		return nil, err
	}
	k.now, k.asOf, k.stamp, k.looked = base, asOf, stamp, at
	return k, nil
}

// dayOf is the day that is meant at a time.
func (k *keeper) dayOf(t time.Time) date.Date {
	if !k.cfg.Defaults.AsOf.IsZero() {
		return k.cfg.Defaults.AsOf
	}
	return date.FromTime(t)
}

// base is the knowledge as it was last opened.
func (k *keeper) base() *knowledge.Base {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now
}

func (k *keeper) day() date.Date {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.asOf
}

// refresh opens the knowledge again if its files or the day have changed, and
// tells whether it did. Knowledge with faults leaves the one before in place.
func (k *keeper) refresh(ctx context.Context, now bool) (bool, error) {
	k.opening.Lock()
	defer k.opening.Unlock()
	at := k.cfg.Now()
	asOf, before, trouble := k.dayOf(at), k.day(), k.troubled()
	if !now && (asOf == before || trouble != nil) && at.Sub(k.looked) < lookEvery && !at.Before(k.looked) {
		return false, trouble
	}
	k.looked = at
	stamp := stampOf(k.cfg.KB)
	if stamp == k.stamp && asOf == before {
		return false, trouble
	}
	base, err := k.cfg.Open(ctx, asOf)
	if err != nil && ctx.Err() != nil {
		return false, ctx.Err()
	}
	k.stamp = stamp
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		k.trouble = fmt.Errorf("the knowledge base has changed and cannot be opened; the one before still answers: %w", err)
		return false, k.trouble
	}
	k.retired = append(k.retired, k.now)
	k.now, k.asOf, k.trouble = base, asOf, nil
	k.letGo()
	return true, nil
}

func (k *keeper) troubled() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.trouble
}

// letGo closes the oldest states that nobody answers with; the caller holds the
// lock.
func (k *keeper) letGo() {
	for i := 0; i < len(k.retired) && len(k.retired) > keptBases; {
		if k.held[k.retired[i]] > 0 {
			i++
			continue
		}
		if !k.cfg.Kept {
			// Whoever still had it is done long since; what closing it may say helps
			// nobody.
			_ = k.retired[i].Matcher.Close()
		}
		k.retired = append(k.retired[:i], k.retired[i+1:]...)
	}
}

// hold keeps the knowledge of today open until release is called.
func (k *keeper) hold() (base *knowledge.Base, asOf date.Date, release func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	base, asOf = k.now, k.asOf
	k.held[base]++
	return base, asOf, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.held[base]--; k.held[base] == 0 {
			delete(k.held, base)
			k.letGo()
		}
	}
}

func (k *keeper) close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	var err error
	for _, b := range append(k.retired, k.now) {
		if b.Matcher != nil && !k.cfg.Kept {
			err = errors.Join(err, b.Matcher.Close())
		}
	}
	k.retired = nil
	return err
}

// stampOf tells states of a folder apart by names, sizes and times of its files:
// cheap enough to ask every few seconds. "" for the starter, which never changes.
func stampOf(dir string) string {
	if dir == "" {
		return ""
	}
	h := newHash()
	// A folder that cannot be read gives another stamp, and opening it the error.
	_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			fmt.Fprintln(h, path, err)
			return nil
		}
		if e.IsDir() {
			if path != dir && e.Name()[0] == '.' {
				return fs.SkipDir
			}
			return nil
		}
		if info, err := os.Stat(path); err == nil {
			fmt.Fprintln(h, path, info.Size(), info.ModTime().UnixNano())
		}
		return nil
	})
	return h.sum()
}
