package guard

import (
	"regexp"
	"strings"
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
var adjunct = regexp.MustCompile(`(?i),? (?:according to|in accordance with|in line with|in keeping with|in compliance with|on the basis of|based on|depending on|commensurate with|proportionate to|as appropriate|as needed|as necessary|where applicable|if applicable|where appropriate|where necessary|where possible|in case of|in case|in the event of|in the event that|in order to|so as to|with the aim of|for the purposes? of|with a view to)\b[^,;?.]*`)

// named is what a law or standard is called by ("HIPAA", "800-88"): that a thing
// is done as one of those has it is no mere manner.
var named = regexp.MustCompile(`[A-Z]{2}|[0-9]`)

// within is what a question adds on the programme that a thing belongs to.
var within = regexp.MustCompile(`(?i),? ?\b(?:as )?part of (?:your|the|its|our|an?) (?:[a-z-]+ ){0,4}(?:programme|program|framework|isms|management system|strategy|efforts|measures|practices?|procedures?|process(?:es)?|operations|controls|approach|business)\b,?`)

// gist is the text without its examples and adjuncts, as far as it still begins
// with something.
func gist(text string) string {
	text = withoutExamples(text)
	if out := strings.TrimSpace(within.ReplaceAllString(text, "")); len(strings.Fields(out)) >= leastGist {
		text = out
	}
	if loc := adjunct.FindStringIndex(text); loc != nil && len(strings.Fields(text[:loc[0]])) >= leastGist && !named.MatchString(text[loc[0]:loc[1]]) {
		return text[:loc[0]] + text[loc[1]:]
	}
	return text
}

// leastGist is how many words a question needs before its adjunct.
const leastGist = 3

// confirming opens a question that only wants a sentence to be confirmed.
var confirming = regexp.MustCompile(`(?i)^\s*(?:(?:can|could|will|would) you (?:please )?confirm|please confirm|kindly confirm|do you confirm|is it (?:true|correct|right)|is it the case) that\s+`)

// confirmed is the text without such an opening: "Can you confirm that data is
// encrypted?" states what is to be confirmed.
func confirmed(text string) string {
	loc := confirming.FindStringIndex(text)
	if loc == nil {
		return text
	}
	return strings.TrimSuffix(strings.TrimSpace(text[loc[1]:]), "?") + "."
}
