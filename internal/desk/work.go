package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"candor/internal/atomicfile"
	"candor/internal/fill"
	"candor/internal/fill/batch"
	"candor/internal/workbook"
)

// rouse tells the workers that something may wait.
func (d *Desk) rouse() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// worker answers what waits, oldest first, until the desk is closed.
func (d *Desk) worker() {
	for d.ctx.Err() == nil {
		it, ctx := d.next()
		if it == nil {
			select {
			case <-d.wake:
			case <-d.ctx.Done():
			}
			continue
		}
		d.rouse() // there may be more for others
		d.answer(ctx, it)
	}
}

// next takes the oldest questionnaire that waits and marks it as running.
func (d *Desk) next() (*item, context.Context) {
	for _, it := range d.all() {
		it.mu.Lock()
		if it.meta.Pending && it.run == nil && !it.gone {
			ctx, cancel := context.WithCancel(d.ctx)
			it.run = &running{cancel: cancel}
			it.mu.Unlock()
			it.done.Store(0)
			it.total.Store(0)
			d.tell(it, Event{Kind: EventItem})
			return it, ctx
		}
		it.mu.Unlock()
	}
	return nil, nil
}

// answer makes a run and takes its result over.
func (d *Desk) answer(ctx context.Context, it *item) {
	// Knowledge that cannot be opened leaves the one before in place.
	_ = d.freshen(ctx, false)
	err := d.runWhole(ctx, it)
	it.mu.Lock()
	again := it.run.again
	it.run.cancel()
	it.run = nil
	gone := it.gone
	if !gone && d.ctx.Err() == nil && !again {
		m := it.meta
		m.Pending, m.Failed = false, reasonOf(err)
		if _, none := errors.AsType[*NoQuestionsError](err); none {
			m.Readable = true
		}
		if saveErr := it.save(m); saveErr != nil {
			// Without the note the run is made again at the next start.
			it.meta.Pending, it.meta.Failed = false, reasonOf(errors.Join(err, saveErr))
		}
	}
	it.mu.Unlock()
	if gone {
		return
	}
	d.tell(it, Event{Kind: EventItem})
	if again {
		d.rouse()
	}
}

func reasonOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// runWhole answers a questionnaire: by its own layout, else by one remembered
// for its shape, else as the reader finds it.
func (d *Desk) runWhole(ctx context.Context, it *item) error {
	it.mu.Lock()
	own, remembered, found := it.meta.Own, it.meta.Remembered, it.meta.Found
	it.mu.Unlock()
	if own || remembered {
		return d.runOnce(ctx, it, it.layout(), remembered)
	}
	// The first run is without a remembered layout: until it has been through a
	// run, a file may be of the kind that must not be read in this process.
	err := d.runOnce(ctx, it, "", false)
	if _, none := errors.AsType[*NoQuestionsError](err); err != nil && !none {
		return err
	}
	if found || ctx.Err() != nil {
		return err
	}
	known, lookErr := d.recall(ctx, it)
	if lookErr != nil || known == "" {
		return err
	}
	return d.runOnce(ctx, it, known, true)
}

// runOnce makes one run and puts its result in place.
func (d *Desk) runOnce(ctx context.Context, it *item, layout string, remembered bool) error {
	stage := it.path("run")
	if err := os.RemoveAll(stage); err != nil {
		return fmt.Errorf("clear up before a run: %w", err)
	}
	if err := os.Mkdir(stage, dirMode); err != nil {
		return fmt.Errorf("make a folder for the run: %w", err)
	}
	job, err := d.run(ctx, it, stage, layout)
	if errors.Is(err, batch.ErrKnowledgeChanged) {
		if err = d.freshen(ctx, true); err == nil {
			job, err = d.run(ctx, it, stage, layout)
		}
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = d.publish(it, job, remembered)
	}
	if cleared := os.RemoveAll(stage); cleared != nil && err == nil {
		err = fmt.Errorf("clear up after a run: %w", cleared)
	}
	return d.plain(it, err)
}

// plain says what went wrong without the paths of the desk, which say nothing to
// whoever added a file.
func (d *Desk) plain(it *item, err error) error {
	if err == nil || !strings.Contains(err.Error(), it.dir) {
		return err
	}
	text := strings.ReplaceAll(err.Error(), it.input(), it.meta.Name)
	return &saidError{strings.ReplaceAll(text, it.dir+string(filepath.Separator), ""), err}
}

// saidError is an error in other words.
type saidError struct {
	text string
	err  error
}

func (e *saidError) Error() string { return e.text }
func (e *saidError) Unwrap() error { return e.err }

// run has a runner answer a questionnaire by the knowledge of today.
func (d *Desk) run(ctx context.Context, it *item, stage, layout string) (Job, error) {
	base, asOf, release := d.know.hold()
	defer release()
	it.mu.Lock()
	meta := it.meta
	it.mu.Unlock()
	opt := fill.Options{
		Input: it.path(inputPath(meta.Name)), Output: filepath.Join(stage, "out"+meta.Ext), AsOf: asOf,
		Product: meta.Product, Sharing: d.cfg.Defaults.Sharing, Write: fill.WriteFilled, Version: d.cfg.Defaults.Version,
	}
	if opt.Product == "" {
		opt.Product = d.cfg.Defaults.Product
	}
	if layout != "" {
		m, err := workbook.LoadMapping(layout)
		if err != nil {
			return Job{}, err
		}
		opt.Map = m
	}
	job := Job{Base: base, KB: d.cfg.KB, Fill: opt, Progress: d.progress(it)}
	return job, d.cfg.Runner.Run(ctx, job)
}

// progressEvery keeps a run from filling the feed with its progress.
const progressEvery = 250 * time.Millisecond

func (d *Desk) progress(it *item) func(done, total int) {
	var last time.Time
	return func(done, total int) {
		it.done.Store(int64(done))
		it.total.Store(int64(total))
		if now := d.cfg.Now(); done == total || now.Sub(last) >= progressEvery || now.Before(last) {
			last = now
			d.tell(it, Event{Kind: EventItem})
		}
	}
}

// publish puts the result of a run in the place of the one before. The record is
// last: until then the run counts as not made.
func (d *Desk) publish(it *item, job Job, remembered bool) error {
	rec, err := recordOf(job)
	if err != nil {
		return err
	}
	it.mu.Lock()
	defer it.mu.Unlock()
	if it.gone || it.run.again {
		return context.Canceled
	}
	rec.Input.Name = it.meta.Name
	if rec.Output != nil {
		rec.Output.Name = fill.DefaultOutput(it.meta.Name)
	}
	m := it.meta
	m.Remembered, m.Readable = remembered, true
	if err := it.save(m); err != nil {
		return err
	}
	if err := it.keepLayout(job.Fill.Map); err != nil {
		return err
	}
	if err := os.Rename(job.Fill.Output, it.output()); err != nil {
		return fmt.Errorf("keep the answered file: %w", err)
	}
	if err := atomicfile.Write(it.record(), fileMode, rec.Encode); err != nil {
		return fmt.Errorf("keep the run record: %w", err)
	}
	if err := it.drop(); err != nil {
		return err
	}
	it.light = nil
	_, err = d.load(it)
	return err
}

// keepLayout notes the layout that the record was read by.
func (it *item) keepLayout(m *workbook.Mapping) error {
	if m != nil {
		return writeLayout(it.runLayout(), m)
	}
	if err := os.Remove(it.runLayout()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("clear up before a run: %w", err)
	}
	return nil
}

// freshen opens the knowledge again if it has changed, and tells of it.
func (d *Desk) freshen(ctx context.Context, now bool) error {
	changed, err := d.know.refresh(ctx, now)
	if changed {
		d.feed.publish(Event{Kind: EventKnowledge})
	}
	return err
}
