package workbook

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
)

// readDelimited makes a book of one sheet from a .csv or .tsv file. The sheet
// is named after the file.
func readDelimited(name string, data []byte, limits Limits) (*book, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("%w: the file is empty", ErrNotSpreadsheet)
	}
	if int64(len(data)) > limits.FileBytes {
		return nil, fmt.Errorf("%w: the file has %d bytes, the limit is %d", ErrTooLarge, len(data), limits.FileBytes)
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, fmt.Errorf("%w: this is an Excel workbook under the name of a text file; rename it to .xlsx", ErrNotSpreadsheet)
	}
	d, err := parseDelimited(name, data)
	if err != nil {
		return nil, err
	}
	g := &grid{name: strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))}
	area := 0
	for i, record := range d.records {
		area += len(record)
		if i >= sheetMaxRow || len(record) > sheetMaxCol || area > limits.Area {
			return nil, fmt.Errorf("%w: more rows or columns than a sheet has", ErrTooLarge)
		}
		row := gridRow{num: i + 1, style: -1, cells: make([]gridCell, len(record))}
		for j, field := range record {
			row.cells[j] = gridCell{col: int32(j + 1), text: field.text}
		}
		g.rows = append(g.rows, row)
	}
	return &book{grids: []*grid{g}}, nil
}
