package measure

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

// Background counts in how many texts each key occurs, and returns the file
// lexicon/background.yaml. Each phrasing and each answer is one text. Keys
// seen once are left out: they weigh what an unknown word weighs, nearly.
func Background(lex *textnorm.Lexicon, entries []match.Entry) string {
	counts := map[string]int{}
	documents := 0
	count := func(f textnorm.Form) {
		documents++
		seen := map[string]bool{}
		for _, t := range f.Tokens {
			if t.Kind != textnorm.Function && !seen[t.Key] {
				seen[t.Key] = true
				counts[t.Key]++
			}
		}
	}
	for _, e := range entries {
		for _, q := range e.Questions {
			count(lex.Analyze(q, e.Language))
		}
		count(lex.AnalyzeText(e.Text, e.Language))
	}
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	var out strings.Builder
	out.WriteString("# In how many of our own texts (phrasings and answers of the starter library)\n")
	out.WriteString("# each key occurs, written by `go run ./internal/match/tune background`.\n")
	fmt.Fprintf(&out, "documents: %d\nwords: |\n", documents)
	for _, k := range keys {
		if counts[k] > 1 {
			fmt.Fprintf(&out, "  %s %d\n", k, counts[k])
		}
	}
	return out.String()
}
