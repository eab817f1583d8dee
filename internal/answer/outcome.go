package answer

import (
	"candor/internal/gap"
	"candor/internal/library"
)

// Status is what became of a question. Every question has exactly one.
type Status string

// The statuses (DESIGN.md section 4).
const (
	Filled    Status = "filled"    // written
	Review    Status = "review"    // a draft exists; a person must confirm
	Unmatched Status = "unmatched" // no answer is known; the cells stay blank
	Kept      Status = "kept"      // the cell was answered already
	Blocked   Status = "blocked"   // must not be answered by a tool
)

// Statuses lists them in the order in which summaries count them.
func Statuses() []Status { return []Status{Filled, Review, Unmatched, Kept, Blocked} }

// Reason is one step of why a question ended as it did.
type Reason struct {
	// Code is a stable word for machines: match, posture, polarity, stale, …
	Code string `json:"code"`
	// Text says it to a person.
	Text string `json:"text"`
}

// Source is what an answer was taken from; exactly one of Entry, Posture,
// Document and Person is set.
type Source struct {
	Entry string `json:"entry,omitempty"`
	// Digest is the entry's digest at the time of answering.
	Digest string `json:"digest,omitempty"`
	// Posture is the id of an attestation, obligation or subservice organization.
	Posture  string `json:"posture,omitempty"`
	Document string `json:"document,omitempty"`
	// Person is who gave the answer themselves.
	Person string `json:"person,omitempty"`
	// Facts are the names of the facts in the entry's text.
	Facts []string `json:"facts,omitempty"`
}

// Decision is the answer to one question, before it is fitted to its cells.
type Decision struct {
	Status  Status
	Verdict library.Verdict
	// InProgress tells that "in progress" is the true choice where a list
	// offers it.
	InProgress bool
	// Text is the whole answer and Short the one-sentence form, "" if none is
	// known. Neither begins with the verdict's word unless its author wrote so.
	Text, Short string
	// Language is the language of Text.
	Language string
	// Unapproved tells that the text is of an entry that nobody approved. It is
	// shown to the company and written into no file.
	Unapproved bool
	// Admits tells that Yes is the answer that admits something, so that No for
	// a Partial would say too little.
	Admits bool
	// Turned tells that the question asks the opposite of what the entry
	// answers, so that a "No." with which the text opens is not the answer.
	Turned bool
	// Open tells that the question asks for more than a yes or no.
	Open bool
	// Confidence is 0..1; 1 for an answer that the posture decided.
	Confidence float64
	// Evidence are titles of documents that may be named to this reader.
	Evidence []string
	Owner    string
	Gaps     []gap.Gap
	Sources  []Source
	Reasons  []Reason
	// Lowered are the codes of the reasons why a person must look, in their
	// order; nil for an answer that was sure from the start.
	Lowered []string
	// Advised tells that a model's word made the answer what it is: it was
	// confirmed or worded by one.
	Advised bool
}

func (d *Decision) because(code, text string) {
	d.Reasons = append(d.Reasons, Reason{code, text})
}

// lower moves a filled answer to review, with the reason; another status stays.
func (d *Decision) lower(code, text string) {
	d.because(code, text)
	d.Lowered = append(d.Lowered, code)
	if d.Status == Filled {
		d.Status = Review
	}
}
