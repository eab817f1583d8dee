package sheetscan

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/xmlscan"
)

// Scanner walks raw tokens and keeps the open elements, since RawToken does
// not check that tags match.
type Scanner struct {
	d     *xml.Decoder
	data  []byte
	Open  []xml.Name
	Start int // offset of the current token
	End   int
}

// NewScanner reads data from its first byte.
func NewScanner(data []byte) *Scanner {
	return &Scanner{d: xml.NewDecoder(bytes.NewReader(data)), data: data}
}

// Next returns the next token; io.EOF at the end of a text whose elements are
// all closed.
func (s *Scanner) Next() (xml.Token, error) {
	s.Start = int(s.d.InputOffset())
	tok, err := s.d.RawToken()
	s.End = int(s.d.InputOffset())
	if errors.Is(err, io.EOF) && len(s.Open) > 0 {
		return nil, fmt.Errorf("%w: the text ends inside <%s>", bounds.ErrDamaged, RawName(s.Open[len(s.Open)-1]))
	}
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", bounds.ErrDamaged, err)
	}
	switch t := tok.(type) {
	case xml.StartElement:
		s.Open = append(s.Open, t.Name)
	case xml.EndElement:
		if len(s.Open) == 0 || s.Open[len(s.Open)-1] != t.Name {
			return nil, fmt.Errorf("%w: </%s> closes nothing", bounds.ErrDamaged, RawName(t.Name))
		}
		s.Open = s.Open[:len(s.Open)-1]
	case xml.Directive:
		return nil, fmt.Errorf("%w: %w", bounds.ErrDamaged, xmlscan.ErrDoctype)
	}
	return tok, nil
}

// selfClosed tells whether the start tag just read is of the form <x/>.
func (s *Scanner) selfClosed() bool { return s.End >= 2 && s.data[s.End-2] == '/' }

// RawName is a name as the text spells it, with its prefix.
func RawName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// AttrTrue tells whether an attribute without prefix says true or 1.
func AttrTrue(t xml.StartElement, name string) bool {
	v := attr(t, name)
	return v == "1" || v == "true"
}

// FindAttr finds the bytes of an attribute's value in the start tag at
// data[start:end]. The tag was read by the XML decoder before, so that each
// attribute is name, equals sign and quoted value.
func FindAttr(data []byte, start, end int, name string) Attr {
	for _, a := range TagAttrs(data, start, end) {
		if string(bytes.TrimSpace(data[a.NameAt:a.NameEnd])) == name {
			return a.value
		}
	}
	return Attr{}
}

// TagAttr is where an attribute lies in a start tag.
type TagAttr struct {
	NameAt, NameEnd int
	value           Attr
	Whole           Attr // with the space before it
}

// TagAttrs finds the attributes of the start tag data[start:end], in order.
func TagAttrs(data []byte, start, end int) []TagAttr {
	var out []TagAttr
	i := start
	for i < end && !xmlscan.IsSpace(data[i]) && data[i] != '>' {
		i++
	}
	for {
		a := TagAttr{Whole: Attr{Start: i}}
		for i < end && xmlscan.IsSpace(data[i]) {
			i++
		}
		eq := bytes.IndexByte(data[i:end], '=')
		if eq < 0 || data[i] == '/' || data[i] == '>' {
			return out
		}
		a.NameAt, a.NameEnd = i, i+eq
		for i += eq + 1; i < end && xmlscan.IsSpace(data[i]); {
			i++
		}
		if i >= end || data[i] != '"' && data[i] != '\'' {
			return out
		}
		quote := data[i]
		closing := bytes.IndexByte(data[i+1:end], quote)
		if closing < 0 {
			return out
		}
		a.value = Attr{i + 1, i + 1 + closing}
		i += closing + 2
		a.Whole.End = i
		out = append(out, a)
	}
}

// AttrsText writes attributes sorted by name, namespaces left out.
func AttrsText(attrs []xml.Attr) string {
	sorted := slices.Clone(attrs)
	slices.SortFunc(sorted, func(a, b xml.Attr) int { return cmp.Compare(RawName(a.Name), RawName(b.Name)) })
	var b strings.Builder
	for _, a := range sorted {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			fmt.Fprintf(&b, " %s=%q", RawName(a.Name), a.Value)
		}
	}
	return b.String()
}
