package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/internal/desk"
	"candor/internal/growthtest"
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

// A questionnaire of 2,000 rows is listed, shown and decided on without a wait,
// or at least in no more than its share of what one of 250 takes.
func TestTwoThousandRows(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	small := s.add("small.csv", bigSheet(t, 250))
	it := s.add("big.csv", bigSheet(t, 2000))
	if it.Phase != desk.PhaseReview || it.Summary.Questions < 1900 {
		t.Fatalf("%+v", it)
	}
	held := func(what string, most time.Duration, f func(id string)) {
		t.Helper()
		growthtest.Check(t, what, most, 24, func() { f(small.ID) }, func() { f(it.ID) })
	}
	list := func(id string) { s.rows(id, desk.Filter{}) }
	list(it.ID) // the first builds what the others read
	held("list", 100*time.Millisecond, list)
	held("search", 100*time.Millisecond, func(id string) { s.rows(id, desk.Filter{Text: "encrypted"}) })
	rows := map[string][]desk.RowHead{small.ID: s.rows(small.ID, desk.Filter{}), it.ID: s.rows(it.ID, desk.Filter{})}
	held("row", 50*time.Millisecond, func(id string) {
		if _, err := s.Row(id, rows[id][200].Ref); err != nil {
			t.Error(err)
		}
	})
	i := 0
	held("decide", 500*time.Millisecond, func(id string) {
		i++
		if _, err := s.decide(id, review.Decision{Ref: rows[id][i].Ref, Action: review.Blank}); err != nil {
			t.Error(err)
		}
	})
	n, err := s.AcceptAll(t.Context(), it.ID, "ann", 0.9)
	if err != nil || n < 500 {
		t.Errorf("accepted %d, %v", n, err)
	}
	s.reopen()
	held("list after a restart", time.Second, list)
}
