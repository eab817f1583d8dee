// Package match ranks library entries for a question and says how sure it is.
//
// The index proposes candidates; here each pair of question and entry gets
// named signals on a fixed scale from 0 to 1, which a logistic function with
// weights from knowledgebase/match.yaml turns into a confidence: the chance
// that a person would call the entry the right one. How rare a word is comes
// from a table that ships with the knowledge base, so the confidence of a pair
// does not move when unrelated entries join the library. Whether a good match
// is nevertheless a wrong answer (polarity, quantities, subject) is the guard
// package's business, and certification questions never come here.
package match
