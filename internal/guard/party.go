package guard

import (
	"fmt"
	"slices"
	"strings"
)

// beforeParty is how many words may stand between an article and the party that
// it belongs to ("the outside digital forensics firm").
const beforeParty = 3

// articles open what a question is about; joints end it.
var (
	articles = []string{"the", "your", "its", "our", "a", "an", "any", "all", "each", "every", "these", "those"}
	joints   = []string{"you", "we", "of", "for", "that", "which", "who", "to", "in", "on", "by", "with", "and", "or", "from", "at", "s"}
)

// checkParty finds a yes-or-no question on what another party is or does, told
// by its trade, of which the phrasing and the first one say nothing.
func (g *Guard) checkParty(t *texts) []Finding {
	opener, closed := opens(t.q, g.closed)
	if !closed || t.answer.Verdict == "no" {
		return nil
	}
	words := strings.Fields(strings.TrimPrefix(t.q, " "+opener))
	if len(words) > 0 && (words[0] == "it" || words[0] == "there") {
		return nil // "is it company policy to …"
	}
	if len(words) > 0 && slices.Contains(articles, words[0]) {
		words = words[1:]
	}
	for i, w := range words[:min(len(words), beforeParty+1)] {
		if slices.Contains(joints, w) {
			return nil
		}
		if !g.isParty(words, i) && (i > 0 || !g.isActor(words)) || isPossessor(words, i) {
			continue
		}
		if g.speaksOfTrade(t, w) || g.forUs(t, words[:i]) {
			return nil
		}
		return []Finding{{Subject, fmt.Sprintf("the question is about what %q is or does, the entry is not", strings.Join(words[:i+1], " ")), EffectReview}}
	}
	return nil
}

// isParty is true for a party's name that begins at the word.
func (g *Guard) isParty(words []string, i int) bool {
	if i+1 < len(words) && slices.Contains(g.parties, words[i]+" "+words[i+1]) {
		return true
	}
	return slices.Contains(g.parties, words[i]) || i > 0 && slices.Contains(g.partly, words[i])
}

// isActor is true if the words, which open behind the auxiliary, begin with a party
// that elsewhere is none ("Can users review access rights?").
func (g *Guard) isActor(words []string) bool {
	_, actor := opens(" "+strings.Join(words, " ")+" ", g.actors)
	return actor
}

// isPossessor is true if the next word is no verb of a new predicate but a thing
// that the party only qualifies ("vendor contracts").
func isPossessor(words []string, i int) bool {
	return i+1 < len(words) && !strings.HasSuffix(words[i], "s") && isPlural(words[i+1])
}

// speaksOfTrade is true if the matched or the first phrasing names the party, in
// one number or the other.
func (g *Guard) speaksOfTrade(t *texts, party string) bool {
	key := g.lex.KeyOf(party)
	return hasKey(t.forms.p, key, g.lex) || hasKey(g.lex.AnalyzeText(t.lead, t.answer.Language), key, g.lex)
}

// forUs is true if the words before the party only say that it is an outsider
// ("an external firm"), and a phrasing says that outsiders do the thing for us.
func (g *Guard) forUs(t *texts, before []string) bool {
	for _, s := range g.scopes {
		if s.name != byOutsiders || len(before) == 0 {
			continue
		}
		for _, w := range before {
			if !slices.Contains(s.said, w) {
				return false
			}
		}
		_, said := has(padded(strings.Join(t.answer.Questions, ". ")), s.said)
		return said
	}
	return false
}
