package workbook

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// head is what a table's header says of one column.
type head struct {
	text  string
	group string // the text above it that spans several columns
	role  role
	score float64
	tick  string // the word that a tick under it stands for
}

// headerBlock is a header: one row, or several stacked ones.
type headerBlock struct {
	rows  []int
	heads map[int]head
	// title is the text of the header row in the columns of id or question
	// that is no header word: " Documentation | Answer | Guidance".
	title string
	wide  map[int]head // the main row with merged texts under each column
}

// The thresholds of header reading, set by the layouts in testdata and by the
// real files: a phrase must cover a fifth of a cell's words (score 0.5), a
// header cell is at most a short sentence long, and at least two cells in five
// of the row must be header words.
const (
	headerMinScore = 0.5
	headerMaxRunes = 160
	headerMinShare = 0.4
)

// headerRow reads one row as a header. ok is false for rows that are none.
func (d *detector) headerRow(r *gridRow) (map[int]head, bool) {
	if plainlyData(r) {
		return nil, false
	}
	heads := map[int]head{}
	states := map[State]bool{}
	numbers := 0
	for _, c := range r.cells {
		text := trim(c.text)
		if text == "" {
			continue
		}
		if len(heads) > 60 || utf8.RuneCountInString(text) > headerMaxRunes {
			return nil, false
		}
		h := d.readHead(text)
		if h.score < 0.9 && h.tick == "" && d.ask(text).strong() && wordCount(fold(text)) >= 5 && !d.asksForMore(text, h) {
			return nil, false
		}
		if c.flags&flagNumber != 0 {
			h = head{text: text}
			numbers++
		}
		heads[int(c.col)] = h
		if h.tick != "" {
			s, _ := d.lex.State(h.tick)
			states[s] = true
		}
	}
	if numbers*2 > len(heads) {
		return nil, false
	}
	if !states[StateYes] || !states[StateNo] {
		dropTicks(heads)
	}
	return heads, headerEnough(heads)
}

// asksForMore is true for the head of a column that takes what a choice leaves
// open: "If yes, please provide details".
func (d *detector) asksForMore(text string, h head) bool {
	folded := fold(text)
	return h.role.takesAnswers() && h.score >= headerMinScore && wordCount(folded) <= 12 && d.lex.dependents.begins(folded)
}

// plainlyData spares most rows of a long table the closer look.
func plainlyData(r *gridRow) bool {
	for _, c := range r.cells {
		if n := len(c.text); n > 4*headerMaxRunes || n > 30 && (strings.HasSuffix(c.text, "?") || strings.HasSuffix(c.text, ".")) {
			return true
		}
	}
	return false
}

// headerEnough weighs the cells of a possible header row.
func headerEnough(heads map[int]head) bool {
	matched, evident, ticks, core := 0, 0, 0, false
	roles := map[role]bool{}
	for _, h := range heads {
		switch {
		case h.tick != "":
			ticks++
		case h.score >= headerMinScore:
			matched++
			roles[h.role] = true
			if h.score >= 0.9 {
				evident++
			}
			core = core || h.role.takesAnswers() || h.role == roleQuestion
		}
	}
	if ticks > 0 {
		return matched+ticks >= len(heads)-1 && len(heads) > ticks
	}
	// "Solution provider response | Version 4.1" is a title: of two header words
	// one must be the whole cell.
	return matched >= 2 && (evident >= 1 || matched >= 3) && len(roles) >= 2 && core && float64(matched)/float64(len(heads)) >= headerMinShare
}

// dropTicks unmarks lone choice words: "Yes" under a question is an answer.
func dropTicks(heads map[int]head) {
	for col, h := range heads {
		h.tick = ""
		heads[col] = h
	}
}

func (d *detector) readHead(text string) head {
	h := head{text: text}
	h.role, h.score = d.lex.headerMatch(text)
	if s, ok := d.lex.State(text); ok && wordCount(fold(text)) <= 3 {
		switch s {
		case StateYes, StateNo, StatePartial, StateNA, StateInProgress, StatePlanned:
			h.tick = text
		case StateScale, StateOwnership, StateStatus, StateFiller:
		}
	}
	return h
}

// headers finds the header blocks of a sheet, top to bottom.
func (d *detector) headers() []headerBlock {
	var out []headerBlock
	rows := d.rows
	for i := 0; i < len(rows); i++ {
		heads, ok := d.headerRow(rows[i])
		if !ok {
			continue
		}
		if len(out) > 0 && !d.startsTable(out[len(out)-1], rows[i], heads) {
			continue
		}
		b := headerBlock{rows: []int{rows[i].num}, heads: heads, wide: d.spread(rows[i])}
		first := i
		for first > 0 && len(b.rows) < 4 && rows[first-1].num == b.rows[0]-1 && d.stacksAbove(rows[first-1], b) {
			first--
			b.add(d.spread(rows[first]), false)
			b.rows = slices.Insert(b.rows, 0, rows[first].num)
		}
		for i+1 < len(rows) && len(b.rows) < 5 && rows[i+1].num == b.rows[len(b.rows)-1]+1 && d.stacksBelow(rows[i+1], b) {
			i++
			b.add(d.spread(rows[i]), true)
			b.rows = append(b.rows, rows[i].num)
		}
		out = append(out, b)
	}
	return out
}

// startsTable guards against data that reads like a header ("Policy | Yes |
// Comments") below one: it must repeat the header above, or look unlike the
// rows around it.
func (d *detector) startsTable(prev headerBlock, r *gridRow, heads map[int]head) bool {
	same, good := 0, 0
	for col, h := range heads {
		if p, ok := prev.heads[col]; ok && fold(p.text) == fold(h.text) {
			same++
		}
		if h.score >= 0.9 || h.tick != "" {
			good++
		}
	}
	if same >= 2 || good >= 3 {
		return true
	}
	c, _ := r.first()
	f := d.grid.format(int(c.style))
	return good >= 2 && (f.bold || f.fill != "")
}

// spread returns the texts of a header row with horizontally merged ones under
// each of their columns.
func (d *detector) spread(r *gridRow) map[int]head {
	out := map[int]head{}
	for _, c := range r.cells {
		text := trim(c.text)
		if text == "" {
			continue
		}
		h := d.readHead(text)
		out[int(c.col)] = h
		if m, ok := d.grid.mergeAt(pos{r.num, int(c.col)}); ok && m.from == (pos{r.num, int(c.col)}) {
			for col := m.from.col + 1; col <= min(m.to.col, m.from.col+40); col++ {
				out[col] = h
			}
		}
	}
	return out
}

// add joins another row of a stacked header. The lower row is the more exact;
// but what an upper row reserves for the prospect stays reserved.
func (b *headerBlock) add(more map[int]head, below bool) {
	for col, h := range more {
		old, ok := b.heads[col]
		if !ok {
			old, ok = b.wide[col]
		}
		if !ok {
			b.heads[col] = h
			continue
		}
		upper, lower := h, old
		if below {
			upper, lower = old, h
		}
		joined := lower
		joined.group = cmp.Or(upper.group, upper.text)
		if upper.text != lower.text {
			joined.text = upper.text + " / " + lower.text
		}
		switch {
		case upper.role == roleOther && upper.score >= 0.75:
			joined.role, joined.score, joined.tick = roleOther, upper.score, ""
		case lower.tick != "":
		case lower.score < headerMinScore && upper.score >= headerMinScore:
			joined.role, joined.score = upper.role, upper.score
		}
		b.heads[col] = joined
	}
}

// stacksAbove tells whether the row right above a header belongs to it: short
// texts, at least one of them over several columns, none over all of them.
func (d *detector) stacksAbove(r *gridRow, b headerBlock) bool {
	groups, cells := 0, 0
	first, last := b.span()
	for _, c := range r.cells {
		text := trim(c.text)
		if text == "" {
			continue
		}
		cells++
		if utf8.RuneCountInString(text) > 60 || d.ask(text).strong() {
			return false
		}
		m, ok := d.grid.mergeAt(pos{r.num, int(c.col)})
		if ok && (m.from.col <= first && m.to.col >= last || b.titles(m)) {
			return false
		}
		if ok && m.to.col > m.from.col || d.readHead(text).score >= 0.75 {
			groups++
		}
	}
	return groups == cells && (cells >= 2 || groups == 1 && d.mergedWide(r))
}

func (d *detector) mergedWide(r *gridRow) bool {
	c, ok := r.first()
	if !ok {
		return false
	}
	m, ok := d.grid.mergeAt(pos{r.num, int(c.col)})
	return ok && m.to.col > m.from.col && m.from.col > 1
}

// stacksBelow tells whether the row right below a header is a part of it: tick
// words, or short header words, and nothing where the question stands.
func (d *detector) stacksBelow(r *gridRow, b headerBlock) bool {
	matched, ticks, cells := 0, 0, 0
	for _, c := range r.cells {
		text := trim(c.text)
		if text == "" {
			continue
		}
		cells++
		h := d.readHead(text)
		if old, ok := b.heads[int(c.col)]; ok && old.role == roleQuestion && old.score >= headerMinScore {
			return false
		}
		if utf8.RuneCountInString(text) > 60 || d.ask(text).strong() && h.score < 0.9 || c.flags&flagNumber != 0 {
			return false
		}
		if h.tick != "" {
			ticks++
		} else if h.score >= headerMinScore {
			matched++
		}
	}
	return cells > 0 && (ticks >= 2 && ticks+matched >= cells-1 || matched >= 2 && matched*2 >= cells)
}

// titles is true for a merge over the question's column and one for answers: a
// title, not a group of columns.
func (b headerBlock) titles(m box) bool {
	question, answers := false, false
	for col, h := range b.heads {
		if m.from.col <= col && col <= m.to.col && h.score >= headerMinScore {
			question = question || h.role == roleQuestion
			answers = answers || h.role.takesAnswers()
		}
	}
	return question && answers
}

func (b headerBlock) span() (first, last int) {
	for col := range b.heads {
		if first == 0 || col < first {
			first = col
		}
		last = max(last, col)
	}
	return first, last
}

// plainHeader finds a header whose words say nothing to us by what stands under
// it: at least three short texts, one over a column that asks, another over a
// column that is empty.
func (d *detector) plainHeader() (headerBlock, bool) {
	for i, r := range d.rows[:min(len(d.rows), 15)] {
		heads := d.spread(r)
		if len(heads) < 3 || len(heads) > 30 || len(d.rows)-i < 3 {
			continue
		}
		if d.headsTable(r, i+1) {
			return headerBlock{rows: []int{r.num}, heads: heads}, true
		}
	}
	return headerBlock{}, false
}

// headsTable is true if every text of a row is short, and under them stand
// questions beside an empty column, or texts beside dropdowns.
func (d *detector) headsTable(r *gridRow, next int) bool {
	asks, told, empty, lists := false, false, false, false
	for _, c := range r.cells {
		text := trim(c.text)
		if text == "" {
			continue
		}
		if utf8.RuneCountInString(text) > 50 || c.flags != 0 || strings.ContainsAny(text, "?？") && len(text) > 30 {
			return false
		}
		filled, strong, sentences, listed := d.below(next, int(c.col))
		_, here := d.listAt(pos{r.num, int(c.col)})
		asks = asks || strong >= 2 && strong*2 >= filled
		told = told || sentences >= 2 && sentences*2 >= filled
		empty = empty || filled == 0
		lists = lists || listed >= 2 && !here
	}
	return asks && empty || (asks || told) && lists
}

// below counts what stands in a column's next rows: texts, questions,
// sentences, and dropdowns.
func (d *detector) below(from, col int) (filled, strong, sentences, listed int) {
	for _, r := range d.rows[from:min(len(d.rows), from+40)] {
		if _, ok := d.listAt(pos{r.num, col}); ok {
			listed++
		}
		text := r.text(col)
		if text == "" {
			continue
		}
		filled++
		switch kind := d.ask(text); {
		case kind.strong():
			strong++
			sentences++
		case kind == askSentence:
			sentences++
		}
	}
	return filled, strong, sentences, listed
}

// sameColumns tells whether two headers name the same columns, so that the
// second repeats the first: no column is claimed for two different things.
func (b headerBlock) sameColumns(o headerBlock) bool {
	shared, same, differ := 0, 0, 0
	for col, h := range o.heads {
		p, ok := b.heads[col]
		if !ok || h.score < headerMinScore || p.score < headerMinScore {
			continue
		}
		switch {
		case fold(p.text) == fold(h.text):
			same++
		case p.role == h.role:
			shared++
		default:
			differ++
		}
	}
	return same >= 2 && differ <= 1 || same+shared > 0 && differ == 0
}
