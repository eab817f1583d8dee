package layout

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// column is what was measured of one column of a table, and the role that it
// was given.
type column struct {
	col  int
	head head
	role vocab.Role
	why  []string

	filled, asks, sentences, labels int // cells with text, and how they read
	ids, numbers, formulas, links   int
	states, ticks, fillers          int
	runes, bools                    int
	distinct                        map[string]int

	// Of the rows that hold a question:
	rows, answered, derived int // question rows; those with text here; with a formula
	listed                  int // those with a list here
	locked                  int // those that a protected sheet guards
	styled                  int // blank cells that the file has all the same
	vocab                   []string
	vocabKind               vocab.State
	options                 []string // choices read from header or options column
	spells                  bool     // its cells hold "Yes / No", of which one is to stay
	codes                   bool     // its cells hold codes for lists on another sheet
	hidden                  bool
}

func (k *column) share(n int) float64 {
	if k.filled == 0 {
		return 0
	}
	return float64(n) / float64(k.filled)
}

func (k *column) ofRows(n int) float64 {
	if k.rows == 0 {
		return 0
	}
	return float64(n) / float64(k.rows)
}

func (k *column) because(why string) { k.why = append(k.why, why) }

// measure reads a sample of the table's cells, column by column.
func (d *detector) measure(t *layout) {
	for col, h := range t.header.heads {
		t.columns[col] = &column{col: col, head: h, distinct: map[string]int{}}
	}
	for _, r := range d.sample(t) {
		for i := range r.Cells {
			c := &r.Cells[i]
			text := cellref.Trim(c.Text)
			if text == "" || !t.covers(int(c.Col)) {
				continue
			}
			k := t.columns[int(c.Col)]
			if k == nil {
				k = &column{col: int(c.Col), distinct: map[string]int{}}
				t.columns[int(c.Col)] = k
			}
			k.count(d, c, text)
		}
	}
	for _, k := range t.columns {
		if len(k.distinct) <= maxCodes && d.lex.Codes(slices.Collect(maps.Keys(k.distinct))) != nil {
			k.states, k.ids = k.filled, 0
		}
	}
}

// maxCodes is more than any set of codes has.
const maxCodes = 8

func (k *column) count(d *detector, c *grids.Cell, text string) {
	k.filled++
	k.runes += utf8.RuneCountInString(text)
	k.distinct[text]++
	if c.Flags&grids.FlagFormula != 0 {
		k.formulas++
	}
	switch {
	case c.Flags&(grids.FlagError|grids.FlagBool) != 0:
		k.numbers++
		if c.Flags&grids.FlagBool != 0 {
			k.bools++
		}
		return
	case vocab.IsLink(text):
		k.links++
		return
	case d.lex.Ticks[text] || d.lex.Ticks[lower1(text)]:
		k.ticks++
		return
	}
	if c.Flags&grids.FlagNumber != 0 || isNumber(text) {
		k.numbers++
	}
	if looksLikeID(text) {
		k.ids++
	}
	if _, ok := d.lex.Word(text); ok {
		if d.lex.Filler(text) {
			k.fillers++
		} else {
			k.states++
		}
		return
	}
	switch kind := d.ask(text); {
	case kind.Strong():
		k.asks++
	case kind == vocab.AskSentence:
		k.sentences++
	case kind == vocab.AskLabel:
		k.labels++
	}
}

func lower1(s string) string {
	if len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z' {
		return string(s[0] + 32)
	}
	return s
}

func isNumber(s string) bool {
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		} else if r != '.' && r != ',' && r != '%' && r != ' ' && r != '-' {
			return false
		}
	}
	return digits > 0
}

// looksLikeID is true for "1.2", "A&A-01.1", "Q7", "3.a", "RG-PS-01", "A.8.24":
// short, no lower-case word in it, a digit or a single letter.
func looksLikeID(s string) bool {
	if len(s) > 24 || s == "" {
		return false
	}
	digits, letters, lower := 0, 0, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r >= 'A' && r <= 'Z':
			letters++
		case r >= 'a' && r <= 'z':
			letters++
			lower++
		case r == '.' || r == '-' || r == '_' || r == '/' || r == '&' || r == '#' || r == '(' || r == ')' || r == ':' || r == ',' || r == '§' || r == '–' || r == '*':
		case r == ' ' && digits == 0 && letters <= 8:
		default:
			return false
		}
	}
	return digits > 0 && lower <= 4 && letters <= 10 || digits == 0 && letters == 1
}

// chooseQuestion finds the column that asks. Each candidate is scored by how
// many of its cells are filled, how they read (a question counts twice a
// sentence), how much they differ from one another, and what its header says:
// a guidance column full of sentences loses to "Question" beside it.
func (d *detector) chooseQuestion(t *layout) {
	best := 0.0
	for col := 1; col <= cellref.MaxCol && col <= d.grid.LastCol(); col++ {
		k := t.columns[col]
		if k == nil || k.filled == 0 {
			continue
		}
		if s := d.questionScore(t, k); s > best {
			best, t.qcol = s, col
		}
	}
	if best < questionMinScore {
		t.qcol = 0
		return
	}
	k := t.columns[t.qcol]
	k.role = vocab.RoleQuestion
	t.asks, t.filled = k.asks, k.filled
	k.because(percent(k.share(k.asks)) + " of its cells read like questions or requests")
	if k.head.role == vocab.RoleQuestion && k.head.score >= vocab.HeaderMinScore {
		k.because("header " + quoted(k.head.text))
	}
}

// questionMinScore is what a full column of distinct short labels under no
// header reaches; whether such a form is accepted is decided on its answers.
const questionMinScore = 1.0

func (d *detector) questionScore(t *layout, k *column) float64 {
	rows := 0
	for _, c := range t.columns {
		rows = max(rows, c.filled)
	}
	score := 2*k.share(k.asks) + 1*k.share(k.sentences) + 0.3*k.share(k.labels)
	score += 0.8 * min(1, float64(k.filled)/float64(max(rows, 1)))
	score += 0.4 * float64(len(k.distinct)) / float64(k.filled)
	score -= 2*k.share(k.numbers) + 2*k.share(k.links) + 1.5*k.share(k.ids) + 2*k.share(k.states) + 2*k.share(k.ticks)
	if mean := k.runes / k.filled; mean > 350 {
		score -= 0.6
	}
	score -= 0.03 * float64(k.col)
	if k.head.score >= vocab.HeaderMinScore {
		score += k.head.score * questionBonus(k.head.role)
	}
	return score
}

// questionBonus is what a header word adds to a question column's score.
func questionBonus(r vocab.Role) float64 {
	switch r {
	case vocab.RoleQuestion:
		return 1.2
	case vocab.RoleGuidance, vocab.RoleComment, vocab.RoleEvidence, vocab.RoleAnswer, vocab.RoleOptions:
		return -1.2
	case vocab.RoleOther, vocab.RoleOwnership, vocab.RoleID:
		return -1.5
	case vocab.RoleControls, vocab.RoleChoice:
		return -0.8
	case vocab.RoleSection:
		return -0.6
	case vocab.RoleText:
		return -0.1
	case vocab.RoleNone, vocab.RoleTick:
	}
	return 0
}

// chooseID takes the column that numbers the questions: by header, else the
// nearest column on the left whose cells look like ids and differ, on the rows
// that ask.
func (d *detector) chooseID(t *layout) {
	best := 0.0
	for _, k := range t.sorted() {
		// "Y" and "N" read like ids, and are answers.
		if k.col == t.qcol || k.filled == 0 || k.share(k.states) >= 0.6 {
			continue
		}
		ids, distinct := d.idShare(t, k.col)
		s := 0.0
		if k.head.role == vocab.RoleID && k.head.score >= vocab.HeaderMinScore {
			s = 1 + k.head.score
		}
		if k.col < t.qcol {
			s += ids*distinct - 0.01*float64(t.qcol-k.col)
		}
		if k.head.role == vocab.RoleControls && k.head.score >= vocab.HeaderMinScore {
			s -= 0.3
		}
		if s > best && s >= 0.6 && (ids > 0.5 || k.share(k.ids)+k.share(k.labels) > 0.5) {
			best, t.idcol = s, k.col
		}
	}
	if t.idcol > 0 {
		t.deepIDs = t.columns[t.idcol].parted()
		t.askIDs = d.asksNumbered(t)
		t.columns[t.idcol].role = vocab.RoleID
		t.columns[t.idcol].because("numbers the questions")
	}
}

// asksNumbered is true if nearly every question beyond doubt has an id.
func (d *detector) asksNumbered(t *layout) bool {
	asks, with := 0, 0
	for _, r := range d.sample(t) {
		if !d.ask(r.Text(t.qcol)).Strong() {
			continue
		}
		asks++
		if r.Text(t.idcol) != "" {
			with++
		}
	}
	return asks >= 3 && with*10 >= asks*9
}

// parted is true if most of an id column's texts have parts.
func (k *column) parted() bool {
	n := 0
	for text := range k.distinct {
		if strings.ContainsAny(cellref.Trim(text), ".-") {
			n++
		}
	}
	return n*2 > len(k.distinct)
}

// idShare is how many of the question rows have an id in the column, and how
// many of these differ.
func (d *detector) idShare(t *layout, col int) (ids, distinct float64) {
	rows, n := 0, 0
	seen := map[string]bool{}
	for _, r := range d.sample(t) {
		if r.Text(t.qcol) == "" {
			continue
		}
		rows++
		if text := r.Text(col); looksLikeID(text) {
			n++
			seen[text] = true
		}
	}
	if n == 0 {
		return 0, 0
	}
	return float64(n) / float64(rows), float64(len(seen)) / float64(n)
}
