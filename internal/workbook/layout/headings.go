package layout

import (
	"strings"
	"unicode"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// headingMin is the weight of evidence from which a short text among questions
// is a heading. The weights below are such that no single trait suffices: a
// bold row without id is a heading, a bold row with a dropdown is none.
const headingMin = 1.5

func (d *detector) headingScore(t *layout, r *grids.Row, f found, kind vocab.AskKind) float64 {
	s := d.headingDress(t, f) + d.headingWords(f.text, kind)
	if t.idcol > 0 && t.idcol != f.at.Col {
		if kind == vocab.AskLabel && d.leadsParts(t, r) {
			s += 3
		} else {
			s += d.headingID(t, r)
		}
	}
	for col, k := range t.columns {
		if !k.role.TakesAnswers() {
			continue
		}
		at := d.grid.Anchor(cellref.Pos{Row: r.Num, Col: col})
		c, _ := d.grid.At(at.Row, at.Col)
		if cellref.Trim(c.Text) != "" && !d.lex.Filler(c.Text) {
			s -= 2
		}
		if d.grid.Locked(at) && k.ofRows(k.locked) < 0.3 {
			s += 2
		}
	}
	if t.aligned > 0 {
		if d.hasList(t, r) {
			s -= d.listWeight(t, r)
		} else if k := t.byRole(vocab.RoleChoice); k != nil && k.ofRows(k.listed) > 0.7 {
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
func (d *detector) listWeight(t *layout, r *grids.Row) float64 {
	k := t.byRole(vocab.RoleChoice)
	at := d.grid.Anchor(cellref.Pos{Row: r.Num, Col: k.col})
	for _, i := range d.rules.At(at) {
		for _, area := range d.rules.Rules[i].Areas {
			if d.rules.Rules[i].Kind == "list" && area.Contains(at) && area.From.Row < r.Num && r.Num < area.To.Row {
				return 1
			}
		}
	}
	return 3
}

// headingDress compares the cell with those of the questions around it.
func (d *detector) headingDress(t *layout, f found) float64 {
	l := d.lookAt(f.at.Row, f.at.Col)
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

func (d *detector) headingWords(text string, kind vocab.AskKind) float64 {
	folded := vocab.Fold(text)
	n := vocab.WordCount(folded)
	s := 0.0
	switch {
	case kind == vocab.AskSentence && !vocab.Unspaced(text):
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
	if d.lex.Labels.Has(strings.TrimSuffix(folded, " ")) || strings.HasSuffix(text, ":") && n <= 5 && d.lex.Labels.Within(folded) {
		s -= 1.5
	}
	return s
}

// headingID: a row without id among numbered ones is a heading; so is a row
// whose id has fewer parts ("4" above "4.1").
func (d *detector) headingID(t *layout, r *grids.Row) float64 {
	k := t.columns[t.idcol]
	id := r.Text(t.idcol)
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
func (d *detector) leadsParts(t *layout, r *grids.Row) bool {
	id := strings.TrimRight(r.Text(t.idcol), ". ")
	if id == "" || len(id) > 16 || strings.ToUpper(id) != id || strings.Contains(id, " ") {
		return false
	}
	i := d.rowIndex(r.Num) + 1
	for i < t.last && d.rows[i].Text(t.qcol) == "" {
		i++
	}
	if i >= t.last || d.lex.Dependents.Begins(vocab.Fold(cellref.Clip(d.rows[i].Text(t.qcol), 200))) {
		return false
	}
	rest, ok := strings.CutPrefix(d.rows[i].Text(t.idcol), id)
	return ok && len(rest) > 1 && (rest[0] == '.' || rest[0] == '-') && rest[1] >= '0' && rest[1] <= '9'
}

// leadsLetters is true for a row whose number the next two go on with letters:
// "4" above "4a" and "4b", "4.2" above "4.2.a" and "4.2.b".
func (d *detector) leadsLetters(t *layout, r *grids.Row) bool {
	id := strings.TrimRight(r.Text(t.idcol), ".) ")
	i := d.rowIndex(r.Num)
	if t.idcol == 0 || id == "" || i+2 >= t.last {
		return false
	}
	for n, letter := range []string{"a", "b"} {
		rest, ok := strings.CutPrefix(d.rows[i+1+n].Text(t.idcol), id)
		if !ok || strings.ToLower(strings.Trim(rest, ".-() ")) != letter {
			return false
		}
	}
	return true
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
