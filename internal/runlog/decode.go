package runlog

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// maxSize bounds a record: 100,000 rows of the longest real kind.
const maxSize = 512 << 20

// Load reads a record and refuses one of another format.
func Load(path string) (*Record, error) {
	var r Record
	if err := load(path, &r, &r.Schema); err != nil {
		return nil, err
	}
	return &r, nil
}

// LoadAsked reads of a record what was asked and which gaps that showed, and
// leaves out what explains and proves the answers: matches, guards, reasons,
// sources, cells and skipped rows. It takes half the time of Load and a
// fraction of its memory, which counts where a thousand records are read.
func LoadAsked(path string) (*Record, error) {
	var r askedRecord
	if err := load(path, &r, &r.Schema); err != nil {
		return nil, err
	}
	out := r.Record
	out.Rows = make([]Question, len(r.Rows))
	for i := range r.Rows {
		out.Rows[i] = r.Rows[i].Question
	}
	return &out, nil
}

// askedRecord and askedQuestion hide fields of what they embed behind fields
// of the same JSON name.
type askedRecord struct {
	Record
	Rows         []askedQuestion `json:"questions"`
	Skipped      unread          `json:"skipped"`
	Verification unread          `json:"verification"`
}

type askedQuestion struct {
	Question
	Slots   unread `json:"slots"`
	Written unread `json:"written"`
	Matches unread `json:"matches"`
	Guards  unread `json:"guards"`
	Sources unread `json:"sources"`
	Reasons unread `json:"reasons"`
}

// unread takes any JSON and keeps none of it.
type unread struct{}

// UnmarshalJSON does nothing.
func (*unread) UnmarshalJSON([]byte) error { return nil }

// load decodes the file into v and then looks at the schema that v holds.
func load(path string, v any, schema *string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read run record: %w", err)
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("read run record: %w", err)
	}
	if info.Size() > maxSize {
		return fmt.Errorf("read run record %q: it is larger than %d MB", path, maxSize>>20)
	}
	// Read at once into what it needs: a decoder's own buffer doubles its way up.
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return fmt.Errorf("read run record %q: %w", path, err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%q is no run record, the file that candor fill writes as <name>.run.json: %w", path, err)
	}
	if *schema != Schema {
		return fmt.Errorf("%q is no run record of this version: its schema is %q, not %q", path, *schema, Schema)
	}
	return nil
}
