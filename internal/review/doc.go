// Package review keeps what people decide about the answers of a run and makes
// the finished questionnaire of it.
//
// Decisions go to a journal that is only ever appended to; folding it over the
// run record gives the state of each row, checking holds what a person wrote to
// the rules that answers of the run passed, and applying writes the finished
// file from the original input. The package knows no pages and no command line,
// and it changes neither the library nor the run's own files. Its promises: a
// decision that Append has returned survives a crash; nothing is written that
// the checks refuse and nobody has overridden, and no entry that is internal or
// not approved at all; the file made is proven as that of a run is.
package review
