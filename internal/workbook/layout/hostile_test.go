package layout

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/internal/workbook/bounds"
	"candor/internal/xlsxtest"
)

// TestHostileRanges holds the reader to seconds on ranges made to hurt: whole
// sheets, thousands that overlap, lists over everything.
func TestHostileRanges(t *testing.T) {
	t.Parallel()
	rows := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c></row><row r="3"><c r="A3" t="s"><v>3</v></c></row>`
	sheet := func(tail string) string {
		return strings.Replace(xlsxtest.SheetXML(rows), "</worksheet>", tail+"</worksheet>", 1)
	}
	var merges, tall, rules strings.Builder
	for i := range 30_000 {
		fmt.Fprintf(&merges, `<mergeCell ref="H%d:I%d"/>`, i+1, i+150)
		fmt.Fprintf(&rules, `<dataValidation type="list" sqref="B1:B1048576 N1:XFD1048576"><formula1>Q!$A$1:$XFD$1048576</formula1></dataValidation>`)
		if i < 3000 {
			fmt.Fprintf(&tall, `<mergeCell ref="H1:I%d"/>`, 5000+i)
		}
	}
	for _, tc := range []struct {
		name, tail string
		want       error
	}{
		{"a merge over everything", `<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`, nil},
		{"many merges", `<mergeCells>` + merges.String() + `</mergeCells>`, bounds.ErrTooLarge},
		{"many tall merges", `<mergeCells>` + tall.String() + `</mergeCells>`, bounds.ErrTooLarge},
		{"many rules", `<dataValidations>` + rules.String() + `</dataValidations>`, nil},
		{"a merge outside the sheet", `<mergeCells><mergeCell ref="A1:XFE5"/></mergeCells>`, bounds.ErrDamaged},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			path := writeFile(t, "x.xlsx", xlsxtest.Repack(t, xlsxtest.Small, map[string]string{"xl/worksheets/sheet1.xml": sheet(tc.tail)}))
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			_, err := Read(ctx, path, Options{Lexicon: testLexicon(t), Limits: bounds.Limits{Ratio: 100_000}})
			if !errors.Is(err, tc.want) || ctx.Err() != nil {
				t.Errorf("got %v, want %v (%v)", err, tc.want, ctx.Err())
			}
		})
	}
}
