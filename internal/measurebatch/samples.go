package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// samples is what was seen of one batch.
type samples struct {
	took time.Duration
	// cpu is the processor time of the batch and its workers.
	cpu time.Duration
	// quarters hold when each quarter of the files was done, and the peaks of
	// memory in it.
	quarters [4]quarter
}

type quarter struct {
	end time.Duration
	// parent, children and sum are peaks in kilobytes; children is that of all
	// of them together at one moment.
	parent, children, sum int
}

// watch reads progress to its end and the memory meanwhile.
func watch(pid int, progress io.Reader, files int, since func() time.Duration) *samples {
	s := &samples{}
	var done atomic.Int64
	end := make(chan struct{})
	go func() {
		defer close(end)
		dec := json.NewDecoder(progress)
		for {
			var n int
			if dec.Decode(&n) != nil {
				return
			}
			done.Store(int64(n))
			s.quarters[at(n-1, files)].end = since()
		}
	}()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	var peaks [4]quarter
	for {
		select {
		case <-end:
			for i := range peaks {
				peaks[i].end = s.quarters[i].end
			}
			s.quarters = peaks
			return s
		case <-tick.C:
			q := &peaks[at(int(done.Load()), files)]
			parent, children := memory(pid)
			q.parent, q.children = max(q.parent, parent), max(q.children, children)
			q.sum = max(q.sum, parent+children)
		}
	}
}

func at(done, files int) int { return min(3, done*4/max(files, 1)) }

func (s *samples) print(w io.Writer, jobs, files int) {
	fmt.Fprintf(w, "%d worker(s): %.1f s, %.2f files a second, %.0f ms of processor a file\n",
		jobs, s.took.Seconds(), float64(files)/s.took.Seconds(), float64(s.cpu.Milliseconds())/float64(max(files, 1)))
	start := time.Duration(0)
	for i, q := range s.quarters {
		fmt.Fprintf(w, "  quarter %d: %6.1f ms a file, peak memory: batch %d MB, workers %d MB, all %d MB\n",
			i+1, float64((q.end-start).Milliseconds())*4/float64(max(files, 1)), q.parent>>10, q.children>>10, q.sum>>10)
		start = q.end
	}
}

// memory is the resident memory of a process and of its children in kilobytes.
func memory(pid int) (own, children int) {
	own = resident(pid)
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return own, 0
	}
	for _, list := range lists {
		data, err := os.ReadFile(list)
		if err != nil {
			continue // the thread is gone
		}
		for _, field := range strings.Fields(string(data)) {
			if child, err := strconv.Atoi(field); err == nil {
				children += resident(child)
			}
		}
	}
	return own, children
}

func resident(pid int) int {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			if err != nil {
				return 0
			}
			return kb
		}
	}
	return 0
}
