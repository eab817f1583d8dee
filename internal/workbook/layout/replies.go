package layout

import (
	"strings"
	"unicode/utf8"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// Forms without a header may give the answer a row of its own below each
// question: "Response:", with the cell for it on its right. They may also name
// the questions above the first of them.

// repliesMin is how often such a row must stand in a table: one may be a
// heading or a label of the form.
const repliesMin = 2

// findReplies counts the rows for answers, and finds the first row that asks.
func (d *detector) findReplies(t *layout) {
	if len(t.header.heads) > 0 {
		d.findRemarks(t)
		return
	}
	texts, strong, first := 0, 0, 0
	for _, r := range d.rows[t.first:min(t.last, t.first+sampleRows)] {
		text := r.Text(t.qcol)
		switch {
		case text == "":
		case texts == 0 && d.headsQuestions(text):
		case d.isReply(text) && texts > 0:
			t.replies++
		default:
			texts++
			if d.ask(text).Strong() {
				strong++
				if first == 0 {
					first = r.Num
				}
			}
		}
	}
	if t.replies < repliesMin {
		t.replies = 0
	}
	t.labelled = d.labelledBy(t)
	if strong*2 > texts {
		t.opens = first
	}
}

// findRemarks counts the rows for remarks of a table with a header: "Comments:"
// right under a question. They must follow on half of the questions.
func (d *detector) findRemarks(t *layout) {
	n, asked := 0, false
	for _, r := range d.rows[t.first:min(t.last, t.first+sampleRows)] {
		text := r.Text(t.qcol)
		role, _ := d.lex.HeaderMatch(text)
		if asked && strings.HasSuffix(text, ":") && d.isReply(text) && (role == vocab.RoleComment || role == vocab.RoleEvidence || role == vocab.RoleText) {
			n++
		}
		asked = d.ask(text).Strong()
	}
	if n >= repliesMin && n*2 >= t.asks {
		t.replies = n
	}
}

// findBlanks looks for forms that leave a box under each question and no cell
// beside it: the row below is blank, and merged as the question is.
func (d *detector) findBlanks(t *layout) {
	if t.replies > 0 || len(t.header.heads) > 0 {
		return
	}
	rows := d.questionRows(t)
	boxes := 0
	for _, r := range rows {
		if d.boxUnder(r.Num, t.qcol) {
			boxes++
		}
	}
	t.under = !t.takesAnswers() && boxes >= repliesMin && boxes*5 >= len(rows)*4
	if t.pair = d.commonPair(t, rows); t.pair == "" {
		return
	}
	t.under = true
	for _, k := range t.columns {
		if k.role.TakesAnswers() && k.answered+k.styled+k.listed == 0 {
			k.role = vocab.RoleNone
		}
	}
}

// commonPair returns the labels that nearly all questions and the cells under
// them have on their left; "" if there are none.
func (d *detector) commonPair(t *layout, rows []*grids.Row) string {
	asked := map[int]bool{}
	for _, r := range rows {
		asked[r.Num] = true
	}
	pairs, answers := map[string]int{}, map[string]int{}
	for _, r := range rows {
		pair := d.labelsUnder(t, r)
		pairs[pair]++
		if asked[r.Num+1] {
			answers[pair]++ // an answer that reads like a question
		}
	}
	for pair, n := range pairs {
		if pair != "" && n >= repliesMin && n*5 >= (len(rows)-answers[pair])*4 {
			return pair
		}
	}
	return ""
}

// labelsUnder returns the labels left of a question and of the cell under it,
// "Q:" and "A:", as one text; "" if there are none, the same twice, or if that
// cell has a text without being labelled as an answer.
func (d *detector) labelsUnder(t *layout, r *grids.Row) string {
	below, ok := d.grid.Row(r.Num + 1)
	if !ok {
		return ""
	}
	for col := t.qcol - 1; col >= max(1, t.qcol-2); col-- {
		a, b := r.Text(col), below.Text(col)
		if a == "" || b == "" || a == b || vocab.WordCount(vocab.Fold(b)) > 3 {
			continue
		}
		if below.Text(t.qcol) == "" || d.labelsAnswer(a, b) {
			return a + "\x00" + b
		}
	}
	return ""
}

// labelsAnswer is true for the label of an answer below that of a question: a
// word for one, or initials, "F:" over "A:".
func (d *detector) labelsAnswer(question, answer string) bool {
	question, answer = strings.TrimRight(question, ".: "), strings.TrimRight(answer, ".: ")
	if utf8.RuneCountInString(question) == 1 && utf8.RuneCountInString(answer) == 1 {
		return strings.ToLower(question) != question && strings.ToLower(answer) != answer
	}
	role, score := d.lex.HeaderMatch(answer)
	return role.TakesAnswers() && score >= 0.95
}

// underLabel is true for a row whose label belongs to the answer of the question
// right above.
func (d *detector) underLabel(t *layout, r *grids.Row) bool {
	if t.pair == "" {
		return false
	}
	above, ok := d.grid.Row(r.Num - 1)
	return ok && above.Text(t.qcol) != "" && d.labelsUnder(t, above) == t.pair
}

// boxUnder is true for a cell whose merge over several columns is repeated,
// blank, by one in the row below it.
func (d *detector) boxUnder(row, col int) bool {
	m, ok := d.grid.MergeAt(cellref.Pos{Row: row, Col: col})
	if !ok || m.To.Col == m.From.Col {
		return false
	}
	below := cellref.Pos{Row: m.To.Row + 1, Col: m.From.Col}
	b, ok := d.grid.MergeAt(below)
	return ok && b.From == below && b.To.Col == m.To.Col && d.grid.Text(below.Row, below.Col) == ""
}

// slotUnder is the box under a question.
func (d *detector) slotUnder(r *grids.Row, col int) questionnaire.Slot {
	at := cellref.Pos{Row: r.Num + 1, Col: col}
	if m, ok := d.grid.MergeAt(cellref.Pos{Row: r.Num, Col: col}); ok {
		at = cellref.Pos{Row: m.To.Row + 1, Col: m.From.Col}
	}
	c, _ := d.grid.At(at.Row, at.Col)
	s := questionnaire.Slot{Kind: questionnaire.SlotText, Cell: at.String(), Value: cellref.Trim(c.Text)}
	if d.grid.Locked(at) {
		s.Refused = questionnaire.RefuseLocked
	}
	return s
}

// labelledBy finds the first row of a form that names its two columns, "Field |
// Value": its cell for the answer has a text, and no other has. 0 if none does.
func (d *detector) labelledBy(t *layout) int {
	k := t.byRole(vocab.RoleText)
	if k == nil || k.answered != 1 || k.rows < 3 {
		return 0
	}
	for _, r := range d.rows[t.first:t.last] {
		if r.Text(t.qcol) == "" {
			continue
		}
		if label := r.Text(k.col); label != "" && d.ask(label) == vocab.AskLabel && d.ask(r.Text(t.qcol)) == vocab.AskLabel && !d.formLabel(vocab.Fold(r.Text(t.qcol))) {
			return r.Num
		}
		break
	}
	return 0
}

// isReply is true for "Response:" and its like.
func (d *detector) isReply(text string) bool {
	r, score := d.lex.HeaderMatch(text)
	if score < 0.95 || !r.TakesAnswers() {
		return false
	}
	return r == vocab.RoleAnswer || strings.HasSuffix(text, ":")
}

// headsQuestions is true for a word that heads a column of questions.
func (d *detector) headsQuestions(text string) bool {
	r, score := d.lex.HeaderMatch(text)
	return r == vocab.RoleQuestion && score >= 0.95
}

// formLabel is true for what forms ask above their questions: "Contact e-mail".
func (d *detector) formLabel(folded string) bool {
	return vocab.WordCount(folded) <= 6 && (d.lex.Labels.Begins(folded) || d.lex.Labels.EndsIn(folded))
}

// reply gives the last question the cells of the row below it. The first such
// row takes the place of the cells beside the question.
func (b *builder) reply(t *layout, f found, more bool) {
	if len(b.questions) == 0 {
		return
	}
	q := &b.questions[len(b.questions)-1]
	slots := b.d.slots(t, f.row)
	if r, _ := b.d.lex.HeaderMatch(f.text); r == vocab.RoleComment || r == vocab.RoleEvidence {
		for i := range slots {
			slots[i].Kind, slots[i].Choices, slots[i].Label = questionnaire.SlotKind(r.Public()), nil, ""
		}
		more = more || len(t.header.heads) > 0
	}
	if more {
		q.Slots = append(q.Slots, slots...)
		return
	}
	q.Slots = slots
}
