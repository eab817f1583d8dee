package grids

import (
	"fmt"
	"slices"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// Grid is one sheet as read: its non-empty rows with their cells, and what of
// the sheet bears on reading and answering. CSV files become grids too.
type Grid struct {
	Name       string
	Hidden     bool
	Protected  bool
	Filtered   bool // an autofilter hides rows
	Rows       []Row
	Merges     []cellref.Box
	Rules      []Rule
	Arrays     []cellref.Box // array formulas and data tables
	Pivots     []cellref.Box
	tables     []Table
	ColStyles  []ColFormat
	comments   int
	hiddenCols int
	formats    []Format

	mergeIndex map[int][]cellref.Box // by row, narrow merges only
	tallMerges []cellref.Box
}

// Table is a table (list object), which lists may refer to by name.
type Table struct {
	name    string
	area    cellref.Box
	columns []string
}

// ColFormat is what the columns From to To have by default.
type ColFormat struct {
	From, To, style int
	Hidden          bool
}

// Row is one row that has cells or a format of its own.
type Row struct {
	Num     int
	style   int // -1: none of its own
	Hidden  bool
	Outline bool
	Cells   []Cell
}

// Cell is one cell; blank ones are kept for their format.
type Cell struct {
	Col   int32
	Style int32
	Flags Flags
	Text  string // as displayed, trimmed at the ends only where it is compared
}

// Flags tell what a cell holds besides text.
type Flags uint8

// A cell with a formula, a number, an error and a truth value.
const (
	FlagFormula Flags = 1 << iota
	FlagNumber
	FlagError
	FlagBool
)

// Row finds the row with that number.
func (g *Grid) Row(num int) (*Row, bool) {
	i, ok := slices.BinarySearchFunc(g.Rows, num, func(r Row, n int) int { return r.Num - n })
	if !ok {
		return nil, false
	}
	return &g.Rows[i], true
}

// At returns the cell at a place, and whether the file has it.
func (g *Grid) At(row, col int) (Cell, bool) {
	r, ok := g.Row(row)
	if !ok {
		return Cell{}, false
	}
	return r.at(col)
}

func (r *Row) at(col int) (Cell, bool) {
	i, ok := slices.BinarySearchFunc(r.Cells, col, func(c Cell, n int) int { return int(c.Col) - n })
	if !ok {
		return Cell{}, false
	}
	return r.Cells[i], true
}

// Text is the displayed text of a cell without outer space.
func (g *Grid) Text(row, col int) string {
	c, _ := g.At(row, col)
	return cellref.Trim(c.Text)
}

// Text is the text of the row's cell in a column, without outer space.
func (r *Row) Text(col int) string {
	c, _ := r.at(col)
	return cellref.Trim(c.Text)
}

// Blank is true for a row without any visible text.
func (r *Row) Blank() bool {
	for _, c := range r.Cells {
		if cellref.Trim(c.Text) != "" {
			return false
		}
	}
	return true
}

// First returns the first cell with text.
func (r *Row) First() (Cell, bool) {
	for _, c := range r.Cells {
		if cellref.Trim(c.Text) != "" {
			return c, true
		}
	}
	return Cell{}, false
}

// Filled counts the rows that have text.
func (g *Grid) Filled() int {
	n := 0
	for i := range g.Rows {
		if !g.Rows[i].Blank() {
			n++
		}
	}
	return n
}

// StyleAt is the format that holds at a place: the cell's, its row's, its
// column's.
func (g *Grid) StyleAt(row, col int) int {
	if r, ok := g.Row(row); ok {
		if c, ok := r.at(col); ok {
			return int(c.Style)
		}
		if r.style >= 0 {
			return r.style
		}
	}
	for _, c := range g.ColStyles {
		if c.From <= col && col <= c.To {
			return c.style
		}
	}
	return 0
}

// Format is the format of a style; the zero Format for none.
func (g *Grid) Format(style int) Format {
	if style < 0 || style >= len(g.formats) {
		return Format{}
	}
	return g.formats[style]
}

// Locked tells whether a protected sheet guards the cell.
func (g *Grid) Locked(p cellref.Pos) bool {
	return g.Protected && !g.Format(g.StyleAt(p.Row, p.Col)).unlocked
}

// The bounds of the merge index: merges from tallMerge rows on are searched one
// by one, the others row by row. A real sheet had 3,000 merges.
const (
	tallMerge      = 200
	maxTallMerges  = 2_000
	maxMergedLines = 3_000_000
)

// indexMerges prepares MergeAt. Merges of one cell, which some programs write
// by the hundred, are no merges.
func (g *Grid) indexMerges() error {
	lines := 0
	g.mergeIndex = map[int][]cellref.Box{}
	kept := g.Merges[:0]
	for _, m := range g.Merges {
		if m.From == m.To {
			continue
		}
		kept = append(kept, m)
		if m.To.Row-m.From.Row > tallMerge {
			if g.tallMerges = append(g.tallMerges, m); len(g.tallMerges) > maxTallMerges {
				return fmt.Errorf("%w: more than %d merges over many rows", bounds.ErrTooLarge, maxTallMerges)
			}
			continue
		}
		if lines += m.To.Row - m.From.Row + 1; lines > maxMergedLines {
			return fmt.Errorf("%w: merges over more than %d rows", bounds.ErrTooLarge, maxMergedLines)
		}
		for r := m.From.Row; r <= m.To.Row; r++ {
			g.mergeIndex[r] = append(g.mergeIndex[r], m)
		}
	}
	g.Merges = kept
	return nil
}

// MergeAt returns the merge that covers a place.
func (g *Grid) MergeAt(p cellref.Pos) (cellref.Box, bool) {
	for _, m := range g.mergeIndex[p.Row] {
		if m.Contains(p) {
			return m, true
		}
	}
	for _, m := range g.tallMerges {
		if m.Contains(p) {
			return m, true
		}
	}
	return cellref.Box{}, false
}

// Anchor is the place whose cell shows at p: p, or its merge's first cell.
func (g *Grid) Anchor(p cellref.Pos) cellref.Pos {
	if m, ok := g.MergeAt(p); ok {
		return m.From
	}
	return p
}

// Shown is the text that a person sees at a place, merges considered.
func (g *Grid) Shown(row, col int) string {
	p := g.Anchor(cellref.Pos{Row: row, Col: col})
	return g.Text(p.Row, p.Col)
}

// LastCol is the largest column with text.
func (g *Grid) LastCol() int {
	last := 0
	for i := range g.Rows {
		cells := g.Rows[i].Cells
		for j := len(cells) - 1; j >= 0 && int(cells[j].Col) > last; j-- {
			if cellref.Trim(cells[j].Text) != "" {
				last = int(cells[j].Col)
				break
			}
		}
	}
	return last
}
