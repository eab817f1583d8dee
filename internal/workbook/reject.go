package workbook

import (
	"fmt"
	"strings"

	"candor/internal/questionnaire"
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
		case kind == askInterrogative || kind == askImperative:
			c.strong++
			c.asking++
			if kind == askInterrogative {
				c.interrogative++
			}
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
	vocab := t.has(roleTick)
	if k := t.byRole(roleChoice); k != nil {
		vocab = vocab || k.vocabKind == StateYes || k.vocabKind == StateStatus || k.options != nil || k.share(k.states) >= 0.6 && k.states >= 3 || k.vocabKind == "" && k.listed == 0 && k.head.score >= 0.75
	}
	switch {
	case c.n == 0:
		return "no row asks anything"
	case t.derived():
		return "its answers are formulas, which repeat those of another sheet"
	case registers >= 2 && !answers,
		registers >= 3 && c.interrogative*2 < c.n,
		registers >= 2 && c.asking*2 < c.n && (!t.offersYesNo() && !t.has(roleTick) || c.strong*2 < c.n):
		return "a register (" + fmt.Sprint(registers) + " of its columns are those of one), not a questionnaire"
	case !answers && c.asking*2 < c.n:
		return "no answer column, and few of its texts ask anything"
	case c.n == 1 && d.asksAcross(t, questions[0].Row):
		return "its questions stand beside each other in one row; only questions below each other are read"
	case c.n == 1 && (c.asking != 1 || !answers):
		return "a single text, not a list of questions"
	case len(t.header.heads) == 0:
		return d.rejectForm(t, c, vocab)
	}
	return d.rejectTable(t, c, vocab)
}

// asksAcross is true if a row holds three questions or more, each in a column
// of its own.
func (d *detector) asksAcross(t *layout, num int) bool {
	r, ok := d.grid.row(num)
	if !ok {
		return false
	}
	asks := 0
	for _, c := range r.cells {
		if t.covers(int(c.col)) && d.ask(trim(c.text)) == askInterrogative {
			asks++
		}
	}
	return asks >= 3
}

const allTaken = "each of its rows has its state, and none asks"

// rejectForm judges a table without header.
func (d *detector) rejectForm(t *layout, c tally, vocab bool) string {
	if c.n*4 < t.last-t.first {
		return "only a few of its rows ask anything"
	}
	if c.taken*4 >= c.n*3 && c.interrogative == 0 {
		return allTaken
	}
	if c.asking*2 >= c.n || vocab && c.strong*2 >= c.n || vocab && c.listed*2 >= c.n {
		return ""
	}
	forms := 0
	k := t.columns[t.qcol]
	for text := range k.distinct {
		folded := fold(text)
		if d.formLabel(folded) || strings.HasSuffix(text, ":") && wordCount(folded) <= 8 {
			forms++
		}
	}
	answered := 0.0
	if a := t.byRole(roleText); a != nil {
		answered = a.ofRows(a.answered)
	}
	if c.n >= 3 && t.takesAnswers() && (forms+c.asking)*2 >= len(k.distinct) && (answered < 0.5 || d.options.Completed) && c.open > 0 {
		return ""
	}
	return "it reads like text, not like questions with room for answers"
}

// rejectTable judges a table under a header.
func (d *detector) rejectTable(t *layout, c tally, vocab bool) string {
	question := t.columns[t.qcol].head
	headed := question.role == roleQuestion && question.score >= headerMinScore
	answerHead, addressed := false, false
	for _, k := range t.columns {
		if k.role.takesAnswers() && k.head.score >= 0.6 && (k.head.role == roleAnswer || k.head.role == roleChoice) {
			answerHead = true
		}
		if k.role.takesAnswers() && d.lex.respondents.within(fold(k.head.text)) {
			addressed = true
		}
	}
	// A list of tasks or tickets: each has its status, and none asks.
	if c.taken == c.n && c.interrogative == 0 && (!headed || c.strong+c.sentences == 0) && !t.offersYesNo() {
		return allTaken
	}
	switch {
	case c.asking*5 >= c.n*2,
		vocab && (c.strong*4 >= c.n || headed),
		t.offersYesNo() && c.listed*5 >= c.n*4 && (c.strong+c.sentences)*2 >= c.n,
		(headed || vocab) && addressed && c.open*2 > c.n,
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
