package workbook

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"candor/internal/questionnaire"

	"golang.org/x/text/encoding/charmap"
)

// RefuseEncoding means that the file is in Windows-1252, which lacks a
// character of the answer.
const RefuseEncoding questionnaire.Refusal = "not in the file's encoding"

// maxDelimitedBytes bounds a CSV file; questionnaires have some kilobytes.
const maxDelimitedBytes = 64 << 20

func readDelimitedFile(path string) (*delimited, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxDelimitedBytes+1))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil && len(data) > maxDelimitedBytes {
		err = fmt.Errorf("%w: more than %d bytes", errDamaged, maxDelimitedBytes)
	}
	if err != nil {
		return nil, err
	}
	return parseDelimited(path, data)
}

// writeDelimited puts answers into the bytes of a CSV or TSV file: delimiter,
// line ends, byte order mark, encoding and the quotes of all other fields stay
// as they are. Such a file has one sheet, whatever the edits call it.
func writeDelimited(ctx context.Context, in string, edits []questionnaire.Edit, overwrite bool, out io.Writer) (Result, error) {
	d, err := readDelimitedFile(in)
	if err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	var res Result
	var splices []splice
	taken := map[pos]bool{}
	padded := map[int]int{}
	for _, e := range sortedByCell(edits) {
		at, text, why := d.accept(e, overwrite)
		if why == questionnaire.Writable && taken[at] {
			why = RefuseTwice
		}
		if why != questionnaire.Writable {
			res.Refused = append(res.Refused, RefusedEdit{Edit: e, Why: why})
			continue
		}
		taken[at] = true
		if d.field(at).text != text {
			splices = append(splices, d.put(at, text, padded))
		}
		e.Cell, e.Value = at.String(), text
		res.Written = append(res.Written, e)
	}
	_, err = out.Write(apply(d.data, splices))
	return res, err
}

// sortedByCell returns the edits in cell order, those that name no cell first.
func sortedByCell(edits []questionnaire.Edit) []questionnaire.Edit {
	out := slices.Clone(edits)
	slices.SortStableFunc(out, func(a, b questionnaire.Edit) int {
		x, _ := parsePos(a.Cell)
		y, _ := parsePos(b.Cell)
		return cmp.Or(cmp.Compare(x.row, y.row), cmp.Compare(x.col, y.col))
	})
	return out
}

// field is the field at a place; an empty one right of the record's end.
func (d *delimited) field(at pos) csvField {
	rec := d.records[at.row-1]
	if at.col <= len(rec) {
		return rec[at.col-1]
	}
	end := rec[len(rec)-1].end
	return csvField{start: end, end: end}
}

// accept decides on one edit and gives the text as it will stand in the file.
func (d *delimited) accept(e questionnaire.Edit, overwrite bool) (pos, string, questionnaire.Refusal) {
	at, err := parsePos(e.Cell)
	if err != nil || at.row > len(d.records) {
		return at, "", RefuseNoCell
	}
	text, why := cleanText(e.Value)
	if why != questionnaire.Writable {
		return at, "", why
	}
	text = neutral(text)
	if d.cp1252 {
		if _, err := charmap.Windows1252.NewEncoder().String(text); err != nil {
			return at, "", RefuseEncoding
		}
	}
	shown := d.field(at).text
	if strings.TrimSpace(shown) == "" || overwrite || shown == text || replaceable(e, shown) {
		return at, text, questionnaire.Writable
	}
	return at, "", RefuseAnswered
}

// put is the change of one field. Short records are filled up with empty
// fields; padded remembers how far, since several edits may lie beyond the
// end, and edits come in cell order.
func (d *delimited) put(at pos, text string, padded map[int]int) splice {
	f, rec := d.field(at), d.records[at.row-1]
	field := d.encode(text, f.quoted)
	if at.col <= len(rec) {
		return splice{f.start, f.end, field}
	}
	have := max(len(rec), padded[at.row])
	padded[at.row] = at.col
	return splice{f.end, f.end, strings.Repeat(string(d.delim), at.col-have) + field}
}

// encode quotes a field where it must be or was quoted.
func (d *delimited) encode(text string, quoted bool) string {
	if quoted || text != strings.TrimSpace(text) || strings.ContainsAny(text, "\"\r\n"+string(d.delim)) {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	if d.cp1252 {
		if s, err := charmap.Windows1252.NewEncoder().String(text); err == nil {
			return s
		}
	}
	return text
}

// neutral keeps a spreadsheet from taking the text for a formula: an
// apostrophe goes before the characters that start one, the full-width forms
// included, which some programs fold.
func neutral(s string) string {
	for _, p := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, p) {
			return "'" + s
		}
	}
	return s
}

func fromCP1252(s string) string {
	out, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return out
}
