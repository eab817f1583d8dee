package vocab

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/workbook/cellref"
)

// State tells what one choice word means: "N/A" is na, "Teilweise erfüllt"
// partial. A word with a tail goes by its head ("Yes (explain)"), unless the
// tail takes back what the head says ("Yes, partially"; "No, but planned").
// Numbers and percentages are scales.
func (l *Lexicon) State(word string) (State, bool) {
	key := Fold(word)
	if s, ok := l.Words[key]; ok {
		return s, true
	}
	if isScaleWord(cellref.Trim(word)) {
		return StateScale, true
	}
	// Brackets, dashes and colons part a word from its explanation.
	i := strings.IndexAny(word, "([:;,–—-/")
	if i <= 0 {
		return "", false
	}
	head, ok := l.Words[Fold(word[:i])]
	if !ok {
		return "", false
	}
	if head == StateYes || head == StateNo {
		if t, ok := l.tailState(Fold(word[i:])); ok {
			return t, true
		}
	}
	return head, true
}

// Codes returns what the words of a list mean, in capitals, if they are codes
// such as C, PC and NC, which say something only together; nil if they are not.
func (l *Lexicon) Codes(words []string) map[string]State {
	for _, set := range l.codes {
		telling, states := false, map[State]bool{}
		for _, w := range words {
			w = strings.ToUpper(cellref.Trim(w))
			s, ok := set[w]
			if w == "" || l.Words[Fold(w)] == StateFiller {
				continue
			}
			if !ok {
				telling = false
				break
			}
			states[s] = true
			telling = telling || len(w) > 1 && s != StateNA
		}
		if telling && (len(states) > 1 || words[0] < "\u0080") {
			return set
		}
	}
	return nil
}

// Word looks a text up; longer ones than any word are not folded for it.
func (l *Lexicon) Word(text string) (State, bool) {
	if len(text) > 120 {
		return "", false
	}
	s, ok := l.Words[Fold(text)]
	return s, ok
}

// tailState looks for words that turn a plain yes or no into something else.
func (l *Lexicon) tailState(folded string) (State, bool) {
	words := strings.Fields(folded)
	for n := min(4, len(words)); n > 0; n-- {
		for i := 0; i+n <= len(words); i++ {
			switch s := l.Words[strings.Join(words[i:i+n], " ")]; s {
			case StatePartial, StateInProgress, StatePlanned, StateNA:
				return s, true
			case StateYes, StateNo, StateScale, StateOwnership, StateStatus, StateFiller:
			}
		}
	}
	return "", false
}

// isScaleWord is true for "3", "0%", "4 - Managed", "Level 2".
func isScaleWord(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(s), "level "), "stufe ")
	digits := 0
	for digits < len(s) && (s[digits] >= '0' && s[digits] <= '9' || s[digits] == '.') {
		digits++
	}
	if digits == 0 || digits > 4 {
		return false
	}
	rest := strings.TrimLeft(s[digits:], " ")
	return rest == "" || rest == "%" || strings.ContainsAny(rest[:1], "-:=.)(%–—<>+") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—")
}

// Filler is true for texts such as "Please select…".
func (l *Lexicon) Filler(s string) bool {
	if len(s) > 120 {
		return false
	}
	key := Fold(s)
	return l.Words[key] == StateFiller || key == "" || strings.Trim(s, " -–—_.…") == "" || l.Unticked[strings.ToLower(cellref.Trim(s))]
}

// Vocabulary tells what kind of vocabulary a list is: the state that most of
// its words have, where yes, no, partial and na count together as StateYes.
func (l *Lexicon) Vocabulary(words []string) State {
	if l.Codes(words) != nil {
		return StateYes
	}
	var answers, scale, owners, status int
	sides := map[State]bool{}
	for _, w := range words {
		s, ok := l.State(w)
		if !ok {
			continue
		}
		switch s {
		case StateYes, StateNo, StatePartial, StateNA, StateInProgress, StatePlanned:
			answers++
			sides[s] = true
		case StateScale:
			scale++
		case StateOwnership:
			owners++
		case StateStatus:
			status++
		case StateFiller:
		}
	}
	n := len(words)
	switch {
	case owners*2 >= n && owners >= 2:
		return StateOwnership
	case sides[StateYes] && (sides[StateNo] || sides[StatePartial] || sides[StateNA]), sides[StateNo] && answers >= 2:
		return StateYes
	case scale*2 >= n && scale >= 2:
		return StateScale
	case status >= 1 && answers+status >= 2:
		return StateStatus
	case answers >= 2:
		return StateYes
	}
	return ""
}

// AskKind is how much a text reads like something that wants an answer.
type AskKind int

// The kinds, from least to most.
const (
	AskNothing       AskKind = iota // a number, a link, a code, nothing
	AskLabel                        // a few words
	AskSentence                     // a sentence
	AskDemand                       // a sentence with "must", "is required to"
	AskImperative                   // "Describe …"
	AskInterrogative                // "Do you …", anything with a question mark
)

// Strong is true for what is asked beyond doubt.
func (k AskKind) Strong() bool { return k >= AskDemand }

// Ask reads a text. The words come from the lexicon; the counts are such that
// "Company name" is a label, "Access control policy" too, and "Access to
// production is limited to staff" a sentence.
func (l *Lexicon) Ask(text string) AskKind {
	text = cellref.Trim(text)
	if text == "" || IsLink(text) || !hasLetters(text) {
		return AskNothing
	}
	runes := utf8.RuneCountInString(text)
	if i := strings.LastIndexAny(text, "?？؟¿"); i >= 0 && runes >= 6 && (i > len(text)/3 || strings.Contains(text, "¿")) {
		return AskInterrogative
	}
	if runes >= 6 && greekQuestion(text) {
		return AskInterrogative
	}
	head := text
	if len(head) > 400 {
		head = head[:400]
	}
	folded := Fold(head)
	words := WordCount(folded)
	if l.notices.Begins(folded) {
		return AskSentence
	}
	if l.Dependents.Begins(folded) && words >= 3 {
		return AskImperative
	}
	if k, ok := l.FirstWord(folded); ok && !startsWithAcronym(text) && (words >= 3 && k != AskDemand || words >= 5 || Unspaced(text)) {
		return k
	}
	if k, ok := l.ending(text); ok {
		return k
	}
	if words >= 4 && l.modals.Within(folded) {
		return AskDemand
	}
	if words >= 6 && runes >= 28 || words >= 4 && strings.HasSuffix(text, ".") || Unspaced(text) && runes >= 9 {
		return AskSentence
	}
	return AskLabel
}

// Directs is true for a folded text that tells the reader what to write or to
// choose.
func (l *Lexicon) Directs(folded string) bool {
	k, ok := l.FirstWord(folded)
	return ok && k == AskImperative || l.notices.Begins(folded)
}

// FirstWord looks at the beginning, past an id such as "1.2" or "CO-03a".
func (l *Lexicon) FirstWord(folded string) (AskKind, bool) {
	for range 4 {
		at := 0
		for range l.firstMax {
			i := strings.IndexByte(folded[at:], ' ')
			end := len(folded)
			if i >= 0 {
				end = at + i
			}
			if k, ok := l.first[folded[:end]]; ok {
				return k, true
			}
			if i < 0 {
				break
			}
			at = end + 1
		}
		i := strings.IndexByte(folded, ' ')
		if i < 0 || !strings.ContainsAny(folded[:i], "0123456789") && i > 1 {
			return AskNothing, false
		}
		folded = folded[i+1:]
	}
	return AskNothing, false
}

// startsWithAcronym is true for "IS policies", where IS is no form of to be.
func startsWithAcronym(text string) bool {
	word, rest, _ := strings.Cut(text, " ")
	return len(word) == 2 && strings.ToUpper(word) == word && strings.ToUpper(rest) != rest
}

// IsLink tells whether a text is an address of the web and nothing else.
func IsLink(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "www.")) && !strings.ContainsAny(s, " \n")
}

func hasLetters(s string) bool {
	for _, r := range s {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xC0 {
			return true
		}
	}
	return false
}

// ending reads the end of a text in a script other than Latin, or in Turkish.
// Words that end Turkish questions are words of their own; a polite request
// ends in one of a few syllables.
func (l *Lexicon) ending(text string) (AskKind, bool) {
	tail := []rune(strings.TrimRight(text, " .。．!！)）」』\"”"))
	tail = tail[max(0, len(tail)-24):]
	folded := Fold(string(tail))
	latin := len(tail) > 0 && tail[len(tail)-1] < 0x0250
	for _, kind := range []AskKind{AskInterrogative, AskImperative} {
		for _, end := range l.endings[kind] {
			rest, ok := strings.CutSuffix(folded, end)
			switch {
			case !ok || rest == "":
			case !latin && end[0] >= utf8.RuneSelf, latin && kind == AskInterrogative && strings.HasSuffix(rest, " "),
				latin && kind == AskImperative && isTurkish(text):
				return kind, true
			}
		}
	}
	return AskNothing, false
}

// isTurkish is true for a text with letters that only Turkish and its
// neighbours have.
func isTurkish(text string) bool { return strings.ContainsAny(text, "ığşİĞŞ") }

// greekQuestion is true for a text that ends in the question mark of Greek,
// which looks like a semicolon and mostly is one.
func greekQuestion(text string) bool {
	before, ok := strings.CutSuffix(text, ";")
	if !ok {
		before, ok = strings.CutSuffix(text, "\u037e")
	}
	if !ok {
		return false
	}
	for _, r := range before {
		if unicode.Is(unicode.Greek, r) {
			return true
		}
	}
	return false
}

// Unspaced tells whether so much of a text is written in a script that does not
// part its words that they cannot be counted by spaces.
func Unspaced(s string) bool {
	n, all := 0, 0
	for _, r := range s {
		all++
		if unspaced(r) {
			n++
		}
	}
	return n*2 > all
}

// unspaced is true for the letters of such scripts.
func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
