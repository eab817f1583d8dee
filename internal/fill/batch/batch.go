// Package batch answers a folder of questionnaires: the use case fill for each
// file, with what a folder needs on top.
//
// Each file is answered by a child process under a memory limit and a
// time-out, on a copy of the input and into a work folder; what is finished is
// moved to its place, the record last. A journal says which outputs were made
// from which input, knowledge, flags and version, so that a run does only what
// is not done yet. The package decides nothing about questions. Its promises:
// each output is there whole or not at all; one file, however hostile, costs
// itself only; a batch that was stopped anywhere and run again leaves the same
// bytes as one that was not; and nothing that it did not write is replaced
// unless forced.
package batch

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"candor/internal/fill"
	"candor/internal/runlog"
)

// The defaults: no real questionnaire comes near them, and two workers stay
// below a gigabyte.
const (
	DefaultTimeout = 2 * time.Minute
	DefaultMemory  = 400 << 20
)

// maxJobs is where more processes stop being of any use.
const maxJobs = 64

// Options are one batch.
type Options struct {
	// Dir holds the questionnaires; Out takes the answers in the same tree.
	Dir, Out string
	// Fill says how to answer; its Input, Output and Progress are not used.
	// DryRun answers everything and writes nothing; Force replaces outputs that
	// stand in the way.
	Fill fill.Options
	// Build tells apart programs of one Fill.Version, which may answer
	// differently; "" if there is but one.
	Build string
	// KB is the company's folder, "" for the starter; Knowledge is its state,
	// which every file must be answered from.
	KB        string
	Knowledge runlog.KB
	// Jobs is the number of workers, 0 for as many as cores and memory allow.
	Jobs int
	// Timeout and Memory are the limits for one file; 0 means the defaults.
	Timeout time.Duration
	Memory  int64
	// Fresh answers again what earlier runs answered.
	Fresh bool
	// Model describes the language model to Serve's Setup, nil for none. It is part
	// of what an output follows from, and written down: it holds no secret. A key
	// goes by Child.Env.
	Model json.RawMessage
	// Child runs Serve.
	Child Child
	// Progress is told of each file when it is done, by one goroutine at a time.
	Progress func(done, total int, f runlog.BatchFile)
}

// batch is a run on its way.
type batch struct {
	opt  Options
	in   *os.Root
	tree *tree // nil on a dry run
	set  settings
	// stage is the work folder.
	stage string
	found *found
	// files and packed are results by position of the source.
	files  []runlog.BatchFile
	packed [][]byte
}

// Run answers the folder. What goes wrong with one file is in the document; an
// error is what stops the whole batch. If ctx ends, Run returns the document so
// far together with the error.
func Run(ctx context.Context, opt Options) (_ *runlog.Batch, err error) {
	opt.Timeout = cmp.Or(opt.Timeout, DefaultTimeout)
	opt.Memory = cmp.Or(opt.Memory, DefaultMemory)
	b := &batch{opt: opt, set: newSettings(opt)}
	if b.in, err = os.OpenRoot(opt.Dir); err != nil {
		return nil, fmt.Errorf("open the folder of questionnaires: %w", err)
	}
	defer func() { err = errors.Join(err, b.in.Close()) }()
	if err := b.open(); err != nil {
		return nil, err
	}
	doc, err := b.run(ctx)
	return doc, errors.Join(err, b.close())
}

// open makes the places that the run writes to.
func (b *batch) open() (err error) {
	if b.opt.Fill.DryRun {
		b.stage, err = os.MkdirTemp("", "candor-batch-")
		if err != nil {
			return fmt.Errorf("make the work folder: %w", err)
		}
		return nil
	}
	if b.tree, err = openTree(b.opt.Out, b.opt.Fill.Force); err != nil {
		return err
	}
	b.stage = b.tree.stage
	return nil
}

func (b *batch) close() error {
	if b.tree == nil {
		return os.RemoveAll(b.stage)
	}
	settled := map[string]bool{}
	for _, f := range b.files {
		settled[f.File] = f.Status == runlog.FileAnswered || f.Status == runlog.FileUnchanged
	}
	return b.tree.close(settled)
}

func (b *batch) run(ctx context.Context) (*runlog.Batch, error) {
	var out fs.FileInfo
	if b.tree != nil {
		var err error
		if out, err = b.tree.root.Stat("."); err != nil {
			return nil, fmt.Errorf("look at the output folder: %w", err)
		}
	} else if info, err := os.Stat(b.opt.Out); err == nil {
		out = info
	}
	var err error
	if b.found, err = discover(ctx, b.in, out); err != nil {
		return nil, err
	}
	b.files = make([]runlog.BatchFile, len(b.found.sources))
	b.packed = make([][]byte, len(b.files))
	for i, s := range b.found.sources {
		b.files[i] = runlog.BatchFile{File: s.path, Status: runlog.FilePending}
	}
	err = b.work(ctx)
	doc := b.document()
	if err != nil {
		doc.Interrupted = true
		return doc, err
	}
	doc.Conflicts, err = b.conflicts(ctx)
	return doc, err
}

// jobs is the number of workers: no more than files.
func (b *batch) jobs() int { return max(1, min(Jobs(b.opt.Jobs, b.opt.Memory), len(b.files))) }

// Jobs is how many files are answered side by side: as many as wanted, or for 0
// as cores and free memory allow if each takes so many bytes; 0 bytes are the
// limit of a batch. It is at least 1.
func Jobs(wanted int, memory int64) int {
	n := wanted
	if n == 0 {
		n = runtime.GOMAXPROCS(0)
		if free := availableMemory(); free > 0 {
			n = min(n, int(free/uint64(cmp.Or(memory, DefaultMemory)))) //nolint:gosec // both are sizes of memory
		}
	}
	return max(1, min(n, maxJobs))
}

// work has the workers go through the sources.
func (b *batch) work(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	done := make(chan int)
	var wg sync.WaitGroup
	for n := range b.jobs() {
		wg.Go(func() {
			// For the life of the worker's children: see worker.
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			if err := b.worker(ctx, n, next, done); err != nil {
				cancel(err)
			}
		})
	}
	go func() {
		defer close(next)
		for i := range b.files {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	go func() {
		wg.Wait()
		close(done)
	}()
	count := 0
	for i := range done {
		count++
		if b.opt.Progress != nil {
			b.opt.Progress(count, len(b.files), b.files[i])
		}
	}
	return context.Cause(ctx)
}

// worker takes sources until there are none or the batch ends; its error ends
// the batch.
func (b *batch) worker(ctx context.Context, n int, next <-chan int, done chan<- int) error {
	dir := filepath.Join(b.stage, fmt.Sprintf("w%d", n))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("make the work folder: %w", err)
	}
	w := &worker{child: b.opt.Child, set: b.set, timeout: b.opt.Timeout, temp: dir}
	defer w.stop()
	for i := range next {
		res, err := b.handle(ctx, w, dir, b.found.sources[i])
		if _, ok := errors.AsType[fatalError](err); ok {
			return err
		}
		if ctx.Err() != nil && err != nil {
			return nil // the file stays pending
		}
		b.files[i], b.packed[i] = b.result(b.found.sources[i], res, err)
		done <- i
	}
	return nil
}

// result is a file's line in the document.
func (b *batch) result(s source, res *outcome, err error) (runlog.BatchFile, []byte) {
	f := runlog.BatchFile{File: s.path}
	if err != nil {
		// Where the copy lay is of no interest, and differs from run to run.
		why := strings.ReplaceAll(err.Error(), b.stage+string(filepath.Separator), "")
		if _, ok := errors.AsType[noQuestionsError](err); ok {
			f.Status, f.Why = runlog.FileLeftOut, why
			return f, nil
		}
		f.Status, f.Code, f.Why = runlog.FileFailed, runlog.FailIO, why
		if fail, ok := errors.AsType[failure](err); ok {
			f.Code = fail.code
		}
		return f, nil
	}
	f.Status, f.Why, f.SHA256 = res.status, res.remark, res.entry.InputSHA256
	f.Output, f.Record = res.entry.Output, res.entry.Record
	f.Summary = &res.entry.Summary
	return f, res.entry.Answers
}

func (b *batch) document() *runlog.Batch {
	f := b.opt.Fill
	files, leftOut := b.sorted()
	doc := &runlog.Batch{
		Schema: runlog.BatchSchema, Tool: runlog.Tool{Version: f.Version}, KB: b.opt.Knowledge,
		AsOf: f.AsOf.String(), Product: f.Product, Sharing: string(f.Sharing), DryRun: f.DryRun,
		Files: files, LeftOut: leftOut, Conflicts: []runlog.Conflict{}, Orphans: b.orphans(),
	}
	doc.Tally()
	return doc
}

// sorted tells questionnaires from what was left out.
func (b *batch) sorted() ([]runlog.BatchFile, []runlog.LeftOut) {
	files, leftOut := []runlog.BatchFile{}, append([]runlog.LeftOut{}, b.found.leftOut...)
	for _, f := range b.files {
		if f.Status == runlog.FileLeftOut {
			leftOut = append(leftOut, runlog.LeftOut{Path: f.File, Why: f.Why})
			continue
		}
		files = append(files, f)
	}
	slices.SortFunc(leftOut, func(a, b runlog.LeftOut) int { return cmp.Compare(a.Path, b.Path) })
	return files, leftOut
}

// orphans are outputs of earlier runs that stand in the tree without a
// questionnaire that they answer.
func (b *batch) orphans() []string {
	out := []string{}
	if b.tree == nil {
		return out
	}
	has := map[string]bool{}
	for _, f := range b.files {
		has[f.File] = f.Status != runlog.FileLeftOut
	}
	for file, e := range b.tree.journal.last {
		if _, err := b.tree.root.Lstat(e.Output); err == nil && !has[file] {
			out = append(out, e.Output)
		}
	}
	slices.Sort(out)
	return out
}
