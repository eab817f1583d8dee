package library

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/date"
)

// State is whether an entry may be filled in on a day, and if not, why.
type State string

// The states. Where several hold, the one that a person must end first counts.
const (
	Usable         State = "usable"
	StateRetired   State = "retired"
	StateDraft     State = "draft"
	StateExample   State = "example"
	StateNotShared State = "internal"
	StateBlanks    State = "facts missing"
	StateStale     State = "stale"
)

// StateOn returns the entry's state on a day.
func (e *Entry) StateOn(asOf date.Date) State {
	switch {
	case e.Status == Retired:
		return StateRetired
	case e.IsExample():
		return StateExample
	case e.Status != Approved:
		return StateDraft
	case e.Sharing == Internal:
		return StateNotShared
	case len(e.Unfilled) > 0:
		return StateBlanks
	case e.Stale(asOf):
		return StateStale
	}
	return Usable
}

// Card is an entry as commands show it, with its facts filled in.
type Card struct {
	ID        string     `json:"id"`
	File      string     `json:"file"`
	BodyLine  int        `json:"body_line"`
	State     State      `json:"state"`
	Status    Status     `json:"status"`
	Verdict   Verdict    `json:"verdict"`
	Sharing   Sharing    `json:"sharing"`
	Owner     string     `json:"owner,omitempty"`
	Reviewed  string     `json:"reviewed,omitempty"`
	Due       string     `json:"due,omitempty"`
	Language  string     `json:"language"`
	Questions []string   `json:"questions"`
	Topics    []string   `json:"topics"`
	Controls  []string   `json:"controls"`
	Products  []string   `json:"products"`
	Evidence  []Evidence `json:"evidence"`
	Claims    []Claim    `json:"claims"`
	// Meets and Admits are the keys of that name in the entry's file.
	Meets    bool     `json:"meets,omitempty"`
	Admits   bool     `json:"admits,omitempty"`
	Source   *Source  `json:"source,omitempty"`
	Text     string   `json:"text"`
	Short    string   `json:"short,omitempty"`
	Facts    []string `json:"facts"`
	Unfilled []string `json:"unfilled"`
	Digest   string   `json:"digest"`
}

// CardOn returns the entry's card on a day.
func (e *Entry) CardOn(asOf date.Date) Card {
	c := Card{
		ID: e.ID, File: e.File, BodyLine: e.BodyLine, State: e.StateOn(asOf), Status: e.Status, Verdict: e.Verdict, Sharing: e.Sharing,
		Owner: e.Owner, Language: e.Language, Questions: e.Questions, Topics: e.Topics, Controls: orEmpty(e.Controls),
		Products: orEmpty(e.Products), Evidence: orEmpty(e.Evidence), Claims: orEmpty(e.Claims), Meets: e.Meets, Admits: e.Admits, Source: e.Source,
		Text: e.Text, Short: e.Short, Facts: orEmpty(e.Facts), Unfilled: orEmpty(e.Unfilled), Digest: e.Digest,
	}
	if !e.Reviewed.IsZero() {
		c.Reviewed = e.Reviewed.String()
	}
	if due := e.DueOn(); !due.IsZero() {
		c.Due = due.String()
	}
	return c
}

// orEmpty makes a list that is not there an empty one, which JSON readers want.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Filter chooses entries; what is zero chooses all.
type Filter struct {
	Topic, Owner, Control string
	// Status takes Example too; Draft then means the company's own drafts.
	Status  Status
	Sharing Sharing
	Verdict Verdict
	// Stale chooses those past their review date on AsOf.
	Stale bool
	AsOf  date.Date
}

// Allows reports whether the filter chooses e. An owner may be given in part.
func (f Filter) Allows(e *Entry) bool {
	return (f.Topic == "" || slices.Contains(e.Topics, f.Topic)) &&
		(f.Owner == "" || strings.Contains(strings.ToLower(e.Owner), strings.ToLower(f.Owner))) &&
		(f.Control == "" || slices.Contains(e.Controls, f.Control)) &&
		(f.Status == "" || e.standing() == f.Status) && (f.Sharing == "" || e.Sharing == f.Sharing) && (f.Verdict == "" || e.Verdict == f.Verdict) &&
		(!f.Stale || e.Status != Retired && e.Stale(f.AsOf))
}

// Select returns the entries that the filter chooses, in order of id.
func (l *Library) Select(f Filter) []*Entry {
	var out []*Entry
	for _, e := range l.entries {
		if f.Allows(e) {
			out = append(out, e)
		}
	}
	return out
}

// Example is what a filter calls drafts that came with the starter. In their
// files they are drafts like any, so it is no Status of an entry; among the
// company's own they would hide them.
const Example = "example"

// standing is the status that a filter goes by.
func (e *Entry) standing() Status {
	if e.IsExample() {
		return Example
	}
	return e.Status
}

// Statuses lists the statuses of an entry.
func Statuses() []string { return []string{string(Draft), string(Approved), string(Retired)} }

// Sharings lists the sharing levels from open to closed.
func Sharings() []string { return []string{string(Public), string(NDA), string(Internal)} }

// Verdicts lists the verdicts that an entry may have.
func Verdicts() []string {
	return []string{string(Yes), string(No), string(Partial), string(NA), string(Text)}
}

// StateText says what a state means for whoever looks at the entry on asOf.
func (c Card) StateText(asOf date.Date) string {
	switch c.State {
	case Usable:
		if c.Sharing == NDA {
			return "may be filled in with --sharing nda"
		}
		return "may be filled in"
	case StateRetired:
		return "retired: not used"
	case StateDraft:
		return "draft: offered for review, never filled in"
	case StateExample:
		return "example: the words of a fictional company, never filled in"
	case StateNotShared:
		return "internal: never leaves the company"
	case StateBlanks:
		return "not filled in: facts without a value: " + strings.Join(c.Unfilled, ", ")
	case StateStale:
		return fmt.Sprintf("past its review date on %s: offered for review, not filled in", asOf)
	}
	return string(c.State)
}
