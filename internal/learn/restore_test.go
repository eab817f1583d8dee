package learn_test

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"

	"candor/internal/learn"
	"candor/internal/questionnaire"
	"candor/internal/runlog"

	"github.com/google/go-cmp/cmp"
)

// grid is a workbook's cells, "S!A1" to text.
type grid map[string]string

func (g grid) Text(sheet, cell string) string { return g[sheet+"!"+cell] }

func (g grid) Column(sheet, column string) map[int]string {
	out := map[int]string{}
	for ref, text := range g {
		if n, err := strconv.Atoi(strings.TrimPrefix(ref, sheet+"!"+column)); err == nil && strings.HasPrefix(ref, sheet+"!") {
			out[n] = text
		}
	}
	return out
}

func TestRestore(t *testing.T) {
	t.Parallel()
	asked := []string{"Is it encrypted over there?", "Is it encrypted over here?", "Do both?"}
	rec := &runlog.Record{Input: runlog.File{Name: "acme.xlsx"}, Sheets: []runlog.Sheet{{Name: "S"}}}
	for i, q := range asked {
		rec.Rows = append(rec.Rows, row(i+2, q))
	}
	blank := grid{"T!A1": "Question", "T!A2": "1.1 " + asked[0], "T!A3": asked[1], "T!A4": asked[2], "T!B2": "Yes", "T!C2": "It is.", "T!B3": "No", "T!B4": "Select"}
	shifted := grid{"T!A5": asked[1], "T!B5": "No", "T!C5": "It is not.", "T!A9": asked[2], "T!A10": asked[2]}
	tests := map[string]struct {
		cells grid
		read  questionnaire.Questionnaire
		want  []string
	}{
		"in place": {blank, questionnaire.Questionnaire{}, []string{"S!A2 B2=Yes C2=It is.", "S!A3 B3=No C3=", "S!A4 B4=Select C4="}},
		"read again": {
			blank,
			questionnaire.Questionnaire{Questions: []questionnaire.Question{{Ref: "T!A4", Text: asked[2], Slots: []questionnaire.Slot{
				{Kind: questionnaire.SlotChoice, Cell: "B4", Value: "Select", Default: true}, {Kind: questionnaire.SlotComment, Cell: "D4"},
			}}}},
			[]string{"S!A2 B2=Yes C2=It is.", "S!A3 B3=No C3=", "S!A4 B4= C4="},
		},
		"moved, gone and doubled": {shifted, questionnaire.Questionnaire{}, []string{"S!A3 B3=No C3=It is not."}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := learn.Restore(rec, &tt.read, tt.cells, []string{"T"})
			lines := []string{}
			for _, q := range got.Questions {
				line := q.Ref
				for _, s := range q.Slots {
					line += fmt.Sprintf(" %s=%s", s.Cell, s.Value)
				}
				lines = append(lines, line)
			}
			if diff := cmp.Diff(tt.want, lines); diff != "" || got.Name != "acme.xlsx" {
				t.Errorf("%s (-want +got)\n%s", got.Name, diff)
			}
		})
	}
}

func TestRestoreReadsTicks(t *testing.T) {
	t.Parallel()
	r := row(2, "Is it encrypted over there?")
	r.Slots = runlog.Slots{Ticks: map[string]string{"Yes": "B2", "No": "C2"}, Comment: "D2"}
	r.Written = map[string]string{"B2": "x", "D2": tls().Text}
	rec := &runlog.Record{Sheets: []runlog.Sheet{{Name: "S"}}, Rows: []runlog.Question{r}}
	cells := grid{"S!A2": r.Question, "S!B2": "☐", "S!C2": "x", "S!D2": tls().Text}
	sheet := learn.Restore(rec, &questionnaire.Questionnaire{}, cells, []string{"S"})
	if got := told(compare(rec.Rows, sheet)); len(got) != 1 || !strings.HasPrefix(got[0], "verdict S!A2 no") {
		t.Errorf("got %q", got)
	}
	kept := maps.Clone(cells)
	kept["S!B2"], kept["S!C2"] = "x", ""
	if got := told(compare(rec.Rows, learn.Restore(rec, &questionnaire.Questionnaire{}, kept, []string{"S"}))); len(got) != 1 || !strings.HasPrefix(got[0], "phrasing") {
		t.Errorf("got %q", got)
	}
}
