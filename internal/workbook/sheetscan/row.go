package sheetscan

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// Cell is one cell of a row in the bytes, with what it holds.
type Cell struct {
	Element
	Col     int
	Style   int
	Kind    string // @t
	Formula bool
	Value   string // <v>, or the text of <is>
	// FormulaText is what the formula's element says, attributes included:
	// those of shared and array formulas carry the range.
	FormulaText string
	Extras      []Attr
}

// ScanRow places the elements of one row: offsets count from the sheet's
// first byte, as everywhere.
func (o *Sheet) ScanRow(r Row) ([]Cell, error) {
	s := NewScanner(o.Data[r.Start:r.End])
	var cells []Cell
	for {
		tok, err := s.Next()
		if errors.Is(err, io.EOF) {
			return cells, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(s.Open) == 2 && o.own(t.Name, "c") {
				c, err := o.scanCell(s, r, t, lastCol(cells))
				if err != nil {
					return nil, err
				}
				cells = append(cells, c)
			}
		case xml.EndElement:
			if len(s.Open) == 1 && o.own(t.Name, "c") {
				cells[len(cells)-1].End = r.Start + s.End
			}
		}
		if err := o.insideCell(s, r, tok, cells); err != nil {
			return nil, err
		}
	}
}

func lastCol(cells []Cell) int {
	if len(cells) == 0 {
		return 0
	}
	return cells[len(cells)-1].Col
}

// scanCell reads a cell's start tag. A cell without r stands right of the one
// before it.
func (o *Sheet) scanCell(s *Scanner, r Row, t xml.StartElement, last int) (Cell, error) {
	c := Cell{
		Element: Element{Start: r.Start + s.Start, TagEnd: r.Start + s.End, Empty: s.selfClosed()},
		Col:     last + 1, Kind: attr(t, "t"),
	}
	if name := attr(t, "r"); name != "" {
		p, err := cellref.Parse(name)
		if err != nil || p.Row != r.Num {
			return c, fmt.Errorf("%w: cell %q in row %d", bounds.ErrDamaged, name, r.Num)
		}
		c.Col = p.Col
	}
	if c.Col <= last || c.Col > cellref.MaxCol {
		return c, fmt.Errorf("%w: cells of row %d out of order", bounds.ErrDamaged, r.Num)
	}
	if st := attr(t, "s"); st != "" {
		n, err := strconv.Atoi(st)
		if err != nil || n < 0 {
			return c, fmt.Errorf("%w: style %q in row %d", bounds.ErrDamaged, st, r.Num)
		}
		c.Style = n
	}
	return c, nil
}

// insideCell collects value, formula and extension lists of the current cell.
func (o *Sheet) insideCell(s *Scanner, r Row, tok xml.Token, cells []Cell) error {
	if len(s.Open) < 2 || len(cells) == 0 || !o.own(s.Open[1], "c") {
		return nil
	}
	c := &cells[len(cells)-1]
	switch t := tok.(type) {
	case xml.StartElement:
		if len(s.Open) != 3 {
			return nil
		}
		if err := noRebinding(t); err != nil && t.Name.Local != "extLst" {
			return err
		}
		if o.own(t.Name, "f") {
			c.Formula = true
			c.FormulaText = AttrsText(t.Attr) + " "
		}
		if !o.own(t.Name, "f") && !o.own(t.Name, "v") && !o.own(t.Name, "is") {
			c.Extras = append(c.Extras, Attr{r.Start + s.Start, 0})
		}
	case xml.EndElement:
		// The end of a child: close the extension list opened last.
		if n := len(c.Extras); n > 0 && len(s.Open) == 2 && c.Extras[n-1].End == 0 {
			c.Extras[n-1].End = r.Start + s.End
		}
	case xml.CharData:
		if o.isValue(s.Open) {
			c.Value += string(t)
		} else if len(s.Open) == 3 && o.own(s.Open[2], "f") {
			c.FormulaText += string(t)
		}
	}
	return nil
}

// isValue tells whether text at this place is part of what the cell shows:
// c/v, c/is/t and c/is/r/t, but not the phonetic hints in c/is/rPh/t.
func (o *Sheet) isValue(open []xml.Name) bool {
	switch len(open) {
	case 3:
		return o.own(open[2], "v")
	case 4:
		return o.own(open[2], "is") && o.own(open[3], "t")
	case 5:
		return o.own(open[2], "is") && o.own(open[3], "r") && o.own(open[4], "t")
	}
	return false
}
