// Package posture holds the company's certification records: what it has,
// since when, for what scope, and what is only under way.
//
// It loads and validates company/posture.yaml, derives the effective status of
// each record on a date, finds records by framework, scope and document, and
// words what a prospect may be told. It does not read questions and does not
// judge gaps. Its one promise: status and wording are pure functions of record
// and date, and no wording says more than the record holds on that date.
package posture
