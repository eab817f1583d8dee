package layout

import (
	"cmp"
	"strconv"
	"strings"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/vocab"
)

// assignTexts gives the columns headed as answers, comments and evidence their
// roles. A column that is full where another is empty was not left for us: it
// explains the question.
func (d *detector) assignTexts(t *layout) {
	d.headUnnamed(t)
	empty := d.waits(t)
	open := !d.options.Completed && d.unanswered(t)
	for _, k := range t.sorted() {
		if k.role != vocab.RoleNone || k.head.score < vocab.HeaderMinScore || k.rows == 0 {
			continue
		}
		r := k.head.role
		if r == vocab.RoleAnswer || r == vocab.RoleChoice {
			r = vocab.RoleText
		}
		if r != vocab.RoleText && r != vocab.RoleComment && r != vocab.RoleEvidence {
			continue
		}
		full := k.ofRows(k.answered) >= 0.5 && float64(len(k.distinct)) >= 0.3*float64(k.filled)
		// Where no choice has been made yet, texts that stand here are the
		// author's.
		full = full || open && k.ofRows(k.answered) >= 0.05 && k.runes/max(k.filled, 1) > 12
		switch {
		case k.head.role == vocab.RoleChoice && k.filled > 0 && k.share(k.states) >= 0.6 && !d.positions(k) && t.headsAnswer(k):
			k.role = vocab.RoleOther
			k.because("holds how far something has come, beside the answer")
		case k.col < t.qcol && k.head.role != vocab.RoleAnswer:
			k.role = vocab.RoleOther
			k.because("left of the question")
		case full && empty && (k.col < t.qcol || k.head.role != vocab.RoleAnswer):
			k.role = vocab.RoleGuidance
			k.because("filled on most rows while answer columns are empty")
		case full && k.head.role != vocab.RoleAnswer && t.remarksAfter(k):
			k.role = vocab.RoleGuidance
			k.because("filled on most rows and before the choice, behind which remarks go")
		case r == vocab.RoleText && t.has(vocab.RoleText):
			k.role = vocab.RoleComment
			k.because(headerWhy(k, true))
		default:
			k.role = r
			k.because(headerWhy(k, true))
		}
	}
}

// remarksAfter is true for a column between the question and its choice, where
// another column behind the choice is headed for remarks: so "Description |
// Status | Comments" describes the question even where all is filled in.
func (t *layout) remarksAfter(k *column) bool {
	c := t.byRole(vocab.RoleChoice)
	if c == nil || k.col > c.col {
		return false
	}
	for _, o := range t.columns {
		if o.col > c.col && o.head.score >= vocab.HeaderMinScore && (o.head.role == vocab.RoleComment || o.head.role == vocab.RoleText) {
			return true
		}
	}
	return false
}

// waits is true if the table has a column for answers that nobody has filled
// in. Once choices are made, the remarks beside them are the answerer's, and a
// column that stayed empty is one that was not needed.
func (d *detector) waits(t *layout) bool {
	if d.options.Completed {
		return false
	}
	if t.has(vocab.RoleChoice) || t.has(vocab.RoleTick) {
		return d.chosen(t) < 0.3
	}
	for _, k := range t.columns {
		if k.role == vocab.RoleNone && k.head.score >= vocab.HeaderMinScore && k.head.role.TakesAnswers() && k.ofRows(k.answered) < 0.3 {
			return true
		}
	}
	return false
}

// chosen is the share of the rows on which a choice is made.
func (d *detector) chosen(t *layout) float64 {
	made := 0.0
	for _, k := range t.columns {
		if (k.role == vocab.RoleChoice || k.role == vocab.RoleTick) && d.madeIn(k) {
			made += k.ofRows(k.answered)
		}
	}
	return made
}

// madeIn is true for a column for choices that holds others than the author's:
// fillers, codes, one default in all cells.
func (d *detector) madeIn(k *column) bool {
	for value := range k.distinct {
		if coded := k.codes && d.lookupWords(value) != nil; !coded && !d.lex.Filler(value) && !k.sameFiller(d.lex, value) {
			return true
		}
	}
	return false
}

// headUnnamed reads the heads that name no kind of answer, but who gives it:
// "Vendor statement". The column must be empty, or hold nothing but fillers,
// unless the sheet is answered.
func (d *detector) headUnnamed(t *layout) {
	for _, k := range t.sorted() {
		if k.role != vocab.RoleNone || k.col < t.qcol || k.listed > 0 || k.filled > k.fillers && d.chosen(t) < 0.5 || k.head.score >= vocab.HeaderMinScore && k.head.role != vocab.RoleQuestion {
			continue
		}
		if k.head.text != "" && d.lex.Respondents.Within(vocab.Fold(k.head.text)) {
			k.head.role, k.head.score = vocab.RoleText, max(k.head.score, vocab.HeaderMinScore)
		}
	}
	d.reserveComments(t)
}

// reserveComments leaves alone the comments that are another party's: where one
// column says that it is the vendor's, "Acme remarks" is not.
func (d *detector) reserveComments(t *layout) {
	ours := false
	comment := func(k *column) bool {
		return k.role == vocab.RoleNone && k.head.role == vocab.RoleComment && k.head.score >= vocab.HeaderMinScore
	}
	for _, k := range t.columns {
		ours = ours || comment(k) && d.lex.Respondents.Within(vocab.Fold(k.head.text))
	}
	for _, k := range t.sorted() {
		if ours && comment(k) && k.head.score < 0.9 && !d.lex.Respondents.Within(vocab.Fold(k.head.text)) {
			k.role = vocab.RoleOther
			k.because("another column has the vendor's comments")
		}
	}
}

// assignGroups leaves alone what stands under another group heading than the
// answer: "Supplier to complete" over the answer, "For our use" over comments.
func (d *detector) assignGroups(t *layout) {
	group := ""
	for _, k := range t.sorted() {
		if k.role == vocab.RoleChoice || k.role == vocab.RoleTick || k.role == vocab.RoleText {
			group = cmp.Or(group, k.head.group)
		}
	}
	for _, k := range t.sorted() {
		if (k.role == vocab.RoleComment || k.role == vocab.RoleEvidence) && group != "" && k.head.group != "" && k.head.group != k.head.text && vocab.Fold(k.head.group) != vocab.Fold(group) && d.reserved(t, k, group) {
			k.role = vocab.RoleOther
			k.because("under another heading than the answer: " + quoted(k.head.group))
		}
	}
}

// reserved is true if another comment column stands under the answer's heading.
func (d *detector) reserved(t *layout, k *column, group string) bool {
	for _, o := range t.columns {
		if o != k && o.role == k.role && vocab.Fold(o.head.group) == vocab.Fold(group) {
			return true
		}
	}
	return false
}

// unanswered is true if the table has a column for choices and nobody has made
// one yet.
func (d *detector) unanswered(t *layout) bool {
	found := false
	for _, k := range t.columns {
		if k.role != vocab.RoleChoice && k.role != vocab.RoleTick {
			continue
		}
		if found = true; d.madeIn(k) {
			return false
		}
	}
	return found
}

// assignUnknown looks for an answer column among those without a telling
// header, if none was found: the nearest empty one on the right.
func (d *detector) assignUnknown(t *layout) {
	if t.has(vocab.RoleText) || t.has(vocab.RoleChoice) || t.has(vocab.RoleTick) {
		return
	}
	comment := t.byRole(vocab.RoleComment)
	for _, k := range t.sorted() {
		if k.role != vocab.RoleNone || k.col <= t.qcol || k.rows == 0 || d.mergedInto(t, k) || !d.besideComment(comment, k) || !d.couldAnswer(t, k, comment) {
			continue
		}
		k.role = vocab.RoleText
		k.because("the first empty column right of the questions")
		if k.head.text != "" {
			k.because(headerWhy(k, true))
		}
		return
	}
}

// besideComment is true if k may take the answer beside a comment column: only
// a headed one before it can be meant.
func (d *detector) besideComment(comment, k *column) bool {
	return comment == nil || k.col < comment.col && k.head.text != "" && (k.ofRows(k.answered) <= 0.3 || d.remarked(comment))
}

// remarked is true for a comment column with text on many rows: the sheet is
// answered, so a full column may hold the answers.
func (d *detector) remarked(comment *column) bool {
	return comment != nil && (comment.ofRows(comment.answered) >= 0.3 || d.options.Completed)
}

func (d *detector) couldAnswer(t *layout, k, comment *column) bool {
	headed := len(t.header.heads) > 0
	switch {
	case k.ofRows(k.answered+k.derived) > 0.7 && k.col <= d.grid.LastCol() && headed && !d.remarked(comment):
		return false
	case d.grid.Protected && k.ofRows(k.locked) > 0.5:
		return false
	case headed && k.head.text == "" && k.ofRows(k.styled+k.answered) < 0.6 && k.listed == 0:
		// Under a header row, a column without a head is no answer column
		// unless the file has dressed its cells: the table ends before it.
		return false
	case !headed && k.ofRows(k.answered) > 0.6 && k.share(k.states) < 0.5:
		return d.answeredForm(t, k)
	}
	return true
}

// answeredForm is true for a full column of a form without header that holds
// its answers: nothing right of it waits for any, and few of its texts ask.
func (d *detector) answeredForm(t *layout, k *column) bool {
	for _, o := range t.sorted() {
		if o.col > k.col && (o.filled > 0 || o.ofRows(o.styled) >= 0.3 || o.listed > 0) {
			return false
		}
	}
	return k.share(k.asks) < 0.4 && k.share(k.ids) < 0.5
}

// mergedInto is true for a column that the question's own merge covers.
func (d *detector) mergedInto(t *layout, k *column) bool {
	covered, rows := 0, 0
	for _, r := range d.sample(t) {
		if r.Text(t.qcol) == "" {
			continue
		}
		rows++
		if d.grid.Anchor(cellref.Pos{Row: r.Num, Col: k.col}) == d.grid.Anchor(cellref.Pos{Row: r.Num, Col: t.qcol}) {
			covered++
		}
	}
	return covered*2 > rows
}

// leftover names the columns that take no answer and have no telling header.
func (d *detector) leftover(t *layout, k *column) vocab.Role {
	mean := k.runes / max(k.filled, 1)
	switch {
	case k.share(k.ids) > 0.6 && k.col != t.idcol:
		k.because("holds codes")
		return vocab.RoleControls
	case k.col < t.qcol && mean <= 80 && k.share(k.numbers)+k.share(k.links) < 0.5:
		k.because("short texts left of the question, which stand for the rows below")
		return vocab.RoleSection
	case k.head.role == vocab.RoleSection && k.head.score >= vocab.HeaderMinScore && k.listed == 0:
		k.because(headerWhy(k, true))
		return vocab.RoleSection
	case k.share(k.asks+k.sentences) > 0.4:
		k.because("texts beside the question")
		return vocab.RoleGuidance
	}
	k.because("not understood; left alone")
	return vocab.RoleOther
}

func percent(x float64) string { return strconv.Itoa(int(100*x+0.5)) + " %" }

func quoted(s string) string {
	return strconv.Quote(cellref.Clip(strings.Join(strings.Fields(s), " "), 60))
}
