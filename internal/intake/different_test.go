package intake_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/answer"
)

// TestFillsADifferentQuestionnaire imports one questionnaire of a company and
// fills another one: what is filled in must be right, row by row as a person
// judged beforehand. "-" stands for a row that the past answers do not answer.
func TestFillsADifferentQuestionnaire(t *testing.T) {
	t.Parallel()
	kb := freshKB(t)
	load(t, kb, approved, "testdata/quillmere-past.csv")
	file, err := os.Open("testdata/quillmere-new.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	var sheet strings.Builder
	w := csv.NewWriter(&sheet)
	for i, r := range rows {
		line := []string{r[0], r[1], ""}
		if i == 0 {
			line[2] = "Answer"
		} else {
			want[r[1]] = r[2]
		}
		if err := w.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	blank := filepath.Join(t.TempDir(), "new.csv")
	put(t, blank, []byte(sheet.String()))
	answerable, filledIn, right := 0, 0, 0
	for _, q := range filled(t, kb, blank).Rows {
		if want[q.Question] != "-" {
			answerable++
		}
		if q.Status != answer.Filled {
			continue
		}
		filledIn++
		if string(q.Verdict) == want[q.Question] {
			right++
		} else {
			t.Logf("%s: %s, want %s; %s", q.Question, q.Verdict, want[q.Question], q.Answer)
		}
	}
	t.Logf("%d questions, %d answerable: %d filled, %d right", len(want), answerable, filledIn, right)
	if right*100 < filledIn*97 || filledIn*100 < answerable*60 {
		t.Errorf("%d of %d filled answers are right, of %d that the past ones answer", right, filledIn, answerable)
	}
}
