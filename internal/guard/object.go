package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// checkObject finds things that the question names and the entry nowhere does:
// the same action on another thing is another question. Where words are asked for
// and words are given, other words may be meant by them.
func (g *Guard) checkObject(t *texts) []Finding {
	if t.answer.Verdict == "text" && !takesPosition(t.question.Text) {
		return nil
	}
	named := map[string]bool{}
	for _, tok := range g.lex.Analyze(gist(t.question.Text), t.question.Language).Core() {
		named[tok.Key] = true
	}
	var missing []string
	weight, total := 0.0, 0.0
	for _, tok := range t.forms.q.Core() {
		if !isThing(tok) || g.turnsSense(tok.Word) || g.plain[tok.Word] {
			continue
		}
		r := g.rarity(tok.Key)
		total += r
		if !named[tok.Key] || t.eitherWay(tok, g) || r < g.limits.ObjectRarity || g.speaks(t, tok) {
			continue
		}
		weight += r
		missing = append(missing, tok.Word)
	}
	least := g.limits.ObjectShare
	if !takesPosition(t.question.Text) {
		least = g.limits.OpenShare
	}
	if len(missing) == 0 || weight < least*total {
		return nil
	}
	return []Finding{{Object, fmt.Sprintf("the question speaks of %q, the entry does not", strings.Join(missing, ", ")), EffectReview}}
}

// checkWhose finds a thing that says which of several is meant ("HR systems",
// "catering suppliers") and of which the entry says nothing, however long the
// question is. Adjectives are left out: they mostly say how good a thing is.
func (g *Guard) checkWhose(t *texts) []Finding {
	if !takesPosition(t.question.Text) {
		return nil
	}
	tokens, folded := g.lex.Analyze(gist(t.question.Text), t.question.Language).Tokens, textnorm.Fold(t.question.Text)
	for i := 0; i+1 < len(tokens); i++ {
		tok, head := tokens[i], tokens[i+1]
		if head.Kind != textnorm.Core || head.Action != "" || !head.Generic && !g.speaks(t, head) || !isPlural(head.Word) && !slices.Contains(g.houses, head.Word) {
			continue
		}
		if tok.Kind != textnorm.Core || tok.Action != "" || !isThing(tok) || g.plain[tok.Word] || g.turnsSense(tok.Word) || g.isQuality(tok.Word, head.Word) || !strings.Contains(folded, tok.Word+" "+head.Word) {
			continue
		}
		if g.rarity(tok.Key) < g.limits.ObjectRarity || g.speaks(t, tok) || t.eitherWay(tok, g) {
			continue
		}
		return []Finding{{Object, fmt.Sprintf("the question is about %q of one kind (%q), of which the entry says nothing", head.Word, tok.Word), EffectReview}}
	}
	return nil
}

// isQuality is true for an adjective; a doing before what holds things says which
// one it is ("the accounting system").
func (g *Guard) isQuality(word, head string) bool {
	return isAdjective(word) && (!strings.HasSuffix(word, "ing") || !slices.Contains(g.houses, head))
}

func isPlural(word string) bool {
	return strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss")
}

// isAdjective is true for a word with the ending of one.
func isAdjective(word string) bool {
	for _, end := range []string{"al", "ive", "ous", "ic", "able", "ible", "ful", "less", "ary", "ant", "ent", "ing", "er", "est", "y"} {
		if strings.HasSuffix(word, end) && len(word) > len(end)+2 {
			return true
		}
	}
	return false
}

// checkBeyond finds phrasings that are mostly about something of which the
// question says nothing: the entry answers another question on the same
// occasion ("How often are risks assessed?", "Are risks reported to the
// board?").
func (g *Guard) checkBeyond(t *texts) []Finding {
	asked := t.forms.q
	asked.Tokens = append(asked.Tokens[:len(asked.Tokens):len(asked.Tokens)], g.above(t)...)
	var extra []string
	weight, total := 0.0, 0.0
	for _, tok := range t.forms.p.Core() {
		if !isThing(tok) || g.polarity.words[tok.Word] || g.plain[tok.Word] {
			continue
		}
		r := g.rarity(tok.Key)
		total += r
		if r >= g.limits.ObjectRarity && !g.hasNear(asked, tok) && !g.holdsAll(asked, tok) && !strings.Contains(t.q, " "+tok.Word+" ") {
			weight += r * g.central(t, tok)
			extra = append(extra, tok.Word)
		}
	}
	if weight <= g.limits.BeyondShare*total || g.asksUsually(t) >= g.limits.AskedUsually {
		return nil
	}
	return []Finding{{Object, fmt.Sprintf("the entry's phrasing is about %q, the question is not", strings.Join(extra, ", ")), EffectReview}}
}

// central is how much of the entry is about the thing: the share of its
// phrasings that speak of it. All of them have one answer, so what only the
// matched one says is a detail of its wording.
func (g *Guard) central(t *texts, thing textnorm.Token) float64 {
	if len(t.answer.Questions) == 0 {
		return 1
	}
	if t.forms.all == nil {
		for _, own := range t.answer.Questions {
			t.forms.all = append(t.forms.all, g.lex.Analyze(own, t.answer.Language))
		}
	}
	n := 0
	for _, f := range t.forms.all {
		if g.hasNear(f, thing) {
			n++
		}
	}
	return float64(n) / float64(len(t.forms.all))
}

// eitherWay is true if the question offers another thing beside this one
// ("logical or physical separation") of which the entry speaks: one of the two
// is enough.
func (t *texts) eitherWay(tok textnorm.Token, g *Guard) bool {
	list := t.forms.q.Tokens
	for i := range list {
		if list[i].Word != "or" || i == 0 || i+1 >= len(list) {
			continue
		}
		switch tok.Key {
		case list[i-1].Key:
			return list[i+1].Kind == textnorm.Core && (list[i+1].Generic || g.speaks(t, list[i+1]))
		case list[i+1].Key:
			return list[i-1].Kind == textnorm.Core && (list[i-1].Generic || g.speaks(t, list[i-1]))
		}
	}
	return false
}

// turnsSense is true for a word or phrase with one that turns the sense
// ("without approval"), which is for checkPolarity to weigh.
func (g *Guard) turnsSense(word string) bool {
	for w := range strings.FieldsSeq(word) {
		if g.polarity.words[w] {
			return true
		}
	}
	return false
}

// lastWords is how long a question may be for checkLast: in a long one the last
// thing is a detail.
const lastWords = 7

// checkLast finds questions that end on what the entry nowhere speaks of: what
// a thing is said to be ("Is the source code obfuscated?"), or where and for
// what a thing is asked about ("Which RTO applies to HR systems?").
func (g *Guard) checkLast(t *texts) []Finding {
	core := g.lex.Analyze(gist(t.question.Text), t.question.Language).Core()
	if len(core) < 2 || len(core) > lastWords {
		return nil
	}
	last := core[len(core)-1]
	if last.Generic && len(core) > 2 { // "for HR systems"
		last = core[len(core)-2]
	}
	if last.Generic || g.plain[last.Word] || textnorm.IsTime(last.Key) || g.polarity.words[last.Word] || g.rarity(last.Key) < g.limits.ObjectRarity || g.speaks(t, last) {
		return nil
	}
	if strings.HasSuffix(last.Word, "ly") || len(textnorm.Quantities(last.Word)) > 0 {
		return nil // how it is done, or for how long
	}
	return []Finding{{Object, fmt.Sprintf("the question ends on %q, of which the entry says nothing", last.Word), EffectReview}}
}

// doingWords is how long a question may be for checkDoing: long ones name
// several doings in passing.
const doingWords = 6

// checkDoing finds entries that do something else with the same thing ("Are
// backups retained?" against "Are backups encrypted?"): the question has a
// doing that the entry nowhere has, and the phrasing one that the question has
// not.
func (g *Guard) checkDoing(t *texts) []Finding {
	if len(t.forms.q.Core()) > doingWords || !takesPosition(t.question.Text) {
		return nil // what is done how is told by the text, in whatever words
	}
	asked, stated := actions(t.forms.q), actions(t.forms.p)
	done := actions(t.forms.e)
	missing, turns := "", strings.Fields(g.polarity.sense(t.q).words()) // "kept out of", "left"
	for _, tok := range t.forms.q.Core() {
		if tok.Action != "" && !stated[tok.Action] && !done[tok.Action] && !slices.Contains(turns, tok.Word) && !g.speaksOfDoing(t, tok) {
			missing = tok.Word
		}
	}
	other := len(stated) == 0
	for a := range stated {
		other = other || !asked[a]
	}
	if missing != "" && other {
		return []Finding{{Object, fmt.Sprintf("the question asks whether something is done (%q) of which the entry says nothing", missing), EffectReview}}
	}
	return nil
}

// speaksOfDoing is says for a doing, which must stand there: much may be done
// with what an entry is about. Of those that nothing else stands for, only the
// doing itself counts ("protected" is not "encrypted").
func (g *Guard) speaksOfDoing(t *texts, tok textnorm.Token) bool {
	if g.strict[tok.Action] {
		return t.known[tok.Key]
	}
	return g.says(t, tok)
}

func actions(f textnorm.Form) map[string]bool {
	out := map[string]bool{}
	for _, tok := range f.Tokens {
		if tok.Action != "" {
			out[tok.Action] = true
		}
	}
	return out
}

// nearEnough is how much of a thing a related one must carry to count for it.
const nearEnough = 0.5

// holdsAll is true if the form holds each word of a phrase, if apart: "export
// our records" has those of "export data".
func (g *Guard) holdsAll(f textnorm.Form, phrase textnorm.Token) bool {
	for _, p := range phrase.Parts {
		if !slices.ContainsFunc(f.Tokens, func(tok textnorm.Token) bool {
			return tok.Key == p || slices.Contains(tok.Parts, p) || slices.Contains(strings.Split(tok.Key, "_"), p) || g.lex.Akin(tok.Key)[p] >= nearEnough
		}) {
			return false
		}
	}
	return len(phrase.Parts) > 1
}

// hasNear is true if the form holds the thing, a related one, or a word of it.
func (g *Guard) hasNear(f textnorm.Form, thing textnorm.Token) bool {
	for _, tok := range f.Tokens {
		if tok.Key == thing.Key {
			return true
		}
		if tok.Action != "" && len(thing.Parts) > 0 {
			continue // to rotate something is not to rotate keys
		}
		if g.lex.Akin(tok.Key)[thing.Key] >= nearEnough {
			return true
		}
		for _, p := range thing.Parts {
			if !tok.Generic && (p == tok.Key || slices.Contains(tok.Parts, p)) {
				return true
			}
		}
	}
	return false
}

// isThing is true for a token that names something: no generic word, no time,
// and no single word with the ending of an adverb or of a verb's form, which
// says how or that something is done.
func isThing(tok textnorm.Token) bool {
	if tok.Generic || textnorm.IsTime(tok.Key) || len(tok.Word) < 2 {
		return false
	}
	if len(textnorm.Quantities(tok.Word)) > 0 { // "twelve months" is for checkQuantities to compare
		return false
	}
	if strings.Contains(tok.Word, " ") || strings.Contains(tok.Key, "_") {
		return true
	}
	return !strings.HasSuffix(tok.Word, "ly") && !strings.HasSuffix(tok.Word, "ed")
}

// checkHead wants the first thing that the question names to stand in one of
// the entry's phrasings: the answer text mentions many things that it is not
// about ("The disaster recovery plan is tested with it").
func (g *Guard) checkHead(t *texts) []Finding {
	core := t.forms.q.Core()
	for i, tok := range core {
		if !isThing(tok) || g.polarity.words[tok.Word] || g.plain[tok.Word] || g.rarity(tok.Key) < g.limits.ObjectRarity {
			continue
		}
		if i+1 < len(core) && t.pairs(tok, core[i+1]) {
			return nil // "master keys", of which the answer speaks, are keys
		}
		if t.named[tok.Key] || !t.known[tok.Key] || g.asks(t, tok.Key) {
			return nil // what is wholly unknown is for checkObject to weigh
		}
		for near, w := range g.lex.Akin(tok.Key) {
			if w >= 0.5 && t.named[near] {
				return nil
			}
		}
		return []Finding{{Object, fmt.Sprintf("the question is about %q, which the entry only mentions", tok.Word), EffectReview}}
	}
	return nil
}

// pairs is true if the entry says the thing together with what follows it in the
// question, which one of its phrasings names.
func (t *texts) pairs(thing, next textnorm.Token) bool {
	first, _, _ := strings.Cut(next.Word, " ")
	return (t.named[next.Key] || len(next.Parts) > 0 && t.named[next.Parts[0]]) && strings.Contains(t.e, " "+thing.Word+" "+first+" ")
}

// asksUsually is how much of the question, by weight, questionnaires use to ask
// about what the entry is about.
func (g *Guard) asksUsually(t *texts) float64 {
	got, total := 0.0, 0.0
	for _, tok := range t.forms.q.Core() {
		r := g.rarity(tok.Key)
		if tok.Generic {
			r *= genericWeight
		}
		total += r
		got += r * t.subject.Asks(tok.Key)
	}
	if total == 0 {
		return 0
	}
	return got / total
}
