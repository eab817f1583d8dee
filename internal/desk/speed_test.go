package desk_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"candor/internal/desk"
	"candor/internal/review"
)

// bigSheet asks what the starter answers, each question as often as it takes.
func bigSheet(t *testing.T, rows int) []byte {
	t.Helper()
	base, err := starter()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("ID,Question,Answer,Comments\n")
	for n := 0; n < rows; {
		for _, e := range base.Library.Entries() {
			for _, q := range e.Questions {
				if n++; n > rows {
					return []byte(b.String())
				}
				fmt.Fprintf(&b, "%d,%q,,\n", n, strings.ReplaceAll(q, `"`, "'"))
			}
		}
	}
	return []byte(b.String())
}

// A questionnaire of 2,000 rows is listed, shown and decided on without a wait.
// The bounds are generous: they catch work that grows with the square of the
// rows, not a busy machine.
func TestTwoThousandRows(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	it := s.add("big.csv", bigSheet(t, 2000))
	if it.Phase != desk.PhaseReview || it.Summary.Questions < 1900 {
		t.Fatalf("%+v", it)
	}
	took := func(what string, most time.Duration, f func()) {
		t.Helper()
		best := time.Hour
		for range 3 {
			at := time.Now() //nolint:forbidigo // it is speed that is measured
			f()
			best = min(best, time.Since(at))
		}
		t.Logf("%s: %s", what, best)
		if best > most {
			t.Errorf("%s took %s", what, best)
		}
	}
	var rows []desk.RowHead
	took("list", 100*time.Millisecond, func() { rows = s.rows(it.ID, desk.Filter{}) })
	took("search", 100*time.Millisecond, func() { s.rows(it.ID, desk.Filter{Text: "encrypted"}) })
	took("row", 50*time.Millisecond, func() {
		if _, err := s.Row(it.ID, rows[1000].Ref); err != nil {
			t.Error(err)
		}
	})
	i := 0
	took("decide", 500*time.Millisecond, func() {
		i++
		if _, err := s.decide(it.ID, review.Decision{Ref: rows[i].Ref, Action: review.Blank}); err != nil {
			t.Error(err)
		}
	})
	at := time.Now() //nolint:forbidigo // it is speed that is measured
	n, err := s.AcceptAll(t.Context(), it.ID, "ann", 0.9)
	if err != nil || n < 500 {
		t.Errorf("accepted %d, %v", n, err)
	}
	t.Logf("accept %d rows: %s", n, time.Since(at))
	s.reopen()
	took("list after a restart", time.Second, func() { s.rows(it.ID, desk.Filter{}) })
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("heap %d MB", m.HeapAlloc>>20)
}
