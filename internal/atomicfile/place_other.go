//go:build !unix

package atomicfile

import "os"

// holdsLock is false where an open file cannot be renamed.
const holdsLock = false

// lock: Windows does not remove files that are open, which protects them from
// another run's sweep.
func lock(*os.File) error { return nil }

// removeAbandoned fails on a file that is being written, which stays.
func removeAbandoned(name string) { _ = os.Remove(name) }

// renameNew looks before it renames; there is no single step for both here.
func renameNew(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return ErrExists
	}
	return os.Rename(from, to)
}

// syncDir: folders cannot be synced here, and renames are journalled.
func syncDir(string) error { return nil }
