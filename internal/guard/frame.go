package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// framesYAML are the words around the thing that a question names.
type framesYAML struct {
	// Neutral stand beside a thing without asking anything else about it.
	Neutral []string `yaml:"neutral" kb:"required"`
	// Clauses open a clause behind what is asked, Leads one before it.
	Clauses []string `yaml:"clauses" kb:"required"`
	Leads   []string `yaml:"leads" kb:"required"`
	// Trails are the prepositions that narrow a question at its end.
	Trails []string `yaml:"trails" kb:"required"`
	// Past are the auxiliaries of a question on what was so.
	Past []string `yaml:"past" kb:"required"`
	// Matters are what may be asked about anything, by what asks for it.
	Matters map[string]scopeYAML `yaml:"matters" kb:"required"`
}

type frames struct {
	neutral        map[string]bool
	clauses, leads []string
	past, trails   []string
	matters        []scopeRule
}

func newFrames(y framesYAML) frames {
	return frames{neutral: setOf(folded(y.Neutral)), clauses: folded(y.Clauses), leads: folded(y.Leads), past: folded(y.Past), trails: folded(y.Trails), matters: newScopes(y.Matters)}
}

// matterWords is how long a question may be for checkMatter: a long one names one
// or other of these in passing.
const matterWords = 10

// checkMatter wants the entry to speak of what the question wants to know of its
// thing: what it costs, what others think of it, what is planned.
func (g *Guard) checkMatter(t *texts) []Finding {
	lead, text := g.splitLead(t.question.Text)
	if !takesPosition(text) || len(t.forms.q.Core()) > matterWords {
		return nil
	}
	if word, past := opens(padded(text), g.frames.past); past && lead == "" && !g.asksPast(t) && !g.tellsPast(t) {
		return []Finding{{Object, fmt.Sprintf("the question asks what was so (%q), the entry says what is", word), EffectReview}}
	}
	asking := padded(textnorm.Ungrounded(t.question.Text)) // "hardened in line with benchmarks"
	for _, m := range g.frames.matters {
		word, asked := has(asking, m.ask)
		if _, dealt := has(asking, m.unless); !asked || dealt {
			continue
		}
		if _, said := has(t.e, m.said); !said {
			return []Finding{{Object, fmt.Sprintf("the question is about %s (%q), of which the entry says nothing", m.name, word), EffectReview}}
		}
	}
	return nil
}

// checkFrame finds questions that name the entry's thing and ask something else
// about it: the words before all that the entry speaks of say what is asked ("Do
// you intend to change how backups are encrypted?"), and where the thing is what
// the sentence speaks of, so do those behind it ("Is the encryption of backups
// popular with your engineers?"). Elsewhere they are details of the wording,
// which checkObject weighs.
func (g *Guard) checkFrame(t *texts) []Finding {
	lead, text := g.splitLead(gist(t.question.Text))
	if !takesPosition(t.question.Text) && (lead == "" || !takesPosition(text)) {
		return nil
	}
	tokens := g.lex.Analyze(text, t.question.Language).Tokens
	first, last := len(tokens), -1
	for i, tok := range tokens {
		if tok.Kind == textnorm.Core && !tok.Generic && !slices.Contains(g.frames.clauses, tok.Word) && g.speaks(t, tok) {
			first, last = min(first, i), i
		}
	}
	if lead != "" && last < 0 && !g.holdsPart(t, tokens) && g.speaksOfAny(t, lead) {
		return []Finding{{Object, fmt.Sprintf("the entry speaks of the case (%q), not of what the question asks of it", lead), EffectReview}}
	}
	predicate := g.isSubject(tokens, first) && len(t.forms.q.Core()) <= lastWords
	for i, tok := range tokens {
		if i > last && (!predicate || slices.Contains(g.frames.clauses, tok.Word)) {
			break
		}
		if i > first && i < last || tok.Kind != textnorm.Core || g.isNeutral(tok) || g.speaks(t, tok) || t.eitherWay(tok, g) {
			continue
		}
		if i < first && g.saysHow(tokens[i:first]) {
			continue // "programmable interfaces"
		}
		return []Finding{{Object, fmt.Sprintf("the question asks something about the matter (%q) of which the entry says nothing", tok.Word), EffectReview}}
	}
	return nil
}

// splitLead parts a clause that says for which case a question is asked from the
// question: "When you encrypt backups, who holds the keys?".
func (g *Guard) splitLead(text string) (lead, question string) {
	before, after, ok := strings.Cut(text, ",")
	_, opens := opens(padded(before), g.frames.leads)
	if !ok || !opens || !g.isClosed(padded(after)) || slices.ContainsFunc(strings.Fields(padded(after)), textnorm.RefersBack) {
		return "", text // "Before suppliers get data, are they assessed?" asks of both
	}
	return before, strings.TrimSpace(after)
}

// speaksOfAny is true if the entry speaks of a thing that the text names.
func (g *Guard) speaksOfAny(t *texts, text string) bool {
	return slices.ContainsFunc(g.lex.AnalyzeText(text, t.question.Language).Core(), func(tok textnorm.Token) bool {
		return !tok.Generic && g.speaks(t, tok)
	})
}

// holdsPart is true if the entry has a word of one of the phrases.
func (g *Guard) holdsPart(t *texts, tokens []textnorm.Token) bool {
	return slices.ContainsFunc(tokens, func(tok textnorm.Token) bool {
		return slices.ContainsFunc(tok.Parts, func(part string) bool { return t.known[part] })
	})
}

// asksPast is true if a phrasing of the entry asks what was so too.
func (g *Guard) asksPast(t *texts) bool {
	return slices.ContainsFunc(t.answer.Questions, func(q string) bool {
		_, past := opens(padded(q), g.frames.past)
		return past
	})
}

// subjectOpeners are the auxiliaries behind which a sentence names what it speaks
// of, if it is not the one asked.
var subjectOpeners = []string{"is", "are", "was", "were", "has", "have", "had", "does", "did", "do", "can", "could", "will", "would", "may", "should", "must"}

// isSubject is true if the first thing named stands right behind the auxiliary
// that opens the question.
func (g *Guard) isSubject(tokens []textnorm.Token, first int) bool {
	if len(tokens) == 0 || !slices.Contains(subjectOpeners, tokens[0].Word) {
		return false
	}
	for _, tok := range tokens[1:min(max(first, 1), len(tokens))] {
		if tok.Kind != textnorm.Core && !isArticle(tok.Word) {
			return false // "do you …", "is there …"
		}
	}
	return true
}

// isArticle is true for what may stand before the noun of a sentence.
func isArticle(word string) bool {
	return slices.Contains([]string{"a", "an", "the", "any", "all", "each", "every", "this", "these", "its", "your", "our", "of"}, word)
}

// saysHow is true for adjectives, several of them at most joined by a word like
// "or", which say of what kind the thing behind them is.
func (g *Guard) saysHow(tokens []textnorm.Token) bool {
	for _, tok := range tokens {
		if !isAdjective(tok.Word) && tok.Kind == textnorm.Core {
			return false
		}
		if tok.Kind != textnorm.Core && tok.Word != "or" && tok.Word != "and" {
			return false
		}
	}
	return true
}

// isNeutral is true for a word that asks nothing by itself: how, how often or how
// much something is done, which other checks compare, or that it is done at all.
func (g *Guard) isNeutral(tok textnorm.Token) bool {
	if g.frames.neutral[tok.Word] || g.turnsSense(tok.Word) || textnorm.IsTime(tok.Key) || len(tok.Word) < 2 || len(textnorm.Quantities(tok.Word)) > 0 {
		return true
	}
	for w := range strings.FieldsSeq(tok.Word) { // "policies and procedures"
		if w != "and" && w != "or" && w != "of" && !g.isNeutralWord(w) {
			return false
		}
	}
	return true
}

func (g *Guard) isNeutralWord(word string) bool {
	return g.frames.neutral[word] || g.plain[word] || slices.Contains(g.telling.verbs, word) || strings.HasSuffix(word, "ly") || word[0] >= '0' && word[0] <= '9'
}
