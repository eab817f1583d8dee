package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"candor/internal/knowledge"
	"candor/internal/learn"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// InputError tells that the questionnaire of a record was not found.
type InputError struct {
	// Input is what the record names.
	Input runlog.File
	// Tried are the paths looked at; Other are those of them where another file
	// stands.
	Tried, Other []string
}

// Error names the file and the way out.
func (e *InputError) Error() string {
	if len(e.Other) > 0 {
		return fmt.Sprintf("%q is not the file that the run answered: %q had the SHA-256 %.12s…; name that one with --input", e.Other[0], e.Input.Name, e.Input.SHA256)
	}
	return fmt.Sprintf("the questionnaire %q is neither beside its record nor in the folder above; name it with --input", e.Input.Name)
}

// original is a private copy of the questionnaire, under the name that it had:
// what is checked, read and written from is then the same file, whatever
// happens to the other.
type original struct {
	// path is the copy's, from that of the file it was made of.
	path, from string
	dir        string
}

// findOriginal copies the questionnaire that a record was made from, which is
// known by its digest. path is where it is, "" to look beside the record, in the
// folder above, and in the folder "in" where a desk keeps it.
func findOriginal(rec *runlog.Record, record, path string) (*original, error) {
	name := filepath.Base(filepath.Clean(rec.Input.Name))
	beside := filepath.Dir(record)
	tried := []string{filepath.Join(beside, name), filepath.Join(beside, "..", name), filepath.Join(beside, "in", name)}
	if path != "" {
		tried = []string{path}
	}
	missing := &InputError{Input: rec.Input, Tried: tried}
	for _, from := range tried {
		o, err := copyOf(from, name, rec.Input.SHA256)
		switch {
		case err == nil:
			return o, nil
		case errors.Is(err, errOther):
			missing.Other = append(missing.Other, from)
		case path != "" || !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("read questionnaire: %w", err)
		}
	}
	return nil, missing
}

var errOther = errors.New("another file")

// copyOf copies a file if it has the digest.
func copyOf(from, name, digest string) (*original, error) {
	in, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // opened for reading only
	info, err := in.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%q is no file", from)
	case info.Size() > workbook.MaxFileBytes:
		return nil, errOther // what a run answers is smaller
	}
	dir, err := os.MkdirTemp("", "candor-review-")
	if err != nil {
		return nil, err
	}
	o := &original{path: filepath.Join(dir, name), from: from, dir: dir}
	sum, err := copyTo(o.path, in)
	if err == nil && sum != digest {
		err = errOther
	}
	if err != nil {
		return nil, errors.Join(err, o.close())
	}
	return o, nil
}

func copyTo(path string, in io.Reader) (string, error) {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, journalMode)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(out, h), in)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, out.Close())
}

func (o *original) close() error { return os.RemoveAll(o.dir) }

// Questions reads the rows of a record from the questionnaire itself: their
// cells with limits, placeholders and what stands in them. Where reading finds a
// row otherwise than the run did, for it was given a layout or read hidden
// sheets, the record's word on its cells counts. The result is by ref; a row
// that is not in the file is left out.
func Questions(ctx context.Context, base *knowledge.Base, rec *runlog.Record, input string, layout *workbook.Mapping) (map[string]questionnaire.Question, error) {
	out := make(map[string]questionnaire.Question, len(rec.Rows))
	var read *questionnaire.Questionnaire
	for _, hidden := range []bool{false, true} {
		qn, err := workbook.Read(ctx, input, workbook.ReadOptions{Lexicon: base.Lexicon, Map: layout, IncludeHidden: hidden})
		if err != nil {
			return nil, fmt.Errorf("read questionnaire: %w", err)
		}
		read = qn
		gather(out, rec, qn, true)
		if len(out) == len(rec.Rows) {
			return out, nil
		}
	}
	cells, err := workbook.ReadCells(ctx, input)
	if err != nil {
		return nil, fmt.Errorf("read questionnaire: %w", err)
	}
	gather(out, rec, learn.Restore(rec, read, cells, cells.Sheets), false)
	return out, nil
}

// gather adds the questions of a reading that are rows of the record, of those
// found otherwise only if that is not strict.
func gather(out map[string]questionnaire.Question, rec *runlog.Record, qn *questionnaire.Questionnaire, strict bool) {
	at := make(map[string]*questionnaire.Question, len(qn.Questions))
	for i := range qn.Questions {
		at[qn.Questions[i].Ref] = &qn.Questions[i]
	}
	for i := range rec.Rows {
		row := &rec.Rows[i]
		q := at[row.Ref]
		if _, known := out[row.Ref]; known || q == nil || strict && !isSame(q, row) {
			continue
		}
		out[row.Ref] = *q
	}
}

// isSame reports whether a row was read as the run read it.
func isSame(q *questionnaire.Question, row *runlog.Question) bool {
	is, was := runlog.SlotsOf(q), row.Slots
	return q.Text == row.Question && is.Choice == was.Choice && is.Text == was.Text && is.Comment == was.Comment &&
		is.Evidence == was.Evidence && maps.Equal(is.Ticks, was.Ticks) && slices.Equal(q.Choices(), row.Choices)
}
