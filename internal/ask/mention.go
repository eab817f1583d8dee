package ask

import "strings"

// mention is one framework name found, as a range of tokens.
type mention struct {
	ids       []string
	from, to  int // tokens [from, to)
	types     []int
	edition   string
	premise   string
	doc       string // the document that the name itself asks for
	plus      bool
	weak      bool
	ambiguous bool
}

// mentionFinder holds the state of one search.
type mentionFinder struct {
	*names
	toks    []token
	found   []mention
	context bool
	beside  map[int]int // where "ISO" without a number stands for 27001 -> end
	not     map[string]bool
	starts  map[int]nameAt
}

type nameAt struct{ entry, end int }

// find returns the mentions of toks in order; none overlap. Context tells that
// the surroundings speak of certification already.
func (n *names) find(toks []token, context bool) []mention {
	f := &mentionFinder{names: n, toks: toks, context: context}
	f.lookup()
	for i := 0; i < len(toks); {
		m, ok := f.at(i)
		if !ok {
			i++
			continue
		}
		f.found = append(f.found, m)
		i = m.to
		i = f.elided(i)
	}
	return f.settled()
}

// lookup runs the trie once and notes which names begin where.
func (f *mentionFinder) lookup() {
	syms, words := make([][]symbol, len(f.toks)), make([]wordKind, len(f.toks))
	buf := make([]symbol, 0, 4*len(f.toks))
	for i, t := range f.toks {
		from := len(buf)
		buf = f.trie.resolve(buf, t)
		syms[i], words[i] = buf[from:len(buf):len(buf)], kindOfWord(t, false)
	}
	start := 0
	w := &walker{m: f.trie, syms: syms, words: words}
	w.found = func(payload int32, end int) { f.note(int(payload), start, end) }
	for start = range f.toks {
		if len(syms[start]) > 0 {
			w.begin(start)
		}
	}
}

func (f *mentionFinder) note(entry, start, end int) {
	switch e := f.entries[entry]; e.kind {
	case nameContext:
		f.context = true
	case nameISO:
		for k := start; k < end; k++ {
			if f.toks[k].text == "iso" {
				if f.beside == nil {
					f.beside = map[int]int{}
				}
				f.beside[k] = k + 1
			}
		}
	case nameNot:
		if f.not == nil {
			f.not = map[string]bool{}
		}
		f.not[e.ids[0]] = true
	case nameStrong, nameWeak:
		if f.starts == nil {
			f.starts = map[int]nameAt{}
		}
		old, ok := f.starts[start]
		if !ok || end > old.end || end == old.end && e.kind < f.entries[old.entry].kind {
			f.starts[start] = nameAt{entry, end}
		}
	}
}

// at reads the mention that begins at token i.
func (f *mentionFinder) at(i int) (mention, bool) {
	if m, ok := f.isoAt(i); ok {
		return m, true
	}
	if m, ok := f.socAt(i); ok {
		return m, true
	}
	hit, ok := f.starts[i]
	if !ok {
		return mention{}, false
	}
	e := f.entries[hit.entry]
	m := mention{ids: e.ids, from: i, to: hit.end, premise: e.premise, weak: e.kind == nameWeak, ambiguous: len(e.ids) > 1}
	m.doc = e.doc
	if f.typeWord[f.text(i)] {
		m.types = f.typeNumbers(i+1, m.to)
	}
	if t := f.text(m.to - 1); m.to-i > 1 && (t == "report" || t == "reports") {
		m.to-- // "report" stays a word of the question
	}
	if len(e.ids) > 1 {
		f.numbered(&m)
	}
	f.typed(&m)
	f.year(&m)
	return m, true
}

// typeNumbers reads the types within [from, to).
func (f *mentionFinder) typeNumbers(from, to int) []int {
	var out []int
	for k := from; k < to; k++ {
		if n := f.socNumber(k); n == "1" || n == "2" {
			out = append(out, int(n[0]-'0'))
		}
	}
	return out
}

// numbered narrows "Service Organization Control report (2)" to its number.
func (f *mentionFinder) numbered(m *mention) {
	if n := f.socNumber(m.to); n != "" {
		m.ids, m.to, m.ambiguous = []string{"soc" + n}, m.to+1, false
	}
}

func (f *mentionFinder) text(i int) string {
	if i < 0 || i >= len(f.toks) {
		return ""
	}
	return f.toks[i].text
}

// isoAt reads "DIN EN ISO/IEC 27001:2022" and the like, and "ISO" without a
// number beside a word that makes it a certification.
func (f *mentionFinder) isoAt(i int) (mention, bool) {
	k := i
	if t := f.toks[i]; f.isoPrefix[t.text] && !t.upper && t.text != "iso" {
		return mention{}, false // "en", "une", "norm" are words too
	}
	for k < len(f.toks) && k < i+9 && (f.isoPrefix[f.toks[k].text] || k > i && (f.toks[k].is("/") || f.toks[k].is(":") || f.toks[k].is("("))) {
		k++
	}
	id, known := f.iso.Numbers[f.text(k)]
	switch {
	case known && k > i && f.prefixed(i, k):
		return f.isoNumber(id, i, k), true
	case known && k == i && f.bare[f.text(k)]:
		m := f.isoNumber(id, i, k)
		m.weak = true
		return m, true
	}
	end, ok := f.beside[i]
	if f.text(i) == "iso" && f.listed(i) {
		end, ok = i+1, true
	}
	if ok && (k >= len(f.toks) || !f.toks[k].number()) {
		return mention{ids: []string{"iso27001"}, from: i, to: end, ambiguous: true}, true
	}
	return mention{}, false
}

// prefixed tells whether a real standard's prefix, not just "norm", stands
// before the number.
func (f *mentionFinder) prefixed(i, k int) bool {
	for ; i < k; i++ {
		switch f.toks[i].text {
		case "iso", "iec", "bs", "nbr", "jis", "en", "une", "nf", "din":
			return true
		}
	}
	return false
}

func (f *mentionFinder) isoNumber(id string, from, k int) mention {
	m := mention{ids: []string{id}, from: from, to: k + 1}
	if f.text(k) == "27" && f.text(k+1) == "k" {
		m.to++
	}
	if t := f.text(m.to); len(t) == 1 && t != "0" && f.toks[m.to].number() && !f.toks[m.to].spaced {
		m.to++ // the part of "20000-1"
	}
	f.year(&m)
	return m
}

// year takes ":2022", "-2013", "(2022)" after a number; several years in one
// bracket are alternatives and no edition.
func (f *mentionFinder) year(m *mention) {
	k := m.to
	bracket := false
	switch {
	case k < len(f.toks) && f.toks[k].is(":"):
		k++
	case k < len(f.toks) && f.toks[k].is("("):
		bracket = true
		k++
	case k < len(f.toks) && f.toks[k].is("/") && len(f.text(k+1)) == 4:
		k++
	}
	y := f.text(k)
	if len(y) != 4 || y < "1995" || y > "2039" || !f.toks[k].number() || bracket && f.text(k+1) != ")" {
		return
	}
	if f.toks[k].spaced && !bracket && f.text(m.to) != ":" && m.to == k && !strings.HasPrefix(m.ids[0], "iso") {
		return
	}
	m.edition, m.to = y, k+1
	if bracket {
		m.to++
	}
	if e, ok := f.iso.Editions[f.adoption(m)+y]; ok && m.ids[0] == "iso27001" {
		m.edition = e
	}
}

// adoption names the national body whose year counts differently.
func (f *mentionFinder) adoption(m *mention) string {
	for k := m.from; k < m.to; k++ {
		switch t := f.toks[k].text; t {
		case "din":
			return "din "
		case "en", "une", "nf", "bs":
			return "en "
		}
	}
	return ""
}

// elided reads on after a mention: ", 27017 and 27018", "/2".
func (f *mentionFinder) elided(i int) int {
	for {
		last := f.found[len(f.found)-1]
		k := i
		for k < len(f.toks) && k < i+3 && f.separator[f.toks[k].text] {
			k++
		}
		if k == i || k >= len(f.toks) {
			return i
		}
		m, ok := f.next(last, k)
		if !ok {
			return i
		}
		f.found = append(f.found, m)
		i = m.to
	}
}

func (f *mentionFinder) next(last mention, k int) (mention, bool) {
	if strings.HasPrefix(last.ids[0], "iso") {
		if id, ok := f.iso.Numbers[f.text(k)]; ok && len(f.text(k)) > 3 {
			return f.isoNumber(id, k, k), true
		}
	}
	if strings.HasPrefix(last.ids[0], "soc") && !last.ambiguous {
		if n := f.socNumber(k); n != "" && len(f.text(k)) == 1 && f.toks[k].number() {
			m := mention{ids: []string{"soc" + n}, from: k, to: k + 1}
			f.typed(&m)
			return m, true
		}
	}
	return mention{}, false
}

// settled drops weak names without context, killed homonyms, and standards
// that only say how a neighbouring SOC report was made.
func (f *mentionFinder) settled() []mention {
	var out []mention
	for i, m := range f.found {
		switch {
		case m.weak && !f.context && len(f.found) < 2, f.not[m.ids[0]] && m.ids[0] != "soc2":
			continue
		case f.isStandardOfReport(i), f.isTypeOfOther(i):
			continue
		}
		out = append(out, m)
	}
	return out
}

// isTypeOfOther tells of "C5:2020 Type 2 report" that the type is that of the
// report named before it, and gives it to that one.
func (f *mentionFinder) isTypeOfOther(i int) bool {
	if i == 0 || !f.typeWord[f.text(f.found[i].from)] {
		return false
	}
	before := &f.found[i-1]
	if before.to != f.found[i].from || before.ids[0] != "c5" && before.ids[0] != "soc1" && before.ids[0] != "soc2" {
		return false
	}
	if n := f.socNumber(f.found[i].from + 1); n == "1" || n == "2" {
		before.types = append(before.types, int(n[0]-'0'))
		before.to = f.found[i].to
	}
	return true
}

// isStandardOfReport tells of "SSAE 18 (SOC 2)" and "SOC 2 under SSAE 18" that
// the standard is no framework of its own. "SOC 2, ISAE 3402" lists two.
func (f *mentionFinder) isStandardOfReport(i int) bool {
	if t := f.text(f.found[i].from); t != "ssae" && t != "at" && t != "statement" {
		return false
	}
	near := func(from, to int) bool {
		for k := from; k < to; k++ {
			if f.toks[k].is(",") || f.separator[f.text(k)] && !f.toks[k].is("/") {
				return false
			}
		}
		return to-from <= 3
	}
	isSOC := func(m mention) bool { return f.text(m.from) == "soc" || len(m.ids) > 1 }
	return i > 0 && isSOC(f.found[i-1]) && near(f.found[i-1].to, f.found[i].from) ||
		i+1 < len(f.found) && isSOC(f.found[i+1]) && near(f.found[i].to, f.found[i+1].from)
}
