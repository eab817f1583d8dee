package xmlscan

import (
	"strings"

	"candor/internal/workbook/cellref"
)

// Children calls f for each child element of the element just started, until
// that element ends. f may read into the child; what it leaves is passed over.
func (s *Scanner) Children(f func(name string) error) error {
	depth := s.Depth()
	for {
		if err := s.Next(); err != nil {
			return err
		}
		switch s.Kind {
		case End:
			if s.Depth() < depth {
				return nil
			}
		case Start:
			if err := f(string(s.Name)); err != nil {
				return err
			}
			if err := s.leave(depth); err != nil {
				return err
			}
		case EOF:
			return nil
		case Text:
		}
	}
}

// leave reads on until only depth elements are open.
func (s *Scanner) leave(depth int) error {
	for s.Depth() > depth {
		if err := s.Next(); err != nil {
			return err
		}
	}
	return nil
}

// AllText returns the character data of the element just started, whatever
// elements it stands in, and reads past its end.
func (s *Scanner) AllText() (string, error) {
	depth := s.Depth()
	var first string
	var more strings.Builder
	for n := 0; ; {
		if err := s.Next(); err != nil {
			return "", err
		}
		if s.Kind == End && s.Depth() < depth {
			if n > 1 {
				return more.String(), nil
			}
			return first, nil
		}
		if s.Kind != Text {
			continue
		}
		t, err := s.value()
		if err != nil {
			return "", err
		}
		if n++; n == 1 {
			first = t
		}
		more.WriteString(t)
	}
}

// value is the text of the text token just read.
func (s *Scanner) value() (string, error) {
	if s.cdata {
		return string(s.text), nil
	}
	return unescape(s.text)
}

// RichString reads a string item, <si> or <is>: plain text or runs of
// formatted text. Phonetic hints are no part of it.
func (s *Scanner) RichString() (string, error) {
	var text string
	err := s.Children(func(name string) error {
		switch name {
		case "t":
			t, err := s.AllText()
			text += t
			return err
		case "r":
			return s.Children(func(inner string) error {
				if inner != "t" {
					return nil
				}
				t, err := s.AllText()
				text += t
				return err
			})
		}
		return nil
	})
	return UnescapeX(text), err
}

// ScanRoot starts the scan of a part and checks its root element's name.
func ScanRoot(data []byte, root string) (*Scanner, error) {
	s, err := New(data)
	if err != nil {
		return nil, err
	}
	for {
		if err := s.Next(); err != nil {
			return nil, err
		}
		if s.Kind != Start {
			continue
		}
		if string(s.Name) != root {
			return nil, &rootError{want: root, got: string(s.Name)}
		}
		return s, nil
	}
}

// rootError tells of a part that holds something else than it should.
type rootError struct{ want, got string }

func (e *rootError) Error() string {
	return "the part holds <" + cellref.Clip(e.got, 20) + ">, not <" + e.want + ">"
}

// ReadStrings returns the shared strings in order.
func ReadStrings(data []byte) ([]string, error) {
	s, err := ScanRoot(data, "sst")
	if err != nil {
		return nil, err
	}
	var out []string
	err = s.Children(func(name string) error {
		if name != "si" {
			return nil
		}
		text, err := s.RichString()
		out = append(out, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, s.Finish()
}

// Finish reads on to the end of the text, so that what follows is looked at.
func (s *Scanner) Finish() error {
	for s.Kind != EOF {
		if err := s.Next(); err != nil {
			return err
		}
	}
	return nil
}
