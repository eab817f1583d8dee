// Package draft holds a text that a machine worded against the approved texts
// that it was made of.
//
// It writes nothing and judges no style. A draft passes only if it says nothing
// that its sources do not: figures, dates, standards, names, links, promises and
// negations each must have their like there, and nearly all of its words. It
// errs on the side of refusing: a sound draft that is refused costs a nicer
// wording, an unsound one that passes costs a person's trust. Its promise: no
// finding repeats a word of the draft, since findings are kept in records and
// the draft may hold anything.
package draft
