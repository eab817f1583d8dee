package intake

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"candor/internal/textnorm"
	"candor/internal/workbook"
)

// joiners shape letters and signs of their neighbours, so that a text without
// them reads otherwise.
const joiners = "\u200c\u200d"

// isUnseen reports whether a character has no shape of its own: it turns the
// direction of what follows, hides words from a reader, or does nothing.
func isUnseen(r rune) bool {
	return unicode.Is(unicode.Cf, r) && !strings.ContainsRune(joiners, r)
}

// turns reports whether a character changes the order in which others are read,
// or is one of the tags that spell words nobody sees.
func turns(r rune) bool {
	return unicode.Is(unicode.Bidi_Control, r) || r >= 0xE0000 && r <= 0xE007F
}

// harmless are unseen characters that word processors leave behind: the byte
// order mark, the zero-width space, the soft hyphen.
const harmless = "\ufeff\u200b\u00ad"

// unseen flags the characters that canonical and oneLine take out.
func unseen(text string) []Flag {
	var names []string
	holds := false
	for _, r := range text {
		if name := fmt.Sprintf("U+%04X", r); isUnseen(r) && !strings.ContainsRune(harmless, r) && !slices.Contains(names, name) {
			names, holds = append(names, name), holds || turns(r)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []Flag{{flagUnseen, "characters that nobody sees were taken out, read what is left: " + strings.Join(names[:min(len(names), 5)], ", "), holds}}
}

// tooLong flags an answer that no cell takes; those of text files may be such.
func tooLong(text string) []Flag {
	if len(text) <= workbook.MaxCellUnits {
		return nil // no text has fewer bytes than units
	}
	n := len(utf16.Encode([]rune(text)))
	if n <= workbook.MaxCellUnits {
		return nil
	}
	return []Flag{{flagTooLong, fmt.Sprintf("%d characters long; a cell takes %d", n, workbook.MaxCellUnits), true}}
}

// How many words a text must have to tell, by words of grammar, that it is in
// none of the languages that are read. Of 2,468 answers and questions in those
// languages with fewWords or more, 7 have too few for any of them, lists mostly;
// of 1,912 with enoughWords, 7 are not sure to be in one.
const (
	fewWords    = 8
	enoughWords = 12
	// fewLetters of another script tell as much.
	fewLetters = 4
)

// isForeign reports whether a text is in none of the languages that are read.
// Short ones and lists of names do not tell.
func isForeign(text string) bool {
	latin, other := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	if other >= fewLetters && other > latin {
		return true
	}
	words := 0
	for word := range strings.FieldsSeq(text) {
		word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
		if word != "" && strings.ToLower(word) == word {
			words++ // those with capitals may be names, which are the same anywhere
		}
	}
	if textnorm.SureLanguage(text) != "" {
		return false
	}
	return words >= enoughWords || words >= fewWords && textnorm.Language(text) == ""
}
