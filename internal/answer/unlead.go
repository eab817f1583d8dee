package answer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unlead takes from the texts of a turned answer the word with which they open,
// where that answered the opposite question: "No, group logins are not used." is
// true of "Are group logins forbidden?" but for its first word. The reasons say
// so. Other answers stay as they are; an answer that goes on with an exception is
// turned by no guard.
func (d *Decision) Unlead(voc Vocabulary) {
	if !d.Turned {
		return
	}
	word := ""
	for _, text := range []*string{&d.Text, &d.Short} {
		first := contrary(*text, d.Verdict, d.Language, voc)
		if rest := upperFirst(strings.TrimLeft((*text)[len(first):], ".,;: \n")); first != "" && rest != "" {
			*text, word = rest, first
		}
	}
	if word != "" {
		d.because("unled", fmt.Sprintf("the entry's own %q answers the opposite question and is left out", word))
	}
}

// upperFirst begins a text with a capital letter.
func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}
