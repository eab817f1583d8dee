// Package patch writes answers into a copy of a questionnaire by replacing the
// bytes of the cells asked for; everything else is copied byte for byte.
//
// It decides which cells may take an edit (see the refusals), and how a text
// stands in a cell; it does not judge answers. Its promise: an edit is made, or
// comes back as refused, and the same edits give the same bytes.
package patch
