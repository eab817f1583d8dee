package desk

import (
	"candor/internal/runlog"
)

// Phase is how far a questionnaire has come.
type Phase string

// The phases. Failed is one that cannot be read or answered; Why says so. One
// that was answered before and is being answered again goes through them once
// more and keeps its rows meanwhile.
const (
	PhaseWaiting   Phase = "waiting"
	PhaseReading   Phase = "reading"
	PhaseAnswering Phase = "answering"
	PhaseReview    Phase = "review"
	PhaseDone      Phase = "done"
	PhaseFailed    Phase = "failed"
)

// Meta is what people say of a questionnaire.
type Meta struct {
	Account string `json:"account,omitempty"`
	// Due is the day by which it must be out, YYYY-MM-DD.
	Due string `json:"due,omitempty"`
	// Product is the id of the product asked about, "" for the desk's default.
	Product string `json:"product,omitempty"`
	// Region, Value, Currency and Close are of the deal behind it, for the gap
	// report; Value is nil where it is not known. Close is a day.
	Region   string   `json:"region,omitempty"`
	Value    *float64 `json:"value,omitempty"`
	Currency string   `json:"currency,omitempty"`
	Close    string   `json:"close,omitempty"`
}

// Item is a questionnaire on the desk as lists show it.
type Item struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Meta
	// Added is when it came, RFC 3339 in UTC.
	Added string `json:"added,omitempty"`
	Phase Phase  `json:"phase"`
	// Ahead is how many others wait before a waiting one.
	Ahead int `json:"ahead,omitempty"`
	// Done of Total questions are answered while a run goes on.
	Done  int `json:"done"`
	Total int `json:"total"`
	// Why says what went wrong and what to do, for a failed one; beside another
	// phase it says why the last run changed nothing.
	Why string `json:"why,omitempty"`
	// Summary is what the run made of the rows, nil before the first has ended.
	Summary *runlog.Summary `json:"summary,omitempty"`
	// Open rows need a person, Decided ones have been decided by one, Blocked
	// ones are open and not for a tool to answer.
	Open    int `json:"open"`
	Decided int `json:"decided"`
	Blocked int `json:"blocked"`
	// GapRows show a gap, SeriousRows one that may cost the deal; Summary counts
	// gaps, of which one row may show several.
	GapRows     int `json:"gap_rows"`
	SeriousRows int `json:"serious_rows"`
	// WaitingFor are the people who were asked about rows that nobody has decided.
	WaitingFor []string `json:"waiting_for,omitempty"`
	// Finished tells that the finished file holds the decisions as they stand;
	// Proof is that of the file.
	Finished bool                 `json:"finished"`
	Proof    *runlog.Verification `json:"proof,omitempty"`
	// Refused are the refs of the decided rows that the checks kept out of the
	// finished file, and Notes what else is to be known of it.
	Refused []string `json:"refused,omitempty"`
	Notes   []string `json:"notes,omitempty"`
	// ReadOnly ones are results of a batch that nobody has taken over.
	ReadOnly bool `json:"read_only,omitempty"`
	// Damaged ones cannot be worked on before a file is put back, as Why says;
	// Readable ones have a layout to look at.
	Damaged  bool `json:"damaged,omitempty"`
	Readable bool `json:"readable,omitempty"`
	// Remembered tells that it was read by a layout that was set for another file.
	Remembered bool `json:"remembered,omitempty"`
	// Seq is that of the last event on it.
	Seq int64 `json:"seq"`
}
