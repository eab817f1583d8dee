package workbook

import (
	"fmt"
	"slices"
	"strings"
)

// grid is one sheet as read: its non-empty rows with their cells, and what of
// the sheet bears on reading and answering. CSV files become grids too.
type grid struct {
	name       string
	hidden     bool
	protected  bool
	filtered   bool // an autofilter hides rows
	rows       []gridRow
	merges     []box
	rules      []rule
	arrays     []box // array formulas and data tables
	pivots     []box
	tables     []gridTable
	colStyles  []colFormat
	comments   int
	hiddenCols int
	formats    []format

	mergeIndex map[int][]box // by row, narrow merges only
	tallMerges []box
}

// gridTable is a table (list object), which lists may refer to by name.
type gridTable struct {
	name    string
	area    box
	columns []string
}

type colFormat struct {
	from, to, style int
	hidden          bool
}

// gridRow is one row that has cells or a format of its own.
type gridRow struct {
	num     int
	style   int // -1: none of its own
	hidden  bool
	outline bool
	cells   []gridCell
}

// gridCell is one cell; blank ones are kept for their format.
type gridCell struct {
	col   int32
	style int32
	flags cellFlags
	text  string // as displayed, trimmed at the ends only where it is compared
}

type cellFlags uint8

const (
	flagFormula cellFlags = 1 << iota
	flagNumber
	flagError
	flagBool
)

// row finds the row with that number.
func (g *grid) row(num int) (*gridRow, bool) {
	i, ok := slices.BinarySearchFunc(g.rows, num, func(r gridRow, n int) int { return r.num - n })
	if !ok {
		return nil, false
	}
	return &g.rows[i], true
}

// at returns the cell at a place, and whether the file has it.
func (g *grid) at(row, col int) (gridCell, bool) {
	r, ok := g.row(row)
	if !ok {
		return gridCell{}, false
	}
	return r.at(col)
}

func (r *gridRow) at(col int) (gridCell, bool) {
	i, ok := slices.BinarySearchFunc(r.cells, col, func(c gridCell, n int) int { return int(c.col) - n })
	if !ok {
		return gridCell{}, false
	}
	return r.cells[i], true
}

// text is the displayed text of a cell without outer space.
func (g *grid) text(row, col int) string {
	c, _ := g.at(row, col)
	return trim(c.text)
}

func (r *gridRow) text(col int) string {
	c, _ := r.at(col)
	return trim(c.text)
}

// blank is true for a row without any visible text.
func (r *gridRow) blank() bool {
	for _, c := range r.cells {
		if trim(c.text) != "" {
			return false
		}
	}
	return true
}

// first returns the first cell with text.
func (r *gridRow) first() (gridCell, bool) {
	for _, c := range r.cells {
		if trim(c.text) != "" {
			return c, true
		}
	}
	return gridCell{}, false
}

// trim drops outer space of all kinds, no-break and zero-width ones included.
func trim(s string) string {
	return strings.Trim(s, " \t\r\n\u00a0\u200b\ufeff\u3000\u2003\u2002")
}

// filled counts the rows that have text.
func (g *grid) filled() int {
	n := 0
	for i := range g.rows {
		if !g.rows[i].blank() {
			n++
		}
	}
	return n
}

// styleAt is the format that holds at a place: the cell's, its row's, its
// column's.
func (g *grid) styleAt(row, col int) int {
	if r, ok := g.row(row); ok {
		if c, ok := r.at(col); ok {
			return int(c.style)
		}
		if r.style >= 0 {
			return r.style
		}
	}
	for _, c := range g.colStyles {
		if c.from <= col && col <= c.to {
			return c.style
		}
	}
	return 0
}

func (g *grid) format(style int) format {
	if style < 0 || style >= len(g.formats) {
		return format{}
	}
	return g.formats[style]
}

// locked tells whether a protected sheet guards the cell.
func (g *grid) locked(p pos) bool {
	return g.protected && !g.format(g.styleAt(p.row, p.col)).unlocked
}

// The bounds of the merge index: merges from tallMerge rows on are searched one
// by one, the others row by row. A real sheet had 3,000 merges.
const (
	tallMerge      = 200
	maxTallMerges  = 2_000
	maxMergedLines = 3_000_000
)

// indexMerges prepares mergeAt. Merges of one cell, which some programs write
// by the hundred, are no merges.
func (g *grid) indexMerges() error {
	lines := 0
	g.mergeIndex = map[int][]box{}
	kept := g.merges[:0]
	for _, m := range g.merges {
		if m.from == m.to {
			continue
		}
		kept = append(kept, m)
		if m.to.row-m.from.row > tallMerge {
			if g.tallMerges = append(g.tallMerges, m); len(g.tallMerges) > maxTallMerges {
				return fmt.Errorf("%w: more than %d merges over many rows", ErrTooLarge, maxTallMerges)
			}
			continue
		}
		if lines += m.to.row - m.from.row + 1; lines > maxMergedLines {
			return fmt.Errorf("%w: merges over more than %d rows", ErrTooLarge, maxMergedLines)
		}
		for r := m.from.row; r <= m.to.row; r++ {
			g.mergeIndex[r] = append(g.mergeIndex[r], m)
		}
	}
	g.merges = kept
	return nil
}

// mergeAt returns the merge that covers a place.
func (g *grid) mergeAt(p pos) (box, bool) {
	for _, m := range g.mergeIndex[p.row] {
		if m.contains(p) {
			return m, true
		}
	}
	for _, m := range g.tallMerges {
		if m.contains(p) {
			return m, true
		}
	}
	return box{}, false
}

// anchor is the place whose cell shows at p: p, or its merge's first cell.
func (g *grid) anchor(p pos) pos {
	if m, ok := g.mergeAt(p); ok {
		return m.from
	}
	return p
}

// shown is the text that a person sees at a place, merges considered.
func (g *grid) shown(row, col int) string {
	p := g.anchor(pos{row, col})
	return g.text(p.row, p.col)
}

// lastCol is the largest column with text.
func (g *grid) lastCol() int {
	last := 0
	for i := range g.rows {
		cells := g.rows[i].cells
		for j := len(cells) - 1; j >= 0 && int(cells[j].col) > last; j-- {
			if trim(cells[j].text) != "" {
				last = int(cells[j].col)
				break
			}
		}
	}
	return last
}
