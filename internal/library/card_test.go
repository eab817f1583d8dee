package library_test

import (
	"testing"

	"candor/internal/date"
	"candor/internal/library"
)

func TestStateOn(t *testing.T) {
	t.Parallel()
	asOf := date.MustParse("2026-11-22")
	tests := map[library.State]func(*library.Entry){
		library.Usable:       func(*library.Entry) {},
		library.StateRetired: func(e *library.Entry) { e.Status, e.Sharing = library.Retired, library.Internal },
		library.StateDraft:   func(e *library.Entry) { e.Status, e.Unfilled = library.Draft, []string{"a"} },
		library.StateExample: func(e *library.Entry) {
			e.Status, e.Source = library.Draft, &library.Source{File: library.StarterSource}
		},
		library.StateNotShared: func(e *library.Entry) { e.Sharing = library.Internal },
		library.StateBlanks:    func(e *library.Entry) { e.Unfilled = []string{"a.b"} },
		library.StateStale:     func(e *library.Entry) { e.Reviewed = date.MustParse("2025-11-21") },
	}
	for want, change := range tests {
		e := &library.Entry{Front: library.Front{Status: library.Approved, Sharing: library.NDA, Reviewed: asOf, ReviewEvery: 365}}
		change(e)
		if got := e.StateOn(asOf); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if text := e.CardOn(asOf).StateText(asOf); text == "" || text == string(want) {
			t.Errorf("%s is not put into words: %q", want, text)
		}
	}
}

// What a person decided about an entry must be seen wherever it is shown.
func TestCardShowsWhatANoMeans(t *testing.T) {
	t.Parallel()
	for _, want := range []bool{true, false} {
		e := &library.Entry{Front: library.Front{Meets: !want, Admits: want}}
		if c := e.CardOn(date.Date{}); c.Admits != want || c.Meets == want {
			t.Errorf("meets %v, admits %v", c.Meets, c.Admits)
		}
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	asOf := date.MustParse("2026-11-22")
	e := &library.Entry{Front: library.Front{
		Topics: []string{"cryptography", "backup"}, Owner: "Security@example.com", Controls: []string{"soc2:CC6.1"},
		Status: library.Approved, Sharing: library.Public, Verdict: library.No, Reviewed: date.MustParse("2020-01-01"), ReviewEvery: 30,
	}}
	yes := []library.Filter{
		{},
		{Topic: "backup"},
		{Owner: "security@"},
		{Control: "soc2:CC6.1", Status: library.Approved, Sharing: library.Public, Verdict: library.No},
		{Stale: true, AsOf: asOf},
	}
	no := []library.Filter{
		{Topic: "back"},
		{Owner: "legal"},
		{Control: "soc2:CC6.2"},
		{Status: library.Draft},
		{Sharing: library.NDA},
		{Verdict: library.Yes},
		{Stale: true, AsOf: date.MustParse("2020-01-31")},
	}
	for _, f := range yes {
		if !f.Allows(e) {
			t.Errorf("%+v leaves the entry out", f)
		}
	}
	for _, f := range no {
		if f.Allows(e) {
			t.Errorf("%+v takes the entry", f)
		}
	}
}
