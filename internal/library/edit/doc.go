// Package edit changes the answer library on disk: it adds entry files and
// edits single lines of their front matter.
//
// It decides nothing about what an answer should say, and it never encodes a
// file again: whatever an edit does not name stays as people wrote it, byte for
// byte, with comments, quotes, order of keys and line endings. The promise:
// each file is the one before or the one after, whole, whenever the process
// dies; a result that does not decode to exactly the wanted change is never
// written; and two runs that change one library wait for each other.
package edit
