package batch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// stateDir is the folder inside the output folder that holds the journal, the
// lock and, while a run goes on, its work folder.
const stateDir = ".candor-batch"

// stagePrefix starts the names of work folders.
const stagePrefix = "stage-"

// tree is the output folder. Everything below it is reached through root, so
// that no link inside leads out of it.
type tree struct {
	root    *os.Root
	lock    *flock.Flock
	journal *journal
	// stage is the work folder of this run: by its full path for children, and
	// by its name in root.
	stage, stageName string
	force            bool
}

// openTree makes the output folder if need be, takes its lock and clears away
// what a killed run left.
func openTree(dir string, force bool) (_ *tree, err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("make the output folder: %w", err)
	}
	t := &tree{force: force}
	if t.root, err = os.OpenRoot(dir); err != nil {
		return nil, fmt.Errorf("open the output folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.release())
		}
	}()
	if err := t.root.MkdirAll(stateDir, 0o750); err != nil {
		return nil, fmt.Errorf("make the state folder: %w", err)
	}
	info, err := t.root.Lstat(stateDir)
	if err != nil {
		return nil, fmt.Errorf("look at the state folder: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("the state folder %q is no folder", filepath.Join(dir, stateDir))
	}
	state, err := filepath.Abs(filepath.Join(dir, stateDir))
	if err != nil {
		return nil, fmt.Errorf("find the state folder: %w", err)
	}
	if err := t.takeLock(dir, filepath.Join(state, "lock")); err != nil {
		return nil, err
	}
	if err := t.sweep(); err != nil {
		return nil, err
	}
	if t.stage, err = os.MkdirTemp(state, stagePrefix); err != nil {
		return nil, fmt.Errorf("make the work folder: %w", err)
	}
	t.stageName = path.Join(stateDir, filepath.Base(t.stage))
	t.journal, err = openJournal(journalPath(state))
	return t, err
}

// ErrBusy is returned if another run holds the output folder.
var ErrBusy = errors.New("another candor batch is writing into it; wait for its end or name another folder with -o")

// lockWait is how long a lock is waited for: a run that was killed while it
// started a child leaves it held until that child is what it was started for.
const (
	lockWait  = time.Second
	lockRetry = 20 * time.Millisecond
)

func (t *tree) takeLock(dir, path string) error {
	lock := flock.New(path)
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	ok, err := lock.TryLockContext(ctx, lockRetry)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("lock the output folder %q: %w", dir, err)
	}
	if !ok {
		return fmt.Errorf("the output folder %q is in use: %w", dir, ErrBusy)
	}
	t.lock = lock
	return nil
}

// sweep removes the work folders of runs that were killed. Nobody else writes
// there while we hold the lock.
func (t *tree) sweep() error {
	dir, err := t.root.Open(stateDir)
	if err != nil {
		return fmt.Errorf("open the state folder: %w", err)
	}
	names, err := dir.Readdirnames(-1)
	if err := errors.Join(err, dir.Close()); err != nil {
		return fmt.Errorf("read the state folder: %w", err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, stagePrefix) {
			if err := t.root.RemoveAll(path.Join(stateDir, name)); err != nil {
				return fmt.Errorf("remove an old work folder: %w", err)
			}
		}
	}
	return nil
}

// close ends the run's hold on the folder.
func (t *tree) close(settled map[string]bool) error {
	return errors.Join(t.journal.close(settled), t.sweep(), t.release())
}

func (t *tree) release() error {
	var err error
	if t.lock != nil {
		err = t.lock.Unlock()
	}
	return errors.Join(err, t.root.Close())
}

// takenError is an output that stands where ours should go.
type takenError struct{ error }

// mayPlace reports whether the path is free or holds what we put there.
func (t *tree) mayPlace(name string) error {
	sum, err := t.digest(name)
	ours := t.journal.digests(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return takenError{fmt.Errorf("look at the output %q: %w", name, err)}
	case t.force || slices.Contains(ours, sum):
		return nil
	case len(ours) > 0:
		return takenError{fmt.Errorf("the output %q was changed since it was written; move it away, or use --force to replace it", name)}
	}
	return takenError{fmt.Errorf("the output %q was there before; move it away, or use --force to replace it", name)}
}

// digest is the SHA-256 of a regular file of the tree.
func (t *tree) digest(name string) (string, error) {
	return hashFile(t.root, name, 0, io.Discard)
}

// place moves a staged file to its path, in one step.
func (t *tree) place(staged, name string) error {
	if err := t.root.MkdirAll(path.Dir(name), 0o750); err != nil {
		return fmt.Errorf("make the folder of %q: %w", name, err)
	}
	if err := t.root.Rename(staged, name); err != nil {
		return fmt.Errorf("move %q to its place: %w", name, err)
	}
	dir, err := t.root.Open(path.Dir(name))
	if err != nil {
		return fmt.Errorf("open the folder of %q: %w", name, err)
	}
	// Not every file system syncs folders; the file has its name anyway.
	_ = dir.Sync()
	return dir.Close()
}

// errIrregular is a path that is no ordinary file: reading it might never end.
var errIrregular = errors.New("not a regular file")

// errTooLong is a file past the bound it was to be read with.
var errTooLong = errors.New("the file is too large")

// hashFile reads a regular file of root into w and returns its SHA-256. It
// does not wait for the other end of a pipe. bound is the most bytes that are
// read, 0 for no bound.
func hashFile(root *os.Root, name string, bound int64, w io.Writer) (_ string, err error) {
	f, err := root.OpenFile(name, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errIrregular
	}
	if bound > 0 && info.Size() > bound {
		return "", errTooLong
	}
	var r io.Reader = f
	if bound > 0 {
		r = io.LimitReader(f, bound+1)
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(h, w), r)
	if err != nil {
		return "", err
	}
	if bound > 0 && n > bound {
		return "", errTooLong
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
