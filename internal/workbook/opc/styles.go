package opc

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/xmlscan"
)

// CellFormat is what of a cell style (an index into cellXfs) matters here.
type CellFormat struct {
	Unlocked bool
	// Code is the number format as text, "" for the built-in ones, whose
	// number is in id; 49 is "@", text.
	Code string
	ID   int
}

// IsText tells whether the number format is "@", under which Excel keeps what is
// typed as text.
func (f CellFormat) IsText() bool { return f.ID == 49 || f.Code == "@" }

// CellFormats reads the workbook's cell styles. A workbook may have none.
func (p *Package) CellFormats() ([]CellFormat, error) {
	parts, err := p.Related(p.Workbook, "styles")
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	data, err := p.Part(parts[0])
	if err != nil {
		return nil, err
	}
	var doc struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Xfs []struct {
			Format     int `xml:"numFmtId,attr"`
			Protection struct {
				Locked string `xml:"locked,attr"`
			} `xml:"protection"`
		} `xml:"cellXfs>xf"`
	}
	if err := DecodePart(parts[0], data, &doc); err != nil {
		return nil, err
	}
	codes := map[int]string{}
	for _, f := range doc.Formats {
		codes[f.ID] = f.Code
	}
	out := make([]CellFormat, len(doc.Xfs))
	for i, x := range doc.Xfs {
		locked := x.Protection.Locked
		out[i] = CellFormat{Unlocked: locked == "0" || locked == "false", Code: codes[x.Format], ID: x.Format}
	}
	return out, nil
}

// SharedStrings returns the shared strings with the given indexes; the others
// are passed over, since big workbooks have a million of them.
func (p *Package) SharedStrings(want map[int]bool) (map[int]string, error) {
	if len(want) == 0 {
		return nil, nil
	}
	parts, err := p.Related(p.Workbook, "sharedStrings")
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("%w: cells use shared strings, but there are none", bounds.ErrDamaged)
	}
	data, err := p.Part(parts[0])
	if err != nil {
		return nil, err
	}
	out, err := pickStrings(data, want)
	if err != nil {
		return nil, fmt.Errorf("%w: part %q: %w", bounds.ErrDamaged, parts[0], err)
	}
	for i := range want {
		if _, ok := out[i]; !ok {
			return nil, fmt.Errorf("%w: no shared string %d", bounds.ErrDamaged, i)
		}
	}
	return out, nil
}

func pickStrings(data []byte, want map[int]bool) (map[int]string, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	out := map[int]string{}
	index := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.Directive:
			return nil, xmlscan.ErrDoctype
		case xml.StartElement:
			if t.Name.Local != "si" {
				continue
			}
			if want[index] {
				var si richText
				if err := d.DecodeElement(&si, &t); err != nil {
					return nil, err
				}
				out[index] = si.String()
			} else if err := d.Skip(); err != nil {
				return nil, err
			}
			index++
		}
	}
}

// richText is a string item: plain, or runs of formatted text. Phonetic hints
// are no part of its text.
type richText struct {
	Text *string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (r richText) String() string {
	text := ""
	if r.Text != nil {
		text = *r.Text
	}
	for _, run := range r.Runs {
		text += run.Text
	}
	return xmlscan.UnescapeX(text)
}

// SharedIndex reads the <v> of a cell of type "s"; -1 for an empty one.
func SharedIndex(v string) (int, error) {
	if v == "" {
		return -1, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		return -1, fmt.Errorf("%w: shared string %q", bounds.ErrDamaged, v)
	}
	return n, nil
}
