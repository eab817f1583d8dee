package workbook

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func dumpOf(t *testing.T, path string) string {
	t.Helper()
	var b bytes.Buffer
	if err := Dump(t.Context(), path, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDump(t *testing.T) {
	t.Parallel()
	parts := newTestParts(`<dimension ref="A1"/><sheetViews><sheetView/></sheetViews><sheetData>`+
		`<row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1" s="4"/><c r="C1" s="3"/></row>`+
		`<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>a_x000D_b</t></is></c><c r="B2" t="b"><v>1</v></c><c r="C2"><f>A1&amp;"x"</f><v>3</v></c><c r="D2"><f t="array" ref="D2:D3">A1</f><v>4</v></c><c r="E2" t="e"><v>#N/A</v></c></row>`+
		`</sheetData><sheetProtection sheet="1" objects="1"/><mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells>`+
		`<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>A1=1</formula></cfRule></conditionalFormatting>`+
		`<dataValidations count="1"><dataValidation type="list" sqref="B1" allowBlank="1"><formula1>"Yes,No"</formula1></dataValidation></dataValidations>`+
		`<extLst><ext><x14:dataValidations xmlns:x14="u"><x14:dataValidation type="list"><xm:sqref>B2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>`).
		with("xl/workbook.xml", strings.Replace(testBook, `</sheets>`, `<sheet name="Lists" sheetId="2" state="hidden" r:id="rId1"/></sheets><definedNames><definedName name="yes">Lists!$A$1:$A$3</definedName></definedNames>`, 1)).
		with("xl/worksheets/_rels/sheet1.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments1.xml"/></Relationships>`).
		with("xl/comments1.xml", `<comments `+testNS+`><commentList><comment ref="A1" authorId="0"><text><t>see below</t></text></comment></commentList></comments>`)
	got := dumpOf(t, parts.file(t))
	want := `workbook
  definedNames
    definedName name="yes" "Lists!$A$1:$A$3"

sheet "Q"
  A1 "Do you encrypt?"
  B1 format=49 unlocked
  row 2 hidden
  A2 "a\rb"
  B2 TRUE
  C2 {A1&"x"} 3
  D2 {ref="D2:D3" t="array" A1} 4
  E2 #N/A
  sheetProtection objects="1" sheet="1"
  mergeCells count="1"
    mergeCell ref="A5:B6"
  conditionalFormatting sqref="A1"
    cfRule priority="1" type="expression"
      formula "A1=1"
  dataValidations count="1"
    dataValidation allowBlank="1" sqref="B1" type="list"
      formula1 "\"Yes,No\""
  extLst
    ext
      x14:dataValidations
        x14:dataValidation type="list"
          xm:sqref "B2"
comments xl/comments1.xml
  commentList
    comment authorId="0" ref="A1"
      text
        t "see below"

sheet "Lists" hidden
`
	head, tail, _ := strings.Cut(got, "sheet \"Lists\" hidden\n")
	if diff := cmp.Diff(want, head+"sheet \"Lists\" hidden\n"); diff != "" {
		t.Errorf("dump (-want +got):\n%s", diff)
	}
	_, tail, _ = strings.Cut(tail, "\nparts\n")
	if n := strings.Count(tail, " bytes sha256:"); n != len(parts) {
		t.Errorf("%d parts listed, want %d:\n%s", n, len(parts), tail)
	}
}

func TestDumpIsTheSameTwice(t *testing.T) {
	t.Parallel()
	in := newTestParts(verifySheet).file(t)
	if diff := cmp.Diff(dumpOf(t, in), dumpOf(t, in)); diff != "" {
		t.Error(diff)
	}
	_, out := proved(t, in, false, edit("B1", "Yes"))
	diff := cmp.Diff(strings.Split(dumpOf(t, in), "\n"), strings.Split(dumpOf(t, out), "\n"))
	for _, want := range []string{`B1 "Yes"`, `calcPr fullCalcOnLoad="1"`} {
		if !strings.Contains(strings.ReplaceAll(diff, "\\", ""), want) {
			t.Errorf("%s does not show in\n%s", want, diff)
		}
	}
}

func TestDumpDelimited(t *testing.T) {
	t.Parallel()
	got := dumpOf(t, writeTemp(t, "q.csv", []byte("Q;A\n\nx;\"a\nb\"\n")))
	want := "delimiter \";\"\nA1 \"Q\"\nB1 \"A\"\nA3 \"x\"\nB3 \"a\\nb\"\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dump (-want +got):\n%s", diff)
	}
}

func TestDumpDamaged(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"x.xlsx": []byte("no zip"), "y.xlsx": nil, "z.csv": []byte("a,\"b")} {
		if err := Dump(t.Context(), writeTemp(t, name, data), &bytes.Buffer{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
