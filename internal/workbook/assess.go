package workbook

import (
	"fmt"
	"strings"

	"candor/internal/questionnaire"
)

// reading is what came of one sheet.
type reading struct {
	grid       *grid
	det        *detector
	tables     []*layout // accepted ones
	questions  []questionnaire.Question
	skipped    []questionnaire.Skipped
	why        string // why taken, or why not
	writable   bool   // some question has a cell that may be written
	choices    bool   // … with a list or ticks
	kind       sheetKind
	named      bool
	unanswered bool // questions without any cell for answers
}

// readSheet finds the questions of one sheet. The result has none if it is no
// questionnaire, and says why.
func (d *detector) readSheet() *reading {
	r := &reading{grid: d.grid, det: d}
	r.kind, r.named = d.lex.sheetNamed(d.grid.name)
	if len(d.rows) == 0 {
		r.why = "empty"
		return r
	}
	reasons := d.readTables(r, d.tables())
	if len(r.questions) == 0 && d.doubtful() {
		// What looked like a header may have been none.
		whole := d.table(headerBlock{heads: map[int]head{}}, 0, len(d.rows), nil)
		d.readTables(r, []*layout{whole})
	}
	if len(r.questions) == 0 {
		r.skipped = nil
		r.why = "no questions: " + strings.Join(reasons, "; ")
		return r
	}
	d.settle(r)
	return r
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
			b.table(t)
		}
		if why := d.reject(t, b.questions[before:]); why != "" {
			b.questions, b.skipped = b.questions[:before], b.skipped[:skippedBefore]
			reasons = append(reasons, why)
			continue
		}
		r.tables = append(r.tables, t)
	}
	r.questions, r.skipped = b.questions, b.skipped
	return reasons
}

func (d *detector) titleOf(t *layout) string {
	for _, num := range t.header.rows {
		if r, ok := d.grid.row(num); ok {
			if title := d.headerTitle(t, r); title != "" {
				return title
			}
		}
	}
	return ""
}

// offerColumn appends an answer column right of the table where there is none
// and the user asked for one.
func (d *detector) offerColumn(t *layout) {
	if !d.options.AppendColumn || t.takesAnswers() {
		return
	}
	t.appended = d.grid.lastCol() + 1
	for _, m := range d.grid.merges {
		t.appended = max(t.appended, min(m.to.col, d.grid.lastCol()+8)+1)
	}
}

func (t *layout) takesAnswers() bool {
	for _, k := range t.columns {
		if k.role.takesAnswers() {
			return true
		}
	}
	return false
}

// tally counts what a table's questions offer.
type tally struct {
	n, strong, asking, labels, sentences int
	open, listed                         int
}

func (d *detector) tally(questions []questionnaire.Question) tally {
	var c tally
	for _, q := range questions {
		c.n++
		switch kind := d.ask(q.Text); {
		case kind == askInterrogative || kind == askImperative:
			c.strong++
			c.asking++
		case kind.strong():
			c.strong++
		case kind == askSentence:
			c.sentences++
		case kind == askLabel:
			c.labels++
		}
		for _, s := range q.Slots {
			if s.Refused == questionnaire.Writable {
				c.open++
				break
			}
		}
		if q.Choices() != nil {
			c.listed++
		}
	}
	return c
}

// reject says why a table is no questionnaire, or "". Questions alone make
// one; statements need cells that ask for a position on each; labels need a
// form.
func (d *detector) reject(t *layout, questions []questionnaire.Question) string {
	if t.qcol == 0 {
		return "no column reads like questions"
	}
	c := d.tally(questions)
	registers := d.registerWords(t.header.heads)
	if len(t.header.heads) == 0 && t.first < t.last {
		registers = d.registerWords(d.spread(d.rows[t.first]))
	}
	answers := t.takesAnswers() || t.appended > 0
	vocab := t.has(roleTick)
	if k := t.byRole(roleChoice); k != nil {
		vocab = vocab || k.vocabKind == StateYes || k.vocabKind == StateStatus || k.options != nil || k.share(k.states) >= 0.6 && k.states >= 3 || k.vocabKind == "" && k.listed == 0 && k.head.score >= 0.75
	}
	switch {
	case c.n == 0:
		return "no row asks anything"
	case t.derived():
		return "its answers are formulas, which repeat those of another sheet"
	case registers >= 2 && !answers, registers >= 2 && c.asking*2 < c.n && !(vocab && c.strong*2 >= c.n):
		return "a register (" + fmt.Sprint(registers) + " of its columns are those of one), not a questionnaire"
	case !answers && c.asking*2 < c.n:
		return "no answer column, and few of its texts ask anything"
	case c.n == 1 && !(c.asking == 1 && answers):
		return "a single text, not a list of questions"
	case len(t.header.heads) == 0:
		return d.rejectForm(t, c, vocab)
	}
	return d.rejectTable(t, c, vocab)
}

// rejectForm judges a table without header.
func (d *detector) rejectForm(t *layout, c tally, vocab bool) string {
	if c.n*4 < t.last-t.first {
		return "only a few of its rows ask anything"
	}
	if c.asking*2 >= c.n || vocab && c.strong*2 >= c.n || vocab && c.listed*2 >= c.n {
		return ""
	}
	forms := 0
	k := t.columns[t.qcol]
	for text := range k.distinct {
		folded := fold(text)
		if d.lex.labels.has(folded) || strings.HasSuffix(text, ":") && wordCount(folded) <= 8 {
			forms++
		}
	}
	answered := 0.0
	if a := t.byRole(roleText); a != nil {
		answered = a.ofRows(a.answered)
	}
	if c.n >= 3 && t.takesAnswers() && (forms+c.asking)*2 >= len(k.distinct) && answered < 0.5 && c.open > 0 {
		return ""
	}
	return "it reads like text, not like questions with room for answers"
}

// rejectTable judges a table under a header.
func (d *detector) rejectTable(t *layout, c tally, vocab bool) string {
	question := t.columns[t.qcol].head
	headed := question.role == roleQuestion && question.score >= headerMinScore
	answerHead := false
	for _, k := range t.columns {
		if k.role.takesAnswers() && k.head.score >= 0.6 && (k.head.role == roleAnswer || k.head.role == roleChoice) {
			answerHead = true
		}
	}
	switch {
	case c.asking*5 >= c.n*2,
		vocab && (c.strong*4 >= c.n || headed),
		t.offersYesNo() && c.listed*5 >= c.n*4 && (c.strong+c.sentences)*2 >= c.n,
		headed && answerHead,
		answerHead && c.strong*4 >= c.n,
		headed && c.strong*2 >= c.n,
		headed && question.score >= 0.75 && c.open*2 > c.n && (c.strong+c.sentences)*2 >= c.n:
		return ""
	}
	return "its texts ask nothing, and no column takes a yes or no"
}

// offersYesNo is true if the choices are a yes and a no, by whatever words.
func (t *layout) offersYesNo() bool {
	k := t.byRole(roleChoice)
	return k != nil && k.vocabKind == StateYes
}

// derived is true if a column headed as the answer is filled by formulas.
func (t *layout) derived() bool {
	derived := false
	for _, k := range t.columns {
		if k.head.score >= headerMinScore && (k.head.role == roleAnswer || k.head.role == roleChoice) && k.rows > 0 {
			if k.derived*2 <= k.rows {
				return false
			}
			derived = true
		}
	}
	return derived
}

// registerWords counts the headers that belong to lists of things.
func (d *detector) registerWords(heads map[int]head) int {
	n := 0
	for _, h := range heads {
		if d.lex.registers.has(fold(h.text)) {
			n++
		}
	}
	return n
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
			first = d.rows[t.first].num
		}
	}
	for i := range d.grid.rows {
		row := &d.grid.rows[i]
		if row.blank() || seen[row.num] {
			continue
		}
		c, _ := row.first()
		why := "outside the tables of questions"
		switch {
		case d.hiddenRow(row):
			why = "hidden row"
		case header[row.num]:
			why = "header"
		case row.num < first:
			why = "above the questions"
		}
		r.skipped = append(r.skipped, questionnaire.Skipped{Ref: d.grid.name + "!" + pos{row.num, int(c.col)}.String(), Text: clip(trim(c.text), 200), Why: why})
	}
	sortSkipped(r.skipped)
}
