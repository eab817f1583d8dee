package textnorm

import (
	"regexp"
	"strings"
)

// grounds are what a question adds on how or on what grounds a thing is done
// ("according to risk", "in line with industry benchmarks"): in the answer other
// words stand for it, and it turns nothing. cases are what it adds on when and
// what for, which may tell one thing from another.
var (
	grounds = regexp.MustCompile(`(?i),? (?:according to|in accordance with|in line with|in keeping with|in compliance with|on the basis of|based on|commensurate with|proportionate to|as appropriate|as needed|as necessary|where applicable|if applicable|where appropriate|where necessary|where possible|(?:where|when|if|as|to the extent|insofar as) (?:(?:it is )?(?:legally|technically) (?:permitted|allowed|permissible|possible|feasible)|(?:permitted|allowed|permissible) (?:by|under)|feasible|practicable))\b[^,;?.]*`)
	cases   = regexp.MustCompile(`(?i),? (?:depending on|in case of|in case|in the event of|in the event that|in order to|so as to|with the aim of|for the purposes? of|with a view to)\b[^,;?.]*`)
)

// named is what a law or standard is called by ("HIPAA", "800-88"): that a thing
// is done as one of those has it is no mere manner.
var named = regexp.MustCompile(`[A-Z]{2}|[0-9]`)

// within is what a question adds on the programme that a thing belongs to.
var within = regexp.MustCompile(`(?i),? ?\b(?:(?:as )?part of|among|one of) (?:your|the|its|our|an?) (?:[a-z-]+ ){0,4}(?:programme|program|framework|isms|management system|strategy|efforts|measures|practices?|procedures?|process(?:es)?|operations|controls|approach|business)\b(?: (?:that )?you have in place)?,?`)

// Gist is the text without what it adds on grounds and cases, as far as enough
// of it is left.
func Gist(text string) string {
	text = Ungrounded(text)
	if mentions(strings.ToLower(text), "depending", " case", " event", "order to", "as to ", "aim of", "purpose", "view to") {
		text = without(cases, text)
	}
	return text
}

// purpose is what a question adds at its end on what a thing is good for, where
// that is no more than safety.
var purpose = regexp.MustCompile(`(?i),? (?:in order )?to (?:help )?(?:reduce|mitigate|minimi[sz]e|lower|limit|manage|protect|safeguard|secure|ensure|guarantee|preserve|support|increase|improve|strengthen)(?: (?:the|any|all|our|your|their|its|against|and|of|from|customer|client|company|corporate|security|cyber|information|unauthori[sz]ed|overall|adequate|appropriate|level|confidentiality|integrity|availability|safety|sensitive|confidential|risks?|threats?|exposure|impact|data|assets?|systems?|services?|business|customers|users|posture|compliance|protection|attacks?|access|environment|organi[sz]ation|infrastructure))+\s*\?*$`)

// manner is what a question adds at its end on how steadily a thing is done.
var manner = regexp.MustCompile(`(?i),? (?:(?:on|in) an? (?:[a-z]+ and )?(?:ongoing|regular|continuous|continual|routine|secure|safe|consistent|systematic|structured|documented|formal|controlled|appropriate|proper|adequate|effective|efficient|reliable|professional|standardi[sz]ed|repeatable|defined) (?:basis|manner|way|fashion)|at all times|(?:up)?on request|as a rule|as a matter of (?:course|routine|principle|policy)|throughout the year|all year round|in practice|in general|consistently|routinely|systematically|properly|adequately|appropriately|effectively)\s*([.?]*)\s*$`)

// ensuring opens a question whether it is made sure that something is so.
var ensuring = regexp.MustCompile(`(?i)^\s*(?:(?:do|does|can|could|will|would|must|shall|should) (?:you|we|they|(?:the |your |our )?(?:vendor|supplier|company|organi[sz]ation|provider|service provider|contractor|team)) |(?:the |your )?(?:vendor|supplier|company|organi[sz]ation|provider|service provider|contractor) (?:must |shall |should |will )?|you must |is it |it (?:is|must be) |please )(?:please )?(?:make sure|makes sure|make a point of|ensures?|ensured|see to it|sees to it|confirms?|confirmed|required|expected|verify|assure us|true|correct|the case|make a point of)(?: that)? `)

// Ungrounded is the text without what it adds on grounds, on the programme that a
// thing belongs to, and on its being made sure of: what is left is what it is
// about.
func Ungrounded(text string) string {
	lower := strings.ToLower(text)
	if mentions(lower, "sure", "see to", "sees to", "point of", "confirm", "required ", "expected ", "verify", "true", "correct", "case") {
		text = cutFront(ensuring, text)
	}
	if mentions(lower, " basis", " manner", " way", " fashion", "all times", "as a ", "year", "in practice", "in general", "on request", "ently", "tinely", "ically", "perly", "ately", "tively") {
		if out := manner.ReplaceAllString(text, "$1"); len(strings.Fields(out)) >= leastGist {
			text = out
		}
	}
	if mentions(lower, "part of ", "among ", "one of ") {
		if out := strings.TrimSpace(within.ReplaceAllString(text, "")); len(strings.Fields(out)) >= leastGist {
			text = out
		}
	}
	if mentions(lower, "accord", " line with", "keeping with", "compliance with", "basis of", "based on", "commensurate", "proportionate", "as appropriate", "as needed", "as necessary", "applicable", "where ", "permi", "allowed", "feasible") {
		text = without(grounds, text)
	}
	if strings.Contains(lower, " to ") {
		text = without(purpose, text)
	}
	return text
}

// without leaves an adjunct out, unless little stands before it or it names a law
// or a standard.
func without(adjunct *regexp.Regexp, text string) string {
	if loc := adjunct.FindStringIndex(text); loc != nil && len(strings.Fields(text[:loc[0]])) >= leastGist && !named.MatchString(text[loc[0]:loc[1]]) {
		return text[:loc[0]] + text[loc[1]:]
	}
	return text
}

// leastGist is how many words a question needs before its adjunct.
const leastGist = 3
