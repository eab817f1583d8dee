// Package kbfile reads knowledge files: YAML documents and Markdown with YAML
// front matter, from any fs.FS.
//
// Decoding is strict everywhere: an unknown key, a doubled key, a value of the
// wrong type or a missing required one is a fault, and all faults of a file
// come back at once, each with file, line and column. What a value means is
// not decided here; packages that find a value wrong ask the Document for its
// position and add a Fault of their own. The promise: a file either decodes
// wholly or yields faults that say where and what; never a half-read value
// taken for a whole one.
package kbfile
