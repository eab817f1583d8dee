// Package answer decides what becomes of a question and fits the answer to the
// question's cells.
//
// Deciding joins the evidence that other packages found: what the question
// asks about certification and what the posture says of it, which entries
// match, what guards object, what must not be answered by a tool. It is pure:
// no file, clock or index is touched, and every decision carries its reasons.
// The promise: a certification question is answered by dated records only, and
// an entry is written only if it is approved, current, shareable, sure and
// without objection; everything else waits for a person.
package answer
