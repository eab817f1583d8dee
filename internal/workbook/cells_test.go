package workbook_test

import (
	"os"
	"path/filepath"
	"testing"

	"candor/internal/workbook"
	"candor/internal/xlsxtest"

	"github.com/google/go-cmp/cmp"
)

func TestReadCells(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, err := xlsxtest.Build("sheet One\n| a | b\n| | c\nsheet Two\n| d\n")
	if err != nil {
		t.Fatal(err)
	}
	book, csv := filepath.Join(dir, "x.xlsx"), filepath.Join(dir, "y.csv")
	for path, content := range map[string][]byte{book: data, csv: []byte("a,b\n,c\n")} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := workbook.ReadCells(t.Context(), book)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{c.Text("One", "A1"), c.Text("One", "b2"), c.Text("Two", "A1"), c.Text("Two", "B2"), c.Text("None", "A1"), c.Text("One", "?")}
	if diff := cmp.Diff([]string{"a", "c", "d", "", "", ""}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[int]string{1: "b", 2: "c"}, c.Column("One", "B")); diff != "" {
		t.Error(diff)
	}
	if c, err = workbook.ReadCells(t.Context(), csv); err != nil || c.Text(c.Sheets[0], "B2") != "c" {
		t.Errorf("csv: %+v, %v", c, err)
	}
	if _, err := workbook.ReadCells(t.Context(), filepath.Join(dir, "z.xlsx")); err == nil {
		t.Error("a file that is not there was read")
	}
}
