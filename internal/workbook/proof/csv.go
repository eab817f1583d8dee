package proof

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"candor/internal/questionnaire"
	"candor/internal/workbook/bounds"
	"candor/internal/workbook/cellref"
	"candor/internal/workbook/delimited"
)

// compareDelimited compares two CSV files record by record, as encoding/csv
// reads them, or as looseRecords does where quotes are out of place. Only the
// choice of delimiter and encoding is shared with the writer.
func compareDelimited(ctx context.Context, in, out string, allowed []questionnaire.Edit, anyCell bool) (Proof, []CellChange, error) {
	before, err := delimited.Read(in)
	if err != nil {
		return Proof{}, nil, err
	}
	after, err := os.ReadFile(out)
	if err != nil {
		return Proof{}, nil, err
	}
	if err := ctx.Err(); err != nil {
		return Proof{}, nil, err
	}
	text, err := before.Encoding.Decode(after)
	if err != nil {
		proof := Proof{Parts: 1, PartsChanged: []string{filepath.Base(in)}}
		proof.fault("the encoding changed: %v", err)
		return proof.close(), nil, nil
	}
	records := csvRecords
	if hasStrayQuotes(before.Data, before.Delim) {
		records = looseRecords
	}
	a, err := records(before.Data, before.Delim)
	if err != nil {
		return Proof{}, nil, err
	}
	proof := Proof{Parts: 1}
	if text != string(before.Data) {
		proof.PartsChanged = []string{filepath.Base(in)}
	}
	b, err := records([]byte(text), before.Delim)
	if err != nil {
		proof.fault("the output cannot be read: %v", err)
		return proof.close(), nil, nil
	}
	if bytes.HasPrefix(before.Data, []byte(delimited.BOM)) != strings.HasPrefix(text, delimited.BOM) {
		proof.fault("the encoding changed")
	}
	wanted := map[cellref.Pos]string{}
	for _, e := range allowed {
		p, err := cellref.Parse(e.Cell)
		if err != nil {
			return Proof{}, nil, err
		}
		wanted[p] = e.Value
	}
	changes := compareRecords(&proof, a, b, wanted, anyCell)
	for p, want := range wanted {
		got := b[p.Row].at(p.Col)
		want = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(want)
		if got != want && got != "'"+want {
			proof.fault("%s: does not hold its answer", p)
		}
	}
	if !anyCell {
		changes = nil
	}
	return proof.close(), changes, nil
}

type csvRecord []string

func (r csvRecord) at(col int) string {
	if col > len(r) {
		return ""
	}
	return r[col-1]
}

func compareRecords(proof *Proof, a, b map[int]csvRecord, wanted map[cellref.Pos]string, anyCell bool) []CellChange {
	last := 0
	for _, m := range []map[int]csvRecord{a, b} {
		for row := range m {
			last = max(last, row)
		}
	}
	if len(b) != len(a) && len(wanted) == 0 && !anyCell {
		proof.fault("%d records became %d", len(a), len(b))
	}
	var changes []CellChange
	for row := 1; row <= last; row++ {
		for col := 1; col <= max(len(a[row]), len(b[row])); col++ {
			p := cellref.Pos{Row: row, Col: col}
			x, y := a[row].at(col), b[row].at(col)
			if x == y {
				continue
			}
			if _, ok := wanted[p]; !ok && !anyCell {
				proof.fault("%s: changed and not allowed to", p)
				continue
			}
			proof.CellsChanged++
			changes = append(changes, CellChange{Cell: p.String(), Before: x, After: y})
		}
	}
	return changes
}

// plainText is a file's text with line feeds, from its first row on.
func plainText(data []byte, delim byte) string {
	text := strings.TrimPrefix(string(data), delimited.BOM)
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	if line, rest, ok := strings.Cut(text, "\n"); ok && strings.EqualFold(strings.TrimRight(line, "\r"), "sep="+string(delim)) {
		text = rest
	}
	return text
}

// hasStrayQuotes is true for a file with quotes where RFC 4180 has none, as
// people write them by hand: 7,"Do you hold" a certificate?
func hasStrayQuotes(data []byte, delim byte) bool {
	r := csv.NewReader(strings.NewReader(plainText(data, delim)))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = rune(delim), -1, true
	for {
		if _, err := r.Read(); err != nil {
			return errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote)
		}
	}
}

// csvRecords reads all records by row number. encoding/csv passes over blank
// lines, which count here as rows, as in a spreadsheet.
func csvRecords(data []byte, delim byte) (map[int]csvRecord, error) {
	text := plainText(data, delim)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = rune(delim), -1
	out := map[int]csvRecord{}
	row, nextLine := 0, 1
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", bounds.ErrDamaged, err)
		}
		line, _ := r.FieldPos(0)
		row += 1 + line - nextLine
		out[row] = rec
		nextLine = 1 + strings.Count(text[:r.InputOffset()], "\n")
		if row > cellref.MaxRow {
			return nil, fmt.Errorf("%w: more than %d rows", bounds.ErrDamaged, cellref.MaxRow)
		}
	}
}
