// Package delimited reads CSV and TSV files and remembers where in the bytes
// each field lies.
//
// It finds delimiter and encoding: UTF-8 and UTF-16, with a byte order mark or
// without, and the code pages of Windows and East Asia, which are told apart by
// the letters of their languages. It decides nothing about what a field means. Its promise: the
// fields and what lies between them are all the text of the file, which gives its bytes again.
package delimited
