package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// namedTogether is how many common words, all of them in the phrasing too, name
// a thing together ("access to live systems restricted to a small group").
const namedTogether = 4

// fewTogether is the same for a question that has no word for what stands above
// it ("Do you audit your own controls from the inside?").
const fewTogether = 2

// enoughWords, however common, name a thing where none of them refers back
// ("Is customer data kept apart between tenants?").
const enoughWords = 3

// refersBack is true if the question speaks of a paper or of "it", which may be
// whatever stands above: "Are policies reviewed annually?". Behind words of its
// own "it" means one of those.
func (g *Guard) refersBack(t *texts) bool {
	if _, paper := has(t.q, g.papers); paper {
		return true
	}
	core := 0
	for _, tok := range t.forms.q.Tokens {
		if textnorm.RefersBack(tok.Word) {
			return core < fewTogether
		}
		if tok.Kind == textnorm.Core {
			core++
		}
	}
	return false
}

// isOwnThing is true for a token that names something by itself: an access review
// does, a review does not.
func (g *Guard) isOwnThing(tok textnorm.Token) bool {
	done := (tok.Action == "review" || tok.Action == "approve") && len(tok.Parts) < 2
	return !tok.Generic && !textnorm.IsTime(tok.Key) && !done && !g.polarity.words[tok.Word]
}

// checkBack finds questions that name nothing themselves ("Are the policies
// reviewed annually?"): they speak of what stands above them, so the entry
// must speak of that too.
func (g *Guard) checkBack(t *texts) []Finding {
	core := t.forms.q.Core()
	if slices.ContainsFunc(core, g.isOwnThing) {
		return nil
	}
	if len(core) >= enoughWords && !g.refersBack(t) {
		return nil
	}
	if n := g.shared(core, t.forms.p.Core()); n >= namedTogether && n*2 > len(core) || n >= fewTogether && n*2 > len(core) && !g.refersBack(t) {
		return nil
	}
	phrasing := map[string]bool{}
	for _, tok := range t.forms.p.Tokens {
		phrasing[tok.Key] = true
	}
	named := false
	for _, tok := range g.above(t) {
		if !isThing(tok) {
			continue
		}
		named = true
		if phrasing[tok.Key] || t.named[tok.Key] {
			return nil
		}
		for _, p := range tok.Parts[:max(0, len(tok.Parts)-1)] { // "Access management" is about access
			if t.named[p] && phrasing[p] {
				return nil
			}
		}
	}
	if !named && !g.bare(t.forms.p) {
		return []Finding{{Dependent, "the question names nothing by itself and stands under no heading that does", EffectReview}}
	}
	if named {
		return []Finding{{Dependent, fmt.Sprintf("the question names nothing by itself, and the entry is not about what it stands under (%q)", strings.Join(t.question.Section, ", ")), EffectReview}}
	}
	return nil
}

// above is what stands over a question: its parent and its headings.
func (g *Guard) above(t *texts) []textnorm.Token {
	text := t.question.Parent + ". " + strings.Join(t.question.Section, ". ")
	return g.lex.AnalyzeText(text, t.question.Language).Core()
}

// bare is true if a phrasing names nothing either.
func (g *Guard) bare(f textnorm.Form) bool {
	for _, tok := range f.Core() {
		if isThing(tok) && tok.Action == "" {
			return false
		}
	}
	return true
}
