package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"candor/internal/fill"
	"candor/internal/fill/batch"
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
	// error is for the person who added it: why, and what to do. It is a
	// *NoQuestionsError if the file was read and no question found, and
	// batch.ErrKnowledgeChanged if the knowledge is not the job's any more.
	Run(ctx context.Context, job Job) error
}

// NoQuestionsError tells that a file was read without harm and holds no question.
type NoQuestionsError struct{ Err error }

// Error says so, and what to do.
func (e *NoQuestionsError) Error() string {
	return e.Err.Error() + "; show it which columns hold questions and answers under Layout"
}

// Unwrap returns the reader's error.
func (e *NoQuestionsError) Unwrap() error { return e.Err }

// InProcess answers in this process: without the limits on memory and time
// that a child process has.
type InProcess struct {
	// Model is heard on rows in doubt; its zero value is nobody.
	Model fill.Model
}

// Run answers a questionnaire by package fill.
func (p InProcess) Run(ctx context.Context, job Job) error {
	opt := job.Fill
	opt.Progress, opt.Model = job.Progress, p.Model
	_, err := fill.Run(ctx, job.Base, opt)
	if _, none := errors.AsType[*fill.NoQuestionsError](err); none {
		return &NoQuestionsError{err}
	}
	return err
}

// ChildProcess answers each questionnaire in a process of its own, so that a
// hostile file costs itself only.
type ChildProcess struct {
	// Child runs batch.Serve.
	Child batch.Child
	// Timeout and Memory are the limits for one file; 0 means those of a batch.
	Timeout time.Duration
	Memory  int64
	// Model describes a language model to the child's Setup, nil for none.
	Model json.RawMessage
}

// Run answers a questionnaire by package batch.
func (c ChildProcess) Run(ctx context.Context, job Job) error {
	opt := batch.Options{
		Fill: job.Fill, KB: job.KB, Knowledge: runlog.KB{Digest: job.Base.Digest}, Timeout: c.Timeout, Memory: c.Memory, Child: c.Child, Model: c.Model,
	}
	err := batch.Answer(ctx, opt, job.Fill.Input, job.Fill.Output, job.Progress)
	fail, ok := errors.AsType[*batch.Failure](err)
	if !ok {
		return err
	}
	if errors.Is(err, batch.ErrNoQuestions) {
		return &NoQuestionsError{fail.Err}
	}
	const copyIt = "copy its sheets into a new workbook and add that, or ask the sender for a plain copy"
	switch fail.Code {
	case runlog.FailTimeout:
		return fmt.Errorf("answering it took too long and was stopped; %s", copyIt)
	case runlog.FailMemory:
		return fmt.Errorf("reading it needs more memory than a questionnaire may take; %s", copyIt)
	case runlog.FailCrash:
		return fmt.Errorf("%w; %s", fail.Err, copyIt)
	case runlog.FailRefused, runlog.FailChanged, runlog.FailTaken, runlog.FailIO:
	}
	return fail.Err
}

// recordOf is the record that a runner left.
func recordOf(job Job) (*runlog.Record, error) { return runlog.Load(fill.RecordPath(job.Fill.Output)) }
