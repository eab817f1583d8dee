package xlsxtest_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"candor/internal/xlsxtest"
)

const everything = `
sheet "Form One" protected
|* ID | Question | Answer
| 1 | Is data encrypted? |
A3: #1.10
B3: ="Is "&"it?" => Is it?
B4: first\nsecond
B5: !TRUE
B6: !#REF!
array D2:D3 =A2:A3 => x
style A3 num=0.00
style C2:C9 unlocked border fill=FFFFCC size=12 wrap
width B 60
width C:D 24.5
height 2-3 45
merge A8:B8
list C2:C3 Yes,No
list C4 =Words
list14 C5 ='My Lists'!$A$1:$A$2
listac C6 "Yes, always",No
length D2:D9 200
hide row 9
group row 10-11
hide col F
filter A1:D9
comment C2 look here
table Choices A1:C3
pivot H1:I4
sheet "My Lists" hidden
| Met
| Not met
sheet Deep veryhidden
name Words ='My Lists'!$A$1:$A$2
external
connection
`

func build(t *testing.T, spec string) *excelize.File {
	t.Helper()
	data, err := xlsxtest.Build(spec)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("excelize does not open what was built: %v", err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func TestBuild(t *testing.T) {
	t.Parallel()
	f := build(t, everything)
	if diff := cmp.Diff([]string{"Form One", "My Lists", "Deep"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	want := map[string]string{
		"A1": "ID", "B2": "Is data encrypted?", "A3": "1.10", "B3": "Is it?",
		"B4": "first\nsecond", "B5": "TRUE", "B6": "#REF!", "D2": "x",
	}
	got := map[string]string{}
	for cell := range want {
		v, err := f.GetCellValue("Form One", cell)
		if err != nil {
			t.Fatal(err)
		}
		got[cell] = v
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	visible, err := f.GetSheetVisible("Deep")
	if err != nil || visible {
		t.Errorf("sheet Deep is visible: %v, %v", visible, err)
	}
	rules, err := f.GetDataValidations("Form One")
	if err != nil || len(rules) != 5 {
		t.Errorf("want 4 classic rules and one of the extension, got %d, %v", len(rules), err)
	}
}

func TestBuildDress(t *testing.T) {
	t.Parallel()
	f := build(t, everything)
	got := map[string]float64{}
	for _, col := range []string{"B", "C", "D", "F"} {
		w, err := f.GetColWidth("Form One", col)
		if err != nil {
			t.Fatal(err)
		}
		got[col] = w
	}
	if diff := cmp.Diff(map[string]float64{"B": 60, "C": 24.5, "D": 24.5, "F": 9}, got); diff != "" {
		t.Errorf("widths (-want +got):\n%s", diff)
	}
	if h, err := f.GetRowHeight("Form One", 3); err != nil || h != 45 {
		t.Errorf("row 3 is %v high, %v", h, err)
	}
	id, err := f.GetCellStyle("Form One", "C2")
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil || style.Alignment == nil || !style.Alignment.WrapText || style.Protection == nil || style.Protection.Locked {
		t.Errorf("C2 does not wrap, or is locked: %+v, %v", style, err)
	}
}

func TestBuildIsReproducible(t *testing.T) {
	t.Parallel()
	a, errA := xlsxtest.Build(everything)
	b, errB := xlsxtest.Build(everything)
	if errA != nil || errB != nil || !bytes.Equal(a, b) {
		t.Errorf("two builds of one text differ (%v, %v)", errA, errB)
	}
}

func TestBuildFaults(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, spec, want string }{
		{"empty", "# nothing", "no sheet"},
		{"unknown line", "sheet A\nfrobnicate B2", "line 2: unknown line"},
		{"number", "A1: #x", "no number"},
		{"flag", "sheet A upside-down", "unknown sheet flag"},
		{"quote", `sheet "A`, "closing quote"},
		{"list", "list C3", "needs cells"},
		{"style", "style A1 shiny", "unknown style"},
		{"style range", "style A1:XFD1048576 bold", "too large"},
		{"hide", "hide tree 4", "hide row N"},
		{"width", "width B wide", "width COLUMN"},
		{"height", "height 2 tall", "height ROWS"},
		{"height order", "height 9-2 10", "height ROWS"},
		{"width order", "width C:B 10", "width COLUMN"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := xlsxtest.Build(tc.spec)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v does not say %q", err, tc.want)
			}
		})
	}
}
