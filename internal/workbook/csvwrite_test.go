package workbook

import (
	"bytes"
	"strings"
	"testing"

	"candor/internal/questionnaire"
	"candor/internal/workbook/patch"
	"candor/internal/xlsxtest"

	"github.com/google/go-cmp/cmp"
)

func TestWriteDelimited(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, in, cell, value, want string }{
		{"plain", "q.csv", "Q,A\nDo you?,\n", "B2", "Yes", "Q,A\nDo you?,Yes\n"},
		{"quotes of others stay", "q.csv", "\"Q\",A\r\n\"Do, you?\",\r\n", "B2", "Yes", "\"Q\",A\r\n\"Do, you?\",Yes\r\n"},
		{"quoted blank stays quoted", "q.csv", "Q,A\nx,\"\"\n", "B2", "Yes", "Q,A\nx,\"Yes\"\n"},
		{"quoted when needed", "q.csv", "Q,A\nx,\n", "B2", "a, \"b\"\nc", "Q,A\nx,\"a, \"\"b\"\"\nc\"\n"},
		{"semicolons", "q.csv", "Q;A;B\nx;;y\n", "B2", "a,b", "Q;A;B\nx;a,b;y\n"},
		{"semicolon inside", "q.csv", "Q;A;B\nx;;y\n", "B2", "a;b", "Q;A;B\nx;\"a;b\";y\n"},
		{"tabs", "q.tsv", "Q\tA\nx, y\t\n", "B2", "Yes", "Q\tA\nx, y\tYes\n"},
		{"mark and no last line end", "q.csv", "\ufeffQ,A\nx,", "B2", "Yes", "\ufeffQ,A\nx,Yes"},
		{"old line ends", "q.csv", "Q,A\rx,\ry,\r", "B3", "Yes", "Q,A\rx,\ry,Yes\r"},
		{"blank lines are rows", "q.csv", "Title\n\n\nQ,A\nx,\n", "B5", "Yes", "Title\n\n\nQ,A\nx,Yes\n"},
		{"line break in a field is no row", "q.csv", "Q,A\n\"x\ny\",\nz,\n", "B3", "Yes", "Q,A\n\"x\ny\",\nz,Yes\n"},
		{"short record grows", "q.csv", "Q,I,A,E\nx\n", "C2", "Yes", "Q,I,A,E\nx,,Yes\n"},
		{"line that names the delimiter", "q.csv", "sep=;\nQ;A\nx, y;\n", "B2", "Yes", "sep=;\nQ;A\nx, y;Yes\n"},
		{"Windows-1252", "q.csv", "Pr\xfcfung,A\nx,\n", "B2", "Größe – 5 €", "Pr\xfcfung,A\nx,Gr\xf6\xdfe \x96 5 \x80\n"},
		{"UTF-16", "q.csv", "\xff\xfeQ\x00\t\x00A\x00\n\x00x\x00\t\x00\n\x00", "B2", "é", "\xff\xfeQ\x00\t\x00A\x00\n\x00x\x00\t\x00\xe9\x00\n\x00"},
		{"UTF-16 without a mark", "q.csv", "\x00Q\x00,\x00A\x00\n\x00x\x00,\x00\n", "B2", "é", "\x00Q\x00,\x00A\x00\n\x00x\x00,\x00\xe9\x00\n"},
		{"Shift-JIS", "q.csv", "\x8e\xbf\x96\xe2,A\n\x82\xcd\x82\xa2,\n", "B2", "はい", "\x8e\xbf\x96\xe2,A\n\x82\xcd\x82\xa2,\x82\xcd\x82\xa2\n"},
		{"formula", "q.csv", "Q,A\nx,\n", "B2", "=1+1", "Q,A\nx,'=1+1\n"},
		{"bullet", "q.csv", "Q,A\nx,\n", "B2", "- a\n- b", "Q,A\nx,\"'- a\n- b\"\n"},
		{"full-width at sign", "q.csv", "Q,A\nx,\n", "B2", "＠x", "Q,A\nx,'＠x\n"},
		{"tabs in an answer", "q.csv", "Q,A\nx,\n", "B2", "a\tb\n\tc\n\td", "Q,A\nx,\"a\tb\n\tc\n\td\"\n"},
		{"quotes out of place", "q.csv", "Q,A\nAre \"all\" backups kept?,\n\"Do you\" test them?,\n\n\"a\nb\" c,\n", "B3", "Yes, \"all\"", "Q,A\nAre \"all\" backups kept?,\n\"Do you\" test them?,\"Yes, \"\"all\"\"\"\n\n\"a\nb\" c,\n"},
		{"tab first", "q.csv", "Q,A\nx,\n", "B2", "\tx", "Q,A\nx,'\tx\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := writeTemp(t, tt.file, []byte(tt.in))
			res, out := proved(t, in, false, edit(tt.cell, tt.value))
			if diff := cmp.Diff(tt.want, member1(t, out)); diff != "" {
				t.Errorf("file (-want +got):\n%s", diff)
			}
			again, second := proved(t, out, false, res.Written...)
			if diff := cmp.Diff(res, again); diff != "" {
				t.Errorf("second run (-first +second):\n%s", diff)
			}
			sameFile(t, out, second)
			proof, err := Verify(t.Context(), in, out, []questionnaire.Edit{edit(tt.cell, tt.value)})
			if err != nil || !proof.OK || proof.CellsChanged != 1 {
				t.Errorf("proof of the edit as asked for: %+v, %v", proof, err)
			}
		})
	}
}

func TestWriteDelimitedSeveralBeyondTheEnd(t *testing.T) {
	t.Parallel()
	in := writeTemp(t, "q.csv", []byte("Q,I,A,E,F\nx\ny,,\n"))
	_, out := proved(t, in, false, edit("E2", "e"), edit("C2", "c"), edit("D3", "d"), edit("B3", "b"))
	if got, want := member1(t, out), "Q,I,A,E,F\nx,,c,,e\ny,b,,d\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriteDelimitedRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		edit     questionnaire.Edit
		want     questionnaire.Refusal
	}{
		{"answered", "Q,A\nx,No\n", edit("B2", "Yes"), patch.RefuseAnswered},
		{"below the end", "Q,A\nx,\n", edit("B3", "Yes"), patch.RefuseNoCell},
		{"no cell", "Q,A\nx,\n", edit("2B", "Yes"), patch.RefuseNoCell},
		{"not in the encoding", "Pr\xfcfung,A\nx,\n", edit("B2", "日本"), patch.RefuseEncoding},
		{"control character", "Q,A\nx,\n", edit("B2", "a\x00"), patch.RefuseText},
		{"too long", "Q,A\nx,\n", edit("B2", strings.Repeat("a", 40000)), patch.RefuseTooLong},
		{"placeholder", "Q,A\nx,Select\n", questionnaire.Edit{Cell: "B2", Value: "Yes", Was: "Select"}, questionnaire.Writable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := writeTemp(t, "q.csv", []byte(tt.in))
			res, _ := proved(t, in, false, tt.edit)
			var got questionnaire.Refusal
			for _, r := range res.Refused {
				got = r.Why
			}
			if got != tt.want || len(res.Refused)+len(res.Written) != 1 {
				t.Errorf("refused for %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDelimitedDamage(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"quote that never ends": "Q,A\n\"x,\n",
		"half of a character":   "\xff\xfeQ\x00,",
		"binary":                "PK\x03\x04\x00\x00",
	} {
		path := writeTemp(t, "q.csv", []byte(in))
		var b bytes.Buffer
		if _, err := Write(t.Context(), path, nil, false, &b); err == nil {
			t.Errorf("%s: no error, %q written", name, b.String())
		}
	}
}

func TestVerifyDelimitedFindsChanges(t *testing.T) {
	t.Parallel()
	// The same with quotes out of place, which another reader of ours takes.
	for _, stray := range []string{"", "\"b\" c"} {
		checkDelimitedChanges(t, stray)
	}
}

func checkDelimitedChanges(t *testing.T, stray string) {
	t.Helper()
	before := "Q,A" + stray + "\nx,\ny,\n"
	tests := []struct{ name, after string }{
		{"another cell", "Q,A\nx,Yes\ny,No\n"},
		{"question changed", "Q,A\nX,Yes\ny,\n"},
		{"row gone", "Q,A\nx,Yes\n"},
		{"row added", "Q,A\nx,Yes\ny,\nz,\n"},
		{"other answer", "Q,A\nx,No\ny,\n"},
		{"no answer", before},
		{"mark added", "\ufeffQ,A\nx,Yes\ny,\n"},
	}
	for _, tt := range tests {
		in, out := writeTemp(t, "in.csv", []byte(before)), writeTemp(t, "out.csv", []byte(strings.Replace(tt.after, "Q,A\n", "Q,A"+stray+"\n", 1)))
		proof, err := Verify(t.Context(), in, out, []questionnaire.Edit{edit("B2", "Yes")})
		if err != nil || proof.OK {
			t.Errorf("%s: proof %+v, %v", tt.name, proof, err)
		}
	}
}

func TestDiffDelimited(t *testing.T) {
	t.Parallel()
	in, out := writeTemp(t, "in.csv", []byte("Q,A\nx,\n")), writeTemp(t, "out.csv", []byte("Q,A\nx,Yes\n"))
	got, proof, err := Diff(t.Context(), in, out)
	if err != nil || !proof.OK {
		t.Fatalf("%+v, %v", proof, err)
	}
	if diff := cmp.Diff([]CellChange{{Cell: "B2", After: "Yes"}}, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"in.csv"}, proof.PartsChanged); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

// TestDiffTellsOfFormulas: a formula without a value shows nothing by itself.
func TestDiffTellsOfFormulas(t *testing.T) {
	t.Parallel()
	build := func(name, cell string) string {
		data, err := xlsxtest.Build("sheet Q\n| Question | Answer\n| Is there a policy? | -\nB2: " + cell + "\nB3: #2\n")
		if err != nil {
			t.Fatal(err)
		}
		return writeTemp(t, name, data)
	}
	plain, formula := build("a.xlsx", "#2"), build("b.xlsx", "=1+1 => #2")
	for _, tt := range []struct {
		in, out string
		want    CellChange
	}{
		{plain, formula, CellChange{Sheet: "Q", Cell: "B2", Before: "2", After: "=1+1 (2)"}},
		{formula, plain, CellChange{Sheet: "Q", Cell: "B2", Before: "=1+1 (2)", After: "2"}},
	} {
		got, _, err := Diff(t.Context(), tt.in, tt.out)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]CellChange{tt.want}, got); diff != "" {
			t.Errorf("changes (-want +got):\n%s", diff)
		}
	}
}
