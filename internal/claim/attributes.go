package claim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"candor/internal/posture"
	"candor/internal/textnorm"
)

// wrongLevel checks a grade said beside the framework: "Level 1", "AL3", "r2",
// "Cyber Essentials Plus".
func wrongLevel(cl clause, a *posture.Attestation, in posture.Instrument) string {
	if a.Level == "" || len(in.Levels) == 0 {
		return ""
	}
	for _, level := range in.Levels {
		if strings.EqualFold(level, a.Level) {
			continue
		}
		if saysLevel(cl.folded, textnorm.Fold(level)) {
			return fmt.Sprintf("claims level %s, the record %q is of level %s", level, a.ID, a.Level)
		}
	}
	return ""
}

// numbered and graded find levels; a bare figure is one only after its word.
var (
	numbered = regexp.MustCompile(`\b(?:level|niveau|nivel|stufe) (\d)\b`)
	graded   = regexp.MustCompile(frameworkMask + `(?:[ -]|\()*(?:at |level |the |au niveau |nivel |categoria )*([a-z]+\d?|\d)\b|\b(low|moderate|high)(?:[ -](?:impact|baseline))`)
)

func saysLevel(folded, level string) bool {
	for _, m := range slices.Concat(numbered.FindAllStringSubmatch(folded, -1), graded.FindAllStringSubmatch(folded, -1)) {
		if slices.Contains(m[1:], level) {
			return true
		}
	}
	return false
}

// wrongCriteria checks the Trust Services categories that the clause says the
// report covers. A category's name is also a common word, so it counts only
// after a word of covering: "our report is available" names none.
func (c *Checker) wrongCriteria(cl clause, a *posture.Attestation, in posture.Instrument) string {
	if !in.Criteria || len(a.Criteria) == 0 {
		return ""
	}
	ref := c.posture.Reference()
	folded := cl.folded
	if loc := mentionMask.FindStringIndex(folded); loc != nil {
		folded = folded[loc[1]:]
	}
	context := c.patterns.criteriaContext.FindStringIndex(folded)
	if context == nil {
		return ""
	}
	if c.patterns.allCriteria.MatchString(folded) && len(a.Criteria) < len(ref.Criteria()) {
		return fmt.Sprintf("claims every category, the record %q covers %s", a.ID, strings.Join(a.Criteria, ", "))
	}
	for _, id := range ref.Criteria() {
		if slices.Contains(a.Criteria, id) {
			continue
		}
		for _, name := range append(ref.CriterionNames(id), strings.ReplaceAll(id, "_", " ")) {
			if at := indexWord(folded, textnorm.Fold(name)); at >= context[0] {
				return fmt.Sprintf("claims the category %s, the record %q covers %s", name, a.ID, strings.Join(a.Criteria, ", "))
			}
		}
	}
	return ""
}

// wrongProduct checks each product that the clause names.
func (c *Checker) wrongProduct(cl clause, a *posture.Attestation) string {
	if c.patterns.allScope.MatchString(cl.folded) {
		for _, p := range c.posture.Products {
			if !a.CoversProduct(p.ID) {
				return fmt.Sprintf("claims every product, %s is outside the scope of %q", p.ID, a.ID)
			}
		}
	}
	for _, id := range c.products(cl) {
		if !a.CoversProduct(id) {
			return fmt.Sprintf("names the product %s, which is outside the scope of %q", id, a.ID)
		}
	}
	return ""
}

// products finds the products of a clause. A name that may be a common word
// counts only as it is written, or beside a word such as "product": "mobile
// devices" are not the product Mobile.
func (c *Checker) products(cl clause) []string {
	text := cl.text
	if name := c.posture.Company.LegalName; name != "" {
		text = strings.ReplaceAll(text, name, " ")
	}
	folded := textnorm.Fold(text)
	var ids []string
	for _, id := range c.posture.ProductsIn(text) {
		if cl.whole || cl.follows || c.namedIn(cl.folded, id) {
			if c.asWritten(text, id) || c.besideNoun(folded, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (c *Checker) names(id string) []string {
	for _, p := range c.posture.Products {
		if p.ID == id {
			return append([]string{p.Name, p.ID}, p.Aliases...)
		}
	}
	return nil
}

func (c *Checker) namedIn(folded, id string) bool {
	return slices.ContainsFunc(c.names(id), func(n string) bool { return indexWord(folded, textnorm.Fold(n)) >= 0 })
}

func (c *Checker) asWritten(text, id string) bool {
	return slices.ContainsFunc(c.names(id), func(n string) bool {
		if n == "" || strings.ToLower(n) == n {
			return false
		}
		at := indexWord(text, n)
		return at > 0 || at == 0 && (strings.ContainsRune(n, ' ') || subject.MatchString(text[len(n):]))
	})
}

// subject follows a name that begins its sentence; any capitalised word may
// stand there, such as the "Mobile" of "Mobile devices are encrypted".
var subject = regexp.MustCompile(`^(?:[,:;]| (?:is|are|was|has|holds|and|ist|hat|und|est|a|et|es|tiene|y|tem|e)\b)`)

func (c *Checker) besideNoun(folded, id string) bool {
	return slices.ContainsFunc(c.names(id), func(n string) bool {
		if n = textnorm.Fold(n); n == "" {
			return false
		}
		n = regexp.QuoteMeta(n)
		re, err := regexp.Compile(`\b` + n + ` ` + c.patterns.productNouns + `\b|\b` + c.patterns.productNouns + ` ` + n + `\b`)
		return err == nil && re.MatchString(folded)
	})
}

// wrongLocation checks the places that the clause says are in scope.
func (c *Checker) wrongLocation(cl clause, a *posture.Attestation) string {
	loc := c.patterns.scope.FindStringIndex(cl.folded)
	if loc == nil {
		return ""
	}
	text := cl.text
	if name := a.Issuer.Name; name != "" {
		text = strings.ReplaceAll(text, name, " ")
	}
	for _, place := range c.posture.Reference().Places(text) {
		if !c.posture.CoversLocation(a, place) {
			return fmt.Sprintf("names the place %s, which is outside the scope of %q", place, a.ID)
		}
	}
	return ""
}

// wrongAuditor checks the name of who is said to have signed.
func (c *Checker) wrongAuditor(cl clause, a *posture.Attestation) string {
	for _, re := range c.patterns.auditors {
		for _, m := range re.FindAllStringSubmatch(cl.text, -1) {
			named := m[1]
			if !samePeople(named, a.Issuer.Name) && !c.isOurs(named) {
				return fmt.Sprintf("names %q as the issuer, the record %q names %q", named, a.ID, a.Issuer.Name)
			}
		}
	}
	return ""
}

// isOurs takes "our policies were issued by Example Inc." as no auditor.
func (c *Checker) isOurs(name string) bool {
	return samePeople(name, c.posture.Company.LegalName)
}

// generic words are part of many firms' names and identify none.
var generic = []string{
	"the", "and", "und", "of", "de", "llp", "llc", "inc", "ltd", "gmbh", "ag", "bv", "sa", "co", "cpa", "cpas", "group", "certification",
	"audit", "assurance", "services", "firm", "body", "iso", "iec", "soc", "type", "aicpa", "independent", "licensed", "accredited", "qualified", "security", "assessor", "enx", "qsa", "3pao", "c3pao", "irap", "cmmc",
}

// samePeople reports whether two names share a word that identifies, or
// whether the first consists of nothing that could.
func samePeople(claimed, recorded string) bool {
	words := telling(claimed)
	if len(words) == 0 {
		return true
	}
	known := telling(recorded)
	if len(known) == 0 {
		return strings.EqualFold(strings.TrimSpace(claimed), strings.TrimSpace(recorded)) && recorded != ""
	}
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(known, w) })
}

func telling(name string) []string {
	words := strings.FieldsFunc(textnorm.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(words, func(w string) bool { return slices.Contains(generic, w) })
}

// indexWord returns where word stands in text with no letter or digit beside
// it, or -1.
func indexWord(text, word string) int {
	if word == "" {
		return -1
	}
	for from := 0; from <= len(text); {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		if !wordByte(text, i-1) && !wordByte(text, i+len(word)) {
			return i
		}
		from = i + len(word)
	}
	return -1
}

// wordByte takes every byte beyond ASCII for part of a letter.
func wordByte(text string, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	b := text[i]
	return b >= 0x80 || b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
