package grids

import (
	"slices"
	"strconv"
	"strings"

	"candor/internal/workbook/cellref"
)

const (
	// maxListWords bounds a dropdown: country lists have 250 words.
	maxListWords = 500
	// maxListDepth bounds names that lead to names.
	maxListDepth = 8
)

// Lists finds the words that a list rule offers.
type Lists struct {
	Book  *Book
	cache map[listKey][]string
	Codes map[string][]string // what lookupWords found
}

type listKey struct {
	sheet   string
	formula string
}

// NewLists looks lists up in the sheets and names of b.
func NewLists(b *Book) *Lists {
	return &Lists{Book: b, cache: map[listKey][]string{}, Codes: map[string][]string{}}
}

// Words returns the list of a rule at a cell of g, verbatim and in order; nil
// if it cannot be known without computing formulas.
func (l *Lists) Words(g *Grid, v Rule, at cellref.Pos) []string {
	if len(v.words) > 0 {
		return v.words
	}
	formula := v.formula
	if len(v.Areas) > 0 {
		formula = shiftRelative(formula, at.Row-v.Areas[0].From.Row, at.Col-v.Areas[0].From.Col)
	}
	key := listKey{g.Name, formula}
	if w, ok := l.cache[key]; ok {
		return w
	}
	w := l.resolve(g, formula, 0)
	if len(w) > maxListWords {
		w = nil
	}
	l.cache[key] = w
	return w
}

func (l *Lists) resolve(g *Grid, formula string, depth int) []string {
	formula = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(formula), "="))
	if formula == "" || depth > maxListDepth {
		return nil
	}
	if strings.HasPrefix(formula, `"`) && strings.HasSuffix(formula, `"`) && len(formula) >= 2 {
		return literalWords(strings.ReplaceAll(formula[1:len(formula)-1], `""`, `"`))
	}
	upper := strings.ToUpper(formula)
	if strings.HasPrefix(upper, "INDIRECT(") && strings.HasSuffix(formula, ")") {
		return l.indirect(g, formula[len("INDIRECT("):len(formula)-1], depth)
	}
	if strings.HasPrefix(upper, "OFFSET(") && strings.HasSuffix(formula, ")") {
		return l.offset(g, arguments(formula[len("OFFSET("):len(formula)-1]), depth)
	}
	if target, area, ok := l.reference(g, formula); ok {
		return values(target, area)
	}
	for _, local := range []bool{true, false} {
		for _, n := range l.Book.names {
			if strings.EqualFold(n.name, formula) && strings.EqualFold(n.sheet, map[bool]string{true: g.Name}[local]) {
				return l.resolve(g, n.formula, depth+1)
			}
		}
	}
	return nil
}

// literalWords cuts an inline list. Its words cannot hold commas; Excel drops
// their outer space.
func literalWords(s string) []string {
	var out []string
	for _, w := range strings.Split(s, ",") {
		if w = cellref.Trim(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// reference reads "Sheet!$A$1:$B$2", "$A$1:$B$2" and "Table[Column]".
func (l *Lists) reference(g *Grid, s string) (*Grid, cellref.Box, bool) {
	target, ref := g, s
	if i := strings.LastIndexByte(s, '!'); i >= 0 {
		name := s[:i]
		if len(name) >= 2 && name[0] == '\'' && name[len(name)-1] == '\'' {
			name = strings.ReplaceAll(name[1:len(name)-1], "''", "'")
		}
		target, ref = l.Book.gridNamed(name), s[i+1:]
		if target == nil {
			return nil, cellref.Box{}, false
		}
	}
	if b, err := cellref.ParseBox(ref); err == nil {
		return target, b, true
	}
	return l.tableColumn(ref)
}

func (l *Lists) tableColumn(ref string) (*Grid, cellref.Box, bool) {
	name, column, ok := strings.Cut(ref, "[")
	column = strings.TrimSuffix(column, "]")
	for _, g := range l.Book.Sheets {
		for _, t := range g.tables {
			if !strings.EqualFold(t.name, name) {
				continue
			}
			body := cellref.Box{From: cellref.Pos{Row: t.area.From.Row + 1, Col: t.area.From.Col}, To: t.area.To}
			if !ok {
				return g, body, true
			}
			for i, c := range t.columns {
				if strings.EqualFold(c, column) {
					body.From.Col += i
					body.To.Col = body.From.Col
					return g, body, true
				}
			}
		}
	}
	return nil, cellref.Box{}, false
}

// values lists the texts of a range in reading order. It walks the rows that
// the sheet has, never the range.
func values(g *Grid, area cellref.Box) []string {
	var out []string
	i, _ := slices.BinarySearchFunc(g.Rows, area.From.Row, func(r Row, n int) int { return r.Num - n })
	for ; i < len(g.Rows) && g.Rows[i].Num <= area.To.Row; i++ {
		r := &g.Rows[i]
		for _, c := range r.Cells {
			if area.From.Col <= int(c.Col) && int(c.Col) <= area.To.Col {
				if t := cellref.Trim(c.Text); t != "" {
					out = append(out, t)
				}
			}
		}
		if len(out) > maxListWords {
			return out
		}
	}
	return out
}

// indirect follows INDIRECT of a literal text or of a cell that holds a name.
func (l *Lists) indirect(g *Grid, arg string, depth int) []string {
	arg = strings.TrimSpace(arg)
	if strings.HasPrefix(arg, `"`) && strings.HasSuffix(arg, `"`) && len(arg) >= 2 {
		return l.resolve(g, arg[1:len(arg)-1], depth+1)
	}
	if target, area, ok := l.reference(g, arg); ok && area.From == area.To {
		if t := target.Text(area.From.Row, area.From.Col); t != "" {
			return l.resolve(g, t, depth+1)
		}
	}
	return nil
}

// offset follows OFFSET(ref, rows, cols[, height[, width]]) with constant
// numbers; a height of COUNTA(…) means up to the end of the values.
func (l *Lists) offset(g *Grid, args []string, depth int) []string {
	if len(args) < 3 || depth > maxListDepth {
		return nil
	}
	target, area, ok := l.reference(g, strings.TrimSpace(args[0]))
	if !ok {
		return nil
	}
	var n [2]int
	for i := range n {
		v, err := strconv.Atoi(strings.TrimSpace(args[1+i]))
		if err != nil && strings.TrimSpace(args[1+i]) != "" {
			return nil
		}
		n[i] = v
	}
	height, width := area.To.Row-area.From.Row, area.To.Col-area.From.Col
	area.From = cellref.Pos{Row: area.From.Row + n[0], Col: area.From.Col + n[1]}
	if len(args) > 3 {
		h := strings.ToUpper(strings.TrimSpace(args[3]))
		v, err := strconv.Atoi(h)
		switch {
		case err == nil:
			height = v - 1
		case strings.HasPrefix(h, "COUNT"):
			height = maxListWords
		default:
			return nil
		}
	}
	if len(args) > 4 {
		if v, err := strconv.Atoi(strings.TrimSpace(args[4])); err == nil {
			width = v - 1
		}
	}
	area.To = cellref.Pos{Row: area.From.Row + height, Col: area.From.Col + width}
	return values(target, area)
}

// arguments cuts at the commas that stand in no bracket and no quotes.
func arguments(s string) []string {
	var out []string
	depth, from := 0, 0
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case quoted:
		case s[i] == '(':
			depth++
		case s[i] == ')':
			depth--
		case s[i] == ',' && depth == 0:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

// shiftRelative moves the relative references of a plain reference formula;
// functions and names are left alone.
func shiftRelative(formula string, rows, cols int) string {
	if rows == 0 && cols == 0 || strings.ContainsAny(formula, `"([`) || !strings.ContainsAny(formula, "0123456789") {
		return formula
	}
	prefix, ref := "", formula
	if i := strings.LastIndexByte(formula, '!'); i >= 0 {
		prefix, ref = formula[:i+1], formula[i+1:]
	}
	parts := strings.Split(ref, ":")
	for i, p := range parts {
		q, err := cellref.Parse(strings.TrimPrefix(p, "="))
		if err != nil {
			return formula
		}
		p = strings.TrimPrefix(p, "=")
		fixedCol := strings.HasPrefix(p, "$")
		fixedRow := strings.Contains(p[1:], "$")
		if !fixedCol {
			q.Col += cols
		}
		if !fixedRow {
			q.Row += rows
		}
		if q.Col < 1 || q.Row < 1 || q.Col > cellref.MaxCol || q.Row > cellref.MaxRow {
			return formula
		}
		parts[i] = q.String()
	}
	return prefix + strings.Join(parts, ":")
}
