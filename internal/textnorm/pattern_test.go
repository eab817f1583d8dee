package textnorm_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/textnorm"
)

// Looking for literals first changes no outcome: on any text made of the
// expressions' own words, the pattern finds what the plain expressions find.
func TestPatternFindsWhatRegexpFinds(t *testing.T) {
	t.Parallel()
	exprs := []string{
		`\bliabilit(y|ies)\b`, `\b(accept|cap) (\w+ ){0,3}liabilit(y|ies)\b`, `\bright to audit\b|\baudit rights?\b`,
		`x?yz`, `(ab)+c{2,3}`, `[a-c]d`, `(foo|)bar`, `\b(indemnif(y|ies|ied)|hold (us )?harmless)\b`,
	}
	words := []string{"liability", "liabilities", "accept", "cap", "the", "right to audit", "audit right", "xyz", "yz", "ababcc", "abccc", "bd", "foobar", "bar", "indemnify", "hold us harmless", "hold harmless", " ", "z"}
	p, err := textnorm.CompilePattern(exprs...)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(t, "words"), rapid.SampledFrom([]string{" ", ""}).Draw(t, "joint"))
		first := -1
		for _, e := range exprs {
			if loc := regexp.MustCompile(e).FindStringIndex(text); loc != nil && (first < 0 || loc[0] < first) {
				first = loc[0]
			}
		}
		if got := p.MatchString(text); got != (first >= 0) {
			t.Fatalf("%q: match %t, want %t", text, got, first >= 0)
		}
		if found := p.FindString(text); first >= 0 && !strings.HasPrefix(text[first:], found) {
			t.Fatalf("%q: found %q, want a match at %d", text, found, first)
		}
	})
}

func TestPatternRefusesWhatDoesNotCompile(t *testing.T) {
	t.Parallel()
	if _, err := textnorm.CompilePattern("ok", "("); err == nil || !strings.Contains(err.Error(), `"("`) {
		t.Errorf("error %v, want one that names the expression", err)
	}
	var none *textnorm.Pattern
	if none.MatchString("x") || none.FindString("x") != "" {
		t.Error("no pattern must match nothing")
	}
}
