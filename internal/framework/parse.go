package framework

import (
	"regexp"
	"slices"
	"strings"
)

// Control ids as sheets write them. A criterion stands alone (CC6.1, A1.2,
// PI1.4, P6.7); an Annex A control has "A." before it or the standard's name
// near it; three numbers (A.9.2.1) are the 2013 edition's form.
var (
	criterionID = regexp.MustCompile(`\b(CC[1-9]\.\d{1,2}|PI1\.\d|A1\.[1-3]|C1\.[12]|P[1-8]\.\d)\b`)
	annexID     = regexp.MustCompile(`\bA[.\s]?(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\b`)
	clauseID    = regexp.MustCompile(`(?i)\bclauses?\s+(\d{1,2}(?:\.\d){0,2})\b`)
	isoNamed    = regexp.MustCompile(`(?i)\b(?:ISO(?:/IEC)?[\s:-]*)?2700[12]\b`)
	bareNumber  = regexp.MustCompile(`\b(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\b`)
	edition2013 = regexp.MustCompile(`2700[12]\s*[:-]\s*2013`)
)

// Refs returns the controls of the catalogue that text names, in the order of
// their first mention: the content of a mapping column ("A.8.24; CC6.7;
// SC-13") or a question that cites a control. Ids that the catalogue does not
// hold are left out, so that SC-13 of another framework is no match.
func (c *Catalogue) Refs(text string) []string {
	type hit struct {
		at  int
		ref string
	}
	var hits []hit
	keep := func(at int, refs ...string) {
		for _, ref := range refs {
			if _, ok := c.controls[ref]; ok {
				hits = append(hits, hit{at, ref})
				return
			}
		}
	}
	for _, m := range criterionID.FindAllStringSubmatchIndex(text, -1) {
		keep(m[0], "soc2:"+text[m[2]:m[3]])
	}
	iso, old := isoNamed.MatchString(text), edition2013.MatchString(text)
	for _, m := range annexID.FindAllStringSubmatchIndex(text, -1) {
		keep(m[0], annexRefs("A."+text[m[2]:m[3]], old)...)
	}
	if iso {
		for _, m := range clauseID.FindAllStringSubmatchIndex(text, -1) {
			keep(m[0], "iso27001:cl"+text[m[2]:m[3]])
		}
		for _, m := range bareNumber.FindAllStringSubmatchIndex(text, -1) {
			if !strings.HasSuffix(strings.ToLower(strings.TrimRight(text[:m[0]], " ")), "clause") {
				keep(m[0], annexRefs("A."+text[m[2]:m[3]], old)...)
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.at - b.at })
	var refs []string
	for _, h := range hits {
		if !slices.Contains(refs, h.ref) {
			refs = append(refs, h.ref)
		}
	}
	return refs
}

// annexRefs orders the editions to try: the one that the text names, else the
// current one; an id of three numbers is only in the 2013 edition.
func annexRefs(id string, old bool) []string {
	if old {
		return []string{"iso27001-2013:" + id, "iso27001:" + id}
	}
	return []string{"iso27001:" + id, "iso27001-2013:" + id}
}

// Current returns refs with those of the 2013 edition replaced by the 2022
// controls that they went to; other references stay. Order is kept and
// doubles are dropped.
func (c *Catalogue) Current(refs []string) []string {
	var out []string
	for _, ref := range refs {
		next := []string{ref}
		if to := c.Mapped(ref, "iso27001"); strings.HasPrefix(ref, "iso27001-2013:") && len(to) > 0 {
			next = to
		}
		for _, r := range next {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}
