// Package grids reads the sheets of a file as grids of displayed texts, with
// what a reader of layouts looks at: formats, merges, lists, hidden and locked
// cells, comments, tables.
//
// It does not say what a cell is for. Its promise: a text is what a person sees
// in the cell, and no sheet costs more than the limits allow.
package grids
