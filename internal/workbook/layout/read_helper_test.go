package layout

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"candor/internal/questionnaire"
	"candor/internal/workbook/vocab"
	"candor/internal/xlsxtest"
)

func testLexicon(t testing.TB) *vocab.Lexicon {
	t.Helper()
	l, err := vocab.LoadLexicon(os.DirFS("../../../knowledgebase"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// buildFile writes the workbook of a specification into a fresh folder.
func buildFile(t testing.TB, name, spec string) string {
	t.Helper()
	data, err := xlsxtest.Build(spec)
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, name, data)
}

func writeFile(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readSpec(t testing.TB, spec string, opt Options) *questionnaire.Questionnaire {
	t.Helper()
	if opt.Lexicon == nil {
		opt.Lexicon = testLexicon(t)
	}
	q, err := Read(context.Background(), buildFile(t, "in.xlsx", spec), opt)
	if err != nil {
		t.Fatal(err)
	}
	return q
}
