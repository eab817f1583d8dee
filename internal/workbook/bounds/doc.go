// Package bounds says which files are taken as questionnaires: by name, size and
// what unpacking and reading them may cost.
//
// It holds the limits, their defaults and the errors of a file beyond them; it
// opens a file and reads nothing of its format. Its promise: no more bytes of a
// file are read than the limits allow.
package bounds
