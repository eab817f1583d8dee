package ask

import "slices"

// socNumber returns "1", "2" or "3" for an arabic or roman number at k.
func (f *mentionFinder) socNumber(k int) string {
	t := f.text(k)
	if r, ok := f.roman[t]; ok {
		t = r
	}
	if t == "1" || t == "2" || t == "3" {
		return t
	}
	return ""
}

// socAt reads "SOC 2 Type II", "SOC 1/2" and "SOC" beside a report word.
func (f *mentionFinder) socAt(i int) (mention, bool) {
	if f.text(i) != "soc" {
		return mention{}, false
	}
	if n := f.socNumber(i + 1); n != "" {
		if f.notSOC[f.text(i+2)] {
			return mention{}, false
		}
		m := mention{ids: []string{"soc" + n}, from: i, to: i + 2}
		if m.to < len(f.toks) && f.toks[m.to].is("+") && !f.toks[m.to].spaced {
			m.plus = true
			m.to++
		}
		f.typed(&m)
		return m, true
	}
	if f.not["soc2"] {
		return mention{}, false
	}
	m := mention{ids: []string{"soc1", "soc2"}, from: i, to: i + 1, ambiguous: true}
	f.typed(&m)
	if f.listed(i) || len(m.types) > 0 || f.report[f.text(i+1)] || f.report[f.text(i-1)] || f.report[f.text(i-2)] && f.text(i-1) != "" && len(f.text(i-1)) <= 3 && !f.toks[i-1].punct {
		return m, true
	}
	return mention{}, false
}

// listed tells of a bare "SOC" or "ISO" that it stands in a list of such names:
// "audits (SOC, ISO, PCI)".
func (f *mentionFinder) listed(i int) bool {
	if !f.context {
		return false
	}
	family := func(k int) bool {
		switch f.text(k) {
		case "soc", "iso", "pci", "hitrust", "hipaa", "fedramp", "csa", "tisax":
			return true
		}
		return false
	}
	return f.separator[f.text(i+1)] && family(i+2) || f.separator[f.text(i-1)] && family(i-2)
}

// typed takes "Type II", "Typ 2", "T2", "Type 1 or Type 2" after a mention.
func (f *mentionFinder) typed(m *mention) {
	for round := range 2 {
		k, word := f.typeWordAfter(m.to, round > 0)
		if !word && (round == 0 || k == m.to) {
			return
		}
		n := f.socNumber(k)
		if n != "1" && n != "2" {
			return
		}
		bracket := k > m.to && f.toks[m.to].is("(")
		if v := int(n[0] - '0'); !slices.Contains(m.types, v) {
			m.types = append(m.types, v)
		}
		m.to = k + 1
		if bracket && f.text(m.to) == ")" {
			m.to++
		}
	}
}

// typeWordAfter skips marks and small words from token i on and returns where
// the type's number stands, and whether the word "type" stood before it. After
// a first type a separator may stand there too: "Type 1 or 2".
func (f *mentionFinder) typeWordAfter(i int, again bool) (k int, word bool) {
	k = i
	for k < len(f.toks) && k < i+2 && (f.joins(k) || again && f.separator[f.text(k)]) {
		k++
	}
	for k < len(f.toks) && k < i+3 && f.linksType(k) {
		k++
	}
	if f.typeWord[f.text(k)] || f.text(k) == "t" && k+1 < len(f.toks) && !f.toks[k+1].spaced {
		return k + 1, true
	}
	return k, false
}

// joins tells of a mark that may stand between a name and its type.
func (f *mentionFinder) joins(k int) bool {
	return f.toks[k].punct && f.toks[k].text != "." && f.toks[k].text != "?"
}

// linksType tells of the small words of "SOC 2 de type II", "SOC 2 report Type II".
func (f *mentionFinder) linksType(k int) bool {
	switch f.text(k) {
	case "de", "of":
		return true
	case "report":
		return f.typeWord[f.text(k+1)]
	}
	return false
}
