// Command measurebatch measures a batch at scale: it makes questionnaires in a
// temporary folder, answers them with one worker and with two in turns, and
// prints throughput and memory.
//
// Memory is that of the batch's own process and of its workers, read from
// /proc several times a second (so on Linux only), and shown for each
// quarter of the run, since what grows with the number of files must
// show there. The time on the processors is printed too: on a machine with
// other work the throughput says more about that than about the batch. It
// measures only and asserts nothing.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/fill/batch"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/runlog"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "measurebatch: %v\n", err)
		os.Exit(1)
	}
}

// The program plays three parts: it measures, and starts itself as the batch
// and, from there, as the batch's workers.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if len(args) > 0 && args[0] == "serve" {
		return batch.Serve(context.Background(), stdin, stdout, nil)
	}
	if len(args) > 0 && args[0] == "batch" {
		return runBatch(args[1:], stdout)
	}
	flags := flag.NewFlagSet("measurebatch", flag.ContinueOnError)
	flags.SetOutput(stderr)
	files := flags.Int("files", 1000, "number of questionnaires")
	rows := flags.Int("rows", 300, "questions in each")
	turns := flags.Int("turns", 1, "runs with each number of workers")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("read flags: %w", err)
	}
	return measure(*files, *rows, *turns, stdout)
}

// runBatch is one batch: folder, output folder, number of workers. It prints a
// JSON line for each file done.
func runBatch(args []string, stdout io.Writer) error {
	if len(args) != 3 {
		return errors.New("usage: batch <folder> <output> <workers>")
	}
	var jobs int
	if _, err := fmt.Sscan(args[2], &jobs); err != nil {
		return fmt.Errorf("read the number of workers: %w", err)
	}
	base, err := knowledge.Open(context.Background(), "", asOf())
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	enc := json.NewEncoder(stdout)
	doc, err := batch.Run(context.Background(), batch.Options{
		Dir: args[0], Out: args[1], Jobs: jobs, Knowledge: runlog.KB{Digest: base.Digest},
		Fill:  fill.Options{AsOf: asOf(), Sharing: library.Public, Write: fill.WriteFilled, Version: "measure"},
		Child: batch.Child{Path: self, Args: []string{"serve"}},
		// A lost line is a lost sample.
		Progress: func(done, _ int, _ runlog.BatchFile) { _ = enc.Encode(done) },
	})
	if err != nil {
		return err
	}
	if doc.Totals.Failed > 0 {
		return fmt.Errorf("%d files were not answered, the first because: %s", doc.Totals.Failed, firstReason(doc))
	}
	return nil
}

func asOf() date.Date { return date.MustParse("2026-11-22") }

func firstReason(doc *runlog.Batch) string {
	for _, f := range doc.Files {
		if f.Status == runlog.FileFailed {
			return f.Why
		}
	}
	return ""
}

func measure(files, rows, turns int, out io.Writer) error {
	dir, err := os.MkdirTemp("", "candor-measure-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover temp folder spoils no figure
	in := filepath.Join(dir, "in")
	if err := makeQuestionnaires(in, files, rows); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d questionnaires of %d rows\n", files, rows)
	var took [3]time.Duration
	for turn := range turns {
		for _, jobs := range []int{1, 2} {
			target := filepath.Join(dir, fmt.Sprintf("out-%d-%d", turn, jobs))
			s, err := timeBatch(in, target, jobs, files)
			if err != nil {
				return err
			}
			took[jobs] += s.took
			s.print(out, jobs, files)
			if err := os.RemoveAll(target); err != nil {
				return fmt.Errorf("clear the output: %w", err)
			}
		}
	}
	fmt.Fprintf(out, "two workers: %.2f times the throughput of one\n", took[1].Seconds()/took[2].Seconds())
	return nil
}

// timeBatch runs one batch in a process of its own and watches it.
func timeBatch(in, out string, jobs, files int) (*samples, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	cmd := exec.Command(self, "batch", in, out, fmt.Sprint(jobs)) //nolint:gosec,noctx // ourselves, to the end
	cmd.Stderr = os.Stderr
	progress, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe: %w", err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the batch: %w", err)
	}
	s := watch(cmd.Process.Pid, progress, files, func() time.Duration { return time.Since(start) })
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("run the batch: %w", err)
	}
	s.took = time.Since(start)
	s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return s, nil
}
