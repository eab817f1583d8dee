// Package report renders what other packages found: a run for the terminal and
// as a page, one question in full, a questionnaire as the reader sees it, the
// certification records.
//
// It decides nothing and reads nothing; equal values give equal bytes. Text
// from a workbook is text here: control characters are dropped before a
// terminal sees them, and the page escapes everything.
package report
