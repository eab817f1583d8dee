package xlsxtest

import (
	"fmt"
	"strconv"
	"strings"
)

func (s *sheetSpec) addValidation(kind, rest string) error {
	fields := strings.Fields(rest)
	var sqref []string
	for len(fields) > 0 {
		if _, _, _, _, err := rangeRef(fields[0]); err != nil {
			break
		}
		sqref = append(sqref, fields[0])
		fields = fields[1:]
	}
	formula := strings.Join(fields, " ")
	if len(sqref) == 0 || formula == "" {
		return fmt.Errorf("%s needs cells and a value: %q", kind, rest)
	}
	s.validations = append(s.validations, validation{kind, strings.Join(sqref, " "), formula})
	return nil
}

// maxStyled bounds what one style line may touch: it makes cells.
const maxStyled = 200_000

func (s *sheetSpec) addStyle(ref string, flags []string) error {
	c1, r1, c2, r2, err := rangeRef(ref)
	if err != nil {
		return err
	}
	if (c2-c1+1)*(r2-r1+1) > maxStyled {
		return fmt.Errorf("style range %s is too large", ref)
	}
	for r := r1; r <= r2; r++ {
		for c := c1; c <= c2; c++ {
			if err := s.cell(r, c).style.apply(flags); err != nil {
				return err
			}
		}
	}
	return nil
}

func (st *styleSpec) apply(flags []string) error {
	for _, f := range flags {
		key, v, _ := strings.Cut(f, "=")
		switch key {
		case "bold":
			st.bold = true
		case "unlocked":
			st.unlocked = true
		case "border":
			st.border = true
		case "wrap":
			st.wrap = true
		case "fill":
			st.fill = v
		case "num":
			st.num = v
		case "size":
			n, err := strconv.Atoi(v)
			if err != nil {
				return err
			}
			st.size = n
		default:
			return fmt.Errorf("unknown style %q", f)
		}
	}
	return nil
}

func (s *sheetSpec) addArray(ref, text string) error {
	c, r, _, _, err := rangeRef(ref)
	if err != nil {
		return err
	}
	if err := s.set(r, c, text); err != nil {
		return err
	}
	s.cell(r, c).array = ref
	return nil
}

func (s *sheetSpec) hide(word, what, which string) error {
	if what == "col" {
		c, _, err := cellRef(which + "1")
		s.hiddenCols[c] = true
		return err
	}
	a, b, err := rowRange(which)
	if err != nil || what != "row" {
		return fmt.Errorf("hide row N, hide row N-M or hide col X, not %q %q", what, which)
	}
	for r := a; r <= b; r++ {
		s.hiddenRows[r] = true
		s.groupRows[r] = word == "group"
	}
	return nil
}

// rowRange reads "6" and "6-75".
func rowRange(s string) (from, to int, err error) {
	first, last, isRange := strings.Cut(s, "-")
	if !isRange {
		last = first
	}
	if from, err = strconv.Atoi(first); err != nil {
		return 0, 0, err
	}
	to, err = strconv.Atoi(last)
	return from, to, err
}

// setHeight reads "height 6-75 60".
func (s *sheetSpec) setHeight(rows, text string) error {
	a, b, err := rowRange(rows)
	if err != nil || b < a || b-a > maxStyled {
		return fmt.Errorf("height ROWS 60, not %q %q", rows, text)
	}
	h, err := strconv.ParseFloat(text, 64)
	if err != nil || h <= 0 || h > 409 {
		return fmt.Errorf("height ROWS 60, not %q %q", rows, text)
	}
	for r := a; r <= b; r++ {
		s.heights[r] = h
	}
	return nil
}

// setWidth reads "width B 60" and "width C:E 20".
func (s *sheetSpec) setWidth(cols, text string) error {
	from, to, isRange := strings.Cut(cols, ":")
	if !isRange {
		to = from
	}
	a, _, err := cellRef(from + "1")
	if err != nil {
		return err
	}
	b, _, err := cellRef(to + "1")
	if err != nil {
		return err
	}
	w, err := strconv.ParseFloat(text, 64)
	if err != nil || w <= 0 || w > 255 || b < a {
		return fmt.Errorf("width COLUMN 60, not %q %q", cols, text)
	}
	for c := a; c <= b; c++ {
		s.widths[c] = w
	}
	return nil
}

// cellRef reads "C12".
func cellRef(ref string) (col, row int, err error) {
	i := 0
	for i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' && i < 3 {
		col = col*26 + int(ref[i]-'A') + 1
		i++
	}
	row, err = strconv.Atoi(ref[i:])
	if err != nil || i == 0 || row < 1 {
		return 0, 0, fmt.Errorf("%q is no cell", ref)
	}
	return col, row, nil
}

// rangeRef reads "C12:D14" or "C12".
func rangeRef(ref string) (c1, r1, c2, r2 int, err error) {
	a, b, ok := strings.Cut(ref, ":")
	if c1, r1, err = cellRef(a); err != nil {
		return
	}
	c2, r2 = c1, r1
	if ok {
		c2, r2, err = cellRef(b)
	}
	return
}

// colName is the letters of a 1-based column.
func colName(c int) string {
	var name string
	for ; c > 0; c = (c - 1) / 26 {
		name = string(rune('A'+(c-1)%26)) + name
	}
	return name
}
