// Package vocab holds the words by which a sheet is understood: what a header
// says a column is for, what a word of a list stands for, whether a text asks.
//
// The words are those of lexicon/headers.yaml and lexicon/choices.yaml; it looks
// at one text at a time and knows no sheet. Its promise: a word that the lists
// do not know has no meaning, rather than a likely one.
package vocab
