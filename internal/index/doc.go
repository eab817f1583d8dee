// Package index finds the entries that might answer a question: an in-memory
// full-text index over phrasings, answer texts, topics and controls.
//
// It proposes and never decides: its scores depend on what else is in the
// index, so nobody may compare one with a threshold. Its promise is that the
// same documents and the same query give the same candidates in the same
// order, however the index was built. It is the only package that knows bleve.
package index
