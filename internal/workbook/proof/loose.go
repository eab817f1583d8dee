package proof

import (
	"fmt"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// looseRecords reads all records by row number as spreadsheets read files with
// quotes out of place: a quote encloses a field only at its beginning, what
// follows the closing one belongs to the field, and any other is text.
func looseRecords(data []byte, delim byte) (map[int]csvRecord, error) {
	out := map[int]csvRecord{}
	row, rest := 0, plainText(data, delim)
	for rest != "" {
		row++
		if row > cellref.MaxRow {
			return nil, fmt.Errorf("%w: more than %d rows", bounds.ErrDamaged, cellref.MaxRow)
		}
		var rec csvRecord
		for more := true; more; {
			var text string
			var ok bool
			if text, rest, more, ok = looseField(rest, delim); !ok {
				return nil, fmt.Errorf("%w: a quote in row %d does not end", bounds.ErrDamaged, row)
			}
			rec = append(rec, text)
		}
		if len(rec) > 1 || rec[0] != "" {
			out[row] = rec
		}
	}
	return out, nil
}

// looseField reads one field. more is true if a delimiter follows it, ok false
// if its enclosing quote does not end.
func looseField(s string, delim byte) (text, rest string, more, ok bool) {
	var b strings.Builder
	i := 0
	if strings.HasPrefix(s, `"`) {
		for i = 1; ; i++ {
			if i >= len(s) {
				return "", "", false, false
			}
			if s[i] == '"' {
				if i++; i >= len(s) || s[i] != '"' {
					break
				}
			}
			b.WriteByte(s[i])
		}
	}
	end := strings.IndexAny(s[i:], string(delim)+"\r\n")
	if end < 0 {
		end = len(s) - i
	}
	b.WriteString(s[i : i+end])
	rest = s[i+end:]
	switch {
	case rest == "":
	case rest[0] == delim:
		rest, more = rest[1:], true
	case strings.HasPrefix(rest, "\r\n"):
		rest = rest[2:]
	default:
		rest = rest[1:]
	}
	return strings.ReplaceAll(b.String(), "\r\n", "\n"), rest, more, true
}
