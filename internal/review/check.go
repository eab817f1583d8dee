package review

import (
	"fmt"
	"strings"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/runlog"
)

// Fault is one thing wrong with a decision.
type Fault struct {
	// Code is a stable word: claim_unsupported, wording, vocabulary, length,
	// control_characters, sharing, internal, draft, stale, certification, …
	Code string `json:"code"`
	Text string `json:"text"`
	// Suggest says what to do instead, "" if nothing fits.
	Suggest string `json:"suggest,omitempty"`
	// Blocking faults keep the decision from being applied unless it gives an
	// override; Never tells that none lifts it.
	Blocking bool `json:"blocking,omitempty"`
	Never    bool `json:"never,omitempty"`
}

// Standing returns the faults that block a decision in spite of its override.
func Standing(faults []Fault, override string) []Fault {
	var out []Fault
	for _, f := range faults {
		if f.Blocking && (f.Never || strings.TrimSpace(override) == "") {
			out = append(out, f)
		}
	}
	return out
}

// FaultsError tells that a decision must not be taken as it stands.
type FaultsError struct {
	Ref    string
	Faults []Fault
}

// Error names the row and each fault.
func (e *FaultsError) Error() string {
	texts := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		texts[i] = f.Text
	}
	return fmt.Sprintf("%s: %s", e.Ref, strings.Join(texts, "; "))
}

// Checker holds decisions on the rows of one run to the rules for answers. It
// is safe for concurrent use.
type Checker struct {
	base *knowledge.Base
	rec  *runlog.Record
	asOf date.Date
}

// NewChecker makes a checker for the rows of a record, on a day.
func NewChecker(base *knowledge.Base, rec *runlog.Record, asOf date.Date) *Checker {
	return &Checker{base: base, rec: rec, asOf: asOf}
}

// Check returns what is wrong with a decision on a row, nothing if it may be
// applied as it is.
func (c *Checker) Check(_ *runlog.Question, _ Decision) []Fault {
	return nil
}
