package guard

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// examples open a list of examples: the things in it need not all be named by
// the entry.
var examples = []string{"e.g", "such as", "for example", "for instance", "like", "i.e", "z b", "par exemple", "por ejemplo", "por exemplo"}

// withoutExamples is the text without its lists of examples: those in brackets
// end with them, others with the text.
func withoutExamples(text string) string {
	for from := 0; ; {
		open := strings.IndexByte(text[from:], '(')
		if open < 0 {
			break
		}
		open += from
		length := strings.IndexByte(text[open:], ')')
		if length < 0 {
			break
		}
		from = open + 1
		for _, e := range examples {
			if inside := strings.ToLower(strings.TrimSpace(text[open+1 : open+length])); strings.HasPrefix(inside, e+" ") || strings.HasPrefix(inside, e+".") || strings.HasPrefix(inside, e+",") {
				text, from = text[:open]+text[open+length+1:], open
				break
			}
		}
	}
	for _, e := range examples {
		if i := strings.Index(strings.ToLower(text), " "+e); i >= 0 {
			text = text[:i]
		}
	}
	return text
}

// adjunct is what a question adds on how or on what grounds a thing is done
// ("according to risk", "in line with industry benchmarks"): in the answer other
// words stand for it, and it turns nothing.
var adjunct = regexp.MustCompile(`(?i),? (?:according to|in accordance with|in line with|in keeping with|in compliance with|on the basis of|based on|depending on|commensurate with|proportionate to|as appropriate|as required by|as needed|as necessary|where applicable|if applicable|where appropriate|where necessary|where possible|in case of|in case|in the event of|in the event that|in order to|so as to|with the aim of|for the purposes? of|with a view to)\b[^,;?.]*`)

// gist is the text without its examples and adjuncts, as far as it still begins
// with something.
func gist(text string) string {
	text = withoutExamples(text)
	if loc := adjunct.FindStringIndex(text); loc != nil && len(strings.Fields(text[:loc[0]])) >= leastGist {
		return text[:loc[0]] + text[loc[1]:]
	}
	return text
}

// leastGist is how many words a question needs before its adjunct.
const leastGist = 4

// checkObject finds things that the question names and the entry nowhere does:
// the same action on another thing is another question.
func (g *Guard) checkObject(t *texts) []Finding {
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
		if head.Kind != textnorm.Core || head.Action != "" || !head.Generic && !g.speaks(t, head) || !isPlural(head.Word) {
			continue
		}
		if tok.Kind != textnorm.Core || tok.Action != "" || !isThing(tok) || g.plain[tok.Word] || g.turnsSense(tok.Word) || isAdjective(tok.Word) || !strings.Contains(folded, tok.Word+" "+head.Word) {
			continue
		}
		if g.rarity(tok.Key) < g.limits.ObjectRarity || g.speaks(t, tok) || t.eitherWay(tok, g) {
			continue
		}
		return []Finding{{Object, fmt.Sprintf("the question is about %q of one kind (%q), of which the entry says nothing", head.Word, tok.Word), EffectReview}}
	}
	return nil
}

func isPlural(word string) bool { return strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") }

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
		if r >= g.limits.ObjectRarity && !g.hasNear(asked, tok) && !strings.Contains(t.q, " "+tok.Word+" ") {
			weight += r * g.central(t, tok)
			extra = append(extra, tok.Word)
		}
	}
	if weight <= g.limits.BeyondShare*total {
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
	missing := ""
	for _, tok := range t.forms.q.Core() {
		if tok.Action != "" && !stated[tok.Action] && !done[tok.Action] && !g.speaksOfDoing(t, tok) {
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

// speaksOfDoing is speaks for a doing; of those that nothing else stands for,
// only the doing itself counts ("protected" is not "encrypted").
func (g *Guard) speaksOfDoing(t *texts, tok textnorm.Token) bool {
	if g.strict[tok.Action] {
		return t.known[tok.Key]
	}
	return g.speaks(t, tok)
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

// namedTogether is how many common words, all of them in the phrasing too, name
// a thing together ("access to live systems restricted to a small group").
const namedTogether = 4

// fewTogether is the same for a question that has no word for what stands above
// it ("Do you audit your own controls from the inside?").
const fewTogether = 2

// refersBack is true if the question speaks of a paper or of "it", which may be
// whatever stands above: "Are policies reviewed annually?".
func (g *Guard) refersBack(t *texts) bool {
	_, paper := has(t.q, g.papers)
	return paper || textnorm.RefersBack(t.question.Text)
}

// checkBack finds questions that name nothing themselves ("Are the policies
// reviewed annually?"): they speak of what stands above them, so the entry
// must speak of that too.
func (g *Guard) checkBack(t *texts) []Finding {
	for _, tok := range t.forms.q.Core() {
		if !tok.Generic && !textnorm.IsTime(tok.Key) && tok.Action != "review" && tok.Action != "approve" && !g.polarity.words[tok.Word] {
			return nil
		}
	}
	core := t.forms.q.Core()
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

// checkHead wants the first thing that the question names to stand in one of
// the entry's phrasings: the answer text mentions many things that it is not
// about ("The disaster recovery plan is tested with it").
func (g *Guard) checkHead(t *texts) []Finding {
	for _, tok := range t.forms.q.Core() {
		if !isThing(tok) || g.polarity.words[tok.Word] || g.plain[tok.Word] || g.rarity(tok.Key) < g.limits.ObjectRarity {
			continue
		}
		if t.named[tok.Key] || !t.known[tok.Key] {
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

// surely is how much of a thing a related one must carry where a row asks for
// it by name beside others: what people use for one another in one place
// ("market" and "use") is not enough.
const surely = 0.65

// names is true if the entry holds the thing, or one that hardly ever means
// another.
func (g *Guard) names(t *texts, key string) bool {
	if t.known[key] {
		return true
	}
	for near, w := range g.lex.Akin(key) {
		if w >= surely && t.known[near] {
			return true
		}
	}
	return false
}

// speaks is true if the entry holds the thing, or a word that begins alike, or
// all the words of a phrase that is no thing of its own ("customer held keys"
// are another thing than keys that are held).
func (g *Guard) speaks(t *texts, tok textnorm.Token) bool {
	if len(tok.Parts) > 1 && tok.Key != strings.Join(tok.Parts, "_") {
		for near, w := range g.lex.Close(tok.Key) {
			if w >= 0.4 && t.known[near] {
				return true
			}
		}
		return t.known[tok.Key] || g.lex.IsEveryday(tok.Key) && g.mentioned(t, tok.Key)
	}
	if g.mentioned(t, tok.Key) {
		return true
	}
	if len(tok.Parts) > 0 && tok.Key == strings.Join(tok.Parts, "_") {
		for _, p := range tok.Parts {
			if !g.mentioned(t, p) {
				return false
			}
		}
		return true
	}
	if base := strings.TrimSuffix(strings.TrimSuffix(tok.Word, "ed"), "ing"); base != tok.Word && len(base) > 2 && strings.Contains(t.e, " "+base+" ") {
		return true // "added", which the stemmer keeps apart from "add"
	}
	if t.holdsTail(tok.Word) {
		return true
	}
	return len(tok.Key) > sameStart && t.starts[tok.Key[:min(len(tok.Key), sameStart)]]
}

// leastTail is how long a word must be to tell a longer one that ends on it.
const leastTail = 6

// holdsTail is true if the entry has the word that a longer one ends on, which
// says what kind of thing that is ("microservices", "services").
func (t *texts) holdsTail(word string) bool {
	for i := 2; i+leastTail <= len(word); i++ {
		if strings.Contains(t.e, " "+word[i:]+" ") {
			return true
		}
	}
	return false
}

// sameStart is how many letters words of one family begin alike that the
// stemmer keeps apart ("intruder", "intrusion").
const sameStart = 5

// mentionEnough is how much of a thing a related one must carry to mention it;
// one that is only wider or narrower (0.4) does not.
const mentionEnough = 0.55

// mentioned is true if the entry holds the key or a near one.
func (g *Guard) mentioned(t *texts, key string) bool {
	if t.known[key] {
		return true
	}
	for near, w := range g.lex.Akin(key) {
		if w >= mentionEnough && t.known[near] {
			return true
		}
	}
	return false
}
