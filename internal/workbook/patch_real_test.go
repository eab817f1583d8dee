//go:build realdata

package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"candor/internal/questionnaire"
	"candor/internal/workbook/opc"
)

// realFile is a workbook of the shared folder, which is no part of this
// repository.
func realFile(tb testing.TB, name string) string {
	tb.Helper()
	dir := os.Getenv("CANDOR_SHARED")
	if dir == "" {
		dir = "../../../shared/data"
	}
	for _, p := range []string{filepath.Join(dir, "questionnaires", name), filepath.Join(dir, "data", "questionnaires", name)} {
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	tb.Fatalf("no %s under %s; set CANDOR_SHARED", name, dir)
	return ""
}

// spread makes edits for n cells over all sheets, in columns that such forms
// answer in; many hit formulas, merges, locked cells and text.
func spread(tb testing.TB, path string, n int) []questionnaire.Edit {
	tb.Helper()
	p, err := opc.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			tb.Error(err)
		}
	}()
	var edits []questionnaire.Edit
	for row := 2; len(edits) < n; row++ {
		for _, s := range p.Sheets {
			for _, col := range "CDEFH" {
				edits = append(edits, questionnaire.Edit{Sheet: s.Name, Cell: fmt.Sprintf("%c%d", col, row), Value: fmt.Sprintf("Yes, row %d & <%c>.\nSecond line", row, col)})
			}
		}
	}
	return edits
}

func TestRealWorkbooksSurvive(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"CAIQ-4.0.3.xlsx", "HECVAT-4.1.4.xlsx", "review_checklist.xlsm", "Cuestionario_Gestion_del_Riesgo_Cadena_de_Suministro.xlsx", "acr_security_checklist.en.xlsx"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := realFile(t, name)
			res, out := proved(t, in, false, spread(t, in, 1500)...)
			why := map[questionnaire.Refusal]int{}
			for _, r := range res.Refused {
				why[r.Why]++
			}
			t.Logf("%d written, refused %v, parts changed %v", len(res.Written), why, res.PartsChanged)
			if len(res.Written) < 30 {
				t.Errorf("only %d cells written", len(res.Written))
			}
			wantPartsIntact(t, in, out)
			wantSameFeatures(t, in, out)
			wantSecondReading(t, out, res.Written)
			_, again := proved(t, out, false, res.Written...)
			sameFile(t, out, again)
		})
	}
}

// wantPartsIntact compares the members without any code of the package.
func wantPartsIntact(t *testing.T, in, out string) {
	t.Helper()
	x, y := unzipAll(t, in), unzipAll(t, out)
	if len(x) != len(y) {
		t.Fatalf("%d members became %d", len(x), len(y))
	}
	for i := range x {
		if x[i].name != y[i].name {
			t.Fatalf("member %d: %q became %q", i, x[i].name, y[i].name)
		}
		may := x[i].name == "xl/workbook.xml" || strings.HasPrefix(x[i].name, "xl/worksheets/sheet")
		if x[i].text != y[i].text && !may {
			t.Errorf("%s changed", x[i].name)
		}
	}
}

func unzipAll(t *testing.T, path string) testParts {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	var out testParts
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, testPart{f.Name, string(data)})
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}

// wantSameFeatures counts what other writers lose, in the bytes.
func wantSameFeatures(t *testing.T, in, out string) {
	t.Helper()
	x, y := unzipAll(t, in), unzipAll(t, out)
	total := map[string]int{}
	for i := range x {
		for _, mark := range []string{"<x14:dataValidation ", "<dataValidation ", "<conditionalFormatting", "<x14:conditionalFormatting", "<sheetProtection", "<mergeCell ", "<f>", "<f ", "<hyperlink ", "<drawing ", "<legacyDrawing ", "<control ", "<mc:AlternateContent"} {
			n, m := strings.Count(x[i].text, mark), strings.Count(y[i].text, mark)
			total[mark] += n
			if n != m {
				t.Errorf("%s: %d %s became %d", x[i].name, n, mark, m)
			}
		}
	}
	t.Logf("kept %v", total)
}

// wantSecondReading reads the written cells with excelize.
func wantSecondReading(t *testing.T, out string, written []questionnaire.Edit) {
	t.Helper()
	f, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range written {
		got, err := f.GetCellValue(e.Sheet, e.Cell, excelize.Options{RawCellValue: true})
		if err != nil || got != e.Value {
			t.Errorf("%s!%s holds %q (%v), want %q", e.Sheet, e.Cell, got, err, e.Value)
		}
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

// LibreOffice is the second opinion on the files as a whole.
func TestRealWorkbooksOpenInLibreOffice(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"CAIQ-4.0.3.xlsx", "HECVAT-4.1.4.xlsx", "review_checklist.xlsm"} {
		in := realFile(t, name)
		res, out := proved(t, in, false, spread(t, in, 600)...)
		sheet := res.Written[0].Sheet
		dir := t.TempDir()
		cmd := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
			"--headless", "--convert-to", "ods", "--outdir", dir, out)
		if msg, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, msg)
		}
		var content string
		for _, part := range unzipAll(t, filepath.Join(dir, strings.TrimSuffix(filepath.Base(out), filepath.Ext(out))+".ods")) {
			if part.name == "content.xml" {
				content = part.text
			}
		}
		found := 0
		for _, e := range res.Written {
			first, _, _ := strings.Cut(e.Value, "\n")
			var b bytes.Buffer
			b.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(first))
			if strings.Contains(content, b.String()) {
				found++
			}
		}
		if found != len(res.Written) {
			t.Errorf("%s: %d of %d answers found after conversion (first sheet %q)", name, found, len(res.Written), sheet)
		}
	}
}

// The lists of HECVAT are all of the 2010 form, which other writers lose.
func TestRealListsStay(t *testing.T) {
	t.Parallel()
	in := realFile(t, "HECVAT-4.1.4.xlsx")
	_, out := proved(t, in, false, spread(t, in, 600)...)
	count := func(path string) int {
		n := 0
		for _, p := range unzipAll(t, path) {
			n += strings.Count(p.text, "<x14:dataValidation ")
		}
		return n
	}
	if got := []int{count(in), count(out)}; !slices.Equal(got, []int{19, 19}) {
		t.Errorf("lists before and after: %v, want 19 and 19", got)
	}
}
