// Package fill is the use case: answer one questionnaire.
//
// It is the only place that knows the order of the steps: read, decide each
// question, write, prove, record. The deciding is done by package answer; the
// promise here is that an output file exists only if the proof holds that
// nothing but answer cells changed, and that every question of the input is in
// the record exactly once.
package fill

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// WriteMode is which answers go into the output.
type WriteMode string

// The write modes: sure answers only, or drafts that a person must confirm too.
const (
	WriteFilled WriteMode = "filled"
	WriteDrafts WriteMode = "drafts"
)

// Options are one run.
type Options struct {
	// Input is the questionnaire's path; Output is where the filled copy goes,
	// "" for DefaultOutput.
	Input, Output string
	// Sheets limits the run to these sheets; nil takes all.
	Sheets []string
	// Map overrides what the reader finds; nil lets it find.
	Map           *workbook.Mapping
	IncludeHidden bool
	AppendColumn  bool
	// AsOf is the day on which certification records and reviews are judged.
	AsOf date.Date
	// Product is the id of the product that is asked about, "" for none named.
	Product string
	// Sharing is the ceiling for what may leave.
	Sharing library.Sharing
	Write   WriteMode
	// Overwrite answers cells again that hold an answer; Force replaces an
	// output that exists; DryRun writes nothing.
	Overwrite, Force, DryRun bool
	// Version is the tool's, for the record.
	Version string
	// Model is heard on rows in doubt; its zero value is nobody, and leaves every
	// byte of the output and the record as it is without.
	Model Model
	// Progress is called after each question, if set.
	Progress func(done, total int)
}

// Result is what a run left behind.
type Result struct {
	Record *runlog.Record
	// Output and RecordPath are the files written, "" on a dry run.
	Output, RecordPath string
	// Warnings are what the user should know of a run that went well all the
	// same: a model that fell silent. A run with any is worth repeating.
	Warnings []string
}

// DefaultOutput is "<in>.answered.xlsx" beside the input.
func DefaultOutput(input string) string {
	ext := filepath.Ext(input)
	return strings.TrimSuffix(input, ext) + ".answered" + ext
}

// RecordPath is where the run record of an output stands.
func RecordPath(output string) string {
	return strings.TrimSuffix(output, filepath.Ext(output)) + ".run.json"
}

// Run answers one questionnaire. It returns an error, and leaves no output
// behind, if the input cannot be read, no question is found in it, the output
// may not be written, or the proof fails; ctx stops it between questions.
func Run(ctx context.Context, base *knowledge.Base, opt Options) (*Result, error) {
	if opt.Output == "" {
		opt.Output = DefaultOutput(opt.Input)
	}
	if !opt.DryRun {
		if err := checkOutput(opt); err != nil {
			return nil, err
		}
	}
	qn, err := workbook.Read(ctx, opt.Input, workbook.ReadOptions{
		Lexicon: base.Lexicon, Sheets: opt.Sheets, Map: opt.Map,
		IncludeHidden: opt.IncludeHidden, AppendColumn: opt.AppendColumn,
	})
	if err != nil {
		return nil, err
	}
	if len(qn.Questions) == 0 {
		return nil, &NoQuestionsError{Name: qn.Name, Sheets: qn.Sheets}
	}
	run := newRun(base, opt, qn)
	if err := run.decide(ctx); err != nil {
		return nil, err
	}
	if opt.DryRun {
		return &Result{Record: run.record(nil, nil), Warnings: run.warnings}, nil
	}
	return run.write(ctx)
}

// NoQuestionsError is returned for a file in which no question was found.
type NoQuestionsError struct {
	Name   string
	Sheets []questionnaire.Sheet
}

// Error says that no questions were found and why each sheet was left out.
func (e *NoQuestionsError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "no questions found in %q", e.Name)
	for i, s := range e.Sheets {
		if i == 5 {
			fmt.Fprintf(&b, "; and %d more sheets", len(e.Sheets)-i)
			break
		}
		fmt.Fprintf(&b, "; sheet %q: %s", s.Name, s.Why)
	}
	return b.String()
}

// checkOutput refuses before any work is done what would be refused at the end.
func checkOutput(opt Options) error {
	// What is written is the input with answers in it, whatever it is called. An
	// input without an ending is told by its reader what it is not.
	if is, want := filepath.Ext(opt.Output), filepath.Ext(opt.Input); want != "" && !strings.EqualFold(is, want) {
		return fmt.Errorf("the output %q must end in %s as the input does, since it is a copy of it", opt.Output, want)
	}
	for _, path := range []string{opt.Output, RecordPath(opt.Output)} {
		same, err := atomicfile.SameFile(opt.Input, path)
		if err != nil {
			return fmt.Errorf("check output: %w", err)
		}
		if same {
			return fmt.Errorf("the output %q is the input itself; name another with -o", path)
		}
	}
	if opt.Force {
		return nil
	}
	for _, path := range []string{opt.Output, RecordPath(opt.Output)} {
		if _, err := os.Stat(path); err == nil {
			return &ExistsError{Path: path}
		}
	}
	return nil
}

// ExistsError is returned if the output is there already.
type ExistsError struct{ Path string }

// Error names the file and the way out.
func (e *ExistsError) Error() string {
	return fmt.Sprintf("%q exists already; use --force to replace it or -o to name another file", e.Path)
}
