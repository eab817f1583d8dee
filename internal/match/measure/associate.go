package measure

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

// Paraphrases are other wordings of the library's questions, by entry.
type Paraphrases map[string][]string

// ReadParaphrases reads the files of a pattern: a line "# id" and below it one
// wording a line.
func ReadParaphrases(fsys fs.FS, pattern string) (Paraphrases, error) {
	names, err := fs.Glob(fsys, pattern)
	if err != nil {
		return nil, fmt.Errorf("find paraphrases: %w", err)
	}
	out := Paraphrases{}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read paraphrases: %w", err)
		}
		id := ""
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			switch after, heading := strings.CutPrefix(line, "# "); {
			case heading:
				id = after
			case line == "":
			case id == "":
				return nil, fmt.Errorf("read paraphrases: %s begins without the id of an entry", name)
			default:
				out[id] = append(out[id], line)
			}
		}
	}
	return out, nil
}

// Rounds of expectation and maximization; more change little.
const associateRounds = 6

// smoothing is how many unseen uses each key is thought to have, so that what
// was seen once proves little.
const smoothing = 2

// leastPercent is the weakest association that is kept.
const leastPercent = 30

// Associate learns which keys stand for one another, from the wordings of each
// entry that mean the same: the first model of statistical translation (IBM
// Model 1), of which each wording is a translation of each other one and of the
// answer. Keys that both have are left out, since they need no translation.
func Associate(lex *textnorm.Lexicon, entries []match.Entry, other Paraphrases) string {
	t := newTranslation()
	for i := range entries {
		e := &entries[i]
		if e.Language != "en" {
			continue
		}
		var texts [][]int
		for _, q := range slices.Concat(e.Questions, other[e.ID]) {
			texts = append(texts, t.keys(lex.Analyze(q, e.Language)))
		}
		t.learnFrom(texts, t.keys(lex.AnalyzeText(e.Text, e.Language)))
	}
	for range associateRounds {
		t.round()
	}
	return t.file()
}

// translation counts how often one key is used for another.
type translation struct {
	ids   map[string]int
	names []string
	// pairs are a source, nothing as its last word, and a target.
	pairs  [][2][]int
	chance map[[2]int]float64
}

// nothing is the id of what a word comes from that comes from no other one.
const nothing = 0

func newTranslation() *translation {
	return &translation{ids: map[string]int{"": nothing}, names: []string{""}}
}

func (t *translation) keys(f textnorm.Form) []int {
	var out []int
	for _, tok := range f.Core() {
		id, ok := t.ids[tok.Key]
		if !ok {
			id = len(t.names)
			t.ids[tok.Key], t.names = id, append(t.names, tok.Key)
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (t *translation) learnFrom(texts [][]int, answer []int) {
	for i, target := range texts {
		for j, source := range append(texts[:len(texts):len(texts)], answer) {
			if i == j {
				continue
			}
			from, to := without(source, target), without(target, source)
			if len(from) > 0 && len(to) > 0 {
				t.pairs = append(t.pairs, [2][]int{append(from, nothing), to})
			}
		}
	}
}

// without returns what a has and b has not.
func without(a, b []int) []int {
	out := make([]int, 0, len(a)+1)
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// round shares each target word out among the words that it may come from, by
// the chances so far, and counts anew.
func (t *translation) round() {
	count, total := map[[2]int]float64{}, make([]float64, len(t.names))
	for _, p := range t.pairs {
		for _, to := range p[1] {
			sum := 0.0
			for _, from := range p[0] {
				sum += t.of(from, to)
			}
			for _, from := range p[0] {
				part := t.of(from, to) / sum
				count[[2]int{from, to}] += part
				total[from] += part
			}
		}
	}
	for k := range count {
		count[k] /= total[k[0]] + smoothing
	}
	t.chance = count
}

func (t *translation) of(from, to int) float64 {
	if t.chance == nil {
		return 1
	}
	return t.chance[[2]int{from, to}]
}

// file returns lexicon/associations.yaml. The percent of a pair is the root of
// the larger chance: one word of ten that may stand for another is a good hint.
func (t *translation) file() string {
	best := map[[2]int]float64{}
	for k, p := range t.chance {
		if k[0] != nothing && k[0] != k[1] {
			pair := [2]int{min(k[0], k[1]), max(k[0], k[1])}
			best[pair] = max(best[pair], p)
		}
	}
	var lines []string
	for k, p := range best {
		if percent := int(math.Round(100 * math.Sqrt(p))); percent >= leastPercent {
			a, b := t.names[k[0]], t.names[k[1]]
			lines = append(lines, fmt.Sprintf("  %s %s %d", min(a, b), max(a, b), percent))
		}
	}
	slices.SortFunc(lines, cmp.Compare)
	return "# Written by `go run ./internal/match/tune associations`.\n" +
		"why: learned from the wordings of the starter library and fixtures/gold/paraphrases, which hold no gold question\n" +
		"pairs: |\n" + strings.Join(lines, "\n") + "\n"
}
