package guard

import (
	"fmt"
	"regexp"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

// How much of a part the entry must speak of to answer it. A part that wants no
// yes or no, such as the second one of "State how often and by whom", is asked
// of what the text says, in which any words may stand for it.
const (
	partCovered = 0.7
	openCovered = 0.4
)

// checkCompound looks at rows that ask several things: each part must be
// answered by the entry, and each thing done ("encrypted and tested") must
// stand in it.
func (g *Guard) checkCompound(t *texts) []Finding {
	parts := textnorm.Clauses(t.question.Text)
	if len(parts) < 2 {
		parts = nil
	}
	for i, part := range parts {
		if g.leavesOpen(t, part, i > 0) {
			return []Finding{{Compound, fmt.Sprintf("the row asks several things and the entry may not answer %q", part), EffectReview}}
		}
	}
	if !strings.Contains(t.q, " and ") {
		return nil
	}
	if word, ok := g.otherDoing(t); ok {
		return []Finding{{Compound, fmt.Sprintf("the question also asks whether something is %q, the entry does not", word), EffectReview}}
	}
	if len(parts) == 0 {
		return g.checkTail(t)
	}
	return nil
}

// leavesOpen is true if the entry does not answer a part: it says too little of
// it, gives no figure where one is asked for, or tells the rule where what has
// happened is asked ("and has one ever been lost?").
func (g *Guard) leavesOpen(t *texts, part string, further bool) bool {
	form, closed := g.lex.Analyze(part, t.question.Language), match.FormOf(part) == match.FormClosed
	text := padded(part)
	if further {
		if _, past := has(text, g.history); past && !g.tellsPast(t) {
			return true
		}
		if _, share := has(text, g.shares); share && !strings.Contains(t.answer.Text+t.answer.Short, "%") {
			return true
		}
	}
	if !closed && !g.namesAnything(form) {
		return false // "Explain how", "and by whom?" ask about the other part
	}
	least := partCovered
	if !closed {
		least = openCovered
	}
	return g.answered(t, form) < least
}

// tellsPast is true if the entry tells what has happened, not only the rule.
func (g *Guard) tellsPast(t *texts) bool {
	_, past := has(t.e, g.past)
	return past
}

// namesAnything is true if a part has a word that is neither generic nor a
// time.
func (g *Guard) namesAnything(f textnorm.Form) bool {
	for _, tok := range f.Tokens {
		if tok.Kind != textnorm.Function && !tok.Generic && !textnorm.IsTime(tok.Key) && !g.asking[tok.Word] {
			return true
		}
	}
	return false
}

// otherDoing finds one of two things done, joined by "and", that the entry does
// nowhere.
func (g *Guard) otherDoing(t *texts) (string, bool) {
	done := map[string]bool{}
	for _, f := range []textnorm.Form{t.forms.p, t.forms.e} {
		for _, tok := range f.Tokens {
			done[tok.Action] = true
		}
	}
	tokens := t.forms.q.Tokens
	for i := 1; i+1 < len(tokens); i++ {
		if tokens[i].Word != "and" || tokens[i-1].Action == "" || tokens[i+1].Action == "" {
			continue
		}
		for _, tok := range []textnorm.Token{tokens[i-1], tokens[i+1]} {
			if !done[tok.Action] && !t.known[tok.Key] {
				return tok.Word, true
			}
		}
	}
	return "", false
}

// A tail is what a question adds behind "and": "review code and reward those
// who find flaws". It ends where a clause begins that only says more of it. In
// a list of several things ("tested, approved and released") each may be told
// in other words, and a long question has many.
const (
	tailWords = 12
	tailShare = 0.5
)

var (
	inList  = regexp.MustCompile(`,[^,?.;()]{1,60},? (?:and|as well as) `)
	tailEnd = map[string]bool{"that": true, "which": true, "who": true, "whose": true, "when": true, "where": true, "if": true, "so": true, "to": true, "or": true, "and": true}
)

// checkTail finds what a question adds behind "and" of which the entry speaks
// nowhere.
func (g *Guard) checkTail(t *texts) []Finding {
	if len(t.forms.q.Core()) > tailWords || !takesPosition(t.question.Text) || inList.MatchString(textnorm.Fold(t.question.Text)) {
		return nil
	}
	tokens := g.lex.Analyze(gist(t.question.Text), t.question.Language).Tokens
	for i := range tokens {
		if tokens[i].Word != "and" && tokens[i].Word != "as well as" {
			continue
		}
		if opensClause(tokens[i+1:]) {
			continue // "and for what amount?" is a part of its own
		}
		if word, ok := g.unspoken(t, tokens[i+1:]); ok {
			return []Finding{{Compound, fmt.Sprintf("the question also asks about %q, of which the entry says nothing", word), EffectReview}}
		}
	}
	return nil
}

// opensClause is true if a question word stands at the beginning.
func opensClause(tokens []textnorm.Token) bool {
	for _, tok := range tokens[:min(2, len(tokens))] {
		switch tok.Word {
		case "what", "which", "who", "whom", "whose", "how", "when", "where", "why":
			return true
		}
	}
	return false
}

// unspoken returns the first thing of a tail of which the entry says nothing, if
// that is most of the tail.
func (g *Guard) unspoken(t *texts, tail []textnorm.Token) (string, bool) {
	missing, total, word := 0.0, 0.0, ""
	for _, tok := range tail {
		if tailEnd[tok.Word] {
			break
		}
		if tok.Kind != textnorm.Core || textnorm.IsTime(tok.Key) || g.turnsSense(tok.Word) || g.plain[tok.Word] {
			continue
		}
		r := g.rarity(tok.Key)
		if tok.Generic {
			r *= genericWeight
		}
		total += r
		if g.rarity(tok.Key) >= g.limits.ObjectRarity && !g.speaks(t, tok) {
			missing += r
			if word == "" {
				word = tok.Word
			}
		}
	}
	return word, word != "" && missing >= tailShare*total
}

// genericWeight is what a generic word weighs beside one that names a thing.
const genericWeight = 0.35

// answered is how much of the weight of a part the entry speaks of.
func (g *Guard) answered(t *texts, f textnorm.Form) float64 {
	got, total := 0.0, 0.0
	for _, tok := range f.Core() {
		r := g.rarity(tok.Key)
		if tok.Generic || g.plain[tok.Word] {
			r *= genericWeight
		}
		total += r
		if g.mentioned(t, tok.Key) {
			got += r
		}
	}
	if total == 0 {
		return 1
	}
	return got / total
}
