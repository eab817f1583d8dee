package sheetscan

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// The namespaces of a worksheet's own elements in the two editions of OOXML.
const (
	nsTransitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsStrict       = "http://purl.oclc.org/ooxml/spreadsheetml/main"
)

// maxGridAttrs bounds the attributes of SheetData, row and c; the format knows
// fifteen of a row. A tag with 200,000 took a minute to check for doubles.
const maxGridAttrs = 100

// maxRanges bounds each list of ranges of a sheet, all of which are looked
// through for each answer. Real sheets have some thousands.
const maxRanges = 250_000

// Sheet is what one pass over a sheet's XML finds: where rows begin and
// end in the bytes, and all that decides whether a cell may be written. It
// holds no cells; the rows that matter are scanned again, one by one.
type Sheet struct {
	Data   []byte
	Prefix string // "x:" if the sheet's elements carry a prefix, else ""

	Rows      []Row
	SheetData Element
	Dimension Attr // value of dimension/@ref; empty if there is none
	hasData   bool

	Cols        []ColStyle
	Merges      []cellref.Box
	Arrays      []cellref.Box // ranges of array formulas and data tables
	Protected   bool
	Free        []cellref.Box // ranges that anybody may edit on the protected sheet
	Numeric     []cellref.Box // validations that a number may satisfy: list, whole, decimal
	inNumeric   bool          // the validation being read is one of these
	hasFormulas bool
}

// Element is an element in the bytes: its start tag, and all of it.
type Element struct {
	Start, TagEnd, End int
	Empty              bool // written as <x/>
}

// Row is a row element with its number, 1-based.
type Row struct {
	Element
	Num int
}

// ColStyle is the style of new cells in the columns from Min to Max.
type ColStyle struct{ Min, Max, Style int }

// Attr is a part of the bytes: the value of an attribute, without quotes.
type Attr struct{ Start, End int }

// Scan reads a whole sheet part.
func Scan(data []byte) (*Sheet, error) {
	s := NewScanner(data)
	out := &Sheet{Data: data}
	for {
		tok, err := s.Next()
		if errors.Is(err, io.EOF) {
			return out, out.check()
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			err = out.startElement(s, t)
		case xml.EndElement:
			out.endElement(s, t)
		case xml.CharData:
			out.text(s, t)
		}
		if err != nil {
			return nil, err
		}
	}
}

func (o *Sheet) check() error {
	if !o.hasData {
		return fmt.Errorf("%w: the sheet has no sheetData", bounds.ErrDamaged)
	}
	return nil
}

func (o *Sheet) startElement(s *Scanner, t xml.StartElement) error {
	depth := len(s.Open)
	if depth == 1 {
		return o.root(t)
	}
	in := func(local string) bool { return o.own(s.Open[1], local) }
	switch {
	case in("sheetData") && depth <= 4:
		return o.grid(s, t, depth)
	case in("sheetData"):
		return o.formula(t)
	case depth == 2 && o.own(t.Name, "dimension"):
		o.Dimension = FindAttr(o.Data, s.Start, s.End, "ref")
	case depth == 2 && o.own(t.Name, "sheetProtection"):
		o.Protected = o.Protected || AttrTrue(t, "sheet")
	case depth == 3 && in("cols"):
		return o.column(t)
	case depth == 3 && in("mergeCells") && o.own(t.Name, "mergeCell"):
		b, err := cellref.ParseBox(attr(t, "ref"))
		if err != nil {
			return fmt.Errorf("%w: merge: %w", bounds.ErrDamaged, err)
		}
		if o.Merges = append(o.Merges, b); len(o.Merges) > maxRanges {
			return fmt.Errorf("%w: more than %d merged ranges", bounds.ErrDamaged, maxRanges)
		}
	case depth == 3 && in("protectedRanges"):
		if attr(t, "password") == "" && attr(t, "hashValue") == "" && attr(t, "securityDescriptor") == "" {
			o.Free = addRanges(o.Free, attr(t, "sqref"))
		}
	case t.Name.Local == "dataValidation":
		o.inNumeric = takesNumber(t)
		if o.inNumeric {
			o.Numeric = addRanges(o.Numeric, attr(t, "sqref"))
		}
	}
	return nil
}

// root learns the prefix of the sheet's own elements.
func (o *Sheet) root(t xml.StartElement) error {
	if t.Name.Local != "worksheet" {
		return fmt.Errorf("%w: the part's root is <%s>, not a worksheet", bounds.ErrDamaged, RawName(t.Name))
	}
	want := xml.Name{Local: "xmlns"}
	if t.Name.Space != "" {
		o.Prefix = t.Name.Space + ":"
		want = xml.Name{Space: "xmlns", Local: t.Name.Space}
	}
	for _, a := range t.Attr {
		if a.Name == want && (a.Value == nsTransitional || a.Value == nsStrict) {
			return nil
		}
	}
	return fmt.Errorf("%w: the worksheet is in no known namespace", bounds.ErrDamaged)
}

// own tells whether the raw name is that of a worksheet element.
func (o *Sheet) own(n xml.Name, local string) bool {
	if n.Local != local {
		return false
	}
	if n.Space == "" {
		return o.Prefix == ""
	}
	return len(o.Prefix) == len(n.Space)+1 && strings.HasPrefix(o.Prefix, n.Space)
}

// grid handles SheetData, its rows and their cells. What else could stand
// there (other names, a prefix bound anew) is refused: writing by position
// needs certainty about what each element is.
func (o *Sheet) grid(s *Scanner, t xml.StartElement, depth int) error {
	want := [...]string{2: "sheetData", 3: "row", 4: "c"}[depth]
	if depth == 4 && o.own(t.Name, "extLst") {
		return nil
	}
	if !o.own(t.Name, want) {
		return fmt.Errorf("%w: unexpected <%s> among the rows", bounds.ErrDamaged, RawName(t.Name))
	}
	if err := noRebinding(t); err != nil {
		return err
	}
	span := Element{Start: s.Start, TagEnd: s.End, Empty: s.selfClosed()}
	switch depth {
	case 2:
		if o.hasData {
			return fmt.Errorf("%w: the sheet has two sheetData", bounds.ErrDamaged)
		}
		o.hasData, o.SheetData = true, span
	case 3:
		return o.row(span, t)
	}
	return nil
}

func noRebinding(t xml.StartElement) error {
	if len(t.Attr) > maxGridAttrs {
		return fmt.Errorf("%w: <%s> has %d attributes", bounds.ErrDamaged, RawName(t.Name), len(t.Attr))
	}
	for i, a := range t.Attr {
		if a.Name.Local == "xmlns" && a.Name.Space == "" || a.Name.Space == "xmlns" {
			return fmt.Errorf("%w: <%s> declares a namespace", bounds.ErrDamaged, RawName(t.Name))
		}
		for _, b := range t.Attr[:i] {
			if a.Name == b.Name {
				return fmt.Errorf("%w: <%s> has two %s", bounds.ErrDamaged, RawName(t.Name), RawName(a.Name))
			}
		}
	}
	return nil
}

func (o *Sheet) row(span Element, t xml.StartElement) error {
	last := 0
	if n := len(o.Rows); n > 0 {
		last = o.Rows[n-1].Num
	}
	num := last + 1
	if r := attr(t, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil {
			return fmt.Errorf("%w: row number %q", bounds.ErrDamaged, r)
		}
		num = n
	}
	if num <= last || num > cellref.MaxRow {
		return fmt.Errorf("%w: row %d after row %d", bounds.ErrDamaged, num, last)
	}
	o.Rows = append(o.Rows, Row{Element: span, Num: num})
	return nil
}

func (o *Sheet) formula(t xml.StartElement) error {
	if !o.own(t.Name, "f") {
		return nil
	}
	o.hasFormulas = true
	if kind := attr(t, "t"); kind == "array" || kind == "dataTable" {
		b, err := cellref.ParseBox(attr(t, "ref"))
		if err != nil {
			return fmt.Errorf("%w: formula range: %w", bounds.ErrDamaged, err)
		}
		if o.Arrays = append(o.Arrays, b); len(o.Arrays) > maxRanges {
			return fmt.Errorf("%w: more than %d array formulas", bounds.ErrDamaged, maxRanges)
		}
	}
	return nil
}

func (o *Sheet) column(t xml.StartElement) error {
	lo, err1 := strconv.Atoi(attr(t, "min"))
	hi, err2 := strconv.Atoi(attr(t, "max"))
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("%w: column widths: %w", bounds.ErrDamaged, err)
	}
	if style, err := strconv.Atoi(attr(t, "style")); err == nil && style > 0 {
		if o.Cols = append(o.Cols, ColStyle{lo, hi, style}); len(o.Cols) > cellref.MaxCol {
			return fmt.Errorf("%w: more than %d columns", bounds.ErrDamaged, cellref.MaxCol)
		}
	}
	return nil
}

func (o *Sheet) endElement(s *Scanner, t xml.EndElement) {
	switch depth := len(s.Open); {
	case depth == 1 && o.own(t.Name, "sheetData"):
		o.SheetData.End = s.End
	case depth == 2 && o.own(t.Name, "row") && o.own(s.Open[1], "sheetData"):
		o.Rows[len(o.Rows)-1].End = s.End
	}
}

// text picks up the ranges of validations in the 2010 form, which stand in an
// element of their own: <x14:dataValidation …><xm:sqref>C3:C9</xm:sqref>.
func (o *Sheet) text(s *Scanner, t xml.CharData) {
	n := len(s.Open)
	if o.inNumeric && n > 2 && s.Open[n-1].Local == "sqref" && s.Open[n-2].Local == "dataValidation" {
		o.Numeric = addRanges(o.Numeric, string(t))
	}
}

// addRanges adds the ranges of a list up to the bound. What lies beyond is left
// out, which is harmless: a cell that would be open counts as locked, a number
// goes in as text.
func addRanges(to []cellref.Box, sqref string) []cellref.Box {
	if len(to) >= maxRanges {
		return to
	}
	more := cellref.ParseBoxes(sqref)
	return append(to, more[:min(len(more), maxRanges-len(to))]...)
}

// takesNumber: see cellText on how numeric answers are written.
func takesNumber(t xml.StartElement) bool {
	switch attr(t, "type") {
	case "list", "whole", "decimal":
		return true
	}
	return false
}
