package alike_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"candor/internal/alike"
	"candor/internal/guard"
	"candor/knowledgebase"
)

// pair is a line of fixtures/gold/alike.jsonl.
type pair struct {
	A, B  string
	Lang  [2]string
	Same  bool
	Kind  string
	Split string
}

func gold(tb testing.TB) []pair {
	tb.Helper()
	f, err := os.Open("../../fixtures/gold/alike.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var out []pair
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var p pair
		if err := json.Unmarshal(sc.Bytes(), &p); err != nil {
			tb.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func finder(tb testing.TB) *alike.Finder {
	tb.Helper()
	g, err := guard.Load(knowledgebase.FS)
	if err != nil {
		tb.Fatal(err)
	}
	f, err := alike.New(knowledgebase.FS, g)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// Pairs that are held to be the same must be so nearly always, since a wrong
// merge gives a wrong answer; those that are missed cost a person a look.
func TestGoldPairs(t *testing.T) {
	t.Parallel()
	f := finder(t)
	floors := map[string]struct{ precision, recall float64 }{
		"dev": {0.95, 0.55}, "test": {0.88, 0.5}, "blind": {0.8, 0.5},
	}
	for split, floor := range floors {
		var right, wrong, missed float64
		for _, p := range gold(t) {
			if p.Split != split {
				continue
			}
			v := f.Compare(p.A, p.Lang[0], p.B, p.Lang[1])
			switch {
			case v.Same && p.Same:
				right++
			case v.Same:
				wrong++
			case p.Same:
				missed++
			}
			if split == "dev" && v.Same != p.Same {
				t.Logf("%s: want same %t, likeness %.2f, apart %v: %q, %q", p.Kind, p.Same, v.Likeness, v.Apart, p.A, p.B)
			}
		}
		precision, recall := right/(right+wrong), right/(right+missed)
		t.Logf("%s: precision %.3f, recall %.3f (%v right, %v wrong, %v missed)", split, precision, recall, right, wrong, missed)
		if precision < floor.precision || recall < floor.recall {
			t.Errorf("%s: precision %.3f, recall %.3f; want at least %v", split, precision, recall, floor)
		}
	}
}
