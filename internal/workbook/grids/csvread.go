package grids

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/delimited"
)

// readDelimited makes a book of one sheet from a .csv or .tsv file. The sheet
// is named after the file.
func readDelimited(name string, data []byte, limits bounds.Limits) (*Book, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("%w: the file is empty", bounds.ErrNotSpreadsheet)
	}
	if int64(len(data)) > limits.FileBytes {
		return nil, fmt.Errorf("%w: the file has %d bytes, the limit is %d", bounds.ErrTooLarge, len(data), limits.FileBytes)
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, fmt.Errorf("%w: this is an Excel workbook under the name of a text file; rename it to .xlsx", bounds.ErrNotSpreadsheet)
	}
	d, err := delimited.Parse(name, data)
	if err != nil {
		return nil, err
	}
	b := &Book{}
	if d.Encoding.Guessed {
		b.Inventory = append(b.Inventory, fmt.Sprintf("text in %s, to judge by its letters; save it as CSV in UTF-8 if they look wrong", d.Encoding.Name))
	}
	g := &Grid{Name: strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))}
	area := 0
	for i, record := range d.Records {
		area += len(record)
		if i >= cellref.MaxRow || len(record) > cellref.MaxCol || area > limits.Area {
			return nil, fmt.Errorf("%w: more rows or columns than a sheet has", bounds.ErrTooLarge)
		}
		row := Row{Num: i + 1, style: -1, Cells: make([]Cell, len(record))}
		for j, field := range record {
			row.Cells[j] = Cell{Col: int32(j + 1), Text: field.Text}
		}
		g.Rows = append(g.Rows, row)
	}
	b.Sheets = []*Grid{g}
	return b, nil
}
