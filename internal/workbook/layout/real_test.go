//go:build realdata

package layout

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"candor/internal/questionnaire"
)

// realPath is where a file that is not ours to commit lies.
func realPath(name string) string {
	dir := os.Getenv("CANDOR_SHARED")
	if dir == "" {
		dir = "../../../../shared/data"
	}
	return filepath.Join(dir, "questionnaires", name)
}

func readReal(t testing.TB, name string) *questionnaire.Questionnaire {
	t.Helper()
	q, err := Read(context.Background(), realPath(name), Options{Lexicon: testLexicon(t)})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func perSheet(q *questionnaire.Questionnaire) map[string]int {
	n := map[string]int{}
	for _, x := range q.Questions {
		n[x.Sheet]++
	}
	return n
}

func TestRealCAIQ(t *testing.T) {
	t.Parallel()
	q := readReal(t, "CAIQ-4.0.3.xlsx")
	if diff := cmp.Diff(map[string]int{"CAIQv4.0.3": 261}, perSheet(q)); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	roles := map[string]questionnaire.Role{}
	for _, c := range q.Sheets[1].Tables[0].Columns {
		roles[c.Letter] = c.Role
	}
	want := map[string]questionnaire.Role{
		"A": questionnaire.RoleID, "B": questionnaire.RoleQuestion, "C": questionnaire.RoleChoice,
		"D": questionnaire.RoleOwnership, "E": questionnaire.RoleText, "F": questionnaire.RoleOther,
		"I": questionnaire.RoleControls, "J": questionnaire.RoleGuidance, "K": questionnaire.RoleSection, "L": questionnaire.RoleSection,
	}
	if diff := cmp.Diff(want, roles); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	for _, x := range q.Questions {
		s, ok := x.Slot(questionnaire.SlotChoice)
		if !ok || !slices.Equal(s.Choices, []string{"Yes", "No", "NA"}) || s.Refused != "" || len(x.Slots) != 2 || x.ID == "" || len(x.Section) != 2 {
			t.Errorf("%s: %+v", x.Ref, x)
		}
	}
}

func TestRealHECVAT(t *testing.T) {
	t.Parallel()
	q := readReal(t, "HECVAT-4.1.4.xlsx")
	want := map[string]int{"Organization": 43, "Product": 41, "Infrastructure": 51, "IT Accessibility": 18, "Case-Specific": 60, "AI": 31, "Privacy": 65}
	if diff := cmp.Diff(want, perSheet(q)); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	listed := 0
	for _, x := range q.Questions {
		if len(x.Slots) == 0 || !strings.HasPrefix(x.Slots[0].Cell, "C") || x.Slots[0].Refused != "" || len(x.Section) != 1 {
			t.Errorf("%s: slots %+v, section %v", x.Ref, x.Slots, x.Section)
		}
		if c := x.Choices(); c != nil {
			listed++
			if c[0] != "Yes" && c[0] != "Self-Managed" {
				t.Errorf("%s: choices %v", x.Ref, c)
			}
		}
	}
	if listed < 290 {
		t.Errorf("only %d of %d questions have a list", listed, len(q.Questions))
	}
}

func TestRealSpanish(t *testing.T) {
	t.Parallel()
	q := readReal(t, "Cuestionario_Gestion_del_Riesgo_Cadena_de_Suministro.xlsx")
	if diff := cmp.Diff(map[string]int{"preguntas": 75}, perSheet(q)); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	follow := 0
	for _, x := range q.Questions {
		if c := x.Choices(); c != nil && !slices.Equal(c, []string{"Si", "No", "Parcial", "N/A"}) {
			t.Errorf("%s: choices %v", x.Ref, c)
		}
		if x.ID == "RG-CN-02" && x.Parent == "preguntas!F26" {
			follow++
		}
	}
	if follow != 1 {
		t.Error("the follow-up of the certification row is not linked to it")
	}
}

func TestRealChecklists(t *testing.T) {
	t.Parallel()
	q := readReal(t, "acr_security_checklist.en.xlsx")
	if diff := cmp.Diff(map[string]int{"Checklist": 188}, perSheet(q)); diff != "" {
		t.Errorf("questions (-want +got):\n%s", diff)
	}
	for _, x := range q.Questions {
		s := x.Slots[0]
		if !s.Default || len(s.Choices) != 5 {
			t.Errorf("%s: %+v", x.Ref, s)
		}
	}
	// The template's checklist is filled by a macro; as it lies there it asks nothing.
	if n := len(readReal(t, "review_checklist.xlsm").Questions); n != 0 {
		t.Errorf("%d questions in an empty checklist", n)
	}
}

func BenchmarkReadReal(b *testing.B) {
	for _, name := range []string{"CAIQ-4.0.3.xlsx", "HECVAT-4.1.4.xlsx"} {
		b.Run(name, func(b *testing.B) {
			lex := testLexicon(b)
			b.ReportAllocs()
			for b.Loop() {
				q, err := Read(context.Background(), realPath(name), Options{Lexicon: lex})
				if err != nil || len(q.Questions) < 261 {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRealExcelize opens, reads and saves the same file with excelize.
func BenchmarkRealExcelize(b *testing.B) {
	for b.Loop() {
		f, err := excelize.OpenFile(realPath("CAIQ-4.0.3.xlsx"))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.GetRows("CAIQv4.0.3"); err != nil {
			b.Fatal(err)
		}
		if err := f.SaveAs(filepath.Join(b.TempDir(), "o.xlsx")); err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
