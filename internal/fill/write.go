package fill

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/atomicfile"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// outputMode is the permission of files that hold a company's answers.
const outputMode = 0o600

// write makes the output beside its final place, proves it, and only then
// moves it there, the record after it.
func (r *run) write(ctx context.Context) (*Result, error) {
	dir, err := os.MkdirTemp("", "candor-fill-")
	if err != nil {
		return nil, fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover temp folder is no reason to fail the run
	candidate := filepath.Join(dir, "candidate"+filepath.Ext(r.opt.Input))
	edits := r.edits()
	res, err := writeCandidate(ctx, r.opt, edits, candidate)
	if err != nil {
		return nil, err
	}
	r.settle(res)
	proof, err := workbook.Verify(ctx, r.opt.Input, candidate, res.Written)
	if err != nil {
		return nil, fmt.Errorf("prove that only answers changed: %w", err)
	}
	if !proof.OK {
		return nil, fmt.Errorf("the proof failed, no output is left behind: %s", strings.Join(proof.Faults, "; "))
	}
	return r.publish(candidate, proof)
}

func writeCandidate(ctx context.Context, opt Options, edits []questionnaire.Edit, path string) (workbook.Result, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, outputMode)
	if err != nil {
		return workbook.Result{}, fmt.Errorf("make candidate output: %w", err)
	}
	res, err := workbook.Write(ctx, opt.Input, edits, opt.Overwrite, f)
	if closeErr := f.Close(); err == nil && closeErr != nil {
		err = closeErr
	}
	if err != nil {
		return workbook.Result{}, fmt.Errorf("write answers: %w", err)
	}
	return res, nil
}

// publish moves the proven candidate to its place and writes the record.
func (r *run) publish(candidate string, proof workbook.Proof) (*Result, error) {
	digest := sha256.New()
	put := atomicfile.WriteNew
	if r.opt.Force {
		put = atomicfile.Write
	}
	err := put(r.opt.Output, outputMode, func(w io.Writer) error {
		f, err := os.Open(candidate)
		if err != nil {
			return fmt.Errorf("open candidate: %w", err)
		}
		defer f.Close() //nolint:errcheck // opened for reading only
		if _, err := io.Copy(io.MultiWriter(w, digest), f); err != nil {
			return fmt.Errorf("copy candidate: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	out := runlog.File{Name: filepath.Base(r.opt.Output), SHA256: hex.EncodeToString(digest.Sum(nil))}
	rec := r.record(&out, &runlog.Verification{OK: proof.OK, CellsChanged: proof.CellsChanged, Parts: proof.Parts, PartsChanged: proof.PartsChanged})
	path := RecordPath(r.opt.Output)
	if err := put(path, outputMode, rec.Encode); err != nil {
		return nil, fmt.Errorf("run record: %w", err)
	}
	return &Result{Record: rec, Output: r.opt.Output, RecordPath: path, Warnings: r.warnings}, nil
}

// edits gathers what is to be written. A cell that several questions share
// holds each of their answers once, in order.
func (r *run) edits() []questionnaire.Edit {
	var out []questionnaire.Edit
	at := map[[2]string]int{}
	for i := range r.answered {
		if !r.writes(&r.answered[i]) {
			continue
		}
		for _, e := range r.answered[i].fitted.Edits {
			key := [2]string{e.Sheet, e.Cell}
			j, shared := at[key]
			switch {
			case !shared:
				at[key] = len(out)
				out = append(out, e)
			case !slices.Contains(strings.Split(out[j].Value, sharedBreak), e.Value):
				out[j].Value += sharedBreak + e.Value
			}
		}
	}
	return out
}

// sharedBreak stands between the answers of one shared cell.
const sharedBreak = "\n\n"

// writes reports whether an answer goes into the output. What nobody approved
// never does, not even as a draft for review.
func (r *run) writes(a *answered) bool {
	if a.decision.Unapproved {
		return false
	}
	return a.decision.Status == answer.Filled || a.decision.Status == answer.Review && r.opt.Write == WriteDrafts
}

// settle notes for each question which of its cells were written; what the
// writer refused goes to a person.
func (r *run) settle(res workbook.Result) {
	done := map[[2]string]string{}
	for _, e := range res.Written {
		done[[2]string{e.Sheet, e.Cell}] = e.Value
	}
	refused := map[[2]string]string{}
	for _, e := range res.Refused {
		refused[[2]string{e.Sheet, e.Cell}] = fmt.Sprint(e.Why)
	}
	for i := range r.answered {
		a := &r.answered[i]
		if !r.writes(a) {
			continue
		}
		for _, e := range a.fitted.Edits {
			key := [2]string{e.Sheet, e.Cell}
			if value, ok := done[key]; ok {
				if a.written == nil {
					a.written = map[string]string{}
				}
				a.written[e.Cell] = value
				continue
			}
			a.decision.Reasons = append(a.decision.Reasons, answer.Reason{Code: "cell_refused", Text: fmt.Sprintf("cell %s was not written: %s", e.Cell, refused[key])})
			a.decision.Status = answer.Review
		}
	}
}
