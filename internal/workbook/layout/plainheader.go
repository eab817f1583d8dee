package layout

import (
	"strings"
	"unicode/utf8"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// plainHeader finds a header whose words say nothing to us by what stands under
// it: at least three short texts, one over a column that asks, another over a
// column that is empty.
func (d *detector) plainHeader() (headerBlock, bool) {
	for i, r := range d.rows[:min(len(d.rows), 15)] {
		heads := d.spread(r)
		long := d.dressedAlone(i)
		if long {
			d.readLong(heads)
		}
		if len(heads) < 3 || len(heads) > 30 || len(d.rows)-i < 3 {
			continue
		}
		if d.headsTable(r, i+1, long) {
			return headerBlock{rows: []int{r.Num}, heads: heads}, true
		}
	}
	return headerBlock{}, false
}

// dressedAlone is true for a row of bold or coloured cells above one that is
// neither: a header however much it says.
func (d *detector) dressedAlone(i int) bool {
	if i+1 >= len(d.rows) {
		return false
	}
	c, _ := d.rows[i+1].First()
	below := d.lookAt(d.rows[i+1].Num, int(c.Col))
	for _, c := range d.rows[i].Cells {
		if l := d.lookAt(d.rows[i].Num, int(c.Col)); cellref.Trim(c.Text) != "" && (!l.bold && l.fill == "" || l == below) {
			return false
		}
	}
	return true
}

// readLong reads headers that are instructions: what is kept for the other side,
// and what asks the reader to write. A phrase of theirs says nothing by itself.
func (d *detector) readLong(heads map[int]head) {
	for col, h := range heads {
		folded := vocab.Fold(h.text)
		if vocab.WordCount(folded) < 9 || h.score >= vocab.HeaderMinScore {
			continue
		}
		switch {
		case d.lex.Reserves(folded):
			h.role, h.score = vocab.RoleOther, vocab.HeaderMinScore
		case d.lex.Directs(folded):
			h.role, h.score = vocab.RoleText, vocab.HeaderMinScore
		}
		heads[col] = h
	}
}

// longHeaderRunes is the most that a header cell says where its dress alone
// tells that it is one.
const longHeaderRunes = 400

// headsTable is true if every text of a row is short, or long is true, and under
// them stand questions beside an empty column, or texts beside dropdowns.
func (d *detector) headsTable(r *grids.Row, next int, long bool) bool {
	asks, told, empty, lists := false, false, false, false
	for _, c := range r.Cells {
		text := cellref.Trim(c.Text)
		if text == "" {
			continue
		}
		if n := utf8.RuneCountInString(text); c.Flags != 0 || long && n > longHeaderRunes || !long && (n > 50 || strings.ContainsAny(text, "?？") && n > 30) {
			return false
		}
		filled, strong, sentences, listed := d.below(next, int(c.Col))
		_, here := d.listAt(cellref.Pos{Row: r.Num, Col: int(c.Col)})
		asks = asks || strong >= 2 && strong*2 >= filled
		told = told || sentences >= 2 && sentences*2 >= filled
		empty = empty || filled == 0
		lists = lists || listed >= 2 && !here
	}
	return asks && empty || (asks || told) && lists
}

// below counts what stands in a column's next rows: texts, questions,
// sentences, and dropdowns.
func (d *detector) below(from, col int) (filled, strong, sentences, listed int) {
	for _, r := range d.rows[from:min(len(d.rows), from+40)] {
		if _, ok := d.listAt(cellref.Pos{Row: r.Num, Col: col}); ok {
			listed++
		}
		text := r.Text(col)
		if text == "" {
			continue
		}
		filled++
		switch kind := d.ask(text); {
		case kind.Strong():
			strong++
			sentences++
		case kind == vocab.AskSentence:
			sentences++
		}
	}
	return filled, strong, sentences, listed
}
