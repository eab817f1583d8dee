package web

import (
	"context"
	"fmt"
	"sync"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/upkeep"
)

// doublesMemo keeps what was found last: comparing all entries with each other
// takes seconds in a large library, and comes out the same until the library or
// the day changes.
type doublesMemo struct {
	mu     sync.Mutex
	digest string
	day    date.Date
	found  *upkeep.Doubles
}

// find compares, unless that was done for the same library and day. Whoever asks
// meanwhile waits for the same result.
func (m *doublesMemo) find(ctx context.Context, base *knowledge.Base, day date.Date) (*upkeep.Doubles, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.found != nil && m.digest == base.Digest && m.day == day {
		return m.found, nil
	}
	found, err := upkeep.FindDoubles(ctx, base.Library, base.Alike, day)
	if err != nil {
		return nil, fmt.Errorf("compare the entries: %w", err)
	}
	m.digest, m.day, m.found = base.Digest, day, found
	return found, nil
}
