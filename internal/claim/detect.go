package claim

import (
	"regexp"
	"strings"
)

var mentionMask = regexp.MustCompile(frameworkMask)

// claimed returns the clauses that claim something of our own.
//
// A clause is a claim if it says in one of the known ways that somebody holds
// something, that somebody is us, and nothing in it denies, postpones or
// weakens this to following a framework. A clause without any verb, "SOC 2
// Type II, ISO 27001", is one too: as an answer it says that we hold these. In a
// sentence that is unread each clause is one: nobody can tell what it says.
func (c *Checker) claimed(clauses []clause, unread bool) []clause {
	var found []clause
	for _, cl := range clauses {
		if len(cl.mentions) > 0 && (unread || !c.denies(cl) && c.says(cl) && !c.speaksOfOthers(cl)) {
			found = append(found, cl)
		}
	}
	return found
}

// denies reports whether the clause takes back, postpones or weakens what it
// may say, is a condition or tells of a process.
func (c *Checker) denies(cl clause) bool {
	p := c.patterns
	if strings.HasSuffix(cl.text, "?") {
		return true
	}
	if p.negated(cl.folded) || p.pending.MatchString(cl.folded) || p.process.MatchString(cl.folded) {
		return true
	}
	return p.aligned.MatchString(cl.folded) && !p.certifying.MatchString(cl.folded)
}

// negated ignores a "no" that denies nothing about holding.
func (p *patterns) negated(folded string) bool {
	return p.negation.MatchString(p.harmless.ReplaceAllString(folded, " "))
}

// says reports whether the clause has one of the forms of a claim.
func (c *Checker) says(cl clause) bool {
	p := c.patterns
	without := p.notHeldNouns.ReplaceAllString(cl.folded, " ")
	if !mentionMask.MatchString(without) {
		return false
	}
	return p.holds.MatchString(without) || p.fragment(without)
}

// fragment reports whether the clause is nothing but names and filling words.
func (p *patterns) fragment(folded string) bool {
	rest := mentionMask.ReplaceAllString(folded, " ")
	rest = p.fillers.ReplaceAllString(rest, " ")
	words := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(" .,;:!()-/&+'\"", r) })
	return len(words) == 0 || len(words) <= 2 && len(strings.Fields(folded)) <= p.fragmentWords && !p.third.MatchString(folded)
}

// speaksOfOthers reports whether the holder is a provider, supplier or
// customer: the nearest subject before the claim decides; without one, a third
// party that the report is said to be of.
func (c *Checker) speaksOfOthers(cl clause) bool {
	p := c.patterns
	if p.theirs.MatchString(cl.folded) {
		return true
	}
	at := mentionMask.FindStringIndex(cl.folded)
	if at == nil {
		return false
	}
	end := at[0]
	own, third := last(p.own, cl.folded[:end+len("qfw00")], end), last(p.third, cl.folded[:end], end)
	if third < 0 && own < 0 {
		return p.thirdBegins(cl.folded) || p.inheritsOthers(cl)
	}
	return third > own
}

// inheritsOthers reports whether a clause without a subject takes a third
// party over from the clause before: in "AWS has a SOC 1 report and is certified to
// ISO 27001" its first one, in "we use AWS, which is certified" its last.
func (p *patterns) inheritsOthers(cl clause) bool {
	if p.relative.MatchString(strings.TrimLeft(cl.folded, " ,")) {
		n := len(cl.before)
		return last(p.third, cl.before, n) > last(p.own, cl.before, n)
	}
	third, own := p.third.FindStringIndex(cl.before), p.own.FindStringIndex(cl.before)
	return third != nil && (own == nil || third[0] < own[0])
}

// thirdBegins reports whether a clause that names its holder after the
// framework begins with it: "SOC 2 is held by our hosting provider".
func (p *patterns) thirdBegins(folded string) bool {
	loc := p.third.FindStringIndex(folded)
	return loc != nil && strings.Contains(folded[:loc[0]], " by ")
}

// last returns where the last match that begins before end does, or -1.
func last(re expr, text string, end int) int {
	at := -1
	for _, loc := range re.FindAllStringIndex(text, -1) {
		if loc[0] < end {
			at = loc[0]
		}
	}
	return at
}
