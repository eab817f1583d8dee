package desk_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/knowledge"
	"candor/internal/review"
	"candor/internal/xlsxtest"
)

// clock is a time that moves by a second whenever it is looked at, so that what
// is done one after the other has different times.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC).Unix())
	return c
}

func (c *clock) now() time.Time { return time.Unix(c.at.Add(1), 0).UTC() }

// starter is the built-in knowledge, opened once for all tests.
var starter = sync.OnceValues(func() (*knowledge.Base, error) {
	return knowledge.Open(context.Background(), "", date.MustParse("2026-11-22"))
})

type site struct {
	t   *testing.T
	cfg desk.Config
	*desk.Desk
}

var ids atomic.Int64

func newSite(t *testing.T, change ...func(*desk.Config)) *site {
	t.Helper()
	s := &site{t: t, cfg: desk.Config{
		Dir: filepath.Join(t.TempDir(), "desk"), Now: newClock().now,
		Open:     func(context.Context, date.Date) (*knowledge.Base, error) { return starter() },
		NewID:    func() string { return fmt.Sprintf("q%03d", ids.Add(1)) },
		Defaults: desk.Defaults{Version: "test"},
		Kept:     true,
	}}
	for _, c := range change {
		c(&s.cfg)
	}
	s.open()
	t.Cleanup(func() { s.close() })
	return s
}

func (s *site) open() {
	s.t.Helper()
	d, err := desk.Open(context.Background(), s.cfg)
	if err != nil {
		s.t.Fatalf("open: %v", err)
	}
	s.Desk = d
}

func (s *site) close() {
	s.t.Helper()
	if s.Desk == nil {
		return
	}
	if err := s.Close(); err != nil {
		s.t.Errorf("close: %v", err)
	}
	s.Desk = nil
}

func (s *site) reopen() {
	s.t.Helper()
	s.close()
	s.open()
}

// add adds a file and waits until it is answered or has failed.
func (s *site) add(name string, data []byte) desk.Item {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.t.Context())
	defer cancel()
	events := s.Subscribe(ctx)
	it, err := s.Add(s.t.Context(), name, strings.NewReader(string(data)), desk.Meta{})
	if err != nil {
		s.t.Fatalf("add %s: %v", name, err)
	}
	return s.settled(it.ID, events)
}

// settled waits until a questionnaire is not being answered.
func (s *site) settled(id string, events <-chan desk.Event) desk.Item {
	s.t.Helper()
	for {
		it, err := s.Item(id)
		if err != nil {
			s.t.Fatalf("item: %v", err)
		}
		switch it.Phase {
		case desk.PhaseReview, desk.PhaseDone, desk.PhaseFailed:
			return it
		case desk.PhaseWaiting, desk.PhaseReading, desk.PhaseAnswering:
		}
		if _, ok := <-events; !ok {
			s.t.Fatalf("the desk ended while %q was %s", id, it.Phase)
		}
	}
}

func fixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../fixtures/questionnaires", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func build(t *testing.T, spec string) []byte {
	t.Helper()
	data, err := xlsxtest.Build(spec)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sheet is a small questionnaire with questions of each kind.
const sheet = `sheet Questions
|* ID | Question | Answer | Comments
| 1.1 | Is customer data encrypted at rest? | |
| 1.2 | Do you have a SOC 2 Type II report? | |
| 1.3 | Does a purple unicorn guard the data centre? | |
| 1.4 | Is multi-factor authentication required for administrators? | |
list C2:C5 Yes,No,N/A
`

func (s *site) decide(id string, d review.Decision) (desk.Row, error) {
	s.t.Helper()
	if d.Who == "" {
		d.Who = "ann"
	}
	row, err := s.Row(id, d.Ref)
	if err != nil {
		s.t.Fatalf("row %s: %v", d.Ref, err)
	}
	d.Seen = row.State.Seq
	row, _, err = s.Decide(s.t.Context(), id, d)
	return row, err
}

func (s *site) rows(id string, f desk.Filter) []desk.RowHead {
	s.t.Helper()
	rows, err := s.Rows(id, f)
	if err != nil {
		s.t.Fatalf("rows: %v", err)
	}
	return rows
}
