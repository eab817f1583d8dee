package layout

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/workbook/vocab"
	"candor/internal/xlsxtest"
)

// FuzzSheetXML puts any text for a sheet into a sound workbook. Reading ends
// with an error or with every row accounted for, which readSheets checks, and
// never beyond its limits.
func FuzzSheetXML(f *testing.F) {
	f.Add(xlsxtest.SheetXML(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c></row>`))
	f.Add(xlsxtest.SheetXML(`<row r="1048576"><c r="XFD1048576"/></row>`))
	f.Add(strings.Replace(xlsxtest.SheetXML(`<row><c t="inlineStr"><is><t>Is it?</t></is></c></row>`), "</worksheet>", `<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><dataValidations><dataValidation type="list" sqref="A:XFD"><formula1>A1:XFD1048576</formula1></dataValidation></dataValidations></worksheet>`, 1))
	base := xlsxtest.Repack(f, xlsxtest.Small, nil)
	lex := testLexicon(f)
	f.Fuzz(func(t *testing.T, body string) {
		checkSheet(t, lex, base, body)
	})
}

func checkSheet(t *testing.T, lex *vocab.Lexicon, base []byte, body string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(base), int64(len(base)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range z.File {
		if m.Name != "xl/worksheets/sheet1.xml" {
			if err := w.Copy(m); err != nil {
				t.Fatal(err)
			}
		}
	}
	p, err := w.CreateHeader(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml"})
	if err == nil {
		_, err = io.WriteString(p, body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.xlsx")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	q, err := Read(context.Background(), path, Options{Lexicon: lex})
	if err != nil {
		if strings.Contains(err.Error(), "rows with text") || strings.Contains(err.Error(), "counted twice") {
			t.Errorf("rows were lost: %v", err)
		}
		return
	}
	if n := q.Sheets[0].Questions; n != len(q.Questions) {
		t.Errorf("the sheet says %d questions, there are %d", n, len(q.Questions))
	}
}

// FuzzGrid reads any table of texts: fields are cut at tabs, rows at line ends.
func FuzzGrid(f *testing.F) {
	f.Add("Question\tAnswer\nIs it?\t\n")
	f.Add("No\tQuestion\tYes\tNo\tNotes\n1\tDo you?\tx\t\t\nHeading\n2\tIf yes, how?\t\t\t\n")
	f.Add("A\tB\tC\n\n\nCompany name:\t\n")
	lex := testLexicon(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 || strings.ContainsRune(text, 0) {
			return
		}
		path := filepath.Join(t.TempDir(), "g.tsv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		q, err := Read(context.Background(), path, Options{Lexicon: lex, AppendColumn: true})
		if err != nil {
			if strings.Contains(err.Error(), "rows with text") || strings.Contains(err.Error(), "counted twice") {
				t.Errorf("rows were lost: %v", err)
			}
			return
		}
		seen := map[string]bool{}
		for _, x := range q.Questions {
			if x.Text == "" || seen[x.Ref] {
				t.Errorf("question %q has text %q, or is there twice", x.Ref, x.Text)
			}
			seen[x.Ref] = true
			for _, s := range x.Slots {
				if strings.SplitN(x.Ref, "!", 2)[1] == s.Cell {
					t.Errorf("%s: the answer would go over the question", x.Ref)
				}
			}
		}
	})
}

func BenchmarkReadWorkbook(b *testing.B) {
	lex := testLexicon(b)
	for _, n := range []int{100, 1000, 5000, 100_000} {
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			var spec strings.Builder
			spec.WriteString("sheet Q\n|* ID | Question | Response | Comments | Evidence\n")
			for i := range n {
				fmt.Fprintf(&spec, "| %d | Do you review the access rights of system %d at least every quarter? | | | \n", i+1, i+1)
			}
			fmt.Fprintf(&spec, "list C2:C%d Yes,No,N/A\n", n+1)
			path := buildFile(b, "in.xlsx", spec.String())
			b.ReportAllocs()
			for b.Loop() {
				q, err := Read(context.Background(), path, Options{Lexicon: lex})
				if err != nil || len(q.Questions) != n {
					b.Fatalf("%d questions, %v", len(q.Questions), err)
				}
			}
		})
	}
}
