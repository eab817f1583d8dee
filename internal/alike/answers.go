package alike

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// answer is the text of an item as its runs of three words.
type answer struct {
	item    int
	runs    []uint64 // sorted, distinct
	amounts []textnorm.Quantity
}

const (
	// run is how many words in a row are compared: changed order and changed
	// words both show.
	run = 3
	// leastRuns is the length below which answers are formulas ("Yes, we do.")
	// that say nothing about what was asked.
	leastRuns = 8
	// sketch is how many of an answer's runs it stands under, those with the
	// lowest hash: two answers that share seven tenths of their runs share one
	// of twelve nearly always.
	sketch = 12
)

// linkAnswers links items whose answers are nearly the same word by word.
func (s *Set) linkAnswers(add func(i, j int, l Link)) {
	var answers []answer
	postings := map[uint64][]int{}
	for i, it := range s.items {
		a := answer{item: i, runs: runs(it.Text)}
		if len(a.runs) < leastRuns {
			continue
		}
		a.amounts = textnorm.Quantities(it.Text)
		for _, r := range a.runs[:min(len(a.runs), sketch)] {
			postings[r] = append(postings[r], len(answers))
		}
		answers = append(answers, a)
	}
	for x := range answers {
		seen := map[int]bool{}
		for _, r := range answers[x].runs[:min(len(answers[x].runs), sketch)] {
			list := postings[r]
			at, _ := slices.BinarySearch(list, x)
			for _, y := range list[at+1 : min(len(list), at+1+window)] {
				if seen[y] {
					continue
				}
				seen[y] = true
				s.linkAnswer(&answers[x], &answers[y], add)
			}
		}
	}
}

func (s *Set) linkAnswer(a, b *answer, add func(i, j int, l Link)) {
	share := overlap(a.runs, b.runs)
	if share < s.f.limits.Answers {
		return
	}
	x, y := &question{amounts: a.amounts}, &question{amounts: b.amounts}
	if _, different := differentAmounts(x, y); different {
		return
	}
	l := Link{Basis: Says, Likeness: round(share), TextA: s.items[a.item].Text, TextB: s.items[b.item].Text}
	l.Shared, l.OnlyA, l.OnlyB = wordDiff(l.TextA, l.TextB)
	add(a.item, b.item, l)
}

// runs are the hashed runs of words of a text, sorted and distinct.
func runs(text string) []uint64 {
	words := textnorm.Words(textnorm.Fold(text))
	var out []uint64
	for i := 0; i+run <= len(words); i++ {
		h := fnv.New64a()
		_, _ = h.Write([]byte(strings.Join(words[i:i+run], " "))) // never fails
		out = append(out, h.Sum64())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// overlap is the share of two sorted lists that both have.
func overlap(a, b []uint64) float64 {
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch cmp.Compare(a[i], b[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// wordDiff parts the words of two texts into those of both and of one.
func wordDiff(a, b string) (shared, onlyA, onlyB []string) {
	inA, inB := textnorm.Words(textnorm.Fold(a)), textnorm.Words(textnorm.Fold(b))
	for _, w := range inA {
		switch {
		case !slices.Contains(inB, w):
			onlyA = append(onlyA, w)
		case !slices.Contains(shared, w):
			shared = append(shared, w)
		}
	}
	for _, w := range inB {
		if !slices.Contains(inA, w) {
			onlyB = append(onlyB, w)
		}
	}
	return shared, onlyA, onlyB
}
