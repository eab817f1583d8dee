package cli

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

// easeCollection lets a short command collect less. Whoever set GOGC or
// GOMEMLIMIT knows better.
func (a *app) easeCollection() {
	if a.env("GOGC") == "" && a.env("GOMEMLIMIT") == "" {
		debug.SetGCPercent(easyPercent)
		debug.SetMemoryLimit(easyMemory)
	}
}

// usualCollection takes that back for a library of n entries, if it is large.
func (a *app) usualCollection(n int) {
	if n > manyEntries && a.env("GOGC") == "" && a.env("GOMEMLIMIT") == "" {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
	}
}
