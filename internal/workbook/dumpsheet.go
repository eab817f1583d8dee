package workbook

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// outline writes the children of the root that keep accepts, one element a
// line, indented by depth, attributes in order of their names.
func (d *dumper) outline(data []byte, keep func(local string) bool) error {
	s := newScanner(data)
	skipping := false
	line := ""
	for {
		tok, err := s.next()
		if errors.Is(err, io.EOF) {
			d.line(&line)
			return nil
		}
		if err != nil {
			return err
		}
		depth := len(s.open)
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 2 {
				skipping = !keep(t.Name.Local)
			}
			if depth > 1 && !skipping {
				d.line(&line)
				line = strings.Repeat("  ", depth-1) + rawName(t.Name) + attrsText(t.Attr)
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

func attrsText(attrs []xml.Attr) string {
	sorted := slices.Clone(attrs)
	slices.SortFunc(sorted, func(a, b xml.Attr) int { return cmp.Compare(rawName(a.Name), rawName(b.Name)) })
	var b strings.Builder
	for _, a := range sorted {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			fmt.Fprintf(&b, " %s=%q", rawName(a.Name), a.Value)
		}
	}
	return b.String()
}

// cells writes hidden rows and columns, and each cell that holds something.
func (d *dumper) cells(data []byte) error {
	scan, err := scanSheet(data)
	if err != nil {
		return err
	}
	if err := d.loadStrings(scan); err != nil {
		return err
	}
	for _, r := range scan.rows {
		if v := findAttr(data, r.start, r.tagEnd, "hidden"); v.end > v.start && data[v.start] != '0' && data[v.start] != 'f' {
			fmt.Fprintf(d.w, "  row %d hidden\n", r.num)
		}
		cells, err := scan.scanRow(r)
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
func (d *dumper) loadStrings(scan *sheetScan) error {
	want := map[int]bool{}
	for _, r := range scan.rows {
		cells, err := scan.scanRow(r)
		if err != nil {
			return err
		}
		for _, c := range cells {
			if c.kind != "s" {
				continue
			}
			i, err := sharedIndex(c.value)
			if err != nil {
				return err
			}
			if i >= 0 {
				want[i] = true
			}
		}
	}
	var err error
	d.strings, err = d.pkg.sharedStrings(want)
	return err
}

func (d *dumper) cell(r rowSpan, c cellSpan) {
	text := strconv.Quote(unescapeX(c.value))
	switch c.kind {
	case "s":
		i, err := sharedIndex(c.value)
		if err != nil || i < 0 {
			text = ""
		} else {
			text = strconv.Quote(d.strings[i])
		}
	case "b":
		text = map[string]string{"1": "TRUE", "0": "FALSE"}[c.value]
	case "", "n", "e", "d":
		text = c.value
	}
	if text == `""` {
		text = ""
	}
	formula := ""
	if c.formula {
		formula = " {" + strings.TrimSpace(c.formulaText) + "}"
	}
	format := d.format(c.style)
	if text == "" && formula == "" && format == "" {
		return
	}
	if text != "" {
		text = " " + text
	}
	fmt.Fprintf(d.w, "  %s%s%s%s\n", pos{r.num, c.col}, formula, text, format)
}

// format names number format and openness of a style, if they are special.
func (d *dumper) format(style int) string {
	if style < 0 || style >= len(d.formats) {
		return ""
	}
	f := d.formats[style]
	out := ""
	switch {
	case f.code != "":
		out = " format=" + strconv.Quote(f.code)
	case f.id != 0:
		out = fmt.Sprintf(" format=%d", f.id)
	}
	if f.unlocked {
		out += " unlocked"
	}
	return out
}
