package workbook

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"candor/internal/questionnaire"

	"github.com/google/go-cmp/cmp"
)

const verifySheet = `<dimension ref="A1:C2"/><cols><col min="3" max="3" style="3"/></cols><sheetData><row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"/></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2*2</f><v>2</v></c></row></sheetData><sheetProtection sheet="0" formatCells="0"/><dataValidations count="1"><dataValidation type="list" sqref="B1"><formula1>"Yes,No"</formula1></dataValidation></dataValidations>`

// Each way to spoil a written file must show in the proof.
func TestVerifyFindsEachChange(t *testing.T) {
	t.Parallel()
	in := newTestParts(verifySheet)
	good := newTestParts(strings.Replace(verifySheet, `<c r="B1" s="1"/>`, `<c r="B1" s="1" t="inlineStr"><is><t>Yes</t></is></c>`, 1))
	sheet := good[4].text
	change := func(old, with string) testParts {
		if !strings.Contains(sheet, old) {
			t.Fatalf("nothing to replace: %s", old)
		}
		return good.with("xl/worksheets/sheet1.xml", strings.Replace(sheet, old, with, 1))
	}
	tests := []struct {
		name string
		out  testParts
		want string
	}{
		{"as it should be", good, ""},
		{"another answer", change("Yes</t>", "No</t>"), "B1: does not hold its answer"},
		{"style of the answer", change(`r="B1" s="1"`, `r="B1" s="2"`), "B1: more than its value changed"},
		{"another cell", change(`<c r="A2"><v>1</v>`, `<c r="A2"><v>2</v>`), "A2: changed and not allowed to"},
		{"type of another cell", change(`<c r="A2">`, `<c r="A2" t="str">`), "A2: changed and not allowed to"},
		{"formula gone", change(`<f>A2*2</f>`, ``), "B2: the cell with a formula changed"},
		{"cached value", change(`<v>2</v>`, `<v>3</v>`), "B2: the cell with a formula changed"},
		{"cell gone", change(`<c r="A2"><v>1</v></c>`, ``), "A2: the cell is gone"},
		{"cell added", change(`<row r="2">`, `<row r="2" >`), ""},
		{"new cell", change(`<v>2</v></c></row>`, `<v>2</v></c><c r="C2" s="3"><v>9</v></c></row>`), "C2: changed and not allowed to"},
		{"new row", change(`</sheetData>`, `<row r="3"><c r="A3"/></row></sheetData>`), "A3: changed and not allowed to"},
		{"new empty row", change(`</sheetData>`, `<row r="3"/></sheetData>`), "rows:"},
		{"row gone", change(`<row r="1" spans="1:3">`, `<row r="3" spans="1:3">`), ""},
		{"row attribute", change(`<row r="2">`, `<row r="2" hidden="1">`), "row 2"},
		{"spans", change(`spans="1:3"`, `spans="1:4"`), "row 1"},
		{"dimension", change(`ref="A1:C2"`, `ref="A1:C3"`), "dimension"},
		{"protection", change(`formatCells="0"`, `formatCells="1"`), "outside the cells"},
		{"validation", change(`Yes,No"</formula1>`, `Yes,No,x"</formula1>`), "outside the cells"},
		{"column", change(`style="3"`, `style="2"`), "outside the cells"},
		{"end cut off", change(`</dataValidations>`, ``), "!"},
		{"text between rows", change(`</row><row r="2">`, `</row> <row r="2">`), "rows:"},
		{"styles", good.with("xl/styles.xml", testStyles+" "), `part "xl/styles.xml" changed`},
		{"strings", good.with("xl/sharedStrings.xml", strings.Replace(testStrings, "Question", "Q", 1)), `part "xl/sharedStrings.xml" changed`},
		{"part added", good.with("xl/extra.xml", "<a/>"), "parts became"},
		{"part gone", good[:7], "parts became"},
		{"part renamed", append(append(testParts{}, good[:7]...), testPart{"docProps/core.xml", good[7].text}), "stands at its place"},
		{"sheet renamed", good.with("xl/workbook.xml", strings.Replace(testBook, `name="Q"`, `name="R"`, 1)), "recalculation flag"},
		{"recalculation", good.with("xl/workbook.xml", strings.Replace(testBook, `</sheets>`, `</sheets><calcPr fullCalcOnLoad="1"/>`, 1)), ""},
		{"calculation mode", good.with("xl/workbook.xml", strings.Replace(testBook, `</sheets>`, `</sheets><calcPr calcMode="manual" fullCalcOnLoad="1"/>`, 1)), "recalculation flag"},
	}
	inPath := in.file(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			proof, err := Verify(t.Context(), inPath, tt.out.file(t), []questionnaire.Edit{edit("B1", "Yes")})
			got := strings.Join(proof.Faults, "; ")
			switch tt.name {
			case "row gone", "end cut off":
				if err == nil && proof.OK {
					t.Error("no fault")
				}
				return
			}
			if err != nil || (tt.want == "") != proof.OK || !strings.Contains(got, tt.want) {
				t.Errorf("proof %v %q (%v), want %q", proof.OK, got, err, tt.want)
			}
		})
	}
}

func TestVerifyHeaders(t *testing.T) {
	t.Parallel()
	parts := newTestParts(`<sheetData/>`)
	in := parts.file(t)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if i == 2 {
			h.Comment = "other"
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	proof, err := Verify(t.Context(), in, writeTemp(t, "out.xlsx", b.Bytes()), nil)
	want := []string{`part "xl/workbook.xml": its header changed`}
	if err != nil || cmp.Diff(want, proof.Faults) != "" {
		t.Errorf("%v %v", proof, err)
	}
}

func TestDiffListsCells(t *testing.T) {
	t.Parallel()
	in := newTestParts(verifySheet).file(t)
	_, out := proved(t, in, true, edit("B1", "Yes"), edit("A1", "x"), edit("C9", "1"))
	got, proof, err := Diff(t.Context(), in, out)
	if err != nil || !proof.OK || proof.CellsChanged != 3 {
		t.Fatalf("%+v, %v", proof, err)
	}
	want := []CellChange{{Sheet: "Q", Cell: "A1", Before: "Question", After: "x"}, {Sheet: "Q", Cell: "B1", Before: "", After: "Yes"}, {Sheet: "Q", Cell: "C9", Before: "", After: "1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"}, proof.PartsChanged); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

func TestVerifyFaultsAreBounded(t *testing.T) {
	t.Parallel()
	rows := func(v string) string {
		return `<sheetData>` + strings.Repeat(`<row><c><v>`+v+`</v></c></row>`, 500) + `</sheetData>`
	}
	proof, err := Verify(t.Context(), newTestParts(rows("1")).file(t), newTestParts(rows("2")).file(t), []questionnaire.Edit{edit("A1", "2")})
	if err != nil || proof.OK || len(proof.Faults) != 50 || proof.Faults[49] != "and more" {
		t.Errorf("%d faults, %v", len(proof.Faults), err)
	}
}
