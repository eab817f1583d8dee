package guard

import (
	"slices"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

// stance is the phrasing that a yes-or-no question is held against for its
// sense: the verdict answers a phrasing that asks for a position, and says
// nothing of one that asks which or how ("What privileges do staff have on
// their laptops?"). So where such a one matched, the nearest that takes a
// position stands in.
func (g *Guard) stance(t *texts) string {
	if !takesPosition(t.question.Text) || takesPosition(t.phrasing) || isLabel(t.phrasing) {
		return t.p
	}
	best, most := t.lead, -1
	asked := t.forms.q.Core()
	for _, q := range t.answer.Questions {
		if !takesPosition(q) {
			continue
		}
		if n := g.shared(asked, g.lex.Analyze(q, t.answer.Language).Core()); n > most {
			best, most = padded(q), n
		}
	}
	return best
}

// takesPosition is true for a question that wants a yes or no, and for a
// statement that wants to be confirmed.
func takesPosition(text string) bool {
	switch match.FormOf(text) {
	case match.FormClosed, match.FormWhy:
		return true
	case match.FormOther:
		first, _, _ := strings.Cut(strings.TrimSpace(padded(text)), " ")
		return strings.HasSuffix(strings.TrimSpace(textnorm.Fold(text)), ".") && !slices.Contains(requests, first)
	case match.FormOften, match.FormLong, match.FormMany, match.FormWho, match.FormWhere, match.FormWhich:
	}
	return false
}

// requests open a text that wants words and no yes or no.
var requests = []string{"describe", "please", "explain", "provide", "recount", "outline", "specify", "enumerate", "list", "name", "give", "furnish", "submit", "detail", "summarise", "summarize", "tell", "show", "set", "indicate", "identify", "attach", "elaborate", "disclose", "share", "state", "cite", "present"}

// isLabel is true for a heading or a list of key words, which says what is
// asked about and leaves the sense to the reader.
func isLabel(text string) bool {
	return match.FormOf(text) == match.FormOther && !takesPosition(text)
}

// negatedVerb are the negations of a clause's own verb. An open question takes
// for granted what it does not ask, so only these turn it ("Which systems are
// not scanned?"); what stands in a purpose or a manner does not ("How do you
// keep data from leaking?").
var negatedVerb = []string{"are not", "is not", "do not", "does not", "have not", "has not", "can not", "were not", "was not", "did not", "must not", "should not", "not yet", "nobody", "no one", "none", "never"}

// bearsSense is true if the question asks in a way that can be turned.
func bearsSense(t *texts) bool {
	if takesPosition(t.question.Text) {
		return true
	}
	_, negated := has(t.q, negatedVerb)
	return negated
}

// speaksAlike is true if one of the entry's phrasings has the word that turns
// the question, or one of the same meaning: the verdict answers that phrasing
// too, so the word turns nothing.
func (g *Guard) speaksAlike(t *texts, word string) bool {
	for _, q := range t.answer.Questions {
		if strings.Contains(padded(q), " "+word+" ") {
			return true
		}
	}
	return false
}

// sameDenial is true if the text has the denying word in another form, or one
// that means the same ("disable", "deactivated").
func (g *Guard) sameDenial(f textnorm.Form, word string) bool {
	key := g.lex.KeyOf(word)
	means := func(k string) bool { return k == key || g.lex.Akin(k)[key] >= nearEnough }
	for _, tok := range f.Tokens {
		if means(tok.Key) || slices.ContainsFunc(tok.Parts, means) { // "accounts disabled" is one phrase
			return true
		}
	}
	return false
}
