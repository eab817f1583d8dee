package batch

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"candor/internal/runlog"
)

// Child is the program that runs Serve on its standard streams: this one, with
// the arguments that lead there.
type Child struct {
	Path string
	Args []string
	// Env is added to the environment.
	Env []string
}

// serveLimit is the number of files after which a child is replaced, so that
// nothing that it might gather lasts for a whole batch.
const serveLimit = 250

// startTries: a child that does not come up is tried once more before the
// batch gives up.
const startTries = 2

// worker answers files by a child process, and gets itself another child when
// one is lost. It is used by one goroutine, which must stay on its thread: the
// kernel ends a child when the thread that started it ends.
type worker struct {
	child   Child
	set     settings
	timeout time.Duration
	// temp is the folder for the child's temporary files.
	temp string
	// progress is told of each question, if set.
	progress func(done, total int)
	proc     *process
}

// process is a child that is up.
type process struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	lines  chan []byte
	tail   *tail
	served int
}

// failure is why a file was not answered.
type failure struct {
	code runlog.FailCode
	error
}

func (f failure) Unwrap() error { return f.error }

// noQuestionsError is a file that can be read and is no questionnaire.
type noQuestionsError struct{ error }

// fatalError ends the whole batch.
type fatalError struct{ error }

func (f fatalError) Unwrap() error { return f.error }

// fill has the child answer one file. It returns a failure if that costs this
// file only.
func (w *worker) fill(ctx context.Context, req request) (reply, error) {
	if w.proc != nil && w.proc.served >= serveLimit {
		w.stop()
	}
	if w.proc == nil {
		if err := w.start(ctx); err != nil {
			return reply{}, err
		}
	}
	line, err := w.exchange(ctx, req, w.timeout)
	if err != nil {
		return reply{}, err
	}
	w.proc.served++
	var r reply
	if err := json.Unmarshal(line, &r); err != nil {
		w.stop()
		return reply{}, failure{runlog.FailCrash, errors.New("the process that answered it sent nonsense")}
	}
	switch {
	case r.NoQuestions:
		return reply{}, noQuestionsError{errors.New(r.Error)}
	case r.IO:
		return reply{}, failure{runlog.FailIO, errors.New(r.Error)}
	case r.Error != "":
		return reply{}, failure{runlog.FailRefused, errors.New(r.Error)}
	}
	return r, nil
}

// exchange sends a line and waits for the one that answers it.
func (w *worker) exchange(ctx context.Context, message any, timeout time.Duration) ([]byte, error) {
	data, err := json.Marshal(message)
	if err != nil {
		return nil, fatalError{fmt.Errorf("speak to a worker: %w", err)}
	}
	p := w.proc
	// A child that does not read ends by the time-out, and with it the write; one
	// that is gone shows in its lines.
	go func() {
		_, _ = p.stdin.Write(append(data, '\n'))
	}()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				return nil, w.died()
			}
			if !w.isStep(line) {
				return line, nil
			}
		case <-timer.C:
			w.stop()
			return nil, failure{runlog.FailTimeout, fmt.Errorf("took longer than %s; --timeout allows more", timeout)}
		case <-ctx.Done():
			w.stop()
			return nil, ctx.Err()
		}
	}
}

// isStep takes a line of progress.
func (w *worker) isStep(line []byte) bool {
	if w.progress == nil {
		return false
	}
	var r reply
	if json.Unmarshal(line, &r) != nil || r.Step == nil {
		return false
	}
	w.progress(r.Step.Done, r.Step.Total)
	return true
}

// start brings a child up.
func (w *worker) start(ctx context.Context) error {
	var err error
	for range startTries {
		if err = w.startOnce(ctx); err == nil || ctx.Err() != nil {
			return err
		}
		if _, ok := errors.AsType[fatalError](err); ok {
			return err
		}
	}
	return fatalError{fmt.Errorf("start a worker: %w", err)}
}

func (w *worker) startOnce(ctx context.Context) error {
	if err := w.launch(); err != nil {
		return err
	}
	line, err := w.exchange(ctx, w.set, max(w.timeout, DefaultTimeout))
	if err != nil {
		return err
	}
	var h hello
	if err := json.Unmarshal(line, &h); err != nil {
		w.stop()
		return fmt.Errorf("understand it: %w", err)
	}
	if h.Error != "" {
		w.stop()
		return fatalError{errors.New(h.Error)}
	}
	return nil
}

func (w *worker) launch() error {
	// The child must be able to finish what it writes after a Ctrl-C in the
	// parent, so no context ends it: stop does.
	cmd := exec.Command(w.child.Path, w.child.Args...) //nolint:gosec,noctx // our own binary
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "GOTRACEBACK=none", "TMPDIR="+w.temp, "TMP="+w.temp)
	cmd.Env = append(cmd.Env, w.child.Env...)
	p := &process{cmd: cmd, lines: make(chan []byte, 1), tail: &tail{}}
	cmd.Stderr = p.tail
	detach(cmd)
	var err error
	if p.stdin, err = cmd.StdinPipe(); err != nil {
		return fmt.Errorf("make a pipe: %w", err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return errors.Join(fmt.Errorf("make a pipe: %w", err), p.stdin.Close())
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run %q: %w", w.child.Path, err)
	}
	go readLines(stdout, p.lines)
	w.proc = p
	return nil
}

// maxLine bounds a reply: the packed answers of a million rows.
const maxLine = 64 << 20

// readLines hands over the child's lines and closes the channel at their end.
func readLines(r io.Reader, lines chan<- []byte) {
	defer close(lines)
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 64<<10), maxLine)
	for s.Scan() {
		lines <- bytes.Clone(s.Bytes())
	}
}

// stop ends the child at once. What it was doing is lost: it works on copies.
func (w *worker) stop() {
	if w.proc == nil {
		return
	}
	p := w.proc
	w.proc = nil
	// It may be gone already, and how it ended is no news after this.
	_ = p.cmd.Process.Kill()
	go func() {
		for range p.lines {
			continue // lets the reader come to its end
		}
	}()
	_ = p.cmd.Wait()
}

// died explains the end of a child that ended by itself.
func (w *worker) died() error {
	p := w.proc
	w.proc = nil
	err := p.cmd.Wait()
	said := p.tail.firstFault()
	switch {
	case isOutOfMemory(said):
		return failure{runlog.FailMemory, fmt.Errorf("needed more than %d MB of memory; --memory allows more", w.set.Memory>>20)}
	case said != "":
		return failure{runlog.FailCrash, fmt.Errorf("the process that answered it crashed: %s", said)}
	case err != nil:
		return failure{runlog.FailCrash, fmt.Errorf("the process that answered it was ended: %w", err)}
	}
	return failure{runlog.FailCrash, errors.New("the process that answered it ended by itself")}
}

// isOutOfMemory recognises the ways in which the runtime says so. A thread that
// cannot be had is one of them: its stack is memory too.
func isOutOfMemory(said string) bool {
	return slices.ContainsFunc([]string{"out of memory", "cannot allocate memory", "pthread_create failed", "new OS thread"},
		func(sign string) bool { return strings.Contains(said, sign) })
}

// tailSize bounds what is kept of a child's standard error. Its beginning
// tells why the runtime gave up, so that is what is kept.
const tailSize = 8 << 10

// tail gathers the beginning of a child's standard error.
type tail struct {
	mu   sync.Mutex
	text []byte
}

// Write keeps what there is room for and takes the rest in silence.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := tailSize - len(t.text); room > 0 {
		t.text = append(t.text, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

// firstFault is the line that says why the program died.
func (t *tail) firstFault() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for line := range strings.Lines(string(t.text)) {
		line = strings.TrimSpace(line)
		for _, mark := range []string{"fatal error: ", "panic: ", "runtime: ", "runtime/cgo: ", "SIG", "candor: "} {
			if strings.HasPrefix(line, mark) {
				return clip(line)
			}
		}
	}
	return ""
}

// faultLength bounds what a crash is described with.
const faultLength = 200

func clip(line string) string {
	if runes := []rune(line); len(runes) > faultLength {
		return string(runes[:faultLength-2]) + "…"
	}
	return line
}
