// Package cli is the command line: flags, streams and exit codes.
//
// It holds no logic of its own: a command parses its flags, opens what it
// needs, calls a use case and hands the result to a report. Clock and
// environment enter the program here and nowhere else. The promise: stdout
// carries the result and nothing but the result, and the exit code follows
// from the result.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	"unicode"

	"candor/internal/date"
	"candor/internal/heap"
	"candor/internal/knowledge"

	"github.com/spf13/cobra"
)

// Streams are the standard streams that a run uses.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// Exit codes (DESIGN.md section 5).
const (
	exitDone        = 0
	exitError       = 1
	exitUsage       = 2
	exitCondition   = 3
	exitInterrupted = 130
)

// app is what the commands share. Expensive things are made when first needed.
type app struct {
	Streams
	env   func(string) string
	today func() date.Date
}

// Main runs the command line and returns the exit code.
func Main(ctx context.Context, args []string, streams Streams) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{Streams: streams, env: os.Getenv, today: today}
	root := newRootCmd(a)
	root.SetArgs(args)
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	return a.exit(ctx, root.ExecuteContext(ctx))
}

// today is the only look at the clock; every decision takes the date from here
// or from --as-of.
func today() date.Date {
	return date.FromTime(time.Now()) //nolint:forbidigo // the one place where the clock enters
}

// usageError is a mistake in the arguments; its message is followed by a hint.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// conditionError tells that a --fail-on condition holds; the result has been
// printed already.
type conditionError struct{ what string }

func (e conditionError) Error() string { return "--fail-on: " + e.what }

// silentError ends with exit code 1 after the result said all.
type silentError struct{}

func (silentError) Error() string { return "" }

// exit turns an error into the exit code and prints what the user must know.
func (a *app) exit(ctx context.Context, err error) int {
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		fmt.Fprintln(a.Err, "candor: interrupted; no output was left half written")
		return exitInterrupted
	}
	if _, ok := errors.AsType[silentError](err); ok {
		return exitError
	}
	fmt.Fprintf(a.Err, "candor: %s\n", harmless(err.Error()))
	if _, ok := errors.AsType[conditionError](err); ok {
		return exitCondition
	}
	if _, ok := errors.AsType[usageError](err); ok {
		fmt.Fprintln(a.Err, `candor: run "candor help" or add --help to a command for its use`)
		return exitUsage
	}
	return exitError
}

// harmless takes what steers a terminal out of a message; names of files are
// chosen by others.
func harmless(message string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, message)
}

func newRootCmd(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "candor",
		Short: "Answer vendor security questionnaires honestly",
		Long: `Candor fills a prospect's security questionnaire from your library of approved
answers, decides certification questions by your dated records, and flags each
question that reveals a certification gap. It works on your machine, without
network and without a model, and proves that only answer cells changed.

Exit codes: 0 done, 1 error, 2 wrong use, 3 a --fail-on condition holds,
130 interrupted.`,
		Example: `  candor fill questionnaire.xlsx --html report.html
  candor explain questionnaire.answered.run.json 'Sheet1!B12'
  candor serve
  candor init my-answers && candor check --kb my-answers`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(
		newFillCmd(a), newInspectCmd(a), newVerifyCmd(a), newExplainCmd(a), newCheckCmd(a),
		newPostureCmd(a), newBatchCmd(a), newServeCmd(a), newWorkerCmd(a), newGapsCmd(a), newReviewCmd(a), newModelCmd(a), newEvalCmd(a), newLibraryCmd(a), newInitCmd(a), newDumpCmd(a), newSchemaCmd(a), newVersionCmd(a),
	)
	asUsage(root)
	return root
}

// asUsage makes wrong numbers of arguments usage errors that show what is to be
// written, in subcommands too.
func asUsage(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(c *cobra.Command, args []string) error {
			err := check(c, args)
			if err != nil && !c.HasSubCommands() {
				err = fmt.Errorf("%w; write %s", err, c.UseLine())
			}
			if err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	for _, c := range cmd.Commands() {
		asUsage(c)
	}
}

// knowledgeFlags choose the knowledge and the day that a command works with.
type knowledgeFlags struct {
	dir  string
	asOf string
}

func (f *knowledgeFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "kb", "", "folder of your answer library, posture and facts (default: $CANDOR_KB, else the starter)")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "day on which certificates and reviews are judged, as 2026-11-22 (default: today)")
}

// open loads the knowledge that the flags name.
func (f *knowledgeFlags) open(ctx context.Context, a *app, asOf date.Date, more ...knowledge.Option) (*knowledge.Base, error) {
	heap.Ease(a.env)
	base, err := knowledge.Open(ctx, f.folder(a), asOf, append(more, a.cached()...)...)
	if err != nil {
		return nil, err
	}
	heap.Settle(a.env, len(base.Library.Entries()))
	for _, note := range base.Notes {
		fmt.Fprintf(a.Err, "candor: note: %s\n", note)
	}
	return base, nil
}

// folder is the company's folder, "" for the starter.
func (f *knowledgeFlags) folder(a *app) string {
	return cmp.Or(f.dir, a.env("CANDOR_KB"))
}

// day is the date that decisions are made for.
func (f *knowledgeFlags) day(a *app) (date.Date, error) {
	if f.asOf == "" {
		return a.today(), nil
	}
	d, err := date.Parse(f.asOf)
	if err != nil {
		return date.Date{}, usagef("--as-of: %w", err)
	}
	return d, nil
}
