package kbfile

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml/ast"
	"github.com/google/go-cmp/cmp"
)

// texts are the values of the outermost keys with their lines.
func texts(file *ast.File, cuts []cut) map[string][2]any {
	out := map[string][2]any{}
	for _, doc := range file.Docs {
		pairs, _ := entries(doc.Body)
		for _, p := range pairs {
			text, _ := scalarText(p.Value)
			out[p.Key.String()] = [2]any{text, lineOf(cuts, p.Key.GetToken().Position.Line)}
		}
	}
	return out
}

// With and without its blocks cut out, a file reads the same.
func checkBlocks(t *testing.T, in string, least int) int {
	t.Helper()
	data := unixLines([]byte(in))
	whole, none, wholeErr := parsed(data, 1<<30)
	file, cuts, cutErr := parsed(data, least)
	if (wholeErr == nil) != (cutErr == nil) {
		t.Fatalf("%q: whole: %v, cut: %v", in, wholeErr, cutErr)
	}
	if wholeErr == nil {
		if diff := cmp.Diff(texts(whole, none), texts(file, cuts)); diff != "" {
			t.Errorf("%q (-whole +cut):\n%s", in, diff)
		}
	}
	return len(cuts)
}

func TestBlocksReadTheSame(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{
		"a: 1\nwords: |\n  x y\n  z\nb: 2\n":        1,
		"words: |\n  x\n\n    more\n\n\nb: 2\n":     1,
		"words: |\n  x\n  y":                        0,
		"words: |\n  x # no comment\n# one\nb: 2\n": 1,
		"one: |\n  x\ntwo: |\n  y: z\n":             2,
		"words: |\n    deep\n  less\n":              0,
		"words: |-\n  x\n":                          0,
		"words: >\n  x\n":                           0,
		"words: |\nb: 2\n":                          0,
		"in:\n  words: |\n    x\n":                  0,
		"a: kbfile block 0\nwords: |\n  x\n":        0,
		"":                                          0,
	} {
		if got := checkBlocks(t, in, 1); got != want {
			t.Errorf("%q: %d blocks cut, want %d", in, got, want)
		}
	}
	broken := "words: |\n  x\n  y\nb: [\n"
	_, _, wholeErr := parsed([]byte(broken), 1<<30)
	_, cuts, cutErr := parsed([]byte(broken), 1)
	if a, b := syntaxFault("f", 0, nil, wholeErr), syntaxFault("f", 0, cuts, cutErr); a != b {
		t.Errorf("a fault behind a block is told as %v, without blocks as %v", b, a)
	}
	long := "words: |\n" + strings.Repeat("  some words\n", 1000) + "b: 2\n"
	if got := checkBlocks(t, long, longBlock); got != 1 {
		t.Errorf("a long block is not cut out")
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("words: |\n  x\n\n  y\nb: 2\n")
	f.Add("a: \"\nwords: |\n  x\"\n")
	f.Add("words: |\n  x\n \n  y\n")
	f.Fuzz(func(t *testing.T, in string) {
		if !strings.HasPrefix(in, "words: |\n") || strings.ContainsAny(in, "\t\r") {
			return
		}
		checkBlocks(t, in, 1)
	})
}
