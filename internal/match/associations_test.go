package match

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestLoadAssociations(t *testing.T) {
	t.Parallel()
	file := func(pairs string) fstest.MapFS {
		return fstest.MapFS{associationsFile: {Data: []byte("why: a test\npairs: |\n" + pairs)}}
	}
	got, err := loadAssociations(file("  okapi zebra 40\n  lion zebra 30\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got["zebra"]) != 2 || len(got["okapi"]) != 1 || got["okapi"][0] != (association{"zebra", 0.4}) {
		t.Errorf("associations %v, want them in both directions", got)
	}
	for _, bad := range []string{"  okapi zebra\n", "  okapi zebra 0\n", "  okapi zebra 101\n", "  okapi zebra lion 5\n"} {
		if _, err := loadAssociations(file(bad)); err == nil || !strings.Contains(err.Error(), "percent") {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
}

// A guess raises the credit of a term that is not met, never above its weight,
// and less so where it rests on the answer text.
func TestGuess(t *testing.T) {
	t.Parallel()
	q := &bag{terms: []term{{key: "okapi"}, {key: "lion"}}}
	l := &lens{q: q, guesses: map[string][]hit{"zebra": {{0, 0.4}}, "tiger": {{1, 0.3}}}}
	credit := make([]float64, 2)
	l.guess(&bag{terms: []term{{key: "zebra"}}}, 1, credit)
	l.guess(&bag{terms: []term{{key: "tiger"}, {key: "zebra"}}}, 0.5, credit)
	if credit[0] != 0.4 || credit[1] != 0.15 {
		t.Errorf("credit %v, want 0.4 and 0.15", credit)
	}
}

func TestInCommon(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b []string
		want float64
	}{
		{[]string{"a", "b"}, []string{"a", "b"}, 1},
		{[]string{"a", "b"}, []string{"a", "c"}, 0.5},
		{[]string{"b"}, []string{"a", "c"}, 0},
		{nil, []string{"b"}, unknown},
	} {
		if got := inCommon(tt.a, tt.b); got != tt.want {
			t.Errorf("inCommon(%v, %v) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}
