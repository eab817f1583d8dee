package workbook

import (
	"fmt"
	"strconv"
	"strings"
)

// The borders of a worksheet, fixed by the file format.
const (
	sheetMaxRow = 1 << 20
	sheetMaxCol = 1 << 14
)

// pos is a cell's place, 1-based.
type pos struct{ row, col int }

// String is the cell's name, "C12".
func (p pos) String() string { return colName(p.col) + strconv.Itoa(p.row) }

// before orders cells as a sheet's XML does: by row, then by column.
func (p pos) before(o pos) bool {
	return p.row < o.row || p.row == o.row && p.col < o.col
}

// box is a range of cells, borders included. Its cells are never listed: real
// files hold ranges of 17 billion cells.
type box struct{ from, to pos }

func (b box) contains(p pos) bool {
	return b.from.row <= p.row && p.row <= b.to.row && b.from.col <= p.col && p.col <= b.to.col
}

func (b box) String() string {
	if b.from == b.to {
		return b.from.String()
	}
	return b.from.String() + ":" + b.to.String()
}

// with grows the range so that it holds p.
func (b box) with(p pos) box {
	return box{
		from: pos{min(b.from.row, p.row), min(b.from.col, p.col)},
		to:   pos{max(b.to.row, p.row), max(b.to.col, p.col)},
	}
}

func anyContains(boxes []box, p pos) bool {
	for _, b := range boxes {
		if b.contains(p) {
			return true
		}
	}
	return false
}

// colName turns 28 into "AB".
func colName(col int) string {
	var buf [8]byte
	i := len(buf)
	for ; col > 0; col = (col - 1) / 26 {
		i--
		buf[i] = byte('A' + (col-1)%26)
	}
	return string(buf[i:])
}

// parsePos reads "C12", also "$C$12" and "c12".
func parsePos(s string) (pos, error) {
	col, row, ok := splitPos(s)
	if !ok || col == 0 || row == 0 {
		return pos{}, fmt.Errorf("%q is not the name of a cell", s)
	}
	return pos{row, col}, nil
}

// splitPos reads column and row of a reference; either may be missing (0), as
// in "A:A" and "3:3".
func splitPos(s string) (col, row int, ok bool) {
	i := 0
	if i < len(s) && s[i] == '$' {
		i++
	}
	for ; i < len(s); i++ {
		c := s[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		if col = col*26 + int(c-'a') + 1; col > sheetMaxCol {
			return 0, 0, false
		}
	}
	if i < len(s) && s[i] == '$' {
		i++
	}
	for digits := i; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' || i == digits && s[i] == '0' {
			return 0, 0, false
		}
		if row = row*10 + int(s[i]-'0'); row > sheetMaxRow {
			return 0, 0, false
		}
	}
	return col, row, true
}

// parseBox reads "A1:B2", "A1", "A:A" and "3:3".
func parseBox(s string) (box, error) {
	a, b, two := strings.Cut(s, ":")
	if !two {
		p, err := parsePos(a)
		return box{p, p}, err
	}
	c1, r1, ok1 := splitPos(a)
	c2, r2, ok2 := splitPos(b)
	if !ok1 || !ok2 || (c1 == 0) != (c2 == 0) || (r1 == 0) != (r2 == 0) || c1+r1 == 0 {
		return box{}, fmt.Errorf("%q is not a range of cells", s)
	}
	if c1 == 0 {
		c1, c2 = 1, sheetMaxCol
	}
	if r1 == 0 {
		r1, r2 = 1, sheetMaxRow
	}
	return box{pos{min(r1, r2), min(c1, c2)}, pos{max(r1, r2), max(c1, c2)}}, nil
}

// parseSqref reads a list of ranges and leaves out what is none.
func parseSqref(s string) []box {
	var out []box
	for _, f := range strings.Fields(s) {
		if b, err := parseBox(f); err == nil {
			out = append(out, b)
		}
	}
	return out
}
