package layout

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// head is what a table's header says of one column.
type head struct {
	text  string
	group string // the text above it that spans several columns
	role  vocab.Role
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
	headerMaxRunes = 160
	headerMinShare = 0.4
)

// headerRow reads one row as a header. ok is false for rows that are none.
func (d *detector) headerRow(r *grids.Row) (map[int]head, bool) {
	if plainlyData(r) {
		return nil, false
	}
	heads := map[int]head{}
	states := map[vocab.State]bool{}
	numbers := 0
	for _, c := range r.Cells {
		text := cellref.Trim(c.Text)
		if text == "" {
			continue
		}
		if len(heads) > 60 || utf8.RuneCountInString(text) > headerMaxRunes {
			return nil, false
		}
		h := d.readHead(text)
		if h.score < 0.9 && h.tick == "" && d.ask(text).Strong() && vocab.WordCount(vocab.Fold(text)) >= 5 && !d.asksForMore(text, h) {
			return nil, false
		}
		if c.Flags&grids.FlagNumber != 0 {
			h = head{text: text}
			numbers++
		}
		heads[int(c.Col)] = h
		if h.tick != "" {
			s, _ := d.lex.State(h.tick)
			states[s] = true
		}
	}
	if numbers*2 > len(heads) {
		return nil, false
	}
	if !states[vocab.StateYes] || !states[vocab.StateNo] {
		dropTicks(heads)
	}
	return heads, headerEnough(heads)
}

// asksForMore is true for the head of a column that takes what a choice leaves
// open: "If yes, please provide details".
func (d *detector) asksForMore(text string, h head) bool {
	folded := vocab.Fold(text)
	return h.role.TakesAnswers() && h.score >= vocab.HeaderMinScore && vocab.WordCount(folded) <= 12 && d.lex.Dependents.Begins(folded)
}

// plainlyData spares most rows of a long table the closer look.
func plainlyData(r *grids.Row) bool {
	for _, c := range r.Cells {
		if n := len(c.Text); n > 4*headerMaxRunes || n > 30 && (strings.HasSuffix(c.Text, "?") || strings.HasSuffix(c.Text, ".")) {
			return true
		}
	}
	return false
}

// headerEnough weighs the cells of a possible header row.
func headerEnough(heads map[int]head) bool {
	matched, evident, ticks, core := 0, 0, 0, false
	roles := map[vocab.Role]bool{}
	for _, h := range heads {
		switch {
		case h.tick != "":
			ticks++
		case h.score >= vocab.HeaderMinScore:
			matched++
			roles[h.role] = true
			if h.score >= 0.9 {
				evident++
			}
			core = core || h.role.TakesAnswers() || h.role == vocab.RoleQuestion
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
	h.role, h.score = d.lex.HeaderMatch(text)
	if s, ok := d.lex.State(text); ok && vocab.WordCount(vocab.Fold(text)) <= 3 {
		switch s {
		case vocab.StateYes, vocab.StateNo, vocab.StatePartial, vocab.StateNA, vocab.StateInProgress, vocab.StatePlanned:
			h.tick = text
		case vocab.StateScale, vocab.StateOwnership, vocab.StateStatus, vocab.StateFiller:
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
		b := headerBlock{rows: []int{rows[i].Num}, heads: heads, wide: d.spread(rows[i])}
		first := i
		for first > 0 && len(b.rows) < 4 && rows[first-1].Num == b.rows[0]-1 && d.stacksAbove(rows[first-1], b) {
			first--
			b.add(d.spread(rows[first]), false)
			b.rows = slices.Insert(b.rows, 0, rows[first].Num)
		}
		for i+1 < len(rows) && len(b.rows) < 5 && rows[i+1].Num == b.rows[len(b.rows)-1]+1 && d.stacksBelow(rows[i+1], b) {
			i++
			b.add(d.spread(rows[i]), true)
			b.rows = append(b.rows, rows[i].Num)
		}
		out = append(out, b)
	}
	return out
}

// startsTable guards against data that reads like a header ("Policy | Yes |
// Comments") below one: it must repeat the header above, or look unlike the
// rows around it.
func (d *detector) startsTable(prev headerBlock, r *grids.Row, heads map[int]head) bool {
	same, good := 0, 0
	for col, h := range heads {
		if p, ok := prev.heads[col]; ok && vocab.Fold(p.text) == vocab.Fold(h.text) {
			same++
		}
		if h.score >= 0.9 || h.tick != "" {
			good++
		}
	}
	if same >= 2 || good >= 3 {
		return true
	}
	c, _ := r.First()
	f := d.grid.Format(int(c.Style))
	return good >= 2 && (f.Bold || f.Fill != "")
}

// spread returns the texts of a header row with horizontally merged ones under
// each of their columns.
func (d *detector) spread(r *grids.Row) map[int]head {
	out := map[int]head{}
	for _, c := range r.Cells {
		text := cellref.Trim(c.Text)
		if text == "" {
			continue
		}
		h := d.readHead(text)
		out[int(c.Col)] = h
		if m, ok := d.grid.MergeAt(cellref.Pos{Row: r.Num, Col: int(c.Col)}); ok && m.From == (cellref.Pos{Row: r.Num, Col: int(c.Col)}) {
			for col := m.From.Col + 1; col <= min(m.To.Col, m.From.Col+40); col++ {
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
		case upper.role == vocab.RoleOther && upper.score >= 0.75:
			joined.role, joined.score, joined.tick = vocab.RoleOther, upper.score, ""
		case lower.tick != "":
		case lower.score < vocab.HeaderMinScore && upper.score >= vocab.HeaderMinScore:
			joined.role, joined.score = upper.role, upper.score
		}
		b.heads[col] = joined
	}
}

// stacksAbove tells whether the row right above a header belongs to it: short
// texts, at least one of them over several columns, none over all of them.
func (d *detector) stacksAbove(r *grids.Row, b headerBlock) bool {
	groups, cells := 0, 0
	first, last := b.span()
	for _, c := range r.Cells {
		text := cellref.Trim(c.Text)
		if text == "" {
			continue
		}
		cells++
		if utf8.RuneCountInString(text) > 60 || d.ask(text).Strong() {
			return false
		}
		m, ok := d.grid.MergeAt(cellref.Pos{Row: r.Num, Col: int(c.Col)})
		if ok && (m.From.Col <= first && m.To.Col >= last || b.titles(m)) {
			return false
		}
		if ok && m.To.Col > m.From.Col || d.readHead(text).score >= 0.75 {
			groups++
		}
	}
	return groups == cells && (cells >= 2 || groups == 1 && d.mergedWide(r))
}

func (d *detector) mergedWide(r *grids.Row) bool {
	c, ok := r.First()
	if !ok {
		return false
	}
	m, ok := d.grid.MergeAt(cellref.Pos{Row: r.Num, Col: int(c.Col)})
	return ok && m.To.Col > m.From.Col && m.From.Col > 1
}

// stacksBelow tells whether the row right below a header is a part of it: tick
// words, or short header words, and nothing where the question stands.
func (d *detector) stacksBelow(r *grids.Row, b headerBlock) bool {
	matched, ticks, cells := 0, 0, 0
	for _, c := range r.Cells {
		text := cellref.Trim(c.Text)
		if text == "" {
			continue
		}
		cells++
		h := d.readHead(text)
		if old, ok := b.heads[int(c.Col)]; ok && old.role == vocab.RoleQuestion && old.score >= vocab.HeaderMinScore {
			return false
		}
		if utf8.RuneCountInString(text) > 60 || d.ask(text).Strong() && h.score < 0.9 || c.Flags&grids.FlagNumber != 0 {
			return false
		}
		if h.tick != "" {
			ticks++
		} else if h.score >= vocab.HeaderMinScore {
			matched++
		}
	}
	return cells > 0 && (ticks >= 2 && ticks+matched >= cells-1 || matched >= 2 && matched*2 >= cells)
}

// titles is true for a merge over the question's column and one for answers: a
// title, not a group of columns.
func (b headerBlock) titles(m cellref.Box) bool {
	question, answers := false, false
	for col, h := range b.heads {
		if m.From.Col <= col && col <= m.To.Col && h.score >= vocab.HeaderMinScore {
			question = question || h.role == vocab.RoleQuestion
			answers = answers || h.role.TakesAnswers()
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

// sameColumns tells whether two headers name the same columns, so that the
// second repeats the first: no column is claimed for two different things.
func (b headerBlock) sameColumns(o headerBlock) bool {
	shared, same, differ := 0, 0, 0
	for col, h := range o.heads {
		p, ok := b.heads[col]
		if !ok || h.score < vocab.HeaderMinScore || p.score < vocab.HeaderMinScore {
			continue
		}
		switch {
		case vocab.Fold(p.text) == vocab.Fold(h.text):
			same++
		case p.role == h.role:
			shared++
		default:
			differ++
		}
	}
	return same >= 2 && differ <= 1 || same+shared > 0 && differ == 0
}
