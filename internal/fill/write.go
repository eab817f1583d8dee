package fill

import (
	"context"
	"fmt"
	"path/filepath"

	"candor/internal/answer"
	"candor/internal/atomicfile"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// outputMode is the permission of files that hold a company's answers.
const outputMode = 0o600

// write makes and proves the output, and writes the record after it.
func (r *run) write(ctx context.Context) (*Result, error) {
	to := workbook.Target{Path: r.opt.Output, Replace: r.opt.Force, Overwrite: r.opt.Overwrite}
	done, err := workbook.Publish(ctx, r.opt.Input, r.edits(), to)
	if err != nil {
		return nil, err
	}
	r.settle(done.Result)
	proof := done.Proof
	out := runlog.File{Name: filepath.Base(r.opt.Output), SHA256: done.SHA256}
	rec := r.record(&out, &runlog.Verification{OK: proof.OK, CellsChanged: proof.CellsChanged, Parts: proof.Parts, PartsChanged: proof.PartsChanged})
	put := atomicfile.WriteNew
	if r.opt.Force {
		put = atomicfile.Write
	}
	path := RecordPath(r.opt.Output)
	if err := put(path, outputMode, rec.Encode); err != nil {
		return nil, fmt.Errorf("run record: %w", err)
	}
	return &Result{Record: rec, Output: r.opt.Output, RecordPath: path, Warnings: r.warnings}, nil
}

// edits gathers what is to be written.
func (r *run) edits() []questionnaire.Edit {
	var out []questionnaire.Edit
	for i := range r.answered {
		if r.writes(&r.answered[i]) {
			out = append(out, r.answered[i].fitted.Edits...)
		}
	}
	return questionnaire.Join(out)
}

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
