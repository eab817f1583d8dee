package xmlscan

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"candor/internal/xlsxtest"

	"github.com/google/go-cmp/cmp"
)

// tokens lists what a scan sees.
func tokens(data []byte) ([]string, error) {
	s, err := New(data)
	if err != nil {
		return nil, err
	}
	var out []string
	for {
		if err := s.Next(); err != nil {
			return out, err
		}
		switch s.Kind {
		case Start:
			out = append(out, "<"+string(s.Name))
		case End:
			out = append(out, ">"+string(s.Name))
		case Text:
			t, err := s.value()
			if err != nil {
				return out, err
			}
			if t != "" && s.Depth() > 0 {
				out = appendText(out, t)
			}
		case EOF:
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
		`<a>&#0;</a>`, `<a>&#xFFFF;</a>`, "<a>\xff</a>", "<a>\x02</a>", `<!DOCTYPE a><a/>`, `<a><!ENTITY b "c"></a>`, `<a><!-- </a>`, `<1/>`, `<a b"1"/>`,
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
	f.Add([]byte(xlsxtest.SheetXML(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`)))
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
