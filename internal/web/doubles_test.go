package web

import (
	"context"
	"errors"
	"testing"

	"candor/internal/date"
)

func TestDoublesAreFoundOnce(t *testing.T) {
	t.Parallel()
	base, err := starter()
	if err != nil {
		t.Fatal(err)
	}
	day := date.Of(2026, 11, 22)
	var memo doublesMemo
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := memo.find(stopped, base, day); !errors.Is(err, context.Canceled) {
		t.Errorf("somebody who has gone: %v", err)
	}
	first, err := memo.find(t.Context(), base, day)
	if err != nil {
		t.Fatal(err)
	}
	// A request that is over is answered from memory all the same.
	if again, err := memo.find(stopped, base, day); err != nil || again != first {
		t.Errorf("compared again: %v", err)
	}
	changed := *base
	changed.Digest = "another"
	if other, err := memo.find(t.Context(), &changed, day); err != nil || other == first {
		t.Errorf("another library: %v", err)
	}
	if other, err := memo.find(t.Context(), &changed, day.AddDays(1)); err != nil || other == first {
		t.Errorf("another day: %v", err)
	}
}
