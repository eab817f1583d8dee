package heap

import (
	"math"
	"runtime/debug"
	"testing"
)

// The settings are those of the whole process, so these steps are one test.
func TestEaseAndSettle(t *testing.T) { //nolint:paralleltest // see above
	percent := debug.SetGCPercent(100)
	limit := debug.SetMemoryLimit(math.MaxInt64)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
	check := func(step string, wantPercent int, wantLimit int64) {
		t.Helper()
		p := debug.SetGCPercent(100)
		debug.SetGCPercent(p)
		if l := debug.SetMemoryLimit(-1); p != wantPercent || l != wantLimit {
			t.Errorf("%s: %d %%, limit %d; want %d %%, limit %d", step, p, l, wantPercent, wantLimit)
		}
	}
	unset := func(string) string { return "" }
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		Ease(func(s string) string { return map[string]string{name: "50"}[s] })
		check("with "+name+" set", 100, math.MaxInt64)
	}
	Ease(unset)
	check("eased", easyPercent, easyMemory)
	Settle(unset, manyEntries)
	check("a library of usual size", easyPercent, easyMemory)
	Settle(unset, manyEntries+1)
	check("a large library", 100, math.MaxInt64)
}
