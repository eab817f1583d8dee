package delimited

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
)

// File is a CSV or TSV file taken apart without losing a byte: each field
// knows where it stands.
type File struct {
	// Data is the file's text in UTF-8, with the byte order mark if UTF-8 is
	// what the file is in.
	Data     []byte
	Delim    byte
	Encoding Encoding
	Records  [][]Field
}

// Field is one field: its bytes, quotes included, and its text.
type Field struct {
	Start, End int
	Quoted     bool
	Text       string
}

// BOM is the byte order mark of UTF-8.
const BOM = "\xef\xbb\xbf"

// errQuote: where the closing quote should be, nobody can tell.
var errQuote = errors.New("a quoted field does not end")

// Parse reads a whole file. Rows are records, blank lines included,
// so that row numbers are those that a spreadsheet shows. The delimiter is the
// tab in .tsv files, what a first line "sep=;" says, else the candidate that
// cuts the first records into the most even rows.
func Parse(name string, data []byte) (*File, error) {
	enc, text, err := detect(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", bounds.ErrDamaged, err)
	}
	data = []byte(text)
	d := &File{Data: data, Encoding: enc}
	start := 0
	if bytes.HasPrefix(data, []byte(BOM)) {
		start = len(BOM)
	}
	if sep, next, ok := sepLine(data, start); ok {
		d.Delim, start = sep, next
	} else if strings.EqualFold(filepath.Ext(name), ".tsv") {
		d.Delim = '\t'
	} else {
		d.Delim = guessDelimiter(data[start:])
	}
	if d.Records, err = scanRecords(data, start, d.Delim, 0); err != nil {
		return nil, fmt.Errorf("%w: row %d: %w", bounds.ErrDamaged, len(d.Records)+1, err)
	}
	for _, rec := range d.Records {
		for i := range rec {
			rec[i].Text = d.decode(rec[i])
		}
	}
	return d, nil
}

// sepLine reads the line by which Excel is told the delimiter. It is no row.
func sepLine(data []byte, start int) (sep byte, next int, ok bool) {
	rest := data[start:]
	if len(rest) < 6 || !strings.EqualFold(string(rest[:4]), "sep=") {
		return 0, 0, false
	}
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasPrefix(rest[5:], []byte(end)) {
			return rest[4], start + 5 + len(end), rest[4] != '"'
		}
	}
	return 0, 0, false
}

// guessRecords is how many records the guess looks at: enough to leave the
// title rows behind, few enough to cost nothing.
const guessRecords = 50

// guessDelimiter counts, for each candidate, the records that have the most
// common number of fields above one; more such records win, then more fields,
// then the order here. A candidate that leaves quotes in the middle of fields
// cuts through quoted text and comes after all that do not: an answer full of
// tabs must not turn its file into another one.
func guessDelimiter(data []byte) byte {
	best, bestScore := byte(','), 0
	for _, delim := range []byte{',', ';', '\t', '|'} {
		records, err := scanRecords(data, 0, delim, guessRecords)
		if err != nil {
			continue
		}
		const clean = 1_000_000
		if score := evenness(records); score > 0 {
			if !strayQuotes(data, records) {
				score += clean
			}
			if score > bestScore {
				best, bestScore = delim, score
			}
		}
	}
	return best
}

func evenness(records [][]Field) int {
	counts := map[int]int{}
	score := 0
	for _, r := range records {
		if n := len(r); n > 1 {
			counts[n]++
			score = max(score, counts[n]*1000+min(n, 999))
		}
	}
	return score
}

// strayQuotes tells whether a field has a quote that neither encloses it nor
// is doubled inside.
func strayQuotes(data []byte, records [][]Field) bool {
	for _, r := range records {
		for _, f := range r {
			text := data[f.Start:f.End]
			if f.Quoted {
				text = bytes.ReplaceAll(bytes.TrimSuffix(text[1:], []byte{'"'}), []byte(`""`), nil)
			}
			if bytes.IndexByte(text, '"') >= 0 {
				return true
			}
		}
	}
	return false
}

// scanRecords cuts data into records; limit 0 means all.
func scanRecords(data []byte, at int, delim byte, limit int) ([][]Field, error) {
	var records [][]Field
	for at < len(data) && (limit == 0 || len(records) < limit) {
		var rec []Field
		for {
			f, err := scanField(data, at, delim)
			if err != nil {
				return records, err
			}
			rec = append(rec, f)
			at = f.End
			if at >= len(data) || data[at] != delim {
				break
			}
			at++
		}
		records = append(records, rec)
		if at < len(data) && data[at] == '\r' {
			at++
			if at < len(data) && data[at] == '\n' {
				at++
			}
		} else if at < len(data) {
			at++
		}
	}
	return records, nil
}

// scanField finds the end of the field that starts at the offset. Text after a
// closing quote belongs to the field, as spreadsheets read it.
func scanField(data []byte, at int, delim byte) (Field, error) {
	f := Field{Start: at}
	i := at
	if i < len(data) && data[i] == '"' {
		f.Quoted = true
		for i++; ; i++ {
			n := bytes.IndexByte(data[i:], '"')
			if n < 0 {
				return f, errQuote
			}
			if i += n; i+1 >= len(data) || data[i+1] != '"' {
				break
			}
			i++
		}
		i++
	}
	for i < len(data) && data[i] != delim && data[i] != '\n' && data[i] != '\r' {
		i++
	}
	f.End = i
	return f, nil
}

// decode returns the field's text without quotes, as UTF-8.
func (d *File) decode(f Field) string {
	s := string(d.Data[f.Start:f.End])
	if f.Quoted {
		var b strings.Builder
		for i := 1; i < len(s); i++ {
			if s[i] == '"' {
				if i++; i >= len(s) {
					break
				}
				if s[i] != '"' {
					b.WriteString(s[i:])
					break
				}
			}
			b.WriteByte(s[i])
		}
		s = b.String()
	}
	return s
}

// At is the field at a place; an empty one right of the record's end.
func (d *File) At(at cellref.Pos) Field {
	rec := d.Records[at.Row-1]
	if at.Col <= len(rec) {
		return rec[at.Col-1]
	}
	end := rec[len(rec)-1].End
	return Field{Start: end, End: end}
}
