// Package eval tells what Candor would have answered against what is right:
// on gold questions, and on questionnaires that the company has completed.
//
// It decides nothing itself. Each question goes through the rehearsal of
// package fill, so through the same reading, ranking, guarding and deciding as
// a real run; here the results are only held against the truth and counted.
// The promise: a figure counts every question that has a truth, a row whose
// answer cannot be judged by rule is counted apart and never as right, and the
// threshold named for an error budget was tried, not computed.
package eval
