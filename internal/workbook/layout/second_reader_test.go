package layout

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/grids"
	"candor/internal/xlsxtest"
)

// TestSecondReader compares our cells with those that excelize reads, on every
// layout: two readers that share no code must see the same texts.
func TestSecondReader(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/layouts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			spec, _, _ := strings.Cut(string(text), "-- want --\n")
			data, err := xlsxtest.Build(spec)
			if err != nil {
				t.Fatal(err)
			}
			b, err := grids.Load(context.Background(), data, bounds.Limits{}.OrDefaults())
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range b.Sheets {
				ours := map[string]string{}
				for _, r := range g.Rows {
					for _, c := range r.Cells {
						if cellref.Trim(c.Text) != "" {
							ours[cellref.Pos{Row: r.Num, Col: int(c.Col)}.String()] = c.Text
						}
					}
				}
				if diff := cmp.Diff(excelizeCells(t, data, g.Name), ours); diff != "" {
					t.Errorf("sheet %q (-excelize +ours):\n%s", g.Name, diff)
				}
			}
		})
	}
}

func excelizeCells(t *testing.T, data []byte, sheet string) map[string]string {
	t.Helper()
	f, err := excelize.OpenFile(writeFile(t, "x.xlsx", data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for i, row := range rows {
		for j, text := range row {
			if cellref.Trim(text) != "" {
				out[cellref.Pos{Row: i + 1, Col: j + 1}.String()] = text
			}
		}
	}
	return out
}

// BenchmarkExcelizeRoundTrip is what a whole fill is measured against.
func BenchmarkExcelizeRoundTrip(b *testing.B) {
	path := "../../../fixtures/questionnaires/acme-vendor-assessment.xlsx"
	lex := testLexicon(b)
	b.Run("excelize", func(b *testing.B) {
		for b.Loop() {
			f, err := excelize.OpenFile(path)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := f.GetRows("Assessment"); err != nil {
				b.Fatal(err)
			}
			if err := f.SaveAs(filepath.Join(b.TempDir(), "o.xlsx")); err != nil {
				b.Fatal(err)
			}
			if err := f.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			if _, err := Read(context.Background(), path, Options{Lexicon: lex}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
