package layout

import (
	"maps"
	"slices"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/workbook/vocab"
)

// slots lists the cells that an answer to the row's question may go to.
func (d *detector) slots(t *layout, r *grids.Row) []questionnaire.Slot {
	var out []questionnaire.Slot
	for _, k := range t.sorted() {
		if !k.role.TakesAnswers() {
			continue
		}
		s := d.slot(t, k, r)
		if slices.ContainsFunc(out, func(o questionnaire.Slot) bool { return o.Cell == s.Cell }) {
			continue
		}
		out = append(out, s)
	}
	if t.under {
		out = append(out, d.slotUnder(r, t.qcol))
	}
	if t.appended > 0 {
		out = append(out, questionnaire.Slot{Kind: questionnaire.SlotText, Cell: cellref.Pos{Row: r.Num, Col: t.appended}.String()})
	}
	return out
}

func (d *detector) slot(t *layout, k *column, r *grids.Row) questionnaire.Slot {
	at := cellref.Pos{Row: r.Num, Col: k.col}
	m, merged := d.grid.MergeAt(at)
	if merged {
		at = m.From
	}
	c, _ := d.grid.At(at.Row, at.Col)
	s := questionnaire.Slot{Cell: at.String(), Value: cellref.Trim(c.Text), Label: k.head.tick}
	s.Refused = d.refusal(t, at, c, m, merged)
	s.Kind = questionnaire.SlotKind(k.role.Public())
	if merged && m.To.Row > m.From.Row {
		s.Shared = true
	}
	words, listed := d.listAt(at)
	switch {
	case k.role == vocab.RoleTick:
	case listed:
		s.Choices = words
	case k.role == vocab.RoleChoice:
		s.Choices = d.wordsWithout(t, k, r, s.Value)
	}
	if k.role == vocab.RoleText && len(words) > 1 && !t.has(vocab.RoleChoice) {
		s.Kind = questionnaire.SlotChoice
	}
	boxes, unticked := d.boxes(s.Value)
	if k.role == vocab.RoleText && s.Choices == nil && boxes != nil {
		s.Kind, s.Choices = questionnaire.SlotChoice, boxes
	}
	if words := d.choiceWords(s.Value); k.role == vocab.RoleChoice && k.spells && words != nil {
		s.Choices, unticked = words, true
	}
	// An open question among choices takes free text in the same column.
	if k.role == vocab.RoleChoice && s.Choices == nil && !listed && (k.listed > 0 || k.codes || k.spells) {
		s.Kind = questionnaire.SlotText
	}
	if k.role != vocab.RoleTick {
		s.Label = ""
		s.Default = s.Value != "" && (unticked || d.isFiller(s.Value, s.Choices) || k.codes && d.lookupWords(s.Value) != nil || k.sameFiller(d.lex, s.Value))
	} else if d.lex.Unticked[strings.ToLower(s.Value)] {
		s.Default = true
	}
	for _, i := range d.rules.At(at) {
		if n := d.rules.Rules[i].MaxLength(); n > 0 {
			s.MaxLength = n
		}
	}
	return s
}

// boxes reads "☐ Yes  ☐ No": the words behind the boxes if they are choices,
// and whether there are boxes and none of them is ticked.
func (d *detector) boxes(value string) (words []string, unticked bool) {
	if !strings.ContainsAny(value, "☐□[(") || strings.ContainsAny(value, "☑☒✓✔✗✘■√") {
		return nil, false
	}
	text := value
	for _, box := range []string{"☐", "□", "[ ]", "( )", "[]", "()"} {
		text = strings.ReplaceAll(text, box, "\x00")
	}
	before, after, found := strings.Cut(text, "\x00")
	if !found || cellref.Trim(before) != "" {
		return nil, false
	}
	for _, w := range strings.Split(after, "\x00") {
		words = append(words, cellref.Trim(strings.Trim(cellref.Trim(w), "/,;|")))
	}
	if len(words) < 2 || d.lex.Vocabulary(words) != vocab.StateYes || !d.mostlyKnown(words) {
		return nil, true
	}
	return words, true
}

// wordsWithout finds the choices of a cell that has no dropdown: in a column
// of options, in the header, or behind a code that another sheet explains.
func (d *detector) wordsWithout(t *layout, k *column, r *grids.Row, value string) []string {
	if o := t.byRole(vocab.RoleOptions); o != nil {
		if words := d.choiceWords(d.grid.Shown(r.Num, o.col)); words != nil {
			return words
		}
	}
	if k.options != nil {
		return k.options
	}
	return d.lookupWords(value)
}

// offers is true if a column of options spells out choices.
func (d *detector) offers(o *column) bool {
	for text := range o.distinct {
		if d.choiceWords(text) != nil {
			return true
		}
	}
	return false
}

// spellsChoices is true for a column such as "Response type" whose cells hold
// "Yes/No" or "Yes/No/NA" on at least a third of the rows.
func (d *detector) spellsChoices(t *layout, k *column) bool {
	cells := 0
	for text, n := range k.distinct {
		if d.choiceWords(text) != nil {
			cells += n
		}
	}
	return cells >= 2 && cells*3 >= k.filled && k.filled*2 >= t.filled && k.listed == 0
}

// coded is true for a column whose cells hold codes that another sheet spells
// out as choices; the code itself is no answer.
func (d *detector) coded(k *column) bool {
	for _, code := range slices.Sorted(maps.Keys(k.distinct)) {
		if len(k.distinct) <= 8 && d.lookupWords(code) != nil {
			k.codes = true
		}
	}
	return k.codes
}

// refusal says why a cell must not be written.
func (d *detector) refusal(t *layout, at cellref.Pos, c grids.Cell, m cellref.Box, merged bool) questionnaire.Refusal {
	switch {
	case c.Flags&grids.FlagFormula != 0:
		return questionnaire.RefuseFormula
	case cellref.AnyContains(d.grid.Arrays, at):
		return questionnaire.RefuseArray
	case cellref.AnyContains(d.grid.Pivots, at):
		return questionnaire.RefusePivot
	case d.grid.Locked(at):
		return questionnaire.RefuseLocked
	case merged && d.foreignMerge(t, m):
		return questionnaire.RefuseMerged
	}
	return questionnaire.Writable
}

// foreignMerge is true for a merge that reaches over other columns than those
// for answers, or that begins in a row above the table.
func (d *detector) foreignMerge(t *layout, m cellref.Box) bool {
	for col := m.From.Col; col <= min(m.To.Col, m.From.Col+100); col++ {
		k := t.columns[col]
		if k != nil && !k.role.TakesAnswers() && (k.filled > 0 || k.head.text != "") {
			return true
		}
	}
	return t.first < len(d.rows) && m.From.Row < d.rows[t.first].Num
}

// isFiller is true for "Select…", also where the list itself offers it.
func (d *detector) isFiller(value string, choices []string) bool {
	if d.lex.Words[vocab.Fold(value)] == vocab.StateFiller {
		return true
	}
	return strings.Trim(value, " -–—_.…[]<>") == "" && !slices.Contains(choices, value)
}

// sameFiller is true if the whole column holds one value that is no answer:
// "1", "Not verified", "Explain here". A column of nothing but "Yes" is one
// that somebody answered.
func (k *column) sameFiller(lex *vocab.Lexicon, value string) bool {
	if k.filled < 3 || k.distinct[value]*10 < k.filled*9 || k.distinct[value]*10 < k.rows*7 {
		return false
	}
	s, ok := lex.State(value)
	if !ok {
		return true
	}
	switch s {
	case vocab.StateScale, vocab.StateStatus, vocab.StateFiller, vocab.StateOwnership:
		return true
	case vocab.StateYes, vocab.StateNo, vocab.StatePartial, vocab.StateNA, vocab.StateInProgress, vocab.StatePlanned:
	}
	return false
}

// lookupWords resolves a code such as "RESP01": a sheet of the same file that
// lists it in its first column may spell out the choices beside it.
func (d *detector) lookupWords(code string) []string {
	if !looksLikeID(code) && (code == "" || strings.ContainsAny(code, " \n") || strings.ToUpper(code) != code) {
		return nil
	}
	key := d.grid.Name + "\x00" + code
	words, ok := d.lists.Codes[key]
	if !ok {
		words = d.findCode(code)
		d.lists.Codes[key] = words
	}
	return words
}

func (d *detector) findCode(code string) []string {
	for _, g := range d.lists.Book.Sheets {
		if g == d.grid || len(g.Rows) > 200 {
			continue
		}
		for i := range g.Rows {
			r := &g.Rows[i]
			c, ok := r.First()
			if !ok || cellref.Trim(c.Text) != code {
				continue
			}
			for _, x := range r.Cells {
				if words := d.choiceWords(x.Text); words != nil {
					return words
				}
			}
		}
	}
	return nil
}
