package gap

import (
	"candor/internal/date"
)

// Gap is one thing that stands between the posture and what a row asks for.
type Gap struct {
	Code Code `json:"code"`
	// Title is the code in words.
	Title     string   `json:"title,omitempty"`
	Severity  Severity `json:"severity"`
	Framework string   `json:"framework"`
	// Asked and Have say in short what is wanted and what there is.
	Asked string `json:"asked"`
	Have  string `json:"have"`
	// Reply is what to tell the prospect, in the question's language.
	Reply string `json:"reply"`
	// Remedy is the id of what closes the gap, in remedies.yaml.
	Remedy string `json:"remedy"`
	// RemedyTitle is the remedy in words.
	RemedyTitle string   `json:"remedy_title,omitempty"`
	Controls    []string `json:"controls"`
	// Slot is the requirement that the gap belongs to: the alternative
	// frameworks, sorted. Gaps of one slot count once per questionnaire.
	Slot string `json:"slot,omitempty"`
	// Why explains the gap to the company; it never leaves it.
	Why string `json:"why,omitempty"`
	// Alternatives are the frameworks that would have done as well.
	Alternatives []string `json:"alternatives,omitempty"`
}

// Context is what the decision depends on beside reading and posture.
type Context struct {
	AsOf date.Date
	// Product is the id of the product that the questionnaire is about.
	Product string
	// Language of the answer; the five of package posture, else English.
	Language string
	// Question is the text of the row. Only its form is looked at: whether it
	// wants a yes or no or a text, and which side of it Yes stands for.
	Question string
	// Closed tells that the answer is one word of a list. What that list lacks
	// is not answered; without a list, every position can be taken.
	Closed bool
	// HasPartial, HasNA and InProgressOption are what the list offers.
	HasPartial, HasNA, InProgressOption bool
	// PartialForDefects answers Partial, where the list offers it, for a record
	// that lacks an attribute asked for (type, bridge, period, scope). Without
	// it Partial is only said where part of an enumeration is held.
	PartialForDefects bool
	// Controls are references ("iso27001:A.8.30") that the row maps to.
	Controls []string
	// ParentSlot is the slot of the row that this one follows up.
	ParentSlot string
}

func (c Context) allowsPartial() bool { return !c.Closed || c.HasPartial }

func (c Context) allowsNA() bool { return !c.Closed || c.HasNA }

// Answer is the position that an outcome takes.
type Answer string

// The answers.
const (
	AnswerYes     Answer = "yes"
	AnswerNo      Answer = "no"
	AnswerPartial Answer = "partial"
	AnswerNA      Answer = "na"
	// AnswerText is a text without a position.
	AnswerText Answer = "text"
	// AnswerDate is a date; it stands in Outcome.Date.
	AnswerDate Answer = "date"
	// AnswerHuman is a question that no tool may answer.
	AnswerHuman Answer = "needs_human"
	// AnswerLibrary leaves the question to the answer library.
	AnswerLibrary Answer = "library"
)

// Outcome is what the posture makes of one question.
type Outcome struct {
	// Gaps are ordered by severity, asked before unasked, then by the table;
	// the first is the primary one.
	Gaps   []Gap
	Answer Answer
	// Text is what to write, without the verdict in front, four sentences at
	// most, and free of anything internal.
	Text string
	// Date is the answer of a question for a date, written out.
	Date string
	// InProgress tells that the row offers such a choice and it is the true one.
	InProgress bool
	Sources    []Source
	Reasons    []Reason
	// NeedsHuman tells that a person must confirm before anything is sent, and
	// Owner who: compliance or legal.
	NeedsHuman bool
	Owner      string
}

// Severity returns the severity of the primary gap, "" without gaps.
func (o Outcome) Severity() Severity {
	if len(o.Gaps) == 0 {
		return ""
	}
	return o.Gaps[0].Severity
}

// Source is a record that the outcome rests on.
type Source struct {
	// Kind is attestation, provider, document or obligation.
	Kind string `json:"kind"`
	ID   string `json:"id"`
}

// Reason is one step of the decision, in words for the company.
type Reason struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// The owners of what a tool must not answer alone.
const (
	OwnerCompliance = "compliance"
	OwnerLegal      = "legal"
)
