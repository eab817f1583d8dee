package desk

import (
	"context"
	"time"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/library"
)

// Config is what a desk works with.
type Config struct {
	// Dir is the desk's folder; it is made if it is not there.
	Dir string
	// KB is the company's folder of knowledge, "" for the built-in starter.
	KB string
	// Open opens the knowledge as of a day. The desk asks again when files of KB
	// have changed, and on another day.
	Open func(ctx context.Context, asOf date.Date) (*knowledge.Base, error)
	// Defaults hold for questionnaires that say nothing else.
	Defaults Defaults
	// Now is the clock.
	Now func() time.Time
	// NewID returns unguessable text for ids: letters, digits, - and _.
	NewID func() string
	// Batch is an output folder of `candor batch` whose results are listed too,
	// "" for none; BatchInputs is the folder that they were made from, for taking
	// them over.
	Batch, BatchInputs string
	// Runner answers a questionnaire; nil does so in this process.
	Runner Runner
	// Kept tells that what Open returns is shared: the desk does not close it.
	Kept bool
	// Workers is how many questionnaires are answered at a time, 0 for one.
	Workers int
}

// Defaults hold for every run.
type Defaults struct {
	// Product is the id of the product asked about where a questionnaire names
	// none.
	Product string
	// Sharing is the ceiling for what may leave; "" is public.
	Sharing library.Sharing
	// AsOf is the day on which records and reviews are judged; the zero value is
	// the clock's, each day anew.
	AsOf date.Date
	// Version is the program's, for the records.
	Version string
}
