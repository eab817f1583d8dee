package web

import (
	"strings"
	"unicode"
)

// piece is a stretch of text that two answers share, or that one of them has:
// Kind is "", "add" for what only the answer here has, "cut" for what only the
// other has.
type piece struct{ Kind, Text string }

// maxDiffWords bounds the table that a comparison fills; longer answers are
// shown without marks.
const maxDiffWords = 1200

// differences marks by words what makes other into here, keeping the most words
// in common. Two answers that share hardly anything are shown as other alone.
func differences(other, here string) []piece {
	a, b := wordsAndSpace(other), wordsAndSpace(here)
	if other == here || here == "" || len(a) > maxDiffWords || len(b) > maxDiffWords {
		return []piece{{Text: other}}
	}
	common := commonWords(a, b)
	if common[0][0]*3 < 2*min(len(a), len(b)) {
		return []piece{{Text: other}}
	}
	var out []piece
	add := func(kind, text string) {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += text
			return
		}
		out = append(out, piece{kind, text})
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			add("", a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			add("cut", a[i])
			i++
		default:
			add("add", b[j])
			j++
		}
	}
	return out
}

// wordsAndSpace splits a text into words and the space between them, so that joining
// them gives the text.
func wordsAndSpace(text string) []string {
	var out []string
	start, space := 0, false
	for i, r := range text {
		if is := unicode.IsSpace(r); i == 0 || is != space {
			if i > start {
				out = append(out, text[start:i])
			}
			start, space = i, is
		}
	}
	if rest := text[start:]; rest != "" {
		out = append(out, rest)
	}
	return out
}

// commonWords holds, for each pair of suffixes, how much they share in order: 3
// for a word, 1 for the space between, which is two for each step on average.
// Space counts little, so that texts are not alike for being spaced alike, and
// something, so that a word is marked without the space behind it.
func commonWords(a, b []string) [][]int {
	t := make([][]int, len(a)+1)
	for i := range t {
		t[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			t[i][j] = max(t[i+1][j], t[i][j+1])
			if a[i] == b[j] {
				n := t[i+1][j+1] + 1
				if strings.TrimSpace(a[i]) != "" {
					n += 2
				}
				t[i][j] = max(t[i][j], n)
			}
		}
	}
	return t
}
