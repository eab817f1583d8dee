package workbook

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
)

// Cells is what stands in the cells of a spreadsheet, whatever its layout: for
// files that came back, of which a record tells where to look.
type Cells struct {
	// Name and SHA256 are the file's; Sheets are its tabs in order.
	Name, SHA256 string
	Sheets       []string

	texts map[string]map[pos]string
}

// ReadCells reads the displayed text of every cell of the spreadsheet at path,
// within the default limits.
func ReadCells(ctx context.Context, path string) (*Cells, error) {
	b, data, err := openBook(ctx, path, Limits{}.orDefaults())
	if err != nil {
		return nil, fmt.Errorf("read cells of %q: %w", filepath.Base(path), err)
	}
	sum := sha256.Sum256(data)
	c := &Cells{Name: filepath.Base(path), SHA256: hex.EncodeToString(sum[:]), texts: map[string]map[pos]string{}}
	for _, g := range b.grids {
		texts := map[pos]string{}
		for i := range g.rows {
			for _, cell := range g.rows[i].cells {
				if text := trim(cell.text); text != "" {
					texts[pos{g.rows[i].num, int(cell.col)}] = text
				}
			}
		}
		c.Sheets = append(c.Sheets, g.name)
		c.texts[g.name] = texts
	}
	return c, nil
}

// Text is the text of a cell such as "C12" without outer space, "" for a blank
// one and for one that is not there.
func (c *Cells) Text(sheet, cell string) string {
	p, err := parsePos(strings.ToUpper(cell))
	if err != nil {
		return ""
	}
	return c.texts[sheet][p]
}

// Column returns the texts of a column such as "C" by row.
func (c *Cells) Column(sheet, column string) map[int]string {
	out := map[int]string{}
	for p, text := range c.texts[sheet] {
		if colName(p.col) == column {
			out[p.row] = text
		}
	}
	return out
}
