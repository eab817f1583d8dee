package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// delimited is a CSV or TSV file taken apart without losing a byte: each field
// knows where it stands.
type delimited struct {
	data    []byte
	delim   byte
	cp1252  bool // no UTF-8: read as Windows-1252
	records [][]csvField
}

// csvField is one field: its bytes, quotes included, and its text.
type csvField struct {
	start, end int
	quoted     bool
	text       string
}

const utf8BOM = "\xef\xbb\xbf"

// errQuote: where the closing quote should be, nobody can tell.
var errQuote = errors.New("a quoted field does not end")

// parseDelimited reads a whole file. Rows are records, blank lines included,
// so that row numbers are those that a spreadsheet shows. The delimiter is the
// tab in .tsv files, what a first line "sep=;" says, else the candidate that
// cuts the first records into the most even rows.
func parseDelimited(name string, data []byte) (*delimited, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) || bytes.IndexByte(data, 0) >= 0 {
		return nil, fmt.Errorf("%w: UTF-16 or binary data; save it as CSV in UTF-8", errDamaged)
	}
	d := &delimited{data: data, cp1252: !utf8.Valid(data)}
	start := 0
	if bytes.HasPrefix(data, []byte(utf8BOM)) {
		start = len(utf8BOM)
	}
	if sep, next, ok := sepLine(data, start); ok {
		d.delim, start = sep, next
	} else if strings.EqualFold(filepath.Ext(name), ".tsv") {
		d.delim = '\t'
	} else {
		d.delim = guessDelimiter(data[start:])
	}
	var err error
	if d.records, err = scanRecords(data, start, d.delim, 0); err != nil {
		return nil, fmt.Errorf("%w: row %d: %w", errDamaged, len(d.records)+1, err)
	}
	for _, rec := range d.records {
		for i := range rec {
			rec[i].text = d.decode(rec[i])
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

func evenness(records [][]csvField) int {
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
func strayQuotes(data []byte, records [][]csvField) bool {
	for _, r := range records {
		for _, f := range r {
			text := data[f.start:f.end]
			if f.quoted {
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
func scanRecords(data []byte, at int, delim byte, limit int) ([][]csvField, error) {
	var records [][]csvField
	for at < len(data) && (limit == 0 || len(records) < limit) {
		var rec []csvField
		for {
			f, err := scanField(data, at, delim)
			if err != nil {
				return records, err
			}
			rec = append(rec, f)
			at = f.end
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
func scanField(data []byte, at int, delim byte) (csvField, error) {
	f := csvField{start: at}
	i := at
	if i < len(data) && data[i] == '"' {
		f.quoted = true
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
	f.end = i
	return f, nil
}

// decode returns the field's text without quotes, as UTF-8.
func (d *delimited) decode(f csvField) string {
	s := string(d.data[f.start:f.end])
	if f.quoted {
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
	if d.cp1252 {
		return fromCP1252(s)
	}
	return s
}
