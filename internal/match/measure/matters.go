package measure

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

// Matters counts in how many wordings of each entry in English each key occurs,
// and returns the file lexicon/matters.yaml.
func Matters(lex *textnorm.Lexicon, entries []match.Entry, other Paraphrases) string {
	var names []string
	words := map[string][]string{}
	for i := range entries {
		e := &entries[i]
		if e.Language != "en" {
			continue
		}
		counts := map[string]int{}
		for _, q := range slices.Concat(e.Questions, other[e.ID]) {
			for key := range keysOf(lex.Analyze(q, e.Language)) {
				counts[key]++
			}
		}
		for key, n := range counts {
			field := fmt.Sprint(len(names))
			if n > 1 {
				field += fmt.Sprint(":", n)
			}
			words[key] = append(words[key], field)
		}
		names = append(names, e.ID)
	}
	var out strings.Builder
	out.WriteString("# Written by `go run ./internal/match/tune matters`: by which words each matter is\n")
	out.WriteString("# asked about. A matter is named by its place in the list, from 0; behind the colon\n")
	out.WriteString("# is the number of wordings that have the word, if it is more than one.\n")
	out.WriteString("why: counted in the wordings of the starter library and fixtures/gold/paraphrases, which hold no gold question\n")
	out.WriteString("matters: |\n")
	for _, name := range names {
		fmt.Fprintf(&out, "  %s\n", name)
	}
	out.WriteString("words: |\n")
	for _, key := range slices.Sorted(maps.Keys(words)) {
		fmt.Fprintf(&out, "  %s %s\n", key, strings.Join(words[key], " "))
	}
	return out.String()
}

// keysOf returns the keys of a text and of what its phrases are made of.
func keysOf(f textnorm.Form) map[string]bool {
	keys := map[string]bool{}
	for _, t := range f.Core() {
		keys[t.Key] = true
		for _, p := range t.Parts {
			keys[p] = true
		}
	}
	return keys
}
