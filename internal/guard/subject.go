package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// checkSubject finds who does or has the thing asked about. A question about
// suppliers is not answered by an entry about ourselves, nor the reverse.
func (g *Guard) checkSubject(t *texts) []Finding {
	if who, ok := g.askersOwn(t); ok {
		return []Finding{{Subject, fmt.Sprintf("the question is about the asker's own people (%q), the entry is not", who), EffectReview}}
	}
	if s, ok := g.subject(t.forms.q); ok && !g.sameSubject(t, s.Key) {
		return []Finding{{Subject, fmt.Sprintf("the question is about %q, the entry is not", s.Word), EffectReview}}
	}
	for i, tok := range t.forms.q.Tokens {
		if tok.Kind == textnorm.Core && g.subjects[tok.Key] && tok.Key != "customer" && !attributive(t.forms.q.Tokens, i) && !g.speaksOfParty(t, tok.Key) && !g.doneOutside(t, tok.Word) {
			return []Finding{{Subject, fmt.Sprintf("the question speaks of %q, the entry does not", tok.Word), EffectReview}}
		}
	}
	if who, ok := g.theirs(t); ok {
		return []Finding{{Subject, fmt.Sprintf("the question is about what %q do, the entry is not", who), EffectReview}}
	}
	// What we do with or for customers is no other party's doing.
	if s, ok := g.subject(t.forms.p); ok && s.Key != "customer" && s.Key != "authorities" && !saysOfWhatKind(t.forms.p, s) && !g.namesParty(t) && !hasKey(t.forms.q, s.Key, g.lex) && !hasKey(textnorm.Form{Tokens: g.above(t)}, s.Key, g.lex) {
		return []Finding{{Subject, fmt.Sprintf("the entry's phrasing is about %q, the question is not", s.Word), EffectReview}}
	}
	return nil
}

// saysOfWhatKind is true for a party that stands before a thing of theirs
// ("third-party programs"): the thing is what the text is about.
func saysOfWhatKind(f textnorm.Form, party textnorm.Token) bool {
	for i, tok := range f.Tokens[:max(0, len(f.Tokens)-1)] {
		if tok.Word == party.Word {
			return strings.HasSuffix(tok.Word, "party") && f.Tokens[i+1].Kind == textnorm.Core
		}
	}
	return false
}

// namesParty is true if the question names a party of which the entry speaks:
// "contractors" are among the third parties that it is about.
func (g *Guard) namesParty(t *texts) bool {
	return slices.ContainsFunc(t.forms.q.Tokens, func(tok textnorm.Token) bool {
		return tok.Kind == textnorm.Core && tok.Key != "customer" && g.subjects[tok.Key] && g.speaksOfParty(t, tok.Key)
	})
}

// theirs finds another party of ours that does what is asked about ("which
// periods do your customers set"), of which the phrasing says nothing.
func (g *Guard) theirs(t *texts) (string, bool) {
	for _, opener := range []string{" do your ", " does your ", " did your ", " must your "} {
		_, after, _ := strings.Cut(t.q, opener)
		words := strings.Fields(after)
		for _, word := range words[:min(len(words), 2)] { // "your largest customer"
			if key := g.lex.KeyOf(word); g.subjects[key] && !hasKey(t.forms.p, key, g.lex) {
				return word, true
			}
		}
	}
	return "", false
}

// speaksOfParty is true if the matched phrasing, the first one or the answer
// holds the party. Other phrasings do not count: "the supplier shall" says in
// a buyer's words what we do ourselves.
func (g *Guard) speaksOfParty(t *texts, key string) bool {
	for _, tok := range slices.Concat(t.forms.p.Tokens, t.forms.said.Tokens) {
		if g.lex.Related(tok.Key, key) > nearEnough { // an office is near a data centre, and another place
			return true
		}
	}
	return false
}

// doneOutside is true if the word stands in "by a third party" and the entry
// says in other words that outsiders do it ("independent").
func (g *Guard) doneOutside(t *texts, word string) bool {
	for _, s := range g.scopes {
		if s.name == byOutsiders {
			asked, asks := has(t.q, s.ask)
			_, said := has(t.e, s.said)
			first, _, _ := strings.Cut(word, " ") // "by an external", "external party"
			return asks && said && (strings.Contains(" "+asked+" ", " "+word+" ") || strings.HasSuffix(asked, " "+first))
		}
	}
	return false
}

// byOutsiders is the group of scope words of guards.yaml for what others do.
const byOutsiders = "by outsiders"

// subject returns the party that a text is about: the first thing named after
// the frame, if it is a party other than the company.
func (g *Guard) subject(f textnorm.Form) (textnorm.Token, bool) {
	for i, tok := range f.Tokens {
		if tok.Kind != textnorm.Core || g.polarity.words[tok.Word] {
			continue
		}
		if tok.Key == "staff" {
			return textnorm.Token{}, false // "employees and contractors": our own first
		}
		if g.subjects[tok.Key] {
			// "Third-party penetration tests" are ours.
			adjective := strings.HasSuffix(tok.Word, "party") && i+1 < len(f.Tokens) && f.Tokens[i+1].Action != ""
			return tok, !adjective && !attributive(f.Tokens, i) && !g.saysWhose(f.Tokens, i)
		}
		// "Must your customers notify you?": the phrase holds who and what, which
		// "supplier contracts" does not.
		if first, _, _ := strings.Cut(tok.Word, " "); strings.HasSuffix(first, "s") && tok.Action != "" && len(tok.Parts) > 1 && g.subjects[tok.Parts[0]] {
			return textnorm.Token{Word: first, Key: tok.Parts[0]}, true
		}
		if !tok.Generic {
			return textnorm.Token{}, false
		}
	}
	return textnorm.Token{}, false
}

// saysWhose is true for a party that only says whose a thing is, or by whom it
// comes: "client content", "vendor-supplied passwords".
func (g *Guard) saysWhose(tokens []textnorm.Token, i int) bool {
	if i+1 >= len(tokens) || strings.HasSuffix(tokens[i].Word, "s") {
		return false
	}
	next := tokens[i+1].Word
	return g.entrusted[next] || slices.Contains(suppliedAs, next)
}

// suppliedAs are the participles behind a party that tell where a thing comes from.
var suppliedAs = []string{"supplied", "provided", "set", "issued", "owned", "managed", "facing", "specific", "approved"}

// attributive is true for a party that only says of what kind a thing is
// ("default vendor passwords"): it stands between two words of the same thing.
func attributive(tokens []textnorm.Token, i int) bool {
	if i == 0 || i+1 >= len(tokens) || strings.HasSuffix(tokens[i].Word, "s") {
		return false
	}
	before, after := tokens[i-1], tokens[i+1]
	return before.Kind == textnorm.Core && before.Action == "" && after.Kind == textnorm.Core && after.Action == ""
}

// askersOwn finds people of the asker ("our own employees") in the question
// where no phrasing of the entry speaks of any.
func (g *Guard) askersOwn(t *texts) (string, bool) {
	for _, people := range g.people {
		for _, own := range []string{" our ", " our own ", " my ", " the client s ", " the customer s "} {
			if strings.Contains(t.q, own+people+" ") && !holds(t.forms.e, "customer") && !t.named["user"] && !speaksToUs(t) {
				return strings.TrimSpace(own + people), true
			}
		}
	}
	return "", false
}

// holds is true if the key is one of the form's, not only a word inside one
// (a mail client is no client).
func holds(f textnorm.Form, key string) bool {
	return slices.ContainsFunc(f.Tokens, func(tok textnorm.Token) bool { return tok.Key == key })
}

// auxiliary returns the words from the last auxiliary on, if at most three
// words part it from the end ("how many people does your largest").
func auxiliary(before string) []string {
	words := strings.Fields(before)
	for i := len(words) - 1; i >= 0 && i >= len(words)-4; i-- {
		switch words[i] {
		case "do", "does", "did", "have", "has", "must", "shall", "should", "can", "could", "may", "will", "would":
			return words[i:]
		}
	}
	return words
}

// acts is true if the text asks what a party does: an auxiliary opens it and
// neither "you" nor "we" stands before the party ("Do your suppliers …").
func acts(padded, party string) bool {
	i := strings.Index(padded, " "+party+" ")
	if i < 0 {
		return false
	}
	words := auxiliary(padded[:i])
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "do", "does", "did", "have", "has", "must", "shall", "should":
	case "can", "could", "may", "will", "would":
		if strings.Contains(padded, " us ") || party == "customers" || party == "customer" || party == "clients" || party == "client" {
			return false // what customers can do, our product lets them do
		}
	default:
		return false
	}
	before := " " + strings.Join(strings.Fields(padded[:i]), " ") + " "
	return !strings.Contains(before, " you ") && !strings.Contains(before, " we ")
}

// isToldOf is true if something is done to or for the party rather than by it:
// "Will the client be notified", "Can the client export".
func isToldOf(padded, party string) bool {
	before, after, ok := strings.Cut(padded, " "+party+" ")
	if !ok {
		return false
	}
	if strings.HasPrefix(after, "be ") || strings.HasPrefix(after, "get ") || strings.HasPrefix(after, "receive ") {
		return true
	}
	words := auxiliary(before)
	return len(words) > 0 && (words[0] == "can" || words[0] == "may")
}

// sameSubject is true if the phrasing is about the same party, or at least
// holds all that the question names.
func (g *Guard) sameSubject(t *texts, key string) bool {
	if asked, ok := g.subject(t.forms.q); ok && (key != "customer" || !isToldOf(t.q, asked.Word)) && acts(t.q, asked.Word) {
		if key == "customer" && strings.Contains(t.q, " "+asked.Word+" have ") && hasKey(t.forms.p, key, g.lex) {
			return true // what our customers have with us is ours to give
		}
		return g.doneBy(t, key)
	}
	if key == "customer" && (t.known[key] || speaksToUs(t)) { // what is done with or for customers is ours
		return true
	}
	if lead, ok := g.subject(g.lex.AnalyzeText(t.lead, t.answer.Language)); ok && g.lex.Related(lead.Key, key) > nearEnough {
		return true // the whole entry is about them
	}
	if !hasKey(t.forms.p, key, g.lex) {
		return false
	}
	if s, ok := g.subject(t.forms.p); ok && g.lex.Related(s.Key, key) >= 0.5 {
		return true
	}
	for _, tok := range t.forms.q.Core() {
		if !tok.Generic && !g.polarity.words[tok.Word] && !textnorm.IsTime(tok.Key) && !hasKey(t.forms.p, tok.Key, g.lex) {
			return false
		}
	}
	return true
}

// speaksToUs is true if a phrasing of the entry is in the words of a customer
// who asks ("our data", "will you tell us").
func speaksToUs(t *texts) bool {
	for _, q := range append([]string{t.p}, t.answer.Questions...) {
		if word, ok := has(padded(q), []string{"us", "our", "we", "my"}); ok && word != "" {
			return true
		}
	}
	return false
}

// checkDuty finds questions on what the asker must do, where the entry says what
// we do.
func (g *Guard) checkDuty(t *texts) []Finding {
	who, asker := opens(t.q, g.askers)
	duty, must := has(t.q, g.duties)
	if !asker || !must {
		return nil
	}
	for _, p := range t.answer.Questions {
		if _, also := opens(padded(p), g.askers); also {
			return nil
		}
	}
	return []Finding{{Subject, fmt.Sprintf("the question is about a duty of the asker (%q, %q), the entry is not", who, duty), EffectReview}}
}

// doneBy is true if the phrasing is about what the party does, for us at most:
// "Must your suppliers notify you?", not "Do you notify your suppliers?".
func (g *Guard) doneBy(t *texts, key string) bool {
	s, ok := g.subject(t.forms.p)
	if !ok || g.lex.Related(s.Key, key) < 0.5 {
		return false
	}
	before, _, _ := strings.Cut(t.p, " "+s.Word+" ")
	before += " "
	return !strings.Contains(before, " you ") && !strings.Contains(before, " we ")
}

// hasKey is true if the form holds the key or one that carries half of it.
func hasKey(f textnorm.Form, key string, lex *textnorm.Lexicon) bool {
	for _, tok := range f.Tokens {
		if lex.Related(tok.Key, key) >= 0.5 {
			return true
		}
	}
	return false
}
