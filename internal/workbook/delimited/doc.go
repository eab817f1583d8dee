// Package delimited reads CSV and TSV files and remembers where in the bytes
// each field lies.
//
// It finds delimiter and encoding (UTF-8, with a byte order mark or without, and
// Windows-1252). It decides nothing about what a field means. Its promise: the
// fields and what lies between them are all the bytes of the file.
package delimited
