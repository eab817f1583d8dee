package grids

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// Cells is what stands in the cells of a spreadsheet, whatever its layout: for
// files that came back, of which a record tells where to look.
type Cells struct {
	// Name and SHA256 are the file's; Sheets are its tabs in order.
	Name, SHA256 string
	Sheets       []string

	texts map[string]map[cellref.Pos]string
}

// ReadCells reads the displayed text of every cell of the spreadsheet at path,
// within the default limits.
func ReadCells(ctx context.Context, path string) (*Cells, error) {
	b, data, err := Open(ctx, path, bounds.Limits{}.OrDefaults())
	if err != nil {
		return nil, fmt.Errorf("read cells of %q: %w", filepath.Base(path), err)
	}
	sum := sha256.Sum256(data)
	c := &Cells{Name: filepath.Base(path), SHA256: hex.EncodeToString(sum[:]), texts: map[string]map[cellref.Pos]string{}}
	for _, g := range b.Sheets {
		texts := map[cellref.Pos]string{}
		for i := range g.Rows {
			for _, cell := range g.Rows[i].Cells {
				if text := cellref.Trim(cell.Text); text != "" {
					texts[cellref.Pos{Row: g.Rows[i].Num, Col: int(cell.Col)}] = text
				}
			}
		}
		c.Sheets = append(c.Sheets, g.Name)
		c.texts[g.Name] = texts
	}
	return c, nil
}

// Text is the text of a cell such as "C12" without outer space, "" for a blank
// one and for one that is not there.
func (c *Cells) Text(sheet, cell string) string {
	p, err := cellref.Parse(strings.ToUpper(cell))
	if err != nil {
		return ""
	}
	return c.texts[sheet][p]
}

// Column returns the texts of a column such as "C" by row.
func (c *Cells) Column(sheet, column string) map[int]string {
	out := map[int]string{}
	for p, text := range c.texts[sheet] {
		if cellref.ColName(p.Col) == column {
			out[p.Row] = text
		}
	}
	return out
}
