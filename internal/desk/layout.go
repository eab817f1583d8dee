package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook"
)

// The window of cells that a layout shows of a sheet: enough to see the header
// and the first questions.
const (
	rowsBefore  = 8
	rowsShown   = 30
	columnsRead = 100
	maxCellText = 500
	maxSkipped  = 500
)

// Layout shows a questionnaire as it looks and as it was read.
func (d *Desk) Layout(ctx context.Context, id string) (Layout, error) {
	it, err := d.any(id)
	if err != nil {
		return Layout{}, err
	}
	if it.readOnly {
		return Layout{}, ErrReadOnly
	}
	it.mu.Lock()
	m := it.meta
	it.mu.Unlock()
	if !m.Readable {
		if m.Failed != "" {
			return Layout{}, &RefusedError{Why: "the file cannot be shown: " + m.Failed}
		}
		return Layout{}, ErrNotAnswered
	}
	var mapping *workbook.Mapping
	if m.Own || m.Remembered {
		if mapping, err = workbook.LoadMapping(it.layout()); err != nil {
			return Layout{}, err
		}
	}
	qn, cells, err := d.look(ctx, it, mapping)
	if err != nil {
		return Layout{}, err
	}
	out := Layout{Remembered: m.Remembered, Own: m.Own, Inventory: qn.Inventory, Sheets: []Sheet{}}
	for i := range qn.Sheets {
		out.Sheets = append(out.Sheets, showSheet(qn, &qn.Sheets[i], cells))
	}
	return out, nil
}

// look reads a workbook twice: its questions, and every cell. One at a time does,
// since each may take much memory.
func (d *Desk) look(ctx context.Context, it *item, m *workbook.Mapping) (*questionnaire.Questionnaire, *workbook.Cells, error) {
	select {
	case d.reading <- struct{}{}:
		defer func() { <-d.reading }()
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	qn, err := workbook.Read(ctx, it.input(), workbook.ReadOptions{Lexicon: d.Base().Lexicon, Map: m})
	if err != nil {
		return nil, nil, d.plain(it, err)
	}
	cells, err := workbook.ReadCells(ctx, it.input())
	if err != nil {
		return nil, nil, d.plain(it, err)
	}
	return qn, cells, nil
}

func showSheet(qn *questionnaire.Questionnaire, s *questionnaire.Sheet, cells *workbook.Cells) Sheet {
	out := Sheet{Name: s.Name, Hidden: s.Hidden, Used: s.Questions > 0, Questions: s.Questions, Why: s.Why}
	found := map[string]questionnaire.Column{}
	for _, t := range s.Tables {
		out.HeaderRows = append(out.HeaderRows, t.HeaderRows...)
		for _, c := range t.Columns {
			if _, ok := found[c.Letter]; !ok {
				found[c.Letter] = c
			}
		}
	}
	if len(s.Tables) > 0 {
		out.HeaderRow = headerOf(&s.Tables[0])
	}
	first := max(1, out.HeaderRow-rowsBefore)
	out.Rows, out.Columns = window(cells, s.Name, first, found)
	out.Columns = withRoles(out.Columns, found)
	for _, sk := range qn.Skipped {
		if strings.HasPrefix(sk.Ref, s.Name+"!") && len(out.Skipped) < maxSkipped {
			out.Skipped = append(out.Skipped, sk)
		}
	}
	return out
}

// headerOf is the last row of a table's header, 0 if it has none.
func headerOf(t *questionnaire.Table) int {
	out := 0
	for _, h := range t.HeaderRows {
		if h < t.FirstRow || t.FirstRow == 0 {
			out = max(out, h)
		}
	}
	return out
}

// window takes the rows from first on, with every column that has text in them or
// a role.
func window(cells *workbook.Cells, sheet string, first int, found map[string]questionnaire.Column) ([]SheetRow, []SheetColumn) {
	var columns []SheetColumn
	grid := map[string]map[int]string{}
	for n := 1; n <= columnsRead; n++ {
		letter := columnName(n)
		texts := cells.Column(sheet, letter)
		_, used := found[letter]
		for row := first; row < first+rowsShown; row++ {
			used = used || texts[row] != ""
		}
		if used {
			columns, grid[letter] = append(columns, SheetColumn{Letter: letter}), texts
		}
	}
	var rows []SheetRow
	for n := first; n < first+rowsShown; n++ {
		row, blank := SheetRow{Row: n}, true
		for _, c := range columns {
			text := shorten(grid[c.Letter][n], maxCellText)
			blank = blank && text == ""
			row.Cells = append(row.Cells, text)
		}
		if !blank {
			rows = append(rows, row)
		}
	}
	return rows, columns
}

// columnName is the letters of a column, counted from 1.
func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// roleTicks is the role of columns that take a mark; the others are called as in
// package questionnaire.
const roleTicks = "ticks"

// withRoles says what columns were taken for. Of several that could take the same
// part of an answer the first one does.
func withRoles(columns []SheetColumn, found map[string]questionnaire.Column) []SheetColumn {
	taken := map[string]bool{}
	for i := range columns {
		c := &columns[i]
		is, ok := found[c.Letter]
		if !ok {
			continue
		}
		c.Why = strings.Join(is.Why, "; ")
		role := string(is.Role)
		switch {
		case is.Role == questionnaire.RoleTick:
			c.Role, c.Tick = roleTicks, is.Header
		case is.Role == questionnaire.RoleOther, is.Role == questionnaire.RoleOwnership, taken[role]:
		default:
			c.Role, taken[role] = role, true
		}
	}
	return columns
}

// SetLayout reads a questionnaire as a person says, answers it again, and
// remembers the layout for files of the same shape. Decisions on rows that stay
// the same are kept. A layout by which no question is found is a *RefusedError
// and changes nothing.
func (d *Desk) SetLayout(ctx context.Context, id string, sheets []SheetRoles) error {
	it, err := d.item(id)
	if err != nil {
		return err
	}
	it.mu.Lock()
	readable := it.meta.Readable
	it.mu.Unlock()
	if !readable {
		return ErrNotAnswered
	}
	mapping, err := mappingOf(sheets)
	if err != nil {
		return err
	}
	qn, cells, err := d.look(ctx, it, mapping)
	if err != nil {
		return &RefusedError{Field: "sheets", Why: err.Error()}
	}
	if len(qn.Questions) == 0 {
		return &RefusedError{Field: "sheets", Why: whyNone(qn, mapping)}
	}
	it.mu.Lock()
	err = writeLayout(it.layout(), mapping)
	if err == nil {
		m := it.meta
		m.Own, m.Remembered, m.Found, m.Pending, m.Failed = true, false, false, true, ""
		err = it.save(m)
	}
	it.restart(err)
	it.mu.Unlock()
	if err == nil {
		err = d.remember(mapping, cells)
	}
	if err != nil {
		return err
	}
	d.tell(it, Event{Kind: EventItem})
	d.rouse()
	return nil
}

// whyNone says why a layout finds nothing.
func whyNone(qn *questionnaire.Questionnaire, m *workbook.Mapping) string {
	var b strings.Builder
	b.WriteString("no question is found that way, so nothing was changed")
	for _, s := range m.Sheets {
		at := slices.IndexFunc(qn.Sheets, func(q questionnaire.Sheet) bool { return q.Name == s.Sheet })
		if at >= 0 && qn.Sheets[at].Why != "" {
			fmt.Fprintf(&b, "; sheet %q: %s", s.Sheet, qn.Sheets[at].Why)
		}
	}
	b.WriteString("; check the column of the questions and the row in which the header ends")
	return b.String()
}

// mappingOf makes a mapping of what a person chose.
func mappingOf(sheets []SheetRoles) (*workbook.Mapping, error) {
	if len(sheets) == 0 {
		return nil, &RefusedError{Field: "sheets", Why: "choose at least one sheet to read"}
	}
	out := &workbook.Mapping{}
	for _, s := range sheets {
		if s.HeaderRow < 0 {
			return nil, &RefusedError{Field: "header_row", Why: fmt.Sprintf("sheet %q: there is no row %d", s.Sheet, s.HeaderRow)}
		}
		columns, err := columnsOf(s)
		if err != nil {
			return nil, &RefusedError{Field: "sheets", Why: fmt.Sprintf("sheet %q: %s", s.Sheet, err)}
		}
		out.Sheets = append(out.Sheets, workbook.SheetMap{Sheet: s.Sheet, HeaderRow: s.HeaderRow, Columns: *columns})
	}
	return out, nil
}

// place is where a mapping keeps the column of a role, nil for a role that it
// does not have.
func place(c *workbook.ColumnMap, role string) *string {
	switch questionnaire.Role(role) {
	case questionnaire.RoleQuestion:
		return &c.Question
	case questionnaire.RoleID:
		return &c.ID
	case questionnaire.RoleSection:
		return &c.Section
	case questionnaire.RoleControls:
		return &c.Controls
	case questionnaire.RoleChoice:
		return &c.Choice
	case questionnaire.RoleText:
		return &c.Text
	case questionnaire.RoleComment:
		return &c.Comment
	case questionnaire.RoleEvidence:
		return &c.Evidence
	case questionnaire.RoleGuidance:
		return &c.Guidance
	case questionnaire.RoleTick, questionnaire.RoleOwnership, questionnaire.RoleOther:
	}
	return nil
}

func columnsOf(s SheetRoles) (*workbook.ColumnMap, error) {
	out := &workbook.ColumnMap{}
	for _, c := range s.Columns {
		letter := strings.ToUpper(strings.TrimSpace(c.Letter))
		if letter == "" || len(letter) > 3 || strings.Trim(letter, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			return nil, fmt.Errorf("%q is no column", c.Letter)
		}
		if c.Role == "" {
			continue
		}
		if c.Role == roleTicks {
			word := strings.TrimSpace(c.Tick)
			if word == "" {
				return nil, fmt.Errorf("say which word a mark in column %s stands for", letter)
			}
			if out.Ticks == nil {
				out.Ticks = map[string]string{}
			}
			if other := out.Ticks[word]; other != "" {
				return nil, fmt.Errorf("columns %s and %s stand for the same word %q", other, letter, word)
			}
			out.Ticks[word] = letter
			continue
		}
		at := place(out, c.Role)
		switch {
		case at == nil:
			return nil, fmt.Errorf("there is no role %q for column %s", c.Role, letter)
		case *at != "":
			return nil, fmt.Errorf("columns %s and %s are both %s; only one can be", *at, letter, c.Role)
		}
		*at = letter
	}
	if out.Question == "" {
		return nil, errors.New("choose the column that holds the questions")
	}
	return out, nil
}

// loadLayout reads the layout of a run; no file is no layout.
func loadLayout(path string) (*workbook.Mapping, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, nil //nolint:nilnil // no layout is none
	}
	return workbook.LoadMapping(path)
}
