package layout

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/questionnaire"
	"candor/internal/workbook/bounds"
	"candor/internal/xlsxtest"
)

func TestReadDelimited(t *testing.T) {
	t.Parallel()
	want := []string{"A2 Is there a policy, and is it reviewed? C2", "A3 Describe your “backup” plan. C3"}
	for name, data := range map[string]string{
		"commas.csv":     "Question,Topic,Answer\n\"Is there a policy, and is it reviewed?\",Policy,\n\"Describe your “backup” plan.\",Backup,\n",
		"semicolons.csv": "\ufeffQuestion;Topic;Answer\r\nIs there a policy, and is it reviewed?;Policy;\r\nDescribe your “backup” plan.;Backup;\r\n",
		"tabs.tsv":       "Question\tTopic\tAnswer\nIs there a policy, and is it reviewed?\tPolicy\t\nDescribe your “backup” plan.\tBackup\t\n",
		"windows.csv":    "Question;Topic;Answer\nIs there a policy, and is it reviewed?;Policy;\nDescribe your \x93backup\x94 plan.;Backup;\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q, err := Read(context.Background(), writeFile(t, name, []byte(data)), Options{Lexicon: testLexicon(t)})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range q.Questions {
				got = append(got, strings.SplitN(x.Ref, "!", 2)[1]+" "+x.Text+" "+x.Slots[0].Cell)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
			if base := strings.TrimSuffix(name, filepath.Ext(name)); q.Sheets[0].Name != base {
				t.Errorf("sheet is named %q", q.Sheets[0].Name)
			}
		})
	}
}

func TestReadRefusesByName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a.xls", "a.ods", "a.xlsb", "a.numbers", "a.pdf", "a.docx", "A.PDF"} {
		_, err := Read(context.Background(), writeFile(t, name, []byte("x")), Options{Lexicon: testLexicon(t)})
		if !errors.Is(err, bounds.ErrNotSpreadsheet) || !strings.Contains(err.Error(), ".xlsx") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(context.Background(), t.TempDir(), Options{Lexicon: testLexicon(t)}); !errors.Is(err, bounds.ErrNotSpreadsheet) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Read(context.Background(), filepath.Join(t.TempDir(), "none.xlsx"), Options{Lexicon: testLexicon(t)}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Read(context.Background(), writeFile(t, "a.csv", nil), Options{Lexicon: testLexicon(t)}); !errors.Is(err, bounds.ErrNotSpreadsheet) {
		t.Errorf("an empty csv: %v", err)
	}
}

func TestReadSheets(t *testing.T) {
	t.Parallel()
	spec := xlsxtest.Small + "sheet \"More \" hidden\n| Question | Answer\n| Are logs kept? |\n| For how long are they kept? |\n"
	q := readSpec(t, spec, Options{Sheets: []string{"more"}})
	if n := len(q.Questions); n != 2 || q.Sheets[0].Why != "not among the sheets asked for" {
		t.Errorf("%d questions, first sheet %q", n, q.Sheets[0].Why)
	}
	if n := len(readSpec(t, spec, Options{IncludeHidden: true}).Questions); n != 4 {
		t.Errorf("with hidden sheets %d questions", n)
	}
	if q := readSpec(t, spec, Options{}); len(q.Questions) != 2 || !slices.Contains(q.Inventory, `hidden sheet "More " (hidden)`) {
		t.Errorf("%d questions, inventory %q", len(q.Questions), q.Inventory)
	}
	_, err := Read(context.Background(), buildFile(t, "x.xlsx", spec), Options{Lexicon: testLexicon(t), Sheets: []string{"None"}})
	if err == nil || !strings.Contains(err.Error(), `the file has "Q", "More "`) {
		t.Errorf("an unknown sheet: %v", err)
	}
}

func TestReadInventory(t *testing.T) {
	t.Parallel()
	q := readSpec(t, xlsxtest.Small+"comment A1 hello\nhide col F\nhide row 2\npivot H1:I3\nmacro\nexternal\nconnection\nsheet L veryhidden\nA1: x\n", Options{})
	all := strings.Join(q.Inventory, "\n")
	for _, want := range []string{"macros", "1 other workbooks", "connections", `hidden sheet "L" (veryHidden)`, "hidden columns", "1 hidden rows", "comments", "pivot"} {
		if !strings.Contains(all, want) {
			t.Errorf("inventory lacks %q:\n%s", want, all)
		}
	}
}

func TestAppendColumn(t *testing.T) {
	t.Parallel()
	q := readSpec(t, "sheet Q\n|* No | Question\n| 1 | Are logs kept? |\n| 2 | Are they reviewed? |\n", Options{AppendColumn: true})
	var got []string
	for _, x := range q.Questions {
		for _, s := range x.Slots {
			got = append(got, listSlot(s))
		}
	}
	if diff := cmp.Diff([]string{"text C2", "text C3"}, got); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
}

func TestMapping(t *testing.T) {
	t.Parallel()
	path := writeFile(t, "map.yaml", []byte("sheets:\n  - sheet: Odd\n    header_row: 2\n    last_row: 4\n    columns: {question: C, id: A, comment: B, ticks: {\"Yes\": E, \"No\": F}}\n"))
	m, err := LoadMapping(path)
	if err != nil {
		t.Fatal(err)
	}
	q := readSpec(t, "sheet Odd\nat 2\n| key | space | subject | | aye | nay\n| k1 | | Firewalls | | |\n| k2 | | Backups | | x |\n| k3 | | Outside | | |\nsheet Other\n| Question | Answer\n| Is it read? |\n", Options{Map: m})
	want := "sheet \"Odd\": 2 questions with cells for their answers, read by the map\n  table [2] 3-4: A=id B=comment C=question E=tick F=tick\nsheet \"Other\": not in the map\n" +
		"Odd!C3 [k1] Firewalls\n    comment B3\n    tick E3 for Yes\n    tick F3 for No\nOdd!C4 [k2] Backups\n    comment B4\n    tick E4 for Yes = \"x\"\n    tick F4 for No\n" +
		"skipped Odd!A2: header\nskipped Odd!A5: outside the tables of questions\nskipped Other: not in the map\n"
	if diff := cmp.Diff(want, listing(q)); diff != "" {
		t.Errorf("reading (-want +got):\n%s", diff)
	}
	for text, want := range map[string]string{
		"sheets:\n  - columns: {question: 7}\n":                                     "no column",
		"sheets:\n  - columns: {id: A}\n":                                           "question",
		"sheets:\n  - columns: {question: A}\n    header_row: 5\n    last_row: 2\n": "above the first",
	} {
		if _, err := LoadMapping(writeFile(t, "m.yaml", []byte(text))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("map %q: %v does not say %q", text, err, want)
		}
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, buildFile(t, "x.xlsx", xlsxtest.Small), Options{Lexicon: testLexicon(t)}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	q := readSpec(t, `sheet Q protected
|* Question | Answer | Comment
| Are laptops encrypted? |
| Are phones encrypted? |
| Are disks wiped? |
| Are tapes wiped? |
style B2:C5 unlocked
style B3 border
pivot C4:C4
array C5:C5 =A1:A1 => x
length C2:C5 80
list B2:B5 Yes,No
`, Options{})
	got := map[string]questionnaire.Refusal{}
	for _, x := range q.Questions {
		for _, s := range x.Slots {
			got[s.Cell] = s.Refused
			if s.Kind == questionnaire.SlotComment && s.MaxLength != 80 {
				t.Errorf("%s: limit %d", s.Cell, s.MaxLength)
			}
		}
	}
	want := map[string]questionnaire.Refusal{"B2": "", "B3": "", "B4": "", "B5": "", "C2": "", "C3": "", "C4": "pivot", "C5": "formula"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("refusals (-want +got):\n%s", diff)
	}
}
