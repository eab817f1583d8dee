package textnorm

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
)

// Pattern is a set of RE2 alternatives that costs next to nothing on text that
// cannot match. Lists of phrases in five languages make regular expressions
// that Go's engine walks character by character; almost every row of a
// questionnaire holds none of their words, and looking for those words first
// (strings.Contains) is some twenty times faster.
type Pattern struct {
	parts []patternPart
}

type patternPart struct {
	// re compiles on first use: most expressions are ruled out by their
	// literals in a whole run, and compiling all of them is what a start costs.
	re func() *regexp.Regexp
	// needs are literals of which at least one stands in every match; nil if
	// the expression does not tell.
	needs []string
}

// CompilePattern compiles the expressions as alternatives. Text is expected to
// be folded, so that case needs no care.
func CompilePattern(exprs ...string) (*Pattern, error) {
	p := &Pattern{}
	for _, e := range exprs {
		tree, err := syntax.Parse(e, syntax.Perl)
		if err != nil {
			return nil, fmt.Errorf("compile pattern %q: %w", e, err)
		}
		// What parses compiles.
		p.parts = append(p.parts, patternPart{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(e) }), needed(tree.Simplify())})
	}
	return p, nil
}

// FindString returns the match that begins first, "" without one; of those
// that begin at the same place, that of the first expression. A nil Pattern
// finds nothing.
func (p *Pattern) FindString(text string) string {
	if p == nil {
		return ""
	}
	best, found := []int{len(text) + 1, 0}, false
	for _, part := range p.parts {
		if !part.possible(text) {
			continue
		}
		if loc := part.re().FindStringIndex(text); loc != nil && loc[0] < best[0] {
			best, found = loc, true
		}
	}
	if !found {
		return ""
	}
	return text[best[0]:best[1]]
}

// MatchString reports whether any expression matches.
func (p *Pattern) MatchString(text string) bool {
	if p == nil {
		return false
	}
	for _, part := range p.parts {
		if part.possible(text) && part.re().MatchString(text) {
			return true
		}
	}
	return false
}

// Possible reports whether text holds a literal without which no expression
// can match; true tells nothing.
func (p *Pattern) Possible(text string) bool {
	if p == nil {
		return false
	}
	for _, part := range p.parts {
		if part.possible(text) {
			return true
		}
	}
	return false
}

func (p patternPart) possible(text string) bool {
	if p.needs == nil {
		return true
	}
	for _, lit := range p.needs {
		if strings.Contains(text, lit) {
			return true
		}
	}
	return false
}

// needed returns literals of which every match of the expression holds at
// least one, or nil if no such set is known.
func needed(re *syntax.Regexp) []string {
	switch re.Op { //nolint:exhaustive // every other operation promises no literal
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return nil
		}
		return []string{string(re.Rune)}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min >= 1 {
			return needed(re.Sub[0])
		}
	case syntax.OpConcat:
		return bestNeeded(re.Sub)
	case syntax.OpAlternate:
		return allNeeded(re.Sub)
	}
	return nil
}

// bestNeeded picks the part of a sequence whose shortest literal is longest:
// the one that rules out most.
func bestNeeded(subs []*syntax.Regexp) []string {
	var best []string
	for _, sub := range subs {
		if set := needed(sub); set != nil && (best == nil || shortest(set) > shortest(best)) {
			best = set
		}
	}
	return best
}

// allNeeded joins the literals of alternatives; one that promises none spoils
// the set.
func allNeeded(subs []*syntax.Regexp) []string {
	var all []string
	for _, sub := range subs {
		set := needed(sub)
		if set == nil {
			return nil
		}
		all = append(all, set...)
	}
	return all
}

func shortest(set []string) int {
	n := len(set[0])
	for _, s := range set {
		n = min(n, len(s))
	}
	return n
}
