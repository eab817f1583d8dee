// Package intake plans how the answers of finished questionnaires come into the
// answer library: which become entries, which are further phrasings of entries
// that are there, which contradict one, and which are left out, each with the
// reason.
//
// It plans and writes nothing. It never takes a certification out of a sheet:
// the records decide those rows, and the plan only tells what was claimed. The
// promise: every question of the input is in the plan exactly once, no entry
// that exists is changed but for further phrasings, and a plan made after its
// own application holds nothing to do.
package intake
