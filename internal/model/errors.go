package model

import "errors"

// The kinds of errors of a Client; test with errors.Is. A context that ended
// gives the context's own error.
var (
	// ErrBudget is returned once the requests or tokens of a run are used up.
	ErrBudget = errors.New("the budget of this run is used up")
	// ErrUnavailable is returned where the endpoint cannot be reached, fails, or
	// has failed so often that it is left alone for a while.
	ErrUnavailable = errors.New("the model endpoint is not available")
	// ErrRefused is returned where the endpoint refuses a request: wrong key,
	// unknown model, a request that it does not take.
	ErrRefused = errors.New("the model endpoint refused the request")
	// ErrReply is returned where an answer came and cannot be used: not JSON, not
	// of the schema, cut off, too long, empty.
	ErrReply = errors.New("the model's answer cannot be used")
)
