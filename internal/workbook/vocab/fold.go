package vocab

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"candor/internal/workbook/cellref"
)

// Fold is the form in which words are compared: lower case, no accents, one
// space where there was punctuation or space. Each character of Chinese,
// Japanese and Thai becomes a word of its own, since nothing else parts them. "#" stays; it heads id
// columns. A text of only marks keeps them ("☐").
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	write := func(r rune, alone bool) {
		if (space || alone) && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		space = alone
	}
	for _, r := range decomposed(s) {
		switch {
		case r < 0x80 && ('a' <= r && r <= 'z' || '0' <= r && r <= '9'):
			write(r, false)
		case r < 0x80 && 'A' <= r && r <= 'Z':
			write(r+32, false)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
			// "l'exigence" and "don't" are compared without the mark.
			space = space || r == '\'' || r == '’'
		case r == '#':
			write(r, true)
		case unspaced(r):
			write(r, true)
		case folding[r] != "":
			for _, x := range folding[r] {
				write(x, false)
			}
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			write(unicode.ToLower(r), false)
		default:
			space = true
		}
	}
	if b.Len() == 0 {
		return strings.ToLower(cellref.Trim(s))
	}
	return b.String()
}

// folding is for letters that have another form in capitals.
var folding = map[rune]string{'ß': "ss", 'ς': "σ", 'ı': "i"}

func decomposed(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return norm.NFKD.String(s)
		}
	}
	return s
}

// WordCount counts the words of a folded text.
func WordCount(folded string) int {
	if folded == "" {
		return 0
	}
	return strings.Count(folded, " ") + 1
}

// Has tells whether the folded text is one of the phrases.
func (p Phrases) Has(folded string) bool { return p.set[folded] }

// Begins tells whether the folded text starts with one of the phrases.
func (p Phrases) Begins(folded string) bool {
	at := 0
	for range p.max {
		i := strings.IndexByte(folded[at:], ' ')
		if i < 0 {
			return p.set[folded]
		}
		if p.set[folded[:at+i]] {
			return true
		}
		at += i + 1
	}
	return false
}

// Within tells whether one of the phrases stands in the folded text as whole
// words.
func (p Phrases) Within(folded string) bool {
	for {
		if p.Begins(folded) {
			return true
		}
		i := strings.IndexByte(folded, ' ')
		if i < 0 {
			return false
		}
		folded = folded[i+1:]
	}
}
