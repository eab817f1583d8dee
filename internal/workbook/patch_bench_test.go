package workbook

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"candor/internal/questionnaire"

	"github.com/xuri/excelize/v2"
)

// benchBook is a questionnaire of so many rows with five columns, the fourth
// and fifth of which are blank.
func benchBook(b *testing.B, rows int) (string, []questionnaire.Edit) {
	b.Helper()
	var s strings.Builder
	s.WriteString(`<dimension ref="A1:E` + strconv.Itoa(rows) + `"/><sheetData>`)
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&s, `<row r="%d" spans="1:5"><c r="A%d"><v>%d</v></c><c r="B%d" t="s" s="3"><v>2</v></c><c r="C%d" t="inlineStr"><is><t>Encryption</t></is></c><c r="D%d" s="1"/><c r="E%d" s="2"/></row>`, r, r, r, r, r, r, r)
	}
	s.WriteString(`</sheetData>`)
	var edits []questionnaire.Edit
	for r := 1; r <= rows; r += max(1, rows/300) {
		edits = append(edits, edit("D"+strconv.Itoa(r), "Yes"), edit("E"+strconv.Itoa(r), "All customer data is encrypted at rest."))
	}
	return newTestParts(s.String()).file(b), edits
}

func benchRows(b *testing.B, run func(b *testing.B, path string, edits []questionnaire.Edit)) {
	b.Helper()
	for _, rows := range []int{300, 10_000, 100_000} {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			path, edits := benchBook(b, rows)
			b.ReportAllocs()
			b.ResetTimer()
			run(b, path, edits)
		})
	}
}

func BenchmarkPatch(b *testing.B) {
	benchRows(b, func(b *testing.B, path string, edits []questionnaire.Edit) {
		b.Helper()
		for b.Loop() {
			if _, err := Write(b.Context(), path, edits, false, io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkExcelizeSave is what Patch replaces: open, set, save.
func BenchmarkExcelizeSave(b *testing.B) {
	benchRows(b, func(b *testing.B, path string, edits []questionnaire.Edit) {
		b.Helper()
		for b.Loop() {
			f, err := excelize.OpenFile(path)
			if err != nil {
				b.Fatal(err)
			}
			for _, e := range edits {
				if err := f.SetCellStr(e.Sheet, e.Cell, e.Value); err != nil {
					b.Fatal(err)
				}
			}
			if _, err := f.WriteTo(io.Discard); err != nil {
				b.Fatal(err)
			}
			if err := f.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	benchRows(b, func(b *testing.B, path string, edits []questionnaire.Edit) {
		b.Helper()
		res, out := patched(b, path, false, edits...)
		b.ResetTimer()
		for b.Loop() {
			proof, err := Verify(b.Context(), path, out, res.Written)
			if err != nil || !proof.OK {
				b.Fatal(proof, err)
			}
		}
	})
}
