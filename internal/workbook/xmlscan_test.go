package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tokens lists what a scan sees.
func tokens(data []byte) ([]string, error) {
	s, err := newXMLScan(data)
	if err != nil {
		return nil, err
	}
	var out []string
	for {
		if err := s.next(); err != nil {
			return out, err
		}
		switch s.kind {
		case xmlStart:
			out = append(out, "<"+string(s.name))
		case xmlEnd:
			out = append(out, ">"+string(s.name))
		case xmlText:
			t, err := s.value()
			if err != nil {
				return out, err
			}
			if t != "" && s.depth() > 0 {
				out = appendText(out, t)
			}
		case xmlEOF:
			return out, nil
		}
	}
}

func appendText(out []string, t string) []string {
	if n := len(out); n > 0 && strings.HasPrefix(out[n-1], "=") {
		out[n-1] += t
		return out
	}
	return append(out, "="+t)
}

// standard is the same by encoding/xml.
func standard(data []byte) ([]string, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	var out []string
	depth := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			out = append(out, "<"+t.Name.Local)
		case xml.EndElement:
			depth--
			out = append(out, ">"+t.Name.Local)
		case xml.CharData:
			if depth > 0 && len(t) > 0 {
				out = appendText(out, string(t))
			}
		}
	}
}

func TestXMLScan(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`<a/>`, `<a b="1" c='2>'>x<b/>y</a>`, `<x:a xmlns:x="u"><x:b>&lt;&#65;&#x42;</x:b></x:a>`,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<a>line\r\nend\r</a>\n", `<a><![CDATA[<&]]>z</a>`, `<a><!-- > --><b ></b ></a>`,
	} {
		want, err := standard([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got, err := tokens([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-encoding/xml +ours):\n%s", text, diff)
		}
	}
	for _, text := range []string{
		``, `<a>`, `<a></b>`, `</a>`, `<a/><b/>`, `x<a/>`, `<a/>x`, `<a b=1/>`, `<a b="1" b="2"/>`, `<a b="<"/>`, `<a>&nbsp;</a>`, `<a>&amp</a>`,
		`<a>&#0;</a>`, "<a>\xff</a>", "<a>\x02</a>", `<!DOCTYPE a><a/>`, `<a><!ENTITY b "c"></a>`, `<a><!-- </a>`, `<1/>`, `<a b"1"/>`,
		`<?xml version="1.0" encoding="UTF-16"?><a/>`, `<a><![CDATA[x</a>`, `<![CDATA[x]]><a/>`, `<a b="1"c="2"/>`, `<a b/>`, `<a b="1/>`,
	} {
		if got, err := tokens([]byte(text)); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

// FuzzXMLScan holds the scanner to encoding/xml: what both accept reads the
// same, and what ours accepts the other does not find malformed.
func FuzzXMLScan(f *testing.F) {
	f.Add([]byte(`<a b="1"><c>x &amp; y</c><!-- z --><d/></a>`))
	f.Add([]byte(sheetXML(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := tokens(data)
		if err != nil {
			return
		}
		want, err := standard(data)
		if err != nil {
			// encoding/xml is stricter about names and namespaces, and about
			// "]]>" in text; neither moves a cell.
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-encoding/xml +ours):\n%s", data, diff)
		}
	})
}

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
		if got := (format{numID: tc.id, num: tc.code}).show(tc.x, dateSystem{}); got != tc.want {
			t.Errorf("%v with %d %q shows as %q, want %q", tc.x, tc.id, tc.code, got, tc.want)
		}
	}
	if got := (format{numID: 14}).show(43465, dateSystem{from1904: true}); got != "2023-01-01" {
		t.Errorf("counted from 1904: %s", got)
	}
}

func TestRuleIndex(t *testing.T) {
	t.Parallel()
	rules := []rule{
		{kind: "list", areas: parseSqref("C3:C10 C20")},
		{kind: "list", areas: parseSqref("N1:XFD1048576")},
		{kind: "list", areas: parseSqref("A1:D2 C8:C30")},
	}
	x := newRuleIndex(rules)
	for cell, want := range map[string]string{"C3": "[0]", "C9": "[0 2]", "C20": "[0 2]", "C31": "[]", "Z900000": "[1]", "B2": "[2]", "B3": "[]"} {
		p, err := parsePos(cell)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(x.at(p)); got != want {
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
