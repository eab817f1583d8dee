package proof

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/xmlscan"
)

// provedRow is one <row> of a sheet as the proof reads it.
type provedRow struct {
	num   int
	start xml.StartElement
	cells []provedCell
	other []xml.Token // everything in the row that is no cell
}

// provedCell is one <c> with its place and everything in it.
type provedCell struct {
	at    cellref.Pos
	attrs []xml.Attr
	inner []xml.Token
}

// sheetTokens is a token stream that knows its depth. The tokens are raw, so
// that a prefix counts as part of a name: the proof is about what is written,
// not about what it may mean.
type sheetTokens struct {
	d       *xml.Decoder
	depth   int
	open    []xml.Name
	lastRow int
}

func newSheetTokens(data []byte) *sheetTokens {
	return &sheetTokens{d: xml.NewDecoder(bytes.NewReader(data))}
}

func (s *sheetTokens) next() (xml.Token, error) {
	tok, err := s.d.RawToken()
	if errors.Is(err, io.EOF) && s.depth == 0 {
		return nil, io.EOF
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", bounds.ErrDamaged, err)
	}
	switch t := tok.(type) {
	case xml.StartElement:
		s.open = append(s.open, t.Name)
		s.depth++
	case xml.EndElement:
		if s.depth--; s.depth < 0 || s.open[s.depth] != t.Name {
			return nil, fmt.Errorf("%w: </%s> closes nothing", bounds.ErrDamaged, t.Name.Local)
		}
		s.open = s.open[:s.depth]
	case xml.Directive:
		return nil, fmt.Errorf("%w: %w", bounds.ErrDamaged, xmlscan.ErrDoctype)
	}
	return tok, nil
}

// nextOrNil is next with nil for the end.
func (s *sheetTokens) nextOrNil() (xml.Token, error) {
	tok, err := s.next()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	return tok, err
}

// row reads what comes next in SheetData: a row, else a single token.
func (s *sheetTokens) row() (*provedRow, xml.Token, error) {
	tok, err := s.next()
	if err != nil {
		return nil, nil, noEOF(err)
	}
	start, ok := tok.(xml.StartElement)
	if !ok || start.Name.Local != "row" {
		return nil, xml.CopyToken(tok), nil
	}
	r := &provedRow{num: s.lastRow + 1, start: start.Copy()}
	if v := value(start.Attr, "r"); v != "" {
		if r.num, err = strconv.Atoi(v); err != nil {
			return nil, nil, fmt.Errorf("%w: row number %q", bounds.ErrDamaged, v)
		}
	}
	s.lastRow = r.num
	level, col := s.depth, 0
	for {
		tok, err := s.next()
		if err != nil {
			return nil, nil, noEOF(err)
		}
		if s.depth < level {
			return r, nil, nil
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "c" || s.depth != level+1 {
			r.other = append(r.other, xml.CopyToken(tok))
			continue
		}
		cell, err := s.cell(start.Copy(), r.num, col)
		if err != nil {
			return nil, nil, err
		}
		col = cell.at.Col
		r.cells = append(r.cells, cell)
	}
}

func (s *sheetTokens) cell(start xml.StartElement, row, last int) (provedCell, error) {
	c := provedCell{at: cellref.Pos{Row: row, Col: last + 1}, attrs: start.Attr}
	if name := value(start.Attr, "r"); name != "" {
		col, num, ok := cellref.Split(name)
		if !ok || num != row || col <= last {
			return c, fmt.Errorf("%w: cell %q in row %d", bounds.ErrDamaged, name, row)
		}
		c.at.Col = col
	}
	level := s.depth
	for {
		tok, err := s.next()
		if err != nil {
			return c, noEOF(err)
		}
		if s.depth < level {
			return c, nil
		}
		c.inner = append(c.inner, xml.CopyToken(tok))
	}
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %w", bounds.ErrDamaged, io.ErrUnexpectedEOF)
	}
	return err
}
