package opc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/xmlscan"
)

// prescanXML looks for a document type declaration at the beginning of a part,
// the only place where XML allows one. UTF-16 parts are refused: no program
// writes them, and no search for "<!DOCTYPE" would see theirs.
func prescanXML(r io.Reader) error {
	head := make([]byte, 4096)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	return checkProlog(head[:n])
}

func checkProlog(head []byte) error {
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) || bytes.IndexByte(head[:min(len(head), 8)], 0) >= 0 {
		return xmlscan.ErrEncoding
	}
	if bytes.Contains(head, []byte("<!DOCTYPE")) || bytes.Contains(head, []byte("<!ENTITY")) {
		return xmlscan.ErrDoctype
	}
	return nil
}

// areaMeter adds up what the rows of a sheet claim.
type areaMeter struct {
	limits      bounds.Limits
	row, col    int
	area, spans int
}

// prescanSheet streams a sheet's tags and looks at those of rows and cells
// only, without building anything: 9 MB take 20 ms. It stops at the first
// number that no spreadsheet has.
func prescanSheet(r io.Reader, limits bounds.Limits) error {
	br := bufio.NewReaderSize(r, 64<<10)
	head, err := br.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return err
	}
	if err := checkProlog(head); err != nil {
		return err
	}
	m := areaMeter{limits: limits}
	for {
		if err := skipPast(br, '<'); err != nil {
			return m.close(err)
		}
		tag, err := readTag(br)
		if err != nil {
			return m.close(err)
		}
		if err := m.tag(tag); err != nil {
			return err
		}
	}
}

// skipPast drops everything up to and including the byte.
func skipPast(br *bufio.Reader, c byte) error {
	for {
		_, err := br.ReadSlice(c)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// readTag reads up to ">"; of a tag longer than the buffer only its end is
// kept, which no row or cell has.
func readTag(br *bufio.Reader) ([]byte, error) {
	for {
		tag, err := br.ReadSlice('>')
		if !errors.Is(err, bufio.ErrBufferFull) {
			return tag, err
		}
	}
}

func (m *areaMeter) close(err error) error {
	if errors.Is(err, io.EOF) {
		return m.endRow()
	}
	return err
}

func (m *areaMeter) tag(tag []byte) error {
	if bytes.HasPrefix(tag, []byte("!DOCTYPE")) {
		return xmlscan.ErrDoctype
	}
	name := tag[:len(tag)-1]
	rest := []byte(nil)
	if i := xmlscan.IndexSpace(name, true); i >= 0 {
		name, rest = tag[:i], bytes.TrimSuffix(tag[i:len(tag)-1], []byte("/"))
	}
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	switch string(name) {
	case "row":
		if err := m.endRow(); err != nil {
			return err
		}
		m.row++
		if v, ok := xmlscan.RawAttr(rest, "r"); ok {
			n, err := RowNumber(v)
			if err != nil {
				return err
			}
			m.row = n
		}
		if m.row > cellref.MaxRow {
			return fmt.Errorf("%w: row %d; a sheet has %d", bounds.ErrTooLarge, m.row, cellref.MaxRow)
		}
	case "c":
		m.col++
		if v, ok := xmlscan.RawAttr(rest, "r"); ok {
			p, err := cellref.Parse(string(v))
			if err != nil {
				return fmt.Errorf("%w: cell %q lies outside a sheet", bounds.ErrTooLarge, cellref.Clip(string(v), 20))
			}
			m.col = p.Col
		}
		m.spans = max(m.spans, m.col)
		if m.col > cellref.MaxCol {
			return fmt.Errorf("%w: row %d has more than %d cells", bounds.ErrTooLarge, m.row, cellref.MaxCol)
		}
	}
	return nil
}

func (m *areaMeter) endRow() error {
	m.area += m.spans
	m.col, m.spans = 0, 0
	if m.area > m.limits.Area {
		return fmt.Errorf("%w: the cells lie so far apart that the sheet spans %d of them; the limit is %d", bounds.ErrTooLarge, m.area, m.limits.Area)
	}
	return nil
}

// RowNumber reads the number of a row; ErrTooLarge for one outside a sheet.
func RowNumber(v []byte) (int, error) {
	n := 0
	for _, c := range v {
		if c < '0' || c > '9' || n > cellref.MaxRow {
			return 0, fmt.Errorf("%w: row %q lies outside a sheet", bounds.ErrTooLarge, cellref.Clip(string(v), 20))
		}
		n = n*10 + int(c-'0')
	}
	if n < 1 || n > cellref.MaxRow {
		return 0, fmt.Errorf("%w: row %q lies outside a sheet", bounds.ErrTooLarge, cellref.Clip(string(v), 20))
	}
	return n, nil
}
