//go:build linux || darwin

package batch

import "syscall"

// limitFiles makes writing past a size fail, as a full disk does; 0 is no limit.
func limitFiles(size int64) error {
	if size == 0 {
		return nil
	}
	limit := syscall.Rlimit{Cur: uint64(size), Max: uint64(size)}
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit)
}

func makePipe(path string) error { return syscall.Mkfifo(path, 0o600) }
