package layout

import (
	"fmt"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/vocab"
)

// tally counts what a table's questions offer.
type tally struct {
	n, strong, asking, labels, sentences int
	open, listed                         int
	interrogative                        int
	taken                                int // whose choice is made already
}

func (d *detector) tally(questions []questionnaire.Question) tally {
	var c tally
	for _, q := range questions {
		c.n++
		switch kind := d.ask(q.Text); {
		case kind == vocab.AskInterrogative || kind == vocab.AskImperative:
			c.strong++
			c.asking++
			if kind == vocab.AskInterrogative {
				c.interrogative++
			}
		case kind.Strong():
			c.strong++
		case kind == vocab.AskSentence:
			c.sentences++
		case kind == vocab.AskLabel:
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
		if s, ok := q.Slot(questionnaire.SlotChoice); ok && s.Value != "" && !s.Default {
			c.taken++
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
	words := t.has(vocab.RoleTick) || t.boxes
	if k := t.byRole(vocab.RoleChoice); k != nil {
		words = words || k.vocabKind == vocab.StateYes || k.vocabKind == vocab.StateStatus || k.options != nil || k.share(k.states) >= 0.6 && k.states >= 3 || k.vocabKind == "" && k.listed == 0 && k.head.score >= 0.75
	}
	switch {
	case c.n == 0:
		return "no row asks anything"
	case t.derived():
		return "its answers are formulas, which repeat those of another sheet"
	case registers >= 2 && !answers,
		registers >= 3 && c.interrogative*2 < c.n,
		registers >= 2 && c.asking*2 < c.n && (!t.offersYesNo() && !t.has(vocab.RoleTick) || c.strong*2 < c.n):
		return "a register (" + fmt.Sprint(registers) + " of its columns are those of one), not a questionnaire"
	case !answers && c.asking*2 < c.n:
		return "no answer column, and few of its texts ask anything"
	case c.n == 1 && d.asksAcross(t, questions[0].Row):
		return "its questions stand beside each other in one row; only questions below each other are read"
	case c.n == 1 && (c.asking != 1 || !answers):
		return "a single text, not a list of questions"
	case len(t.header.heads) == 0:
		return d.rejectForm(t, c, words)
	}
	return d.rejectTable(t, c, words)
}

// asksAcross is true if a row holds three questions or more, each in a column
// of its own.
func (d *detector) asksAcross(t *layout, num int) bool {
	r, ok := d.grid.Row(num)
	if !ok {
		return false
	}
	asks := 0
	for _, c := range r.Cells {
		if t.covers(int(c.Col)) && d.ask(cellref.Trim(c.Text)) == vocab.AskInterrogative {
			asks++
		}
	}
	return asks >= 3
}

const allTaken = "each of its rows has its state, and none asks"

// rejectForm judges a table without header.
func (d *detector) rejectForm(t *layout, c tally, words bool) string {
	if c.n*4 < t.last-t.first {
		return "only a few of its rows ask anything"
	}
	if c.taken*4 >= c.n*3 && c.interrogative == 0 {
		return allTaken
	}
	if c.asking*2 >= c.n || words && c.strong*2 >= c.n || words && c.listed*2 >= c.n {
		return ""
	}
	forms := 0
	k := t.columns[t.qcol]
	for text := range k.distinct {
		folded := vocab.Fold(text)
		if d.formLabel(folded) || strings.HasSuffix(text, ":") && vocab.WordCount(folded) <= 8 {
			forms++
		}
	}
	answered := 0.0
	if a := t.byRole(vocab.RoleText); a != nil {
		answered = a.ofRows(a.answered)
	}
	if c.n >= 3 && t.takesAnswers() && (forms+c.asking)*2 >= len(k.distinct) && (answered < 0.5 || d.options.Completed) && c.open > 0 {
		return ""
	}
	return "it reads like text, not like questions with room for answers"
}

// rejectTable judges a table under a header.
func (d *detector) rejectTable(t *layout, c tally, words bool) string {
	question := t.columns[t.qcol].head
	headed := question.role == vocab.RoleQuestion && question.score >= vocab.HeaderMinScore
	answerHead, addressed := false, false
	for _, k := range t.columns {
		if k.role.TakesAnswers() && k.head.score >= 0.6 && (k.head.role == vocab.RoleAnswer || k.head.role == vocab.RoleChoice) {
			answerHead = true
		}
		if k.role.TakesAnswers() && d.lex.Respondents.Within(vocab.Fold(k.head.text)) {
			addressed = true
		}
	}
	// A list of tasks or tickets: each has its status, and none asks.
	if c.taken == c.n && c.interrogative == 0 && (!headed || c.strong+c.sentences == 0) && !t.offersYesNo() {
		return allTaken
	}
	switch {
	case c.asking*5 >= c.n*2,
		words && (c.strong*4 >= c.n || headed),
		t.offersYesNo() && c.listed*5 >= c.n*4 && (c.strong+c.sentences)*2 >= c.n,
		(headed || words) && addressed && c.open*2 > c.n,
		headed && answerHead,
		d.offersScale(t) && (c.strong+c.sentences)*2 >= c.n && c.open*2 > c.n,
		answerHead && c.strong*4 >= c.n,
		headed && c.strong*2 >= c.n,
		headed && question.score >= 0.75 && c.open*2 > c.n && (c.strong+c.sentences)*2 >= c.n:
		return ""
	}
	return "its texts ask nothing, and no column takes a yes or no"
}

// offersYesNo is true if the choices are a yes and a no, by whatever words.
func (t *layout) offersYesNo() bool {
	k := t.byRole(vocab.RoleChoice)
	return k != nil && k.vocabKind == vocab.StateYes
}

// offersScale is true if a column headed for the position takes a value of a
// scale on nearly every row.
func (d *detector) offersScale(t *layout) bool {
	for _, k := range t.columns {
		if k.col > t.qcol && k.vocabKind == vocab.StateScale && k.ofRows(k.listed) >= 0.8 && k.head.score >= vocab.HeaderMinScore && (k.head.role == vocab.RoleChoice || k.head.role == vocab.RoleAnswer) {
			return true
		}
	}
	return false
}

// derived is true if a column headed as the answer is filled by formulas.
func (t *layout) derived() bool {
	derived := false
	for _, k := range t.columns {
		if k.head.score >= vocab.HeaderMinScore && (k.head.role == vocab.RoleAnswer || k.head.role == vocab.RoleChoice) && k.rows > 0 {
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
		if d.lex.Registers.Has(vocab.Fold(h.text)) {
			n++
		}
	}
	return n
}
