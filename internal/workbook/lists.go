package workbook

import (
	"slices"
	"strconv"
	"strings"
)

const (
	// maxListWords bounds a dropdown: country lists have 250 words.
	maxListWords = 500
	// maxListDepth bounds names that lead to names.
	maxListDepth = 8
)

// listResolver finds the words that a list rule offers.
type listResolver struct {
	book  *book
	cache map[listKey][]string
	codes map[string][]string // what lookupWords found
}

type listKey struct {
	sheet   string
	formula string
}

func newListResolver(b *book) *listResolver {
	return &listResolver{book: b, cache: map[listKey][]string{}, codes: map[string][]string{}}
}

// words returns the list of a rule at a cell of g, verbatim and in order; nil
// if it cannot be known without computing formulas.
func (l *listResolver) words(g *grid, v rule, at pos) []string {
	if len(v.words) > 0 {
		return v.words
	}
	formula := v.formula
	if len(v.areas) > 0 {
		formula = shiftRelative(formula, at.row-v.areas[0].from.row, at.col-v.areas[0].from.col)
	}
	key := listKey{g.name, formula}
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

func (l *listResolver) resolve(g *grid, formula string, depth int) []string {
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
		for _, n := range l.book.names {
			if strings.EqualFold(n.name, formula) && strings.EqualFold(n.sheet, map[bool]string{true: g.name}[local]) {
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
		if w = trim(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// reference reads "Sheet!$A$1:$B$2", "$A$1:$B$2" and "Table[Column]".
func (l *listResolver) reference(g *grid, s string) (*grid, box, bool) {
	target, ref := g, s
	if i := strings.LastIndexByte(s, '!'); i >= 0 {
		name := s[:i]
		if len(name) >= 2 && name[0] == '\'' && name[len(name)-1] == '\'' {
			name = strings.ReplaceAll(name[1:len(name)-1], "''", "'")
		}
		target, ref = l.book.gridNamed(name), s[i+1:]
		if target == nil {
			return nil, box{}, false
		}
	}
	if b, err := parseBox(ref); err == nil {
		return target, b, true
	}
	return l.tableColumn(ref)
}

func (l *listResolver) tableColumn(ref string) (*grid, box, bool) {
	name, column, ok := strings.Cut(ref, "[")
	column = strings.TrimSuffix(column, "]")
	for _, g := range l.book.grids {
		for _, t := range g.tables {
			if !strings.EqualFold(t.name, name) {
				continue
			}
			body := box{pos{t.area.from.row + 1, t.area.from.col}, t.area.to}
			if !ok {
				return g, body, true
			}
			for i, c := range t.columns {
				if strings.EqualFold(c, column) {
					body.from.col += i
					body.to.col = body.from.col
					return g, body, true
				}
			}
		}
	}
	return nil, box{}, false
}

// values lists the texts of a range in reading order. It walks the rows that
// the sheet has, never the range.
func values(g *grid, area box) []string {
	var out []string
	i, _ := slices.BinarySearchFunc(g.rows, area.from.row, func(r gridRow, n int) int { return r.num - n })
	for ; i < len(g.rows) && g.rows[i].num <= area.to.row; i++ {
		r := &g.rows[i]
		for _, c := range r.cells {
			if area.from.col <= int(c.col) && int(c.col) <= area.to.col {
				if t := trim(c.text); t != "" {
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
func (l *listResolver) indirect(g *grid, arg string, depth int) []string {
	arg = strings.TrimSpace(arg)
	if strings.HasPrefix(arg, `"`) && strings.HasSuffix(arg, `"`) && len(arg) >= 2 {
		return l.resolve(g, arg[1:len(arg)-1], depth+1)
	}
	if target, area, ok := l.reference(g, arg); ok && area.from == area.to {
		if t := target.text(area.from.row, area.from.col); t != "" {
			return l.resolve(g, t, depth+1)
		}
	}
	return nil
}

// offset follows OFFSET(ref, rows, cols[, height[, width]]) with constant
// numbers; a height of COUNTA(…) means up to the end of the values.
func (l *listResolver) offset(g *grid, args []string, depth int) []string {
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
	height, width := area.to.row-area.from.row, area.to.col-area.from.col
	area.from = pos{area.from.row + n[0], area.from.col + n[1]}
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
	area.to = pos{area.from.row + height, area.from.col + width}
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
		q, err := parsePos(strings.TrimPrefix(p, "="))
		if err != nil {
			return formula
		}
		p = strings.TrimPrefix(p, "=")
		fixedCol := strings.HasPrefix(p, "$")
		fixedRow := strings.Contains(p[1:], "$")
		if !fixedCol {
			q.col += cols
		}
		if !fixedRow {
			q.row += rows
		}
		if q.col < 1 || q.row < 1 || q.col > sheetMaxCol || q.row > sheetMaxRow {
			return formula
		}
		parts[i] = q.String()
	}
	return prefix + strings.Join(parts, ":")
}
