// Package claim reads text that is about to leave the company, or to enter the
// answer library, and finds what must not stand in it: sentences that claim a
// certification which the posture does not back on that day, and wording that
// reviewers of certifications take for ignorance.
//
// It changes no text and knows no questions. Its one promise: an affirmative
// sentence about a certification of our own passes only if a record backs it;
// denials, plans, alignment and statements about others pass clean.
package claim
