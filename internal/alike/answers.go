package alike

import (
	"cmp"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// answer is the text of an item as its runs of three words.
type answer struct {
	item  int
	runs  []uint64 // sorted, distinct
	words []string
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
	// leastCommon of the twelve must be the same before two answers are
	// compared; where seven tenths of all runs are, eight of them are expected.
	leastCommon = 4
)

// answerLinks links items whose answers are nearly the same word by word.
func (s *Set) answerLinks() []itemLink {
	var answers []answer
	postings := map[uint64][]int{}
	for i, it := range s.items {
		a := answer{item: i, words: textnorm.Words(textnorm.Fold(it.Text))}
		a.runs = runs(a.words)
		if len(a.runs) < leastRuns {
			continue
		}
		for _, r := range a.runs[:min(len(a.runs), sketch)] {
			postings[r] = append(postings[r], len(answers))
		}
		answers = append(answers, a)
	}
	var out []itemLink
	for x := range answers {
		common := map[int]int{}
		for _, r := range answers[x].runs[:min(len(answers[x].runs), sketch)] {
			list := postings[r]
			at, _ := slices.BinarySearch(list, x)
			for _, y := range list[at+1 : min(len(list), at+1+window)] {
				common[y]++
			}
		}
		for _, y := range slices.Sorted(maps.Keys(common)) {
			if common[y] < leastCommon {
				continue
			}
			if l, ok := s.sameAnswer(&answers[x], &answers[y]); ok {
				out = append(out, l)
			}
		}
	}
	return out
}

// sameAnswer links two items if their answers have enough in common and state
// the same numbers.
func (s *Set) sameAnswer(a, b *answer) (itemLink, bool) {
	share := overlap(a.runs, b.runs)
	if share < s.f.limits.Answers {
		return itemLink{}, false
	}
	x, y := s.items[a.item], s.items[b.item]
	l := Link{A: x.ID, B: y.ID, Basis: Says, Likeness: round(share), TextA: x.Text, TextB: y.Text}
	l.Shared, l.OnlyA, l.OnlyB = wordDiff(a.words, b.words)
	if slices.ContainsFunc(l.OnlyA, isNumber) || slices.ContainsFunc(l.OnlyB, isNumber) {
		return itemLink{}, false
	}
	return itemLink{l, [2]int{a.item, b.item}}, true
}

// isNumber is true for a word that states how many, how long or which one.
func isNumber(word string) bool {
	return strings.ContainsAny(word, "0123456789") || textnorm.IsTime(word) || textnorm.IsTime(strings.TrimSuffix(word, "s"))
}

// runs are the hashed runs of words of a text, sorted and distinct.
func runs(words []string) []uint64 {
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

// wordDiff parts the words of two texts into those of both and of one, each once,
// in reading order.
func wordDiff(a, b []string) (shared, onlyA, onlyB []string) {
	inA, inB := map[string]bool{}, map[string]bool{}
	for _, w := range b {
		inB[w] = true
	}
	for _, w := range a {
		switch {
		case inA[w]:
		case inB[w]:
			shared = append(shared, w)
		default:
			onlyA = append(onlyA, w)
		}
		inA[w] = true
	}
	for _, w := range b {
		if !inA[w] {
			inA[w] = true
			onlyB = append(onlyB, w)
		}
	}
	return shared, onlyA, onlyB
}
