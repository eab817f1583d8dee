package workbook

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/opc"
	"candor/internal/workbook/sheetscan"
	"candor/internal/workbook/xmlscan"
)

// outline writes the children of the root that keep accepts, one element a
// line, indented by depth, attributes in order of their names.
func (d *dumper) outline(data []byte, keep func(local string) bool) error {
	s := sheetscan.NewScanner(data)
	skipping := false
	line := ""
	for {
		tok, err := s.Next()
		if errors.Is(err, io.EOF) {
			d.line(&line)
			return nil
		}
		if err != nil {
			return err
		}
		depth := len(s.Open)
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 2 {
				skipping = !keep(t.Name.Local)
			}
			if depth > 1 && !skipping {
				d.line(&line)
				line = strings.Repeat("  ", depth-1) + sheetscan.RawName(t.Name) + sheetscan.AttrsText(t.Attr)
			}
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); depth > 1 && !skipping && text != "" {
				line += " " + strconv.Quote(text)
			}
		}
	}
}

// line writes what has gathered and starts afresh.
func (d *dumper) line(text *string) {
	if *text != "" {
		fmt.Fprintln(d.w, *text)
	}
	*text = ""
}

// cells writes hidden rows and columns, and each cell that holds something.
func (d *dumper) cells(data []byte) error {
	scan, err := sheetscan.Scan(data)
	if err != nil {
		return err
	}
	if err := d.loadStrings(scan); err != nil {
		return err
	}
	for _, r := range scan.Rows {
		if v := sheetscan.FindAttr(data, r.Start, r.TagEnd, "hidden"); v.End > v.Start && data[v.Start] != '0' && data[v.Start] != 'f' {
			fmt.Fprintf(d.w, "  row %d hidden\n", r.Num)
		}
		cells, err := scan.ScanRow(r)
		if err != nil {
			return err
		}
		for _, c := range cells {
			d.cell(r, c)
		}
	}
	return nil
}

// loadStrings fetches the shared strings that the sheet uses.
func (d *dumper) loadStrings(scan *sheetscan.Sheet) error {
	want := map[int]bool{}
	for _, r := range scan.Rows {
		cells, err := scan.ScanRow(r)
		if err != nil {
			return err
		}
		for _, c := range cells {
			if c.Kind != "s" {
				continue
			}
			i, err := opc.SharedIndex(c.Value)
			if err != nil {
				return err
			}
			if i >= 0 {
				want[i] = true
			}
		}
	}
	var err error
	d.strings, err = d.pkg.SharedStrings(want)
	return err
}

func (d *dumper) cell(r sheetscan.Row, c sheetscan.Cell) {
	text := strconv.Quote(xmlscan.UnescapeX(c.Value))
	switch c.Kind {
	case "s":
		i, err := opc.SharedIndex(c.Value)
		if err != nil || i < 0 {
			text = ""
		} else {
			text = strconv.Quote(d.strings[i])
		}
	case "b":
		text = map[string]string{"1": "TRUE", "0": "FALSE"}[c.Value]
	case "", "n", "e", "d":
		text = c.Value
	}
	if text == `""` {
		text = ""
	}
	formula := ""
	if c.Formula {
		formula = " {" + strings.TrimSpace(c.FormulaText) + "}"
	}
	format := d.format(c.Style)
	if text == "" && formula == "" && format == "" {
		return
	}
	if text != "" {
		text = " " + text
	}
	fmt.Fprintf(d.w, "  %s%s%s%s\n", cellref.Pos{Row: r.Num, Col: c.Col}, formula, text, format)
}

// format names number format and openness of a style, if they are special.
func (d *dumper) format(style int) string {
	if style < 0 || style >= len(d.formats) {
		return ""
	}
	f := d.formats[style]
	out := ""
	switch {
	case f.Code != "":
		out = " format=" + strconv.Quote(f.Code)
	case f.ID != 0:
		out = fmt.Sprintf(" format=%d", f.ID)
	}
	if f.Unlocked {
		out += " unlocked"
	}
	return out
}
