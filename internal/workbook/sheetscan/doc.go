// Package sheetscan finds where in the bytes of a sheet's XML its rows, cells
// and attributes lie, so that single cells can be replaced.
//
// It changes nothing. Its promise: what it gives as an element's bytes is that
// element and nothing else, whatever prefixes, entities or order a writer used;
// what it cannot place is an error.
package sheetscan
