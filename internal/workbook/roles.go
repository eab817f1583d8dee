package workbook

import (
	"strings"

	"candor/internal/questionnaire"
)

// role is the detector's notion of a column's header. Where two roles match a
// header equally well, the smaller one wins: "Reviewer remarks" is the
// reviewer's, "Status comments" are comments.
type role int

const (
	roleNone role = iota
	roleOther
	roleOwnership
	roleID
	roleOptions
	roleGuidance
	roleEvidence
	roleComment
	roleChoice
	roleText
	roleAnswer
	roleControls
	roleSection
	roleQuestion
	roleTick
)

func roleNamed(name string) (role, bool) {
	for r := roleOther; r <= roleQuestion; r++ {
		if r.String() == name {
			return r, true
		}
	}
	return roleNone, false
}

func (r role) String() string {
	return [...]string{
		"none", "other", "ownership", "id", "options", "guidance", "evidence", "comment",
		"choice", "text", "answer", "controls", "section", "question", "tick",
	}[r]
}

// takesAnswers is true for the headers that vendors fill in under.
func (r role) takesAnswers() bool {
	switch r {
	case roleAnswer, roleChoice, roleText, roleComment, roleEvidence, roleTick:
		return true
	case roleNone, roleOther, roleOwnership, roleID, roleOptions, roleGuidance, roleControls, roleSection, roleQuestion:
	}
	return false
}

// public is the role that the questionnaire package knows.
func (r role) public() questionnaire.Role {
	switch r {
	case roleAnswer:
		return questionnaire.RoleText
	case roleOptions:
		return questionnaire.RoleGuidance
	case roleNone:
		return questionnaire.RoleOther
	case roleOther, roleOwnership, roleID, roleGuidance, roleEvidence, roleComment, roleChoice, roleText, roleControls, roleSection, roleQuestion, roleTick:
	}
	return questionnaire.Role(r.String())
}

// headerMatch reads a header cell: the role whose phrase covers most of it,
// and how well, 0 to 1. A whole match is 1, one but for a bracket 0.95;
// "Vendor's response to the question" matches by its words, less the more
// other words there are.
func (l *Lexicon) headerMatch(text string) (role, float64) {
	if len(text) > 300 {
		return roleNone, 0
	}
	folded := fold(text)
	if rs, ok := l.roles[folded]; ok {
		return rs[0], 1
	}
	if i := strings.IndexAny(text, "([\n*"); i > 0 {
		before := fold(text[:i])
		if l.reserves(fold(text[i:])) {
			return roleOther, 0.95
		}
		if rs, ok := l.roles[before]; ok {
			return rs[0], 0.95
		}
		if r, score := l.bestPhrase(before); score >= headerMinScore {
			return r, score
		}
	}
	return l.bestPhrase(folded)
}

// reserves is true for a bracket that keeps a column for the other side,
// "(internal use only)". Single words such as "(required)" do not.
func (l *Lexicon) reserves(folded string) bool {
	words := strings.Fields(folded)
	for n := min(l.longest, len(words)); n > 1; n-- {
		for i := 0; i+n <= len(words); i++ {
			if rs := l.roles[strings.Join(words[i:i+n], " ")]; len(rs) > 0 && rs[0] == roleOther {
				return true
			}
		}
	}
	return false
}

// bestPhrase finds the role whose phrase covers most of a text.
func (l *Lexicon) bestPhrase(folded string) (role, float64) {
	words := strings.Fields(folded)
	if len(words) > 24 {
		return roleNone, 0
	}
	for n := min(l.longest, len(words)); n > 0; n-- {
		best := roleNone
		for i := 0; i+n <= len(words); i++ {
			phrase := strings.Join(words[i:i+n], " ")
			if len(phrase) == 1 && phrase != "#" {
				continue // "n" heads a column of numbers, but says nothing within "If N, explain"
			}
			for _, r := range l.roles[phrase] {
				if best == roleNone || r < best {
					best = r
				}
			}
		}
		if best != roleNone {
			return best, 0.4 + 0.5*float64(n)/float64(len(words))
		}
	}
	return roleNone, 0
}

// sheetNamed finds what kind of tab a name stands for. The name must be the
// phrase, or begin or end with it.
func (l *Lexicon) sheetNamed(name string) (sheetKind, bool) {
	folded := fold(name)
	for _, exact := range []bool{true, false} {
		for _, k := range l.sheets {
			if k.words.has(folded) {
				return k, true
			}
			if !exact && wordCount(folded) <= 5 && (k.words.begins(folded) || k.words.endsIn(folded)) {
				return k, true
			}
		}
	}
	return sheetKind{}, false
}

func (p phrases) endsIn(folded string) bool {
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
