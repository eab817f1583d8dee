package layout

import (
	"regexp"

	"candor/internal/workbook/cellref"
	"candor/internal/workbook/vocab"
)

// Some columns look like those for answers and belong to another time or party;
// on a protected sheet, what is open says which are ours.

// year is a year in a header: "Answer 2025".
var year = regexp.MustCompile(`\b(?:19|20)\d\d\b`)

// reserveEarlier leaves alone the answers of earlier years: of headers that
// differ in the year alone, the latest is ours.
func (t *layout) reserveEarlier() {
	latest := map[string]string{}
	for _, k := range t.columns {
		if at := year.FindString(k.head.text); at != "" {
			key := vocab.Fold(year.ReplaceAllString(k.head.text, " "))
			latest[key] = max(latest[key], at)
		}
	}
	for _, k := range t.sorted() {
		at := year.FindString(k.head.text)
		if at == "" || k.role != vocab.RoleNone || k.col == t.qcol {
			continue
		}
		if at < latest[vocab.Fold(year.ReplaceAllString(k.head.text, " "))] {
			k.role = vocab.RoleOther
			k.because("an earlier year than that of the column headed for " + latest[vocab.Fold(year.ReplaceAllString(k.head.text, " "))])
		}
	}
}

// assignUnlocked takes the columns right of the question that a protected
// sheet leaves open, whatever their headers say.
func (d *detector) assignUnlocked(t *layout) {
	if !d.grid.Protected || !d.questionsLocked(t) {
		return
	}
	for _, k := range t.sorted() {
		if k.role != vocab.RoleNone || k.col < t.qcol || k.rows == 0 || k.head.text == "" || k.listed > 0 || k.ofRows(k.locked) > 0.2 || k.ofRows(k.derived) > 0.3 {
			continue
		}
		k.role = vocab.RoleText
		if t.has(vocab.RoleText) || t.has(vocab.RoleChoice) || t.has(vocab.RoleTick) {
			k.role = vocab.RoleComment
		}
		k.because("its cells are open on a protected sheet, header " + quoted(k.head.text))
	}
}

func (d *detector) questionsLocked(t *layout) bool {
	locked, all := 0, 0
	for _, r := range d.sample(t) {
		if r.Text(t.qcol) == "" {
			continue
		}
		all++
		if d.grid.Locked(d.grid.Anchor(cellref.Pos{Row: r.Num, Col: t.qcol})) {
			locked++
		}
	}
	return locked*10 >= all*9
}
