package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/questionnaire"
	"candor/internal/workbook/bounds"
	"candor/internal/workbook/opc"
)

const (
	testSheetNS  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	testStrictNS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	testTypes    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`
	testRootRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	testBook     = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Q" sheetId="1" r:id="rId1"/></sheets></workbook>`
	testBookRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	// Styles: 0 general locked, 1 unlocked, 2 text, 3 bold, 4 text unlocked.
	testStyles  = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyProtection="1"><protection locked="0"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"><protection locked="false"/></xf></cellXfs></styleSheet>`
	testStrings = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Question</t></si><si><t></t></si><si><r><t>Do you </t></r><r><t>encrypt?</t></r></si></sst>`
	testNS      = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
)

// testParts is a small workbook as its members, in zip order.
type testParts []testPart

type testPart struct{ name, text string }

// newTestParts makes a one-sheet workbook around the inside of <worksheet>.
func newTestParts(inside string) testParts {
	return testParts{
		{"[Content_Types].xml", testTypes},
		{"_rels/.rels", testRootRels},
		{"xl/workbook.xml", testBook},
		{"xl/_rels/workbook.xml.rels", testBookRels},
		{"xl/worksheets/sheet1.xml", `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<worksheet ` + testNS + `>` + inside + `</worksheet>`},
		{"xl/styles.xml", testStyles},
		{"xl/sharedStrings.xml", testStrings},
		{"docProps/app.xml", `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`},
	}
}

// with replaces a part, or adds it.
func (p testParts) with(name, text string) testParts {
	out := append(testParts{}, p...)
	for i := range out {
		if out[i].name == name {
			out[i].text = text
			return out
		}
	}
	return append(out, testPart{name, text})
}

func (p testParts) bytes(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range p {
		f, err := w.Create(part.name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func (p testParts) file(tb testing.TB) string {
	tb.Helper()
	return writeTemp(tb, "in.xlsx", p.bytes(tb))
}

func writeTemp(tb testing.TB, name string, data []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// patched writes the edits and gives the result and the new file.
func patched(tb testing.TB, in string, overwrite bool, edits ...questionnaire.Edit) (Result, string) {
	tb.Helper()
	var b bytes.Buffer
	res, err := Write(tb.Context(), in, edits, overwrite, &b)
	if err != nil {
		tb.Fatalf("Write: %v", err)
	}
	return res, writeTemp(tb, "out"+filepath.Ext(in), b.Bytes())
}

// proved is patched, with the proof that nothing else changed.
func proved(tb testing.TB, in string, overwrite bool, edits ...questionnaire.Edit) (Result, string) {
	tb.Helper()
	res, out := patched(tb, in, overwrite, edits...)
	proof, err := Verify(tb.Context(), in, out, res.Written)
	if err != nil || !proof.OK {
		tb.Fatalf("Verify: %v, %+v\n%s", err, proof, member1(tb, out))
	}
	return res, out
}

// member1 is the XML of the first sheet of a file made by newTestParts.
func member1(tb testing.TB, path string) string {
	tb.Helper()
	if bounds.IsDelimited(path) {
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		return string(data)
	}
	return partText(tb, path, "xl/worksheets/sheet1.xml")
}

func partText(tb testing.TB, path, part string) string {
	tb.Helper()
	p, err := opc.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	data, err := p.Part(part)
	if err != nil {
		tb.Fatal(err)
	}
	if err := p.Close(); err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// insideOf cuts the XML down to what newTestParts was given.
func insideOf(xml string) string {
	_, rest, _ := strings.Cut(xml, "<worksheet "+testNS+">")
	return strings.TrimSuffix(rest, "</worksheet>")
}

func edit(cell, value string) questionnaire.Edit {
	return questionnaire.Edit{Sheet: "Q", Cell: cell, Value: value}
}
