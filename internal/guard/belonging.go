package guard

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// theAsked is the one who is asked, in the words of a buyer: "the vendor". With
// "you" in the same text it is somebody else.
var (
	theirStaff = regexp.MustCompile(`\b(?:vendor|supplier|provider|contractor) (personnel|staff|employees|workforce|workers)\b`)
	theAsked   = regexp.MustCompile(`\b(?:the|this) (?:service provider|solution provider|vendor|supplier|provider|contractor|respondent|bidder)(['’]s)?\b`)
	addressed  = regexp.MustCompile(`\b(?:you|your|yours)\b`)
)

// addressing is a text with the one who is asked as "you": "How often does
// the vendor review …" asks what we do. Questions that speak of several parties
// stay as they are.
func addressing(text, language string) string {
	folded := textnorm.Fold(text)
	if language != "" && language != "en" || addressed.MatchString(folded) || !theAsked.MatchString(folded) && !theirStaff.MatchString(folded) {
		return text
	}
	folded = theirStaff.ReplaceAllString(folded, "your $1")
	return theAsked.ReplaceAllStringFunc(folded, func(s string) string {
		if strings.HasSuffix(s, "s") {
			return "your"
		}
		return "you"
	})
}

// belonging is what a party other than the company has: "your customers'
// premises", "employees' homes".
var belonging = regexp.MustCompile(`\b(?:(customers|clients|tenants|employees|workers|suppliers|vendors|providers|contractors|subprocessors|sub-processors|users|visitors)['’]|(?:a|an|each|any|every) (employee|worker|supplier|vendor|provider|contractor|subprocessor|sub-processor|visitor)['’]s) (?:own |personal |private )?([a-z-]+)`)

// askersThing is what the asker has, told apart from what is ours by "own" and
// the like: a plain "our data" is what we keep for them.
var askersThing = regexp.MustCompile(`\bour (?:own|corporate|internal|in-house|(?:company|organi[sz]ation|institution|firm|group|bank|hospital|university)['’]s) ([a-z-]+)`)

// customerThing is what customers have, without an apostrophe: "customer laptops".
var customerThing = regexp.MustCompile(`\b(?:customer|client|tenant)s? ([a-z-]+)`)

// checkBelonging finds things of another party of which the entry does not
// speak: what we do with ours says nothing of theirs.
func (g *Guard) checkBelonging(t *texts) []Finding {
	if t.answer.Verdict == "no" {
		return nil
	}
	for _, m := range belonging.FindAllStringSubmatch(textnorm.Fold(t.question.Text), -1) {
		who, thing := m[1]+m[2], m[3]
		key := g.lex.KeyOf(thing)
		if (who == "customers" || who == "clients") && !g.entrusted[thing] && !g.speaksTogether(t, thing) {
			return []Finding{{Subject, fmt.Sprintf("the question is about what customers have (%q), of whom the entry says nothing", m[0]), EffectReview}}
		}
		if hasKey(t.forms.p, g.lex.KeyOf(who), g.lex) && who != "customers" && who != "clients" && !slices.Contains(g.people, thing) {
			continue // the entry is about them
		}
		if g.subjects[g.lex.KeyOf(who)] && who != "customers" && who != "clients" && who != "tenants" && !g.speaksOfParty(t, g.lex.KeyOf(who)) {
			return []Finding{{Subject, fmt.Sprintf("the question is about what belongs to others (%q), of whom the entry says nothing", m[0]), EffectReview}}
		}
		if t.known[key] || strings.Contains(t.e, " "+thing+" ") || g.plain[thing] || g.names(t, key) {
			continue
		}
		return []Finding{{Subject, fmt.Sprintf("the question is about what belongs to others (%q), of which the entry says nothing", m[0]), EffectReview}}
	}
	for _, m := range customerThing.FindAllStringSubmatch(textnorm.Fold(t.question.Text), -1) {
		if g.customersOwn[m[1]] && !g.speaksTogether(t, m[1]) {
			return []Finding{{Subject, fmt.Sprintf("the question is about what customers have (%q), of whom the entry says nothing", m[0]), EffectReview}}
		}
	}
	if m := askersThing.FindStringSubmatch(textnorm.Fold(t.question.Text)); m != nil && !g.entrusted[m[1]] && !speaksOfCustomers(t) {
		return []Finding{{Subject, fmt.Sprintf("the question is about what the asker has (%q), of whom the entry says nothing", m[0]), EffectReview}}
	}
	return nil
}

// speaksOfCustomers is true if the entry does, so that it may be about what
// they have.
func speaksOfCustomers(t *texts) bool {
	return t.known["customer"] || t.known["client"] || t.known["tenant"]
}

// speaksTogether is true if a sentence of the entry names customers and the
// thing, so that it may be theirs.
func (g *Guard) speaksTogether(t *texts, thing string) bool {
	stem := thing[:min(len(thing), sameStart)]
	return slices.ContainsFunc(t.sentences(), func(text string) bool {
		sentence := padded(text)
		_, theirs := has(sentence, g.customers)
		return theirs && strings.Contains(sentence, " "+stem)
	})
}
