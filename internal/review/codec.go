package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"candor/internal/runlog"
	"candor/internal/strictjson"
)

// header is the journal's first line: what was decided on.
type header struct {
	Schema string      `json:"schema"`
	Input  runlog.File `json:"input"`
}

// maxLine bounds a line: the longest texts of a decision, escaped.
const maxLine = 2 << 20

// LineError is a fault of a journal at a line, counted from 1.
type LineError struct {
	Path string
	Line int
	Err  error
}

// Error gives file, line and fault.
func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.Path, e.Line, e.Err) }

// Unwrap returns the fault.
func (e *LineError) Unwrap() error { return e.Err }

// ErrForeign is wrapped by the error for a journal that is none, or one of
// another questionnaire.
var ErrForeign = errors.New("these are no decisions on this questionnaire")

// encodeLine is a value as a line of the journal.
func encodeLine(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode decision: %w", err)
	}
	return b.Bytes(), nil
}

// decodeLine reads one line strictly: known fields only, each once, and nothing
// after it.
func decodeLine(line []byte, v any) error {
	if !utf8.Valid(line) {
		return errors.New("the line is no UTF-8")
	}
	if err := strictjson.Decode(line, v); err != nil {
		if errors.Is(err, strictjson.ErrTrailing) {
			return errors.New("the line holds more than one decision")
		}
		return fmt.Errorf("the line is no decision: %w", err)
	}
	return nil
}

// decodeHeader reads the first line, for the questionnaire of a digest; "" takes
// any.
func decodeHeader(line []byte, sha256 string) (header, error) {
	var h header
	if err := decodeLine(line, &h); err != nil || h.Schema != Schema {
		return h, fmt.Errorf("%w: the first line must have the schema %q", ErrForeign, Schema)
	}
	if sha256 != "" && h.Input.SHA256 != sha256 {
		return h, fmt.Errorf("%w: they are on %q with the SHA-256 %.12s…, and the run answered %.12s…", ErrForeign, h.Input.Name, h.Input.SHA256, sha256)
	}
	return h, nil
}

// decodeDecision reads the line of the decision with number seq, which need not
// be in it.
func decodeDecision(line []byte, seq int) (Decision, error) {
	var d Decision
	if err := decodeLine(line, &d); err != nil {
		return Decision{}, err
	}
	if d.Seq == 0 {
		d.Seq = seq
	}
	switch {
	case d.Seq != seq:
		return Decision{}, fmt.Errorf("seq is %d where %d comes next", d.Seq, seq)
	case d.Seen >= seq:
		return Decision{}, fmt.Errorf("seen is %d, which comes after this decision", d.Seen)
	}
	if err := d.Check(); err != nil {
		return Decision{}, err
	}
	return d, nil
}

// reading is a journal as far as it has been read.
type reading struct {
	path, sha256 string
	header       header
	decisions    []Decision
	// lines counts those read, offset is the byte after the last.
	lines  int
	offset int64
	// last is the last line that was read, with its break.
	last []byte
}

// gone is what it means that the file is not there: nothing if it never was.
func (r *reading) gone() error {
	if r.offset == 0 {
		return nil
	}
	return fmt.Errorf("read decisions: it is gone: %w", ErrRewritten)
}

// still makes sure that the last line read stands where it stood.
func (r *reading) still(f io.ReaderAt) error {
	now := make([]byte, len(r.last))
	if _, err := f.ReadAt(now, r.offset-int64(len(now))); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read decisions: %w", err)
	}
	if !bytes.Equal(now, r.last) {
		return fmt.Errorf("read decisions: it holds others: %w", ErrRewritten)
	}
	return nil
}

// take reads the whole lines of more, which follow offset. What stands after
// the last line break is torn: an append that never ended.
func (r *reading) take(more []byte) error {
	for {
		line, rest, whole := bytes.Cut(more, []byte("\n"))
		if !whole {
			return r.torn(line)
		}
		if err := r.line(line); err != nil {
			return &LineError{r.path, r.lines + 1, err}
		}
		r.lines++
		r.offset += int64(len(line)) + 1
		r.last = append(append(r.last[:0], line...), '\n')
		more = rest
	}
}

// line takes one line without its break.
func (r *reading) line(line []byte) error {
	if len(line) > maxLine {
		return fmt.Errorf("the line is longer than %d bytes", maxLine)
	}
	if r.lines == 0 {
		h, err := decodeHeader(line, r.sha256)
		r.header = h
		return err
	}
	d, err := decodeDecision(line, len(r.decisions)+1)
	if err != nil {
		return err
	}
	r.decisions = append(r.decisions, d)
	return nil
}

// torn looks at the rest of a file that does not end with a line. Without a
// header before it, it must be the beginning of one: the file may be somebody
// else's, and an append would cut it off.
func (r *reading) torn(rest []byte) error {
	start := []byte(`{"schema":"` + Schema + `"`)
	n := min(len(rest), len(start))
	if r.lines == 0 && !bytes.Equal(rest[:n], start[:n]) {
		return &LineError{r.path, 1, fmt.Errorf("%w: the first line must have the schema %q", ErrForeign, Schema)}
	}
	return nil
}
