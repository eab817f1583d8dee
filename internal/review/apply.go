package review

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/atomicfile"
	"candor/internal/gap"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// Result is what Apply left behind.
type Result struct {
	*Planned
	// Final is the run record of the finished file: the statuses after the review.
	Final *runlog.Record
	// Output and RecordPath are the files written.
	Output, RecordPath string
}

// Apply writes the finished questionnaire from the original and proves it as a
// run does, and its run record beside it. Rows that are open stay blank. Equal
// records, decisions and knowledge give equal bytes. If it returns an error, what
// stood at the output stands there unchanged.
func Apply(ctx context.Context, base *knowledge.Base, opt Options) (*Result, error) {
	if opt.Output == "" {
		return nil, errors.New("the finished questionnaire needs a path")
	}
	f, err := prepare(ctx, base, opt)
	if err != nil {
		return nil, err
	}
	defer f.input.close() //nolint:errcheck // a leftover temp folder is no reason to fail
	if err := f.checkOutput(); err != nil {
		return nil, err
	}
	done, err := workbook.Publish(ctx, f.input.path, f.edits(), workbook.Target{Path: opt.Output, Replace: opt.Force})
	if err != nil {
		return nil, err
	}
	final := f.record(done)
	put := atomicfile.WriteNew
	if opt.Force {
		put = atomicfile.Write
	}
	path := recordPath(opt.Output)
	if err := put(path, journalMode, final.Encode); err != nil {
		return nil, fmt.Errorf("run record: %w", err)
	}
	return &Result{Planned: &f.planned, Final: final, Output: opt.Output, RecordPath: path}, nil
}

func recordPath(output string) string {
	return strings.TrimSuffix(output, filepath.Ext(output)) + ".run.json"
}

// ExistsError is returned if the output is there already.
type ExistsError struct{ Path string }

// Error names the file and the way out.
func (e *ExistsError) Error() string {
	return fmt.Sprintf("%q exists already; use --force to replace it or -o to name another file", e.Path)
}

// checkOutput refuses before anything is written what must not be replaced.
func (f *finishing) checkOutput() error {
	out := f.opt.Output
	if is, want := filepath.Ext(out), filepath.Ext(f.planned.Record.Input.Name); !strings.EqualFold(is, want) {
		return fmt.Errorf("the output %q must end in %s as the input does, since it is a copy of it", out, want)
	}
	for _, path := range []string{out, recordPath(out)} {
		for _, keep := range []string{f.planned.Input, f.opt.Decisions, cmp.Or(f.opt.Input, f.planned.Input)} {
			same, err := atomicfile.SameFile(keep, path)
			if err != nil {
				return fmt.Errorf("check output: %w", err)
			}
			if same {
				return fmt.Errorf("the output %q is the input itself; name another with -o", path)
			}
		}
		if _, err := os.Stat(path); err == nil && !f.opt.Force {
			return &ExistsError{Path: path}
		}
	}
	return nil
}

// edits gathers what is to be written. What the run wrote into a cell that rows
// share is the same edit in each of them.
func (f *finishing) edits() []questionnaire.Edit {
	var out []questionnaire.Edit
	for i := range f.rows {
		for _, e := range f.rows[i].edits {
			if !f.rows[i].verbatim || !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return questionnaire.Join(out)
}

// record is the run record of the finished file.
func (f *finishing) record(done workbook.Published) *runlog.Record {
	p := &f.planned
	rec := *p.Record
	if f.opt.Version != "" {
		rec.Tool.Version = f.opt.Version
	}
	proof := done.Proof
	rec.Output = &runlog.File{Name: filepath.Base(f.opt.Output), SHA256: done.SHA256}
	rec.Verification = &runlog.Verification{OK: proof.OK, CellsChanged: proof.CellsChanged, Parts: proof.Parts, PartsChanged: proof.PartsChanged}
	rec.Review = &runlog.Reviewed{AsOf: f.opt.AsOf.String(), Output: p.Record.Output, Decisions: len(p.Decisions), States: map[string]int{}}
	for _, s := range States() {
		rec.Review.States[string(s)] = 0
	}
	written, refused := outcomes(done.Result)
	rec.Rows = make([]runlog.Question, len(f.rows))
	for i := range f.rows {
		r := &f.rows[i]
		f.settle(r, written, refused)
		p.Finals[i] = r.report()
		rec.Rows[i] = f.finished(r, written)
		rec.Review.States[string(r.final)]++
	}
	rec.Summary = runlog.Summarise(rec.Rows)
	return &rec
}

type place struct{ sheet, cell string }

// outcomes are the values written and the reasons of refusals, by cell.
func outcomes(res workbook.Result) (written, refused map[place]string) {
	written, refused = map[place]string{}, map[place]string{}
	for _, e := range res.Written {
		written[place{e.Sheet, e.Cell}] = e.Value
	}
	for _, e := range res.Refused {
		refused[place{e.Sheet, e.Cell}] = string(e.Why)
	}
	return written, refused
}

// settle opens a row again of which the writer refused a cell.
func (f *finishing) settle(r *rowPlan, written, refused map[place]string) {
	for _, e := range r.edits {
		at := place{e.Sheet, e.Cell}
		if _, ok := written[at]; ok {
			continue
		}
		r.judged.forbid(FaultCell, "", "cell %s was not written: %s", e.Cell, refused[at])
		r.refused, r.final = true, StateOpen
	}
}

// finished is a row of the record after the review.
func (f *finishing) finished(r *rowPlan, written map[place]string) runlog.Question {
	q := *r.row
	q.Owner, q.Written = r.state.Owner, nil
	for _, e := range r.edits {
		if value, ok := written[place{e.Sheet, e.Cell}]; ok {
			if q.Written == nil {
				q.Written = map[string]string{}
			}
			q.Written[e.Cell] = value
		}
	}
	switch {
	case r.final.NeedsPerson():
		f.reopen(r, &q)
	case r.final == StateBlank && q.Status != answer.Kept:
		q.Status, q.Verdict, q.Choice, q.Answer, q.Sources, q.Confidence = answer.Unmatched, library.None, "", "", nil, 0
		q.Reasons = []answer.Reason{r.decidedReason("left blank")}
	case r.final == StateAccepted && q.Status != answer.Kept:
		q.Status = answer.Filled
		q.Reasons = append(slices.Clone(q.Reasons), r.decidedReason("accepted"))
	case r.final == StateEdited:
		f.answered(r, &q, "answered")
	case r.final == StateTaken:
		f.answered(r, &q, fmt.Sprintf("entry %q taken", r.state.Last.Entry))
	}
	q.Review = r.review(&q)
	return q
}

// reopen is a row that still needs somebody.
func (f *finishing) reopen(r *rowPlan, q *runlog.Question) {
	if q.Status == answer.Filled {
		q.Status = answer.Review
	}
	if r.final == StateChanged {
		q.Reasons = append(slices.Clone(q.Reasons), answer.Reason{Code: "changed", Text: fmt.Sprintf("%s decided this row before it changed", r.state.Last.Who)})
	}
	if !r.refused {
		return
	}
	q.Reasons = slices.Clone(q.Reasons)
	for _, x := range r.judged.faults {
		q.Reasons = append(q.Reasons, answer.Reason{Code: x.Code, Text: x.Text})
	}
}

// answered is a row with another answer than the run's.
func (f *finishing) answered(r *rowPlan, q *runlog.Question, how string) {
	d := r.judged.decision
	q.Status, q.Verdict, q.Choice, q.Answer, q.Sources = answer.Filled, d.Verdict, r.judged.fitted.Choice, d.Text, d.Sources
	q.Confidence = 1
	q.Reasons = []answer.Reason{r.decidedReason(how)}
	if d.Verdict != r.row.Verdict && r.row.Ask == nil && d.Verdict != library.Text {
		q.Gaps = f.regap(q, d)
	}
}

// regap replaces what the run's answer revealed about controls by what this one
// does.
func (f *finishing) regap(q *runlog.Question, d answer.Decision) []gap.Gap {
	meets := false
	for _, s := range d.Sources {
		if e, ok := f.base.Library.Entry(s.Entry); ok {
			meets = meets || e.Meets
		}
	}
	var out []gap.Gap
	for _, g := range q.Gaps {
		if !slices.Contains([]gap.Code{gap.ControlNo, gap.ControlContradiction, gap.AnswerStale, gap.ClaimUnsupported}, g.Code) {
			out = append(out, g)
		}
	}
	for _, g := range f.checker.controlGaps(q, d.Verdict, meets) {
		if g.Code != gap.ControlNo && g.Code != gap.ControlContradiction {
			continue
		}
		g.Title = f.base.Gaps.Definition(g.Code).Title
		if remedy, ok := f.base.Gaps.Remedy(g.Remedy); ok {
			g.RemedyTitle = remedy.Title
		}
		if g.Controls == nil {
			g.Controls = []string{}
		}
		out = append(out, g)
	}
	return out
}

// decidedReason says who decided and when.
func (r *rowPlan) decidedReason(how string) answer.Reason {
	return answer.Reason{Code: "reviewed", Text: fmt.Sprintf("%s by %s on %s", how, r.state.Last.Who, r.state.Last.When)}
}

// review is what the record says of a decision; nil for a row as the run left it.
func (r *rowPlan) review(q *runlog.Question) *runlog.Review {
	d := r.state.Last
	out := &runlog.Review{State: string(r.final), By: d.Who, When: d.When}
	for _, x := range r.judged.faults {
		if x.Blocking && !r.refused {
			out.Override = d.Override
			out.Overridden = append(out.Overridden, answer.Reason{Code: x.Code, Text: x.Text})
		}
	}
	if was := runlog.WasOf(r.row); !reflect.DeepEqual(was, runlog.WasOf(q)) {
		out.Was = was
	}
	if out.Was == nil && r.state.Last.Action == "" {
		return nil
	}
	return out
}

// proposals counts the rows from which the library could learn: whose answer is
// not the one that an entry gave.
func proposals(rows []rowPlan) int {
	n := 0
	for i := range rows {
		r := &rows[i]
		if r.row.Ask == nil && r.writes() && (r.final == StateEdited || r.final == StateTaken) {
			n++
		}
	}
	return n
}
