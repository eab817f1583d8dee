// Package learn compares a reviewed questionnaire with the record of the run
// that filled it, and proposes what the library should take over: further
// phrasings, changed answers and verdicts, new entries.
//
// It is apart from review, which applies decisions to a run: learn starts from
// the file that came back, whoever edited it and with what. It proposes and
// changes nothing; a person accepts each proposal. The promise: every question
// of the record is accounted for, in a proposal, as one that stayed as it was,
// or among those left with the reason; no certification question and nothing
// that a tool must not answer becomes part of a proposal.
package learn
