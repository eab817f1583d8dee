// Package gap decides what a certification question reveals: from the reading
// of the question, the company's posture and a date it derives the gaps, the
// position to take and the words to send.
//
// It does not read questions (package ask), does not say what a record amounts
// to (package posture) and writes into no cell. Texts, severities and remedies
// are data: gaps/, remedies.yaml and two files of lexicon/. Its one promise: an
// Outcome is a pure function of its inputs, and no Yes and no text in it claims
// an attestation, type, edition, scope or date that the posture does not hold
// on that date.
package gap
