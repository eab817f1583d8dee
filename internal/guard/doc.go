// Package guard finds the reasons why a good match is a wrong answer: the
// question turns the sense round, names another number, asks for all where the
// entry speaks of some, is about somebody else or another thing, asks several
// things at once, hangs on another row, or tries to give orders.
//
// It does not rank and does not word answers. Check is a pure function; each
// finding has a code, a sentence for the user, and the effect that it wants.
// Its promise: a verdict is turned only where the texts leave no doubt, and
// whatever is doubtful goes to a person.
package guard
