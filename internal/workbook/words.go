package workbook

import (
	"strings"
	"unicode/utf8"
)

// State tells what one choice word means: "N/A" is na, "Teilweise erfüllt"
// partial. A word with a tail goes by its head ("Yes (explain)"), unless the
// tail takes back what the head says ("Yes, partially"; "No, but planned").
// Numbers and percentages are scales.
func (l *Lexicon) State(word string) (State, bool) {
	key := fold(word)
	if s, ok := l.words[key]; ok {
		return s, true
	}
	if isScaleWord(trim(word)) {
		return StateScale, true
	}
	// Brackets, dashes and colons part a word from its explanation.
	i := strings.IndexAny(word, "([:;,–—-/")
	if i <= 0 {
		return "", false
	}
	head, ok := l.words[fold(word[:i])]
	if !ok {
		return "", false
	}
	if head == StateYes || head == StateNo {
		if t, ok := l.tailState(fold(word[i:])); ok {
			return t, true
		}
	}
	return head, true
}

// Codes returns what the words of a list mean, in capitals, if they are codes
// such as C, PC and NC, which say something only together; nil if they are not.
func (l *Lexicon) Codes(words []string) map[string]State {
	for _, set := range l.codes {
		telling := false
		for _, w := range words {
			w = strings.ToUpper(trim(w))
			s, ok := set[w]
			if w == "" || l.words[fold(w)] == StateFiller {
				continue
			}
			if !ok {
				telling = false
				break
			}
			telling = telling || len(w) > 1 && s != StateNA
		}
		if telling {
			return set
		}
	}
	return nil
}

// word looks a text up; longer ones than any word are not folded for it.
func (l *Lexicon) word(text string) (State, bool) {
	if len(text) > 120 {
		return "", false
	}
	s, ok := l.words[fold(text)]
	return s, ok
}

// tailState looks for words that turn a plain yes or no into something else.
func (l *Lexicon) tailState(folded string) (State, bool) {
	words := strings.Fields(folded)
	for n := min(4, len(words)); n > 0; n-- {
		for i := 0; i+n <= len(words); i++ {
			switch s := l.words[strings.Join(words[i:i+n], " ")]; s {
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

// filler is true for texts such as "Please select…".
func (l *Lexicon) filler(s string) bool {
	if len(s) > 120 {
		return false
	}
	key := fold(s)
	return l.words[key] == StateFiller || key == "" || strings.Trim(s, " -–—_.…") == "" || l.unticked[strings.ToLower(trim(s))]
}

// answerWords tells what kind of vocabulary a list is: the state that most of
// its words have, where yes, no, partial and na count together as StateYes.
func (l *Lexicon) vocabulary(words []string) State {
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

// askKind is how much a text reads like something that wants an answer.
type askKind int

const (
	askNothing       askKind = iota // a number, a link, a code, nothing
	askLabel                        // a few words
	askSentence                     // a sentence
	askDemand                       // a sentence with "must", "is required to"
	askImperative                   // "Describe …"
	askInterrogative                // "Do you …", anything with a question mark
)

// strong is true for what is asked beyond doubt.
func (k askKind) strong() bool { return k >= askDemand }

// ask reads a text. The words come from the lexicon; the counts are such that
// "Company name" is a label, "Access control policy" too, and "Access to
// production is limited to staff" a sentence.
func (l *Lexicon) ask(text string) askKind {
	text = trim(text)
	if text == "" || isLink(text) || !hasLetters(text) {
		return askNothing
	}
	runes := utf8.RuneCountInString(text)
	if i := strings.LastIndexAny(text, "?？؟¿"); i >= 0 && runes >= 6 && (i > len(text)/3 || strings.Contains(text, "¿")) {
		return askInterrogative
	}
	head := text
	if len(head) > 400 {
		head = head[:400]
	}
	folded := fold(head)
	words := wordCount(folded)
	if l.notices.begins(folded) {
		return askSentence
	}
	if l.dependents.begins(folded) && words >= 3 {
		return askImperative
	}
	if k, ok := l.firstWord(folded); ok && !startsWithAcronym(text) && (words >= 3 && k != askDemand || words >= 5 || hanShare(text)) {
		return k
	}
	if words >= 4 && l.modals.within(folded) {
		return askDemand
	}
	if words >= 6 && runes >= 28 || words >= 4 && strings.HasSuffix(text, ".") || hanShare(text) && runes >= 9 {
		return askSentence
	}
	return askLabel
}

// firstWord looks at the beginning, past an id such as "1.2" or "CO-03a".
func (l *Lexicon) firstWord(folded string) (askKind, bool) {
	for range 4 {
		at := 0
		for range 3 {
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
			return askNothing, false
		}
		folded = folded[i+1:]
	}
	return askNothing, false
}

// startsWithAcronym is true for "IS policies", where IS is no form of to be.
func startsWithAcronym(text string) bool {
	word, rest, _ := strings.Cut(text, " ")
	return len(word) == 2 && strings.ToUpper(word) == word && strings.ToUpper(rest) != rest
}

func isLink(s string) bool {
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

func hanShare(s string) bool {
	han, all := 0, 0
	for _, r := range s {
		all++
		if r >= 0x4E00 && r <= 0x9FFF {
			han++
		}
	}
	return han*2 > all
}
