package desk

import (
	"errors"
	"fmt"
)

// Errors that callers tell apart.
var (
	// ErrBusy is returned by Open if another server works on the folder.
	ErrBusy = errors.New("another candor serve is working on this folder; use its page, stop it, or name another folder")
	// ErrReadOnly is returned for changes of a batch's result.
	ErrReadOnly = errors.New("this is a result of a batch and read only; take it over onto the desk first")
	// ErrStarter is returned for changes of the built-in starter library.
	ErrStarter = errors.New("the built-in starter library cannot be changed: it belongs to a fictional company; start your own with candor init and serve that")
	// ErrNotAnswered is returned where rows are asked for and no run has ended.
	ErrNotAnswered = errors.New("the questionnaire is not answered yet")
	// ErrNotFinished is returned by Final if there is no file that holds the
	// decisions as they stand.
	ErrNotFinished = errors.New("the finished file is not there, or decisions were made since; finish it again")
	// ErrClosed is returned after Close.
	ErrClosed = errors.New("the desk is closed")
)

// NotFoundError tells that there is no such questionnaire, row or entry.
type NotFoundError struct{ What, ID string }

// Error names what is missing.
func (e *NotFoundError) Error() string { return fmt.Sprintf("there is no %s %q here", e.What, e.ID) }

// DamagedError tells that what is noted of a questionnaire cannot be read. It is
// looked at again with each use, so that putting the file back is enough.
type DamagedError struct {
	Name string
	// File is the damaged file, from the desk's folder on.
	File string
	Err  error
}

// Error names the questionnaire, and says what is wrong and what to do.
func (e *DamagedError) Error() string { return fmt.Sprintf("%q cannot be used: %s", e.Name, e.Why()) }

// Why says what is wrong and what to do.
func (e *DamagedError) Why() string {
	return fmt.Sprintf("its notes are damaged: put a copy of %s back into the desk's folder, or add the sheet again and remove this one; the sheet and the decisions still stand beside that file (%v)", e.File, e.Err)
}

// Unwrap returns the reader's error.
func (e *DamagedError) Unwrap() error { return e.Err }

// RefusedError tells that a file is not taken or a value not good, and what to
// do.
type RefusedError struct {
	// Field is the value's name, "" for a file.
	Field, Why string
}

// Error says why.
func (e *RefusedError) Error() string { return e.Why }
