package workbook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// maxCells bounds the cells of one sheet that are held in memory: 100,000 rows
// of 20 columns are 2 million.
const maxCells = 4_000_000

// sheetReader turns the XML of one sheet into a grid.
type sheetReader struct {
	xml      *xmlScan
	grid     *grid
	strings  []string
	dates    dateSystem
	limits   Limits
	cells    int
	area     int
	lastRow  int
	disorder bool
}

// readGrid reads the sheet XML data. The strings are the workbook's shared
// ones. Anything that does not fit the format is an error: a cell that cannot
// be read must not look like a blank one.
func readGrid(ctx context.Context, data []byte, g *grid, shared []string, dates dateSystem, limits Limits) error {
	s, err := scanRoot(data, "worksheet")
	if err != nil {
		return err
	}
	r := &sheetReader{xml: s, grid: g, strings: shared, dates: dates, limits: limits}
	seenData := false
	err = s.children(func(name string) error {
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
	if err := s.finish(); err != nil {
		return err
	}
	return r.order()
}

// around reads the elements beside the cells.
func (r *sheetReader) around(name string) error {
	switch name {
	case "cols":
		return r.xml.children(r.column)
	case "sheetProtection":
		on, err := r.xml.attr("sheet")
		r.grid.protected = on == "1" || on == "true"
		return err
	case "autoFilter":
		return r.xml.children(func(child string) error {
			r.grid.filtered = r.grid.filtered || child == "filterColumn"
			return nil
		})
	case "mergeCells":
		return r.xml.children(r.merge)
	case "dataValidations", "extLst":
		return r.validations()
	}
	return nil
}

func (r *sheetReader) merge(string) error {
	ref, err := r.xml.attr("ref")
	if err != nil {
		return err
	}
	b, err := parseBox(ref)
	if err != nil {
		return fmt.Errorf("merged cells: %w", err)
	}
	r.grid.merges = append(r.grid.merges, b)
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
	r.grid.colStyles = append(r.grid.colStyles, colFormat{from: from, to: to, style: style, hidden: hidden})
	return nil
}

func (r *sheetReader) number(attr string, missing int) (int, error) {
	v, ok := rawAttr(r.xml.attrs, attr)
	if !ok {
		return missing, nil
	}
	n, err := strconv.Atoi(string(v))
	if err != nil || n < 0 {
		return 0, fmt.Errorf("attribute %s=%q is no number", attr, clip(string(v), 20))
	}
	return n, nil
}

func (r *sheetReader) flag(attr string) (bool, error) {
	v, err := r.xml.attr(attr)
	return v == "1" || v == "true", err
}

func (r *sheetReader) data(ctx context.Context) error {
	return r.xml.children(func(name string) error {
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
	if v, ok := rawAttr(r.xml.attrs, "r"); ok {
		n, err := rowNumber(v)
		if err != nil {
			return err
		}
		num = n
	}
	if num > sheetMaxRow {
		return fmt.Errorf("%w: more than %d rows", ErrTooLarge, sheetMaxRow)
	}
	r.disorder = r.disorder || num <= r.lastRow
	r.lastRow = num
	row := gridRow{num: num, style: -1}
	var err error
	if row.hidden, err = r.flag("hidden"); err != nil {
		return err
	}
	if level, err := r.xml.attr("outlineLevel"); err != nil || level != "" && level != "0" {
		row.outline = true
	}
	if custom, err := r.flag("customFormat"); err == nil && custom {
		if row.style, err = r.number("s", -1); err != nil {
			return err
		}
	}
	last := 0
	err = r.xml.children(func(name string) error {
		if name != "c" {
			return nil
		}
		c, err := r.cell(num, last)
		if err != nil {
			return err
		}
		r.disorder = r.disorder || int(c.col) <= last
		last = int(c.col)
		row.cells = append(row.cells, c)
		return nil
	})
	if err != nil {
		return err
	}
	return r.add(row, last)
}

func (r *sheetReader) add(row gridRow, last int) error {
	r.area += last
	r.cells += len(row.cells)
	if r.area > r.limits.Area || r.cells > maxCells {
		return fmt.Errorf("%w: the sheet spans more than %d cells", ErrTooLarge, min(r.limits.Area, maxCells))
	}
	r.grid.rows = append(r.grid.rows, row)
	return nil
}

// order sorts rows and cells that came out of order and finds doubled ones.
func (r *sheetReader) order() error {
	if !r.disorder {
		return nil
	}
	rows := r.grid.rows
	slices.SortStableFunc(rows, func(a, b gridRow) int { return cmp.Compare(a.num, b.num) })
	for i := range rows {
		if i > 0 && rows[i].num == rows[i-1].num {
			return fmt.Errorf("row %d is there twice", rows[i].num)
		}
		cells := rows[i].cells
		slices.SortStableFunc(cells, func(a, b gridCell) int { return cmp.Compare(a.col, b.col) })
		for j := 1; j < len(cells); j++ {
			if cells[j].col == cells[j-1].col {
				return fmt.Errorf("cell %s is there twice", pos{rows[i].num, int(cells[j].col)})
			}
		}
	}
	return nil
}

func (r *sheetReader) cell(row, last int) (gridCell, error) {
	at := pos{row, last + 1}
	if v, ok := rawAttr(r.xml.attrs, "r"); ok {
		p, err := parsePos(string(v))
		if err != nil {
			return gridCell{}, err
		}
		if p.row != row {
			return gridCell{}, fmt.Errorf("cell %s stands in row %d", p, row)
		}
		at = p
	}
	if at.col > sheetMaxCol {
		return gridCell{}, fmt.Errorf("%w: row %d has more than %d cells", ErrTooLarge, row, sheetMaxCol)
	}
	style, err := r.number("s", 0)
	if err != nil {
		return gridCell{}, err
	}
	kind, err := r.xml.attr("t")
	if err != nil {
		return gridCell{}, err
	}
	c := gridCell{col: int32(at.col), style: int32(min(style, 1<<20))} //nolint:gosec // bounded above
	var value, inline string
	err = r.xml.children(func(name string) error {
		var err error
		switch name {
		case "v":
			value, err = r.xml.allText()
		case "is":
			inline, err = r.xml.richString()
		case "f":
			c.flags |= flagFormula
			err = r.formula()
		}
		return err
	})
	if err == nil {
		err = r.display(&c, kind, value, inline)
	}
	if err != nil {
		return gridCell{}, fmt.Errorf("cell %s: %w", at, err)
	}
	return c, nil
}

// formula notes the range of an array formula or data table.
func (r *sheetReader) formula() error {
	kind, err := r.xml.attr("t")
	if err != nil || kind != "array" && kind != "dataTable" {
		return err
	}
	ref, err := r.xml.attr("ref")
	if err != nil {
		return err
	}
	b, err := parseBox(ref)
	if err != nil {
		return fmt.Errorf("array formula: %w", err)
	}
	r.grid.arrays = append(r.grid.arrays, b)
	return nil
}

func (r *sheetReader) display(c *gridCell, kind, value, inline string) error {
	switch kind {
	case "s":
		n, err := sharedIndex(strings.TrimSpace(value))
		if err != nil || n < 0 {
			return err
		}
		if n >= len(r.strings) {
			return fmt.Errorf("no shared string %d; there are %d", n, len(r.strings))
		}
		c.text = r.strings[n]
	case "str":
		c.text = unescapeX(value)
	case "inlineStr":
		c.text = inline
	case "e":
		c.text, c.flags = value, c.flags|flagError
	case "b":
		c.text, c.flags = map[bool]string{true: "TRUE", false: "FALSE"}[value == "1" || value == "true"], c.flags|flagBool
	case "d":
		c.text = value
	case "", "n":
		c.flags |= flagNumber
		if value == "" {
			c.flags &^= flagNumber
			return nil
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err != nil {
			return fmt.Errorf("%q is no number", clip(value, 30))
		}
		c.text = r.grid.format(int(c.style)).show(x, r.dates)
	default:
		return fmt.Errorf("unknown type %q", clip(kind, 20))
	}
	return nil
}
