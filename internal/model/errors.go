package model

import (
	"errors"
	"fmt"
)

// The kinds of errors of a Client; test with errors.Is. A context that ended
// gives the context's own error.
var (
	// ErrBudget is returned once the requests or tokens of a run are used up.
	ErrBudget = errors.New("the model budget of this run is used up")
	// ErrUnavailable is returned where the endpoint cannot be reached, fails, or
	// has failed so often that it is left alone for a while.
	ErrUnavailable = errors.New("the model endpoint is not available")
	// ErrRefused is returned where the endpoint refuses a request: wrong key,
	// unknown model, a request that it does not take.
	ErrRefused = errors.New("the model endpoint refused the request")
	// ErrReply is returned where this one request has no answer that can be used
	// (it is not JSON, not of the schema, cut off, empty; or the endpoint would
	// not answer it) and another request may well have one.
	ErrReply = errors.New("the model's answer cannot be used")
)

// statusError is an answer other than success.
type statusError struct {
	status int
	// code is the endpoint's own word for it, "" if it gave none.
	code string
	// raw is what it says, and said that in a form that may be shown.
	raw, said string
}

func (e *statusError) Error() string {
	if e.said == "" {
		return fmt.Sprintf("it answered with status %d", e.status)
	}
	return fmt.Sprintf("it answered with status %d: %s", e.status, e.said)
}

// replyError is an ErrReply with its reason and what of it another request can
// better.
type replyError struct {
	why string
	// form is true for an answer of another form than asked for, short for one
	// that ran into its bound.
	form, short bool
}

func (e *replyError) Error() string        { return ErrReply.Error() + ": " + e.why }
func (e *replyError) Is(target error) bool { return target == ErrReply }
