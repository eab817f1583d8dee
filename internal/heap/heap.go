// Package heap sets how much garbage a program leaves that reads, answers and
// ends.
//
// It knows no command and no library; it changes settings of the whole process,
// and none where the environment has set them.
package heap

import (
	"math"
	"runtime/debug"
)

// A command that reads, answers and ends leaves little garbage worth
// collecting: with the usual setting a sixth of the processor time of filling a
// questionnaire went into it. Up to easyMemory the heap may grow to five times
// what is in use before it is collected; measured, 130 MB instead of 70.
const (
	easyPercent = 400
	easyMemory  = 1 << 30
)

// manyEntries is the size of a library from which the heap is collected as
// usual: what is in use then comes near easyMemory by itself.
const manyEntries = 20000

// Ease lets a short program collect less. env is asked for GOGC and GOMEMLIMIT;
// whoever set one of them knows better.
func Ease(env func(string) string) {
	if isLeft(env) {
		debug.SetGCPercent(easyPercent)
		debug.SetMemoryLimit(easyMemory)
	}
}

// Settle takes that back for a library of n entries, if it is large.
func Settle(env func(string) string, n int) {
	if n > manyEntries && isLeft(env) {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
	}
}

// isLeft tells that nobody has set the collector.
func isLeft(env func(string) string) bool { return env("GOGC") == "" && env("GOMEMLIMIT") == "" }
