package desk

import (
	"context"
	"slices"
	"sync"
	"time"
)

// The kinds of events. After Reset events are missing: what was read before may
// be stale.
const (
	EventItem      = "item"
	EventRow       = "row"
	EventRemoved   = "removed"
	EventKnowledge = "knowledge"
	EventReset     = "reset"
)

// Event is something that changed.
type Event struct {
	// Seq grows with each event, also over restarts.
	Seq  int64  `json:"seq"`
	Kind string `json:"kind"`
	// Item is the questionnaire, "" for the knowledge; Ref is the row.
	Item string `json:"item,omitempty"`
	Ref  string `json:"ref,omitempty"`
	Who  string `json:"who,omitempty"`
}

// eventsKept is how many events can be asked for again.
const eventsKept = 10000

// feed hands events to whoever listens, and keeps the last of them.
type feed struct {
	mu   sync.Mutex
	ring []Event
	last int64
	// ears are woken by each event.
	ears map[chan struct{}]struct{}
}

// newFeed begins to count at the time, so that numbers never fall when a server
// is started again; JavaScript holds them exactly until the year 2255.
func newFeed(now time.Time) *feed {
	return &feed{last: now.UnixMilli() * 1000, ears: map[chan struct{}]struct{}{}}
}

func (f *feed) publish(e Event) int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last++
	e.Seq = f.last
	f.ring = append(f.ring, e)
	if len(f.ring) >= 2*eventsKept {
		f.ring = slices.Clone(f.ring[len(f.ring)-eventsKept:])
	}
	for ear := range f.ears {
		select {
		case ear <- struct{}{}:
		default: // it has been woken and not looked yet
		}
	}
	return e.Seq
}

func (f *feed) seq() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.last
}

// since returns the events after seq, behind a Reset if some are not known any
// more.
func (f *feed) since(seq int64) []Event {
	f.mu.Lock()
	defer f.mu.Unlock()
	if seq >= f.last {
		return nil
	}
	ring := f.ring[max(0, len(f.ring)-eventsKept):]
	first := f.last - int64(len(ring))
	if seq < first {
		return append([]Event{{Seq: first, Kind: EventReset}}, ring...)
	}
	return slices.Clone(ring[seq-first:])
}

// Since returns the events after seq, oldest first. If some of them are not known
// any more, the first is a Reset.
func (d *Desk) Since(seq int64) []Event { return d.feed.since(seq) }

// Seq is the number of the last event.
func (d *Desk) Seq() int64 { return d.feed.seq() }

// Subscribe returns the events from then on, until ctx or the desk ends, which
// closes the channel. A listener that is slow misses nothing unless it falls
// behind by more than what the desk keeps, which a Reset tells.
func (d *Desk) Subscribe(ctx context.Context) <-chan Event {
	out, ear := make(chan Event), make(chan struct{}, 1)
	f := d.feed
	f.mu.Lock()
	f.ears[ear] = struct{}{}
	at := f.last
	f.mu.Unlock()
	go func() {
		defer close(out)
		defer func() {
			f.mu.Lock()
			delete(f.ears, ear)
			f.mu.Unlock()
		}()
		for {
			for _, e := range f.since(at) {
				select {
				case out <- e:
					at = e.Seq
				case <-ctx.Done():
					return
				case <-d.ctx.Done():
					return
				}
			}
			select {
			case <-ear:
			case <-ctx.Done():
				return
			case <-d.ctx.Done():
				return
			}
		}
	}()
	return out
}
