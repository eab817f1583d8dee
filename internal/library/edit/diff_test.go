package edit_test

import (
	"strings"
	"testing"

	"candor/internal/library/edit"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiff(t *testing.T) {
	t.Parallel()
	c := edit.Change{File: "library/a/b.md", Before: []byte("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n"), After: []byte("1\n2\n3\nfour\n5\n6\n7\n8\n9\n10\n10b\n11\n")}
	want := `--- library/a/b.md
+++ library/a/b.md
@@ -2,5 +2,5 @@
 2
 3
-4
+four
 5
 6
@@ -9,3 +9,4 @@
 9
 10
+10b
 11
`
	if diff := cmp.Diff(want, c.Diff()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	c = edit.Change{File: "library/a/n.md", New: true, After: []byte("a\nb\n")}
	if want, got := "--- (new)\n+++ library/a/n.md\n@@ -0,0 +1,2 @@\n+a\n+b\n", c.Diff(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := (edit.Change{Before: []byte("a"), After: []byte("a")}).Diff(); got != "" {
		t.Errorf("no change gave %q", got)
	}
}

func TestDiffHoldsEachChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 12)
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		text := func(l []string) []byte { return []byte(strings.Join(append(l, "end", ""), "\n")) }
		diff := edit.Change{File: "f", Before: text(a), After: text(b)}.Diff()
		count := func(sign string) int { return strings.Count("\n"+diff, "\n"+sign) }
		if diff != "" && count("+")-count("-") != len(b)-len(a) {
			t.Fatalf("from %q to %q:\n%s", a, b, diff)
		}
	})
}
