package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"candor/internal/atomicfile"
	"candor/internal/review"
	"candor/internal/runlog"
)

// schema names the format of the folder.
const schema = "candor.desk/1"

// stored is a questionnaire's meta.json.
type stored struct {
	Schema string `json:"schema"`
	Name   string `json:"name"`
	// Ext is the ending of the input, with the dot.
	Ext   string `json:"ext"`
	Added string `json:"added"`
	Meta
	// Pending tells that a run is wanted and has not ended.
	Pending bool `json:"pending,omitempty"`
	// Failed is why the last run failed, "" if it did not.
	Failed string `json:"failed,omitempty"`
	// Readable tells that a run has read the file without harm, so that this
	// process may.
	Readable bool `json:"readable,omitempty"`
	// Own tells that layout.yaml was set for this file, Remembered that it was
	// taken from an earlier one. Neither: the reader finds the layout.
	Own        bool `json:"own_layout,omitempty"`
	Remembered bool `json:"remembered_layout,omitempty"`
	// Found tells that somebody asked for the reader's layout: none that is
	// remembered is looked for.
	Found bool `json:"found_layout,omitempty"`
	// Batch is the id of the batch's result that it was taken over from, "" if it
	// was added here.
	Batch string `json:"batch,omitempty"`
	// Finished is what the finished file was made from, nil if there is none.
	Finished *finished `json:"finished,omitempty"`
}

// finished names what a finished file holds.
type finished struct {
	Decisions int                  `json:"decisions"`
	Run       string               `json:"run"`
	Proof     *runlog.Verification `json:"proof"`
	Refused   []string             `json:"refused,omitempty"`
	Notes     []string             `json:"notes,omitempty"`
}

// item is a questionnaire of the folder. Whatever its mutex guards is read and
// changed by whoever holds it; no two items are ever held at once.
type item struct {
	id, dir string
	added   string
	// readOnly is a result of a batch; its record stands at where.
	readOnly bool
	where    string
	written  time.Time
	// damaged is why its meta.json cannot be read, nil if it can.
	damaged *DamagedError
	// digest and summary are what is known of a batch's result before it is read
	// whole.
	digest  string
	summary *runlog.Summary
	// done and total are the progress of a run; seq is the last event's number.
	done, total, seq atomic.Int64

	mu     sync.Mutex
	meta   stored
	gone   bool
	run    *running
	loaded *loaded
	// light is known once the record has been read.
	light *light
	used  int64
}

// running is a run in the background.
type running struct {
	cancel func()
	// again tells that something changed meanwhile, so that it must run once more.
	again bool
}

func loadItem(dir, id string) (*item, error) {
	path := filepath.Join(dir, "meta.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read its notes: %w", err)
	}
	var m stored
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("read its notes: %w", err)
	}
	if m.Schema != schema {
		return nil, fmt.Errorf("it is of another version of candor: it says %q, this one writes %q", m.Schema, schema)
	}
	atomicfile.Sweep(dir)
	if err := os.RemoveAll(filepath.Join(dir, "run")); err != nil {
		return nil, fmt.Errorf("clear up after a stopped run: %w", err)
	}
	it := &item{id: id, dir: dir, added: m.Added, meta: m}
	if _, err := os.Stat(it.record()); errors.Is(err, fs.ErrNotExist) && m.Failed == "" {
		it.meta.Pending = true // its run was lost; the decisions are kept beside it
	}
	return it, nil
}

// damagedItem stands for a questionnaire whose meta.json cannot be read. It can
// be looked at in lists and removed; whatever else is in its folder is left alone.
func damagedItem(dir, id string, err error) *item {
	name := id
	if in, _ := os.ReadDir(filepath.Join(dir, "in")); len(in) == 1 {
		name = in[0].Name()
	}
	why := &DamagedError{Name: name, File: "q/" + id + "/meta.json", Err: err}
	return &item{id: id, dir: dir, damaged: why, meta: stored{Name: name, Failed: why.Why()}}
}

// mended reads a damaged questionnaire again: somebody may have put its file back.
func (d *Desk) mended(it *item) *item {
	fresh, err := loadItem(it.dir, it.id)
	if err != nil {
		return it
	}
	d.mu.Lock()
	if now := d.items[it.id]; now != it {
		fresh = now // somebody else was faster
	} else {
		d.items[it.id] = fresh
	}
	d.mu.Unlock()
	if fresh != nil {
		d.tell(fresh, Event{Kind: EventItem})
		d.rouse()
	}
	return fresh
}

// save writes meta.json; the caller holds the item.
func (it *item) save(m stored) error {
	m.Schema = schema
	if err := writeJSON(it.path("meta.json"), m); err != nil {
		return err
	}
	it.meta = m
	return nil
}

// restart has a run that is under way made again by what has been saved, unless
// saving it failed with err; the caller holds the item.
func (it *item) restart(err error) {
	if err == nil && it.run != nil {
		it.run.again = true
		it.run.cancel()
	}
}

func (it *item) path(name string) string { return filepath.Join(it.dir, name) }

// input is the questionnaire as it came, under its cleaned name: that of a text
// file is its sheet's too.
func (it *item) input() string  { return it.path(inputPath(it.meta.Name)) }
func (it *item) output() string { return it.path("out" + it.meta.Ext) }
func (it *item) record() string {
	if it.readOnly {
		return it.where
	}
	return it.path("out.run.json")
}

func (it *item) journal() string     { return review.DecisionsPath(it.record()) }
func (it *item) final() string       { return it.path("final" + it.meta.Ext) }
func (it *item) report() string      { return it.path("report.html") }
func (it *item) finalRecord() string { return it.path("final.run.json") }

// layout is the mapping that the next run is to read by, runLayout the one that
// the record was read by.
func (it *item) layout() string    { return it.path("layout.yaml") }
func (it *item) runLayout() string { return it.path("out.layout.yaml") }

func inputPath(name string) string { return filepath.Join("in", name) }

// drop closes what was read of it; the caller holds the item.
func (it *item) drop() error {
	l := it.loaded
	it.loaded = nil
	if l == nil {
		return nil
	}
	return l.journal.Close()
}

func writeJSON(path string, v any) error {
	return atomicfile.Write(path, fileMode, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(v)
	})
}

// checkFormat makes sure that the folder is a desk of this version, and marks a
// new one.
func checkFormat(path string) error {
	type format struct {
		Schema string `json:"schema"`
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return writeJSON(path, format{schema})
	}
	if err != nil {
		return fmt.Errorf("read the desk's folder: %w", err)
	}
	var f format
	if err := json.Unmarshal(data, &f); err != nil || f.Schema != schema {
		return fmt.Errorf("%q is of another version of candor (it says %q, this one writes %q); use that version or another folder", path, f.Schema, schema)
	}
	return nil
}
