package batch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"candor/internal/runlog"
	"candor/internal/workbook"
)

// outcome is what became of a file that did not fail.
type outcome struct {
	status runlog.FileStatus
	remark string
	entry  entry
}

// handle does what a file needs: nothing, if it was answered before.
func (b *batch) handle(ctx context.Context, w *worker, dir string, s source) (*outcome, error) {
	if s.refused != nil {
		return nil, failure{runlog.FailRefused, s.refused}
	}
	sum, err := hashFile(b.in, s.path, workbook.MaxFileBytes, io.Discard)
	if err != nil {
		return nil, readFailure(err)
	}
	e := entry{File: s.path, InputSHA256: sum, Output: s.output, Record: s.record}
	if e.Key, err = b.key(s, sum); err != nil {
		return nil, err
	}
	if done := b.upToDate(e); done != nil {
		return done, nil
	}
	if err := b.mayPlace(s); err != nil {
		return nil, err
	}
	return b.answer(ctx, w, dir, s, e)
}

// key names all that an output follows from.
func (b *batch) key(s source, sum string) (string, error) {
	set := b.set
	set.KB, set.Memory = "", 0 // where and how, not what
	data, err := json.Marshal(struct {
		Set    settings
		Input  string
		Output string
	}{set, sum, s.output})
	if err != nil {
		return "", fmt.Errorf("make the key: %w", err)
	}
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:]), nil
}

// upToDate returns the result of an earlier run if its outputs stand and would
// be made again just so.
func (b *batch) upToDate(e entry) *outcome {
	if b.tree == nil || b.opt.Fresh {
		return nil
	}
	old, ok := b.tree.journal.newest(e.File)
	if !ok || old.Key != e.Key {
		return nil
	}
	record, err := b.tree.digest(old.Record)
	if err != nil || record != old.RecordSHA256 {
		return nil
	}
	output, err := b.tree.digest(old.Output)
	if err != nil {
		return nil
	}
	done := &outcome{status: runlog.FileUnchanged, entry: old}
	if output != old.OutputSHA256 {
		done.remark = "the output was changed since it was written; it stays as it is"
	}
	return done
}

// mayPlace looks before the work at what would be refused after it.
func (b *batch) mayPlace(s source) error {
	if b.tree == nil {
		return nil
	}
	for _, name := range []string{s.output, s.record} {
		if err := b.tree.mayPlace(name); err != nil {
			return failure{runlog.FailTaken, err}
		}
	}
	return nil
}

// answer has the worker answer a copy of the file and puts what comes out in
// its place.
func (b *batch) answer(ctx context.Context, w *worker, dir string, s source, e entry) (*outcome, error) {
	work := filepath.Join(dir, "file")
	defer os.RemoveAll(work) //nolint:errcheck // the work folder goes as a whole at the end
	base := path.Base(s.path)
	req := request{Input: filepath.Join(work, "in", base), Output: filepath.Join(work, "out", path.Base(s.output))}
	if err := b.snapshot(s, e.InputSHA256, work, req.Input); err != nil {
		return nil, err
	}
	r, err := w.fill(ctx, req)
	if err != nil {
		return nil, err
	}
	// The worker read the copy; what it says of it is no more than a check.
	if r.SHA256 != e.InputSHA256 {
		return nil, failure{runlog.FailChanged, errChanged}
	}
	if again, err := hashFile(b.in, s.path, workbook.MaxFileBytes, io.Discard); err != nil || again != e.InputSHA256 {
		return nil, failure{runlog.FailChanged, errChanged}
	}
	e.Summary, e.Answers = r.Summary, r.Answers
	remark := strings.Join(r.Warnings, "; ")
	if remark != "" {
		e.Key += unfinished
	}
	if b.tree == nil {
		e.Output, e.Record = "", ""
		return &outcome{status: runlog.FileAnswered, remark: remark, entry: e}, nil
	}
	return b.publish(e, remark, path.Join(b.tree.stageName, filepath.Base(dir), "file", "out"))
}

var errChanged = errors.New("the file changed while it was being answered; run the batch again")

// snapshot copies the input, so that what is read, written and proved is one
// and the same file whatever happens to the original.
func (b *batch) snapshot(s source, sum, work, to string) (err error) {
	for _, sub := range []string{"in", "out"} {
		if err := os.MkdirAll(filepath.Join(work, sub), 0o700); err != nil {
			return fmt.Errorf("make the work folder: %w", err)
		}
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copy the file: %w", err)
	}
	got, err := hashFile(b.in, s.path, workbook.MaxFileBytes, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("copy the file: %w", err)
	}
	if got != sum {
		return failure{runlog.FailChanged, errChanged}
	}
	return nil
}

// publish writes the journal and then moves the outputs, the record last: a
// record that stands says that its output does.
func (b *batch) publish(e entry, remark, staged string) (*outcome, error) {
	output := path.Join(staged, path.Base(e.Output))
	record := path.Join(staged, path.Base(e.Record))
	var err error
	if e.OutputSHA256, err = b.tree.digest(output); err != nil {
		return nil, fmt.Errorf("look at the answers: %w", err)
	}
	if e.RecordSHA256, err = b.tree.digest(record); err != nil {
		return nil, fmt.Errorf("look at the record: %w", err)
	}
	if err := b.tree.journal.add(e); err != nil {
		return nil, err
	}
	if err := b.tree.place(output, e.Output); err != nil {
		return nil, err
	}
	if err := b.tree.place(record, e.Record); err != nil {
		return nil, err
	}
	return &outcome{status: runlog.FileAnswered, remark: remark, entry: e}, nil
}

// unfinished ends the key of an entry whose model fell silent: no key that is
// asked for ends so, and the next run answers the file again.
const unfinished = "-unfinished"

// readFailure tells files that no program could answer from faults of a disk.
func readFailure(err error) error {
	switch {
	case errors.Is(err, errIrregular):
		return failure{runlog.FailRefused, err}
	case errors.Is(err, errTooLong):
		return failure{runlog.FailRefused, fmt.Errorf("%w: more than %d MB", workbook.ErrTooLarge, workbook.MaxFileBytes>>20)}
	}
	return fmt.Errorf("read the file: %w", err)
}
