package workbook

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// rule is one data validation, of either kind (in the sheet or in its x14
// extension list).
type rule struct {
	kind     string // list, textLength, custom, …; "" is "any value"
	operator string
	formula  string
	second   string
	words    []string // of an x12ac list, whose words may hold commas
	areas    []box
}

// validations reads the rules below the element just started.
func (r *sheetReader) validations() error {
	s := r.xml
	depth := s.depth()
	for {
		if err := s.next(); err != nil {
			return err
		}
		if s.kind == xmlEnd && s.depth() < depth {
			return nil
		}
		if s.kind != xmlStart || string(s.name) != "dataValidation" {
			continue
		}
		v, err := r.rule()
		if err != nil {
			return fmt.Errorf("data validation: %w", err)
		}
		r.grid.rules = append(r.grid.rules, v)
	}
}

func (r *sheetReader) rule() (rule, error) {
	s := r.xml
	var v rule
	var err error
	if v.kind, err = s.attr("type"); err != nil {
		return v, err
	}
	if v.operator, err = s.attr("operator"); err != nil {
		return v, err
	}
	sqref, err := s.attr("sqref")
	if err != nil {
		return v, err
	}
	depth := s.depth()
	for {
		if err := s.next(); err != nil {
			return v, err
		}
		if s.kind == xmlEnd && s.depth() < depth {
			break
		}
		if s.kind != xmlStart {
			continue
		}
		if err := v.part(s, string(s.name), &sqref); err != nil {
			return v, err
		}
	}
	v.areas = parseSqref(sqref)
	return v, nil
}

func (v *rule) part(s *xmlScan, name string, sqref *string) error {
	if name != "formula1" && name != "formula2" && name != "list" && name != "sqref" {
		return nil
	}
	text, err := s.allText()
	switch name {
	case "formula1":
		v.formula = strings.TrimSpace(text)
	case "formula2":
		v.second = strings.TrimSpace(text)
	case "list":
		v.words = splitQuoted(text)
	case "sqref":
		*sqref = text
	}
	return err
}

// splitQuoted cuts a list at its commas; words in quotes may hold commas, and
// a doubled quote is one.
func splitQuoted(s string) []string {
	var out []string
	var word strings.Builder
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"' && quoted && i+1 < len(s) && s[i+1] == '"':
			word.WriteByte('"')
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			out = append(out, trim(word.String()))
			word.Reset()
		default:
			word.WriteByte(s[i])
		}
	}
	return append(out, trim(word.String()))
}

// maxLength is the length that a textLength rule allows, 0 if it sets none.
func (v rule) maxLength() int {
	if v.kind != "textLength" {
		return 0
	}
	limit := v.formula
	if v.operator == "" || v.operator == "between" {
		limit = v.second
	}
	n, err := strconv.Atoi(strings.TrimPrefix(limit, "="))
	if err != nil || n < 0 {
		return 0
	}
	switch v.operator {
	case "", "between", "lessThanOrEqual", "equal":
		return n
	case "lessThan":
		return max(n-1, 0)
	}
	return 0
}

// ruleIndex finds the rules of a cell without walking ranges: per column the
// ranges sorted by first row, with the largest last row so far, so that the
// search backwards knows when to stop.
type ruleIndex struct {
	rules []rule
	spans []ruleSpan
	cols  map[int][]ruleSpan
}

type ruleSpan struct {
	area  box
	rule  int
	reach int // largest last row of this span and those before it
}

func newRuleIndex(rules []rule) *ruleIndex {
	x := &ruleIndex{rules: rules, cols: map[int][]ruleSpan{}}
	for i, v := range rules {
		for _, a := range v.areas {
			x.spans = append(x.spans, ruleSpan{area: a, rule: i})
		}
	}
	sort.SliceStable(x.spans, func(i, j int) bool { return x.spans[i].area.from.row < x.spans[j].area.from.row })
	return x
}

func (x *ruleIndex) column(col int) []ruleSpan {
	if spans, ok := x.cols[col]; ok {
		return spans
	}
	var spans []ruleSpan
	reach := 0
	for _, s := range x.spans {
		if s.area.from.col <= col && col <= s.area.to.col {
			reach = max(reach, s.area.to.row)
			s.reach = reach
			spans = append(spans, s)
		}
	}
	x.cols[col] = spans
	return spans
}

const maxRuleSteps = 5_000

// at returns the rules over a place, in the order of the file, each with the
// first cell of its ranges, from which relative references count.
func (x *ruleIndex) at(p pos) []int {
	spans := x.column(p.col)
	i := sort.Search(len(spans), func(i int) bool { return spans[i].area.from.row > p.row })
	var out []int
	// The bound on steps is far above real sheets and stops a hostile one, in
	// which thousands of ranges overlap.
	for steps := 0; i > 0 && steps < maxRuleSteps; steps++ {
		if i--; spans[i].reach < p.row {
			break
		}
		if spans[i].area.contains(p) && !slices.Contains(out, spans[i].rule) {
			out = append(out, spans[i].rule)
		}
	}
	slices.Sort(out)
	return out
}
