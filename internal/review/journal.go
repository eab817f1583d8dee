package review

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"candor/internal/atomicfile"
	"candor/internal/runlog"

	"github.com/gofrs/flock"
)

// maxJournal bounds a journal: a hundred decisions on each of a thousand rows.
const maxJournal = 256 << 20

// An append takes milliseconds, so a lock that is held for longer than lockWait
// is held by something that a person must look at.
const (
	lockWait  = 10 * time.Second
	lockRetry = 5 * time.Millisecond
)

// journalMode is the permission of files that hold a company's answers.
const journalMode = 0o600

// ErrClosed is returned for a journal that has been closed.
var ErrClosed = errors.New("the decisions file is closed")

// ErrBusy is returned if another process keeps the journal locked.
var ErrBusy = errors.New("another process is writing decisions on this questionnaire; try again when it has ended")

// ErrRewritten is returned if the file was replaced, cut or removed since it was
// opened: what was read of it holds no more. Open it again to go by what it holds
// now.
var ErrRewritten = errors.New("the decisions file was put back or changed meanwhile; look at the rows again")

// Journal is the decisions file of one run, open for appending. It is safe for
// concurrent use, within the process and beside others.
type Journal struct {
	mu      sync.Mutex
	reading reading
	rec     *runlog.Record
	// rows are the digests of the record's rows.
	rows   map[string]string
	lock   *flock.Flock
	closed bool
}

// DecisionsPath is where the journal of a run record stands: beside it.
func DecisionsPath(record string) string {
	return strings.TrimSuffix(strings.TrimSuffix(record, ".json"), ".run") + ".review.jsonl"
}

// Open reads the journal at path. One that is not there is made by the first
// Append. A line that is none, or decisions on another questionnaire than the
// record's, are an error with the line's number, and nothing is changed; a last
// line without an end is left out.
func Open(path string, rec *runlog.Record) (*Journal, error) {
	rec = rec.BeforeReview()
	j := &Journal{rec: rec, rows: make(map[string]string, len(rec.Rows))}
	j.reading = reading{path: path, sha256: rec.Input.SHA256}
	for i := range rec.Rows {
		j.rows[rec.Rows[i].Ref] = RowDigest(&rec.Rows[i])
	}
	// The lock has a file of its own: a locked file cannot be read on every system.
	j.lock = flock.New(filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".lock"))
	if _, err := j.look(); err != nil {
		return nil, err
	}
	return j, nil
}

// Decisions returns what has been decided, as of the last Open, Append or
// Refresh.
func (j *Journal) Decisions() []Decision {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.reading.decisions)
}

// Refresh reads what other processes have appended, and tells whether there was
// anything.
func (j *Journal) Refresh() (bool, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return false, ErrClosed
	}
	return j.look()
}

// look refreshes without the lock, which a folder for reading only cannot have.
// A line that is none may be one that is being written just then, so it counts
// only if it is there under the lock too.
func (j *Journal) look() (bool, error) {
	more, err := j.refresh()
	if _, broken := errors.AsType[*LineError](err); !broken || errors.Is(err, ErrForeign) {
		return more, err
	}
	if lockErr := j.acquire(); lockErr != nil {
		return more, err
	}
	again, err := j.refresh()
	if unlockErr := j.lock.Unlock(); unlockErr != nil && err == nil {
		err = fmt.Errorf("unlock decisions: %w", unlockErr)
	}
	return more || again, err
}

// Append adds a decision and returns it with its number, once it is on the disk.
// An empty Row becomes the digest of the record's. The error is a
// *ConflictError if anybody has decided on the row after what the person had
// seen; a note conflicts with nothing.
func (j *Journal) Append(d Decision) (Decision, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return Decision{}, ErrClosed
	}
	row, known := j.rows[d.Ref]
	if !known {
		return Decision{}, fmt.Errorf("no question %q in this run", d.Ref)
	}
	if d.Row == "" {
		d.Row = row
	}
	d.Seq = 0
	if err := d.Check(); err != nil {
		return Decision{}, fmt.Errorf("%s: %w", d.Ref, err)
	}
	if err := j.acquire(); err != nil {
		return Decision{}, err
	}
	out, err := j.append(d)
	if unlockErr := j.lock.Unlock(); unlockErr != nil && err == nil {
		err = fmt.Errorf("unlock decisions: %w", unlockErr)
	}
	return out, err
}

// Close ends the use of the journal. The file and its lock file stay.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	if err := j.lock.Close(); err != nil {
		return fmt.Errorf("close decisions: %w", err)
	}
	return nil
}

func (j *Journal) acquire() error {
	wait, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	ok, err := j.lock.TryLockContext(wait, lockRetry)
	switch {
	case ok:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return ErrBusy
	default:
		return fmt.Errorf("lock decisions: %w", err)
	}
}

// append writes under the lock.
func (j *Journal) append(d Decision) (Decision, error) {
	if _, err := j.refresh(); err != nil {
		return Decision{}, err
	}
	if err := j.conflict(d); err != nil {
		return Decision{}, err
	}
	d.Seq = len(j.reading.decisions) + 1
	if d.Seen >= d.Seq {
		return Decision{}, fmt.Errorf("%s: seen is %d and there are %d decisions: %w", d.Ref, d.Seen, d.Seq-1, ErrRewritten)
	}
	var text []byte
	if j.reading.lines == 0 {
		head, err := encodeLine(header{Schema, j.rec.Input})
		if err != nil {
			return Decision{}, err
		}
		text = head
	}
	line, err := encodeLine(d)
	if err != nil {
		return Decision{}, err
	}
	text = append(text, line...)
	if err := appendSynced(j.reading.path, j.reading.offset, text); err != nil {
		return Decision{}, err
	}
	if err := j.reading.take(text); err != nil {
		return Decision{}, err
	}
	return d, nil
}

// conflict finds a later decision on the row than the person had seen.
func (j *Journal) conflict(d Decision) error {
	if d.Action == Note {
		return nil
	}
	for _, theirs := range slices.Backward(j.reading.decisions) {
		if theirs.Seq <= d.Seen {
			return nil
		}
		if theirs.Ref == d.Ref {
			return &ConflictError{Mine: d, Theirs: theirs}
		}
	}
	return nil
}

// refresh reads on from where the last read ended. A file that is gone, became
// shorter or holds another line there was changed by something that is no append.
func (j *Journal) refresh() (bool, error) {
	f, err := os.Open(j.reading.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, j.reading.gone()
	}
	if err != nil {
		return false, fmt.Errorf("read decisions: %w", err)
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	info, err := f.Stat()
	switch {
	case err != nil:
		return false, fmt.Errorf("read decisions: %w", err)
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("read decisions: %q is no file", j.reading.path)
	case info.Size() > maxJournal:
		return false, fmt.Errorf("read decisions: %q is larger than %d MB", j.reading.path, maxJournal>>20)
	case info.Size() < j.reading.offset:
		return false, fmt.Errorf("read decisions: it became shorter: %w", ErrRewritten)
	}
	if err := j.reading.still(f); err != nil {
		return false, err
	}
	more, err := io.ReadAll(io.NewSectionReader(f, j.reading.offset, info.Size()-j.reading.offset))
	if err != nil {
		return false, fmt.Errorf("read decisions: %w", err)
	}
	before := len(j.reading.decisions)
	err = j.reading.take(more)
	return len(j.reading.decisions) > before, err
}

// appendSynced writes text at offset, which is the end of the file but for a
// torn line, and returns when it is on the disk. If that fails, the file is as
// it was.
func appendSynced(path string, offset int64, text []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, journalMode)
	if err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	err = f.Truncate(offset)
	if err == nil {
		_, err = f.WriteAt(text, offset)
	}
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return fmt.Errorf("write decision: %w", errors.Join(err, f.Truncate(offset), f.Close()))
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	if offset > 0 {
		return nil
	}
	if err := atomicfile.SyncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("write decision: %w", err)
	}
	return nil
}
