// Package cellref holds places in a sheet: cells, ranges, their names in A1
// style, and the outer space of a cell's text.
//
// It knows no file. Its promise: what is past the borders of a sheet is no
// place, and a range is never listed cell by cell, since files hold ranges of
// 17 billion cells.
package cellref
