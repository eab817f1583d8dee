package proof

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// value returns an attribute that carries no namespace.
func value(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// without returns the element less one attribute.
func without(t xml.StartElement, name string) xml.StartElement {
	t.Attr = slices.DeleteFunc(slices.Clone(t.Attr), func(a xml.Attr) bool { return a.Name == xml.Name{Local: name} })
	return t
}

// lasting are the attributes of a cell that an answer leaves: all but the type
// and the metadata of the value.
func lasting(attrs []xml.Attr) []xml.Attr {
	return slices.DeleteFunc(slices.Clone(attrs), func(a xml.Attr) bool {
		return a.Name.Space == "" && (a.Name.Local == "t" || a.Name.Local == "cm" || a.Name.Local == "vm")
	})
}

func bothStart(a, b xml.Token, local string) (x, y xml.StartElement, ok bool) {
	x, okX := a.(xml.StartElement)
	y, okY := b.(xml.StartElement)
	return x, y, okX && okY && x.Name.Local == local && y.Name.Local == local
}

func equalToken(a, b xml.Token) bool {
	switch x := a.(type) {
	case xml.StartElement:
		y, ok := b.(xml.StartElement)
		return ok && x.Name == y.Name && slices.Equal(x.Attr, y.Attr)
	case xml.EndElement:
		y, ok := b.(xml.EndElement)
		return ok && x == y
	case xml.CharData:
		y, ok := b.(xml.CharData)
		return ok && bytes.Equal(x, y)
	case xml.Comment:
		y, ok := b.(xml.Comment)
		return ok && bytes.Equal(x, y)
	case xml.ProcInst:
		y, ok := b.(xml.ProcInst)
		return ok && x.Target == y.Target && bytes.Equal(x.Inst, y.Inst)
	}
	return a == nil && b == nil
}

func equalTokens(a, b []xml.Token) bool { return slices.EqualFunc(a, b, equalToken) }

// mergeText joins text that stood on two sides of a cell. It grows the first
// text in place: the tokens are copies that nothing else holds.
func mergeText(tokens []xml.Token) []xml.Token {
	var out []xml.Token
	for _, t := range tokens {
		text, ok := t.(xml.CharData)
		if n := len(out); ok && n > 0 {
			if last, ok := out[n-1].(xml.CharData); ok {
				out[n-1] = append(last, text...)
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

// describe names a token in a fault, without the text of questions or answers.
func describe(t xml.Token) string {
	switch x := t.(type) {
	case xml.StartElement:
		var b strings.Builder
		b.WriteString("<" + x.Name.Local)
		for _, a := range x.Attr {
			fmt.Fprintf(&b, " %s=%q", a.Name.Local, shortened(a.Value))
		}
		return b.String() + ">"
	case xml.EndElement:
		return "</" + x.Name.Local + ">"
	case xml.CharData:
		return fmt.Sprintf("%d bytes of text", len(x))
	case xml.Comment, xml.ProcInst, xml.Directive:
		return "a comment or instruction"
	}
	return "the end"
}

func shortened(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

func (r *provedRow) describe(t xml.Token) string {
	if r == nil {
		return describe(t)
	}
	return "row " + strconv.Itoa(r.num)
}

// holds tells whether the cell has a child of that name.
func (c *provedCell) holds(local string) bool {
	depth := 0
	for _, tok := range c.inner {
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 0 && t.Name.Local == local {
				return true
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return false
}

// outsideValue are the tokens of the cell that are not its value: formula and
// extensions. Blank text and comments between the children go with the value.
func (c *provedCell) outsideValue() []xml.Token {
	var out []xml.Token
	depth, keep := 0, false
	for _, tok := range c.inner {
		if t, ok := tok.(xml.StartElement); ok {
			if depth == 0 {
				keep = t.Name.Local != "v" && t.Name.Local != "is"
			}
			depth++
		}
		if keep && depth > 0 {
			out = append(out, tok)
		}
		if _, ok := tok.(xml.EndElement); ok {
			depth--
		}
	}
	return out
}

// sharedTexts resolves an index into the shared strings.
type sharedTexts func(index string) (string, error)

// text is what the cell shows before number formats.
func (c *provedCell) text(shared sharedTexts) (string, error) {
	if c == nil {
		return "", nil
	}
	switch value(c.attrs, "t") {
	case "inlineStr":
		return plainX(c.under("is/t") + c.under("is/r/t")), nil
	case "s":
		if v := c.under("v"); v != "" {
			return shared(v)
		}
		return "", nil
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[c.under("v")], nil
	case "str":
		return plainX(c.under("v")), nil
	}
	return c.under("v"), nil
}

// formula is the cell's formula after an equals sign, with the text that it
// shows behind it; that text alone for a cell without one.
func (c *provedCell) formula(shown string) string {
	switch {
	case c == nil || !c.holds("f"):
		return shown
	case shown == "":
		return "=" + c.under("f")
	}
	return "=" + c.under("f") + " (" + shown + ")"
}

// under joins the text at one path below the cell.
func (c *provedCell) under(path string) string {
	var open []string
	var b strings.Builder
	for _, tok := range c.inner {
		switch t := tok.(type) {
		case xml.StartElement:
			open = append(open, t.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if strings.Join(open, "/") == path {
				b.Write(t)
			}
		}
	}
	return b.String()
}

var xEscape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// plainX reads the _xHHHH_ escapes of the format.
func plainX(s string) string {
	return xEscape.ReplaceAllStringFunc(s, func(m string) string {
		n, err := strconv.ParseUint(m[2:6], 16, 16)
		if err != nil {
			return m
		}
		return string(rune(n))
	})
}
