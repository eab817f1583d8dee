package ask

import (
	"fmt"
	"slices"
	"strings"
)

// The pattern language of the lexicon, small enough to stay linear:
//
//	word        the folded word
//	word*       any word that begins so; *word any that ends so; *word* inside
//	[a|b c|]    one of the alternatives; an empty one makes the group optional
//	..3         up to three words of any kind, never across a mark or a framework
//	~3          the same, but frameworks and brackets count as words
//	<fw> <num>  a framework named here; a number
//	, / ( ) +   the mark itself
//
// Patterns are written as people write text: hyphens and apostrophes part words.

// symbol stands for the words that one place of a pattern takes: a single
// word, or all the one-word alternatives of a group at once, so that groups
// and gaps do not multiply the patterns.
type symbol int32

const (
	symNone symbol = iota
	symFramework
	symNumber
	symGap                         // symGap+n: a gap of up to n words
	symWide  = symGap + maxGap + 1 // symWide+n: a gap of up to n words or frameworks
	symFirst = symWide + maxGap + 1
)

// maxGap is the longest gap; what stands further apart does not belong together.
const maxGap = 14

// maxVariants bounds how many plain sequences one pattern may stand for.
const maxVariants = 600

// minAffix is the shortest word part that a wildcard may name: shorter ones
// match too much to be meant.
const minAffix = 3

// matcher is a trie of patterns over symbols; it is immutable once built.
type matcher struct {
	words, prefixes, suffixes map[string][]symbol
	groups                    map[string]symbol
	nodes                     []trieNode
	root                      map[symbol]int32
	last                      symbol
}

type trieNode struct {
	edges []edge
	ends  []int32 // payloads
}

type edge struct {
	sym symbol
	to  int32
}

func newMatcher() *matcher {
	return &matcher{
		words: map[string][]symbol{}, prefixes: map[string][]symbol{}, suffixes: map[string][]symbol{},
		groups: map[string]symbol{}, nodes: make([]trieNode, 1), root: map[symbol]int32{}, last: symFirst,
	}
}

// add enters pattern under payload.
func (m *matcher) add(pattern string, payload int32) error {
	variants, err := expand(pattern)
	if err != nil {
		return fmt.Errorf("pattern %q: %w", pattern, err)
	}
	for _, v := range variants {
		for len(v) > 0 && v[len(v)-1].gap > 0 {
			v = v[:len(v)-1] // words after the last word that matters do not matter
		}
		node := int32(0)
		for _, elem := range v {
			sym, err := m.symbolOf(elem)
			if err != nil {
				return fmt.Errorf("pattern %q: %w", pattern, err)
			}
			node = m.child(node, sym)
		}
		if node == 0 || v[0].gap > 0 {
			return fmt.Errorf("pattern %q: must begin with a word", pattern)
		}
		if !slices.Contains(m.nodes[node].ends, payload) {
			m.nodes[node].ends = append(m.nodes[node].ends, payload)
		}
	}
	return nil
}

func (m *matcher) child(node int32, sym symbol) int32 {
	for _, e := range m.nodes[node].edges {
		if e.sym == sym {
			return e.to
		}
	}
	to := int32(len(m.nodes)) //nolint:gosec // the lexicon has some ten thousand nodes
	m.nodes = append(m.nodes, trieNode{})
	m.nodes[node].edges = append(m.nodes[node].edges, edge{sym, to})
	if node == 0 {
		m.root[sym] = to
	}
	return to
}

func (m *matcher) symbolOf(e element) (symbol, error) {
	switch {
	case e.gap > 0 && e.wide:
		return symWide + symbol(e.gap), nil //nolint:gosec // bounded by maxGap
	case e.gap > 0:
		return symGap + symbol(e.gap), nil //nolint:gosec // bounded by maxGap
	case len(e.words) == 1 && e.words[0] == "<fw>":
		return symFramework, nil
	case len(e.words) == 1 && e.words[0] == "<num>":
		return symNumber, nil
	}
	key := strings.Join(e.words, "|")
	if sym, ok := m.groups[key]; ok {
		return sym, nil
	}
	m.last++
	m.groups[key] = m.last
	for _, w := range e.words {
		table, word := m.words, strings.Trim(w, "*")
		switch {
		case strings.HasPrefix(w, "*"):
			table = m.suffixes
		case strings.HasSuffix(w, "*"):
			table = m.prefixes
		}
		if word != w && len(word) < minAffix {
			return symNone, fmt.Errorf("%q is too short for a wildcard", w)
		}
		table[word] = append(table[word], m.last)
	}
	return m.last, nil
}

// maxAffixed is the longest word whose parts are looked up.
const maxAffixed = 40

// resolve appends the symbols that a word stands for.
func (m *matcher) resolve(dst []symbol, t token) []symbol {
	dst = append(dst, m.words[t.text]...)
	if t.punct {
		return dst
	}
	if t.number() {
		return append(dst, symNumber)
	}
	if len(t.text) > maxAffixed {
		return dst
	}
	for n := minAffix; n <= len(t.text); n++ {
		dst = append(dst, m.prefixes[t.text[:n]]...)
		dst = append(dst, m.suffixes[t.text[len(t.text)-n:]]...)
	}
	return dst
}

// wordKind tells what a gap may pass over.
type wordKind uint8

const (
	plainWord wordKind = iota
	punctuation
	bracket
	framework
)

// walker runs a matcher over one text.
type walker struct {
	m     *matcher
	syms  [][]symbol
	words []wordKind
	found func(payload int32, end int)
}

// begin finds the patterns that begin at a token.
func (w *walker) begin(at int) {
	for i, sym := range w.syms[at] {
		if to, ok := w.m.root[sym]; ok && !slices.Contains(w.syms[at][:i], sym) {
			w.from(to, at+1)
		}
	}
}

func (w *walker) from(node int32, at int) {
	n := &w.m.nodes[node]
	for _, p := range n.ends {
		w.found(p, at)
	}
	if at >= len(w.syms) {
		return
	}
	for _, e := range n.edges {
		switch {
		case e.sym > symWide && e.sym < symFirst:
			w.gap(e.to, at, int(e.sym-symWide), true)
		case e.sym > symGap && e.sym < symWide:
			w.gap(e.to, at, int(e.sym-symGap), false)
		case slices.Contains(w.syms[at], e.sym):
			w.from(e.to, at+1)
		}
	}
}

// gap goes on after up to n words; marks end a gap, and mentions and brackets unless wide.
func (w *walker) gap(node int32, at, n int, wide bool) {
	for k := 0; k <= n; k++ {
		w.from(node, at+k)
		if at+k < len(w.words) && w.words[at+k] == bracket && wide {
			continue
		}
		if at+k >= len(w.words) || w.words[at+k] == punctuation || w.words[at+k] == bracket || w.words[at+k] == framework && !wide {
			return
		}
	}
}
