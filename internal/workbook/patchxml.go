package workbook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// scanner walks raw tokens and keeps the open elements, since RawToken does
// not check that tags match.
type scanner struct {
	d     *xml.Decoder
	data  []byte
	open  []xml.Name
	start int // offset of the current token
	end   int
}

func newScanner(data []byte) *scanner {
	return &scanner{d: xml.NewDecoder(bytes.NewReader(data)), data: data}
}

// next returns the next token; io.EOF at the end of a text whose elements are
// all closed.
func (s *scanner) next() (xml.Token, error) {
	s.start = int(s.d.InputOffset())
	tok, err := s.d.RawToken()
	s.end = int(s.d.InputOffset())
	if errors.Is(err, io.EOF) && len(s.open) > 0 {
		return nil, fmt.Errorf("%w: the text ends inside <%s>", errDamaged, rawName(s.open[len(s.open)-1]))
	}
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errDamaged, err)
	}
	switch t := tok.(type) {
	case xml.StartElement:
		s.open = append(s.open, t.Name)
	case xml.EndElement:
		if len(s.open) == 0 || s.open[len(s.open)-1] != t.Name {
			return nil, fmt.Errorf("%w: </%s> closes nothing", errDamaged, rawName(t.Name))
		}
		s.open = s.open[:len(s.open)-1]
	case xml.Directive:
		return nil, fmt.Errorf("%w: %w", errDamaged, errDoctype)
	}
	return tok, nil
}

// selfClosed tells whether the start tag just read is of the form <x/>.
func (s *scanner) selfClosed() bool { return s.end >= 2 && s.data[s.end-2] == '/' }

func rawName(n xml.Name) string {
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

func attrTrue(t xml.StartElement, name string) bool {
	v := attr(t, name)
	return v == "1" || v == "true"
}

// findAttr finds the bytes of an attribute's value in the start tag at
// data[start:end]. The tag was read by the XML decoder before, so that each
// attribute is name, equals sign and quoted value.
func findAttr(data []byte, start, end int, name string) attrSpan {
	for _, a := range tagAttrs(data, start, end) {
		if string(bytes.TrimSpace(data[a.nameAt:a.nameEnd])) == name {
			return a.value
		}
	}
	return attrSpan{}
}

type tagAttr struct {
	nameAt, nameEnd int
	value           attrSpan
	whole           attrSpan // with the space before it
}

func tagAttrs(data []byte, start, end int) []tagAttr {
	var out []tagAttr
	i := start
	for i < end && !isSpace(data[i]) && data[i] != '>' {
		i++
	}
	for {
		a := tagAttr{whole: attrSpan{start: i}}
		for i < end && isSpace(data[i]) {
			i++
		}
		eq := bytes.IndexByte(data[i:end], '=')
		if eq < 0 || data[i] == '/' || data[i] == '>' {
			return out
		}
		a.nameAt, a.nameEnd = i, i+eq
		for i += eq + 1; i < end && isSpace(data[i]); {
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
		a.value = attrSpan{i + 1, i + 1 + closing}
		i += closing + 2
		a.whole.end = i
		out = append(out, a)
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }
