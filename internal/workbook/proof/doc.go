// Package proof shows that a written file is the original with the allowed
// edits made and nothing else changed.
//
// It shares no reading of sheets with package patch, so that a fault of the one
// is seen by the other. Its promise: each difference outside the allowed cells
// is a fault in the proof, down to the order and header of the zip's members.
package proof
