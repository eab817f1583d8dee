package cellref

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want Pos
		ok   bool
	}{
		{"A1", Pos{1, 1}, true},
		{"$AB$28", Pos{28, 28}, true},
		{"xfd1048576", Pos{MaxRow, MaxCol}, true},
		{"XFE1", Pos{}, false},
		{"A1048577", Pos{}, false},
		{"A01", Pos{}, false},
		{"A", Pos{}, false},
		{"7", Pos{}, false},
		{"A1:B2", Pos{}, false},
		{"", Pos{}, false},
	} {
		got, err := Parse(tt.text)
		if got != tt.want || (err == nil) != tt.ok {
			t.Errorf("Parse(%q) = %v, %v; want %v, %v", tt.text, got, err, tt.want, tt.ok)
		}
	}
}

func TestParseBoxes(t *testing.T) {
	t.Parallel()
	got := ParseBoxes("A1 B2:C3 C3:B2 D:E 4:5 A:3 ZZZZ1 F6:")
	want := []Box{
		{Pos{1, 1}, Pos{1, 1}},
		{Pos{2, 2}, Pos{3, 3}},
		{Pos{2, 2}, Pos{3, 3}},
		{Pos{1, 4}, Pos{MaxRow, 5}},
		{Pos{4, 1}, Pos{5, MaxCol}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ranges (-want +got):\n%s", diff)
	}
}

// A cell's name leads back to the cell, and a range that grows holds what it
// grew by.
func TestPropertyNames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Pos {
			return Pos{rapid.IntRange(1, MaxRow).Draw(t, name+" row"), rapid.IntRange(1, MaxCol).Draw(t, name+" col")}
		}
		p, q := draw("p"), draw("q")
		if got, err := Parse(p.String()); err != nil || got != p {
			t.Fatalf("Parse(%q) = %v, %v", p, got, err)
		}
		b := Box{p, p}.With(q)
		if !b.Contains(p) || !b.Contains(q) {
			t.Fatalf("%v lacks %v or %v", b, p, q)
		}
		if got, err := ParseBox(b.String()); err != nil || got != b {
			t.Fatalf("ParseBox(%q) = %v, %v", b, got, err)
		}
		if p.Before(q) == q.Before(p) && p != q {
			t.Fatalf("%v and %v have no order", p, q)
		}
	})
}

func TestTrimAndClip(t *testing.T) {
	t.Parallel()
	if got := Trim("\u00a0\u200b\tYes \u3000\n"); got != "Yes" {
		t.Errorf("Trim leaves %q", got)
	}
	if got := Clip("größer als", 6); got != "größe…" {
		t.Errorf("Clip gives %q", got)
	}
	if got := Clip("größer", 6); got != "größer" {
		t.Errorf("Clip cuts what fits: %q", got)
	}
}
