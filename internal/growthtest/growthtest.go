// Package growthtest holds a step against the size of what it works on, on
// machines whose speed nobody knows.
package growthtest

import (
	"testing"
	"time"
)

// tries is how often a step that seems slow is measured again: other work on the
// machine slows one try, a step that grows with the square slows all.
const tries = 3

// Check fails t when a step is slow and its time grows out of proportion: large
// takes longer than within, and more than factor times as long as small, in every
// one of three tries. A step that is fast enough is run once, small not at all.
//
// Choose factor between the ratio of the two sizes and its square.
func Check(t testing.TB, what string, within time.Duration, factor float64, small, large func()) {
	t.Helper()
	var slow, quick time.Duration
	for range tries {
		if slow = timed(large); slow <= within {
			return
		}
		if quick = timed(small); float64(slow) <= factor*float64(quick) {
			return
		}
	}
	t.Errorf("%s takes %s, %.0f times a small one's %s", what, slow, float64(slow)/float64(quick), quick)
}

func timed(f func()) time.Duration {
	start := time.Now() //nolint:forbidigo // a clock for tests
	f()
	return time.Since(start)
}
