package fill

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/knowledge"
	"candor/internal/match"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
)

// Rehearsal is a questionnaire that was studied once and can be decided any
// number of times, at any thresholds, by the very steps of Run. It writes
// nothing; cells that hold an answer are decided as if they were blank.
type Rehearsal struct{ run *run }

// Rehearse studies the questions, and hears the model on them if opt names one,
// at the thresholds of the knowledge; opt names no files. Progress is called from
// several goroutines as the study goes on.
func Rehearse(ctx context.Context, base *knowledge.Base, opt Options, qn *questionnaire.Questionnaire) (*Rehearsal, error) {
	opt.Overwrite, opt.DryRun = true, true
	r := newRun(base, opt, qn)
	r.studied, r.opt.Progress = opt.Progress, nil
	if err := r.studyAll(ctx); err != nil {
		return nil, err
	}
	if err := r.consult(ctx); err != nil {
		return nil, err
	}
	return &Rehearsal{run: r}, nil
}

// Warnings are what the user should know of the study, as in Result.
func (h *Rehearsal) Warnings() []string { return h.run.warnings }

// Matches are the ranked entries of the i-th question, also of one that the
// certification records answer.
func (h *Rehearsal) Matches(i int) []match.Match { return h.run.answered[i].matches }

// Language is the language in which the i-th question is answered.
func (h *Rehearsal) Language(i int) string { return h.run.answered[i].language }

// Decide answers every question at the thresholds and returns the record that
// Run would leave, without outputs.
func (h *Rehearsal) Decide(ctx context.Context, t match.Thresholds) (*runlog.Record, error) {
	again := *h.run
	again.thresholds = t
	// Deciding adds to what studying found.
	again.answered = slices.Clone(h.run.answered)
	for i := range again.answered {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("answer questions: %w", err)
		}
		again.answer(i)
	}
	return again.record(nil, nil), nil
}
