package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// asksSurely is how far questionnaires must use a word to ask about what an entry
// is about, for it to narrow nothing ("requests of people under the GDPR").
const asksSurely = 0.9

// leastTrail is how many words a question has before its end narrows it.
const leastTrail = 3

// checkTrail finds short questions that narrow at their end what they ask about
// to something of which the entry says nothing: "Do you encrypt backups for
// industrial control systems?". In a long one that is a detail, and what is not
// done at all is not done in that case either.
func (g *Guard) checkTrail(t *texts) []Finding {
	text := gist(t.question.Text)
	tokens := g.lex.Analyze(text, t.question.Language).Tokens
	if !takesPosition(t.question.Text) || len(t.forms.q.Core()) > lastWords || t.answer.Verdict == "no" || t.answer.Verdict == "na" {
		return nil
	}
	from := len(tokens)
	for i := len(tokens) - 1; i >= leastTrail; i-- {
		if slices.Contains(g.frames.trails, tokens[i].Word) {
			from = i
			break
		}
	}
	if tokens[min(from, len(tokens))-1].Word == "and" { // "and for how long" is for checkCompound
		return nil
	}
	if from+1 < len(tokens) && strings.HasSuffix(tokens[from+1].Word, "ing") { // "a plan for containing incidents"
		return nil
	}
	for _, tok := range tokens[min(from+1, len(tokens)):] {
		if slices.Contains(g.frames.clauses, tok.Word) {
			return nil
		}
		if tok.Kind == textnorm.Core && !g.isNeutral(tok) && !g.isReach(tok.Word) && !g.names(t, tok.Key) && !g.namesParts(t, tok) && t.subject.Asks(tok.Key) < asksSurely {
			return []Finding{{Scope, fmt.Sprintf("the question is asked for a case (%q) of which the entry says nothing", tok.Word), EffectReview}}
		}
	}
	return nil
}

// namesParts is true if the entry holds each word of a phrase that names a thing:
// "administrative access" is held by who speaks of administrators.
func (g *Guard) namesParts(t *texts, tok textnorm.Token) bool {
	for _, p := range tok.Parts {
		if !g.lex.IsGeneric(p) && !g.names(t, p) {
			return false
		}
	}
	return len(tok.Parts) > 0 || g.beginsAlike(t, tok)
}

// isReach is true for a word that checkScope weighs.
func (g *Guard) isReach(word string) bool {
	return slices.ContainsFunc(g.scopes, func(s scopeRule) bool { return slices.Contains(s.ask, word) })
}
