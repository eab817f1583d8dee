package textnorm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Plain text is split by a way of its own, which must find the same words.
func TestWordsOfPlainText(t *testing.T) {
	t.Parallel()
	same := func(t interface{ Errorf(string, ...any) }, text string) {
		if diff := cmp.Diff(runeWords(contractions.Replace(text)), Words(text)); diff != "" {
			t.Errorf("%q (-runes +bytes):\n%s", text, diff)
		}
	}
	for _, text := range []string{
		"", "tls 1.2 or higher.", "1.", ".5", "a.5.24", "v1.2.3", "99.9% of the time", "24/7 and 24 x 7", "we can't, won't and cannot",
		"the vendor's users' data", "and/or_so", "é 1.2", "x.1 1.x", "don't\x00do", "100 %%",
	} {
		same(t, text)
	}
	rapid.Check(t, func(t *rapid.T) {
		same(t, rapid.StringOfN(rapid.RuneFrom([]rune("ab1.2%_'-/ 4xnot7cs*é")), 0, 40, -1).Draw(t, "text"))
	})
}

// What is called folded is what folding would give back as it is.
func TestIsFolded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aB1 \t`'é-\x7f")), 0, 8, -1).Draw(t, "text")
		if isFolded(text) && foldOnce(text) != text {
			t.Errorf("%q is not folded: %q", text, foldOnce(text))
		}
		if folded := Fold(text); isASCII(folded) && !isFolded(folded) {
			t.Errorf("%q is folded", folded)
		}
	})
}
