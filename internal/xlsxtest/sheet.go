package xlsxtest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// sheet writes the parts of sheet n.
func (w *writer) sheet(n int, s *sheetSpec) {
	var b strings.Builder
	b.WriteString(xmlTop + `<worksheet xmlns="` + nsMain + `" xmlns:r="` + nsRel + `">`)
	s.columns(&b)
	b.WriteString("<sheetData>")
	w.rows(&b, s)
	b.WriteString("</sheetData>")
	if s.protected {
		b.WriteString(`<sheetProtection sheet="1" objects="1" scenarios="1"/>`)
	}
	if s.filter != "" {
		fmt.Fprintf(&b, `<autoFilter ref="%s"><filterColumn colId="0"><filters><filter val="x"/></filters></filterColumn></autoFilter>`, s.filter)
	}
	if len(s.merges) > 0 {
		fmt.Fprintf(&b, `<mergeCells count="%d">`, len(s.merges))
		for _, m := range s.merges {
			fmt.Fprintf(&b, `<mergeCell ref="%s"/>`, m)
		}
		b.WriteString("</mergeCells>")
	}
	classic(&b, s.validations)
	rels := w.sheetRels(n, s)
	if len(s.comments) > 0 {
		b.WriteString(`<legacyDrawing r:id="rIdVML"/>`)
	}
	tableParts(&b, len(s.tables))
	extension(&b, s.validations)
	b.WriteString("</worksheet>")
	w.addPart(fmt.Sprintf("xl/worksheets/sheet%d.xml", n), b.String(), ctBase+"worksheet+xml")
	if rels != "" {
		w.addPart(fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", n), xmlTop+`<Relationships xmlns="`+nsPkg+`">`+rels+`</Relationships>`, "")
	}
}

// columns writes the widths, and what is hidden.
func (s *sheetSpec) columns(b *strings.Builder) {
	all := map[int]bool{}
	for c := range s.hiddenCols {
		all[c] = true
	}
	for c := range s.widths {
		all[c] = true
	}
	if len(all) == 0 {
		return
	}
	b.WriteString("<cols>")
	for _, c := range slices.Sorted(maps.Keys(all)) {
		hidden := ""
		if s.hiddenCols[c] {
			hidden = ` hidden="1"`
		}
		fmt.Fprintf(b, `<col min="%d" max="%d" width="%g"%s customWidth="1"/>`, c, c, cmp.Or(s.widths[c], 9), hidden)
	}
	b.WriteString("</cols>")
}

func tableParts(b *strings.Builder, n int) {
	if n == 0 {
		return
	}
	b.WriteString("<tableParts>")
	for i := range n {
		fmt.Fprintf(b, `<tablePart r:id="rIdTable%d"/>`, i+1)
	}
	b.WriteString("</tableParts>")
}

func (w *writer) rows(b *strings.Builder, s *sheetSpec) {
	cells := slices.SortedFunc(maps.Values(s.cells), func(x, y *cellSpec) int {
		return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.col, y.col))
	})
	byRow := map[int][]*cellSpec{}
	for _, c := range cells {
		byRow[c.row] = append(byRow[c.row], c)
	}
	for r := range s.hiddenRows {
		if byRow[r] == nil {
			byRow[r] = []*cellSpec{}
		}
	}
	for _, r := range slices.Sorted(maps.Keys(byRow)) {
		fmt.Fprintf(b, `<row r="%d"`, r)
		if s.hiddenRows[r] {
			b.WriteString(` hidden="1"`)
		}
		if s.groupRows[r] {
			b.WriteString(` outlineLevel="1"`)
		}
		if h := s.heights[r]; h > 0 {
			fmt.Fprintf(b, ` ht="%g" customHeight="1"`, h)
		}
		b.WriteString(">")
		for _, c := range byRow[r] {
			w.cell(b, c)
		}
		b.WriteString("</row>")
	}
}

func (w *writer) cell(b *strings.Builder, c *cellSpec) {
	fmt.Fprintf(b, `<c r="%s%d"`, colName(c.col), c.row)
	if i := w.style(c.style); i > 0 {
		fmt.Fprintf(b, ` s="%d"`, i)
	}
	f := ""
	if c.array != "" {
		f = `<f t="array" ref="` + c.array + `">` + esc(c.formula) + `</f>`
	} else if c.formula != "" {
		f = "<f>" + esc(c.formula) + "</f>"
	}
	switch {
	case c.kind == "none":
		b.WriteString("/>")
	case c.kind == "number":
		fmt.Fprintf(b, `>%s<v>%s</v></c>`, f, c.text)
	case c.kind == "bool":
		fmt.Fprintf(b, ` t="b">%s<v>%s</v></c>`, f, map[bool]string{true: "1", false: "0"}[c.text == "TRUE"])
	case c.kind == "error":
		fmt.Fprintf(b, ` t="e">%s<v>%s</v></c>`, f, esc(c.text))
	case f != "":
		fmt.Fprintf(b, ` t="str">%s<v>%s</v></c>`, f, esc(c.text))
	default:
		fmt.Fprintf(b, ` t="s"><v>%d</v></c>`, w.stringRef(c.text))
	}
}

func classic(b *strings.Builder, all []validation) {
	var body strings.Builder
	for _, v := range all {
		switch v.kind {
		case "list":
			formula := strings.TrimPrefix(v.formula, "=")
			if formula == v.formula {
				formula = `"` + formula + `"`
			}
			fmt.Fprintf(&body, `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="%s"><formula1>%s</formula1></dataValidation>`, v.sqref, esc(formula))
		case "listac":
			plain := strings.ReplaceAll(v.formula, `"`, "")
			fmt.Fprintf(&body, `<dataValidation type="list" allowBlank="1" sqref="%s"><mc:AlternateContent xmlns:x12ac="http://schemas.microsoft.com/office/spreadsheetml/2011/1/ac" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x12ac"><x12ac:list>%s</x12ac:list></mc:Choice><mc:Fallback><formula1>%s</formula1></mc:Fallback></mc:AlternateContent></dataValidation>`, v.sqref, esc(v.formula), esc(`"`+plain+`"`))
		case "length":
			fmt.Fprintf(&body, `<dataValidation type="textLength" operator="lessThanOrEqual" sqref="%s"><formula1>%s</formula1></dataValidation>`, v.sqref, esc(v.formula))
		}
	}
	if body.Len() > 0 {
		b.WriteString("<dataValidations>" + body.String() + "</dataValidations>")
	}
}

func extension(b *strings.Builder, all []validation) {
	var body strings.Builder
	for _, v := range all {
		if v.kind == "list14" {
			fmt.Fprintf(&body, `<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>%s</xm:f></x14:formula1><xm:sqref>%s</xm:sqref></x14:dataValidation>`, esc(strings.TrimPrefix(v.formula, "=")), v.sqref)
		}
	}
	if body.Len() > 0 {
		b.WriteString(`<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">` + body.String() + `</x14:dataValidations></ext></extLst>`)
	}
}

func (w *writer) sheetRels(n int, s *sheetSpec) string {
	var rels strings.Builder
	add := func(id, typ, target string) {
		fmt.Fprintf(&rels, `<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, id, nsRel, typ, target)
	}
	for i, t := range s.tables {
		w.tables++
		w.addPart(fmt.Sprintf("xl/tables/table%d.xml", w.tables), tableXML(w.tables, s, t), ctBase+"table+xml")
		add(fmt.Sprintf("rIdTable%d", i+1), "table", fmt.Sprintf("../tables/table%d.xml", w.tables))
	}
	for i, ref := range s.pivots {
		w.pivots++
		w.addPart(fmt.Sprintf("xl/pivotTables/pivotTable%d.xml", w.pivots), xmlTop+`<pivotTableDefinition xmlns="`+nsMain+`" name="p"><location ref="`+ref+`"/></pivotTableDefinition>`, ctBase+"pivotTable+xml")
		add(fmt.Sprintf("rIdPivot%d", i+1), "pivotTable", fmt.Sprintf("../pivotTables/pivotTable%d.xml", w.pivots))
	}
	if len(s.comments) > 0 {
		w.comments(n, s)
		add("rIdComments", "comments", fmt.Sprintf("../comments%d.xml", n))
		add("rIdVML", "vmlDrawing", fmt.Sprintf("../drawings/vmlDrawing%d.vml", n))
	}
	return rels.String()
}

func tableXML(id int, s *sheetSpec, t [2]string) string {
	c1, r1, c2, _, err := rangeRef(t[1])
	if err != nil {
		return ""
	}
	var cols strings.Builder
	for c := c1; c <= c2; c++ {
		fmt.Fprintf(&cols, `<tableColumn id="%d" name="%s"/>`, c-c1+1, esc(s.cell(r1, c).text))
	}
	return fmt.Sprintf(`%s<table xmlns="%s" id="%d" name="%s" displayName="%s" ref="%s"><tableColumns count="%d">%s</tableColumns></table>`, xmlTop, nsMain, id, t[0], t[0], t[1], c2-c1+1, cols.String())
}

func (w *writer) comments(n int, s *sheetSpec) {
	var b, vml strings.Builder
	b.WriteString(xmlTop + `<comments xmlns="` + nsMain + `"><authors><author>x</author></authors><commentList>`)
	vml.WriteString(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">`)
	for i, c := range s.comments {
		fmt.Fprintf(&b, `<comment ref="%s" authorId="0"><text><t>%s</t></text></comment>`, c[0], esc(c[1]))
		col, row, err := cellRef(c[0])
		if err == nil {
			fmt.Fprintf(&vml, `<v:shape id="s%d" type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`, i, row-1, col-1)
		}
	}
	w.addPart(fmt.Sprintf("xl/comments%d.xml", n), b.String()+`</commentList></comments>`, ctBase+"comments+xml")
	w.addPart(fmt.Sprintf("xl/drawings/vmlDrawing%d.vml", n), vml.String()+`</xml>`, "")
}
