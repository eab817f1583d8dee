package layout

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/vocab"
)

// Mapping is a user's own description of a questionnaire's layout, for files
// that are read wrongly. Only the sheets that it names are read.
type Mapping struct {
	Sheets []SheetMap `yaml:"sheets" kb:"required"`
}

// SheetMap says where things stand on one sheet.
type SheetMap struct {
	Sheet string `yaml:"sheet"`
	// HeaderRow is the last row of the header, 0 if there is none.
	HeaderRow int `yaml:"header_row"`
	// FirstRow and LastRow bound the questions; 0 means after the header and
	// to the end.
	FirstRow int `yaml:"first_row"`
	LastRow  int `yaml:"last_row"`
	// Columns are column letters by role; question is required.
	Columns ColumnMap `yaml:"columns" kb:"required"`
}

// ColumnMap names columns by letter.
type ColumnMap struct {
	Question string `yaml:"question" kb:"required"`
	ID       string `yaml:"id"`
	Section  string `yaml:"section"`
	Controls string `yaml:"controls"`
	Choice   string `yaml:"choice"`
	Text     string `yaml:"text"`
	Comment  string `yaml:"comment"`
	Evidence string `yaml:"evidence"`
	Guidance string `yaml:"guidance"`
	// Ticks are columns by the word that a mark in them stands for.
	Ticks map[string]string `yaml:"ticks"`
}

// LoadMapping reads a mapping file.
func LoadMapping(path string) (*Mapping, error) {
	var m Mapping
	doc, err := kbfile.Read(os.DirFS(filepath.Dir(path)), filepath.Base(path), &m)
	if err != nil {
		return nil, fmt.Errorf("read map %q: %w", filepath.Base(path), err)
	}
	var faults kbfile.Faults
	for i, s := range m.Sheets {
		at := fmt.Sprintf("sheets[%d]", i)
		for name, letters := range s.Columns.letters() {
			if col, row, ok := cellref.Split(letters); letters != "" && (!ok || col == 0 || row != 0) {
				faults = append(faults, doc.Fault(at+".columns."+name, "", "%q is no column; write its letters, such as \"C\"", letters))
			}
		}
		if s.LastRow > 0 && s.LastRow < max(s.FirstRow, s.HeaderRow) {
			faults = append(faults, doc.Fault(at+".last_row", "", "the last row lies above the first"))
		}
	}
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("read map %q: %w", filepath.Base(path), err)
	}
	return &m, nil
}

func (c ColumnMap) letters() map[string]string {
	out := map[string]string{
		"question": c.Question, "id": c.ID, "section": c.Section, "controls": c.Controls, "choice": c.Choice,
		"text": c.Text, "comment": c.Comment, "evidence": c.Evidence, "guidance": c.Guidance,
	}
	for word, letters := range c.Ticks {
		out["ticks."+word] = letters
	}
	return out
}

// of finds the map of a sheet; a map without sheet name is for the only one.
func (m *Mapping) of(sheet string) *SheetMap {
	if m == nil {
		return nil
	}
	for i, s := range m.Sheets {
		if sameSheet(s.Sheet, sheet) || s.Sheet == "" && len(m.Sheets) == 1 {
			return &m.Sheets[i]
		}
	}
	return nil
}

// readMapped reads a sheet by the user's map.
func (d *detector) readMapped(m SheetMap) *reading {
	r := &reading{grid: d.grid, det: d}
	first := max(m.FirstRow, m.HeaderRow+1, 1)
	t := &layout{
		header: headerBlock{heads: map[int]head{}}, columns: map[int]*column{}, looks: map[look]int{},
		first: d.rowIndex(first), last: len(d.rows), from: 1, to: cellref.MaxCol,
	}
	if m.LastRow > 0 {
		t.last = d.rowIndex(m.LastRow + 1)
	}
	if t.first > t.last {
		t.first = t.last
	}
	if row, ok := d.grid.Row(m.HeaderRow); ok {
		t.header.rows = []int{m.HeaderRow}
		for _, c := range row.Cells {
			if text := cellref.Trim(c.Text); text != "" {
				t.header.heads[int(c.Col)] = head{text: text}
			}
		}
	}
	d.measure(t)
	for _, k := range t.columns {
		k.role = vocab.RoleOther
	}
	letters := m.Columns.letters()
	for _, name := range slices.Sorted(maps.Keys(letters)) {
		d.mapColumn(t, name, letters[name])
	}
	t.asks, t.filled = t.columns[t.qcol].asks, t.columns[t.qcol].filled
	d.measureAnswers(t)
	for _, k := range t.columns {
		if k.role == vocab.RoleNone && k.filled > 0 {
			k.role = vocab.RoleOther
		}
	}
	b := &builder{d: d}
	b.table(t)
	r.questions, r.skipped, r.tables = b.questions, b.skipped, []*layout{t}
	if len(r.questions) == 0 {
		r.why = "no questions where the map says"
		return r
	}
	d.settle(r)
	r.why += ", read by the map"
	return r
}

func (d *detector) mapColumn(t *layout, name, letters string) {
	col, _, ok := cellref.Split(letters)
	if !ok || col == 0 {
		return
	}
	k := t.columns[col]
	if k == nil {
		k = &column{col: col, distinct: map[string]int{}}
		t.columns[col] = k
	}
	k.why = []string{"the map says so"}
	if word, isTick := strings.CutPrefix(name, "ticks."); isTick {
		k.role, k.head.tick = vocab.RoleTick, word
		return
	}
	k.role, _ = vocab.RoleNamed(name)
	switch k.role {
	case vocab.RoleQuestion:
		t.qcol = col
	case vocab.RoleID:
		t.idcol, t.deepIDs = col, k.parted()
	case vocab.RoleNone, vocab.RoleOther, vocab.RoleOwnership, vocab.RoleOptions, vocab.RoleGuidance, vocab.RoleEvidence, vocab.RoleComment, vocab.RoleChoice, vocab.RoleText, vocab.RoleAnswer, vocab.RoleControls, vocab.RoleSection, vocab.RoleTick:
	}
}
