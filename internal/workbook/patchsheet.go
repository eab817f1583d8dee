package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/internal/questionnaire"
)

// splice replaces the bytes from start to end.
type splice struct {
	start, end int
	text       string
}

// target is one edit on its way into a sheet.
type target struct {
	edit questionnaire.Edit // as asked for
	at   pos                // where it goes: the anchor of a merge
	text string             // cleaned value
	why  questionnaire.Refusal
	same bool // the cell shows this value already
}

// sheetPatch works out what of one sheet's XML changes.
type sheetPatch struct {
	book      *bookFacts
	scan      *sheetScan
	pivots    []box
	headers   []box // heading rows of tables
	overwrite bool
	targets   []*target
	// cells holds the rows looked at, by row number.
	cells   map[int][]cellSpan
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
	taken := map[pos]bool{}
	for _, t := range p.targets {
		if t.why != questionnaire.Writable {
			continue
		}
		for _, m := range p.scan.merges {
			if m.contains(t.at) {
				t.at = m.from
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
	p.cells = map[int][]cellSpan{}
	for _, t := range p.targets {
		if t.why != questionnaire.Writable {
			continue
		}
		if _, ok := p.cells[t.at.row]; ok {
			continue
		}
		r, ok := p.row(t.at.row)
		if !ok {
			p.cells[t.at.row] = nil
			continue
		}
		cells, err := p.scan.scanRow(r)
		if err != nil {
			return err
		}
		p.cells[t.at.row] = cells
	}
	return nil
}

func (p *sheetPatch) row(num int) (rowSpan, bool) {
	i, ok := slices.BinarySearchFunc(p.scan.rows, num, func(r rowSpan, n int) int { return r.num - n })
	if !ok {
		return rowSpan{}, false
	}
	return p.scan.rows[i], true
}

func (p *sheetPatch) cell(at pos) (cellSpan, bool) {
	cells := p.cells[at.row]
	i, ok := slices.BinarySearchFunc(cells, at.col, func(c cellSpan, col int) int { return c.col - col })
	if !ok {
		return cellSpan{}, false
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
func (p *sheetPatch) refusal(t *target, c cellSpan, shown string) questionnaire.Refusal {
	asked, _ := parsePos(t.edit.Cell)
	blank := strings.TrimSpace(shown) == ""
	switch {
	case c.formula:
		return questionnaire.RefuseFormula
	case anyContains(p.scan.arrays, t.at):
		return questionnaire.RefuseArray
	case anyContains(p.pivots, t.at):
		return questionnaire.RefusePivot
	case anyContains(p.headers, t.at):
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

func (p *sheetPatch) locked(at pos) bool {
	if !p.scan.protected || anyContains(p.scan.free, at) {
		return false
	}
	return !p.book.format(p.style(at)).unlocked
}

// style is the style that a cell has, or that Excel would give it on typing:
// the row's, else the column's.
func (p *sheetPatch) style(at pos) int {
	if c, ok := p.cell(at); ok {
		return c.style
	}
	if r, ok := p.row(at.row); ok {
		if s, ok := p.scan.rowStyle(r); ok {
			return s
		}
	}
	for _, c := range p.scan.cols {
		if c.min <= at.col && at.col <= c.max {
			return c.style
		}
	}
	return 0
}

func (o *sheetScan) rowStyle(r rowSpan) (int, bool) {
	custom := findAttr(o.data, r.start, r.tagEnd, "customFormat")
	style := findAttr(o.data, r.start, r.tagEnd, "s")
	if v := string(o.data[custom.start:custom.end]); v != "1" && v != "true" {
		return 0, false
	}
	n, err := strconv.Atoi(string(o.data[style.start:style.end]))
	return n, err == nil && n >= 0
}

// shownValues resolves what the target cells hold, as text.
func (p *sheetPatch) shownValues() (map[pos]string, error) {
	out, shared, want := map[pos]string{}, map[pos]int{}, map[int]bool{}
	for _, t := range p.targets {
		c, ok := p.cell(t.at)
		if !ok || t.why != questionnaire.Writable {
			continue
		}
		switch c.kind {
		case "s":
			i, err := sharedIndex(c.value)
			if err != nil {
				return nil, fmt.Errorf("cell %s: %w", t.at, err)
			}
			if i >= 0 {
				shared[t.at], want[i] = i, true
			}
		case "b":
			out[t.at] = map[string]string{"1": "TRUE", "0": "FALSE"}[c.value]
		case "inlineStr", "str":
			out[t.at] = unescapeX(c.value)
		default:
			out[t.at] = c.value
		}
	}
	texts, err := p.book.pkg.sharedStrings(want)
	if err != nil {
		return nil, err
	}
	for at, i := range shared {
		out[at] = texts[i]
	}
	return out, nil
}
