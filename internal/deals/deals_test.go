package deals_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/deals"
)

func number(v float64) *float64 { return &v }

func TestRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		want     []deals.Deal
	}{
		{"file alone", "file\na.xlsx\n", []deals.Deal{{Line: 2, File: "a.xlsx"}}},
		{
			"every column", "file,account,region,value,currency,close_date,stage,product\nnorth/a.xlsx,Acme,EU,120000,eur,2026-12-31,won,core\n",
			[]deals.Deal{{
				Line: 2, File: "north/a.xlsx", Account: "Acme", Region: deals.EU, Value: number(120000), Currency: "EUR",
				Close: date.Of(2026, 12, 31), Stage: "won", Product: "core",
			}},
		},
		{
			"header as people write it, unknown columns kept, blank lines", "\ufeffFile;Close Date;Owner;Next step\nsub\\a.xlsx;2027-01-02;Kim;call\n;;;\nb.xlsx;;;\n",
			[]deals.Deal{
				{Line: 2, File: "sub/a.xlsx", Close: date.Of(2027, 1, 2), Extra: map[string]string{"Owner": "Kim", "Next step": "call"}},
				{Line: 4, File: "b.xlsx"},
			},
		},
		{"quoted value with groups", "file,value\na.csv,\"1,250,000.50\"\nb.csv,0\n", []deals.Deal{{Line: 2, File: "a.csv", Value: number(1250000.5)}, {Line: 3, File: "b.csv", Value: number(0)}}},
		{"tabs and short lines", "file\tvalue\taccount\na.csv\t5\n", []deals.Deal{{Line: 2, File: "a.csv", Value: number(5)}}},
		{"UTF-16 as Excel's Unicode text", "\xff\xfef\x00i\x00l\x00e\x00\t\x00a\x00c\x00c\x00o\x00u\x00n\x00t\x00\r\x00\n\x00a\x00\t\x00\xfc\x00\r\x00\n\x00", []deals.Deal{{Line: 2, File: "a", Account: "ü"}}},
		{"Windows-1252", "file,account\na,M\xfcller \x80\n", []deals.Deal{{Line: 2, File: "a", Account: "Müller €"}}},
		{"line breaks of old Macs", "file,value\ra,1\rb,2\r", []deals.Deal{{Line: 2, File: "a", Value: number(1)}, {Line: 3, File: "b", Value: number(2)}}},
		{"separator named", "sep=;\nfile;account\na;Smith, Jones, Kim\n", []deals.Deal{{Line: 3, File: "a", Account: "Smith, Jones, Kim"}}},
		{"no deals", "file,value\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := deals.Read(strings.NewReader(tt.in), "deals.csv")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.Comparer(func(a, b date.Date) bool { return a == b })); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReadNamesEveryFaultByLine(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		want     []string
	}{
		{"empty", "", []string{"deals.csv:1:1: the file is empty"}},
		{"no file column", "account,value\nAcme,1\n", []string{`deals.csv:1:1: no column "file"`}},
		{"column twice", "file,value,Value\n", []string{`:1:1: column "Value" stands twice`}},
		{
			"several lines at once", "file,region,value,close_date\na,mars,1,2026-12-31\nb,eu,12k,2026-12-31\nc,eu,-1,2026-12-31\nd,eu,1,31.12.2026\n,eu,1,\n",
			[]string{
				`deals.csv:2:1: unknown region "mars"`, `deals.csv:3:1: value: "12k" is no number`, `deals.csv:4:1: value: "-1" is below zero`,
				"deals.csv:5:1: close_date: ", "deals.csv:6:1: no file named",
			},
		},
		{"file twice", "file\na.xlsx\n./a.xlsx\n", []string{`deals.csv:3:1: file "a.xlsx" stands on line 2 already`}},
		{"currency sign", "file,currency\na,€\n", []string{`:2:1: currency: "€" is no code of three letters`}},
		{"decimal comma", "file,value\na,\"12,5\"\n", []string{`:2:1: value: "12,5" is no number`}},
		{"not a number at all", "file,value\na,Inf\n", []string{`:2:1: value: "Inf" is no number`}},
		{"no value of a deal", "file,value\na,1e300\n", []string{`:2:1: value: "1e300" is more than any deal is worth`}},
		{"a workbook", "PK\x03\x04rest", []string{"deals.csv:1:1: this is an Excel workbook"}},
		{"no text", "file\x00,\x00value", []string{"deals.csv:1:1: this is no text file"}},
		{"too many fields", "file,value\na,1,2\n", []string{":2:1: 3 fields, but the header names 2 columns"}},
		{"broken quotes", "file,account\na,\"open\n", []string{"deals.csv:2:1: "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := deals.Read(strings.NewReader(tt.in), "deals.csv")
			if err == nil || got != nil {
				t.Fatalf("got %v without a fault", got)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("no %q in:\n%v", want, err)
				}
			}
		})
	}
}

// Whatever the bytes, there are either deals, each with a file of its own, or
// faults, each with a line.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "file\na", "file;value\na;1,5\n", "file,\"\n", "\ufefffile\tregion\nx\teu\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := deals.Read(bytes.NewReader(data), "d.csv")
		if err != nil {
			if got != nil || !strings.Contains(err.Error(), "d.csv:") {
				t.Fatalf("%v, %v", got, err)
			}
			return
		}
		seen := map[string]bool{}
		for _, d := range got {
			if d.File == "" || seen[d.File] || d.Line < 2 {
				t.Fatalf("%+v", d)
			}
			seen[d.File] = true
		}
	})
}
