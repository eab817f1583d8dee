package desk

import (
	"context"

	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/runlog"
)

// Job is one questionnaire to answer.
type Job struct {
	Base *knowledge.Base
	// KB is the folder that Base was opened from, "" for the starter.
	KB string
	// Fill names input and output, whose folder is the job's own, and how to
	// answer.
	Fill fill.Options
	// Progress is called after each question, by one goroutine at a time.
	Progress func(done, total int)
}

// Runner answers questionnaires.
type Runner interface {
	// Run answers one and leaves the output and its run record beside it. The
	// error is for the person who added it: why, and what to do; it is a
	// *fill.NoQuestionsError if the file was read and no question found.
	Run(ctx context.Context, job Job) error
}

// InProcess answers in this process: without the limits on memory and time
// that a child process has.
type InProcess struct{}

// Run answers a questionnaire by package fill.
func (InProcess) Run(ctx context.Context, job Job) error {
	opt := job.Fill
	opt.Progress = job.Progress
	_, err := fill.Run(ctx, job.Base, opt)
	return err
}

// recordOf is where a runner leaves the record of a job.
func recordOf(job Job) (*runlog.Record, error) { return runlog.Load(fill.RecordPath(job.Fill.Output)) }
