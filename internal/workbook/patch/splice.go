package patch

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/sheetscan"
)

// splice turns the accepted targets into changes of the bytes.
func (p *sheetPatch) splice() error {
	var todo []*target
	for _, t := range p.targets {
		if t.why == questionnaire.Writable && !t.same {
			todo = append(todo, t)
		}
	}
	slices.SortFunc(todo, func(a, b *target) int {
		return cmp.Or(cmp.Compare(a.at.Row, b.at.Row), cmp.Compare(a.at.Col, b.at.Col))
	})
	var missing []*target
	for _, t := range todo {
		if c, ok := p.cell(t.at); ok {
			p.rewrite(c, t)
		} else if t.text != "" {
			missing = append(missing, t)
		}
	}
	p.insert(missing)
	p.growDimension(missing)
	return nil
}

func (p *sheetPatch) form(t *target, c sheetscan.Cell) cellForm {
	numeric := cellref.AnyContains(p.scan.Numeric, t.at) && !p.book.format(p.style(t.at)).IsText()
	return cellText(p.scan.Prefix, t.text, numeric, c.Kind == "b")
}

// rewrite replaces a cell's content. Its start tag keeps all attributes but
// the type and the metadata indexes (cm, vm), which describe the old value;
// its extension lists stay.
func (p *sheetPatch) rewrite(c sheetscan.Cell, t *target) {
	var b strings.Builder
	data, form := p.scan.Data, p.form(t, c)
	at := c.Start
	for _, a := range sheetscan.TagAttrs(data, c.Start, c.TagEnd) {
		switch name := string(data[a.NameAt:a.NameEnd]); strings.TrimSpace(name) {
		case "t", "cm", "vm":
			b.Write(data[at:a.Whole.Start])
			at = a.Whole.End
		}
	}
	tagEnd := c.TagEnd - 1
	if c.Empty {
		tagEnd--
	}
	b.WriteString(strings.TrimRight(string(data[at:tagEnd]), " \t\r\n"))
	p.finish(&b, form, c)
	p.splices = append(p.splices, splice{c.Start, c.End, b.String()})
}

func (p *sheetPatch) finish(b *strings.Builder, form cellForm, c sheetscan.Cell) {
	if form.kind != "" {
		b.WriteString(` t="` + form.kind + `"`)
	}
	if form.body == "" && len(c.Extras) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString(">" + form.body)
	for _, e := range c.Extras {
		b.Write(p.scan.Data[e.Start:e.End])
	}
	b.WriteString("</" + p.scan.Prefix + "c>")
}

// fresh renders a cell that the sheet does not have yet.
func (p *sheetPatch) fresh(t *target) string {
	var b strings.Builder
	b.WriteString("<" + p.scan.Prefix + `c r="` + t.at.String() + `"`)
	if s := p.style(t.at); s > 0 {
		b.WriteString(` s="` + strconv.Itoa(s) + `"`)
	}
	p.finish(&b, p.form(t, sheetscan.Cell{}), sheetscan.Cell{})
	return b.String()
}

// insert puts missing cells in, row by row; the targets are in cell order.
func (p *sheetPatch) insert(missing []*target) {
	var newRows []splice
	for len(missing) > 0 {
		n := 1
		for n < len(missing) && missing[n].at.Row == missing[0].at.Row {
			n++
		}
		if r, ok := p.row(missing[0].at.Row); ok {
			p.insertCells(r, missing[:n])
		} else {
			newRows = append(newRows, p.newRow(missing[:n]))
		}
		missing = missing[n:]
	}
	p.insertRows(newRows)
}

// insertCells puts cells into a row that exists.
func (p *sheetPatch) insertCells(r sheetscan.Row, cells []*target) {
	p.growSpans(r, cells)
	if r.Empty {
		text := ">"
		for _, t := range cells {
			text += p.fresh(t)
		}
		p.splices = append(p.splices, splice{r.TagEnd - 2, r.TagEnd, text + "</" + p.scan.Prefix + "row>"})
		return
	}
	for _, t := range cells {
		at := r.TagEnd
		for _, c := range p.cells[r.Num] {
			if c.Col < t.at.Col {
				at = c.End
			}
		}
		p.splices = append(p.splices, splice{at, at, p.fresh(t)})
	}
}

// growSpans keeps the row's spans attribute, a hint on its first and last
// column, true. It is left alone where it covers the cells.
func (p *sheetPatch) growSpans(r sheetscan.Row, cells []*target) {
	v := sheetscan.FindAttr(p.scan.Data, r.Start, r.TagEnd, "spans")
	lo, hi, ok := parseSpans(string(p.scan.Data[v.Start:v.End]))
	if !ok {
		return
	}
	first, last := cells[0].at.Col, cells[len(cells)-1].at.Col
	if first < lo || last > hi {
		text := strconv.Itoa(min(lo, first)) + ":" + strconv.Itoa(max(hi, last))
		p.splices = append(p.splices, splice{v.Start, v.End, text})
	}
}

// parseSpans reads "1:5" and "1:3 7:9" as their outer borders.
func parseSpans(s string) (lo, hi int, ok bool) {
	for _, f := range strings.Fields(s) {
		a, b, two := strings.Cut(f, ":")
		x, err1 := strconv.Atoi(a)
		y, err2 := strconv.Atoi(b)
		if !two || err1 != nil || err2 != nil {
			return 0, 0, false
		}
		if !ok {
			lo, hi, ok = x, y, true
		}
		lo, hi = min(lo, x), max(hi, y)
	}
	return lo, hi, ok
}

func (p *sheetPatch) newRow(cells []*target) splice {
	row := cells[0].at.Row
	text := fmt.Sprintf(`<%srow r="%d">`, p.scan.Prefix, row)
	for _, t := range cells {
		text += p.fresh(t)
	}
	text += "</" + p.scan.Prefix + "row>"
	i, _ := slices.BinarySearchFunc(p.scan.Rows, row, func(r sheetscan.Row, n int) int { return r.Num - n })
	at := p.scan.SheetData.TagEnd
	if i > 0 {
		at = p.scan.Rows[i-1].End
	}
	return splice{at, at, text}
}

func (p *sheetPatch) insertRows(rows []splice) {
	d := p.scan.SheetData
	if len(rows) == 0 || !d.Empty {
		p.splices = append(p.splices, rows...)
		return
	}
	text := ">"
	for _, r := range rows {
		text += r.text
	}
	p.splices = append(p.splices, splice{d.TagEnd - 2, d.TagEnd, text + "</" + p.scan.Prefix + "sheetData>"})
}

// growDimension extends the sheet's stated range to cells that lie outside:
// some readers trust it and would not see them.
func (p *sheetPatch) growDimension(cells []*target) {
	v := p.scan.Dimension
	ref := string(p.scan.Data[v.Start:v.End])
	dim, err := cellref.ParseBox(ref)
	if err != nil || len(cells) == 0 {
		return
	}
	grown := dim
	for _, t := range cells {
		grown = grown.With(t.at)
	}
	if grown != dim {
		p.splices = append(p.splices, splice{v.Start, v.End, grown.String()})
	}
}

// apply returns the data with the splices made. Insertions at one place keep
// their order and come before a replacement that starts there.
func apply(data []byte, splices []splice) []byte {
	slices.SortStableFunc(splices, func(a, b splice) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	size := len(data)
	for _, s := range splices {
		size += len(s.text)
	}
	out := make([]byte, 0, size)
	at := 0
	for _, s := range splices {
		out = append(out, data[at:s.start]...)
		out = append(out, s.text...)
		at = s.end
	}
	return append(out, data[at:]...)
}
