package layout

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// reading is what came of one sheet.
type reading struct {
	grid       *grids.Grid
	det        *detector
	tables     []*layout // accepted ones
	questions  []questionnaire.Question
	skipped    []questionnaire.Skipped
	why        string // why taken, or why not
	writable   bool   // some question has a cell that may be written
	choices    bool   // … with a list or ticks
	kind       vocab.SheetKind
	named      bool
	unanswered bool // questions without any cell for answers
}

// readSheet finds the questions of one sheet. The result has none if it is no
// questionnaire, and says why.
func (d *detector) readSheet() *reading {
	r := &reading{grid: d.grid, det: d}
	r.kind, r.named = d.lex.SheetNamed(d.grid.Name)
	if len(d.rows) == 0 {
		r.why = "empty"
		return r
	}
	reasons := d.readTables(r, d.tables())
	reasons = slices.Compact(reasons)
	if len(r.questions) == 0 && d.doubtful() {
		// What looked like a header may have been none.
		whole := d.table(headerBlock{heads: map[int]head{}}, 0, len(d.rows), nil)
		d.readTables(r, []*layout{whole})
	}
	if len(r.questions) == 0 {
		r.skipped = nil
		if d.unknownScript() {
			reasons = []string{"its words are not known, perhaps for their language; name its columns with --map"}
		}
		r.why = "no questions: " + strings.Join(reasons, "; ")
		return r
	}
	d.settle(r)
	return r
}

// unknownScript is true for a sheet in other than Latin letters of which at most
// one text is a header word ("№") and none reads like a question.
func (d *detector) unknownScript() bool {
	letters, foreign, known := 0, 0, 0
	for _, r := range d.rows[:min(len(d.rows), 60)] {
		for _, c := range r.Cells {
			for _, x := range cellref.Clip(c.Text, 200) {
				if unicode.IsLetter(x) {
					letters++
					if !unicode.Is(unicode.Latin, x) {
						foreign++
					}
				}
			}
			if _, score := d.lex.HeaderMatch(c.Text); score >= 0.9 {
				known++
			}
			if d.ask(c.Text).Strong() {
				return false
			}
		}
	}
	return letters >= 20 && foreign*2 > letters && known <= 1
}

// doubtful is true if what looked like headers may have been none: there are
// some, and none of them names four things or more.
func (d *detector) doubtful() bool {
	headers := d.headers()
	for _, h := range headers {
		if d.registerWords(h.heads) >= 2 {
			return false
		}
		exact := 0
		for _, x := range h.heads {
			if x.score >= 0.9 {
				exact++
			}
		}
		if exact >= 4 {
			return false
		}
	}
	return len(headers) > 0
}

func (d *detector) readTables(r *reading, tables []*layout) (reasons []string) {
	b := &builder{d: d}
	for _, t := range tables {
		before, skippedBefore := len(b.questions), len(b.skipped)
		if t.qcol > 0 {
			d.offerColumn(t)
			t.header.title = d.titleOf(t)
			if t.header.title == "" && (len(tables) > 1 || len(t.repeats) > 0) {
				t.above = d.titleAbove(t)
			}
			b.table(t)
		}
		if why := d.reject(t, b.questions[before:]); why != "" {
			b.questions, b.skipped = b.questions[:before], b.skipped[:skippedBefore]
			reasons = append(reasons, why)
			continue
		}
		r.tables = append(r.tables, t)
	}
	r.questions, r.skipped = b.questions, onceEach(b.questions, b.skipped)
	return reasons
}

// onceEach drops what was left out of rows that another table, beside this one,
// has a question on or has left out before.
func onceEach(questions []questionnaire.Question, skipped []questionnaire.Skipped) []questionnaire.Skipped {
	seen := map[int]bool{}
	for _, q := range questions {
		seen[q.Row] = true
	}
	var out []questionnaire.Skipped
	for _, s := range skipped {
		if n := refRow(s.Ref); !seen[n] {
			seen[n] = true
			out = append(out, s)
		}
	}
	return out
}

func (d *detector) titleOf(t *layout) string {
	for _, num := range t.header.rows {
		if r, ok := d.grid.Row(num); ok {
			if title := d.headerTitle(t, r); title != "" {
				return title
			}
		}
	}
	return ""
}

// titleAbove finds the heading right above the header of one table among
// several.
func (d *detector) titleAbove(t *layout) found {
	if len(t.header.rows) == 0 {
		return found{}
	}
	r, ok := d.grid.Row(t.header.rows[0] - 1)
	if !ok || d.hiddenRow(r) {
		return found{}
	}
	var title found
	texts := 0
	for _, c := range r.Cells {
		text := cellref.Trim(c.Text)
		if text == "" || !t.covers(int(c.Col)) {
			continue
		}
		texts++
		if int(c.Col) <= t.qcol && d.ask(text) == vocab.AskLabel {
			title = found{row: r, at: cellref.Pos{Row: r.Num, Col: int(c.Col)}, text: text}
		}
	}
	if texts != 1 {
		return found{}
	}
	return title
}

// offerColumn appends an answer column right of the table where there is none
// and the user asked for one.
func (d *detector) offerColumn(t *layout) {
	if !d.options.AppendColumn || t.takesAnswers() {
		return
	}
	t.appended = d.grid.LastCol() + 1
	for _, m := range d.grid.Merges {
		t.appended = max(t.appended, min(m.To.Col, d.grid.LastCol()+8)+1)
	}
}

func (t *layout) takesAnswers() bool {
	if t.under {
		return true
	}
	for _, k := range t.columns {
		if k.role.TakesAnswers() {
			return true
		}
	}
	return false
}

// settle works out what the sheet offers as a whole, and skips the rows that
// lie outside its tables.
func (d *detector) settle(r *reading) {
	for _, q := range r.questions {
		for _, s := range q.Slots {
			if s.Refused == questionnaire.Writable {
				r.writable = true
				r.choices = r.choices || s.Kind == questionnaire.SlotTick || len(s.Choices) > 0
			}
		}
	}
	r.unanswered = true
	for _, t := range r.tables {
		r.unanswered = r.unanswered && !t.takesAnswers() && t.appended == 0
	}
	switch {
	case r.unanswered:
		r.why = "questions, but no column for answers; --append-column adds one"
	case !r.writable:
		r.why = "questions, but every answer cell is locked or a formula"
	default:
		r.why = fmt.Sprintf("%d questions with cells for their answers", len(r.questions))
	}
	d.skipOutside(r)
}

// skipOutside accounts for every row with text that is in no table.
func (d *detector) skipOutside(r *reading) {
	seen := map[int]bool{}
	for _, q := range r.questions {
		seen[q.Row] = true
	}
	for _, s := range r.skipped {
		seen[refRow(s.Ref)] = true
	}
	header := map[int]bool{}
	first := 0
	for _, t := range r.tables {
		for _, num := range t.header.rows {
			header[num] = true
		}
		if first == 0 && t.first < len(d.rows) {
			first = d.rows[t.first].Num
		}
	}
	for i := range d.grid.Rows {
		row := &d.grid.Rows[i]
		if row.Blank() || seen[row.Num] {
			continue
		}
		c, _ := row.First()
		why := "outside the tables of questions"
		switch {
		case d.hiddenRow(row):
			why = "hidden row"
		case header[row.Num]:
			why = "header"
		case row.Num < first:
			why = "above the questions"
		}
		r.skipped = append(r.skipped, questionnaire.Skipped{Ref: d.grid.Name + "!" + cellref.Pos{Row: row.Num, Col: int(c.Col)}.String(), Text: cellref.Clip(cellref.Trim(c.Text), 200), Why: why})
	}
	sortSkipped(r.skipped)
}
