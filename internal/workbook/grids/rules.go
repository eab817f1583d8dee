package grids

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/xmlscan"
)

// Rule is one data validation, of either kind (in the sheet or in its x14
// extension list).
type Rule struct {
	Kind     string // list, textLength, custom, …; "" is "any value"
	operator string
	formula  string
	second   string
	words    []string // of an x12ac list, whose words may hold commas
	Areas    []cellref.Box
}

// validations reads the rules below the element just started.
func (r *sheetReader) validations() error {
	s := r.xml
	depth := s.Depth()
	for {
		if err := s.Next(); err != nil {
			return err
		}
		if s.Kind == xmlscan.End && s.Depth() < depth {
			return nil
		}
		if s.Kind != xmlscan.Start || string(s.Name) != "dataValidation" {
			continue
		}
		v, err := r.rule()
		if err != nil {
			return fmt.Errorf("data validation: %w", err)
		}
		r.grid.Rules = append(r.grid.Rules, v)
	}
}

func (r *sheetReader) rule() (Rule, error) {
	s := r.xml
	var v Rule
	var err error
	if v.Kind, err = s.Attr("type"); err != nil {
		return v, err
	}
	if v.operator, err = s.Attr("operator"); err != nil {
		return v, err
	}
	sqref, err := s.Attr("sqref")
	if err != nil {
		return v, err
	}
	depth := s.Depth()
	for {
		if err := s.Next(); err != nil {
			return v, err
		}
		if s.Kind == xmlscan.End && s.Depth() < depth {
			break
		}
		if s.Kind != xmlscan.Start {
			continue
		}
		if err := v.part(s, string(s.Name), &sqref); err != nil {
			return v, err
		}
	}
	v.Areas = cellref.ParseBoxes(sqref)
	return v, nil
}

func (v *Rule) part(s *xmlscan.Scanner, name string, sqref *string) error {
	if name != "formula1" && name != "formula2" && name != "list" && name != "sqref" {
		return nil
	}
	text, err := s.AllText()
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
			out = append(out, cellref.Trim(word.String()))
			word.Reset()
		default:
			word.WriteByte(s[i])
		}
	}
	return append(out, cellref.Trim(word.String()))
}

// MaxLength is the length that a textLength rule allows, 0 if it sets none.
func (v Rule) MaxLength() int {
	if v.Kind != "textLength" {
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

// RuleIndex finds the rules of a cell without walking ranges: per column the
// ranges sorted by first row, with the largest last row so far, so that the
// search backwards knows when to stop.
type RuleIndex struct {
	Rules []Rule
	spans []ruleSpan
	cols  map[int][]ruleSpan
}

type ruleSpan struct {
	area  cellref.Box
	rule  int
	reach int // largest last row of this span and those before it
}

// NewRuleIndex sorts the areas of rules by row, so that At need not try them all.
func NewRuleIndex(rules []Rule) *RuleIndex {
	x := &RuleIndex{Rules: rules, cols: map[int][]ruleSpan{}}
	for i, v := range rules {
		for _, a := range v.Areas {
			x.spans = append(x.spans, ruleSpan{area: a, rule: i})
		}
	}
	sort.SliceStable(x.spans, func(i, j int) bool { return x.spans[i].area.From.Row < x.spans[j].area.From.Row })
	return x
}

func (x *RuleIndex) column(col int) []ruleSpan {
	if spans, ok := x.cols[col]; ok {
		return spans
	}
	var spans []ruleSpan
	reach := 0
	for _, s := range x.spans {
		if s.area.From.Col <= col && col <= s.area.To.Col {
			reach = max(reach, s.area.To.Row)
			s.reach = reach
			spans = append(spans, s)
		}
	}
	x.cols[col] = spans
	return spans
}

const maxRuleSteps = 5_000

// At returns the rules over a place, in the order of the file, each with the
// first cell of its ranges, from which relative references count.
func (x *RuleIndex) At(p cellref.Pos) []int {
	spans := x.column(p.Col)
	i := sort.Search(len(spans), func(i int) bool { return spans[i].area.From.Row > p.Row })
	var out []int
	// The bound on steps is far above real sheets and stops a hostile one, in
	// which thousands of ranges overlap.
	for steps := 0; i > 0 && steps < maxRuleSteps; steps++ {
		if i--; spans[i].reach < p.Row {
			break
		}
		if spans[i].area.Contains(p) && !slices.Contains(out, spans[i].rule) {
			out = append(out, spans[i].rule)
		}
	}
	slices.Sort(out)
	return out
}
