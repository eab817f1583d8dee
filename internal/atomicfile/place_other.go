//go:build !unix

package atomicfile

import "os"

// lock: Windows does not remove files that are open, which protects them from
// another run's sweep.
func lock(*os.File) error { return nil }

func abandoned(string) bool { return true }

// renameNew looks before it renames; there is no single step for both here.
func renameNew(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return ErrExists
	}
	return os.Rename(from, to)
}

// syncDir: folders cannot be synced here, and renames are journalled.
func syncDir(string) error { return nil }
