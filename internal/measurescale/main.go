// Command measurescale measures how opening a library and ranking questions
// grow with the number of entries: it makes libraries in a temporary folder,
// opens each in a process of its own, first without and then with what the
// first left in the cache, and prints time and peak memory. Then it prints how
// far the confidence of an answer moves when unrelated entries join.
//
// Peak memory is what the system counts for the process (so on Unix only). On a
// machine with other work the processor time says more than the time. It
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
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"candor/internal/date"
	"candor/internal/heap"
	"candor/internal/knowledge"
	"candor/internal/librarytest"
	"candor/internal/match"
	"candor/internal/shelf"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "measurescale: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string, stdout, stderr io.Writer) error {
	if len(args) == 3 && args[0] == "open" {
		return open(args[1], args[2], stdout)
	}
	flags := flag.NewFlagSet("measurescale", flag.ContinueOnError)
	flags.SetOutput(stderr)
	sizes := flags.String("n", "50,400,2000,10000,100000", "numbers of entries")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("read flags: %w", err)
	}
	var list []int
	for s := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is no number of entries", s)
		}
		list = append(list, n)
	}
	if err := curve(list, stdout); err != nil {
		return err
	}
	return steady(list, stdout)
}

// asked is the number of questions ranked.
const asked = 300

// figures are what one process needed.
type figures struct {
	Open, Rank, CPU time.Duration
	Peak            int64 // bytes
}

// open is the process that is measured; it collects garbage as the commands do.
func open(dir, cache string, stdout io.Writer) error {
	heap.Ease(os.Getenv)
	ctx, start := context.Background(), time.Now()
	base, err := knowledge.Open(ctx, dir, date.MustParse("2026-11-22"), knowledge.WithShelf(shelf.New(cache, "measure")))
	if err != nil {
		return err
	}
	defer base.Matcher.Close() //nolint:errcheck // the process ends here
	heap.Settle(os.Getenv, len(base.Library.Entries()))
	f := figures{Open: time.Since(start)}
	start = time.Now()
	if err := rank(ctx, base.Matcher, librarytest.Questions(asked, 1)); err != nil {
		return err
	}
	f.Rank = time.Since(start)
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return fmt.Errorf("read resource usage: %w", err)
	}
	f.CPU, f.Peak = time.Duration(usage.Utime.Nano()+usage.Stime.Nano()), usage.Maxrss<<10
	return json.NewEncoder(stdout).Encode(f)
}

// rank ranks the questions on all processors, as filling does.
func rank(ctx context.Context, m *match.Matcher, questions []string) error {
	errs := make([]error, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for w := range errs {
		wait.Go(func() {
			for i := w; i < len(questions) && errs[w] == nil; i += len(errs) {
				_, errs[w] = m.Rank(ctx, match.Question{Text: questions[i]})
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

func curve(sizes []int, stdout io.Writer) error {
	dir, err := os.MkdirTemp("", "measurescale-")
	if err != nil {
		return fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover temp folder harms nothing
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	fmt.Fprintf(stdout, "| entries | cache | open | %d questions | both | processor | peak memory |\n|--:|---|--:|--:|--:|--:|--:|\n", asked)
	for _, n := range sizes {
		kb, cache := filepath.Join(dir, "kb"+strconv.Itoa(n)), filepath.Join(dir, "cache"+strconv.Itoa(n))
		if err := librarytest.Write(kb, n, 1); err != nil {
			return fmt.Errorf("make a library: %w", err)
		}
		for _, state := range []string{"none", "there"} {
			out, err := exec.Command(self, "open", kb, cache).Output() //nolint:gosec // this program itself
			if err != nil {
				return fmt.Errorf("open %d entries: %w", n, err)
			}
			var f figures
			if err := json.Unmarshal(out, &f); err != nil {
				return fmt.Errorf("open %d entries: %w", n, err)
			}
			fmt.Fprintf(stdout, "| %d | %s | %.2f s | %.2f s | %.2f s | %.2f s | %d MB |\n",
				n, state, f.Open.Seconds(), f.Rank.Seconds(), (f.Open + f.Rank).Seconds(), f.CPU.Seconds(), f.Peak>>20)
		}
	}
	return nil
}
