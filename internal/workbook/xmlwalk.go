package workbook

import "strings"

// children calls f for each child element of the element just started, until
// that element ends. f may read into the child; what it leaves is passed over.
func (s *xmlScan) children(f func(name string) error) error {
	depth := s.depth()
	for {
		if err := s.next(); err != nil {
			return err
		}
		switch s.kind {
		case xmlEnd:
			if s.depth() < depth {
				return nil
			}
		case xmlStart:
			if err := f(string(s.name)); err != nil {
				return err
			}
			if err := s.leave(depth); err != nil {
				return err
			}
		case xmlEOF:
			return nil
		case xmlText:
		}
	}
}

// leave reads on until only depth elements are open.
func (s *xmlScan) leave(depth int) error {
	for s.depth() > depth {
		if err := s.next(); err != nil {
			return err
		}
	}
	return nil
}

// allText returns the character data of the element just started, whatever
// elements it stands in, and reads past its end.
func (s *xmlScan) allText() (string, error) {
	depth := s.depth()
	var first string
	var more strings.Builder
	for n := 0; ; {
		if err := s.next(); err != nil {
			return "", err
		}
		if s.kind == xmlEnd && s.depth() < depth {
			if n > 1 {
				return more.String(), nil
			}
			return first, nil
		}
		if s.kind != xmlText {
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
func (s *xmlScan) value() (string, error) {
	if s.cdata {
		return string(s.text), nil
	}
	return xmlUnescape(s.text)
}

// richString reads a string item, <si> or <is>: plain text or runs of
// formatted text. Phonetic hints are no part of it.
func (s *xmlScan) richString() (string, error) {
	var text string
	err := s.children(func(name string) error {
		switch name {
		case "t":
			t, err := s.allText()
			text += t
			return err
		case "r":
			return s.children(func(inner string) error {
				if inner != "t" {
					return nil
				}
				t, err := s.allText()
				text += t
				return err
			})
		}
		return nil
	})
	return unescapeX(text), err
}

// scanRoot starts the scan of a part and checks its root element's name.
func scanRoot(data []byte, root string) (*xmlScan, error) {
	s, err := newXMLScan(data)
	if err != nil {
		return nil, err
	}
	for {
		if err := s.next(); err != nil {
			return nil, err
		}
		if s.kind != xmlStart {
			continue
		}
		if string(s.name) != root {
			return nil, &rootError{want: root, got: string(s.name)}
		}
		return s, nil
	}
}

// rootError tells of a part that holds something else than it should.
type rootError struct{ want, got string }

func (e *rootError) Error() string {
	return "the part holds <" + clip(e.got, 20) + ">, not <" + e.want + ">"
}

// readAllStrings returns the shared strings in order.
func readAllStrings(data []byte) ([]string, error) {
	s, err := scanRoot(data, "sst")
	if err != nil {
		return nil, err
	}
	var out []string
	err = s.children(func(name string) error {
		if name != "si" {
			return nil
		}
		text, err := s.richString()
		out = append(out, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, s.finish()
}

// finish reads on to the end of the text, so that what follows is looked at.
func (s *xmlScan) finish() error {
	for s.kind != xmlEOF {
		if err := s.next(); err != nil {
			return err
		}
	}
	return nil
}
