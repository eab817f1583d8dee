package workbook

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
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
	vocab := map[int]map[string]int{}
	columns := t.sorted()
	for _, r := range d.questionRows(t) {
		for _, k := range columns {
			if k.col == t.qcol || k.col == t.idcol {
				continue
			}
			if words := d.measureCell(k, r); words != nil {
				if vocab[k.col] == nil {
					vocab[k.col] = map[string]int{}
				}
				vocab[k.col][strings.Join(words, "\x00")]++
			}
		}
	}
	for _, k := range columns {
		k.hidden = d.hiddenColumn(k.col)
		best := 0
		for _, key := range slices.Sorted(maps.Keys(vocab[k.col])) {
			if n := vocab[k.col][key]; n > best {
				best, k.vocab = n, strings.Split(key, "\x00")
			}
		}
		k.vocabKind = d.lex.vocabulary(k.vocab)
	}
}

func (d *detector) hiddenColumn(col int) bool {
	if d.options.IncludeHidden {
		return false
	}
	for _, c := range d.grid.colStyles {
		if c.hidden && c.from <= col && col <= c.to {
			return true
		}
	}
	return false
}

// questionRows is the part of the sample that asks: rows with a strong
// question if there are enough of those, else with any text in the column.
func (d *detector) questionRows(t *layout) []*gridRow {
	strong := t.asks*5 >= t.filled*2
	var out []*gridRow
	for _, r := range d.sample(t) {
		text := r.text(t.qcol)
		if text == "" || strong && !d.ask(text).strong() {
			continue
		}
		if kind := d.ask(text); kind == askNothing {
			continue
		}
		t.looks[d.lookAt(r.num, t.qcol)]++
		out = append(out, r)
	}
	return out
}

// measureCell notes one cell of a question's row; it returns its list.
func (d *detector) measureCell(k *column, r *gridRow) []string {
	at := d.grid.anchor(pos{r.num, k.col})
	k.rows++
	c, there := d.grid.at(at.row, at.col)
	switch {
	case c.flags&flagFormula != 0:
		k.derived++
	case trim(c.text) != "" && !d.lex.filler(c.text):
		k.answered++
	case there:
		k.styled++
	}
	if d.grid.locked(at) {
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
func (d *detector) listAt(at pos) ([]string, bool) {
	found := false
	for _, i := range d.rules.at(at) {
		v := d.rules.rules[i]
		if v.kind != "list" {
			continue
		}
		found = true
		if words := d.lists.words(d.grid, v, at); len(words) > 0 {
			return words, true
		}
	}
	return nil, found
}

// assign gives every column its role.
func (d *detector) assign(t *layout) {
	for _, k := range t.sorted() {
		if k.role == roleNone {
			k.role = d.contextRole(t, k)
		}
	}
	d.assignTicks(t)
	d.assignChoice(t)
	d.assignTexts(t)
	d.assignGroups(t)
	d.assignUnknown(t)
	for _, k := range t.sorted() {
		if k.role == roleNone && k.filled > 0 {
			k.role = d.leftover(t, k)
		}
	}
}

// contextRole settles the columns that take no answers.
func (d *detector) contextRole(t *layout, k *column) role {
	named := k.head.score >= headerMinScore
	switch {
	case k.hidden:
		k.because("hidden column")
		return roleOther
	case k.vocabKind == StateOwnership, named && k.head.role == roleOwnership:
		k.because(cmp.Or(headerWhy(k, named), "its list names who operates the control"))
		return roleOwnership
	case k.rows > 0 && k.derived*2 > k.rows:
		k.because("holds formulas")
		if named && (k.head.role == roleGuidance || k.head.role == roleSection || k.head.role == roleControls) {
			return k.head.role
		}
		return roleOther
	case len(k.head.text) > 1 && d.lex.ticks[k.head.text] && k.listed == 0:
		k.because("takes a mark, and none says no")
		return roleOther
	case numberScale.MatchString(k.head.text) && k.vocabKind != StateYes && t.hasTextBeside(k):
		k.because("takes a number of a scale, which is not guessed")
		return roleOther
	case named && k.head.tick != "":
		return roleNone
	case named && k.head.role == roleOther && k.col != t.qcol && d.spellsChoices(t, k):
		k.because("names the words to choose from")
		return roleOptions
	case named && k.head.role == roleOther:
		if k.vocabKind == StateYes && t.noOther(k) {
			return roleNone
		}
		k.because(headerWhy(k, true))
		return roleOther
	case named && k.head.role == roleOptions && k.filled > 0:
		k.because(headerWhy(k, true))
		return roleOptions
	case named && k.filled > 0 && k.listed == 0 && (k.head.role == roleSection || k.head.role == roleControls):
		k.because(headerWhy(k, true))
		return k.head.role
	case named && k.head.role == roleGuidance:
		k.because(headerWhy(k, true))
		return roleGuidance
	case named && k.head.role == roleID && k.filled > 0:
		k.because("another number of the question")
		return roleControls
	}
	return roleNone
}

// numberScale is how a header bounds the numbers below it: "(0-5)", "1 to 4".
var numberScale = regexp.MustCompile(`\b\d\s*(?:-|–|\.\.+|to|bis|à|a)\s*\d{1,3}\b`)

// noOther is true if no other column could take the choice.
func (t *layout) noOther(k *column) bool {
	for _, o := range t.columns {
		if o != k && (o.head.tick != "" || o.head.score >= headerMinScore && (o.head.role == roleAnswer || o.head.role == roleChoice) || o.vocabKind == StateYes) {
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
	states := map[State]bool{}
	for _, k := range t.sorted() {
		if k.head.tick == "" || k.role != roleNone || k.col < t.qcol && k.filled > 0 && k.ticks == 0 {
			continue
		}
		if k.filled > k.ticks+k.fillers+k.states {
			continue
		}
		s, _ := d.lex.State(k.head.tick)
		states[s] = true
		group = append(group, k)
	}
	if !states[StateYes] || !states[StateNo] {
		return
	}
	for _, k := range group {
		k.role = roleTick
		k.because("takes a mark for " + quoted(k.head.tick))
	}
}

// assignChoice picks the one column that takes a word of a list.
func (d *detector) assignChoice(t *layout) {
	var best *column
	bestScore := 0.0
	for _, k := range t.sorted() {
		if k.role != roleNone || k.col == t.qcol {
			continue
		}
		if s := d.choiceScore(t, k); s > bestScore {
			best, bestScore = k, s
		}
	}
	for _, k := range t.sorted() {
		if k.role != roleNone || k == best {
			continue
		}
		if k.ofRows(k.listed) >= 0.3 && (k.vocabKind == StateScale || best != nil && k.vocab != nil) {
			k.role = roleOther
			k.because("another list, " + quoted(strings.Join(k.vocab[:min(3, len(k.vocab))], ", ")) + ", that is not guessed")
		}
	}
	if best == nil || t.has(roleTick) && best.listed == 0 {
		return
	}
	best.role = roleChoice
	if best.listed > 0 {
		best.because(percent(best.ofRows(best.listed)) + " of its cells have a dropdown")
	} else if best.options != nil {
		best.because("its header names the words to choose from")
	}
	if best.head.score >= headerMinScore {
		best.because(headerWhy(best, true))
	}
	t.aligned = best.listed
}

// choiceScore says how much a column looks like the one for choices; 0 for no.
func (d *detector) choiceScore(t *layout, k *column) float64 {
	named := k.head.score >= headerMinScore
	answers := named && (k.head.role == roleAnswer || k.head.role == roleChoice)
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
	case StateYes:
		return 2 + k.ofRows(k.listed)
	case StateStatus:
		return 1.2 + k.ofRows(k.listed)
	case StateScale:
		return 0.4
	case StateNo, StatePartial, StateNA, StateInProgress, StatePlanned, StateOwnership, StateFiller, "":
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
	o := t.byRole(roleOptions)
	switch {
	case d.coded(k):
		return 1.4
	case o != nil && d.offers(o):
		k.codes = true
		return 1.3
	case k.filled > 0 && k.share(k.states) >= 0.6 && k.states >= 2:
		return 1.2
	case k.head.role == roleChoice && k.answered*2 <= k.rows && t.hasTextBeside(k):
		return 0.8
	}
	return 0
}

// headsAnswer is true if another column is headed as the answer.
func (t *layout) headsAnswer(k *column) bool {
	for _, o := range t.columns {
		if o != k && o.head.score >= headerMinScore && (o.head.role == roleAnswer || o.head.role == roleChoice) {
			return true
		}
	}
	return false
}

// hasTextBeside is true if another column takes text, so that this one need not.
func (t *layout) hasTextBeside(k *column) bool {
	for _, o := range t.columns {
		if o != k && o.role == roleNone && o.head.score >= headerMinScore && o.head.role.takesAnswers() && o.listed == 0 {
			return true
		}
	}
	return false
}

func (t *layout) has(r role) bool {
	for _, k := range t.columns {
		if k.role == r {
			return true
		}
	}
	return false
}
