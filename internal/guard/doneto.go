package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// humans are keys of people to whom something may be done; parties are others.
var humans = []string{"staff", "user", "person"}

// checkDoneTo finds a yes-or-no question whether something is done to people or
// a party ("Do you classify employees?"), where the entry does it to no such
// one: all else in it may be alike.
func (g *Guard) checkDoneTo(t *texts) []Finding {
	if !takesPosition(t.question.Text) {
		return nil
	}
	tokens := t.forms.q.Tokens
	for i := 0; i+1 < len(tokens); i++ {
		doing, whom := tokens[i], tokens[i+1]
		if doing.Action == "" || whom.Kind != textnorm.Core || !slices.Contains(humans, whom.Key) && !g.subjects[whom.Key] || endsAsDone(doing.Word) || !isPlural(whom.Word) {
			continue
		}
		if i+2 < len(tokens) && (tokens[i+2].Kind == textnorm.Core || tokens[i+2].Word == "to") {
			return nil // "encrypt users data", "allow users to change"
		}
		if g.doesTo(t, doing.Action, whom.Key) {
			return nil
		}
		return []Finding{{Object, fmt.Sprintf("the question asks whether something is done to %q (%q), of which the entry says nothing", whom.Word, doing.Word), EffectReview}}
	}
	return nil
}

func endsAsDone(word string) bool {
	return strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "ing")
}

// doesTo is true if a phrasing or the short answer has both the doing and whom.
func (g *Guard) doesTo(t *texts, action, whom string) bool {
	for _, text := range slices.Concat(t.answer.Questions, []string{t.phrasing, t.answer.Short}) {
		for sentence := range strings.SplitSeq(text, ". ") {
			form := g.lex.AnalyzeText(sentence, t.answer.Language)
			if actions(form)[action] && hasKey(form, whom, g.lex) {
				return true
			}
		}
	}
	return false
}
