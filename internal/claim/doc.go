// Package claim reads text that is about to leave the company, or to enter the
// answer library, and finds what must not stand in it: sentences that claim a
// certification which the posture does not back on that day, and wording that
// reviewers of certifications take for ignorance.
//
// It changes no text and knows no questions. Its one promise: an affirmative
// sentence about a certification of our own passes only if a record backs it;
// denials, plans, alignment and statements about others pass clean, in the five
// languages that are read. In any other one, whatever names a certification that
// no record backs is a finding.
package claim
