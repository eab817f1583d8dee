package learn

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/runlog"
)

// Cells is what stands in a workbook's cells; workbook.Cells is.
type Cells interface {
	Text(sheet, cell string) string
	Column(sheet, column string) map[int]string
}

// Restore makes the questions of a record anew, with the answers that stand in
// the reviewed file. Where to look is the record's word, since a filled sheet
// may read otherwise than the blank one did; rows that a person moved are found
// by their questions. A question that is not there is left out. read is the
// reviewed file as a questionnaire: it tells placeholders from answers. sheets
// are the tabs of the file.
func Restore(rec *runlog.Record, read *questionnaire.Questionnaire, cells Cells, sheets []string) *questionnaire.Questionnaire {
	r := &restorer{cells: cells, sheet: sheetNames(rec, sheets), read: map[string]*questionnaire.Question{}}
	out := &questionnaire.Questionnaire{Name: rec.Input.Name, SHA256: read.SHA256, Skipped: rec.Skipped}
	for _, s := range rec.Sheets {
		out.Sheets = append(out.Sheets, questionnaire.Sheet{Name: s.Name, Questions: s.Questions, Why: s.Why})
	}
	for i := range read.Questions {
		q := &read.Questions[i]
		r.read[q.Ref] = q
	}
	for i := range rec.Rows {
		if q, ok := r.question(&rec.Rows[i]); ok {
			out.Questions = append(out.Questions, q)
		}
	}
	return out
}

// sheetNames maps the record's sheets to those of the file. The one sheet of a
// CSV file is called after the file, which has another name by now.
func sheetNames(rec *runlog.Record, sheets []string) map[string]string {
	out := map[string]string{}
	for _, s := range rec.Sheets {
		out[s.Name] = s.Name
		if len(rec.Sheets) == 1 && len(sheets) == 1 {
			out[s.Name] = sheets[0]
		}
	}
	return out
}

type restorer struct {
	cells Cells
	sheet map[string]string
	read  map[string]*questionnaire.Question
}

// place is sheet, column, row and part of a ref such as "CAIQ!B12#2".
var place = regexp.MustCompile(`^(.*)!([A-Z]+)([0-9]+)(#[0-9]+)?$`)

func (r *restorer) question(row *runlog.Question) (questionnaire.Question, bool) {
	m := place.FindStringSubmatch(row.Ref)
	sheet, known := r.sheet[row.Sheet]
	if m == nil || !known {
		return questionnaire.Question{}, false
	}
	was, err := strconv.Atoi(m[3])
	if err != nil {
		return questionnaire.Question{}, false
	}
	is, found := r.row(sheet, m[2], was, m[4], row)
	if !found {
		return questionnaire.Question{}, false
	}
	q := questionnaire.Question{
		Ref: row.Ref, Sheet: row.Sheet, Row: row.Row, ID: row.ID, Section: row.Section, Text: row.Question, Parent: row.Parent,
		Controls: row.Controls,
	}
	r.slots(&q, row, r.read[sheet+"!"+m[2]+strconv.Itoa(is)+m[4]], is-was)
	for i := range q.Slots {
		s := &q.Slots[i]
		if !s.Default {
			s.Value = r.cells.Text(sheet, shifted(s.Cell, is-was))
		}
	}
	return q, true
}

// row finds the row of a question: where it was if its text stands there still,
// or the one other row that has it.
func (r *restorer) row(sheet, column string, was int, part string, row *runlog.Question) (int, bool) {
	holds := func(text string) bool { return strings.Contains(" "+key(text)+" ", " "+key(row.Question)+" ") }
	if holds(r.cells.Text(sheet, column+strconv.Itoa(was))) {
		return was, true
	}
	// A question may be put together of several cells.
	if q := r.read[sheet+"!"+column+strconv.Itoa(was)+part]; q != nil && key(q.Text) == key(row.Question) {
		return was, true
	}
	is, n := 0, 0
	for at, text := range r.cells.Column(sheet, column) {
		if key(text) == key(row.Question) {
			is, n = at, n+1
		}
	}
	return is, n == 1
}

// slots gives a question the cells of the record, by the names that they had.
func (r *restorer) slots(q *questionnaire.Question, row *runlog.Question, read *questionnaire.Question, moved int) {
	add := func(kind questionnaire.SlotKind, cell, label string) {
		if cell == "" || slices.ContainsFunc(q.Slots, func(s questionnaire.Slot) bool { return s.Cell == cell }) {
			return
		}
		s := questionnaire.Slot{Kind: kind, Cell: cell, Label: label}
		if kind == questionnaire.SlotChoice {
			s.Choices = row.Choices
		}
		if read != nil {
			if i := slices.IndexFunc(read.Slots, func(o questionnaire.Slot) bool { return o.Cell == shifted(cell, moved) }); i >= 0 {
				s.Default, s.Refused = read.Slots[i].Default, read.Slots[i].Refused
			}
		}
		q.Slots = append(q.Slots, s)
	}
	add(questionnaire.SlotChoice, row.Slots.Choice, "")
	for _, label := range row.Choices {
		add(questionnaire.SlotTick, row.Slots.Ticks[label], label)
	}
	add(questionnaire.SlotText, row.Slots.Text, "")
	add(questionnaire.SlotComment, row.Slots.Comment, "")
	add(questionnaire.SlotEvidence, row.Slots.Evidence, "")
	// A record names one cell of each kind; what was written may be in another.
	for _, cell := range slices.Sorted(maps.Keys(row.Written)) {
		add(questionnaire.SlotText, cell, "")
	}
}

// shifted is the cell some rows further down.
func shifted(cell string, rows int) string {
	column := strings.TrimRight(cell, "0123456789")
	n, err := strconv.Atoi(cell[len(column):])
	if err != nil {
		return cell
	}
	return column + strconv.Itoa(n+rows)
}
