package guard

import (
	"regexp"
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

// gist is the text without its examples and adjuncts, as far as it still begins
// with something.
func gist(text string) string { return textnorm.Gist(withoutExamples(text)) }

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
