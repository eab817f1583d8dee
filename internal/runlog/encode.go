package runlog

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// rowIndent is where a question stands in the document.
const rowIndent = "    "

// noRows is what an empty list of questions looks like in the document. Text
// in JSON holds no line break, so it stands there once.
const noRows = "\n  \"questions\": [],\n"

// errShape is a mistake of this package, not of a record.
var errShape = errors.New("the record without its questions has no place for them")

// Encode writes the record as indented JSON. Maps are written in order of
// their keys, so equal records give equal bytes. The questions are written one
// at a time: the whole text of ten thousand rows is many times the record.
func (r *Record) Encode(w io.Writer) error {
	rest := *r
	rest.Rows = []Question{}
	frame, err := indented(&rest, "")
	if err != nil {
		return err
	}
	head, tail, found := bytes.Cut(frame, []byte(noRows))
	if !found {
		return fmt.Errorf("write run record: %w", errShape)
	}
	out := bufio.NewWriter(w)
	write(out, string(head), "\n  \"questions\": [")
	for i := range r.Rows {
		row, err := indented(&r.Rows[i], rowIndent)
		if err != nil {
			return err
		}
		separator := ",\n"
		if i == 0 {
			separator = "\n"
		}
		write(out, separator, rowIndent, string(bytes.TrimSuffix(row, []byte("\n"))))
	}
	if len(r.Rows) > 0 {
		write(out, "\n  ")
	}
	write(out, "],\n", string(tail))
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write run record: %w", err)
	}
	return nil
}

// write leaves errors to the flush at the end, which returns the first.
func write(out *bufio.Writer, parts ...string) {
	for _, s := range parts {
		_, _ = out.WriteString(s)
	}
}

func indented(v any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("write run record: %w", err)
	}
	return b.Bytes(), nil
}
