package workbook

import "strconv"

// format is what of a cell format matters: may the cell be written on a
// protected sheet, how a number shows, and how the cell looks, which tells
// headings from questions.
type format struct {
	unlocked bool
	bold     bool
	size     int
	fill     string // "" for none
	numID    int
	num      string
}

// readFormats reads the cell formats of the styles part.
func readFormats(data []byte) ([]format, error) {
	s, err := scanRoot(data, "styleSheet")
	if err != nil {
		return nil, err
	}
	var out []format
	var fonts []format
	var fills []string
	codes := map[int]string{}
	err = s.children(func(name string) error {
		switch name {
		case "numFmts":
			return s.children(func(string) error { return readNumFmt(s, codes) })
		case "fonts":
			return s.children(func(string) error {
				f, err := readFont(s)
				fonts = append(fonts, f)
				return err
			})
		case "fills":
			return s.children(func(string) error {
				f, err := readFill(s)
				fills = append(fills, f)
				return err
			})
		case "cellXfs":
			return s.children(func(string) error {
				f, err := readXf(s, fonts, fills, codes)
				out = append(out, f)
				return err
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, s.finish()
}

func readNumFmt(s *xmlScan, codes map[int]string) error {
	id, err := s.attr("numFmtId")
	if err != nil {
		return err
	}
	code, err := s.attr("formatCode")
	codes[smallInt(id)] = code
	return err
}

func readFont(s *xmlScan) (format, error) {
	var f format
	err := s.children(func(name string) error {
		v, err := s.attr("val")
		switch name {
		case "b":
			f.bold = v != "0" && v != "false"
		case "sz":
			if x, e := strconv.ParseFloat(v, 64); e == nil {
				f.size = int(x)
			}
		}
		return err
	})
	return f, err
}

// readFill makes one word of a fill's pattern and colour.
func readFill(s *xmlScan) (string, error) {
	var fill string
	err := s.children(func(name string) error {
		if name != "patternFill" {
			fill = name
			return nil
		}
		kind, err := s.attr("patternType")
		if err != nil || kind == "" || kind == "none" {
			return err
		}
		fill = kind
		return s.children(func(name string) error {
			if name == "fgColor" {
				fill += string(s.attrs)
			}
			return nil
		})
	})
	return fill, err
}

func readXf(s *xmlScan, fonts []format, fills []string, codes map[int]string) (format, error) {
	var f format
	font, err := s.attr("fontId")
	if err != nil {
		return f, err
	}
	if i := smallInt(font); i < len(fonts) {
		f = fonts[i]
	}
	fill, err := s.attr("fillId")
	if err != nil {
		return f, err
	}
	if i := smallInt(fill); i < len(fills) {
		f.fill = fills[i]
	}
	num, err := s.attr("numFmtId")
	if err != nil {
		return f, err
	}
	f.numID = smallInt(num)
	f.num = codes[f.numID]
	err = s.children(func(name string) error {
		if name != "protection" {
			return nil
		}
		v, err := s.attr("locked")
		f.unlocked = v == "0" || v == "false"
		return err
	})
	return f, err
}

// smallInt reads an index; what is none counts as 0, the default everywhere.
func smallInt(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1<<20 {
		return 0
	}
	return n
}
