package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// reachOfDisowning and reachOfExempting are how many words may part the denial
// from what it denies, before and behind it.
const reachOfDisowning, reachOfExempting = 3, 5

// checkDisowned finds a question whether there is a thing, or one of some kind,
// of which an entry that says Yes speaks only to deny it: "standing roles"
// against "time-limited roles instead of standing ones".
func (g *Guard) checkDisowned(t *texts) []Finding {
	if t.answer.Verdict != "yes" || !g.isClosed(t.q) {
		return nil
	}
	if asked := g.polarity.sense(t.q); len(asked.negations) > 0 || asked.denied != "" {
		return nil
	}
	if _, cured := has(t.q, g.polarity.cure); cured {
		return nil
	}
	turned := g.polarity.sense(t.stance).turned()
	for _, tok := range t.forms.q.Core() {
		if len(tok.Parts) > 1 || tok.Action != "" || g.plain[tok.Word] || textnorm.IsTime(tok.Key) || strings.HasSuffix(tok.Word, "ed") || g.rarity(tok.Key) < g.limits.DisownedRarity {
			continue
		}
		if turned && strings.Contains(t.stance, " "+tok.Word+" ") {
			continue // checkSense weighs it
		}
		denied, affirmed := g.mentions(t, tok.Word)
		if denied > 0 && affirmed == 0 {
			return []Finding{{Polarity, fmt.Sprintf("the question asks for %q, which the entry names only to deny it", tok.Word), EffectReview}}
		}
	}
	return nil
}

// mentions counts the sentences of the entry that name the word behind a denial,
// and those that name it otherwise.
func (g *Guard) mentions(t *texts, word string) (denied, affirmed int) {
	for _, text := range t.sentences() {
		sentence := padded(text)
		before, after, named := strings.Cut(sentence, " "+word+" ")
		switch {
		case !named:
		case g.isDisowned(strings.Fields(before), strings.Fields(after)) && !isCondition(sentence):
			denied++
		default:
			affirmed++
		}
	}
	return denied, affirmed
}

// isDisowned is true for what stands between words that deny it or make it an
// exception.
func (g *Guard) isDisowned(before, after []string) bool {
	n := len(before)
	if n > 0 && slices.Contains(g.disowned.Right, before[n-1]) {
		return true
	}
	_, denied := has(" "+strings.Join(before[max(0, n-reachOfDisowning):], " ")+" ", g.disowned.Before)
	_, exempt := has(" "+strings.Join(after[:min(len(after), reachOfExempting)], " ")+" ", g.disowned.Behind)
	return denied || exempt
}

// checkContrast finds a question on one side of a pair of kinds ("incoming",
// "outgoing") where the entry speaks of the other side alone: what is done with
// one kind says nothing of the other.
func (g *Guard) checkContrast(t *texts) []Finding {
	if !positioned(t.answer.Verdict) || !takesPosition(t.question.Text) {
		return nil
	}
	for _, pair := range g.polarity.contrasts {
		for i := range pair {
			asked, inQuestion := has(t.q, pair[i])
			_, also := has(t.q, pair[1-i])
			if !inQuestion || also {
				continue
			}
			stated, other := has(t.p, pair[1-i])
			_, same := has(t.e, pair[i])
			if other && !same {
				return []Finding{{Object, fmt.Sprintf("the question is about what is %q, the entry about what is %q", asked, stated), EffectReview}}
			}
		}
	}
	return nil
}

// checkApplies wants the entry to speak of what an open question wants to know
// something of: that it tells the thing for something else answers nothing.
func (g *Guard) checkApplies(t *texts) []Finding {
	if takesPosition(t.question.Text) {
		return nil
	}
	word, found := has(t.q, g.holding)
	if !found {
		return nil
	}
	_, after, _ := strings.Cut(t.q, " "+word+" ")
	for _, tok := range g.lex.AnalyzeText(after, t.question.Language).Core() {
		if isThing(tok) && !g.plain[tok.Word] && g.rarity(tok.Key) >= g.limits.ObjectRarity && !g.says(t, tok) {
			return []Finding{{Object, fmt.Sprintf("the question wants to know it of %q, of which the entry says nothing", tok.Word), EffectReview}}
		}
	}
	return nil
}
