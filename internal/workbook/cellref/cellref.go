package cellref

import (
	"fmt"
	"strconv"
	"strings"
)

// The borders of a worksheet, fixed by the file format.
const (
	MaxRow = 1 << 20
	MaxCol = 1 << 14
)

// Pos is a cell's place, 1-based.
type Pos struct{ Row, Col int }

// String is the cell's name, "C12".
func (p Pos) String() string { return ColName(p.Col) + strconv.Itoa(p.Row) }

// Before orders cells as a sheet's XML does: by row, then by column.
func (p Pos) Before(o Pos) bool {
	return p.Row < o.Row || p.Row == o.Row && p.Col < o.Col
}

// Box is a range of cells, borders included. Its cells are never listed: real
// files hold ranges of 17 billion cells.
type Box struct{ From, To Pos }

// Contains tells whether the cell is in the range.
func (b Box) Contains(p Pos) bool {
	return b.From.Row <= p.Row && p.Row <= b.To.Row && b.From.Col <= p.Col && p.Col <= b.To.Col
}

func (b Box) String() string {
	if b.From == b.To {
		return b.From.String()
	}
	return b.From.String() + ":" + b.To.String()
}

// With grows the range so that it holds p.
func (b Box) With(p Pos) Box {
	return Box{
		From: Pos{min(b.From.Row, p.Row), min(b.From.Col, p.Col)},
		To:   Pos{max(b.To.Row, p.Row), max(b.To.Col, p.Col)},
	}
}

// AnyContains tells whether the cell is in one of the ranges.
func AnyContains(boxes []Box, p Pos) bool {
	for _, b := range boxes {
		if b.Contains(p) {
			return true
		}
	}
	return false
}

// ColName turns 28 into "AB".
func ColName(col int) string {
	var buf [8]byte
	i := len(buf)
	for ; col > 0; col = (col - 1) / 26 {
		i--
		buf[i] = byte('A' + (col-1)%26)
	}
	return string(buf[i:])
}

// Parse reads "C12", also "$C$12" and "c12".
func Parse(s string) (Pos, error) {
	col, row, ok := Split(s)
	if !ok || col == 0 || row == 0 {
		return Pos{}, fmt.Errorf("%q is not the name of a cell", s)
	}
	return Pos{row, col}, nil
}

// Split reads column and row of a reference; either may be missing (0), as
// in "A:A" and "3:3".
func Split(s string) (col, row int, ok bool) {
	i := 0
	if i < len(s) && s[i] == '$' {
		i++
	}
	for ; i < len(s); i++ {
		c := s[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		if col = col*26 + int(c-'a') + 1; col > MaxCol {
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
		if row = row*10 + int(s[i]-'0'); row > MaxRow {
			return 0, 0, false
		}
	}
	return col, row, true
}

// ParseBox reads "A1:B2", "A1", "A:A" and "3:3".
func ParseBox(s string) (Box, error) {
	a, b, two := strings.Cut(s, ":")
	if !two {
		p, err := Parse(a)
		return Box{p, p}, err
	}
	c1, r1, ok1 := Split(a)
	c2, r2, ok2 := Split(b)
	if !ok1 || !ok2 || (c1 == 0) != (c2 == 0) || (r1 == 0) != (r2 == 0) || c1+r1 == 0 {
		return Box{}, fmt.Errorf("%q is not a range of cells", s)
	}
	if c1 == 0 {
		c1, c2 = 1, MaxCol
	}
	if r1 == 0 {
		r1, r2 = 1, MaxRow
	}
	return Box{Pos{min(r1, r2), min(c1, c2)}, Pos{max(r1, r2), max(c1, c2)}}, nil
}

// ParseBoxes reads a list of ranges and leaves out what is none.
func ParseBoxes(s string) []Box {
	var out []Box
	for _, f := range strings.Fields(s) {
		if b, err := ParseBox(f); err == nil {
			out = append(out, b)
		}
	}
	return out
}
