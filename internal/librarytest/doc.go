// Package librarytest makes answer libraries of any size for tests and
// benchmarks: entries of varied wording about things that questionnaires ask
// about, made by rule and not by hand.
//
// They measure speed and scale, not how well anything is matched. Its promise:
// the same number and seed give the same bytes; the first entries of a larger
// library are those of a smaller one; what it writes opens as a knowledge base
// without a fault.
package librarytest
