package workbook

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

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
			b, err := loadBook(context.Background(), data, Limits{}.orDefaults())
			if err != nil {
				t.Fatal(err)
			}
			for _, g := range b.grids {
				ours := map[string]string{}
				for _, r := range g.rows {
					for _, c := range r.cells {
						if trim(c.text) != "" {
							ours[pos{r.num, int(c.col)}.String()] = c.text
						}
					}
				}
				if diff := cmp.Diff(excelizeCells(t, data, g.name), ours); diff != "" {
					t.Errorf("sheet %q (-excelize +ours):\n%s", g.name, diff)
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
			if trim(text) != "" {
				out[pos{i + 1, j + 1}.String()] = text
			}
		}
	}
	return out
}

// BenchmarkExcelizeRoundTrip is what a whole fill is measured against.
func BenchmarkExcelizeRoundTrip(b *testing.B) {
	path := "../../fixtures/questionnaires/acme-vendor-assessment.xlsx"
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
			if _, err := Read(context.Background(), path, ReadOptions{Lexicon: lex}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
