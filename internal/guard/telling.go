package guard

import (
	"fmt"
	"slices"
	"strings"
)

// telling are the words of a question that asks whether customers hear of a
// thing or get it.
type telling struct{ verbs, to, hear, receivers []string }

type tellingYAML struct {
	Verbs     []string `yaml:"verbs" kb:"required"`
	To        []string `yaml:"to" kb:"required"`
	Hear      []string `yaml:"hear" kb:"required"`
	Receivers []string `yaml:"receivers" kb:"required"`
}

func newTelling(y tellingYAML) telling {
	return telling{verbs: folded(y.Verbs), to: folded(y.To), hear: folded(y.Hear), receivers: folded(y.Receivers)}
}

// checkTelling finds questions whether something is told or given to customers,
// where no sentence of the entry speaks of telling or giving them anything: that
// a review takes place is no promise that they hear of it. Customers in another
// part of the entry ("to protect their data") do not count.
func (g *Guard) checkTelling(t *texts) []Finding {
	if t.answer.Verdict == "no" || !takesPosition(t.question.Text) {
		return nil
	}
	who, asked := g.told(t.q)
	if !asked {
		return nil
	}
	for _, s := range t.sentences() {
		text := padded(s)
		_, tells := has(text, g.telling.verbs)
		_, gives := has(text, g.sharing.said)
		if _, customers := has(text, g.telling.receivers); customers && (tells || gives) {
			return nil
		}
	}
	return []Finding{{Scope, fmt.Sprintf("the question asks what is told or given to others (%q), of which the entry says nothing", who), EffectReview}}
}

// told finds "reported to customers", "customers are told", "do customers
// receive".
func (g *Guard) told(text string) (string, bool) {
	verb, tells := has(text, g.telling.verbs)
	if to, ok := has(text, g.telling.to); ok && tells && strings.Index(text, " "+verb+" ") < strings.Index(text, " "+to+" ") {
		return verb + " " + to, true
	}
	if _, opens := opens(text, []string{"are", "is", "will", "do", "does", "can"}); !opens {
		return "", false
	}
	words := strings.Fields(text)
	for i := 1; i < min(len(words)-1, tellingWords); i++ {
		if !slices.Contains(g.telling.receivers, words[i]) {
			continue
		}
		rest := " " + strings.Join(words[i+1:], " ") + " "
		if phrase, ok := has(rest, g.telling.hear); ok && strings.HasPrefix(strings.TrimPrefix(rest, " be"), " "+phrase+" ") {
			return words[i] + " " + phrase, true
		}
	}
	return "", false
}

// tellingWords is how far from its beginning a question names those who are
// told.
const tellingWords = 5
