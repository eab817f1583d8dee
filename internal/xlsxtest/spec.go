// Package xlsxtest builds small Excel workbooks from a readable text, for
// tests, scripts and the project's own fixtures.
//
// It writes the parts of the file itself, so that it can make what libraries
// cannot (lists in the x14 extension, x12ac lists, cached formula values,
// shared array ranges) and so that the same text always gives the same bytes.
// It does not read workbooks and is no general writer. Its promise: what the
// text says is in the file, and a line it does not understand is an error with
// its number.
//
// A specification is lines of:
//
//	# remark                                  ignored, as are blank lines
//	sheet NAME [hidden|veryhidden] [protected]  starts a sheet; quote a name with spaces
//	| ID | Question | Answer                  next row, from column A; empty fields leave no cell
//	|* ID | Question | Answer                 the same in bold on a grey fill
//	at 7                                      the next | row is row 7
//	B3: some text                             one cell; \n is a line break
//	B3: #1.5                                  a number (\# for a text that starts so)
//	B3: TRUE                                  text; use B3: !TRUE for a boolean, !#REF! for an error
//	B3: =SUM(A1:A2) => 3                      a formula with its cached text ("=> #3" for a number)
//	array C3:C5 =A3:A5 => x                   an array formula with its cached text at the anchor
//	style A2:F9 bold fill=DDEBF7 unlocked num=0.00 border size=14 wrap   formats cells, blank ones too
//	width B 60                                a column's width in characters; also width C:E 20
//	height 6-75 60                            the height of rows in points; also height 4 18
//	merge A1:D1
//	list C3:C9 E3 Yes,No,N/A                  a dropdown with its words inline
//	list C3:C9 =Lists!$A$1:$A$3               … or with a range or name
//	list14 C3:C9 ='My Lists'!$A$1:$A$3        … in the x14 extension list
//	listac C3:C9 "Yes, always",No             … as x12ac list, words with commas in quotes
//	length D3:D9 200                          at most 200 characters
//	name YesNo =Lists!$A$1:$A$3               a defined name
//	table Choices A1:B4                       a table (list object) with its header row
//	hide row 5   hide col F   group row 5     group: hidden in a collapsed outline
//	filter A2:F9                              an autofilter
//	comment C3 text
//	pivot A1:C9                               declares a pivot table's output range
//	macro   external   connection             puts such a part into the file
//
// A text cell of a | row may hold \| for a bar. Lines before the first sheet
// line belong to a sheet named Sheet1.
package xlsxtest

import (
	"fmt"
	"strconv"
	"strings"
)

type cellSpec struct {
	row, col      int
	kind          string // text, number, bool, error, none
	text, formula string
	array         string
	style         styleSpec
}

type styleSpec struct {
	bold, unlocked, border bool
	wrap                   bool // lines break, and text stands at the top
	fill, num              string
	size                   int
}

type validation struct {
	kind, sqref, formula string // kind: list, list14, listac, length
}

type sheetSpec struct {
	name, state string
	protected   bool
	cells       map[[2]int]*cellSpec
	next        int
	merges      []string
	validations []validation
	hiddenRows  map[int]bool
	groupRows   map[int]bool
	hiddenCols  map[int]bool
	widths      map[int]float64
	heights     map[int]float64
	comments    []([2]string)
	tables      []([2]string)
	pivots      []string
	filter      string
}

type bookSpec struct {
	sheets                      []*sheetSpec
	names                       []([2]string)
	macro, external, connection bool
}

// parse reads the specification.
func parse(spec string) (*bookSpec, error) {
	b := &bookSpec{}
	for n, line := range strings.Split(spec, "\n") {
		line = strings.TrimRight(line, " \t\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if err := b.line(strings.TrimSpace(line)); err != nil {
			return nil, fmt.Errorf("xlsxtest: line %d: %w", n+1, err)
		}
	}
	if len(b.sheets) == 0 {
		return nil, fmt.Errorf("xlsxtest: the specification has no sheet")
	}
	return b, nil
}

func (b *bookSpec) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "sheet":
		return b.addSheet(rest)
	case "macro":
		b.macro = true
		return nil
	case "external":
		b.external = true
		return nil
	case "connection":
		b.connection = true
		return nil
	case "name":
		name, ref, _ := strings.Cut(rest, " ")
		b.names = append(b.names, [2]string{name, strings.TrimPrefix(strings.TrimSpace(ref), "=")})
		return nil
	}
	if len(b.sheets) == 0 {
		b.sheets = append(b.sheets, newSheet("Sheet1"))
	}
	return b.sheets[len(b.sheets)-1].line(line, word, rest)
}

func newSheet(name string) *sheetSpec {
	return &sheetSpec{
		name: name, next: 1, cells: map[[2]int]*cellSpec{},
		hiddenRows: map[int]bool{}, groupRows: map[int]bool{}, hiddenCols: map[int]bool{},
		widths: map[int]float64{}, heights: map[int]float64{},
	}
}

func (b *bookSpec) addSheet(rest string) error {
	var name, flags string
	if strings.HasPrefix(rest, `"`) {
		end := strings.Index(rest[1:], `"`)
		if end < 0 {
			return fmt.Errorf("sheet name %s lacks its closing quote", rest)
		}
		name, flags = rest[1:end+1], rest[end+2:]
	} else {
		name, flags, _ = strings.Cut(rest, " ")
	}
	s := newSheet(name)
	for _, f := range strings.Fields(flags) {
		switch f {
		case "hidden":
			s.state = "hidden"
		case "veryhidden":
			s.state = "veryHidden"
		case "protected":
			s.protected = true
		default:
			return fmt.Errorf("unknown sheet flag %q", f)
		}
	}
	b.sheets = append(b.sheets, s)
	return nil
}

func (s *sheetSpec) line(line, word, rest string) error {
	if strings.HasPrefix(line, "|") {
		return s.tableRow(line[1:])
	}
	if ref, text, ok := strings.Cut(line, ":"); ok {
		if col, row, err := cellRef(ref); err == nil {
			return s.set(row, col, strings.TrimSpace(text))
		}
	}
	first, more, _ := strings.Cut(rest, " ")
	more = strings.TrimSpace(more)
	switch word {
	case "at":
		n, err := strconv.Atoi(rest)
		s.next = n
		return err
	case "merge":
		s.merges = append(s.merges, strings.Fields(rest)...)
	case "list", "list14", "listac", "length":
		return s.addValidation(word, rest)
	case "style":
		return s.addStyle(first, strings.Fields(more))
	case "array":
		return s.addArray(first, more)
	case "comment":
		s.comments = append(s.comments, [2]string{first, more})
	case "table":
		s.tables = append(s.tables, [2]string{first, more})
	case "pivot":
		s.pivots = append(s.pivots, rest)
	case "filter":
		s.filter = rest
	case "width":
		return s.setWidth(first, more)
	case "height":
		return s.setHeight(first, more)
	case "hide", "group":
		return s.hide(word, first, more)
	default:
		return fmt.Errorf("unknown line %q", line)
	}
	return nil
}

func (s *sheetSpec) tableRow(line string) error {
	bold := strings.HasPrefix(line, "*")
	line = strings.TrimPrefix(line, "*")
	line = strings.ReplaceAll(line, `\|`, "\x00")
	for i, field := range strings.Split(line, "|") {
		field = strings.TrimSpace(strings.ReplaceAll(field, "\x00", "|"))
		if field == "" {
			continue
		}
		if err := s.set(s.next, i+1, field); err != nil {
			return err
		}
		if bold {
			c := s.cell(s.next, i+1)
			c.style.bold, c.style.fill = true, "D9D9D9"
		}
	}
	s.next++
	return nil
}

func (s *sheetSpec) cell(row, col int) *cellSpec {
	key := [2]int{row, col}
	if s.cells[key] == nil {
		s.cells[key] = &cellSpec{row: row, col: col, kind: "none"}
	}
	return s.cells[key]
}

func (s *sheetSpec) set(row, col int, text string) error {
	c := s.cell(row, col)
	if strings.HasPrefix(text, "=") {
		f, v, _ := strings.Cut(text[1:], "=>")
		c.formula, text = strings.TrimSpace(f), strings.TrimSpace(v)
	}
	c.kind, c.text = value(text)
	if c.kind == "number" {
		if _, err := strconv.ParseFloat(c.text, 64); err != nil {
			return fmt.Errorf("%q is no number", c.text)
		}
	}
	s.next = max(s.next, row)
	return nil
}

func value(text string) (kind, v string) {
	unescape := strings.NewReplacer(`\n`, "\n", `\\`, `\`, `\#`, "#", `\!`, "!", `\=`, "=")
	switch {
	case strings.HasPrefix(text, "!#"):
		return "error", text[1:]
	case strings.HasPrefix(text, "!"):
		return "bool", text[1:]
	case strings.HasPrefix(text, "#"):
		return "number", text[1:]
	}
	return "text", unescape.Replace(text)
}
