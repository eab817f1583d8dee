package layout

import (
	"slices"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// detector reads the layout of one sheet. It looks at whole columns: what
// their cells hold, whether they are empty and open to be written, what lists
// they offer, and last what their headers say.
type detector struct {
	lex     *vocab.Lexicon
	grid    *grids.Grid
	rules   *grids.RuleIndex
	lists   *grids.Lists
	options Options
	rows    []*grids.Row // rows with text that a person sees
	asked   map[string]vocab.AskKind
}

func newDetector(lex *vocab.Lexicon, g *grids.Grid, lists *grids.Lists, opt Options) *detector {
	d := &detector{lex: lex, grid: g, rules: grids.NewRuleIndex(g.Rules), lists: lists, options: opt, asked: map[string]vocab.AskKind{}}
	for i := range g.Rows {
		if r := &g.Rows[i]; !r.Blank() && !d.hiddenRow(r) {
			d.rows = append(d.rows, r)
		}
	}
	return d
}

// ask is Lexicon.ask, which several steps want to know of the same texts.
func (d *detector) ask(text string) vocab.AskKind {
	if k, ok := d.asked[text]; ok {
		return k
	}
	k := d.lex.Ask(text)
	if len(d.asked) < 50_000 {
		d.asked[text] = k
	}
	return k
}

// hiddenRow is true for rows that were hidden by hand. Rows that a filter or a
// collapsed outline hides are only out of sight.
func (d *detector) hiddenRow(r *grids.Row) bool {
	return r.Hidden && !r.Outline && !d.grid.Filtered && !d.options.IncludeHidden
}

// layout is one table of questions as found.
type layout struct {
	header  headerBlock
	repeats []int // rows of repeated headers
	first   int   // index into detector.rows of the first row under the header
	last    int   // … and one past the last
	columns map[int]*column
	qcol    int
	idcol   int
	// Of the question column:
	looks    map[look]int // how asks look
	asks     int          // strong questions among the filled cells
	filled   int
	aligned  int   // cells of the choice column that have a list
	askIDs   bool  // nearly every question beyond doubt has an id
	deepIDs  bool  // most ids have parts: "4.1", "A&A-01.2"
	above    found // the heading right above the header
	replies  int   // rows such as "Response:", which take the answer of the question above
	labelled int   // the row that names the two columns of a form, 0 if none does
	// opens is the first row that asks, where no header tells where the
	// questions begin; 0 if it is unknown.
	opens int
	boxes bool   // check boxes for yes and no
	under bool   // the answer goes into the blank row under each question
	pair  string // the labels of a question and of that row, as labelsUnder joins them
	// from and to bound the columns of tables that stand side by side.
	from, to int
	// appended is the column offered for answers where there is none, 0 if not.
	appended int
}

// look is how a cell is dressed, which headings and questions do differently.
type look struct {
	bold bool
	size int
	fill string
}

// tables cuts the sheet at its headers and finds the columns of each piece.
func (d *detector) tables() []*layout {
	headers := d.headers()
	if len(headers) == 0 {
		if h, ok := d.plainHeader(); ok {
			headers = append(headers, h)
		}
	}
	if len(headers) == 0 {
		return []*layout{d.table(headerBlock{heads: map[int]head{}}, 0, len(d.rows), nil)}
	}
	var out []*layout
	for i := 0; i < len(headers); {
		h := headers[i]
		var repeats []int
		j := i + 1
		for ; j < len(headers) && h.sameColumns(headers[j]); j++ {
			repeats = append(repeats, headers[j].rows...)
			for col, x := range headers[j].heads {
				if _, ok := h.heads[col]; !ok && x.score >= vocab.HeaderMinScore {
					h.heads[col] = x
				}
			}
		}
		end := len(d.rows)
		if j < len(headers) {
			end = d.rowIndex(headers[j].rows[0])
		}
		first := d.rowIndex(h.rows[len(h.rows)-1]) + 1
		for _, part := range h.sideBySide() {
			out = append(out, d.tableOf(part, first, end, repeats))
		}
		i = j
	}
	return out
}

func (d *detector) rowIndex(num int) int {
	i, _ := slices.BinarySearchFunc(d.rows, num, func(r *grids.Row, n int) int { return r.Num - n })
	return i
}

func (d *detector) table(h headerBlock, first, last int, repeats []int) *layout {
	return d.tableOf(headerPart{headerBlock: h, from: 1, to: cellref.MaxCol}, first, last, repeats)
}

func (d *detector) tableOf(h headerPart, first, last int, repeats []int) *layout {
	t := &layout{
		header: h.headerBlock, repeats: repeats, first: first, last: last, from: h.from, to: h.to,
		columns: map[int]*column{}, looks: map[look]int{},
	}
	d.measure(t)
	d.chooseQuestion(t)
	if t.qcol == 0 {
		return t
	}
	d.chooseID(t)
	d.measureAnswers(t)
	d.assign(t)
	d.findReplies(t)
	d.findBlanks(t)
	return t
}

func (t *layout) covers(col int) bool { return t.from <= col && col <= t.to }

// sampleRows bounds the rows that column statistics look at; tables of 100,000
// rows are as regular as their first and every further hundredth row.
const sampleRows = 600

func (d *detector) sample(t *layout) []*grids.Row {
	rows := d.rows[t.first:t.last]
	step := max(1, len(rows)/sampleRows)
	out := make([]*grids.Row, 0, min(len(rows), 2*sampleRows))
	for i := 0; i < len(rows); i += step {
		if !slices.Contains(t.repeats, rows[i].Num) {
			out = append(out, rows[i])
		}
	}
	return out
}

func (d *detector) lookAt(row, col int) look {
	f := d.grid.Format(d.grid.StyleAt(row, col))
	return look{f.Bold, f.Size, f.Fill}
}
