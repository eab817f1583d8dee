package batch

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
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

// detach keeps the terminal's Ctrl-C from the child, since the parent ends it,
// and ends it too if the parent is killed.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// availableMemory is what may be used without swapping, 0 if that is not known.
func availableMemory() uint64 {
	free := meminfo()
	for _, path := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if data, err := os.ReadFile(path); err == nil {
			if n, err := strconv.ParseUint(strings.TrimSpace(string(data)), 10, 64); err == nil && n > 0 {
				free = min(free, n)
			}
		}
	}
	return free
}

func meminfo() uint64 {
	data, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) >= 2 && fields[0] == "MemAvailable:" {
			if kb, err := strconv.ParseUint(fields[1], 10, 64); err == nil {
				return kb << 10
			}
		}
	}
	return 0
}
