package batch

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"candor/internal/atomicfile"
	"candor/internal/runlog"
)

// journalVersion changes with the meaning of an entry; entries of another
// version are not understood and their outputs not known as ours.
const journalVersion = 1

// entry is one line of the journal: these outputs are about to take their
// places, made from this input under this key. It is on the disk before they
// are, so that an output found after a crash is known as ours; whether it took
// its place is seen by looking at it.
type entry struct {
	Version      int            `json:"v"`
	File         string         `json:"file"`
	Key          string         `json:"key"`
	InputSHA256  string         `json:"input_sha256"`
	Output       string         `json:"output"`
	OutputSHA256 string         `json:"output_sha256"`
	Record       string         `json:"record"`
	RecordSHA256 string         `json:"record_sha256"`
	Summary      runlog.Summary `json:"summary"`
	// Answers are the packed given answers (see packAnswers).
	Answers []byte `json:"answers,omitempty"`
}

// journal is what earlier runs on an output folder left behind, and where this
// run adds to it.
type journal struct {
	path string
	mu   sync.Mutex
	file *os.File
	// torn is set while the file ends in a piece of a line.
	torn bool
	// last is the newest entry of each file; earlier holds the others, older
	// first.
	last    map[string]entry
	earlier []entry
	// wrote holds for each output and record the digests that we gave it.
	wrote map[string][]string
}

// openJournal reads the journal at path, which need not be there, and opens it
// for more. A torn last line, left by a crash, is no entry.
func openJournal(path string) (*journal, error) {
	j := &journal{path: path, last: map[string]entry{}, wrote: map[string][]string{}}
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the batch journal: %w", err)
	}
	for line := range bytes.Lines(data) {
		var e entry
		if json.Unmarshal(line, &e) == nil && e.Version == journalVersion {
			j.note(e)
		}
	}
	if j.file, err = os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return nil, fmt.Errorf("open the batch journal: %w", err)
	}
	j.torn = len(data) > 0 && data[len(data)-1] != '\n'
	return j, nil
}

func (j *journal) note(e entry) {
	if old, ok := j.last[e.File]; ok {
		j.earlier = append(j.earlier, old)
	}
	j.last[e.File] = e
	j.wrote[e.Output] = append(j.wrote[e.Output], e.OutputSHA256)
	j.wrote[e.Record] = append(j.wrote[e.Record], e.RecordSHA256)
}

// add writes an entry and waits until the disk has it.
func (j *journal) add(e entry) error {
	e.Version = journalVersion
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write the batch journal: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	line = append(line, '\n')
	if j.torn {
		line = append([]byte("\n"), line...)
	}
	j.torn = true
	if _, err := j.file.Write(line); err != nil {
		return fmt.Errorf("write the batch journal: %w", err)
	}
	j.torn = false
	if err := j.file.Sync(); err != nil {
		return fmt.Errorf("write the batch journal: %w", err)
	}
	j.note(e)
	return nil
}

// newest returns the newest entry of a file.
func (j *journal) newest(file string) (entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e, ok := j.last[file]
	return e, ok
}

// digests returns those of everything that we wrote to a path.
func (j *journal) digests(path string) []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.wrote[path])
}

// close ends the journal after a run. Of the files in settled, whose newest
// entry is known to stand on the disk, that entry alone is kept; the lines are
// put in order, so that the journal of a finished batch does not tell how
// often it was interrupted.
func (j *journal) close(settled map[string]bool) error {
	if err := j.file.Close(); err != nil {
		return fmt.Errorf("close the batch journal: %w", err)
	}
	var keep []entry
	for _, e := range j.earlier {
		if !settled[e.File] {
			keep = append(keep, e)
		}
	}
	for _, e := range j.last {
		keep = append(keep, e)
	}
	// Entries of one file keep their order: stable for the earlier ones, the
	// last one comes from the map alone and was appended after them.
	slices.SortStableFunc(keep, func(a, b entry) int { return cmp.Compare(a.File, b.File) })
	return atomicfile.Write(j.path, 0o600, func(w io.Writer) error {
		b := bufio.NewWriter(w)
		enc := json.NewEncoder(b)
		for _, e := range keep {
			if err := enc.Encode(e); err != nil {
				return fmt.Errorf("write the batch journal: %w", err)
			}
		}
		return b.Flush()
	})
}

// journalPath is where the journal of a state folder lies.
func journalPath(dir string) string { return filepath.Join(dir, "journal.jsonl") }
