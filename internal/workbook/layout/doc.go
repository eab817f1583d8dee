// Package layout finds the questions of a sheet by evidence over whole columns
// (see detector), each with the cells that its answer may go to.
//
// It reads a grid and the user's own mapping, and writes nothing. Its promises:
// each row with text is a question's or is listed as skipped with the reason,
// and a cell that is no answer cell is never offered.
package layout
