package guard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"candor/internal/match"
	"candor/internal/textnorm"
)

type polarityYAML struct {
	Deny    []string `yaml:"deny" kb:"required"`
	Allow   []string `yaml:"allow" kb:"required"`
	Limit   []string `yaml:"limit" kb:"required"`
	Negate  []string `yaml:"negate" kb:"required"`
	Neutral []string `yaml:"neutral" kb:"required"`
	Except  []string `yaml:"except" kb:"required"`
	// Solely are those of Except that say the same as one another. Exceptions
	// are the words with which an answer says where it does not hold.
	Solely     []string `yaml:"solely" kb:"required"`
	Exceptions []string `yaml:"exceptions" kb:"required"`
	// Plain are the negations that turn a Yes into a No for certain, Back the
	// words beside which they do not; Harm names bad things that happen.
	Plain []string `yaml:"plain" kb:"required"`
	Back  []string `yaml:"back" kb:"required"`
	Harm  []string `yaml:"harm" kb:"required"`
	// Clauses open a clause that does not turn the question it stands in.
	// Abstain are the negations that ask whether a thing is left undone,
	// Refusals the words with which an entry forbids it.
	Clauses  []string `yaml:"clauses" kb:"required"`
	Abstain  []string `yaml:"abstain" kb:"required"`
	Refusals []string `yaml:"refusals" kb:"required"`
	// Alarm are words of what should not be, Cure those of what is done about
	// it, Insiders the people who should not be free to do a thing.
	Alarm    []string `yaml:"alarm" kb:"required"`
	Cure     []string `yaml:"cure" kb:"required"`
	Insiders []string `yaml:"insiders" kb:"required"`
	// Denials deny the whole of a sentence.
	Denials []string `yaml:"denials" kb:"required"`
	// Scant say that a thing is hardly done, no more, or badly.
	Scant []string `yaml:"scant" kb:"required"`
	// Care is what things are not done without.
	Care []string `yaml:"care" kb:"required"`
	// Asks are words that ask for leave, Grants those that give or refuse it.
	Asks   []string `yaml:"asks" kb:"required"`
	Grants []string `yaml:"grants" kb:"required"`
	// Lets are words for giving people a choice, Demands those that take it.
	Lets    []string `yaml:"lets" kb:"required"`
	Demands []string `yaml:"demands" kb:"required"`
	// Modal open a question whether something can happen, Any one that hunts
	// for exceptions, unless it asks for one of Records.
	Modal   []string `yaml:"modal" kb:"required"`
	Any     []string `yaml:"any" kb:"required"`
	Records []string `yaml:"records" kb:"required"`

	Opposites []oppositeYAML `yaml:"opposites" kb:"required"`
	// Contrasts are pairs of kinds of which the one says nothing of the other.
	Contrasts []oppositeYAML `yaml:"contrasts" kb:"required"`
}

type oppositeYAML struct {
	One   []string `yaml:"one" kb:"required"`
	Other []string `yaml:"other" kb:"required"`
}

type polarityWords struct {
	deny, allow, limit, negate, neutral, except []string
	plain, back, harm, modal, anyOf, records    []string
	asks, grants, clauses, refusals, abstain    []string
	solely, exceptions, alarm, cure, insiders   []string
	care, scant, denials                        []string
	lets, demands                               []string
	opposites, contrasts                        [][2][]string
	// words are the single words of deny, allow and negate.
	words map[string]bool
}

func newPolarity(y *polarityYAML) polarityWords {
	p := polarityWords{
		deny: folded(y.Deny), allow: folded(y.Allow), limit: folded(y.Limit), negate: folded(y.Negate),
		neutral: folded(y.Neutral), except: folded(y.Except),
		plain: folded(y.Plain), back: folded(y.Back), harm: folded(y.Harm),
		modal: folded(y.Modal), anyOf: folded(y.Any), records: folded(y.Records),
		asks: folded(y.Asks), grants: folded(y.Grants), lets: folded(y.Lets), demands: folded(y.Demands), solely: folded(y.Solely), exceptions: folded(y.Exceptions), alarm: folded(y.Alarm), cure: folded(y.Cure), insiders: folded(y.Insiders), care: folded(y.Care), scant: folded(y.Scant), denials: folded(y.Denials), clauses: folded(y.Clauses), refusals: folded(y.Refusals), abstain: folded(y.Abstain), words: map[string]bool{},
	}
	slices.SortStableFunc(p.negate, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	for _, o := range y.Opposites {
		p.opposites = append(p.opposites, [2][]string{folded(o.One), folded(o.Other)})
	}
	for _, o := range y.Contrasts {
		p.contrasts = append(p.contrasts, [2][]string{folded(o.One), folded(o.Other)})
	}
	for _, list := range [][]string{p.deny, p.allow, p.negate} {
		for _, phrase := range list {
			for w := range strings.FieldsSeq(phrase) {
				p.words[w] = true
			}
		}
	}
	return p
}

// sense is what turns the meaning of a text.
type sense struct {
	denied, allowed, limited string // the word found, or ""
	negations                []string
}

// turned is true if the turns do not cancel out.
func (s sense) turned() bool {
	n := len(s.negations)
	if s.denied != "" {
		n++
	}
	return n%2 == 1
}

func (s sense) words() string {
	words := s.negations
	if s.denied != "" {
		words = append([]string{s.denied}, words...)
	}
	return strings.Join(words, ", ")
}

// plainly takes out of a padded text what only looks like a turn.
func (p *polarityWords) plainly(text string) string {
	for _, n := range p.neutral {
		text = strings.ReplaceAll(text, " "+n+" ", " ")
	}
	return text
}

// sense reads a padded text. Purposes turn nothing: in "controls to prevent
// misuse" nothing is denied, so a denying word after "to" or "that" is left out.
func (p *polarityWords) sense(text string) sense {
	text = p.plainly(text)
	var s sense
	for _, d := range p.deny {
		if i := strings.Index(text, " "+d+" "); i >= 0 && !strings.HasSuffix(text[:i], " to") && !strings.HasSuffix(text[:i], " that") {
			s.denied = d
			break
		}
	}
	s.allowed, _ = has(text, p.allow)
	s.limited, _ = has(text, p.limit)
	for _, n := range p.negate { // the longest first: "left unencrypted" turns once
		for range strings.Count(text, " "+n+" ") {
			s.negations = append(s.negations, n)
		}
		text = strings.ReplaceAll(text, " "+n+" ", " ")
	}
	return s
}

// checkPolarity compares the sense of question and phrasing; the verdict answers
// each of the entry's phrasings. What points the other way are signs, what
// cannot be read are doubts, and what makes it likely that a bad thing is asked
// for are alarms. Signs without a doubt that stand in the question's main clause
// turn the verdict, and so does an alarm beside a sign: certain enough for a
// Yes, of which no wrong Yes can come, and for a No that the entry's own words
// back. All else goes to a person: that somebody does not do a thing does not
// mean that it is forbidden.
func (g *Guard) checkPolarity(t *texts) []Finding {
	if !positioned(t.answer.Verdict) {
		return nil
	}
	doubts := slices.Concat(g.checkExcept(t), g.checkAny(t), g.checkOrder(t), g.checkNarrow(t), g.checkScant(t), g.checkDisowned(t))
	alarms := slices.Concat(g.checkLeave(t), g.checkAlarm(t), g.checkInsider(t))
	signs := slices.Concat(g.checkOpposites(t), g.checkHarm(t), g.checkAgainst(t))
	sense := g.checkSense(t)
	if slices.ContainsFunc(signs, func(f Finding) bool { return f.Effect == EffectTurn }) && g.opposed(t) {
		sense = nil // the opposite has said it ("are accounts left enabled?")
	}
	word, excepts := g.excepts(t.answer)
	if len(doubts) == 0 && len(alarms) > 0 && !excepts && g.asksForHarm(t, len(signs) > 0, len(sense) > 0) {
		alarms[0].Effect = EffectTurn
		return alarms[:1]
	}
	doubts, signs = append(doubts, alarms...), append(signs, sense...)
	if len(doubts) > 0 {
		for i := range signs {
			signs[i].Effect = EffectReview
		}
		return append(doubts, signs...)
	}
	for i := range signs {
		if excepts && signs[i].Effect == EffectTurn {
			signs[i].Effect = EffectReview
			signs[i].Text += fmt.Sprintf(", and the answer makes an exception (%q)", word)
		}
		if signs[i].Effect == EffectReview {
			return signs
		}
	}
	// Several signs of one turn turn once.
	return signs[:min(1, len(signs))]
}

// asksForHarm is true if a yes-or-no question has a sign of its own that points
// the other way than the entry, which affirms something. Beside an alarm, which
// by itself only makes it likely, it is certain that a bad thing is asked for
// ("Can staff reach production without a second factor?").
func (g *Guard) asksForHarm(t *texts, signs, otherSense bool) bool {
	if t.answer.Verdict != "yes" || !g.isClosed(t.q) {
		return false
	}
	q, _ := g.senses(t)
	if len(q.negations) == 1 && q.negations[0] == "without" && !g.missesCare(t.q, "without") {
		return signs // "Can staff report wrongdoing without giving their name?"
	}
	return signs || otherSense && q.turned()
}

// excepts returns the exception that the answer makes in its first sentence ("No,
// only for …"): to the opposite question neither Yes nor No is then true.
func (g *Guard) excepts(a match.Entry) (string, bool) {
	for _, text := range []string{a.Text, a.Short} {
		first, _, _ := strings.Cut(text, ". ")
		if word, found := has(padded(first), g.polarity.exceptions); found {
			return word, true
		}
	}
	return "", false
}

// checkSense finds a question of the other sense than the phrasing's, which the
// verdict answers.
func (g *Guard) checkSense(t *texts) []Finding {
	q, p := g.senses(t)
	if q.turned() && p.turned() && bearsSense(t) && g.turnApart(t, q, p) {
		return []Finding{{Polarity, fmt.Sprintf("the sense may be turned round: the question says %q, the entry's phrasing %q", q.words(), p.words()), EffectReview}}
	}
	if q.turned() == p.turned() || !bearsSense(t) || onlyLimits(q, p) || onlyLimits(p, q) || g.sharesDenial(t, q, p) {
		return nil
	}
	word, where := q.words(), "the question"
	if p.turned() {
		word, where = p.words(), "the entry's phrasing"
	}
	if g.turns(t, q, p) {
		return []Finding{{Polarity, fmt.Sprintf("the question asks the opposite of %q: %s says %q", strings.TrimSpace(t.stance), where, word), EffectTurn}}
	}
	return []Finding{{Polarity, fmt.Sprintf("the sense may be turned round: %s says %q and the other does not", where, word), EffectReview}}
}

// turnApart is true if the one of question and phrasing is turned by a verb that
// denies and the other by a negation of something else ("without approval", "to
// be avoided"): those do not cancel out. A clause of the question that says for
// which case it is asked turns nothing.
func (g *Guard) turnApart(t *texts, q, p sense) bool {
	if (q.denied == "") == (p.denied == "") {
		return false
	}
	for _, a := range strings.Split(q.words(), ", ") {
		if g.subordinate(t.q, a) {
			return false
		}
		for _, b := range strings.Split(p.words(), ", ") {
			ka, kb := g.lex.KeyOf(a), g.lex.KeyOf(b)
			if ka == kb || g.lex.Akin(ka)[kb] >= nearEnough {
				return false
			}
		}
	}
	return true
}

// senses are those of question and phrasing, without what turns neither: an
// aside of the question, a condition of the phrasing.
func (g *Guard) senses(t *texts) (q, p sense) {
	q, p = g.polarity.sense(t.q), g.polarity.sense(withoutIdle(t.stance))
	if len(q.negations) == 1 && (q.denied == "") == !p.turned() && g.isAside(t, q.negations[0]) {
		q.negations = nil
	}
	if p.denied == "" && len(p.negations) == 1 && (isCondition(t.stance) || g.lacksElse(t, p.negations[0])) {
		p.negations = nil
	}
	if q.turned() && !p.turned() && t.answer.Verdict == "yes" && g.forbidsHarm(t) {
		q = sense{allowed: q.allowed, limited: q.limited}
	}
	return q, p
}

// forbidsHarm is true for a requirement that only rules out what should not be
// ("Guests must never be left alone"): what the entry affirms is done against
// it.
func (g *Guard) forbidsHarm(t *texts) bool {
	if g.isClosed(t.q) || !takesPosition(t.question.Text) {
		return false
	}
	_, harm := has(t.q, g.polarity.harm)
	return harm || slices.ContainsFunc(g.polarity.alarm, func(word string) bool { return alarming(t.q, word) })
}

// sharesDenial is true if all that turns the one text is a word that the other
// has too, as a purpose: "procedures to prevent X", "procedures must prevent X".
func (g *Guard) sharesDenial(t *texts, q, p sense) bool {
	switch {
	case q.denied+p.denied == "" && len(q.negations) == 1 && len(p.negations) == 0: // "disable", "deactivated"
		return g.sameDenial(t.forms.p, q.negations[0])
	case q.denied+p.denied == "" && len(p.negations) == 1 && len(q.negations) == 0:
		return g.sameDenial(t.forms.q, p.negations[0])
	case len(q.negations)+len(p.negations) > 0:
		return false
	case p.denied != "" && q.denied == "":
		return strings.Contains(t.q, " "+p.denied+" ") || g.sameDenial(t.forms.q, p.denied)
	case q.denied != "" && p.denied == "":
		return strings.Contains(t.stance, " "+q.denied+" ") || g.sameDenial(t.forms.p, q.denied) || g.speaksAlike(t, q.denied)
	}
	return false
}

// turns is true if the question certainly asks the opposite of what the entry
// says: what the entry denies is asked as allowed of nothing else, or a
// yes-or-no question has one turn in its main clause, and the entry none.
func (g *Guard) turns(t *texts, q, p sense) bool {
	if p.denied != "" && q.denied == "" && len(q.negations) == 0 && q.allowed != "" {
		return t.answer.Verdict == "yes" && !g.isAbility(t.stance) && (g.sameThing(t) || g.isClosed(t.q) && g.saysAll(t))
	}
	if !p.turned() && g.confirmsDenial(t, q) {
		return true
	}
	if p.turned() || !g.isClosed(t.q) && match.FormOf(t.question.Text) != match.FormClosed {
		return false
	}
	if len(q.negations) == 1 && g.inLead(t.question.Text, q.negations[0]) {
		return false
	}
	switch t.answer.Verdict {
	case "yes":
		if q.denied != "" || len(q.negations) != 1 {
			return false
		}
		if g.missesCare(t.q, q.negations[0]) {
			_, back := has(t.q, g.polarity.back)
			return !back
		}
		return slices.Contains(g.polarity.plain, q.negations[0]) && !g.subordinate(t.q, q.negations[0])
	case "no":
		return g.refuses(t, q)
	}
	return false
}

// confirmsDenial is true for a sentence that says, to be confirmed, that what the
// entry says No to is not so ("Personal data is never sold."), and names nothing
// else.
func (g *Guard) confirmsDenial(t *texts, q sense) bool {
	if t.answer.Verdict != "no" || g.isClosed(t.q) || !takesPosition(t.question.Text) || q.denied != "" || len(q.negations) != 1 {
		return false
	}
	return slices.Contains(g.polarity.denials, q.negations[0]) && !g.subordinate(t.q, q.negations[0]) && g.saysAll(t)
}

// careWords is how far behind "without" the care stands that is not taken.
const careWords = 4

// missesCare is true if a padded question says that a thing is done without the
// care that it takes ("Are suppliers taken on without a security assessment?").
func (g *Guard) missesCare(text, negation string) bool {
	if negation != "without" {
		return false
	}
	_, after, _ := strings.Cut(text, " "+negation+" ")
	words := strings.Fields(after)
	_, missed := has(" "+strings.Join(words[:min(careWords, len(words))], " ")+" ", g.polarity.care)
	return missed
}

// subordinate is true if what stands around the word keeps it from turning the
// whole question ("do you ensure that no …", "are there rules if …").
func (g *Guard) subordinate(text, word string) bool {
	if _, back := has(text, g.polarity.back); back {
		return true
	}
	before, _, _ := strings.Cut(text, " "+word+" ")
	_, inside := has(before+" ", g.polarity.clauses)
	return inside
}

// inLead is true if the word stands in what leads up to a yes-or-no question and
// says for which case it is asked: "For customers not using SSO, does …".
func (g *Guard) inLead(text, word string) bool {
	lead, question, ok := strings.Cut(text, ",")
	return ok && g.isClosed(padded(question)) && !g.isClosed(padded(lead)) && strings.Contains(padded(lead), " "+word+" ")
}

// refuses is true if the question asks whether what the entry says No to is
// left undone, or is forbidden and the entry's text forbids it.
func (g *Guard) refuses(t *texts, q sense) bool {
	if q.denied != "" {
		rest := strings.ReplaceAll(strings.Replace(t.q, " "+q.denied+" ", " ", 1), " or ", " ") // "shared or generic accounts"
		_, backed := has(t.e, g.polarity.refusals)
		return backed && len(q.negations) == 0 && !g.subordinate(rest, q.denied)
	}
	return len(q.negations) == 1 && slices.Contains(g.polarity.abstain, q.negations[0]) && !g.subordinate(t.q, q.negations[0])
}

// isClosed is true if the text opens as a yes-or-no question.
func (g *Guard) isClosed(padded string) bool {
	_, ok := opens(padded, g.closed)
	return ok
}

// onlyLimits is true if one text denies, and does nothing else, what the other one
// limits: "are changes prevented" and "are changes restricted" ask the same.
func onlyLimits(a, b sense) bool {
	return a.denied != "" && len(a.negations) == 0 && b.limited != "" && b.denied == "" && len(b.negations) == 0
}

// sameThing is true if question and phrasing hold the same words apart from
// those that turn or allow.
func (g *Guard) sameThing(t *texts) bool {
	return g.within(t.forms.q, t.forms.p) && g.within(t.forms.p, t.forms.q)
}

// isAbility is true for a padded phrasing that asks what can be done: that the
// AI functions can be disabled does not say that they are.
func (g *Guard) isAbility(phrasing string) bool {
	_, can := opens(phrasing, g.polarity.modal)
	return can
}

// saysAll is true if the entry says each thing that the question names.
func (g *Guard) saysAll(t *texts) bool {
	for _, tok := range t.forms.q.Core() {
		if !tok.Generic && !g.plain[tok.Word] && !g.polarity.words[tok.Word] && !g.says(t, tok) {
			return false
		}
	}
	return true
}

func (g *Guard) within(a, b textnorm.Form) bool {
	keys := map[string]bool{}
	for _, tok := range b.Tokens {
		keys[tok.Key] = true
	}
	for _, tok := range a.Core() {
		if !keys[tok.Key] && !g.polarity.words[tok.Word] {
			return false
		}
	}
	return true
}

func (g *Guard) checkExcept(t *texts) []Finding {
	word, ok := has(g.polarity.plainly(t.q), g.polarity.except)
	if !ok {
		return nil
	}
	alike := []string{word}
	if slices.Contains(g.polarity.solely, word) {
		alike = g.polarity.solely
	}
	if _, also := has(t.e, alike); also {
		return nil
	}
	if word == "only" && (strings.Contains(t.q, " one ") || strings.Contains(t.q, " single ")) && strings.Contains(t.e, " single ") {
		return nil // "for one purpose only", "for a single purpose"
	}
	if _, limited := has(t.q, g.polarity.limit); limited && word == "only" {
		return nil // "limited to approved devices only" says nothing further
	}
	return []Finding{{Polarity, fmt.Sprintf("the question limits itself with %q, which the entry does not", word), EffectReview}}
}

// checkOpposites finds a question that names the one side of a pair of
// opposites where the phrasing names the other.
func (g *Guard) checkOpposites(t *texts) []Finding {
	for _, pair := range g.polarity.opposites {
		for i := range pair {
			asked, inQuestion := has(t.q, lacking(pair[i], t.stance))
			stated, inPhrasing := has(t.stance, lacking(pair[1-i], t.q))
			if _, speaks := has(t.e, lacking(pair[i], t.stance)); inQuestion && !inPhrasing && !speaks {
				stated, inPhrasing = has(t.lead, lacking(pair[1-i], t.q))
			}
			if !inQuestion || !inPhrasing {
				continue
			}
			_, both := has(t.q, lacking(pair[1-i], t.stance))
			_, also := has(t.stance, lacking(pair[i], t.q))
			if !both && !also {
				effect := EffectReview
				if t.answer.Verdict == "yes" && g.isClosed(t.q) && !g.isAbility(t.stance) && len(apartFrom(g.polarity.sense(t.q).negations, asked)) == 0 && !g.subordinate(t.q, asked) {
					effect = EffectTurn
				}
				return []Finding{{Polarity, fmt.Sprintf("the question says %q, the entry's phrasing %q", asked, stated), effect}}
			}
		}
	}
	return nil
}

// apartFrom returns the negations that are not the word of an opposite itself
// ("disabled", "left enabled").
func apartFrom(negations []string, word string) []string {
	return slices.DeleteFunc(slices.Clone(negations), func(n string) bool {
		return strings.Contains(" "+n+" ", " "+word+" ") || strings.Contains(" "+word+" ", " "+n+" ")
	})
}

// opposed is true if all that turns the question is the word of an opposite.
func (g *Guard) opposed(t *texts) bool {
	s := g.polarity.sense(t.q)
	if s.denied != "" && len(apartFrom([]string{s.denied}, g.oppositeOf(t))) > 0 {
		return false
	}
	return len(apartFrom(s.negations, g.oppositeOf(t))) == 0
}

// oppositeOf returns the word of the question whose opposite the phrasing has.
func (g *Guard) oppositeOf(t *texts) string {
	for _, pair := range g.polarity.opposites {
		for i := range pair {
			asked, inQuestion := has(t.q, lacking(pair[i], t.stance))
			if _, inPhrasing := has(t.stance, lacking(pair[1-i], t.q)); inQuestion && inPhrasing {
				return asked
			}
		}
	}
	return ""
}

// lacking returns the words that do not stand in the text: what both texts say
// is what they are about ("inactive accounts"), not what is asked of it.
func lacking(words []string, text string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if !strings.Contains(text, " "+w+" ") {
			out = append(out, w)
		}
	}
	return out
}
