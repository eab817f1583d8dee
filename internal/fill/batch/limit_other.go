//go:build !linux

package batch

import "os/exec"

// limitMemory has the runtime's own limit only to rely on here.
func limitMemory(uint64) error { return nil }

// detach has nothing to do: a child ends when its standard input does.
func detach(*exec.Cmd) {}

// availableMemory is not known here.
func availableMemory() uint64 { return 0 }
