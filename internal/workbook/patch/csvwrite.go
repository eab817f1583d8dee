package patch

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/delimited"
)

// RefuseEncoding means that the file is in a code page that lacks a character
// of the answer.
const RefuseEncoding questionnaire.Refusal = "not in the file's encoding"

// writeDelimited puts answers into the bytes of a CSV or TSV file: delimiter,
// line ends, byte order mark, encoding and the quotes of all other fields stay
// as they are. Such a file has one sheet, whatever the edits call it.
func writeDelimited(ctx context.Context, in string, edits []questionnaire.Edit, overwrite bool, out io.Writer) (Result, error) {
	d, err := delimited.Read(in)
	if err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	var res Result
	var splices []splice
	taken := map[cellref.Pos]bool{}
	padded := map[int]int{}
	for _, e := range sortedByCell(edits) {
		at, text, why := acceptField(d, e, overwrite)
		if why == questionnaire.Writable && taken[at] {
			why = RefuseTwice
		}
		if why != questionnaire.Writable {
			res.Refused = append(res.Refused, RefusedEdit{Edit: e, Why: why})
			continue
		}
		taken[at] = true
		if d.At(at).Text != text {
			splices = append(splices, putField(d, at, text, padded))
		}
		e.Cell, e.Value = at.String(), text
		res.Written = append(res.Written, e)
	}
	data, err := d.Encoding.Encode(string(apply(d.Data, splices)))
	if err != nil {
		return Result{}, fmt.Errorf("encode as %s: %w", d.Encoding.Name, err)
	}
	_, err = out.Write(data)
	return res, err
}

// sortedByCell returns the edits in cell order, those that name no cell first.
func sortedByCell(edits []questionnaire.Edit) []questionnaire.Edit {
	out := slices.Clone(edits)
	slices.SortStableFunc(out, func(a, b questionnaire.Edit) int {
		x, _ := cellref.Parse(a.Cell)
		y, _ := cellref.Parse(b.Cell)
		return cmp.Or(cmp.Compare(x.Row, y.Row), cmp.Compare(x.Col, y.Col))
	})
	return out
}

// acceptField decides on one edit and gives the text as it will stand in the file.
func acceptField(d *delimited.File, e questionnaire.Edit, overwrite bool) (cellref.Pos, string, questionnaire.Refusal) {
	at, err := cellref.Parse(e.Cell)
	if err != nil || at.Row > len(d.Records) {
		return at, "", RefuseNoCell
	}
	text, why := cleanText(e.Value)
	if why != questionnaire.Writable {
		return at, "", why
	}
	text = neutral(text)
	if !d.Encoding.Has(text) {
		return at, "", RefuseEncoding
	}
	shown := d.At(at).Text
	if strings.TrimSpace(shown) == "" || overwrite || shown == text || replaceable(e, shown) {
		return at, text, questionnaire.Writable
	}
	return at, "", RefuseAnswered
}

// putField is the change of one field. Short records are filled up with empty
// fields; padded remembers how far, since several edits may lie beyond the
// end, and edits come in cell order.
func putField(d *delimited.File, at cellref.Pos, text string, padded map[int]int) splice {
	f, rec := d.At(at), d.Records[at.Row-1]
	field := encodeField(d, text, f.Quoted)
	if at.Col <= len(rec) {
		return splice{f.Start, f.End, field}
	}
	have := max(len(rec), padded[at.Row])
	padded[at.Row] = at.Col
	return splice{f.End, f.End, strings.Repeat(string(d.Delim), at.Col-have) + field}
}

// encodeField quotes a field where it must be or was quoted.
func encodeField(d *delimited.File, text string, quoted bool) string {
	if quoted || text != strings.TrimSpace(text) || strings.ContainsAny(text, "\"\r\n"+string(d.Delim)) {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
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
