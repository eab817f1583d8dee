package grids

import (
	"fmt"
	"testing"

	"candor/internal/workbook/cellref"
)

func TestDisplayedNumbers(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		x    float64
		id   int
		code string
		want string
	}{
		{1.1, 0, "", "1.1"},
		{1.1000000000000001, 0, "", "1.1"},
		{1.1, 2, "", "1.10"},
		{7, 164, "000", "007"},
		{0.5, 9, "", "50%"},
		{0.125, 10, "", "12.50%"},
		{44927, 14, "", "2023-01-01"},
		{44927.5, 22, "", "2023-01-01 12:00"},
		{0.25, 20, "", "06:00"},
		{12, 164, `"Q-"00`, "Q-12"},
		{1.5, 164, "General", "1.5"},
		{1234567, 3, "", "1234567"},
		{-2, 164, "0.0;[Red]-0.0", "-2.0"},
		{60, 164, `dd\.mm\.yyyy`, "1900-02-28"},
		{5, 164, "@", "5"},
		{1e20, 0, "", "1e+20"},
		{2, 164, "0.##", "2"},
	} {
		if got := (Format{numID: tc.id, num: tc.code}).show(tc.x, dateSystem{}); got != tc.want {
			t.Errorf("%v with %d %q shows as %q, want %q", tc.x, tc.id, tc.code, got, tc.want)
		}
	}
	if got := (Format{numID: 14}).show(43465, dateSystem{from1904: true}); got != "2023-01-01" {
		t.Errorf("counted from 1904: %s", got)
	}
}

func TestRuleIndex(t *testing.T) {
	t.Parallel()
	rules := []Rule{
		{Kind: "list", Areas: cellref.ParseBoxes("C3:C10 C20")},
		{Kind: "list", Areas: cellref.ParseBoxes("N1:XFD1048576")},
		{Kind: "list", Areas: cellref.ParseBoxes("A1:D2 C8:C30")},
	}
	x := NewRuleIndex(rules)
	for cell, want := range map[string]string{"C3": "[0]", "C9": "[0 2]", "C20": "[0 2]", "C31": "[]", "Z900000": "[1]", "B2": "[2]", "B3": "[]"} {
		p, err := cellref.Parse(cell)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(x.At(p)); got != want {
			t.Errorf("%s: rules %s, want %s", cell, got, want)
		}
	}
}

func TestRelativeLists(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		formula    string
		rows, cols int
		want       string
	}{
		{"$A$1:$A$3", 5, 5, "A1:A3"},
		{"A1:A3", 2, 1, "B3:B5"},
		{"Sheet!A$1:A$3", 2, 1, "Sheet!B1:B3"},
		{"Names", 2, 2, "Names"},
		{`"Yes,No"`, 1, 1, `"Yes,No"`},
		{"OFFSET(A1,0,0,3)", 1, 1, "OFFSET(A1,0,0,3)"},
		{"A1", -1, 0, "A1"},
	} {
		if got := shiftRelative(tc.formula, tc.rows, tc.cols); got != tc.want {
			t.Errorf("%s by %d, %d is %s, want %s", tc.formula, tc.rows, tc.cols, got, tc.want)
		}
	}
}
