package layout

import (
	"context"
	"strings"
	"testing"

	"candor/internal/xlsxtest"

	"github.com/google/go-cmp/cmp"
)

// TestDamageIsAnError damages parts in ways that spreadsheet libraries read as
// blank cells. The reading must be an error or the same as before.
func TestDamageIsAnError(t *testing.T) {
	t.Parallel()
	sheet := "xl/worksheets/sheet1.xml"
	rows := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c></row><row r="3"><c r="A3" t="s"><v>3</v></c></row>`
	for _, tc := range []struct{ name, part, old, replacement, want string }{
		{"no shared string", sheet, "<v>3</v>", "<v>99</v>", "shared string"},
		{"negative shared string", sheet, "<v>3</v>", "<v>-1</v>", "shared string"},
		{"unknown type", sheet, `<c r="A3" t="s">`, `<c r="A3" t="zz">`, "unknown type"},
		{"not a number", sheet, `<c r="A3" t="s"><v>3</v>`, `<c r="A3"><v>three</v>`, "no number"},
		{"cut short", sheet, `<row r="3">`, ``, "closes nothing"},
		{"cell in another row", sheet, `r="A3"`, `r="A7"`, "stands in row"},
		{"cell twice", sheet, `r="B1"`, `r="A1"`, "twice"},
		{"row twice", sheet, `<row r="3"><c r="A3"`, `<row r="2"><c r="A2"`, "twice"},
		{"rows out of order", sheet, `<row r="2">`, `<row r="4"></row><row r="2">`, "out of order"},
		{"no character", sheet, "<v>3</v>", "<v>&#xFFFF;</v>", "reference"},
		{"unknown entity", sheet, "<v>3</v>", "<v>&x;</v>", "reference"},
		{"control character", sheet, "<v>3</v>", "<v>3\x01</v>", "not allowed"},
		{"two roots", sheet, "</worksheet>", "</worksheet><a/>", "second root"},
		{"text behind", sheet, "</worksheet>", "</worksheet>x", "outside"},
		{"attribute twice", sheet, `r="A3" t="s"`, `r="A3" t="s" t="n"`, "twice"},
		{"another root", sheet, "worksheet", "chartsheet", "holds"},
		{"data twice", sheet, "</sheetData>", "</sheetData><sheetData/>", "twice"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			body := xlsxtest.SheetXML(rows)
			if !strings.Contains(body, tc.old) {
				t.Fatalf("%q is not in the part", tc.old)
			}
			data := xlsxtest.Repack(t, xlsxtest.Small, map[string]string{tc.part: strings.Replace(body, tc.old, tc.replacement, map[bool]int{true: -1, false: 1}[tc.name == "another root"])})
			_, err := Read(context.Background(), writeFile(t, "x.xlsx", data), Options{Lexicon: testLexicon(t)})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want an error saying %q", err, tc.want)
			}
		})
	}
	for _, part := range []string{"xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", sheet, "xl/_rels/workbook.xml.rels", "_rels/.rels"} {
		if _, err := Read(context.Background(), writeFile(t, "x.xlsx", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{part: ""})), Options{Lexicon: testLexicon(t)}); err == nil {
			t.Errorf("a workbook without %s was read", part)
		}
	}
}

// TestOddButSound holds forms of XML that mean the same.
func TestOddButSound(t *testing.T) {
	t.Parallel()
	plain := readSpec(t, xlsxtest.Small, Options{})
	for name, body := range map[string]string{
		"inline strings":   xlsxtest.SheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>Question</t></is></c><c r="B1" t="inlineStr"><is><r><t>Ans</t></r><r><t>wer</t></r><rPh><t>x</t></rPh></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Is there a policy?</t></is></c></row><row r="3"><c r="A3" t="str"><f>1</f><v>Is it reviewed?</v></c></row>`),
		"no references":    xlsxtest.SheetXML(`<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c></row><row><c t="s"><v>3</v></c></row>`),
		"prefix":           `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="s"><x:v>2</x:v></x:c></x:row><x:row r="3"><x:c r="A3" t="s"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
		"mark and comment": "\ufeff<?xml version='1.0'?><!-- a > b -->" + xlsxtest.SheetXML(`<row r='1' ><c r="A1" t="s" ><v>0</v></c><c r="B1" t="s"><v ><![CDATA[1]]></v></c></row ><row r="2"><c r="A2" t="s"><v>&#50;</v></c></row><row r="3"><c r="A3" t="s"><v>3</v></c></row>`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := xlsxtest.Repack(t, xlsxtest.Small, map[string]string{"xl/worksheets/sheet1.xml": body})
			q, err := Read(context.Background(), writeFile(t, "in.xlsx", data), Options{Lexicon: testLexicon(t)})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(plain.Questions, q.Questions); diff != "" {
				t.Errorf("questions (-plain +%s):\n%s", name, diff)
			}
		})
	}
}
