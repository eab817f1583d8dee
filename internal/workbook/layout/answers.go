package layout

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// sorted lists the columns from left to right.
func (t *layout) sorted() []*column {
	return slices.SortedFunc(maps.Values(t.columns), func(a, b *column) int { return cmp.Compare(a.col, b.col) })
}

// spare is how many columns right of the used ones are looked at: an answer
// column without header and without any text is there by its list or borders.
const spare = 4

// measureAnswers looks, on the rows that ask something, at what stands in each
// other column and whether it may be written.
func (d *detector) measureAnswers(t *layout) {
	last := t.qcol + spare
	for col := range t.columns {
		last = max(last, col)
	}
	for col := t.qcol + 1; col <= min(last, t.to); col++ {
		if t.columns[col] == nil {
			t.columns[col] = &column{col: col, distinct: map[string]int{}}
		}
	}
	seen := map[int]map[string]int{}
	columns := t.sorted()
	for _, r := range d.questionRows(t) {
		for _, k := range columns {
			if k.col == t.qcol || k.col == t.idcol {
				continue
			}
			if words := d.measureCell(k, r); words != nil {
				if seen[k.col] == nil {
					seen[k.col] = map[string]int{}
				}
				seen[k.col][strings.Join(words, "\x00")]++
			}
		}
	}
	for _, k := range columns {
		k.hidden = d.hiddenColumn(k.col)
		best := 0
		for _, key := range slices.Sorted(maps.Keys(seen[k.col])) {
			if n := seen[k.col][key]; n > best {
				best, k.vocab = n, strings.Split(key, "\x00")
			}
		}
		k.vocabKind = d.lex.Vocabulary(k.vocab)
	}
}

func (d *detector) hiddenColumn(col int) bool {
	if d.options.IncludeHidden {
		return false
	}
	for _, c := range d.grid.ColStyles {
		if c.Hidden && c.From <= col && col <= c.To {
			return true
		}
	}
	return false
}

// questionRows is the part of the sample that asks: rows with a strong
// question if there are enough of those, else with any text in the column.
func (d *detector) questionRows(t *layout) []*grids.Row {
	strong := t.asks*5 >= t.filled*2
	var out []*grids.Row
	for _, r := range d.sample(t) {
		text := r.Text(t.qcol)
		if text == "" || strong && !d.ask(text).Strong() {
			continue
		}
		if kind := d.ask(text); kind == vocab.AskNothing {
			continue
		}
		t.looks[d.lookAt(r.Num, t.qcol)]++
		out = append(out, r)
	}
	return out
}

// measureCell notes one cell of a question's row; it returns its list.
func (d *detector) measureCell(k *column, r *grids.Row) []string {
	at := d.grid.Anchor(cellref.Pos{Row: r.Num, Col: k.col})
	k.rows++
	c, there := d.grid.At(at.Row, at.Col)
	switch {
	case c.Flags&grids.FlagFormula != 0:
		k.derived++
	case cellref.Trim(c.Text) != "" && !d.lex.Filler(c.Text):
		k.answered++
	case there:
		k.styled++
	}
	if d.grid.Locked(at) {
		k.locked++
	}
	words, ok := d.listAt(at)
	if ok {
		k.listed++
	}
	return words
}

// listAt returns the words that a cell's dropdown offers, and whether it has
// one; the words may be beyond knowing.
func (d *detector) listAt(at cellref.Pos) ([]string, bool) {
	found := false
	for _, i := range d.rules.At(at) {
		v := d.rules.Rules[i]
		if v.Kind != "list" {
			continue
		}
		found = true
		if words := d.lists.Words(d.grid, v, at); len(words) > 0 {
			return words, true
		}
	}
	return nil, found
}

// assign gives every column its role.
func (d *detector) assign(t *layout) {
	for _, k := range t.sorted() {
		if k.role == vocab.RoleNone {
			k.role = d.contextRole(t, k)
		}
	}
	t.reserveEarlier()
	d.assignTicks(t)
	d.assignChoice(t)
	d.assignTexts(t)
	d.assignGroups(t)
	d.assignUnlocked(t)
	d.assignUnknown(t)
	for _, k := range t.sorted() {
		if k.role == vocab.RoleNone && k.filled > 0 {
			k.role = d.leftover(t, k)
		}
	}
}

// contextRole settles the columns that take no answers.
func (d *detector) contextRole(t *layout, k *column) vocab.Role {
	named := k.head.score >= vocab.HeaderMinScore
	switch {
	case k.hidden:
		k.because("hidden column")
		return vocab.RoleOther
	case k.vocabKind == vocab.StateOwnership, named && k.head.role == vocab.RoleOwnership:
		k.because(cmp.Or(headerWhy(k, named), "its list names who operates the control"))
		return vocab.RoleOwnership
	case k.head.tick != "" && k.filled > 0 && k.bools == k.filled:
		k.because("holds check boxes, which are left to a person")
		t.boxes = true
		return vocab.RoleOther
	case k.rows > 0 && k.derived*2 > k.rows:
		k.because("holds formulas")
		if named && (k.head.role == vocab.RoleGuidance || k.head.role == vocab.RoleSection || k.head.role == vocab.RoleControls) {
			return k.head.role
		}
		return vocab.RoleOther
	case len(k.head.text) > 1 && d.lex.Ticks[k.head.text] && k.listed == 0:
		k.because("takes a mark, and none says no")
		return vocab.RoleOther
	case numberScale.MatchString(k.head.text) && k.vocabKind != vocab.StateYes && t.hasTextBeside(k):
		k.because("takes a number of a scale, which is not guessed")
		return vocab.RoleOther
	case named && k.head.tick != "":
		return vocab.RoleNone
	case named && k.head.role == vocab.RoleOther && k.col != t.qcol && d.spellsChoices(t, k):
		k.because("names the words to choose from")
		return vocab.RoleOptions
	case named && k.head.role == vocab.RoleOther:
		if k.vocabKind == vocab.StateYes && t.noOther(k) {
			return vocab.RoleNone
		}
		k.because(headerWhy(k, true))
		return vocab.RoleOther
	case named && k.head.role == vocab.RoleOptions && k.filled > 0:
		k.because(headerWhy(k, true))
		return vocab.RoleOptions
	case named && k.filled > 0 && k.listed == 0 && (k.head.role == vocab.RoleSection || k.head.role == vocab.RoleControls):
		k.because(headerWhy(k, true))
		return k.head.role
	case named && k.head.role == vocab.RoleGuidance:
		k.because(headerWhy(k, true))
		return vocab.RoleGuidance
	case named && k.head.role == vocab.RoleID && k.filled > 0:
		k.because("another number of the question")
		return vocab.RoleControls
	}
	return vocab.RoleNone
}

// numberScale is how a header bounds the numbers below it: "(0-5)", "1 to 4".
var numberScale = regexp.MustCompile(`\b\d\s*(?:-|–|\.\.+|to|bis|à|a)\s*\d{1,3}\b`)

// noOther is true if no other column could take the choice.
func (t *layout) noOther(k *column) bool {
	for _, o := range t.columns {
		if o != k && (o.head.tick != "" || o.head.score >= vocab.HeaderMinScore && (o.head.role == vocab.RoleAnswer || o.head.role == vocab.RoleChoice) || o.vocabKind == vocab.StateYes) {
			return false
		}
	}
	return true
}

func headerWhy(k *column, named bool) string {
	if !named {
		return ""
	}
	return "header " + quoted(k.head.text)
}

// assignTicks takes columns headed by choice words whose cells are empty or
// ticked. Both a yes and a no must be among them.
func (d *detector) assignTicks(t *layout) {
	var group []*column
	states := map[vocab.State]bool{}
	for _, k := range t.sorted() {
		if k.head.tick == "" || k.role != vocab.RoleNone || k.col < t.qcol && k.filled > 0 && k.ticks == 0 {
			continue
		}
		if k.filled > k.ticks+k.fillers+k.states {
			continue
		}
		s, _ := d.lex.State(k.head.tick)
		states[s] = true
		group = append(group, k)
	}
	if !states[vocab.StateYes] || !states[vocab.StateNo] {
		return
	}
	for _, k := range group {
		k.role = vocab.RoleTick
		k.because("takes a mark for " + quoted(k.head.tick))
	}
}

// assignChoice picks the one column that takes a word of a list.
func (d *detector) assignChoice(t *layout) {
	var best *column
	bestScore := 0.0
	for _, k := range t.sorted() {
		if k.role != vocab.RoleNone || k.col == t.qcol {
			continue
		}
		if s := d.choiceScore(t, k); s > bestScore {
			best, bestScore = k, s
		}
	}
	for _, k := range t.sorted() {
		if k.role != vocab.RoleNone || k == best {
			continue
		}
		if k.ofRows(k.listed) >= 0.3 && (k.vocabKind == vocab.StateScale || best != nil && k.vocab != nil) {
			k.role = vocab.RoleOther
			k.because("another list, " + quoted(strings.Join(k.vocab[:min(3, len(k.vocab))], ", ")) + ", that is not guessed")
		}
	}
	if best == nil || t.has(vocab.RoleTick) && best.listed == 0 {
		return
	}
	best.role = vocab.RoleChoice
	if best.listed > 0 {
		best.because(percent(best.ofRows(best.listed)) + " of its cells have a dropdown")
	} else if best.options != nil {
		best.because("its header names the words to choose from")
	}
	if best.head.score >= vocab.HeaderMinScore {
		best.because(headerWhy(best, true))
	}
	t.aligned = best.listed
}

// choiceScore says how much a column looks like the one for choices; 0 for no.
func (d *detector) choiceScore(t *layout, k *column) float64 {
	named := k.head.score >= vocab.HeaderMinScore
	answers := named && (k.head.role == vocab.RoleAnswer || k.head.role == vocab.RoleChoice)
	s := 0.0
	if k.listed > 0 && (k.ofRows(k.listed) >= 0.25 || answers) {
		s = listedScore(k, answers || k.col > t.qcol && k.vocab == nil && !named)
	}
	if answers && s == 0 && k.listed == 0 {
		s = d.headedScore(t, k)
	}
	if s == 0 && !named && k.col > t.qcol && !t.headsAnswer(k) && d.spellsChoices(t, k) {
		k.spells, s = true, 0.9
	}
	if s == 0 && !named && k.col > t.qcol && k.filled >= 3 && k.share(k.states) >= 0.7 && k.ofRows(k.answered) >= 0.3 {
		s = 0.7
	}
	if s > 0 && answers {
		s += k.head.score
	}
	return s
}

// listedScore weighs the dropdowns of a column by what their words say. Words
// that say nothing to us count only where the column is likely for other
// reasons.
func listedScore(k *column, likely bool) float64 {
	switch k.vocabKind {
	case vocab.StateYes:
		return 2 + k.ofRows(k.listed)
	case vocab.StateStatus:
		return 1.2 + k.ofRows(k.listed)
	case vocab.StateScale:
		return 0.4
	case vocab.StateNo, vocab.StatePartial, vocab.StateNA, vocab.StateInProgress, vocab.StatePlanned, vocab.StateOwnership, vocab.StateFiller, "":
		if likely {
			return 1 + k.ofRows(k.listed)
		}
	}
	return 0
}

// headedScore weighs a column without dropdowns whose header asks for the
// answer, by the best sign that the answer is a word of a vocabulary.
func (d *detector) headedScore(t *layout, k *column) float64 {
	if k.options = d.headerList(k.head.text); k.options != nil {
		return 1.5
	}
	o := t.byRole(vocab.RoleOptions)
	switch {
	case d.coded(k):
		return 1.4
	case o != nil && d.offers(o):
		k.codes = true
		return 1.3
	case k.filled > 0 && k.share(k.states) >= 0.6 && k.states >= 2 && (d.positions(k) || !t.headsAnswer(k)):
		return 1.2
	case k.head.role == vocab.RoleChoice && k.answered*2 <= k.rows && t.hasTextBeside(k):
		return 0.8
	}
	return 0
}

// positions is true for a column that holds a word for a position, where
// "Open" on every row is how far the other side has come.
func (d *detector) positions(k *column) bool {
	for text := range k.distinct {
		switch s, _ := d.lex.State(text); s {
		case vocab.StateYes, vocab.StateNo, vocab.StatePartial, vocab.StateNA, vocab.StateInProgress, vocab.StatePlanned:
			return true
		case vocab.StateScale, vocab.StateOwnership, vocab.StateStatus, vocab.StateFiller:
		}
	}
	return false
}

// headsAnswer is true if another column is headed as the answer.
func (t *layout) headsAnswer(k *column) bool {
	for _, o := range t.columns {
		if o != k && o.head.score >= vocab.HeaderMinScore && (o.head.role == vocab.RoleAnswer || o.head.role == vocab.RoleChoice) {
			return true
		}
	}
	return false
}

// hasTextBeside is true if another column takes text, so that this one need not.
func (t *layout) hasTextBeside(k *column) bool {
	for _, o := range t.columns {
		if o != k && o.role == vocab.RoleNone && o.head.score >= vocab.HeaderMinScore && o.head.role.TakesAnswers() && o.listed == 0 {
			return true
		}
	}
	return false
}

func (t *layout) has(r vocab.Role) bool {
	for _, k := range t.columns {
		if k.role == r {
			return true
		}
	}
	return false
}
