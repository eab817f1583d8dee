package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"candor/internal/fill/batch"
	"candor/internal/report"
	"candor/internal/runlog"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

type batchFlags struct {
	answerFlags
	dir, output string
	jobs        int
	resume      bool
	timeout     time.Duration
	timeoutSet  bool
	memory      int64
}

// workerCommand is the hidden command that a batch starts for its workers.
const workerCommand = "__fill-one"

// workerMark is set in the environment of a worker. A worker starts no batch:
// where this program is not what runs (a test binary), processes would
// otherwise start one another without end.
const workerMark = "CANDOR_BATCH_WORKER"

func newBatchCmd(a *app) *cobra.Command {
	var f batchFlags
	cmd := &cobra.Command{
		Use:   "batch <folder>",
		Short: "Answer a folder of questionnaires",
		Long: `Batch answers every questionnaire of a folder and its subfolders into the same
tree under another folder, each as fill would. One that cannot be answered is
reported and the rest go on; each is read in a process of its own, which may use
so much memory and time and no more. Run again, it answers only what is new or
changed: input, knowledge, flags, version and day count. It may be stopped at
any time; the same command goes on.`,
		Example: `  candor batch 2026-q4 -o answered
  candor batch 2026-q4 -o answered --kb answers --sharing nda --jobs 4
  candor batch 2026-q4 -o answered --json | jq '.files[] | select(.status == "failed")'`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.dir = args[0]
			f.timeoutSet = cmd.Flags().Changed("timeout")
			return runBatch(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.output, "output", "o", "", "`folder` for the answers; made if it is not there (required)")
	fl.IntVarP(&f.jobs, "jobs", "j", 0, "files answered side by side (default: as many as cores and memory allow)")
	fl.BoolVar(&f.resume, "resume", true, "leave alone what an earlier run answered from the same input; --resume=false answers all again")
	fl.DurationVar(&f.timeout, "timeout", batch.DefaultTimeout, "longest time for one file")
	fl.Int64Var(&f.memory, "memory", batch.DefaultMemory>>20, "most memory for one file, in `MB`")
	f.add(cmd)
	fl.Lookup("force").Usage = "replace outputs that were changed since, or that no batch wrote"
	fl.Lookup("json").Usage = "print one document on all files to stdout"
	return cmd
}

func newWorkerCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand,
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return batch.Serve(cmd.Context(), a.In, a.Out, a.workerSetup, a.cached()...)
		},
	}
}

// The bounds of --memory: what the knowledge alone needs with room to work, and
// more than any machine has.
const (
	smallestMemory = 128
	largestMemory  = 1 << 20
)

func (f *batchFlags) batchOptions(a *app) (batch.Options, error) {
	opt, err := f.options(a)
	if err != nil {
		return batch.Options{}, err
	}
	switch {
	case f.output == "":
		return batch.Options{}, usagef("name a folder for the answers with -o")
	case f.jobs < 0:
		return batch.Options{}, usagef("--jobs: %d is less than 1", f.jobs)
	case f.timeout <= 0:
		return batch.Options{}, usagef("--timeout: %s is no time to answer a file in", f.timeout)
	case f.memory < smallestMemory || f.memory > largestMemory:
		return batch.Options{}, usagef("--memory: %d MB is not between %d and %d", f.memory, smallestMemory, largestMemory)
	case a.env(workerMark) != "":
		return batch.Options{}, errors.New("a worker of a batch cannot start a batch")
	}
	self, err := os.Executable()
	if err != nil {
		return batch.Options{}, fmt.Errorf("find this program: %w", err)
	}
	made, err := build(self)
	if err != nil {
		return batch.Options{}, err
	}
	return batch.Options{
		Dir: f.dir, Out: f.output, Fill: opt, Build: made, KB: f.folder(a), Jobs: f.jobs, Timeout: f.timeout, Memory: f.memory << 20, Fresh: !f.resume,
		Child: batch.Child{Path: self, Args: []string{workerCommand}, Env: []string{workerMark + "=1"}},
	}, nil
}

func runBatch(ctx context.Context, a *app, f *batchFlags) (err error) {
	opt, err := f.batchOptions(a)
	if err != nil {
		return err
	}
	m, err := f.model.start(a, f.quiet)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	if m != nil && !f.timeoutSet {
		opt.Timeout = modelTimeout
	}
	// Opened here to find its faults before any file is touched, and to know
	// its state; the workers open it again, each once.
	base, err := f.open(ctx, a, opt.Fill, m.knowledge(opt.Fill.Sharing)...)
	if err != nil {
		return err
	}
	opt.Knowledge = runlog.KB{Digest: base.Digest, Entries: len(base.Library.Entries()), Starter: base.Starter, Company: base.Posture.Company.LegalName}
	spent, err := m.hand(&opt, f.model.debug, cmp.Or(f.jobs, runtime.GOMAXPROCS(0)))
	if err != nil {
		return err
	}
	var done func()
	opt.Progress, done = f.batchProgress(a)
	doc, failed := batch.Run(ctx, opt)
	done()
	m.tellSum(a, spent(), f.quiet)
	if doc == nil {
		return failed
	}
	m.tellFiles(a, doc.Files)
	if err := f.printBatch(a, doc); err != nil {
		return errors.Join(failed, err)
	}
	if failed != nil {
		if ctx.Err() != nil {
			t := doc.Totals
			fmt.Fprintf(a.Err, "candor: stopped with %d of %d files done; run the same command again with --as-of %s to go on\n", t.Answered+t.Unchanged, t.Files, doc.AsOf)
		}
		return failed
	}
	return f.outcome(a, doc)
}

// outcome is what the exit code follows from.
func (f *batchFlags) outcome(a *app, doc *runlog.Batch) error {
	t := doc.Totals
	switch {
	case t.Failed > 0:
		fmt.Fprintf(a.Err, "candor: %d of %d files were not answered\n", t.Failed, t.Files)
		return silentError{}
	case t.Files == 0:
		return fmt.Errorf("no questionnaire in %q; questionnaires are .xlsx, .xlsm, .csv or .tsv", f.dir)
	}
	return f.condition(t.Summary)
}

func (f *batchFlags) printBatch(a *app, doc *runlog.Batch) error {
	if f.asJSON {
		return doc.Encode(a.Out)
	}
	if f.quiet {
		return nil
	}
	return report.BatchSummary{Batch: doc, Output: f.output, Width: a.width()}.Write(a.Out)
}

// batchProgress is a bar with an estimate on a terminal, else a line for each
// file; the returned function ends it.
func (f *batchFlags) batchProgress(a *app) (func(int, int, runlog.BatchFile), func()) {
	if f.quiet {
		return nil, func() {}
	}
	file, ok := a.Err.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return func(done, total int, b runlog.BatchFile) {
			fmt.Fprintf(a.Err, "[%d/%d] %s\n", done, total, report.FileLine(b))
		}, func() {}
	}
	var bar *progressbar.ProgressBar
	show := func(done, total int, b runlog.BatchFile) {
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(file), progressbar.OptionSetDescription("answering"),
				progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
		}
		if b.Status == runlog.FileFailed || b.Status == runlog.FileLeftOut {
			_ = bar.Clear()
			fmt.Fprintln(file, report.FileLine(b))
		}
		// A bar that cannot be drawn is no reason to stop.
		_ = bar.Set(done)
	}
	return show, func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}
