package layout

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/questionnaire"
	"candor/internal/workbook/patch"
	"candor/internal/workbook/vocab"
	"candor/internal/xlsxtest"
)

// remarks are what people write beside their answers: long and short, some of
// them beginning like a request, a heading or a choice.
var remarks = []string{
	"Yes. The policy is approved by the board each spring and published to all staff on the intranet.",
	"Our platform team operates this control and keeps the records in the ticket system for three years.",
	"No exceptions are granted without a written risk acceptance, which must be renewed every quarter.",
	"Not applicable: the service does not store cardholder data.",
	"See the attached overview.",
	"We use the key management of our cloud provider; keys are rotated once a year and access is logged.",
	"Partly. Production is covered. The office network follows in the first half of next year.",
	"Please refer to section 4 of our security overview, which describes the process in detail.",
	"AES-256",
	"Reviews take place in March and September. The results are reported to the head of security and tracked until they are closed.",
	"Access is required to be approved by the manager of the employee before it is given.",
}

// complete answers every question of a reading as a person would. Of the
// comments only every share-th cell is written.
func complete(lex *vocab.Lexicon, q *questionnaire.Questionnaire, share int) []questionnaire.Edit {
	var edits []questionnaire.Edit
	seen := map[string]bool{}
	for i, x := range q.Questions {
		ticks := 0
		for _, s := range x.Slots {
			if s.Kind == questionnaire.SlotTick {
				ticks++
			}
		}
		at := 0
		for _, s := range x.Slots {
			value := remarks[(i*7+len(s.Kind))%len(remarks)]
			switch s.Kind {
			case questionnaire.SlotTick:
				if value = ""; at == i%ticks {
					value = "x"
				}
				at++
			case questionnaire.SlotChoice:
				if words := slices.DeleteFunc(slices.Clone(s.Choices), lex.Filler); len(words) > 0 {
					value = words[i*i%len(words)]
				} else {
					value = []string{"Yes", "No", "Yes", "Yes", "N/A"}[i%5]
				}
			case questionnaire.SlotComment, questionnaire.SlotEvidence:
				if i%share != 0 {
					value = ""
				}
			case questionnaire.SlotText:
			}
			if value == "" || s.Refused != "" || seen[x.Sheet+s.Cell] || s.MaxLength > 0 && len(value) > s.MaxLength {
				continue
			}
			seen[x.Sheet+s.Cell] = true
			edits = append(edits, questionnaire.Edit{Sheet: x.Sheet, Cell: s.Cell, Value: value, Was: s.Value})
		}
	}
	return edits
}

// listPlaces lists questions and the cells of their answers, without what stands
// in them. A choice without a list is a text.
func listPlaces(q *questionnaire.Questionnaire) string {
	var b strings.Builder
	for _, x := range q.Questions {
		fmt.Fprintf(&b, "%s %s", x.Ref, x.Text)
		for _, s := range x.Slots {
			kind := s.Kind
			if kind == questionnaire.SlotChoice && s.Choices == nil {
				kind = questionnaire.SlotText
			}
			fmt.Fprintf(&b, " %s:%s", kind, s.Cell)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func completedDiff(t testing.TB, path string, before *questionnaire.Questionnaire, share int) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := patch.Write(context.Background(), path, complete(testLexicon(t), before, share), true, &out); err != nil {
		t.Fatal(err)
	}
	done := filepath.Join(t.TempDir(), "done"+filepath.Ext(path))
	if err := os.WriteFile(done, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	var told, after *questionnaire.Questionnaire
	for i, q := range []**questionnaire.Questionnaire{&after, &told} {
		var err error
		if *q, err = Read(context.Background(), done, Options{Lexicon: testLexicon(t), Completed: i == 1}); err != nil {
			t.Fatal(err)
		}
	}
	// To be told that it is completed must not change a reading that is right.
	if diff := cmp.Diff(listPlaces(after), listPlaces(told)); diff != "" {
		t.Errorf("reading when told that it is completed (-untold +told):\n%s", diff)
	}
	for _, x := range after.Questions {
		for _, slot := range x.Slots {
			if slot.Default && !strings.Contains(slot.Value, "☐") {
				t.Errorf("%s: the answer %q is taken for a filler", x.Ref, slot.Value)
			}
		}
	}
	return cmp.Diff(strings.Split(listPlaces(before), "\n"), strings.Split(listPlaces(after), "\n"))
}

// notAlike are layouts whose completed copy cannot read as the blank one: a
// form of labels is a mere list once it is filled in, a box under its question
// that holds a sentence looks like the next question, a cell that spells its
// choices no longer does, and requests for evidence give way to titles.
var notAlike = []string{"boxes", "boxes_under", "fields_of_a_form", "label_form", "long_guidance_first", "yes_no_in_cells"}

// TestCompletedReadsAsBlank fills in each layout and reads it again: the same
// questions with the same cells must come back.
func TestCompletedReadsAsBlank(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/layouts/*.txt")
	if err != nil || len(files) < 30 {
		t.Fatalf("layouts: %d files, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		if slices.Contains(notAlike, name) {
			continue
		}
		for _, share := range []int{1, 2, 6} {
			t.Run(fmt.Sprintf("%s/%d", name, share), func(t *testing.T) {
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
				path := writeFile(t, "in.xlsx", data)
				before, err := Read(context.Background(), path, Options{Lexicon: testLexicon(t)})
				if err != nil {
					t.Fatal(err)
				}
				if diff := completedDiff(t, path, before, share); diff != "" {
					t.Errorf("reading of the completed copy (-blank +completed):\n%s", diff)
				}
			})
		}
	}
}
