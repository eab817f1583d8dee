//go:build !linux

package batch

import "os/exec"

// detach has nothing to do: a child ends when its standard input does.
func detach(*exec.Cmd) {}

// availableMemory is not known here.
func availableMemory() uint64 { return 0 }
