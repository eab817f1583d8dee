package workbook

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/delimited"
)

// drawSheet makes the inside of a worksheet in the many forms that writers use.
// With mixed, elements without number also follow numbered ones, which excelize
// misplaces.
func drawSheet(t *rapid.T, mixed bool) string {
	var b strings.Builder
	b.WriteString(rapid.SampledFrom([]string{"", `<dimension ref="A1:C3"/>`, `<dimension ref="B2"/>`, `<dimension ref=""/>`}).Draw(t, "dimension"))
	b.WriteString(rapid.SampledFrom([]string{"", `<cols><col min="1" max="2" style="1"/><col min="3" max="16384" style="3"/></cols>`}).Draw(t, "cols"))
	rows := rapid.SliceOfNDistinct(rapid.IntRange(1, 9), 0, 6, rapid.ID).Draw(t, "rows")
	slices.Sort(rows)
	if len(rows) == 0 {
		return b.String() + "<sheetData/>" + drawTail(t)
	}
	b.WriteString("<sheetData>")
	last := 0
	for i, r := range rows {
		num := fmt.Sprintf(` r="%d"`, r)
		if (r == i+1 || mixed && r == last+1) && rapid.Bool().Draw(t, "implicit row") {
			num = ""
		}
		last = r
		more := rapid.SampledFrom([]string{"", ` spans="1:3"`, ` s="3" customFormat="1"`, ` hidden="1"`}).Draw(t, "row attributes")
		b.WriteString("<row" + num + more + drawCells(t, r, mixed))
	}
	return b.String() + "</sheetData>" + drawTail(t)
}

func drawCells(t *rapid.T, row int, mixed bool) string {
	cols := rapid.SliceOfNDistinct(rapid.IntRange(1, 6), 0, 5, rapid.ID).Draw(t, "columns")
	slices.Sort(cols)
	if len(cols) == 0 && rapid.Bool().Draw(t, "closed row") {
		return "/>"
	}
	out := ">"
	last := 0
	for i, c := range cols {
		name := fmt.Sprintf(` r="%s"`, cellref.Pos{Row: row, Col: c})
		if (c == i+1 || mixed && c == last+1) && rapid.Bool().Draw(t, "implicit cell") {
			name = ""
		}
		last = c
		out += rapid.SampledFrom([]string{"", " ", "\n"}).Draw(t, "space") + "<c" + name + rapid.SampledFrom([]string{
			`/>`, ` s="1"/>`, `></c>`, ` t="s"><v>0</v></c>`, ` t="s" s="2"><v>1</v></c>`, ` s='3' t='inlineStr'><is><t>old</t></is></c>`,
			`><f>1+1</f><v>2</v></c>`, `><v>7</v></c>`, ` t="b"><v>1</v></c>`, ` t="str"><f>"a"</f><v>a</v></c>`,
			` t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r></is></c>`, ` vm="1" t="e"><v>#N/A</v></c>`,
		}).Draw(t, "cell")
	}
	return out + "</row>"
}

func drawTail(t *rapid.T) string {
	return rapid.SampledFrom([]string{
		"", `<mergeCells><mergeCell ref="A2:C3"/><mergeCell ref="D1:E1"/></mergeCells>`, `<sheetProtection sheet="1"/>`,
		`<dataValidations><dataValidation type="list" sqref="A1:C9"/></dataValidations>`, `<conditionalFormatting sqref="A1"/>`,
	}).Draw(t, "tail")
}

func drawText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"Yes", "No", "1", "0.5", "TRUE", "", "old", "=1", "_x0041_", "_x005F_", "]]>", "a\r\nb"}),
		rapid.String(),
		rapid.StringOfN(rapid.SampledFrom([]rune("_x0041F <&>\"'\n\t😀é")), 0, 40, -1),
	)
}

func drawEdits(t *rapid.T) []questionnaire.Edit {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) questionnaire.Edit {
		at := cellref.Pos{Row: rapid.IntRange(1, 11).Draw(t, "row"), Col: rapid.IntRange(1, 7).Draw(t, "col")}
		return edit(at.String(), drawText().Draw(t, "text"))
	}), 0, 8).Draw(t, "edits")
}

// file writes into a folder of its own, since rapid runs one test many times.
func propFile(t *rapid.T, dir, name string, data []byte) string {
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Filling changes nothing outside the slots, and filling a filled file changes
// nothing at all.
func TestPropertyOnlyAnswersChange(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		in := propFile(rt, dir, "in.xlsx", newTestParts(drawSheet(rt, true)).bytes(t))
		edits, overwrite := drawEdits(rt), rapid.Bool().Draw(rt, "overwrite")
		var b, again bytes.Buffer
		res, err := Write(t.Context(), in, edits, overwrite, &b)
		if err != nil {
			rt.Fatal(err)
		}
		if len(res.Written)+len(res.Refused) != len(edits) {
			rt.Fatalf("%d edits, %d written, %d refused", len(edits), len(res.Written), len(res.Refused))
		}
		out := propFile(rt, dir, "out.xlsx", b.Bytes())
		proof, err := Verify(t.Context(), in, out, res.Written)
		if err != nil || !proof.OK {
			rt.Fatalf("proof %+v, %v", proof, err)
		}
		if _, err := Write(t.Context(), out, res.Written, overwrite, &again); err != nil {
			rt.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), again.Bytes()) {
			rt.Fatal("the second filling changed the file")
		}
	})
}

// Any text comes back as it was from a reader that is not ours, or is refused.
func TestPropertyTextReadsBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		in := propFile(rt, dir, "in.xlsx", newTestParts(drawSheet(rt, false)).bytes(t))
		var b bytes.Buffer
		res, err := Write(t.Context(), in, drawEdits(rt), true, &b)
		if err != nil {
			rt.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			rt.Fatal(err)
		}
		for _, e := range res.Written {
			got, err := f.GetCellValue("Q", e.Cell, excelize.Options{RawCellValue: true})
			if got == "1" && e.Value == "TRUE" {
				got = "TRUE"
			}
			if err != nil || got != e.Value {
				rt.Fatalf("%s: %q, want %q (%v)", e.Cell, got, e.Value, err)
			}
		}
		if err := f.Close(); err != nil {
			rt.Fatal(err)
		}
	})
}

// Fields of a CSV file that nobody wrote to keep their bytes.
func TestPropertyDelimited(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	field := rapid.SampledFrom([]string{"", "x", `"q"`, `""`, `"a,b"`, "\"a\nb\"", `"say ""x"""`, "é", " s "})
	rapid.Check(t, func(rt *rapid.T) {
		eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "eol")
		text := rapid.SampledFrom([]string{"", delimited.BOM}).Draw(rt, "mark") + "Q,I,A" + eol
		for range rapid.IntRange(0, 5).Draw(rt, "rows") {
			text += strings.Join(rapid.SliceOfN(field, 1, 4).Draw(rt, "fields"), ",") + eol
		}
		in := propFile(rt, dir, "in.csv", []byte(text))
		var b, again bytes.Buffer
		res, err := Write(t.Context(), in, drawEdits(rt), rapid.Bool().Draw(rt, "overwrite"), &b)
		if err != nil {
			rt.Fatal(err)
		}
		out := propFile(rt, dir, "out.csv", b.Bytes())
		proof, err := Verify(t.Context(), in, out, res.Written)
		if err != nil || !proof.OK {
			rt.Fatalf("%q → %q: %+v, %v", text, b.String(), proof, err)
		}
		if _, err := Write(t.Context(), out, res.Written, false, &again); err != nil || again.String() != b.String() {
			rt.Fatalf("second run: %v, %q", err, again.String())
		}
	})
}

// FuzzPatchSheet: a fuzzed sheet in a good zip gives an error, or a file whose
// proof holds.
func FuzzPatchSheet(f *testing.F) {
	for _, inside := range []string{
		`<sheetData/>`, verifySheet, `<sheetData><row><c/><c t="s"><v>1</v></c></row></sheetData>`,
		`<sheetData><row r="3" spans="1:2"><c r="C3"><is><t>a</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`,
	} {
		f.Add(newTestParts(inside)[4].text, "B2", "Yes")
	}
	f.Add(`<x:worksheet xmlns:x="`+testStrictNS+`"><x:sheetData/></x:worksheet>`, "A1", "_x0041_")
	f.Fuzz(func(t *testing.T, sheet, cell, text string) {
		dir := t.TempDir()
		in := filepath.Join(dir, "in.xlsx")
		if err := os.WriteFile(in, newTestParts("").with("xl/worksheets/sheet1.xml", sheet).bytes(t), 0o600); err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		res, err := Write(t.Context(), in, []questionnaire.Edit{edit(cell, text), edit("C3", "x")}, true, &b)
		if err != nil {
			if b.Len() > 0 {
				t.Fatal("an error, and bytes written")
			}
			return
		}
		out := filepath.Join(dir, "out.xlsx")
		if err := os.WriteFile(out, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		proof, err := Verify(t.Context(), in, out, res.Written)
		if err != nil || !proof.OK {
			t.Fatalf("%+v, %v", proof, err)
		}
	})
}
