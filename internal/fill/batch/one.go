package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"candor/internal/runlog"
)

// ErrNoQuestions is wrapped by the error of Answer for a file that was read and
// holds no question.
var ErrNoQuestions = errors.New("no questions found")

// Failure is why a questionnaire was not answered.
type Failure struct {
	Code runlog.FailCode
	Err  error
}

// Error says why.
func (f *Failure) Error() string { return f.Err.Error() }

// Unwrap returns the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Answer answers one questionnaire by a child process under the limits of a
// batch, and leaves the output and its run record beside it. The output's folder
// is the caller's own and takes the child's temporary files too. opt says how to
// answer; its folders, Jobs, Fresh, Build and Progress are not used. progress, if
// set, is called after each question. The error is a *Failure if only this file is
// to blame; ErrKnowledgeChanged tells that opt.Knowledge is not that of opt.KB.
func Answer(ctx context.Context, opt Options, input, output string, progress func(done, total int)) error {
	opt.Timeout = cmp.Or(opt.Timeout, DefaultTimeout)
	opt.Memory = cmp.Or(opt.Memory, DefaultMemory)
	done := make(chan error, 1)
	go func() {
		// For the life of the child: see worker. The thread ends with its goroutine,
		// which never unlocks it.
		runtime.LockOSThread()
		w := &worker{child: opt.Child, set: newSettings(opt), timeout: opt.Timeout, temp: filepath.Dir(output), progress: progress}
		_, err := w.fill(ctx, request{Input: input, Output: output, Progress: progress != nil})
		w.stop()
		done <- err
	}()
	return failureOf(<-done)
}

// failureOf gives the errors of a worker the names that callers know.
func failureOf(err error) error {
	if none, ok := errors.AsType[noQuestionsError](err); ok {
		return &Failure{runlog.FailRefused, &noneError{none.error}}
	}
	if f, ok := errors.AsType[failure](err); ok {
		return &Failure{f.code, f.error}
	}
	if f, ok := errors.AsType[fatalError](err); ok {
		if f.Error() == ErrKnowledgeChanged.Error() {
			return ErrKnowledgeChanged
		}
		return fmt.Errorf("answer a questionnaire: %w", f.error)
	}
	return err
}

// noneError is ErrNoQuestions in the child's words.
type noneError struct{ error }

func (e *noneError) Is(target error) bool { return target == ErrNoQuestions }
