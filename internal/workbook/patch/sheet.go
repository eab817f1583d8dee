package patch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/opc"
	"candor/internal/workbook/sheetscan"
	"candor/internal/workbook/xmlscan"
)

// splice replaces the bytes from start to end.
type splice struct {
	start, end int
	text       string
}

// target is one edit on its way into a sheet.
type target struct {
	edit questionnaire.Edit // as asked for
	at   cellref.Pos        // where it goes: the anchor of a merge
	text string             // cleaned value
	why  questionnaire.Refusal
	same bool // the cell shows this value already
}

// sheetPatch works out what of one sheet's XML changes.
type sheetPatch struct {
	book      *bookFacts
	scan      *sheetscan.Sheet
	pivots    []cellref.Box
	headers   []cellref.Box // heading rows of tables
	overwrite bool
	targets   []*target
	// cells holds the rows looked at, by row number.
	cells   map[int][]sheetscan.Cell
	splices []splice
}

// plan decides on every target and collects the splices.
func (p *sheetPatch) plan() error {
	p.place()
	if err := p.load(); err != nil {
		return err
	}
	if err := p.refuse(); err != nil {
		return err
	}
	return p.splice()
}

// place moves targets inside a merge to its anchor, the only cell of it that
// shows, and refuses the second of two edits of one cell.
func (p *sheetPatch) place() {
	taken := map[cellref.Pos]bool{}
	for _, t := range p.targets {
		if t.why != questionnaire.Writable {
			continue
		}
		for _, m := range p.scan.Merges {
			if m.Contains(t.at) {
				t.at = m.From
				break
			}
		}
		if taken[t.at] {
			t.why = RefuseTwice
		}
		taken[t.at] = true
	}
}

// load scans the rows of the targets.
func (p *sheetPatch) load() error {
	p.cells = map[int][]sheetscan.Cell{}
	for _, t := range p.targets {
		if t.why != questionnaire.Writable {
			continue
		}
		if _, ok := p.cells[t.at.Row]; ok {
			continue
		}
		r, ok := p.row(t.at.Row)
		if !ok {
			p.cells[t.at.Row] = nil
			continue
		}
		cells, err := p.scan.ScanRow(r)
		if err != nil {
			return err
		}
		p.cells[t.at.Row] = cells
	}
	return nil
}

func (p *sheetPatch) row(num int) (sheetscan.Row, bool) {
	i, ok := slices.BinarySearchFunc(p.scan.Rows, num, func(r sheetscan.Row, n int) int { return r.Num - n })
	if !ok {
		return sheetscan.Row{}, false
	}
	return p.scan.Rows[i], true
}

func (p *sheetPatch) cell(at cellref.Pos) (sheetscan.Cell, bool) {
	cells := p.cells[at.Row]
	i, ok := slices.BinarySearchFunc(cells, at.Col, func(c sheetscan.Cell, col int) int { return c.Col - col })
	if !ok {
		return sheetscan.Cell{}, false
	}
	return cells[i], true
}

func (p *sheetPatch) refuse() error {
	shown, err := p.shownValues()
	if err != nil {
		return err
	}
	for _, t := range p.targets {
		if t.why != questionnaire.Writable {
			continue
		}
		c, _ := p.cell(t.at)
		t.why = p.refusal(t, c, shown[t.at])
		t.same = t.why == questionnaire.Writable && shown[t.at] == t.text
	}
	return nil
}

// refusal decides on one cell. The order goes from what makes the file wrong
// to what is only in the way.
func (p *sheetPatch) refusal(t *target, c sheetscan.Cell, shown string) questionnaire.Refusal {
	asked, _ := cellref.Parse(t.edit.Cell)
	blank := strings.TrimSpace(shown) == ""
	switch {
	case c.Formula:
		return questionnaire.RefuseFormula
	case cellref.AnyContains(p.scan.Arrays, t.at):
		return questionnaire.RefuseArray
	case cellref.AnyContains(p.pivots, t.at):
		return questionnaire.RefusePivot
	case cellref.AnyContains(p.headers, t.at):
		return RefuseHeader
	case p.locked(t.at):
		return questionnaire.RefuseLocked
	case shown == t.text:
		return questionnaire.Writable
	case asked != t.at && !blank:
		return questionnaire.RefuseMerged
	case !blank && !p.overwrite && !replaceable(t.edit, shown):
		return RefuseAnswered
	}
	return questionnaire.Writable
}

func (p *sheetPatch) locked(at cellref.Pos) bool {
	if !p.scan.Protected || cellref.AnyContains(p.scan.Free, at) {
		return false
	}
	return !p.book.format(p.style(at)).Unlocked
}

// style is the style that a cell has, or that Excel would give it on typing:
// the row's, else the column's.
func (p *sheetPatch) style(at cellref.Pos) int {
	if c, ok := p.cell(at); ok {
		return c.Style
	}
	if r, ok := p.row(at.Row); ok {
		if s, ok := rowStyle(p.scan, r); ok {
			return s
		}
	}
	for _, c := range p.scan.Cols {
		if c.Min <= at.Col && at.Col <= c.Max {
			return c.Style
		}
	}
	return 0
}

func rowStyle(o *sheetscan.Sheet, r sheetscan.Row) (int, bool) {
	custom := sheetscan.FindAttr(o.Data, r.Start, r.TagEnd, "customFormat")
	style := sheetscan.FindAttr(o.Data, r.Start, r.TagEnd, "s")
	if v := string(o.Data[custom.Start:custom.End]); v != "1" && v != "true" {
		return 0, false
	}
	n, err := strconv.Atoi(string(o.Data[style.Start:style.End]))
	return n, err == nil && n >= 0
}

// shownValues resolves what the target cells hold, as text.
func (p *sheetPatch) shownValues() (map[cellref.Pos]string, error) {
	out, shared, want := map[cellref.Pos]string{}, map[cellref.Pos]int{}, map[int]bool{}
	for _, t := range p.targets {
		c, ok := p.cell(t.at)
		if !ok || t.why != questionnaire.Writable {
			continue
		}
		switch c.Kind {
		case "s":
			i, err := opc.SharedIndex(c.Value)
			if err != nil {
				return nil, fmt.Errorf("cell %s: %w", t.at, err)
			}
			if i >= 0 {
				shared[t.at], want[i] = i, true
			}
		case "b":
			out[t.at] = map[string]string{"1": "TRUE", "0": "FALSE"}[c.Value]
		case "inlineStr", "str":
			out[t.at] = xmlscan.UnescapeX(c.Value)
		default:
			out[t.at] = c.Value
		}
	}
	texts, err := p.book.pkg.SharedStrings(want)
	if err != nil {
		return nil, err
	}
	for at, i := range shared {
		out[at] = texts[i]
	}
	return out, nil
}
