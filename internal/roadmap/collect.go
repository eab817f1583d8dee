package roadmap

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"candor/internal/deals"
	"candor/internal/gap"
	"candor/internal/runlog"
)

// Input is one questionnaire as a run left it.
type Input struct {
	// File names it: its path relative to the folder that was given, with
	// forward slashes. Files are told apart by it.
	File   string
	Record *runlog.Record
	// Deal is nil where none is known.
	Deal *deals.Deal
	// Path is where the record stands, Output the answered file beside it.
	Path, Output string

	// other are the rows that are not in Record since nothing depends on them
	// but the guess of the region: text and language.
	other []otherRow
}

type otherRow struct{ text, language string }

func compareInputs(a, b Input) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Record.Input.SHA256, b.Record.Input.SHA256), cmp.Compare(a.Record.AsOf, b.Record.AsOf))
}

// RecordSuffix is how the names of run records end.
const RecordSuffix = ".run.json"

// Collect reads the run records that paths name: each a record, or a folder
// with records in it at any depth. A record found twice counts once, and of two
// records of one questionnaire in one folder the later one counts, which the
// notes say. Symbolic links inside a folder are not followed, and hidden folders
// not entered: a batch keeps its unfinished work in one. Every record that cannot
// be read is in the error.
func Collect(ctx context.Context, paths []string) (inputs []Input, notes []string, err error) {
	return collect(ctx, paths, read)
}

// CollectWhole is Collect for reports on answers: with every row of a record,
// what explains the answers included. trim takes from each record what the
// caller does not need, before the next is read.
func CollectWhole(ctx context.Context, paths []string, trim func(*runlog.Record)) (inputs []Input, notes []string, err error) {
	return collect(ctx, paths, func(root, name string) (Input, error) {
		rec, err := runlog.Load(name)
		if err != nil {
			return Input{}, err
		}
		trim(rec)
		return inputOf(root, name, rec), nil
	})
}

// reader reads a record that was found from the folder root.
type reader func(root, name string) (Input, error)

func collect(ctx context.Context, paths []string, read reader) (inputs []Input, notes []string, err error) {
	c := &collector{seen: map[string]bool{}, read: read}
	for _, p := range paths {
		if err := c.find(ctx, p); err != nil {
			return nil, nil, err
		}
	}
	if err := c.readAll(ctx); err != nil {
		return nil, nil, err
	}
	c.latest()
	c.tellApart()
	slices.SortFunc(c.inputs, compareInputs)
	return c.inputs, c.notes, nil
}

type collector struct {
	read   reader
	seen   map[string]bool
	found  []where
	inputs []Input
	notes  []string
}

// where is a record and the folder that it was found from.
type where struct{ root, name string }

// find lists the records that root names.
func (c *collector) find(ctx context.Context, root string) error {
	info, err := os.Stat(root)
	if err != nil {
		return fmt.Errorf("read run records: %w", err)
	}
	if !info.IsDir() {
		c.add(filepath.Dir(root), root)
		return nil
	}
	found := 0
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if d.Type().IsRegular() && strings.HasSuffix(name, RecordSuffix) {
			found++
			c.add(root, name)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read run records: %w", err)
	}
	if found == 0 {
		return fmt.Errorf("no run record (*%s) in %q; candor fill writes one beside each answered file", RecordSuffix, root)
	}
	return nil
}

// add notes a record once.
func (c *collector) add(root, name string) {
	id := name
	if abs, err := filepath.Abs(name); err == nil {
		id = abs
	}
	if !c.seen[id] {
		c.seen[id] = true
		c.found = append(c.found, where{root, name})
	}
}

// readAll reads the records side by side, each into a place of its own, since
// decoding them is nearly all of the work.
func (c *collector) readAll(ctx context.Context) error {
	inputs, faults := make([]Input, len(c.found)), make([]error, len(c.found))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(c.found)) {
		wg.Go(func() {
			for i := range next {
				inputs[i], faults[i] = c.read(c.found[i].root, c.found[i].name)
			}
		})
	}
	for i := range c.found {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("read run records: %w", err)
	}
	c.inputs = inputs
	return errors.Join(faults...)
}

func read(root, name string) (Input, error) {
	rec, err := runlog.LoadAsked(name)
	if err != nil {
		return Input{}, err
	}
	other := slim(rec)
	in := inputOf(root, name, rec)
	in.other = other
	return in, nil
}

// inputOf names a record by where it stands.
func inputOf(root, name string, rec *runlog.Record) Input {
	rel, err := filepath.Rel(root, filepath.Dir(name))
	if err != nil {
		rel = "."
	}
	in := Input{Record: rec, Path: name, File: path.Join(filepath.ToSlash(rel), rec.Input.Name)}
	if rec.Output != nil {
		in.Output = filepath.Join(filepath.Dir(name), rec.Output.Name)
	}
	return in
}

// slim keeps of a record only what the report looks at, so that a thousand of
// them fit into memory at once, and returns the rows that it took out.
func slim(rec *runlog.Record) []otherRow {
	var kept []runlog.Question
	var other []otherRow
	for i := range rec.Rows {
		q := &rec.Rows[i]
		if q.Ask == nil && len(q.Gaps) == 0 {
			other = append(other, otherRow{q.Question, q.Language})
			continue
		}
		lean := runlog.Question{
			Ref: q.Ref, Parent: q.Parent, Question: q.Question, Choices: q.Choices, Controls: q.Controls, Language: q.Language,
			Ask: q.Ask, Verdict: q.Verdict,
		}
		for _, g := range q.Gaps {
			lean.Gaps = append(lean.Gaps, gap.Gap{Code: g.Code, Severity: g.Severity, Framework: g.Framework, Remedy: g.Remedy, Controls: g.Controls, Slot: g.Slot})
		}
		kept = append(kept, lean)
	}
	rec.Rows = slices.Clip(kept)
	return slices.Clip(other)
}

// latest keeps one record for each questionnaire of a folder.
func (c *collector) latest() {
	key := func(in Input) string {
		return filepath.Dir(in.Path) + "\x00" + in.Record.Input.Name + "\x00" + in.Record.Product
	}
	best := map[string]int{}
	for i, in := range c.inputs {
		j, ok := best[key(in)]
		if !ok || later(in, c.inputs[j]) {
			best[key(in)] = i
		}
	}
	var kept []Input
	for i, in := range c.inputs {
		if best[key(in)] == i {
			kept = append(kept, in)
			continue
		}
		c.notes = append(c.notes, fmt.Sprintf("%s is left out: %s is a later record of the same questionnaire", in.Path, c.inputs[best[key(in)]].Path))
	}
	slices.Sort(c.notes)
	c.inputs = kept
}

// later prefers, of two records of a day, that of the finished questionnaire.
func later(a, b Input) bool {
	return cmp.Or(cmp.Compare(a.Record.AsOf, b.Record.AsOf), cmp.Compare(finished(a), finished(b)), cmp.Compare(a.Path, b.Path)) > 0
}

func finished(in Input) int {
	if in.Record.Review != nil {
		return 1
	}
	return 0
}

// tellApart gives records of one name from several folders, and those of one
// questionnaire for several products, names of their own.
func (c *collector) tellApart() {
	for _, name := range []func(Input) string{
		func(in Input) string { return in.File },
		func(in Input) string {
			return path.Join(filepath.ToSlash(filepath.Dir(in.Path)), in.Record.Input.Name)
		},
		func(in Input) string { return in.File + " (" + in.Record.Product + ")" },
		func(in Input) string { return filepath.ToSlash(in.Path) },
	} {
		counts := map[string]int{}
		for _, in := range c.inputs {
			counts[in.File]++
		}
		for i, in := range c.inputs {
			if counts[in.File] > 1 {
				c.inputs[i].File = name(in)
			}
		}
	}
}
