package proof

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// sheetWalk reads the two versions of a sheet side by side.
type sheetWalk struct {
	a, b  *sheetTokens
	fault func(format string, args ...any)

	cols    []columnStyle
	merges  []cellref.Box
	changed []cellPair
	added   []cellref.Pos
	// watch holds the cells whose value in b is wanted, and then the values.
	watch map[cellref.Pos]*provedCell
	dims  [2]string
}

// columnStyle is the style of new cells in the columns from min to max.
type columnStyle struct{ min, max, style int }

// cellPair is a cell that differs; before is nil if it was not there.
type cellPair struct{ before, after *provedCell }

// errDiffers ends a walk whose fault is noted already: behind the first
// difference outside the rows the streams run apart.
var errDiffers = errors.New("the sheets differ")

// walk compares the two streams token by token; the rows by themselves.
func (w *sheetWalk) walk() error {
	for {
		ta, err := w.a.nextOrNil()
		if err != nil {
			return err
		}
		tb, err := w.b.nextOrNil()
		if err != nil {
			return err
		}
		if ta == nil && tb == nil {
			return nil
		}
		if err := w.step(ta, tb); err != nil {
			return err
		}
	}
}

func (w *sheetWalk) step(ta, tb xml.Token) error {
	if x, y, ok := bothStart(ta, tb, "dimension"); ok && w.a.depth == 2 {
		w.dims = [2]string{value(x.Attr, "ref"), value(y.Attr, "ref")}
		ta, tb = without(x, "ref"), without(y, "ref")
	}
	if x, ok := ta.(xml.StartElement); ok && w.a.depth == 3 && x.Name.Local == "col" {
		lo, _ := strconv.Atoi(value(x.Attr, "min"))
		hi, _ := strconv.Atoi(value(x.Attr, "max"))
		style, _ := strconv.Atoi(value(x.Attr, "style"))
		w.cols = append(w.cols, columnStyle{lo, hi, style})
	}
	if x, ok := ta.(xml.StartElement); ok && w.a.depth == 3 && x.Name.Local == "mergeCell" {
		b, err := cellref.ParseBox(value(x.Attr, "ref"))
		if err != nil {
			return fmt.Errorf("%w: %w", bounds.ErrDamaged, err)
		}
		w.merges = append(w.merges, b)
	}
	if !equalToken(ta, tb) {
		w.fault("outside the cells: %s became %s", describe(ta), describe(tb))
		return errDiffers
	}
	if _, _, ok := bothStart(ta, tb, "sheetData"); ok && w.a.depth == 2 {
		return w.rows()
	}
	return nil
}

// rows walks both SheetData to their ends.
func (w *sheetWalk) rows() error {
	ra, ta, err := w.a.row()
	if err != nil {
		return err
	}
	for {
		rb, tb, err := w.b.row()
		if err != nil {
			return err
		}
		if rb != nil && (ra == nil || rb.num < ra.num) && len(rb.other) == 0 && len(rb.cells) > 0 {
			w.newRow(rb)
			continue
		}
		switch {
		case ra != nil && rb != nil && ra.num == rb.num:
			w.row(ra, rb)
		case ra != nil || rb != nil:
			w.fault("rows: %s became %s", ra.describe(ta), rb.describe(tb))
			return errDiffers
		case !equalToken(ta, tb):
			w.fault("between the rows: %s became %s", describe(ta), describe(tb))
			return errDiffers
		}
		if _, end := ta.(xml.EndElement); end && ra == nil {
			return nil
		}
		if ra, ta, err = w.a.row(); err != nil {
			return err
		}
	}
}

// newRow takes a row that only b has: nothing but new cells may be in it, and
// it may say nothing of itself but its number.
func (w *sheetWalk) newRow(r *provedRow) {
	if len(r.start.Attr) != 1 || value(r.start.Attr, "r") == "" {
		w.fault("row %d: new, with more than a number", r.num)
	}
	for i := range r.cells {
		w.addCell(&r.cells[i], 0, false)
	}
}

// row compares the two versions of one row.
func (w *sheetWalk) row(a, b *provedRow) {
	rowStyle, _ := strconv.Atoi(value(a.start.Attr, "s"))
	custom := value(a.start.Attr, "customFormat")
	hasStyle := custom == "1" || custom == "true"
	fresh := []cellref.Pos{}
	i := 0
	for j := range b.cells {
		cb := &b.cells[j]
		for ; i < len(a.cells) && a.cells[i].at.Col < cb.at.Col; i++ {
			w.fault("%s: the cell is gone", a.cells[i].at)
		}
		if i < len(a.cells) && a.cells[i].at == cb.at {
			w.cell(&a.cells[i], cb)
			i++
			continue
		}
		w.addCell(cb, rowStyle, hasStyle)
		fresh = append(fresh, cb.at)
	}
	for ; i < len(a.cells); i++ {
		w.fault("%s: the cell is gone", a.cells[i].at)
	}
	if !equalTokens(mergeText(a.other), mergeText(b.other)) {
		w.fault("row %d: changed between its cells", a.num)
	}
	sa, sb := value(a.start.Attr, "spans"), value(b.start.Attr, "spans")
	x, y := without(a.start, "spans"), without(b.start, "spans")
	if !equalToken(x, y) || sa != sb && sb != grownSpans(sa, fresh) {
		w.fault("row %d: %s became %s", a.num, describe(a.start), describe(b.start))
	}
}

// grownSpans is what spans must become when cells are added beyond its ends.
func grownSpans(spans string, fresh []cellref.Pos) string {
	lo, hi := 0, 0
	for i, r := range bytes.FieldsFunc([]byte(spans), func(r rune) bool { return r == ' ' || r == ':' }) {
		n, err := strconv.Atoi(string(r))
		if err != nil {
			return spans
		}
		if i == 0 {
			lo, hi = n, n
		}
		lo, hi = min(lo, n), max(hi, n)
	}
	for _, p := range fresh {
		lo, hi = min(lo, p.Col), max(hi, p.Col)
	}
	return strconv.Itoa(lo) + ":" + strconv.Itoa(hi)
}

// addCell takes a cell that only b has. It must look as Excel would make it.
func (w *sheetWalk) addCell(c *provedCell, style int, hasStyle bool) {
	if !hasStyle {
		style = 0
		for _, col := range w.cols {
			if col.min <= c.at.Col && c.at.Col <= col.max {
				style = col.style
				break
			}
		}
	}
	got, _ := strconv.Atoi(value(c.attrs, "s"))
	if got != style {
		w.fault("%s: new, with style %d where its row or column has %d", c.at, got, style)
	}
	for _, a := range c.attrs {
		if !slices.Contains([]string{"r", "s", "t"}, a.Name.Local) {
			w.fault("%s: new, with attribute %s", c.at, a.Name.Local)
		}
	}
	w.added = append(w.added, c.at)
	w.changed = append(w.changed, cellPair{nil, c})
	w.see(c)
}

// cell compares the two versions of one cell.
func (w *sheetWalk) cell(a, b *provedCell) {
	w.see(b)
	if slices.Equal(a.attrs, b.attrs) && equalTokens(a.inner, b.inner) {
		return
	}
	w.changed = append(w.changed, cellPair{a, b})
	if !slices.Equal(lasting(a.attrs), lasting(b.attrs)) {
		w.fault("%s: more than its value changed", b.at)
	}
	if !equalTokens(a.outsideValue(), b.outsideValue()) {
		w.fault("%s: a formula or an extension changed", b.at)
	}
	if a.holds("f") {
		w.fault("%s: the cell with a formula changed", b.at)
	}
}

func (w *sheetWalk) see(c *provedCell) {
	if _, ok := w.watch[c.at]; ok {
		w.watch[c.at] = c
	}
}
