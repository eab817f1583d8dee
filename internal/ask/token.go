package ask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/textnorm"
)

// token is a word, a number or a punctuation mark of a text. Words end where
// letters turn into digits, so that "SOC2", "SOC-2" and "SOC 2" read alike.
type token struct {
	text       string // folded; the mark itself for punctuation
	start, end int    // byte offsets into the text as given
	punct      bool
	spaced     bool // white space stood before it
	dotted     bool // a dot without space stood before it: the 8 of "A.8"
	upper      bool // begins with a capital letter
	sentence   int  // number of its sentence
}

func (t token) is(mark string) bool { return t.punct && t.text == mark }

func (t token) number() bool {
	return !t.punct && t.text != "" && t.text[0] >= '0' && t.text[0] <= '9'
}

type charKind int

const (
	charOther charKind = iota
	charSpace
	charBreak
	charLetter
	charDigit
	charHidden
)

func kindOf(r rune) charKind {
	switch {
	case r < utf8.RuneSelf:
		return asciiKind(byte(r)) //nolint:gosec // r is ASCII here
	case unicode.IsSpace(r):
		return charSpace
	case unicode.IsDigit(r):
		return charDigit
	case unicode.IsLetter(r), unicode.Is(unicode.Nl, r), unicode.Is(unicode.Mn, r), r == 'º', r == 'ª':
		return charLetter
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r):
		return charHidden
	}
	return charOther
}

func asciiKind(c byte) charKind {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		return charLetter
	case '0' <= c && c <= '9':
		return charDigit
	case c == '\n':
		return charBreak
	case c == ' ', c == '\t', c == '\r', c == '\v', c == '\f':
		return charSpace
	case c < ' ', c == 0x7f:
		return charHidden
	}
	return charOther
}

// maxTokens bounds the work on one text; a cell holds 32,767 characters, and
// no question needs more words than this to say what it asks.
const maxTokens = 1200

// tokenize splits text. Hyphens and apostrophes inside words part the words
// and vanish; a dash between spaces is a mark.
func tokenize(text string) []token {
	toks := make([]token, 0, len(text)/5+4)
	var spaced, dotted bool
	sentence := 0
	for i := 0; i < len(text) && len(toks) < maxTokens; {
		r, size := utf8.DecodeRuneInString(text[i:])
		kind := kindOf(r)
		switch kind {
		case charSpace:
			spaced = true
			i += size
		case charBreak:
			spaced = true
			if len(toks) > 0 && toks[len(toks)-1].sentence == sentence {
				sentence++
			}
			i += size
		case charHidden:
			i += size
		case charLetter, charDigit:
			end := wordEnd(text, i+size, kind)
			word := text[i:end]
			toks = append(toks, token{text: foldWord(word), start: i, end: end, spaced: spaced, dotted: dotted && !spaced, upper: unicode.IsUpper(r), sentence: sentence})
			spaced, dotted = false, false
			i = end
		case charOther:
			m := markAt(text, i, size, spaced)
			if (m == "." || m == ",") && abbreviated(toks, i, text) {
				m = ""
			}
			dotted = m == "" && r == '.'
			if m != "" {
				toks = append(toks, token{text: m, start: i, end: i + size, punct: true, spaced: spaced, sentence: sentence})
				spaced = false
				if endsSentence(toks, text[i+size:]) {
					sentence++
				}
			}
			i += size
		}
	}
	return toks
}

// abbreviated tells of the dots of "U.S." and "z. B.", and of the comma of
// "e.g.,"; "Type I." ends a sentence.
func abbreviated(toks []token, at int, text string) bool {
	if len(toks) == 0 {
		return false
	}
	last := toks[len(toks)-1]
	single := len(last.text) == 1 && last.text != "i" && !last.number()
	if text[at] == ',' {
		return single && last.dotted && last.end == at-1 && text[at-1] == '.'
	}
	return single && last.end == at
}

func wordEnd(text string, i int, kind charKind) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if k := kindOf(r); k != kind && k != charHidden {
			break
		}
		i += size
	}
	return i
}

func foldWord(w string) string {
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf || w[i] < '0' {
			return strings.ReplaceAll(textnorm.Fold(w), " ", "")
		}
	}
	return strings.ToLower(w)
}

// markAt returns the mark that the character at i stands for, or "" if it only
// parts words.
func markAt(text string, i, size int, spaced bool) string {
	r, _ := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '(', '[', '{':
		return "("
	case ')', ']', '}':
		return ")"
	case ',', ';', ':', '/', '+', '&', '?', '!':
		return text[i : i+size]
	case '¿', '¡', '•', '●', '▪', '☐', '□':
		return "¿"
	case '、', '，':
		return ","
	case '|', '\\':
		return "/"
	case '？':
		return "?"
	case '.', '。', '…':
		if next, _ := utf8.DecodeRuneInString(text[i+size:]); kindOf(next) == charLetter || kindOf(next) == charDigit {
			return ""
		}
		return "."
	}
	if r == '-' || unicode.Is(unicode.Pd, r) {
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		if spaced && kindOf(next) == charSpace || r == '—' {
			return "-"
		}
	}
	return ""
}

// endsSentence tells whether the last mark closes a sentence. A dot does not
// after a single letter ("e.g.", "z. B.") or before a small letter or a number
// ("Art. 28", "incl. backups").
func endsSentence(toks []token, rest string) bool {
	last := toks[len(toks)-1]
	switch last.text {
	case "?", "!":
		return true
	case ".":
	default:
		return false
	}
	rest = strings.TrimLeft(rest, " \t\r")
	next, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || kindOf(next) != charDigit && !unicode.IsLower(next)
}
