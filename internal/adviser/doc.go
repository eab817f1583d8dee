// Package adviser asks a language model about the rows of a questionnaire: does
// this entry answer this question, and how would a person word it.
//
// It knows prompts and replies, and no network: requests go through an
// interface that it owns. It believes nothing: what comes back is checked for
// form only, and handed on as what a model said, for package answer to weigh.
// Its promise: a request holds one question, the approved texts that it was
// given for that question, and nothing else that the company knows; entries go
// by labels that mean nothing outside of the request; and a reply that is not
// of the form asked for is an error, never half taken.
package adviser
