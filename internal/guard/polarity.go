package guard

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

type polarityYAML struct {
	Deny    []string `yaml:"deny" kb:"required"`
	Allow   []string `yaml:"allow" kb:"required"`
	Limit   []string `yaml:"limit" kb:"required"`
	Negate  []string `yaml:"negate" kb:"required"`
	Neutral []string `yaml:"neutral" kb:"required"`
	Except  []string `yaml:"except" kb:"required"`
	// Plain are the negations that turn a Yes into a No for certain, Back the
	// words beside which they do not; Harm names bad things that happen.
	Plain []string `yaml:"plain" kb:"required"`
	Back  []string `yaml:"back" kb:"required"`
	Harm  []string `yaml:"harm" kb:"required"`
	// Asks are words that ask for leave, Grants those that give or refuse it.
	Asks   []string `yaml:"asks" kb:"required"`
	Grants []string `yaml:"grants" kb:"required"`
	// Modal open a question whether something can happen, Any one that hunts
	// for exceptions, unless it asks for one of Records.
	Modal   []string `yaml:"modal" kb:"required"`
	Any     []string `yaml:"any" kb:"required"`
	Records []string `yaml:"records" kb:"required"`

	Opposites []oppositeYAML `yaml:"opposites" kb:"required"`
}

type oppositeYAML struct {
	One   []string `yaml:"one" kb:"required"`
	Other []string `yaml:"other" kb:"required"`
}

type polarityWords struct {
	deny, allow, limit, negate, neutral, except []string
	plain, back, harm, modal, anyOf, records    []string
	asks, grants                                []string
	opposites                                   [][2][]string
	// words are the single words of deny, allow and negate.
	words map[string]bool
}

func newPolarity(y *polarityYAML) polarityWords {
	p := polarityWords{
		deny: folded(y.Deny), allow: folded(y.Allow), limit: folded(y.Limit), negate: folded(y.Negate),
		neutral: folded(y.Neutral), except: folded(y.Except),
		plain: folded(y.Plain), back: folded(y.Back), harm: folded(y.Harm),
		modal: folded(y.Modal), anyOf: folded(y.Any), records: folded(y.Records),
		asks: folded(y.Asks), grants: folded(y.Grants), words: map[string]bool{},
	}
	for _, o := range y.Opposites {
		p.opposites = append(p.opposites, [2][]string{folded(o.One), folded(o.Other)})
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

// sense reads a padded text. Purposes turn nothing: in "controls to prevent
// misuse" nothing is denied, so a denying word after "to" or "that" is left out.
func (p *polarityWords) sense(text string) sense {
	for _, n := range p.neutral {
		text = strings.ReplaceAll(text, " "+n+" ", " ")
	}
	var s sense
	for _, d := range p.deny {
		if i := strings.Index(text, " "+d+" "); i >= 0 && !strings.HasSuffix(text[:i], " to") && !strings.HasSuffix(text[:i], " that") {
			s.denied = d
			break
		}
	}
	s.allowed, _ = has(text, p.allow)
	s.limited, _ = has(text, p.limit)
	for _, n := range p.negate {
		for range strings.Count(text, " "+n+" ") {
			s.negations = append(s.negations, n)
		}
	}
	return s
}

// checkPolarity compares the sense of question and phrasing, and of the
// phrasing with the entry's first one, to which its verdict belongs. Where the
// question alone denies and the entry says Yes, the answer is No: that is
// certain enough, and no wrong Yes can come of it. Every other turn goes to a
// person: that somebody does not do a thing does not mean that it is forbidden.
func (g *Guard) checkPolarity(t *texts) []Finding {
	if !positioned(t.answer.Verdict) {
		return nil
	}
	q, p, lead := g.polarity.sense(t.q), g.polarity.sense(t.p), g.polarity.sense(t.lead)
	out := append(g.checkExcept(t), g.checkOpposites(t)...)
	out = append(out, g.checkHarm(t)...)
	out = append(out, g.checkAny(t)...)
	out = append(out, g.checkLeave(t)...)
	out = append(out, g.checkOrder(t)...)
	if q.turned() == p.turned() || onlyLimits(q, p) || onlyLimits(p, q) {
		if len(out) == 0 && t.answer.Verdict == "yes" && q.turned() != lead.turned() && !onlyLimits(q, lead) && !onlyLimits(lead, q) {
			out = append(out, Finding{Polarity, fmt.Sprintf("the sense may be turned round: the question says %q, the entry's verdict is on %q", q.words()+lead.words(), t.answer.Questions[0]), EffectReview})
		}
		return out
	}
	word, where := q.words(), "the question"
	if p.turned() {
		word, where = p.words(), "the entry's phrasing"
	}
	if g.turns(t, q, p, lead) {
		return append(out, Finding{Polarity, fmt.Sprintf("the question asks the opposite of %q: %s says %q", strings.TrimSpace(t.p), where, word), EffectTurn})
	}
	return append(out, Finding{Polarity, fmt.Sprintf("the sense may be turned round: %s says %q and the other does not", where, word), EffectReview})
}

// turns is true if the question certainly asks the opposite of what the entry
// affirms: what the entry denies is asked as allowed of the very same thing, or
// a yes-or-no question has one plain negation and nothing that turns it back.
func (g *Guard) turns(t *texts, q, p, lead sense) bool {
	if t.answer.Verdict != "yes" {
		return false
	}
	if p.denied != "" && q.denied == "" && len(q.negations) == 0 && q.allowed != "" {
		return g.sameThing(t)
	}
	if lead.turned() || p.turned() || q.denied != "" || len(q.negations) != 1 || !g.isClosed(t.q) {
		return false
	}
	if _, back := has(t.q, g.polarity.back); back {
		return false
	}
	return slices.Contains(g.polarity.plain, q.negations[0])
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
	word, ok := has(t.q, g.polarity.except)
	if !ok {
		return nil
	}
	if _, also := has(t.e, []string{word}); also {
		return nil
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
			asked, inQuestion := has(t.q, lacking(pair[i], t.p))
			stated, inPhrasing := has(t.p, lacking(pair[1-i], t.q))
			if !inQuestion || !inPhrasing {
				continue
			}
			_, both := has(t.q, lacking(pair[1-i], t.p))
			_, also := has(t.p, lacking(pair[i], t.q))
			if !both && !also {
				effect := EffectReview
				if t.answer.Verdict == "yes" && g.isClosed(t.q) && t.p == t.lead && len(g.polarity.sense(t.q).negations) == 0 {
					effect = EffectTurn
				}
				return []Finding{{Polarity, fmt.Sprintf("the question says %q, the entry's phrasing %q", asked, stated), effect}}
			}
		}
	}
	return nil
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
