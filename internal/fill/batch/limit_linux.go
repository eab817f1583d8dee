//go:build linux && !race

package batch

import (
	"errors"
	"fmt"
	"syscall"
)

// The Go runtime reserves address space that it never touches; RLIMIT_AS
// counts it, RLIMIT_DATA does not. So the former is a wide net and the latter
// the limit proper, with room for stacks and the runtime's own books.
const (
	dataSlack    = 64 << 20
	addressSlack = 2 << 30
)

// limitMemory bounds what this process may have.
func limitMemory(bytes uint64) error {
	return errors.Join(
		lower(syscall.RLIMIT_DATA, bytes+dataSlack),
		lower(syscall.RLIMIT_AS, bytes+addressSlack),
	)
}

func lower(resource int, to uint64) error {
	var now syscall.Rlimit
	if err := syscall.Getrlimit(resource, &now); err != nil {
		return fmt.Errorf("read a resource limit: %w", err)
	}
	if to = min(to, now.Max); to >= now.Cur {
		return nil
	}
	if err := syscall.Setrlimit(resource, &syscall.Rlimit{Cur: to, Max: to}); err != nil {
		return fmt.Errorf("set a resource limit: %w", err)
	}
	return nil
}
