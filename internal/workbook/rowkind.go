package workbook

import (
	"strings"
	"unicode/utf8"
)

// WhyDerived is the reason to leave out a question whose answer is computed.
const WhyDerived = "answer comes from a formula"

// found is what a row of a table turned out to be.
type found struct {
	row  *gridRow
	at   pos    // cell of the text
	text string // as shown
	// why is "" for a question, else the reason to leave the row out.
	why     string
	heading bool
	reply   bool // a cell beside it takes the answer of the question above
}

// readRow decides on one row of a table.
func (d *detector) readRow(t *layout, r *gridRow) found {
	f := found{row: r, at: pos{r.num, t.qcol}, text: d.questionText(t, r)}
	if f.text != "" {
		f.at = d.grid.anchor(f.at)
	} else if col, text := d.besideQuestion(t, r); text != "" {
		f.at, f.text = pos{r.num, col}, text
	}
	if f.text == "" {
		return d.withoutQuestion(t, r)
	}
	kind := d.ask(f.text)
	folded := fold(clip(f.text, 200))
	wide := d.fullWidth(t, f.at)
	switch {
	case kind == askNothing:
		f.why = "no question text"
	case t.replies > 0 && d.isReply(f.text):
		f.why, f.reply = "takes the answer of the question above", true
	case r.num == t.labelled, r.num < t.opens && d.headsQuestions(f.text):
		f.why = "header"
	case r.num < t.opens && kind == askLabel && !d.formLabel(folded):
		f.why, f.heading = "heading", true
	case d.answersDerived(t, r):
		f.why = WhyDerived
	case d.isExample(t, r, folded):
		f.why = "example"
	case d.lex.signature.begins(folded) && kind != askInterrogative:
		f.why = "signature"
	case d.lex.footer.begins(folded) && kind < askImperative && (wide || d.bare(t, r)):
		f.why = "footer"
	case wide && (kind < askDemand && wordCount(folded) > 14 || d.lex.instruct.begins(folded)):
		f.why = "instruction"
	case wide && (kind != askInterrogative || wordCount(folded) < 3):
		f.why, f.heading = "heading", true
	case d.lex.instruct.begins(folded) && kind != askInterrogative && d.bare(t, r) && !d.hasList(t, r):
		f.why = "instruction"
	case !kind.strong() && d.headingScore(t, r, f, kind) >= headingMin:
		f.why, f.heading = "heading", true
	}
	return f
}

// questionText is the text in the question column, unless it shows there only
// because a merge reaches down from a row above.
func (d *detector) questionText(t *layout, r *gridRow) string {
	at := d.grid.anchor(pos{r.num, t.qcol})
	if at.row != r.num {
		return ""
	}
	return d.grid.text(at.row, at.col)
}

// besideQuestion finds an indented sub-question in a column between the
// question's and the first answer's, or one that stands in the id column.
func (d *detector) besideQuestion(t *layout, r *gridRow) (int, string) {
	if _, merged := d.grid.mergeAt(pos{r.num, t.qcol}); merged {
		return 0, ""
	}
	for _, c := range r.cells {
		col := int(c.col)
		k := t.columns[col]
		if k == nil || col == t.qcol || k.role != roleSection && k.role != roleNone && k.role != roleOther && k.role != roleGuidance && k.role != roleID || k.head.score >= headerMinScore && k.role != roleID {
			continue
		}
		text := trim(c.text)
		near := col == t.qcol+1 || col == t.qcol-1
		if near && d.ask(text) == askInterrogative && (d.hasList(t, r) || len(t.header.heads) == 0 && strings.ContainsAny(text, "?？")) {
			return col, text
		}
	}
	return 0, ""
}

// withoutQuestion reads a row whose question cell is blank: a heading in
// another column, or text that is no question.
func (d *detector) withoutQuestion(t *layout, r *gridRow) found {
	c, _ := r.first()
	f := found{row: r, at: pos{r.num, int(c.col)}, text: trim(c.text), why: "no question text"}
	texts := 0
	for _, x := range r.cells {
		k := t.columns[int(x.col)]
		if trim(x.text) == "" || !t.covers(int(x.col)) || looksLikeID(trim(x.text)) && len(r.cells) > 1 || k != nil && k.role.takesAnswers() {
			continue
		}
		if x.flags&(flagNumber|flagError) != 0 {
			continue
		}
		texts++
		f.at, f.text = pos{r.num, int(x.col)}, trim(x.text)
	}
	switch {
	case strings.HasPrefix(f.text, "©") || d.lex.footer.begins(fold(clip(f.text, 200))):
		f.why = "footer"
	case texts == 1 && wordCount(fold(f.text)) <= 14 && !d.ask(f.text).strong() && utf8.RuneCountInString(f.text) <= 120 && c.flags&flagError == 0:
		f.why, f.heading = "heading", true
	}
	return f
}

// answersDerived is true if formulas fill the cells that would take the answer.
func (d *detector) answersDerived(t *layout, r *gridRow) bool {
	derived, open := 0, 0
	for col, k := range t.columns {
		if k.role != roleChoice && k.role != roleText && k.role != roleTick {
			continue
		}
		at := d.grid.anchor(pos{r.num, col})
		if c, _ := d.grid.at(at.row, at.col); c.flags&flagFormula != 0 {
			derived++
		} else {
			open++
		}
	}
	return derived > 0 && open == 0
}

func (d *detector) isExample(t *layout, r *gridRow, folded string) bool {
	if d.lex.example.begins(folded) && d.ask(folded) != askInterrogative {
		return true
	}
	id := fold(r.text(t.idcol))
	return t.idcol > 0 && id != "" && d.lex.example.begins(id)
}

// fullWidth is true if the text's merge reaches over the columns for answers.
func (d *detector) fullWidth(t *layout, at pos) bool {
	m, ok := d.grid.mergeAt(at)
	if !ok || m.to.col == m.from.col {
		return false
	}
	covered, all := 0, 0
	for col, k := range t.columns {
		if k.role.takesAnswers() {
			all++
			if m.from.col <= col && col <= m.to.col {
				covered++
			}
		}
	}
	return all > 0 && covered*2 > all
}

// bare is true for a row without text beside its question and id.
func (d *detector) bare(t *layout, r *gridRow) bool {
	for _, c := range r.cells {
		if int(c.col) != t.qcol && int(c.col) != t.idcol && trim(c.text) != "" && t.covers(int(c.col)) {
			return false
		}
	}
	return true
}

func (d *detector) hasList(t *layout, r *gridRow) bool {
	for col, k := range t.columns {
		if k.role == roleChoice {
			_, ok := d.listAt(d.grid.anchor(pos{r.num, col}))
			return ok
		}
	}
	return false
}

func (t *layout) byRole(r role) *column {
	for _, k := range t.columns {
		if k.role == r {
			return k
		}
	}
	return nil
}
