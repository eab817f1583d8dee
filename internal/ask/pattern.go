package ask

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// element is one place of a pattern: words of which one must stand there, or
// a gap.
type element struct {
	words []string
	gap   int
	wide  bool // the gap may pass over frameworks
}

// expand turns a pattern into the plain sequences of elements it stands for.
func expand(pattern string) ([][]element, error) {
	variants := [][]element{nil}
	for rest := strings.TrimSpace(pattern); rest != ""; rest = strings.TrimSpace(rest) {
		var alternatives [][]element
		var err error
		alternatives, rest, err = nextElement(rest)
		if err != nil {
			return nil, err
		}
		if len(variants)*len(alternatives) > maxVariants {
			return nil, fmt.Errorf("stands for more than %d sequences", maxVariants)
		}
		var grown [][]element
		for _, v := range variants {
			for _, a := range alternatives {
				grown = append(grown, slices.Concat(v, a))
			}
		}
		variants = grown
	}
	return variants, nil
}

// nextElement reads one group, gap or word and returns its alternatives.
func nextElement(s string) (alternatives [][]element, rest string, err error) {
	if strings.HasPrefix(s, "[") {
		body, after, ok := strings.Cut(s[1:], "]")
		if !ok || strings.Contains(body, "[") {
			return nil, "", errors.New("a group is not closed, or stands within another")
		}
		return group(body), after, nil
	}
	end := strings.IndexAny(s, " [")
	if end < 0 {
		end = len(s)
	}
	word, rest := s[:end], s[end:]
	if n, wide, ok := cutGap(word); ok {
		most, err := strconv.Atoi(n)
		if err != nil || most < 1 || most > maxGap {
			return nil, "", fmt.Errorf("gap %q: want 1 to %d words", word, maxGap)
		}
		return [][]element{{{gap: most, wide: wide}}}, rest, nil
	}
	return [][]element{single(elements(word))}, rest, nil
}

func cutGap(word string) (n string, wide, ok bool) {
	if n, ok = strings.CutPrefix(word, "~"); ok {
		return n, true, true
	}
	n, ok = strings.CutPrefix(word, "..")
	return n, false, ok
}

// group reads the alternatives of a group; those of one word become one element.
func group(body string) [][]element {
	var out [][]element
	var oneWord []string
	for alt := range strings.SplitSeq(body, "|") {
		switch words := elements(alt); {
		case len(words) == 1 && !strings.HasPrefix(words[0], "<"):
			oneWord = appendString(oneWord, words[0])
		default:
			out = append(out, single(words))
		}
	}
	if len(oneWord) > 0 {
		out = append(out, []element{{words: oneWord}})
	}
	return out
}

func single(words []string) []element {
	out := make([]element, len(words))
	for i, w := range words {
		out[i] = element{words: []string{w}}
	}
	return out
}

// elements splits plain pattern text as tokenize splits text, keeping
// wildcards and the elements in angle brackets whole.
func elements(s string) []string {
	var out []string
	for word := range strings.FieldsSeq(s) {
		if strings.HasPrefix(word, "<") {
			out = append(out, word)
			continue
		}
		head, tail := strings.HasPrefix(word, "*"), strings.HasSuffix(word, "*")
		toks := tokenize(strings.Trim(word, "*"))
		for i, t := range toks {
			text := t.text
			if head && i == 0 {
				text = "*" + text
			}
			if tail && i == len(toks)-1 {
				text += "*"
			}
			out = append(out, text)
		}
	}
	return out
}
