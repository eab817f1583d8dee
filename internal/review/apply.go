package review

import (
	"context"
	"errors"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// Options are one finishing of a questionnaire.
type Options struct {
	// Record is the path of the run record; Decisions that of the journal, ""
	// for DecisionsPath(Record).
	Record, Decisions string
	// Input is the questionnaire as the prospect sent it, "" to look for it
	// beside the record and in the folder above by name and content.
	Input string
	// Output is where the finished file goes.
	Output string
	// Force replaces an output that exists; it never replaces the input.
	Force bool
	// SkipFilled leaves rows open that the run filled and nobody looked at.
	SkipFilled bool
	// AsOf is the day on which answers are checked again; the zero value is that
	// of the run.
	AsOf date.Date
	// Map is the layout that the run was given, if it was given one.
	Map     *workbook.Mapping
	Version string
}

// Final is what would be written for a row.
type Final struct {
	Ref     string          `json:"ref"`
	State   State           `json:"state"`
	Verdict library.Verdict `json:"verdict"`
	Choice  string          `json:"choice,omitempty"`
	Answer  string          `json:"answer,omitempty"`
	// Cells are the values to write by cell of the row's sheet; empty for a row
	// that stays as it is.
	Cells   map[string]string `json:"cells,omitempty"`
	Sources []answer.Source   `json:"sources,omitempty"`
	// Refused are the faults for which a decision is not applied.
	Refused []Fault `json:"refused,omitempty"`
}

// Planned is what apply would write.
type Planned struct {
	Record *runlog.Record `json:"-"`
	Finals []Final        `json:"finals"`
	States []RowState     `json:"states"`
	// Lost are decisions on questions that the record does not have.
	Lost []Decision `json:"lost,omitempty"`
	// Notes are what the user should know.
	Notes []string `json:"notes,omitempty"`
}

// Result is what Apply left behind.
type Result struct {
	*Planned
	// Final is the run record of the finished file.
	Final *runlog.Record
	// Output and RecordPath are the files written.
	Output, RecordPath string
	// Proposals counts the decisions that the library could learn from.
	Proposals int
}

var errUnfinished = errors.New("not built yet")

// Plan decides what would be written, and writes nothing.
func Plan(_ context.Context, _ *knowledge.Base, _ Options) (*Planned, error) {
	return nil, errUnfinished
}

// Apply writes the finished questionnaire and its run record.
func Apply(_ context.Context, _ *knowledge.Base, _ Options) (*Result, error) {
	return nil, errUnfinished
}
