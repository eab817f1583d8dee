// Package textnorm gives question text a normal form: folded Unicode, tokens,
// lemmas that keep "not", one spelling of each known thing, the question's
// frame apart from its core, negations, quantities, and parts.
//
// It knows words, not answers: nothing here compares a question with an entry
// or decides anything about one. What it promises is that folding and
// normalising are idempotent and deterministic, and that no input makes them
// fail.
package textnorm
