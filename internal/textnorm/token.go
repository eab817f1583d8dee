package textnorm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTokens bounds what is read of one text: the longest real rows hold some
// 300 words, and a pasted document should cost no more than ten of those.
const maxTokens = 3000

// Words splits folded text into words: letters and digits, with the dot inside
// a number ("1.2"), "%" as a word of its own, underscores kept, hyphens and
// slashes as spaces, and "n't" as "not".
func Words(folded string) []string {
	if mayContract(folded) {
		folded = contractions.Replace(folded)
	}
	if !isASCII(folded) {
		return runeWords(folded)
	}
	words := make([]string, 0, len(folded)/5+1)
	for i := 0; i < len(folded) && len(words) < maxTokens; {
		switch {
		case folded[i] == '%':
			words = append(words, "%")
			i++
		case isWordByte(folded[i]):
			j := i + 1
			for j < len(folded) && (isWordByte(folded[j]) || folded[j] == '.' && isDigitAt(folded, j-1) && isDigitAt(folded, j+1)) {
				j++
			}
			words = append(words, folded[i:j])
			i = j
		default:
			i++
		}
	}
	return words
}

// mayContract reports whether text may hold a contraction: each of them has an
// apostrophe, or is one of the few that have none. Looking is far faster than
// replacing nothing.
func mayContract(text string) bool {
	return strings.IndexByte(text, '\'') >= 0 || strings.Contains(text, "cannot") || strings.Contains(text, "24")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '_' || 'A' <= c && c <= 'Z'
}

func isDigitAt(s string, i int) bool {
	return i < len(s) && '0' <= s[i] && s[i] <= '9'
}

// runeWords splits text in any script.
func runeWords(folded string) []string {
	words := make([]string, 0, len(folded)/5+1)
	runes := []rune(folded)
	for i := 0; i < len(runes) && len(words) < maxTokens; {
		switch {
		case runes[i] == '%':
			words = append(words, "%")
			i++
		case isWordRune(runes[i]):
			j := i
			for j < len(runes) && (isWordRune(runes[j]) || isInnerDot(runes, j)) {
				j++
			}
			words = append(words, string(runes[i:j]))
			i = j
		default:
			i++
		}
	}
	return words
}

// contractions are taken apart before splitting, so that "not" is never lost
// and a possessive leaves no letter behind.
var contractions = strings.NewReplacer(
	"cannot", "can not", "can't", "can not", "won't", "will not", "n't", " not",
	"'s ", " ", "s' ", "s ", "'re ", " are ", "'ve ", " have ", "'ll ", " will ",
	"24/7", "24x7", "24 x 7", "24x7", "24*7", "24x7",
)

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_'
}

// isInnerDot is true for the dot of "1.2" but not for one that ends a sentence.
func isInnerDot(runes []rune, i int) bool {
	return runes[i] == '.' && i > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1])
}
