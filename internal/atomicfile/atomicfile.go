// Package atomicfile writes files so that they are there whole or not at all.
//
// The content goes to a temporary file in the same folder, is synced to the
// disk and then takes the target's name in one step; a reader, or a machine
// that loses power, sees the file before or the file after and nothing in
// between. The package knows nothing of what is written. Its promise: when
// Write returns an error, or the process dies inside it, whatever stood at the
// path stands there unchanged.
package atomicfile

import (
	"bufio"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrExists is returned by WriteNew where the path is taken.
var ErrExists = errors.New("the file exists already")

// tempPrefix starts the names of temporary files. Names with it belong to this
// package, which removes those that a killed run left behind.
const tempPrefix = ".candor-tmp-"

// Write puts what write produces at path, replacing a file that is there. The
// permissions apply to a new file and to a replaced one alike.
func Write(path string, perm fs.FileMode, write func(io.Writer) error) error {
	return put(path, perm, write, os.Rename)
}

// WriteNew is Write for a path that must be free; it gives ErrExists
// otherwise, also if the file appears while the content is being written.
func WriteNew(path string, perm fs.FileMode, write func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("write %q: %w", path, ErrExists)
	}
	return put(path, perm, write, renameNew)
}

func put(path string, perm fs.FileMode, write func(io.Writer) error, place func(from, to string) error) error {
	dir, base := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	prefix := tempName(base)
	sweep(dir, prefix)
	f, err := create(dir, prefix)
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		// Its path is the temporary file's, which tells nobody anything.
		return fmt.Errorf("write %q: folder %q: %w", path, filepath.Clean(dir), pe.Err)
	}
	if err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	temp := f.Name()
	if err := fill(f, perm, write); err != nil {
		return fmt.Errorf("write %q: %w", path, errors.Join(err, os.Remove(temp)))
	}
	if !holdsLock {
		if err := f.Close(); err != nil {
			return fmt.Errorf("write %q: %w", path, errors.Join(err, os.Remove(temp)))
		}
	}
	err = place(temp, path)
	if holdsLock {
		// Let go only under the final name: a temporary file without its lock
		// looks abandoned to another run's sweep.
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("write %q: %w", path, errors.Join(err, ignoreMissing(os.Remove(temp))))
	}
	if err := syncDir(dir); err != nil {
		return fmt.Errorf("write %q: sync folder: %w", path, err)
	}
	return nil
}

// tempName starts the names of one target's temporary files. A digest stands
// for the name, which may be as long as the file system allows already.
func tempName(base string) string {
	h := fnv.New64a()
	fmt.Fprint(h, base)
	return fmt.Sprintf("%s%016x-", tempPrefix, h.Sum64())
}

// createTries: another run's sweep can take a temporary file between its
// creation and its lock; twice in a row is bad luck, five times is not luck.
const createTries = 5

// create makes a temporary file and locks it, which marks it as in use.
func create(dir, prefix string) (*os.File, error) {
	for range createTries {
		f, err := os.CreateTemp(dir, prefix+"*")
		if err != nil {
			return nil, err
		}
		if err := lock(f); err != nil {
			return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
		if ours, err := inPlace(f); err == nil && ours {
			return f, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("another run keeps removing the temporary file")
}

// inPlace tells whether the open file still has its name.
func inPlace(f *os.File) (bool, error) {
	open, err := f.Stat()
	if err != nil {
		return false, err
	}
	named, err := os.Stat(f.Name())
	return err == nil && os.SameFile(open, named), ignoreMissing(err)
}

// fill writes and syncs the temporary file, and closes it if that fails. A
// panic of the writer removes the file before it goes on up.
func fill(f *os.File, perm fs.FileMode, write func(io.Writer) error) (err error) {
	done := false
	defer func() {
		if err != nil || !done {
			err = errors.Join(err, f.Close())
		}
		if !done {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriterSize(f, 64<<10)
	err = write(w)
	done = true
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(perm); err != nil {
		return err
	}
	return f.Sync()
}

// sweep removes what killed runs left for the same target. A temporary file
// that a living process is writing is locked and stays. Failing to tidy up is
// no reason not to write.
func sweep(dir, prefix string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasPrefix(e.Name(), prefix) {
			continue
		}
		removeAbandoned(filepath.Join(dir, e.Name()))
	}
}

// Sweep removes what killed runs left in a folder, whatever file it was for.
// Write does so for its own target; call Sweep where targets are new each time.
func Sweep(dir string) { sweep(dir, tempPrefix) }

// SyncDir makes the names of a folder's files last, for writers that append to
// a file of their own; systems that keep names by themselves need nothing.
func SyncDir(dir string) error { return syncDir(dir) }

// SameFile tells whether two paths are one file: the same name, a link, or
// another spelling on a file system that ignores case. A path where nothing
// stands is no file.
func SameFile(a, b string) (bool, error) {
	x, err := os.Stat(a)
	if err != nil {
		return false, ignoreMissing(err)
	}
	y, err := os.Stat(b)
	if err != nil {
		return false, ignoreMissing(err)
	}
	return os.SameFile(x, y), nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
