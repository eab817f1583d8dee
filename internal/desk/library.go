package desk

import (
	"candor/internal/library"
	"candor/internal/review"
)

// EntryView is an entry with its history of use.
type EntryView struct {
	library.Card
	// Source is the file as people wrote it, Revision its SHA-256.
	Source   string `json:"source"`
	Revision string `json:"revision"`
	// WhyNot says why it cannot be changed here, "" if it can.
	WhyNot string `json:"why_not,omitempty"`
	Uses   []Use  `json:"uses"`
}

// Use is a row of a questionnaire that has to do with an entry.
type Use struct {
	Item     string       `json:"item"`
	Name     string       `json:"name"`
	Ref      string       `json:"ref"`
	Question string       `json:"question"`
	How      UseKind      `json:"how"`
	State    review.State `json:"state"`
}

// UseKind is what became of an entry's answer.
type UseKind string

// The kinds: it was written, or would be; it waits for a person; a person wrote
// another text instead, took another entry, or left the row blank.
const (
	UseWritten  UseKind = "written"
	UseProposed UseKind = "proposed"
	UseEdited   UseKind = "edited"
	UseRejected UseKind = "rejected"
)
