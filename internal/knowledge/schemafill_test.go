package knowledge_test

import (
	"os"
	"path/filepath"
	"testing"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
)

// What fill really writes keeps to the schema: filled once, filled again when
// every cell is answered, and as a CSV.
func TestFilledRecordsMatchTheirSchema(t *testing.T) {
	t.Parallel()
	asOf := date.MustParse("2026-11-22")
	base, err := knowledge.Open(t.Context(), "", asOf)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sheet := filepath.Join(dir, "in.csv")
	if err := os.WriteFile(sheet, []byte("Question,Answer\nIs customer data encrypted at rest?,\nDo you hold a SOC 2 Type II report?,\nIs your hosting provider ISO 27001 certified?,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := filepath.Join(dir, "first.xlsx")
	schema := compileSchema(t, "run")
	for _, f := range [][2]string{
		{"../../fixtures/questionnaires/acme-vendor-assessment.xlsx", first},
		{first, filepath.Join(dir, "second.xlsx")},
		{sheet, filepath.Join(dir, "out.csv")},
	} {
		res, err := fill.Run(t.Context(), base, fill.Options{Input: f[0], Output: f[1], AsOf: asOf, Sharing: library.Public, Write: fill.WriteFilled, Version: "test"})
		if err != nil {
			t.Fatal(err)
		}
		record, err := os.ReadFile(res.RecordPath)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(schema, string(record)); err != nil {
			t.Errorf("%s: %v", filepath.Base(f[0]), err)
		}
	}
}
