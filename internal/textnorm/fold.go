package textnorm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldRounds bounds how often folding is repeated until it changes nothing:
// compatibility forms of rare letters need a second round, none a fourth.
const foldRounds = 4

// Fold returns s in compatibility form (NFKC), in lower case, without
// diacritics, with one kind of dash, apostrophe and quotation mark, with
// single spaces, and without zero-width, tag and control characters. Two texts
// that a reader would call the same fold to the same string.
func Fold(s string) string {
	if folded, ok := foldASCII(s); ok {
		return folded
	}
	for range foldRounds {
		next := foldOnce(s)
		if next == s {
			break
		}
		s = next
	}
	return s
}

// foldASCII folds plain ASCII, which most questions are, without the tables.
func foldASCII(s string) (string, bool) {
	if isFolded(s) {
		return s, true
	}
	out := make([]byte, 0, len(s))
	space := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return "", false
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f':
			space = len(out) > 0
			continue
		case c < ' ' || c == 0x7f:
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c == '`':
			c = '\''
		}
		if space {
			out = append(out, ' ')
			space = false
		}
		out = append(out, c)
	}
	return string(out), true
}

// isFolded reports whether s is plain ASCII that folding would not change, as
// most of what is folded has been folded before.
func isFolded(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= 0x7f || 'A' <= c && c <= 'Z' || c == '`' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

func foldOnce(s string) string {
	s = strings.Map(unify, strings.ToValidUTF8(s, " "))
	s = strings.ToLower(norm.NFKC.String(s))
	s = strings.Map(dropMark, norm.NFD.String(s))
	s = letters.Replace(norm.NFKC.String(s))
	return strings.Join(strings.Fields(strings.Map(unify, s)), " ")
}

// unify maps a character to the plain one that stands for its kind; -1 drops it.
func unify(r rune) rune {
	switch r {
	case '’', '‘', '‚', '‛', 'ʼ', 'ʹ', '′', '`', '´', '＇':
		return '\''
	case '“', '”', '„', '‟', '«', '»', '″', '＂':
		return '"'
	case '−', '⁃', '﹣', '－', '‐', '‑':
		return '-'
	case '™', '®', '©', '℠':
		return -1
	}
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Pd, r):
		return '-'
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r), unicode.Is(unicode.Co, r):
		return -1
	}
	return r
}

func dropMark(r rune) rune {
	if unicode.Is(unicode.Mn, r) {
		return -1
	}
	return r
}

// letters are Latin letters that no normal form takes apart.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")
