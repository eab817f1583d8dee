// Package deals reads deals.csv: which deal each questionnaire belongs to, in
// which region, what it is worth and by when it is to close.
//
// It knows no questionnaire and matches none; package roadmap does. The
// promise: every fault of the file comes back at once with its line, and what
// the file says beyond the known columns is kept.
package deals
