package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// whyReply is the reason to leave out a row that holds an answer's cell.
const whyReply = "takes the answer of the question above"

// WhyDerived is the reason to leave out a question whose answer is computed.
const WhyDerived = "answer comes from a formula"

// found is what a row of a table turned out to be.
type found struct {
	row  *grids.Row
	at   cellref.Pos // cell of the text
	text string      // as shown
	// why is "" for a question, else the reason to leave the row out.
	why     string
	heading bool
	leads   string // the number that a heading's own rows go on with
	reply   bool   // a cell beside it takes the answer of the question above
}

// readRow decides on one row of a table.
func (d *detector) readRow(t *layout, r *grids.Row) found {
	f := found{row: r, at: cellref.Pos{Row: r.Num, Col: t.qcol}, text: d.questionText(t, r)}
	if f.text != "" {
		f.at = d.grid.Anchor(f.at)
	} else if col, text := d.besideQuestion(t, r); text != "" {
		f.at, f.text = cellref.Pos{Row: r.Num, Col: col}, text
	}
	if f.text == "" {
		return d.withoutQuestion(t, r)
	}
	kind := d.ask(f.text)
	folded := vocab.Fold(cellref.Clip(f.text, 200))
	wide := d.fullWidth(t, f.at)
	switch {
	case d.underLabel(t, r):
		f.why = whyReply
	case kind == vocab.AskNothing:
		f.why = "no question text"
	case t.replies > 0 && d.isReply(f.text):
		f.why, f.reply = whyReply, true
	case r.Num == t.labelled, r.Num < t.opens && d.headsQuestions(f.text):
		f.why = "header"
	case r.Num < t.opens && kind == vocab.AskLabel && !d.formLabel(folded):
		f.why, f.heading = "heading", true
	case strings.HasSuffix(f.text, ":") && kind != vocab.AskInterrogative && !d.hasList(t, r) && d.leadsLetters(t, r):
		f.why, f.heading, f.leads = "heading", true, strings.TrimRight(r.Text(t.idcol), ".) ")
	case d.answersDerived(t, r):
		f.why = WhyDerived
	case d.isExample(t, r, folded):
		f.why = "example"
	case strings.HasPrefix(f.text, "©"):
		f.why = "footer"
	case strings.HasPrefix(f.text, "*") && !kind.Strong() && len(t.header.heads) > 0 && d.bare(t, r) && d.afterGap(r):
		f.why = "instruction"
	case d.lex.Signature.Begins(folded) && kind != vocab.AskInterrogative:
		f.why = "signature"
	case d.lex.Footer.Begins(folded) && kind < vocab.AskImperative && (wide || d.bare(t, r) || d.sums(t, r)):
		f.why = "footer"
	case wide && (kind < vocab.AskDemand && vocab.WordCount(folded) > 14 || d.lex.Instruct.Begins(folded)):
		f.why = "instruction"
	case wide && (kind != vocab.AskInterrogative || vocab.WordCount(folded) < 3):
		f.why, f.heading = "heading", true
	case d.lex.Instruct.Begins(folded) && kind != vocab.AskInterrogative && d.bare(t, r) && !d.hasList(t, r):
		f.why = "instruction"
	case !kind.Strong() && d.headingScore(t, r, f, kind) >= headingMin:
		f.why, f.heading = "heading", true
	}
	return f
}

// signsOff is true for a heading such as "Declaration" that a signature follows.
func (d *detector) signsOff(t *layout, f found, next int) bool {
	if kind, ok := d.lex.SheetNamed(f.text); !ok || kind.Why != signOff {
		return false
	}
	for _, r := range d.rows[min(next, t.last):min(next+12, t.last)] {
		if d.lex.Signature.Begins(vocab.Fold(cellref.Clip(r.Text(t.qcol), 200))) {
			return true
		}
	}
	return false
}

// signOff is how the lexicon calls tabs, and sections, that are signed.
const signOff = "sign-off"

// afterGap is true for a row with a blank one above it.
func (d *detector) afterGap(r *grids.Row) bool {
	i := d.rowIndex(r.Num)
	return i > 0 && d.rows[i-1].Num < r.Num-1
}

// questionText is the text in the question column, unless it shows there only
// because a merge reaches down from a row above.
func (d *detector) questionText(t *layout, r *grids.Row) string {
	at := d.grid.Anchor(cellref.Pos{Row: r.Num, Col: t.qcol})
	if at.Row != r.Num {
		return ""
	}
	return d.grid.Text(at.Row, at.Col)
}

// besideQuestion finds an indented sub-question in a column between the
// question's and the first answer's, or one that stands in the id column.
func (d *detector) besideQuestion(t *layout, r *grids.Row) (int, string) {
	if _, merged := d.grid.MergeAt(cellref.Pos{Row: r.Num, Col: t.qcol}); merged {
		return 0, ""
	}
	for _, c := range r.Cells {
		col := int(c.Col)
		k := t.columns[col]
		if k == nil || col == t.qcol || k.role != vocab.RoleSection && k.role != vocab.RoleNone && k.role != vocab.RoleOther && k.role != vocab.RoleGuidance && k.role != vocab.RoleID || k.head.score >= vocab.HeaderMinScore && k.role != vocab.RoleID {
			continue
		}
		text := cellref.Trim(c.Text)
		near := col == t.qcol+1 || col == t.qcol-1
		marked := strings.ContainsAny(text, "?？") && (len(t.header.heads) == 0 || k.head.text == "" && k.share(k.asks) >= 0.8)
		if near && d.ask(text) == vocab.AskInterrogative && (d.hasList(t, r) || marked) {
			return col, text
		}
	}
	return 0, ""
}

// withoutQuestion reads a row whose question cell is blank: a heading in
// another column, or text that is no question.
func (d *detector) withoutQuestion(t *layout, r *grids.Row) found {
	c, _ := r.First()
	f := found{row: r, at: cellref.Pos{Row: r.Num, Col: int(c.Col)}, text: cellref.Trim(c.Text), why: "no question text"}
	texts := 0
	for _, x := range r.Cells {
		k := t.columns[int(x.Col)]
		if cellref.Trim(x.Text) == "" || !t.covers(int(x.Col)) || looksLikeID(cellref.Trim(x.Text)) && len(r.Cells) > 1 || k != nil && k.role.TakesAnswers() {
			continue
		}
		if x.Flags&(grids.FlagNumber|grids.FlagError) != 0 {
			continue
		}
		texts++
		f.at, f.text = cellref.Pos{Row: r.Num, Col: int(x.Col)}, cellref.Trim(x.Text)
	}
	switch {
	case d.underLabel(t, r):
		f.why = whyReply
	case strings.HasPrefix(f.text, "©") || d.lex.Footer.Begins(vocab.Fold(cellref.Clip(f.text, 200))):
		f.why = "footer"
	case texts == 1 && vocab.WordCount(vocab.Fold(f.text)) <= 14 && !d.ask(f.text).Strong() && utf8.RuneCountInString(f.text) <= 120 && c.Flags&grids.FlagError == 0:
		f.why, f.heading = "heading", true
	}
	return f
}

// answersDerived is true if formulas fill the cells that would take the answer.
func (d *detector) answersDerived(t *layout, r *grids.Row) bool {
	derived, open := 0, 0
	for col, k := range t.columns {
		if k.role != vocab.RoleChoice && k.role != vocab.RoleText && k.role != vocab.RoleTick {
			continue
		}
		at := d.grid.Anchor(cellref.Pos{Row: r.Num, Col: col})
		if c, _ := d.grid.At(at.Row, at.Col); c.Flags&grids.FlagFormula != 0 {
			derived++
		} else {
			open++
		}
	}
	return derived > 0 && open == 0
}

func (d *detector) isExample(t *layout, r *grids.Row, folded string) bool {
	if d.lex.Example.Begins(folded) && d.ask(folded) != vocab.AskInterrogative {
		return true
	}
	id := vocab.Fold(r.Text(t.idcol))
	return t.idcol > 0 && id != "" && d.lex.Example.Begins(id)
}

// fullWidth is true if the text's merge reaches over the columns for answers.
func (d *detector) fullWidth(t *layout, at cellref.Pos) bool {
	m, ok := d.grid.MergeAt(at)
	if !ok || m.To.Col == m.From.Col {
		return false
	}
	covered, all := 0, 0
	for col, k := range t.columns {
		if k.role.TakesAnswers() {
			all++
			if m.From.Col <= col && col <= m.To.Col {
				covered++
			}
		}
	}
	return all > 0 && covered*2 > all
}

// bare is true for a row without text beside its question and id.
func (d *detector) bare(t *layout, r *grids.Row) bool {
	for _, c := range r.Cells {
		if int(c.Col) != t.qcol && int(c.Col) != t.idcol && cellref.Trim(c.Text) != "" && t.covers(int(c.Col)) {
			return false
		}
	}
	return true
}

// sums is true for a row whose texts beside the question and id are numbers
// and results of formulas.
func (d *detector) sums(t *layout, r *grids.Row) bool {
	return !slices.ContainsFunc(r.Cells, func(c grids.Cell) bool {
		return int(c.Col) != t.qcol && int(c.Col) != t.idcol && cellref.Trim(c.Text) != "" && t.covers(int(c.Col)) && c.Flags&(grids.FlagFormula|grids.FlagNumber) == 0
	})
}

func (d *detector) hasList(t *layout, r *grids.Row) bool {
	for col, k := range t.columns {
		if k.role == vocab.RoleChoice {
			_, ok := d.listAt(d.grid.Anchor(cellref.Pos{Row: r.Num, Col: col}))
			return ok
		}
	}
	return false
}

func (t *layout) byRole(r vocab.Role) *column {
	for _, k := range t.columns {
		if k.role == r {
			return k
		}
	}
	return nil
}
