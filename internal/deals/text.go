package deals

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// The faults of a file that is no text.
var (
	errWorkbook = errors.New("this is an Excel workbook; save the sheet as CSV UTF-8 and name that file")
	errBinary   = errors.New("this is no text file; save the table as CSV UTF-8")
)

// asText returns the file as UTF-8 with one kind of line break, whatever a
// spreadsheet program saved it as: UTF-8 or UTF-16 with their marks, else
// Windows-1252.
func asText(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, errWorkbook
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return nil, errBinary
		}
		data = text
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, errBinary
	}
	if !utf8.Valid(data) {
		text, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil {
			return nil, errBinary
		}
		data = text
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n")), nil
}

// separator is what the file says in a first line "sep=;", which Excel takes
// as a hint and no row, else what the header line holds most of: spreadsheets
// of many countries write semicolons, and copies of a table tabs. It returns
// the text with the hint blanked out, so that lines keep their numbers.
func separator(text []byte) (rune, []byte) {
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	if hint, ok := bytes.CutPrefix(bytes.ToLower(bytes.Trim(first, "\" ")), []byte("sep=")); ok && len(hint) == 1 && bytes.ContainsAny(hint, ",;\t|") {
		return rune(hint[0]), append([]byte("\n"), rest...)
	}
	first, _, _ = bytes.Cut(bytes.TrimLeft(text, "\n"), []byte("\n"))
	best := ','
	for _, c := range []rune{';', '\t'} {
		if n := bytes.Count(first, []byte(string(c))); n > 0 && n > bytes.Count(first, []byte(string(best))) {
			best = c
		}
	}
	return best, text
}
