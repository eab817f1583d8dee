package grids

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/opc"
	"candor/internal/workbook/xmlscan"
)

// maxCells bounds the cells of one sheet that are held in memory: 100,000 rows
// of 20 columns are 2 million.
const maxCells = 4_000_000

// sheetReader turns the XML of one sheet into a grid.
type sheetReader struct {
	xml      *xmlscan.Scanner
	grid     *Grid
	strings  []string
	dates    dateSystem
	limits   bounds.Limits
	cells    int
	area     int
	lastRow  int
	disorder bool
}

// readGrid reads the sheet XML data. The strings are the workbook's shared
// ones. Anything that does not fit the format is an error: a cell that cannot
// be read must not look like a blank one.
func readGrid(ctx context.Context, data []byte, g *Grid, shared []string, dates dateSystem, limits bounds.Limits) error {
	s, err := xmlscan.ScanRoot(data, "worksheet")
	if err != nil {
		return err
	}
	r := &sheetReader{xml: s, grid: g, strings: shared, dates: dates, limits: limits}
	seenData := false
	err = s.Children(func(name string) error {
		if name == "sheetData" {
			if seenData {
				return errors.New("the sheet has its data twice")
			}
			seenData = true
			return r.data(ctx)
		}
		return r.around(name)
	})
	if err != nil {
		return err
	}
	if !seenData {
		return errors.New("the sheet has no data element")
	}
	if err := s.Finish(); err != nil {
		return err
	}
	return r.order()
}

// around reads the elements beside the cells.
func (r *sheetReader) around(name string) error {
	switch name {
	case "cols":
		return r.xml.Children(r.column)
	case "sheetProtection":
		on, err := r.xml.Attr("sheet")
		r.grid.Protected = on == "1" || on == "true"
		return err
	case "autoFilter":
		return r.xml.Children(func(child string) error {
			r.grid.Filtered = r.grid.Filtered || child == "filterColumn"
			return nil
		})
	case "mergeCells":
		return r.xml.Children(r.merge)
	case "dataValidations", "extLst":
		return r.validations()
	}
	return nil
}

func (r *sheetReader) merge(string) error {
	ref, err := r.xml.Attr("ref")
	if err != nil {
		return err
	}
	b, err := cellref.ParseBox(ref)
	if err != nil {
		return fmt.Errorf("merged cells: %w", err)
	}
	r.grid.Merges = append(r.grid.Merges, b)
	return nil
}

func (r *sheetReader) column(string) error {
	from, err := r.number("min", 0)
	if err != nil {
		return err
	}
	to, err := r.number("max", 0)
	if err != nil {
		return err
	}
	style, err := r.number("style", 0)
	if err != nil {
		return err
	}
	hidden, err := r.flag("hidden")
	if err != nil {
		return err
	}
	if hidden {
		r.grid.hiddenCols++
	}
	r.grid.ColStyles = append(r.grid.ColStyles, ColFormat{From: from, To: to, style: style, Hidden: hidden})
	return nil
}

func (r *sheetReader) number(attr string, missing int) (int, error) {
	v, ok := xmlscan.RawAttr(r.xml.Attrs, attr)
	if !ok {
		return missing, nil
	}
	n, err := strconv.Atoi(string(v))
	if err != nil || n < 0 {
		return 0, fmt.Errorf("attribute %s=%q is no number", attr, cellref.Clip(string(v), 20))
	}
	return n, nil
}

func (r *sheetReader) flag(attr string) (bool, error) {
	v, err := r.xml.Attr(attr)
	return v == "1" || v == "true", err
}

func (r *sheetReader) data(ctx context.Context) error {
	return r.xml.Children(func(name string) error {
		if name != "row" {
			return nil
		}
		if r.lastRow%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return r.row()
	})
}

func (r *sheetReader) row() error {
	num := r.lastRow + 1
	if v, ok := xmlscan.RawAttr(r.xml.Attrs, "r"); ok {
		n, err := opc.RowNumber(v)
		if err != nil {
			return err
		}
		num = n
	}
	if num > cellref.MaxRow {
		return fmt.Errorf("%w: more than %d rows", bounds.ErrTooLarge, cellref.MaxRow)
	}
	r.disorder = r.disorder || num <= r.lastRow
	r.lastRow = num
	row := Row{Num: num, style: -1}
	var err error
	if row.Hidden, err = r.flag("hidden"); err != nil {
		return err
	}
	if level, err := r.xml.Attr("outlineLevel"); err != nil || level != "" && level != "0" {
		row.Outline = true
	}
	if custom, err := r.flag("customFormat"); err == nil && custom {
		if row.style, err = r.number("s", -1); err != nil {
			return err
		}
	}
	last := 0
	err = r.xml.Children(func(name string) error {
		if name != "c" {
			return nil
		}
		c, err := r.cell(num, last)
		if err != nil {
			return err
		}
		r.disorder = r.disorder || int(c.Col) <= last
		last = int(c.Col)
		row.Cells = append(row.Cells, c)
		return nil
	})
	if err != nil {
		return err
	}
	return r.add(row, last)
}

func (r *sheetReader) add(row Row, last int) error {
	r.area += last
	r.cells += len(row.Cells)
	if r.area > r.limits.Area || r.cells > maxCells {
		return fmt.Errorf("%w: the sheet spans more than %d cells", bounds.ErrTooLarge, min(r.limits.Area, maxCells))
	}
	r.grid.Rows = append(r.grid.Rows, row)
	return nil
}

// order refuses rows and cells out of order, and names those that are there twice.
func (r *sheetReader) order() error {
	if !r.disorder {
		return nil
	}
	rows := r.grid.Rows
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(a.Num, b.Num) })
	for i := range rows {
		if i > 0 && rows[i].Num == rows[i-1].Num {
			return fmt.Errorf("row %d is there twice", rows[i].Num)
		}
		cells := rows[i].Cells
		slices.SortStableFunc(cells, func(a, b Cell) int { return cmp.Compare(a.Col, b.Col) })
		for j := 1; j < len(cells); j++ {
			if cells[j].Col == cells[j-1].Col {
				return fmt.Errorf("cell %s is there twice", cellref.Pos{Row: rows[i].Num, Col: int(cells[j].Col)})
			}
		}
	}
	return errOrder
}

// errOrder refuses what no spreadsheet program writes and Excel repairs: it
// could be read, but nothing can be put in its place.
var errOrder = errors.New("rows or cells are out of order, so that no answer could be written; save the file once in Excel or LibreOffice")

func (r *sheetReader) cell(row, last int) (Cell, error) {
	at := cellref.Pos{Row: row, Col: last + 1}
	if v, ok := xmlscan.RawAttr(r.xml.Attrs, "r"); ok {
		p, err := cellref.Parse(string(v))
		if err != nil {
			return Cell{}, err
		}
		if p.Row != row {
			return Cell{}, fmt.Errorf("cell %s stands in row %d", p, row)
		}
		at = p
	}
	if at.Col > cellref.MaxCol {
		return Cell{}, fmt.Errorf("%w: row %d has more than %d cells", bounds.ErrTooLarge, row, cellref.MaxCol)
	}
	style, err := r.number("s", 0)
	if err != nil {
		return Cell{}, err
	}
	kind, err := r.xml.Attr("t")
	if err != nil {
		return Cell{}, err
	}
	c := Cell{Col: int32(at.Col), Style: int32(min(style, 1<<20))} //nolint:gosec // bounded above
	var value, inline string
	err = r.xml.Children(func(name string) error {
		var err error
		switch name {
		case "v":
			value, err = r.xml.AllText()
		case "is":
			inline, err = r.xml.RichString()
		case "f":
			c.Flags |= FlagFormula
			err = r.formula()
		}
		return err
	})
	if err == nil {
		err = r.display(&c, kind, value, inline)
	}
	if err != nil {
		return Cell{}, fmt.Errorf("cell %s: %w", at, err)
	}
	return c, nil
}

// formula notes the range of an array formula or data table.
func (r *sheetReader) formula() error {
	kind, err := r.xml.Attr("t")
	if err != nil || kind != "array" && kind != "dataTable" {
		return err
	}
	ref, err := r.xml.Attr("ref")
	if err != nil {
		return err
	}
	b, err := cellref.ParseBox(ref)
	if err != nil {
		return fmt.Errorf("array formula: %w", err)
	}
	r.grid.Arrays = append(r.grid.Arrays, b)
	return nil
}

func (r *sheetReader) display(c *Cell, kind, value, inline string) error {
	switch kind {
	case "s":
		n, err := opc.SharedIndex(strings.TrimSpace(value))
		if err != nil || n < 0 {
			return err
		}
		if n >= len(r.strings) {
			return fmt.Errorf("no shared string %d; there are %d", n, len(r.strings))
		}
		c.Text = r.strings[n]
	case "str":
		c.Text = xmlscan.UnescapeX(value)
	case "inlineStr":
		c.Text = inline
	case "e":
		c.Text, c.Flags = value, c.Flags|FlagError
	case "b":
		c.Text, c.Flags = map[bool]string{true: "TRUE", false: "FALSE"}[value == "1" || value == "true"], c.Flags|FlagBool
	case "d":
		c.Text = value
	case "", "n":
		c.Flags |= FlagNumber
		if value == "" {
			c.Flags &^= FlagNumber
			return nil
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil {
			return fmt.Errorf("%q is no number", cellref.Clip(value, 30))
		}
		c.Text = r.grid.Format(int(c.Style)).show(x, r.dates)
	default:
		return fmt.Errorf("unknown type %q", cellref.Clip(kind, 20))
	}
	return nil
}
