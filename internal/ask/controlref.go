package ask

import (
	"slices"
	"strings"
)

// findControls notes the control ids of the text, and whether it consists of
// references only, as the cells of a mapping column do.
func (s *scan) findControls(raw []token) {
	refs, words := 0, 0
	next := 0
	for i := 0; i < len(raw); i++ {
		if next < len(s.mentions) && s.mentions[next].from == i {
			refs++
			i = s.mentions[next].to - 1
			next++
			continue
		}
		if id, n := controlAt(raw, i, s.mentions); n > 0 {
			if id != "" {
				s.controls = appendString(s.controls, id)
			}
			refs++
			i += n - 1
			continue
		}
		if !raw[i].punct && raw[i].text != "annex" && raw[i].text != "nist" && raw[i].text != "sp" {
			words++
		}
	}
	s.onlyRefs = words == 0 && refs > 0 && len(raw) > 2 && (len(s.controls) > 0 || refs > len(s.mentions))
}

// controlAt reads a control id at token i: "A.8.24", "CC6.1", "clause 9.2".
// It returns "" with a length for ids of catalogues that we do not carry.
func controlAt(raw []token, i int, mentions []mention) (id string, n int) {
	t := raw[i]
	num := func(k int) string {
		if k < len(raw) && raw[k].number() && len(raw[k].text) <= 3 {
			return raw[k].text
		}
		return ""
	}
	dotted := func(k int) bool { return k < len(raw) && raw[k].dotted }
	switch {
	case t.text == "a" && t.upper && num(i+1) != "" && dotted(i+2) && num(i+2) != "":
		return annexA(raw, i+1, raw[i+1].dotted || raw[i+1].spaced)
	case t.text == "annex" && i+1 < len(raw) && raw[i+1].text == "a" && num(i+2) != "" && dotted(i+3):
		id, n = annexA(raw, i+2, true)
		return id, n + 1
	case isCriterion(t) && num(i+1) != "" && !raw[i+1].spaced && dotted(i+2) && num(i+2) != "":
		return "soc2:" + strings.ToUpper(t.text) + num(i+1) + "." + num(i+2), 3
	case isClauseWord(t.text) && num(i+1) != "" && (dotted(i+2) || mentions != nil):
		id, n = dottedNumber(raw, i+1)
		return "iso27001:cl" + id, n + 1
	case (t.text == "requirement" || t.text == "req") && num(i+1) != "" && mentionsID(mentions, "pci-dss"):
		id, n = dottedNumber(raw, i+1)
		return "pci-dss:" + id, n + 1
	case len(t.text) == 2 && t.upper && !t.number() && num(i+1) != "" && !raw[i+1].spaced && !raw[i+1].dotted && raw[i+1].start == t.end+1:
		return "", 2 // NIST SP 800-53: "SC-13"
	}
	return "", 0
}

func dottedNumber(raw []token, k int) (id string, n int) {
	id, n = raw[k].text, 1
	for k+n < len(raw) && raw[k+n].dotted && raw[k+n].number() {
		id += "." + raw[k+n].text
		n++
	}
	return id, n
}

func mentionsID(mentions []mention, id string) bool {
	for _, m := range mentions {
		if slices.Contains(m.ids, id) {
			return true
		}
	}
	return false
}

// annexA reads the numbers after "A." Two numbers of themes 5 to 8 are the 2022
// edition, everything else the one of 2013.
func annexA(raw []token, k int, iso bool) (id string, n int) {
	parts := []string{raw[k].text}
	for j := k + 1; j < len(raw) && raw[j].dotted && raw[j].number() && len(parts) < 3; j++ {
		parts = append(parts, raw[j].text)
	}
	ref := "A." + strings.Join(parts, ".")
	switch {
	case !iso:
		return "soc2:A" + strings.Join(parts, "."), len(parts) + 1
	case len(parts) == 2 && len(parts[0]) == 1 && parts[0] >= "5" && parts[0] <= "8":
		return "iso27001:" + ref, len(parts) + 1
	}
	return "iso27001-2013:" + ref, len(parts) + 1
}

func isCriterion(t token) bool {
	switch t.text {
	case "cc", "pi", "p", "c", "a":
		return t.upper
	}
	return false
}

func isClauseWord(w string) bool {
	switch w {
	case "clause", "clauses", "klausel", "kapitel", "clausula", "chapitre":
		return true
	}
	return false
}
