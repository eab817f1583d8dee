package grids

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/workbook/cellref"
)

// column makes rows with one text each in a column, from a row on.
func column(col, from int, texts ...string) []Row {
	var rows []Row
	for i, text := range texts {
		rows = append(rows, Row{Num: from + i, Cells: []Cell{{Col: int32(col), Text: text}}})
	}
	return rows
}

// box parses a range.
func box(t *testing.T, s string) cellref.Box {
	t.Helper()
	b, err := cellref.ParseBox(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A list is found wherever Excel would find it, and not guessed where it would
// have to be computed.
func TestListsAreResolved(t *testing.T) {
	t.Parallel()
	at, err := cellref.Parse("B2")
	if err != nil {
		t.Fatal(err)
	}
	first, err := cellref.Parse("A1")
	if err != nil {
		t.Fatal(err)
	}
	words := &Grid{Name: "Word lists", Rows: column(first.Col, 1, "Answer", "Yes", "No", "N/A", "Answers")}
	words.tables = []Table{{name: "Replies", area: box(t, "A1:A4"), columns: []string{"Answer"}}}
	sheet := &Grid{Name: "Sheet"}
	b := &Book{Sheets: []*Grid{sheet, words}, names: []definedName{
		{name: "Answers", formula: "'Word lists'!$A$2:$A$3"},
		{name: "Again", formula: "Answers"},
		{name: "Circle", formula: "Circle"},
		{name: "Local", sheet: "Sheet", formula: `"Ja,Nein"`},
		{name: "Local", formula: `"Oui,Non"`},
	}}
	for formula, want := range map[string][]string{
		`"Yes, No ,N/A"`:                        {"Yes", "No", "N/A"},
		"'Word lists'!$A$2:$A$4":                {"Yes", "No", "N/A"},
		"Answers":                               {"Yes", "No"},
		"=again":                                {"Yes", "No"},
		"Local":                                 {"Ja", "Nein"},
		"Circle":                                nil,
		"Replies[Answer]":                       {"Yes", "No", "N/A"},
		"Replies[Nothing]":                      nil,
		`INDIRECT("Answers")`:                   {"Yes", "No"},
		"INDIRECT('Word lists'!$A$5)":           {"Yes", "No"},
		"INDIRECT(A1)":                          nil,
		"OFFSET('Word lists'!$A$1,1,0,2)":       {"Yes", "No"},
		"OFFSET('Word lists'!$A$1, 1, 0, 3, 1)": {"Yes", "No", "N/A"},
		"OFFSET('Word lists'!$A$2,0,0,COUNTA(A:A),1)": {"Yes", "No", "N/A", "Answers"},
		"OFFSET('Word lists'!$A$1,MATCH(A2,A:A),0,2)": nil,
		"OFFSET('Word lists'!$A$1,1)":                 nil,
		"IF(A2=1,Answers,Again)":                      nil,
		"Missing!$A$1:$A$2":                           nil,
	} {
		got := NewLists(b).Words(sheet, Rule{Kind: "list", formula: formula}, at)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", formula, diff)
		}
	}
}

// A list of more words than any dropdown has is none.
func TestLongListsAreNone(t *testing.T) {
	t.Parallel()
	texts := make([]string, maxListWords+1)
	for i := range texts {
		texts[i] = "word"
	}
	at := cellref.Pos{Row: 1, Col: 2}
	sheet := &Grid{Name: "Sheet", Rows: column(1, 1, texts...)}
	l := NewLists(&Book{Sheets: []*Grid{sheet}})
	if got := l.Words(sheet, Rule{formula: "$A$1:$A$501"}, at); got != nil {
		t.Errorf("%d words", len(got))
	}
	if got := l.Words(sheet, Rule{formula: "$A$1:$A$500"}, at); len(got) != maxListWords {
		t.Errorf("%d words, want %d", len(got), maxListWords)
	}
}
