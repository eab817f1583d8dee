// Package ask reads what a question asks about certification: which
// frameworks, whose, what about them, and what is required of them.
//
// It reads the question only. What the company holds, what the gap is and
// what to answer are decided elsewhere. All words are data in the folder
// lexicon of the knowledge base; the matchers here run in time linear in the
// text. Its one promise: a question about somebody else's certification is
// never read as a question about ours, and the same question with the same
// context always gives the same reading, with the ids of the rules that made it.
package ask
