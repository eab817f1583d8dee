package desk

import (
	"candor/internal/answer"
	"candor/internal/gap"
	"candor/internal/library"
	"candor/internal/review"
	"candor/internal/runlog"
)

// RowHead is a question as lists show it.
type RowHead struct {
	Ref      string        `json:"ref"`
	ID       string        `json:"id,omitempty"`
	Sheet    string        `json:"sheet"`
	Row      int           `json:"row"`
	Section  []string      `json:"section,omitempty"`
	Question string        `json:"question"`
	Status   answer.Status `json:"status"`
	State    review.State  `json:"state"`
	// Choice and Answer are what stands for the row after the decisions, Answer
	// cut short.
	Choice     string  `json:"choice,omitempty"`
	Answer     string  `json:"answer,omitempty"`
	Confidence float64 `json:"confidence"`
	// Gap is the worst severity of the row's gaps, "" without any.
	Gap   gap.Severity `json:"gap,omitempty"`
	Owner string       `json:"owner,omitempty"`
	// NeedsPerson tells that somebody has to decide, Guarded that a guard spoke,
	// Conflict that another questionnaire of the desk answers the same question
	// otherwise.
	NeedsPerson bool `json:"needs_person"`
	Guarded     bool `json:"guarded,omitempty"`
	Conflict    bool `json:"conflict,omitempty"`
	// Acceptable rows may be accepted together with others: undecided, with an
	// answer of the run, no guard and no gap.
	Acceptable bool `json:"acceptable,omitempty"`
	// Seq is that of the row's last decision, 0 for none.
	Seq int `json:"seq"`
}

// Filter chooses rows; what is zero chooses all.
type Filter struct {
	// Needs is person, gaps, blocked, conflicts or "".
	Needs string
	// Owner and Sheet are whole names, Section any heading over the row. Text is
	// searched for in question, id, answer and ref, without regard to case.
	Owner, Section, Text, Sheet string
}

// Candidate is an entry that may answer a question.
type Candidate struct {
	Entry string `json:"entry"`
	// Question is the phrasing that came nearest.
	Question string          `json:"question"`
	Verdict  library.Verdict `json:"verdict"`
	// Text is the answer, with its facts; a long one is cut.
	Text string `json:"text"`
	// Digest is that of the entry as it stands, for a decision to take it.
	Digest     string          `json:"digest,omitempty"`
	Confidence float64         `json:"confidence"`
	Owner      string          `json:"owner,omitempty"`
	Reviewed   string          `json:"reviewed,omitempty"`
	Sharing    library.Sharing `json:"sharing"`
	// State tells whether the entry may be filled in, and if not, why.
	State library.State `json:"state"`
	// Why puts into words what speaks for it and what against.
	Why string `json:"why,omitempty"`
}

// Elsewhere is the same question in another questionnaire of the desk.
type Elsewhere struct {
	Item     string       `json:"item"`
	Name     string       `json:"name"`
	Ref      string       `json:"ref"`
	Question string       `json:"question"`
	State    review.State `json:"state"`
	Choice   string       `json:"choice,omitempty"`
	Answer   string       `json:"answer,omitempty"`
	// Differs tells that the answer here, or the one proposed where none stands
	// yet, does not say the same.
	Differs bool `json:"differs"`
}

// Row is a question with everything that a person decides by.
type Row struct {
	runlog.Question
	State review.RowState `json:"state"`
	// Final is what would be written as things stand.
	Final   review.Final `json:"final"`
	Runners []Candidate  `json:"runners"`
	// Prev and Next are the refs of the questions before and after, "" at the ends.
	Prev      string      `json:"prev,omitempty"`
	Next      string      `json:"next,omitempty"`
	Elsewhere []Elsewhere `json:"elsewhere"`
	// ParentText is the question that this one follows up; FollowUps are the refs
	// of those that follow this one up.
	ParentText  string   `json:"parent_text,omitempty"`
	FollowUps   []string `json:"follow_ups,omitempty"`
	NeedsPerson bool     `json:"needs_person"`
	// CanUndo tells that something was decided that can be taken back.
	CanUndo bool `json:"can_undo"`
	// Why are the reasons of the run and of the checks, in words.
	Why []string `json:"why"`
	// Faults are what the checks say of the answer as it stands.
	Faults []review.Fault `json:"faults,omitempty"`
	// History are all decisions on the row, oldest first.
	History []review.Decision `json:"history"`
}
