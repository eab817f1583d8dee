package match

import (
	"cmp"
	"errors"
	"hash/fnv"
	"slices"
	"strings"
)

// listed are the questions that entries list, by a sum of their words: a map of
// the words themselves would be as large as the library, and filling it would
// take longer than all questions of a sheet.
type listed struct {
	// Sums are sorted; Owners are the entries that they belong to, by place.
	Sums   []uint64
	Owners []uint32
}

func sumOf(words string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(words)) // it cannot fail
	return h.Sum64()
}

// sumsOf returns the sums of an entry's questions that tell by themselves what
// is asked.
func sumsOf(e *Entry) []uint64 {
	var sums []uint64
	for _, q := range e.Questions {
		if words := wordsOf(q); strings.Count(words, " ") >= verbatimWords-1 {
			sums = append(sums, sumOf(words))
		}
	}
	return sums
}

// sort puts what readings added into order.
func (l *listed) sort() {
	at := make([]int, len(l.Sums))
	for i := range at {
		at[i] = i
	}
	slices.SortFunc(at, func(a, b int) int {
		return cmp.Or(cmp.Compare(l.Sums[a], l.Sums[b]), cmp.Compare(l.Owners[a], l.Owners[b]))
	})
	sums, owners := make([]uint64, len(at)), make([]uint32, len(at))
	for i, j := range at {
		sums[i], owners[i] = l.Sums[j], l.Owners[j]
	}
	l.Sums, l.Owners = sums, owners
}

// check holds what was kept against the number of entries.
func (l *listed) check(n int) error {
	if len(l.Sums) != len(l.Owners) || slices.ContainsFunc(l.Owners, func(o uint32) bool { return int64(o) >= int64(n) }) {
		return errors.New("the kept forms list questions of entries that are not there")
	}
	return nil
}

// listing returns the entries that list a question of exactly these words, in
// order of their ids.
func (s *stock) listing(words string) []string {
	l, sum := &s.forms.Listed, sumOf(words)
	if strings.Count(words, " ") < verbatimWords-1 {
		return nil
	}
	var out []string
	i, _ := slices.BinarySearch(l.Sums, sum)
	for ; i < len(l.Sums) && l.Sums[i] == sum; i++ {
		e := &s.entries[l.Owners[i]]
		// Other words may have the same sum.
		if slices.ContainsFunc(e.Questions, func(q string) bool { return wordsOf(q) == words }) && !slices.Contains(out, e.ID) {
			out = append(out, e.ID)
		}
	}
	return out
}
