package growthtest

import (
	"testing"
	"testing/synctest"
	"time"
)

// recorder is a test that notes whether it failed.
type recorder struct {
	testing.TB
	failed bool
}

func (*recorder) Helper()                 {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCheck(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		small time.Duration
		large []time.Duration
		fails bool
		runs  int
	}{
		"fast":              {time.Second, []time.Duration{9 * time.Second}, false, 1},
		"slow, in step":     {5 * time.Second, []time.Duration{20 * time.Second}, false, 1},
		"out of step":       {time.Second, []time.Duration{20 * time.Second}, true, 3},
		"disturbed at once": {time.Second, []time.Duration{20 * time.Second, 8 * time.Second}, false, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r, runs := &recorder{TB: t}, 0
				Check(r, "it", 10*time.Second, 5, func() { time.Sleep(tt.small) }, func() {
					time.Sleep(tt.large[min(runs, len(tt.large)-1)])
					runs++
				})
				if r.failed != tt.fails || runs != tt.runs {
					t.Errorf("failed %v after %d runs, want %v after %d", r.failed, runs, tt.fails, tt.runs)
				}
			})
		})
	}
}
