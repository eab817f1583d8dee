package vocab

import (
	"strings"

	"candor/internal/questionnaire"
)

// Role is the detector's notion of a column's header. Where two roles match a
// header equally well, the smaller one wins: "Reviewer remarks" is the
// reviewer's, "Status comments" are comments.
type Role int

// The roles; RoleNone is a column without a header, RoleOther one whose header
// says something else.
const (
	RoleNone Role = iota
	RoleOther
	RoleOwnership
	RoleID
	RoleOptions
	RoleGuidance
	RoleEvidence
	RoleComment
	RoleChoice
	RoleText
	RoleAnswer
	RoleControls
	RoleSection
	RoleQuestion
	RoleTick
)

// RoleNamed finds a role by the word for it in a mapping file.
func RoleNamed(name string) (Role, bool) {
	for r := RoleOther; r <= RoleQuestion; r++ {
		if r.String() == name {
			return r, true
		}
	}
	return RoleNone, false
}

func (r Role) String() string {
	return [...]string{
		"none", "other", "ownership", "id", "options", "guidance", "evidence", "comment",
		"choice", "text", "answer", "controls", "section", "question", "tick",
	}[r]
}

// TakesAnswers is true for the headers that vendors fill in under.
func (r Role) TakesAnswers() bool {
	switch r {
	case RoleAnswer, RoleChoice, RoleText, RoleComment, RoleEvidence, RoleTick:
		return true
	case RoleNone, RoleOther, RoleOwnership, RoleID, RoleOptions, RoleGuidance, RoleControls, RoleSection, RoleQuestion:
	}
	return false
}

// Public is the role that the questionnaire package knows.
func (r Role) Public() questionnaire.Role {
	switch r {
	case RoleAnswer:
		return questionnaire.RoleText
	case RoleOptions:
		return questionnaire.RoleGuidance
	case RoleNone:
		return questionnaire.RoleOther
	case RoleOther, RoleOwnership, RoleID, RoleGuidance, RoleEvidence, RoleComment, RoleChoice, RoleText, RoleControls, RoleSection, RoleQuestion, RoleTick:
	}
	return questionnaire.Role(r.String())
}

// HeaderMatch reads a header cell: the role whose phrase covers most of it,
// and how well, 0 to 1. A whole match is 1, one but for a bracket 0.95;
// "Vendor's response to the question" matches by its words, less the more
// other words there are.
func (l *Lexicon) HeaderMatch(text string) (Role, float64) {
	if len(text) > 300 {
		return RoleNone, 0
	}
	folded := Fold(text)
	if rs, ok := l.roles[folded]; ok {
		return rs[0], 1
	}
	if i := strings.IndexAny(text, "([\n*"); i > 0 {
		before := Fold(text[:i])
		if l.Reserves(Fold(text[i:])) {
			return RoleOther, 0.95
		}
		if rs, ok := l.roles[before]; ok {
			return rs[0], 0.95
		}
		if r, score := l.bestPhrase(before); score >= HeaderMinScore {
			return r, score
		}
	}
	return l.bestPhrase(folded)
}

// Reserves is true for a folded text that keeps a column for the other side,
// "(internal use only)". Single words such as "(required)" do not.
func (l *Lexicon) Reserves(folded string) bool {
	words := strings.Fields(folded)
	for n := min(l.longest, len(words)); n > 1; n-- {
		for i := 0; i+n <= len(words); i++ {
			if rs := l.roles[strings.Join(words[i:i+n], " ")]; len(rs) > 0 && rs[0] == RoleOther {
				return true
			}
		}
	}
	return false
}

// bestPhrase finds the role whose phrase covers most of a text.
func (l *Lexicon) bestPhrase(folded string) (Role, float64) {
	words := strings.Fields(folded)
	if len(words) > 24 {
		return RoleNone, 0
	}
	for n := min(l.longest, len(words)); n > 0; n-- {
		best := RoleNone
		for i := 0; i+n <= len(words); i++ {
			phrase := strings.Join(words[i:i+n], " ")
			if len(phrase) == 1 && phrase != "#" {
				continue // "n" heads a column of numbers, but says nothing within "If N, explain"
			}
			for _, r := range l.roles[phrase] {
				if best == RoleNone || r < best {
					best = r
				}
			}
		}
		if best != RoleNone {
			return best, 0.4 + 0.5*float64(n)/float64(len(words))
		}
	}
	return RoleNone, 0
}

// SheetNamed finds what kind of tab a name stands for. The name must be the
// phrase, or begin or end with it.
func (l *Lexicon) SheetNamed(name string) (SheetKind, bool) {
	folded := Fold(name)
	for _, exact := range []bool{true, false} {
		for _, k := range l.sheets {
			if k.words.Has(folded) {
				return k, true
			}
			if !exact && WordCount(folded) <= 5 && (k.words.Begins(folded) || k.words.EndsIn(folded)) {
				return k, true
			}
		}
	}
	return SheetKind{}, false
}

// EndsIn tells whether the folded text ends in one of the phrases.
func (p Phrases) EndsIn(folded string) bool {
	for {
		if p.set[folded] {
			return true
		}
		i := strings.IndexByte(folded, ' ')
		if i < 0 {
			return false
		}
		folded = folded[i+1:]
	}
}

// HeaderMinScore is what a cell must reach to count as a header word: its phrase
// covers a fifth of the words. Set by the layouts in testdata and by real files.
const HeaderMinScore = 0.5
