package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"candor/internal/questionnaire"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// Files that are right but not as Excel writes them.
func TestWriteOddPackages(t *testing.T) {
	t.Parallel()
	const blank = `<sheetData><row r="2"><c r="B2" s="1"/></row></sheetData>`
	base := newTestParts(blank)
	strict := base
	for i, p := range base {
		p.text = strings.ReplaceAll(p.text, testSheetNS, testStrictNS)
		p.text = strings.ReplaceAll(p.text, "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
		strict = strict.with(base[i].name, p.text)
	}
	prefixed := `<?xml version="1.0"?><x:worksheet xmlns:x="` + testSheetNS + `"><x:sheetData><x:row r="2"><x:c r="A2"/></x:row></x:sheetData></x:worksheet>`
	tests := []struct {
		name  string
		parts testParts
		want  string
	}{
		{"strict edition", strict, `<c r="B2" s="1" t="inlineStr"><is><t>Yes</t></is></c>`},
		{"prefix", base.with("xl/worksheets/sheet1.xml", prefixed), `<x:c r="B2" t="inlineStr"><x:is><x:t>Yes</x:t></x:is></x:c>`},
		{"absolute target", base.with("xl/_rels/workbook.xml.rels", strings.Replace(testBookRels, "worksheets/sheet1", "/xl/worksheets/sheet1", 1)), `t="inlineStr"`},
		{"target with dots", base.with("xl/_rels/workbook.xml.rels", strings.Replace(testBookRels, "worksheets/sheet1", "../xl/./worksheets/sheet1", 1)), `t="inlineStr"`},
		{"backslashes", base.with("xl/_rels/workbook.xml.rels", strings.Replace(testBookRels, "worksheets/sheet1", `worksheets\sheet1`, 1)), `t="inlineStr"`},
		{"other case", base.with("xl/_rels/workbook.xml.rels", strings.Replace(testBookRels, "worksheets/sheet1", "Worksheets/Sheet1", 1)), `t="inlineStr"`},
		{"byte order mark", base.with("xl/worksheets/sheet1.xml", "\ufeff"+base[4].text), `t="inlineStr"`},
		{"macros", base.with("xl/vbaProject.bin", "\x00\x01bin"), `t="inlineStr"`},
		{"comments in the XML", base.with("xl/worksheets/sheet1.xml", strings.Replace(base[4].text, "<sheetData>", "<!-- <sheetData> --><sheetData><?p <row?>", 1)), `t="inlineStr"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res, out := proved(t, tt.parts.file(t), false, edit("B2", "Yes"))
			if len(res.Written) != 1 || !strings.Contains(member1(t, out), tt.want) {
				t.Errorf("%+v: %s", res, member1(t, out))
			}
		})
	}
}

// Files that are wrong: an error, and nothing that looks like a file.
func TestWriteDamaged(t *testing.T) {
	t.Parallel()
	base := newTestParts(`<sheetData/>`)
	sheet := func(inside string) testParts { return newTestParts(inside) }
	tests := map[string]testParts{
		"cells out of order":          sheet(`<sheetData><row r="1"><c r="B1"/><c r="A1"/></row></sheetData>`),
		"cell twice":                  sheet(`<sheetData><row r="1"><c r="A1"/><c r="A1"/></row></sheetData>`),
		"cell of another row":         sheet(`<sheetData><row r="1"><c r="A2"/></row></sheetData>`),
		"attribute twice":             sheet(`<sheetData><row r="1"><c r="A1" r="B1"/></row></sheetData>`),
		"rows out of order":           sheet(`<sheetData><row r="2"/><row r="1"/></sheetData>`),
		"row of a billion":            sheet(`<sheetData><row r="1000000000"/></sheetData>`),
		"negative row":                sheet(`<sheetData><row r="-1"/></sheetData>`),
		"row without number value":    sheet(`<sheetData><row r="x"/></sheetData>`),
		"no rows":                     sheet(``),
		"rows twice":                  sheet(`<sheetData/><sheetData/>`),
		"unknown element among rows":  sheet(`<sheetData><rows/></sheetData>`),
		"namespace bound anew":        sheet(`<sheetData><row r="1"><c xmlns="urn:x" r="A1"/></row></sheetData>`),
		"document type":               base.with("xl/worksheets/sheet1.xml", `<!DOCTYPE a [<!ENTITY b "c">]>`+base[4].text),
		"entity":                      sheet(`<sheetData/><a>&b;</a>`),
		"cut off":                     base.with("xl/worksheets/sheet1.xml", base[4].text[:len(base[4].text)-5]),
		"wrong end tag":               sheet(`<sheetData></row>`),
		"other namespace":             base.with("xl/worksheets/sheet1.xml", `<worksheet xmlns="urn:x"><sheetData/></worksheet>`),
		"other root":                  base.with("xl/worksheets/sheet1.xml", `<chartsheet `+testNS+`/>`),
		"empty sheet part":            base.with("xl/worksheets/sheet1.xml", ``),
		"no workbook":                 base.with("_rels/.rels", strings.Replace(testRootRels, "workbook.xml", "gone.xml", 1)),
		"no sheet part":               base.with("xl/_rels/workbook.xml.rels", strings.Replace(testBookRels, "sheet1", "sheet9", 1)),
		"broken relations":            base.with("xl/_rels/workbook.xml.rels", "<a"),
		"broken styles":               base.with("xl/styles.xml", "<a"),
		"broken merge":                sheet(`<sheetData/><mergeCells><mergeCell ref="A1:"/></mergeCells>`),
		"shared string out of range":  sheet(`<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>`),
		"shared string that is text":  sheet(`<sheetData><row r="1"><c r="A1" t="s"><v>x</v></c></row></sheetData>`),
		"part twice":                  append(append(testParts{}, base...), base[4]),
		"part twice in other case":    append(append(testParts{}, base...), testPart{"XL/Worksheets/Sheet1.xml", base[4].text}),
		"part twice with a backslash": append(append(testParts{}, base...), testPart{`xl\worksheets\sheet1.xml`, base[4].text}),
	}
	for name, parts := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			res, err := Write(t.Context(), parts.file(t), []questionnaire.Edit{edit("A1", "Yes")}, false, &b)
			if err == nil {
				t.Errorf("no error: %+v", res)
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes written", b.Len())
			}
		})
	}
}

func TestWriteCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Write(ctx, newTestParts(`<sheetData/>`).file(t), []questionnaire.Edit{edit("A1", "x")}, false, io.Discard)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestRecalculation(t *testing.T) {
	t.Parallel()
	const formula = `<sheetData><row r="1"><c r="A1"><f>B1</f><v>0</v></c></row></sheetData>`
	tests := []struct{ name, sheet, old, with, want string }{
		{"no formulas", `<sheetData/>`, ``, ``, ``},
		{"no calcPr", formula, ``, ``, `</sheets><calcPr fullCalcOnLoad="1"/></workbook>`},
		{"after names", formula, `</sheets>`, `</sheets><definedNames><definedName name="a">Q!$A$1</definedName></definedNames><oleSize ref="A1"/>`, `</definedNames><calcPr fullCalcOnLoad="1"/><oleSize ref="A1"/>`},
		{"calcPr there", formula, `</sheets>`, `</sheets><calcPr calcId="1"/>`, `<calcPr fullCalcOnLoad="1" calcId="1"/>`},
		{"set to no", formula, `</sheets>`, `</sheets><calcPr fullCalcOnLoad="0"/>`, `<calcPr fullCalcOnLoad="1"/>`},
		{"set already", formula, `</sheets>`, `</sheets><calcPr fullCalcOnLoad="true"/>`, `<calcPr fullCalcOnLoad="true"/>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			book := strings.Replace(testBook, tt.old, tt.with, 1)
			_, out := proved(t, newTestParts(tt.sheet).with("xl/workbook.xml", book).file(t), false, edit("C1", "x"))
			got := partText(t, out, "xl/workbook.xml")
			if tt.want == "" {
				tt.want = book
			}
			if !strings.Contains(got, tt.want) {
				t.Errorf("got %s, want %s in it", got, tt.want)
			}
		})
	}
}

// Archives as other zip writers make them.
func TestWriteOddArchives(t *testing.T) {
	t.Parallel()
	parts := newTestParts(`<sheetData/>`)
	zip64 := binary.LittleEndian.AppendUint16(nil, 1)
	zip64 = binary.LittleEndian.AppendUint16(zip64, 16)
	zip64 = append(zip64, make([]byte, 16)...)
	other := []byte{0x99, 0x99, 2, 0, 'o', 'k'}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Comment: fmt.Sprint("member ", i), ExternalAttrs: 0x20}
		if i%2 == 0 {
			h.Method = zip.Store
		}
		h.Extra = append(append([]byte{}, zip64...), other...)
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, p.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.SetComment("whole"), w.Close()); err != nil {
		t.Fatal(err)
	}
	_, out := proved(t, writeTemp(t, "in.xlsx", b.Bytes()), false, edit("A1", "x"))
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := z.Close(); err != nil {
			t.Error(err)
		}
	}()
	if z.Comment != "whole" {
		t.Errorf("archive comment %q", z.Comment)
	}
	for i, f := range z.File {
		want := []any{parts[i].name, fmt.Sprint("member ", i), uint32(0x20), other}
		if diff := cmp.Diff(want, []any{f.Name, f.Comment, f.ExternalAttrs, f.Extra}); diff != "" {
			t.Errorf("header (-want +got):\n%s", diff)
		}
	}
}

// excelize reads what was written, whatever the text.
func TestWrittenTextReadsBack(t *testing.T) {
	t.Parallel()
	in := newTestParts(`<sheetData/>`).file(t)
	texts := []string{"Yes", " led and trailed ", "a\nb\n", "=HYPERLINK(\"x\")", "_x0041_", "_x005F_x0041_", "<b>&amp;</b>", "日本語 😀", "\ttab", "a  b", strings.Repeat("long ", 6553)}
	var edits []questionnaire.Edit
	for i, s := range texts {
		edits = append(edits, edit(fmt.Sprintf("B%d", i+1), s))
	}
	_, out := proved(t, in, false, edits...)
	f, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edits {
		got, err := f.GetCellValue("Q", e.Cell)
		if err != nil || got != e.Value {
			t.Errorf("%s: %q, %v, want %q", e.Cell, got, err, e.Value)
		}
		if formula, err := f.GetCellFormula("Q", e.Cell); err != nil || formula != "" {
			t.Errorf("%s: formula %q, %v", e.Cell, formula, err)
		}
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
