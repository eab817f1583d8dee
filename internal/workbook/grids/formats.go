package grids

import (
	"strconv"

	"candor/internal/workbook/xmlscan"
)

// Format is what of a cell format matters: may the cell be written on a
// protected sheet, how a number shows, and how the cell looks, which tells
// headings from questions.
type Format struct {
	unlocked bool
	Bold     bool
	Size     int
	Fill     string // "" for none
	numID    int
	num      string
}

// readFormats reads the cell formats of the styles part.
func readFormats(data []byte) ([]Format, error) {
	s, err := xmlscan.ScanRoot(data, "styleSheet")
	if err != nil {
		return nil, err
	}
	var out []Format
	var fonts []Format
	var fills []string
	codes := map[int]string{}
	err = s.Children(func(name string) error {
		switch name {
		case "numFmts":
			return s.Children(func(string) error { return readNumFmt(s, codes) })
		case "fonts":
			return s.Children(func(string) error {
				f, err := readFont(s)
				fonts = append(fonts, f)
				return err
			})
		case "fills":
			return s.Children(func(string) error {
				f, err := readFill(s)
				fills = append(fills, f)
				return err
			})
		case "cellXfs":
			return s.Children(func(string) error {
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
	return out, s.Finish()
}

func readNumFmt(s *xmlscan.Scanner, codes map[int]string) error {
	id, err := s.Attr("numFmtId")
	if err != nil {
		return err
	}
	code, err := s.Attr("formatCode")
	codes[smallInt(id)] = code
	return err
}

func readFont(s *xmlscan.Scanner) (Format, error) {
	var f Format
	err := s.Children(func(name string) error {
		v, err := s.Attr("val")
		switch name {
		case "b":
			f.Bold = v != "0" && v != "false"
		case "sz":
			if x, e := strconv.ParseFloat(v, 64); e == nil {
				f.Size = int(x)
			}
		}
		return err
	})
	return f, err
}

// readFill makes one word of a fill's pattern and colour.
func readFill(s *xmlscan.Scanner) (string, error) {
	var fill string
	err := s.Children(func(name string) error {
		if name != "patternFill" {
			fill = name
			return nil
		}
		kind, err := s.Attr("patternType")
		if err != nil || kind == "" || kind == "none" {
			return err
		}
		fill = kind
		return s.Children(func(name string) error {
			if name == "fgColor" {
				fill += string(s.Attrs)
			}
			return nil
		})
	})
	return fill, err
}

func readXf(s *xmlscan.Scanner, fonts []Format, fills []string, codes map[int]string) (Format, error) {
	var f Format
	font, err := s.Attr("fontId")
	if err != nil {
		return f, err
	}
	if i := smallInt(font); i < len(fonts) {
		f = fonts[i]
	}
	fill, err := s.Attr("fillId")
	if err != nil {
		return f, err
	}
	if i := smallInt(fill); i < len(fills) {
		f.Fill = fills[i]
	}
	num, err := s.Attr("numFmtId")
	if err != nil {
		return f, err
	}
	f.numID = smallInt(num)
	f.num = codes[f.numID]
	err = s.Children(func(name string) error {
		if name != "protection" {
			return nil
		}
		v, err := s.Attr("locked")
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
