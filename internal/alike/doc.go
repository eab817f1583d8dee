// Package alike finds texts that ask or say the same: near-duplicates among
// library entries, rows of questionnaires, or both.
//
// Two questions are alike if match finds the same words in both, weighed by how
// rare they are, and nothing keeps them apart: other numbers, another thing in
// the same place, or what guard finds between a question and a phrasing (the
// opposite sense, another party, another kind of answer). Two answers are
// alike if they consist of the same runs of words. It does not say which of two
// duplicates is the better one, and reads no verdicts.
//
// Its promise: the result does not depend on the order of the items, each item
// is in at most one cluster, and each link says what it rests on.
package alike
