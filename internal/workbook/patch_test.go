package workbook

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"candor/internal/questionnaire"
	"candor/internal/workbook/patch"

	"github.com/google/go-cmp/cmp"
)

func TestWriteSplices(t *testing.T) {
	t.Parallel()
	const is = ` t="inlineStr"><is><t>Yes</t></is></c>`
	tests := []struct{ name, in, cell, want string }{
		{"blank cell keeps its style", `<sheetData><row r="1"><c r="B1" s="3"/></row></sheetData>`, "B1", `<sheetData><row r="1"><c r="B1" s="3"` + is + `</row></sheetData>`},
		{"open blank cell", `<sheetData><row r="1"><c r="B1" s="3"></c></row></sheetData>`, "B1", `<sheetData><row r="1"><c r="B1" s="3"` + is + `</row></sheetData>`},
		{"shared blank string", `<sheetData><row r="1"><c r="B1" t="s" s='3'><v>1</v></c></row></sheetData>`, "B1", `<sheetData><row r="1"><c r="B1" s='3'` + is + `</row></sheetData>`},
		{"shared string without value", `<sheetData><row r="1"><c t="s" r="B1"/></row></sheetData>`, "B1", `<sheetData><row r="1"><c r="B1"` + is + `</row></sheetData>`},
		{"metadata of the old value goes", `<sheetData><row r="1"><c r="B1" vm="1" cm="2" t="s"><v>1</v></c></row></sheetData>`, "B1", `<sheetData><row r="1"><c r="B1"` + is + `</row></sheetData>`},
		{"extension stays", `<sheetData><row r="1"><c r="B1"><extLst><ext uri="x"><a xmlns="u">1</a></ext></extLst></c></row></sheetData>`, "B1", `<sheetData><row r="1"><c r="B1" t="inlineStr"><is><t>Yes</t></is><extLst><ext uri="x"><a xmlns="u">1</a></ext></extLst></c></row></sheetData>`},
		{"no r on the cell", `<sheetData><row><c><v>1</v></c><c s="1"/></row></sheetData>`, "B1", `<sheetData><row><c><v>1</v></c><c s="1"` + is + `</row></sheetData>`},
		{"cell before", `<sheetData><row r="2"><c r="C2"/></row></sheetData>`, "B2", `<sheetData><row r="2"><c r="B2"` + is + `<c r="C2"/></row></sheetData>`},
		{"cell between", `<sheetData><row r="2"><c r="A2"/> <c r="C2"/></row></sheetData>`, "B2", `<sheetData><row r="2"><c r="A2"/><c r="B2"` + is + ` <c r="C2"/></row></sheetData>`},
		{"cell after", `<sheetData><row r="2"><c r="A2"/></row></sheetData>`, "B2", `<sheetData><row r="2"><c r="A2"/><c r="B2"` + is + `</row></sheetData>`},
		{"closed row", `<sheetData><row r="2" ht="3"/></sheetData>`, "B2", `<sheetData><row r="2" ht="3"><c r="B2"` + is + `</row></sheetData>`},
		{"no row, before", `<sheetData><row r="2"/></sheetData>`, "B1", `<sheetData><row r="1"><c r="B1"` + is + `</row><row r="2"/></sheetData>`},
		{"no row, after", `<sheetData><row r="2"/></sheetData>`, "B9", `<sheetData><row r="2"/><row r="9"><c r="B9"` + is + `</row></sheetData>`},
		{"no rows at all", `<sheetData/>`, "B9", `<sheetData><row r="9"><c r="B9"` + is + `</row></sheetData>`},
		{"column style", `<cols><col min="2" max="3" style="3" width="9"/></cols><sheetData/>`, "B9", `<cols><col min="2" max="3" style="3" width="9"/></cols><sheetData><row r="9"><c r="B9" s="3"` + is + `</row></sheetData>`},
		{"row style wins", `<cols><col min="2" max="3" style="3"/></cols><sheetData><row r="9" s="2" customFormat="1"/></sheetData>`, "B9", `<cols><col min="2" max="3" style="3"/></cols><sheetData><row r="9" s="2" customFormat="1"><c r="B9" s="2"` + is + `</row></sheetData>`},
		{"row style not custom", `<sheetData><row r="9" s="2"/></sheetData>`, "B9", `<sheetData><row r="9" s="2"><c r="B9"` + is + `</row></sheetData>`},
		{"spans and dimension grow", `<dimension ref="A1:B2"/><sheetData><row r="2" spans="1:2"><c r="A2"/></row></sheetData>`, "D2", `<dimension ref="A1:D2"/><sheetData><row r="2" spans="1:4"><c r="A2"/><c r="D2"` + is + `</row></sheetData>`},
		{"spans and dimension suffice", `<dimension ref="A1:D2"/><sheetData><row r="2" spans="1:2 4:4"><c r="A2"/></row></sheetData>`, "D2", `<dimension ref="A1:D2"/><sheetData><row r="2" spans="1:2 4:4"><c r="A2"/><c r="D2"` + is + `</row></sheetData>`},
		{"anchor of a merge", `<sheetData><row r="1"><c r="A1"/><c r="B1" s="1"/><c r="C1"/></row></sheetData><mergeCells><mergeCell ref="B1:C1"/></mergeCells>`, "C1", `<sheetData><row r="1"><c r="A1"/><c r="B1" s="1"` + is + `<c r="C1"/></row></sheetData><mergeCells><mergeCell ref="B1:C1"/></mergeCells>`},
		{"list, but no number", `<sheetData/><dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"Yes,No"</formula1></dataValidation></dataValidations>`, "B9", `<sheetData><row r="9"><c r="B9"` + is + `</row></sheetData><dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"Yes,No"</formula1></dataValidation></dataValidations>`},
		{"comments and blanks", "<sheetData>\n <!-- < --> <row r='1' >\n  <c r = 'B1' t = \"s\" >\n<v>1</v> </c >\n </row>\n</sheetData>", "B1", "<sheetData>\n <!-- < --> <row r='1' >\n  <c r = 'B1'" + is + "\n </row>\n</sheetData>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res, out := proved(t, newTestParts(tt.in).file(t), false, edit(tt.cell, "Yes"))
			if len(res.Refused) > 0 {
				t.Fatalf("refused: %+v", res.Refused)
			}
			if diff := cmp.Diff(tt.want, insideOf(member1(t, out))); diff != "" {
				t.Errorf("sheet (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWriteSeveralCellsKeepsOrder(t *testing.T) {
	t.Parallel()
	in := newTestParts(`<sheetData><row r="3"><c r="D3"/></row></sheetData>`).file(t)
	_, out := proved(t, in, false, edit("E3", "e"), edit("A9", "z"), edit("A3", "a"), edit("D3", "d"), edit("B3", "b"), edit("B1", "1"), edit("A1", "0"))
	got := insideOf(member1(t, out))
	last := 0
	for _, cell := range []string{"A1", "B1", "A3", "B3", "D3", "E3", "A9"} {
		i := strings.Index(got, `<c r="`+cell+`" t="inlineStr">`)
		if i < last || strings.Count(got, `r="`+cell+`"`) != 1 {
			t.Errorf("%s is at %d, after %d: %s", cell, i, last, got)
		}
		last = i
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	const locked = `<sheetProtection sheet="1"/>`
	tests := []struct {
		name, in string
		edit     questionnaire.Edit
		want     questionnaire.Refusal
	}{
		{"formula", `<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row></sheetData>`, edit("A1", "x"), questionnaire.RefuseFormula},
		{"shared formula", `<sheetData><row r="1"><c r="A1"><f t="shared" si="0"/></c></row></sheetData>`, edit("A1", "x"), questionnaire.RefuseFormula},
		{"array range", `<sheetData><row r="1"><c r="A1"><f t="array" ref="A1:A3">B1:B3</f></c></row></sheetData>`, edit("A3", "x"), questionnaire.RefuseArray},
		{"data table", `<sheetData><row r="1"><c r="A1"><f t="dataTable" ref="B2:C3" r1="A1"/></c></row></sheetData>`, edit("C3", "x"), questionnaire.RefuseArray},
		{"locked", `<sheetData/>` + locked, edit("A1", "x"), questionnaire.RefuseLocked},
		{"locked style", `<sheetData><row r="1"><c r="A1" s="3"/></row></sheetData>` + locked, edit("A1", "x"), questionnaire.RefuseLocked},
		{"unlocked style", `<sheetData><row r="1"><c r="A1" s="1"/></row></sheetData>` + locked, edit("A1", "x"), questionnaire.Writable},
		{"unlocked column", `<cols><col min="1" max="1" style="4"/></cols><sheetData/>` + locked, edit("A1", "x"), questionnaire.Writable},
		{"not protected", `<sheetData/><sheetProtection objects="1"/>`, edit("A1", "x"), questionnaire.Writable},
		{"open range", `<sheetData/>` + locked + `<protectedRanges><protectedRange name="a" sqref="A1:B4"/></protectedRanges>`, edit("A1", "x"), questionnaire.Writable},
		{"range with password", `<sheetData/>` + locked + `<protectedRanges><protectedRange password="AB" name="a" sqref="A1:B4"/></protectedRanges>`, edit("A1", "x"), questionnaire.RefuseLocked},
		{"merge over a question", `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells>`, edit("C1", "x"), questionnaire.RefuseMerged},
		{"answered", `<sheetData><row r="1"><c r="A1" t="s"><v>2</v></c></row></sheetData>`, edit("A1", "x"), patch.RefuseAnswered},
		{"same answer", `<sheetData><row r="1"><c r="A1" t="s"><v>2</v></c></row></sheetData>`, edit("A1", "Do you encrypt?"), questionnaire.Writable},
		{"placeholder", `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>`, questionnaire.Edit{Sheet: "Q", Cell: "A1", Value: "x", Was: "Question"}, questionnaire.Writable},
		{"placeholder with other blanks", `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> Please  select
one</t></is></c></row></sheetData>`, questionnaire.Edit{Sheet: "Q", Cell: "A1", Value: "x", Was: "Please select one"}, questionnaire.Writable},
		{"other placeholder", `<sheetData><row r="1"><c r="A1" t="s"><v>2</v></c></row></sheetData>`, questionnaire.Edit{Sheet: "Q", Cell: "A1", Value: "x", Was: "Question"}, patch.RefuseAnswered},
		{"too long", `<sheetData/>`, edit("A1", strings.Repeat("x", 32768)), patch.RefuseTooLong},
		{"too long in UTF-16", `<sheetData/>`, edit("A1", strings.Repeat("😀", 16384)), patch.RefuseTooLong},
		{"just fits", `<sheetData/>`, edit("A1", strings.Repeat("😀", 16383)+"x"), questionnaire.Writable},
		{"control character", `<sheetData/>`, edit("A1", "a\x07"), patch.RefuseText},
		{"not UTF-8", `<sheetData/>`, edit("A1", "a\xff"), patch.RefuseText},
		{"no such sheet", `<sheetData/>`, questionnaire.Edit{Sheet: "R", Cell: "A1"}, patch.RefuseNoCell},
		{"no such cell", `<sheetData/>`, edit("XFE1", "x"), patch.RefuseNoCell},
		{"row zero", `<sheetData/>`, edit("A0", "x"), patch.RefuseNoCell},
		{"row out of range", `<sheetData/>`, edit("A1048577", "x"), patch.RefuseNoCell},
		{"sheet name in another case", `<sheetData/>`, questionnaire.Edit{Sheet: "q", Cell: "A1", Value: "x"}, questionnaire.Writable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := newTestParts(tt.in).file(t)
			res, out := proved(t, in, false, tt.edit)
			var got questionnaire.Refusal
			for _, r := range res.Refused {
				got = r.Why
			}
			if got != tt.want || len(res.Refused)+len(res.Written) != 1 {
				t.Errorf("refused for %q, want %q", got, tt.want)
			}
			if len(res.Refused) > 0 {
				sameFile(t, in, out)
			}
		})
	}
}

func sameFile(t *testing.T, a, b string) {
	t.Helper()
	x, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x, y) {
		t.Error("the files differ")
	}
}

func TestWriteRefusesPivotAndTable(t *testing.T) {
	t.Parallel()
	in := newTestParts(`<sheetData/>`).
		with("xl/worksheets/_rels/sheet1.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable" Target="../pivotTables/p.xml"/><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table" Target="/xl/tables/t.xml"/></Relationships>`).
		with("xl/pivotTables/p.xml", `<pivotTableDefinition `+testNS+`><location ref="A3:C9" firstHeaderRow="1"/></pivotTableDefinition>`).
		with("xl/tables/t.xml", `<table `+testNS+` ref="F1:G9"/>`).file(t)
	res, _ := proved(t, in, true, edit("B4", "x"), edit("F1", "x"), edit("F2", "x"), edit("F2", "y"))
	want := []RefusedEdit{
		{Edit: edit("B4", "x"), Why: questionnaire.RefusePivot},
		{Edit: edit("F1", "x"), Why: patch.RefuseHeader},
		{Edit: edit("F2", "y"), Why: patch.RefuseTwice},
	}
	if diff := cmp.Diff(want, res.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
}

func TestWriteForms(t *testing.T) {
	t.Parallel()
	const list = `<dataValidations><dataValidation type="list" sqref="A1 C1:D9"/></dataValidations>`
	const list14 = `<extLst><ext><x14:dataValidations xmlns:x14="a" xmlns:xm="b"><x14:dataValidation type="decimal"><xm:sqref>A1</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>`
	tests := []struct{ name, cell, after, value, want string }{
		{"number in a list", `<c r="A1"/>`, list, "1", `<c r="A1"><v>1</v></c>`},
		{"number in a list of 2010", `<c r="A1"/>`, list14, "2.5", `<c r="A1"><v>2.5</v></c>`},
		{"number in a text cell", `<c r="A1" s="2"/>`, list, "1", `<c r="A1" s="2" t="inlineStr"><is><t>1</t></is></c>`},
		{"number without a list", `<c r="A1"/>`, "", "1", `<c r="A1" t="inlineStr"><is><t>1</t></is></c>`},
		{"leading zero", `<c r="A1"/>`, list, "01", `<c r="A1" t="inlineStr"><is><t>01</t></is></c>`},
		{"not a number", `<c r="A1"/>`, list, "Inf", `<c r="A1" t="inlineStr"><is><t>Inf</t></is></c>`},
		{"check box", `<c r="A1" t="b"><v>0</v></c>`, "", "True", `<c r="A1" t="b"><v>1</v></c>`},
		{"word over a check box", `<c r="A1" t="b"><v>0</v></c>`, "", "x", `<c r="A1" t="inlineStr"><is><t>x</t></is></c>`},
		{"looks like a formula", `<c r="A1"/>`, "", "=1+1", `<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>`},
		{"markup", `<c r="A1"/>`, "", "<a&b>", `<c r="A1" t="inlineStr"><is><t>&lt;a&amp;b&gt;</t></is></c>`},
		{"line breaks", `<c r="A1"/>`, "", "a\r\nb", `<c r="A1" t="inlineStr"><is><t xml:space="preserve">` + "a\nb" + `</t></is></c>`},
		{"escape", `<c r="A1"/>`, "", "_x0041_x0042_", `<c r="A1" t="inlineStr"><is><t>_x005F_x0041_x005F_x0042_</t></is></c>`},
		{"cleared", `<c r="A1" t="s" s="3"><v>0</v></c>`, "", "", `<c r="A1" s="3"/>`},
		{"rich text", `<c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>b</t></rPh></is></c>`, "", "a", `<c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>b</t></rPh></is></c>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := newTestParts(`<sheetData><row r="1">` + tt.cell + `</row></sheetData>` + tt.after).file(t)
			_, out := proved(t, in, true, edit("A1", tt.value))
			want := `<sheetData><row r="1">` + tt.want + `</row></sheetData>` + tt.after
			if diff := cmp.Diff(want, insideOf(member1(t, out))); diff != "" {
				t.Errorf("sheet (-want +got):\n%s", diff)
			}
		})
	}
}
