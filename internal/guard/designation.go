package guard

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"candor/internal/textnorm"
)

// checkDesignation finds a standard that the question names by its number and
// the entry does not: what follows NIST SP 800-88 says nothing about 800-171,
// however alike the words are. Standards in brackets and examples only say
// where a question comes from.
func (g *Guard) checkDesignation(t *texts) []Finding {
	text := withoutBrackets(gist(t.question.Text))
	words := strings.FieldsFunc(text, func(r rune) bool { return !isDesignation(r) })
	for i := range words {
		if !g.issuers[textnorm.Fold(words[i])] {
			continue
		}
		number := g.designated(words[i+1:])
		if number == "" || strings.Contains(t.e, padded(number)) || offersOther(t.q, number, g) {
			continue
		}
		return []Finding{{Object, fmt.Sprintf("the question names the standard %q, the entry does not", words[i]+" "+number), EffectReview}}
	}
	return nil
}

// checkArticle finds an article of a law that the question names by its number,
// where the entry names another one: what is done under Article 28 of the GDPR
// says nothing of Article 35.
func (g *Guard) checkArticle(t *texts) []Finding {
	asked := article.FindAllStringSubmatch(textnorm.Fold(t.question.Text), -1)
	said := article.FindAllStringSubmatch(t.e, -1)
	if len(asked) == 0 || len(said) == 0 {
		return nil
	}
	for _, a := range asked {
		if slices.ContainsFunc(said, func(s []string) bool { return s[1] == a[1] }) {
			return nil
		}
	}
	return []Finding{{Object, fmt.Sprintf("the question names the article %q of a law, the entry another one", asked[0][1]), EffectReview}}
}

// article is the number of an article in folded text, in five languages.
var article = regexp.MustCompile(`\b(?:article|articles|art|artikel|articulo|artigo)\.? (\d+)`)

// leastDigits is how long the number of a standard is at least: shorter ones
// are versions, levels and sizes, which other checks compare.
const leastDigits = 3

// designated is the number that follows an issuer's letters, "800-171" after
// "SP", without edition and part of the text; "" if none does.
func (g *Guard) designated(words []string) string {
	for _, w := range words[:min(len(words), 3)] {
		number, _, _ := strings.Cut(w, ":")
		number = strings.Trim(number, "-.")
		if digits := strings.Map(onlyDigits, number); len(digits) >= leastDigits && number[0] >= '0' && number[0] <= '9' {
			return number
		}
		if !g.issuers[textnorm.Fold(w)] {
			return ""
		}
	}
	return ""
}

// offersOther is true if the question takes something like it as well.
func offersOther(question, number string, g *Guard) bool {
	_, after, ok := strings.Cut(question, padded(number))
	_, other := has(" "+after, g.orSimilar)
	return ok && other
}

func isDesignation(r rune) bool {
	return r == '-' || r == '.' || r == ':' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

func onlyDigits(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// withoutBrackets is the text without what stands in round and square brackets.
func withoutBrackets(text string) string {
	var out strings.Builder
	depth := 0
	for _, r := range text {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				out.WriteRune(r)
			}
		}
	}
	return out.String()
}
