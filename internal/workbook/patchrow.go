package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// cellSpan is one cell of a row in the bytes, with what it holds.
type cellSpan struct {
	elemSpan
	col     int
	style   int
	kind    string // @t
	formula bool
	value   string // <v>, or the text of <is>
	// formulaText is what the formula's element says, attributes included:
	// those of shared and array formulas carry the range.
	formulaText string
	extras      []attrSpan
}

// rowSpans places the elements of one row: offsets count from the sheet's
// first byte, as everywhere.
func (o *sheetScan) scanRow(r rowSpan) ([]cellSpan, error) {
	s := newScanner(o.data[r.start:r.end])
	var cells []cellSpan
	for {
		tok, err := s.next()
		if errors.Is(err, io.EOF) {
			return cells, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(s.open) == 2 && o.own(t.Name, "c") {
				c, err := o.scanCell(s, r, t, lastCol(cells))
				if err != nil {
					return nil, err
				}
				cells = append(cells, c)
			}
		case xml.EndElement:
			if len(s.open) == 1 && o.own(t.Name, "c") {
				cells[len(cells)-1].end = r.start + s.end
			}
		}
		if err := o.insideCell(s, r, tok, cells); err != nil {
			return nil, err
		}
	}
}

func lastCol(cells []cellSpan) int {
	if len(cells) == 0 {
		return 0
	}
	return cells[len(cells)-1].col
}

// scanCell reads a cell's start tag. A cell without r stands right of the one
// before it.
func (o *sheetScan) scanCell(s *scanner, r rowSpan, t xml.StartElement, last int) (cellSpan, error) {
	c := cellSpan{
		elemSpan: elemSpan{start: r.start + s.start, tagEnd: r.start + s.end, empty: s.selfClosed()},
		col:      last + 1, kind: attr(t, "t"),
	}
	if name := attr(t, "r"); name != "" {
		p, err := parsePos(name)
		if err != nil || p.row != r.num {
			return c, fmt.Errorf("%w: cell %q in row %d", errDamaged, name, r.num)
		}
		c.col = p.col
	}
	if c.col <= last || c.col > sheetMaxCol {
		return c, fmt.Errorf("%w: cells of row %d out of order", errDamaged, r.num)
	}
	if st := attr(t, "s"); st != "" {
		n, err := strconv.Atoi(st)
		if err != nil || n < 0 {
			return c, fmt.Errorf("%w: style %q in row %d", errDamaged, st, r.num)
		}
		c.style = n
	}
	return c, nil
}

// insideCell collects value, formula and extension lists of the current cell.
func (o *sheetScan) insideCell(s *scanner, r rowSpan, tok xml.Token, cells []cellSpan) error {
	if len(s.open) < 2 || len(cells) == 0 || !o.own(s.open[1], "c") {
		return nil
	}
	c := &cells[len(cells)-1]
	switch t := tok.(type) {
	case xml.StartElement:
		if len(s.open) != 3 {
			return nil
		}
		if err := noRebinding(t); err != nil && t.Name.Local != "extLst" {
			return err
		}
		if o.own(t.Name, "f") {
			c.formula = true
			c.formulaText = attrsText(t.Attr) + " "
		}
		if !o.own(t.Name, "f") && !o.own(t.Name, "v") && !o.own(t.Name, "is") {
			c.extras = append(c.extras, attrSpan{r.start + s.start, 0})
		}
	case xml.EndElement:
		// The end of a child: close the extension list opened last.
		if n := len(c.extras); n > 0 && len(s.open) == 2 && c.extras[n-1].end == 0 {
			c.extras[n-1].end = r.start + s.end
		}
	case xml.CharData:
		if o.isValue(s.open) {
			c.value += string(t)
		} else if len(s.open) == 3 && o.own(s.open[2], "f") {
			c.formulaText += string(t)
		}
	}
	return nil
}

// isValue tells whether text at this place is part of what the cell shows:
// c/v, c/is/t and c/is/r/t, but not the phonetic hints in c/is/rPh/t.
func (o *sheetScan) isValue(open []xml.Name) bool {
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
