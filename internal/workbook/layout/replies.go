package layout

import (
	"strings"

	"candor/internal/questionnaire"
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
			slots[i].Kind = questionnaire.SlotKind(r.Public())
		}
	}
	if more {
		q.Slots = append(q.Slots, slots...)
		return
	}
	q.Slots = slots
}
