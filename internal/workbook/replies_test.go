package workbook

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
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
			q, err := Read(context.Background(), path, ReadOptions{Lexicon: testLexicon(t)})
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

func TestHeaderMatchBrackets(t *testing.T) {
	t.Parallel()
	lex := testLexicon(t)
	for _, tc := range []struct {
		text string
		want role
	}{
		{"Comments (internal use only)", roleOther},
		{"Response (required)", roleAnswer},
		{"Conformity of the bidder (C / PC / NC)", roleChoice},
		{"If N, please explain", roleText},
		{"N", roleID},
		{"Our comments", roleOther},
		{"Your comments", roleComment},
		{"Target state", roleOther},
	} {
		if got, score := lex.headerMatch(tc.text); got != tc.want || score < headerMinScore {
			t.Errorf("%q is read as %v with %.2f, want %v", tc.text, got, score, tc.want)
		}
	}
}

func TestBoxes(t *testing.T) {
	t.Parallel()
	d := newDetector(testLexicon(t), &grid{}, newListResolver(&book{}), ReadOptions{})
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

func TestAskAcronym(t *testing.T) {
	t.Parallel()
	lex := testLexicon(t)
	for text, want := range map[string]askKind{
		"IS steering and roles":           askLabel,
		"Is steering documented":          askInterrogative,
		"IS THE POLICY REVIEWED":          askInterrogative,
		"Whether staff is trained":        askInterrogative,
		"Backups are encrypted.":          askLabel,
		"Staff leave badges at the desk.": askSentence,
	} {
		if got := lex.ask(text); got != want {
			t.Errorf("%q is read as %d, want %d", text, got, want)
		}
	}
}

// TestExceedsIsNoYes keeps words that claim more than a yes from being one.
func TestExceedsIsNoYes(t *testing.T) {
	t.Parallel()
	lex := testLexicon(t)
	for word, want := range map[string]State{
		"Exceeds": StateScale, "Exceeds requirements": StateScale, "Out of the box": StateScale,
		"Meets": StateYes, "Complied": StateYes, "PC": StatePartial, "NC": StateNo,
	} {
		if got, ok := lex.State(word); !ok || got != want {
			t.Errorf("%q means %q, want %q", word, got, want)
		}
	}
}
