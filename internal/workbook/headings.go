package workbook

import (
	"strings"
	"unicode"
)

// headingMin is the weight of evidence from which a short text among questions
// is a heading. The weights below are such that no single trait suffices: a
// bold row without id is a heading, a bold row with a dropdown is none.
const headingMin = 1.5

func (d *detector) headingScore(t *layout, r *gridRow, f found, kind askKind) float64 {
	s := d.headingDress(t, f) + d.headingWords(f.text, kind)
	if t.idcol > 0 && t.idcol != f.at.col {
		if kind == askLabel && d.leadsParts(t, r) {
			s += 3
		} else {
			s += d.headingID(t, r)
		}
	}
	for col, k := range t.columns {
		if !k.role.takesAnswers() {
			continue
		}
		at := d.grid.anchor(pos{r.num, col})
		c, _ := d.grid.at(at.row, at.col)
		if trim(c.text) != "" && !d.lex.filler(c.text) {
			s -= 2
		}
		if d.grid.locked(at) && k.ofRows(k.locked) < 0.3 {
			s += 2
		}
	}
	if t.aligned > 0 {
		if d.hasList(t, r) {
			s -= d.listWeight(t, r)
		} else if k := t.byRole(roleChoice); k != nil && k.ofRows(k.listed) > 0.7 {
			s++
		}
	}
	// Where labels are the norm, a label is no sign of a heading.
	if t.asks*5 < t.filled*2 {
		s--
	}
	if d.bare(t, r) {
		s += 0.3
	} else {
		s -= 0.5
	}
	return s
}

// listWeight is how much a dropdown says against a heading: little if one range
// was drawn over many rows, which then holds for headings among them too.
func (d *detector) listWeight(t *layout, r *gridRow) float64 {
	k := t.byRole(roleChoice)
	at := d.grid.anchor(pos{r.num, k.col})
	for _, i := range d.rules.at(at) {
		for _, area := range d.rules.rules[i].areas {
			if d.rules.rules[i].kind == "list" && area.contains(at) && area.from.row < r.num && r.num < area.to.row {
				return 1
			}
		}
	}
	return 3
}

// headingDress compares the cell with those of the questions around it.
func (d *detector) headingDress(t *layout, f found) float64 {
	l := d.lookAt(f.at.row, f.at.col)
	all, usual := 0, look{}
	for other, n := range t.looks {
		all += n
		if n > t.looks[usual] || n == t.looks[usual] && !other.bold {
			usual = other
		}
	}
	switch {
	case all == 0:
		return 0
	case t.asks*5 < t.filled*2 && t.looks[l]*5 < all*2 && (l.bold && !usual.bold || l.size > usual.size):
		// Headings were counted too, since nothing tells them from what they head.
		return 2
	case t.looks[l]*10 >= all:
		return -1
	case l.bold || l.fill != "" || l.size > 11:
		return 2
	}
	return 0.5
}

func (d *detector) headingWords(text string, kind askKind) float64 {
	folded := fold(text)
	n := wordCount(folded)
	s := 0.0
	switch {
	case kind == askSentence && !hanShare(text):
		s -= 1.5
	case n <= 8:
		s += 0.5
	case n > 14:
		s -= 2
	}
	if strings.HasSuffix(text, ".") {
		s -= 0.5
	}
	if allCaps(text) {
		s++
	}
	if d.lex.labels.has(strings.TrimSuffix(folded, " ")) || strings.HasSuffix(text, ":") && n <= 5 && d.lex.labels.within(folded) {
		s -= 1.5
	}
	return s
}

// headingID: a row without id among numbered ones is a heading; so is a row
// whose id has fewer parts ("4" above "4.1").
func (d *detector) headingID(t *layout, r *gridRow) float64 {
	k := t.columns[t.idcol]
	id := r.text(t.idcol)
	share := float64(k.filled) / float64(max(t.filled, 1))
	switch {
	case id == "" && (share >= 0.7 || t.askIDs):
		return 1.5
	case id == "":
		return 0
	case !strings.ContainsAny(id, "0123456789") && k.share(k.ids) > 0.7:
		return 1
	case strings.ContainsAny(id, ".-") || !t.deepIDs:
		return -1.5
	}
	return 1
}

// leadsParts is true for a row whose number the next one continues: "4" or
// "4.2" above "4.2.1". A follow-up makes no heading of the question before it.
func (d *detector) leadsParts(t *layout, r *gridRow) bool {
	id := strings.TrimRight(r.text(t.idcol), ". ")
	if id == "" || len(id) > 16 || strings.ToUpper(id) != id || strings.Contains(id, " ") {
		return false
	}
	i := d.rowIndex(r.num) + 1
	for i < t.last && d.rows[i].text(t.qcol) == "" {
		i++
	}
	if i >= t.last || d.lex.dependents.begins(fold(clip(d.rows[i].text(t.qcol), 200))) {
		return false
	}
	rest, ok := strings.CutPrefix(d.rows[i].text(t.idcol), id)
	return ok && len(rest) > 1 && (rest[0] == '.' || rest[0] == '-') && rest[1] >= '0' && rest[1] <= '9'
}

func allCaps(s string) bool {
	upper := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper >= 3
}
