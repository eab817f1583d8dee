// Package model speaks to an endpoint that answers in the manner of OpenAI:
// OpenAI itself, Azure OpenAI, Ollama, vLLM, the server of llama.cpp.
//
// It sends what it is given and hands back what came, as JSON of the form that
// was asked for, or as vectors. It makes no prompts and weighs no answers. It
// trusts neither the network nor the endpoint: every request has an end, a bound
// on its size and a budget; a failing endpoint is left alone after a few tries;
// and answers are kept on disk, so that a repeated run costs nothing and yields
// the same bytes. The promise: a call returns an answer of the form asked for or
// an error that says which of the four kinds of Err… it is, in bounded time, and
// the key stands in no error, no log and no file.
package model
