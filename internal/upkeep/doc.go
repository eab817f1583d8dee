// Package upkeep looks at a library as those who keep it do: what falls due,
// what stands twice or contradicts itself, which controls have no answer, what
// to write next, and what is used.
//
// It reads the library and run records that are handed to it and returns
// findings with what to do about each; it changes nothing and opens no file.
// Its promise: the same library, records and day give the same findings in the
// same order, whatever order they came in.
package upkeep
