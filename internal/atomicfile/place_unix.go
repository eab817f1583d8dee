//go:build unix

package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// holdsLock tells that a file keeps its lock while it is renamed.
const holdsLock = true

// lock marks the file as being written. The kernel lets go of the lock when
// the process ends, however it ends. File systems without locks only lose the
// protection from another run's sweep.
func lock(f *os.File) error {
	// Only a sweep that looks whether the file is abandoned may hold the lock,
	// and that for a moment: wait for it.
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
	if errors.Is(err, syscall.ENOTSUP) || errors.Is(err, syscall.ENOSYS) || errors.Is(err, syscall.ENOLCK) {
		return nil
	}
	return err
}

// removeAbandoned removes the file if nobody is writing it any more. It holds
// the lock while it does, so that a writer who has just made the file waits and
// then finds it gone. One that cannot be removed stays for the next run to try.
func removeAbandoned(name string) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	defer f.Close() //nolint:errcheck // opened for the lock only
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		_ = os.Remove(name)
	}
}

// renameNew gives the file its name unless the name is taken. A link fails on
// a taken name, which a rename does not; where there are no links, a look
// before the rename has to do.
func renameNew(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) {
		return ErrExists
	}
	if _, err := os.Lstat(to); err == nil {
		return ErrExists
	}
	return os.Rename(from, to)
}

// syncDir makes the new name durable: it is the folder's content.
func syncDir(dir string) (err error) {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}
