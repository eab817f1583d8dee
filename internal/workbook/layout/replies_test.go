package layout

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/workbook/grids"
)

// TestOneColumnCSV reads lists without header cells: a word over the questions
// is their header, a label of a form is asked.
func TestOneColumnCSV(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"headed", "question\nAre you certified?\nIs data encrypted?\n", []string{"Are you certified?", "Is data encrypted?"}},
		{"headed single", "Questions\nAre you certified?\n", []string{"Are you certified?"}},
		{"bare", "Are you certified?\nIs data encrypted?\n", []string{"Are you certified?", "Is data encrypted?"}},
		{"title", "Vendor security round\nAre you certified?\nIs data encrypted?\n", []string{"Are you certified?", "Is data encrypted?"}},
		{"form label", "Company name\nAre you certified?\nIs data encrypted?\n", []string{"Company name", "Are you certified?", "Is data encrypted?"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "q.csv")
			if err := os.WriteFile(path, []byte(tc.text), 0o600); err != nil {
				t.Fatal(err)
			}
			q, err := Read(context.Background(), path, Options{Lexicon: testLexicon(t)})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range q.Questions {
				got = append(got, x.Text)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBoxes(t *testing.T) {
	t.Parallel()
	d := newDetector(testLexicon(t), &grids.Grid{}, grids.NewLists(&grids.Book{}), Options{})
	for _, tc := range []struct {
		value    string
		words    []string
		unticked bool
	}{
		{"☐ Yes ☐ No", []string{"Yes", "No"}, true},
		{"[ ] Yes / [ ] No / [ ] N/A", []string{"Yes", "No", "N/A"}, true},
		{"☐ ISO 27001 ☐ PCI DSS", nil, true},
		{"☒ Yes ☐ No", nil, false},
		{"Yes (see annex)", nil, false},
		{"", nil, false},
	} {
		words, unticked := d.boxes(tc.value)
		if diff := cmp.Diff(tc.words, words); diff != "" || unticked != tc.unticked {
			t.Errorf("%q: unticked %v, words (-want +got):\n%s", tc.value, unticked, diff)
		}
	}
}
