package edit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"candor/internal/atomicfile"

	"github.com/gofrs/flock"
)

// stateDir holds the lock inside of the company's folder. Its name begins with
// a dot, so it is no part of the knowledge.
const stateDir = ".candor"

// Edits take milliseconds, so a lock that is held for longer than lockWait is
// held by something that a person must look at.
const (
	lockWait  = 10 * time.Second
	lockRetry = 20 * time.Millisecond
)

var (
	// ErrStarter is returned for changes of the built-in starter library.
	ErrStarter = errors.New("the built-in starter library cannot be changed; run `candor init DIR` for a library of your own and name it with --kb DIR or CANDOR_KB")
	// ErrBusy is returned if another run keeps the library locked.
	ErrBusy = errors.New("another candor run is changing this library; try again when it has ended")
)

// Store is a company's folder, locked for changes. It is for one goroutine.
type Store struct {
	dir  string
	lock *flock.Flock // nil: a dry run
	// files are the entries' files by id in small letters, once listed.
	files map[string]string
	// Check, if set, is asked about each file before it is written, for rules
	// beyond its form; an error keeps it from being written.
	Check func(name string, data []byte) error
}

// Lock takes the library of a company's folder for changes; purpose names the
// command to whoever must wait. It waits for a short while, or until ctx ends,
// for a run that holds the lock. The lock goes with the process, however that
// ends. Close the Store to give it back.
func Lock(ctx context.Context, kbDir, purpose string) (*Store, error) {
	if kbDir == "" {
		return nil, ErrStarter
	}
	state := filepath.Join(kbDir, stateDir)
	if info, err := os.Stat(kbDir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("the knowledge base %q is no folder; `candor init %s` starts one", kbDir, kbDir)
	}
	if err := makeState(state); err != nil {
		return nil, fmt.Errorf("lock the library: %w", err)
	}
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	s := &Store{dir: kbDir, lock: flock.New(filepath.Join(state, "lock"))}
	ok, err := s.lock.TryLockContext(wait, lockRetry)
	switch {
	case ok:
		return s, s.sign(purpose)
	case ctx.Err() != nil:
		return nil, fmt.Errorf("the library %q is locked%s: %w", kbDir, s.holder(), ctx.Err())
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("the library %q is locked%s: %w", kbDir, s.holder(), ErrBusy)
	default:
		return nil, fmt.Errorf("lock the library %q: %w", kbDir, err)
	}
}

// makeState makes the folder of the lock, which version control leaves out.
func makeState(state string) error {
	err := os.Mkdir(state, 0o750)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(state, ".gitignore"), []byte("*\n"), 0o600)
}

// sign leaves a note on who holds the lock. It is a file beside the lock
// because a locked file cannot be read on every system.
func (s *Store) sign(purpose string) error {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	err = atomicfile.Write(s.note(), 0o640, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "process %d on %s (%s)\n", os.Getpid(), host, purpose)
		return err
	})
	if err != nil {
		return fmt.Errorf("lock the library: %w", errors.Join(err, s.lock.Unlock()))
	}
	return nil
}

func (s *Store) note() string { return filepath.Join(s.dir, stateDir, "holder") }

// holder says who holds the lock, if that can be read.
func (s *Store) holder() string {
	data, err := os.ReadFile(s.note())
	if err != nil {
		return ""
	}
	return " by " + strings.TrimSpace(string(data))
}

// Close gives the lock back.
func (s *Store) Close() error {
	err := os.Remove(s.note())
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	if err := errors.Join(err, s.lock.Unlock()); err != nil {
		return fmt.Errorf("unlock the library: %w", err)
	}
	return nil
}
