package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The namespaces of a worksheet's own elements in the two editions of OOXML.
const (
	nsTransitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsStrict       = "http://purl.oclc.org/ooxml/spreadsheetml/main"
)

// maxGridAttrs bounds the attributes of sheetData, row and c; the format knows
// fifteen of a row. A tag with 200,000 took a minute to check for doubles.
const maxGridAttrs = 100

// maxRanges bounds each list of ranges of a sheet, all of which are looked
// through for each answer. Real sheets have some thousands.
const maxRanges = 250_000

// sheetScan is what one pass over a sheet's XML finds: where rows begin and
// end in the bytes, and all that decides whether a cell may be written. It
// holds no cells; the rows that matter are scanned again, one by one.
type sheetScan struct {
	data   []byte
	prefix string // "x:" if the sheet's elements carry a prefix, else ""

	rows      []rowSpan
	sheetData elemSpan
	dimension attrSpan // value of dimension/@ref; empty if there is none
	hasData   bool

	cols        []colStyle
	merges      []box
	arrays      []box // ranges of array formulas and data tables
	protected   bool
	free        []box // ranges that anybody may edit on the protected sheet
	numeric     []box // validations that a number may satisfy: list, whole, decimal
	inNumeric   bool  // the validation being read is one of these
	hasFormulas bool
}

// elemSpan is an element in the bytes: its start tag, and all of it.
type elemSpan struct {
	start, tagEnd, end int
	empty              bool // written as <x/>
}

type rowSpan struct {
	elemSpan
	num int
}

type colStyle struct{ min, max, style int }

// attrSpan is a part of the bytes: the value of an attribute, without quotes.
type attrSpan struct{ start, end int }

// scanSheet reads a whole sheet part.
func scanSheet(data []byte) (*sheetScan, error) {
	s := newScanner(data)
	out := &sheetScan{data: data}
	for {
		tok, err := s.next()
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

func (o *sheetScan) check() error {
	if !o.hasData {
		return fmt.Errorf("%w: the sheet has no sheetData", errDamaged)
	}
	return nil
}

func (o *sheetScan) startElement(s *scanner, t xml.StartElement) error {
	depth := len(s.open)
	if depth == 1 {
		return o.root(t)
	}
	in := func(local string) bool { return o.own(s.open[1], local) }
	switch {
	case in("sheetData") && depth <= 4:
		return o.grid(s, t, depth)
	case in("sheetData"):
		return o.formula(t)
	case depth == 2 && o.own(t.Name, "dimension"):
		o.dimension = findAttr(o.data, s.start, s.end, "ref")
	case depth == 2 && o.own(t.Name, "sheetProtection"):
		o.protected = o.protected || attrTrue(t, "sheet")
	case depth == 3 && in("cols"):
		return o.column(t)
	case depth == 3 && in("mergeCells") && o.own(t.Name, "mergeCell"):
		b, err := parseBox(attr(t, "ref"))
		if err != nil {
			return fmt.Errorf("%w: merge: %w", errDamaged, err)
		}
		if o.merges = append(o.merges, b); len(o.merges) > maxRanges {
			return fmt.Errorf("%w: more than %d merged ranges", errDamaged, maxRanges)
		}
	case depth == 3 && in("protectedRanges"):
		if attr(t, "password") == "" && attr(t, "hashValue") == "" && attr(t, "securityDescriptor") == "" {
			o.free = addRanges(o.free, attr(t, "sqref"))
		}
	case t.Name.Local == "dataValidation":
		o.inNumeric = takesNumber(t)
		if o.inNumeric {
			o.numeric = addRanges(o.numeric, attr(t, "sqref"))
		}
	}
	return nil
}

// root learns the prefix of the sheet's own elements.
func (o *sheetScan) root(t xml.StartElement) error {
	if t.Name.Local != "worksheet" {
		return fmt.Errorf("%w: the part's root is <%s>, not a worksheet", errDamaged, rawName(t.Name))
	}
	want := xml.Name{Local: "xmlns"}
	if t.Name.Space != "" {
		o.prefix = t.Name.Space + ":"
		want = xml.Name{Space: "xmlns", Local: t.Name.Space}
	}
	for _, a := range t.Attr {
		if a.Name == want && (a.Value == nsTransitional || a.Value == nsStrict) {
			return nil
		}
	}
	return fmt.Errorf("%w: the worksheet is in no known namespace", errDamaged)
}

// own tells whether the raw name is that of a worksheet element.
func (o *sheetScan) own(n xml.Name, local string) bool {
	if n.Local != local {
		return false
	}
	if n.Space == "" {
		return o.prefix == ""
	}
	return len(o.prefix) == len(n.Space)+1 && strings.HasPrefix(o.prefix, n.Space)
}

// grid handles sheetData, its rows and their cells. What else could stand
// there (other names, a prefix bound anew) is refused: writing by position
// needs certainty about what each element is.
func (o *sheetScan) grid(s *scanner, t xml.StartElement, depth int) error {
	want := [...]string{2: "sheetData", 3: "row", 4: "c"}[depth]
	if depth == 4 && o.own(t.Name, "extLst") {
		return nil
	}
	if !o.own(t.Name, want) {
		return fmt.Errorf("%w: unexpected <%s> among the rows", errDamaged, rawName(t.Name))
	}
	if err := noRebinding(t); err != nil {
		return err
	}
	span := elemSpan{start: s.start, tagEnd: s.end, empty: s.selfClosed()}
	switch depth {
	case 2:
		if o.hasData {
			return fmt.Errorf("%w: the sheet has two sheetData", errDamaged)
		}
		o.hasData, o.sheetData = true, span
	case 3:
		return o.row(span, t)
	}
	return nil
}

func noRebinding(t xml.StartElement) error {
	if len(t.Attr) > maxGridAttrs {
		return fmt.Errorf("%w: <%s> has %d attributes", errDamaged, rawName(t.Name), len(t.Attr))
	}
	for i, a := range t.Attr {
		if a.Name.Local == "xmlns" && a.Name.Space == "" || a.Name.Space == "xmlns" {
			return fmt.Errorf("%w: <%s> declares a namespace", errDamaged, rawName(t.Name))
		}
		for _, b := range t.Attr[:i] {
			if a.Name == b.Name {
				return fmt.Errorf("%w: <%s> has two %s", errDamaged, rawName(t.Name), rawName(a.Name))
			}
		}
	}
	return nil
}

func (o *sheetScan) row(span elemSpan, t xml.StartElement) error {
	last := 0
	if n := len(o.rows); n > 0 {
		last = o.rows[n-1].num
	}
	num := last + 1
	if r := attr(t, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil {
			return fmt.Errorf("%w: row number %q", errDamaged, r)
		}
		num = n
	}
	if num <= last || num > sheetMaxRow {
		return fmt.Errorf("%w: row %d after row %d", errDamaged, num, last)
	}
	o.rows = append(o.rows, rowSpan{elemSpan: span, num: num})
	return nil
}

func (o *sheetScan) formula(t xml.StartElement) error {
	if !o.own(t.Name, "f") {
		return nil
	}
	o.hasFormulas = true
	if kind := attr(t, "t"); kind == "array" || kind == "dataTable" {
		b, err := parseBox(attr(t, "ref"))
		if err != nil {
			return fmt.Errorf("%w: formula range: %w", errDamaged, err)
		}
		if o.arrays = append(o.arrays, b); len(o.arrays) > maxRanges {
			return fmt.Errorf("%w: more than %d array formulas", errDamaged, maxRanges)
		}
	}
	return nil
}

func (o *sheetScan) column(t xml.StartElement) error {
	lo, err1 := strconv.Atoi(attr(t, "min"))
	hi, err2 := strconv.Atoi(attr(t, "max"))
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("%w: column widths: %w", errDamaged, err)
	}
	if style, err := strconv.Atoi(attr(t, "style")); err == nil && style > 0 {
		if o.cols = append(o.cols, colStyle{lo, hi, style}); len(o.cols) > sheetMaxCol {
			return fmt.Errorf("%w: more than %d columns", errDamaged, sheetMaxCol)
		}
	}
	return nil
}

func (o *sheetScan) endElement(s *scanner, t xml.EndElement) {
	switch depth := len(s.open); {
	case depth == 1 && o.own(t.Name, "sheetData"):
		o.sheetData.end = s.end
	case depth == 2 && o.own(t.Name, "row") && o.own(s.open[1], "sheetData"):
		o.rows[len(o.rows)-1].end = s.end
	}
}

// text picks up the ranges of validations in the 2010 form, which stand in an
// element of their own: <x14:dataValidation …><xm:sqref>C3:C9</xm:sqref>.
func (o *sheetScan) text(s *scanner, t xml.CharData) {
	n := len(s.open)
	if o.inNumeric && n > 2 && s.open[n-1].Local == "sqref" && s.open[n-2].Local == "dataValidation" {
		o.numeric = addRanges(o.numeric, string(t))
	}
}

// addRanges adds the ranges of a list up to the bound. What lies beyond is left
// out, which is harmless: a cell that would be open counts as locked, a number
// goes in as text.
func addRanges(to []box, sqref string) []box {
	if len(to) >= maxRanges {
		return to
	}
	more := parseSqref(sqref)
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
