package layout

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/xlsxtest"
)

// TestFixtures builds each fixture from its specification, and reads it.
func TestFixtures(t *testing.T) {
	t.Parallel()
	const dir = "../../../fixtures/questionnaires"
	want := map[string]int{
		"acme-vendor-assessment.xlsx": 61, "globex-tick-columns.xlsx": 18, "initech-formula-questions.xlsx": 12,
		"hooli-lieferantenfragebogen.xlsx": 13, "umbrella-rfp.csv": 10, "decoy-employee-register.xlsx": 0,
	}
	got := map[string]int{}
	specs := 0
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		path := filepath.Join(dir, f.Name())
		if base, ok := strings.CutSuffix(path, ".spec.txt"); ok {
			specs++
			checkBuilt(t, path, base+".xlsx")
			continue
		}
		if ext := filepath.Ext(path); ext != ".xlsx" && ext != ".csv" {
			continue
		}
		if _, ours := want[f.Name()]; !ours {
			continue // fixtures of other packages' tests
		}
		q, err := Read(context.Background(), path, Options{Lexicon: testLexicon(t)})
		if err != nil {
			t.Errorf("%s: %v", f.Name(), err)
			continue
		}
		got[f.Name()] = len(q.Questions)
	}
	if diff := cmp.Diff(want, got); diff != "" || specs < 5 {
		t.Errorf("questions (-want +got), %d specifications:\n%s", specs, diff)
	}
}

func checkBuilt(t *testing.T, spec, book string) {
	t.Helper()
	text, err := os.ReadFile(spec)
	if err != nil {
		t.Fatal(err)
	}
	built, err := xlsxtest.Build(string(text))
	if err != nil {
		t.Fatalf("%s: %v", spec, err)
	}
	have, err := os.ReadFile(book)
	if err != nil || !bytes.Equal(built, have) {
		t.Errorf("%s is not what its specification gives (%v); run mkxlsx", book, err)
	}
}
