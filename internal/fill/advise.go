package fill

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"candor/internal/adviser"
	"candor/internal/runlog"
)

// Model is a language model that is heard on rows in doubt.
type Model struct {
	// Adviser asks it; nil asks nobody.
	Adviser *adviser.Adviser
	// Name is the model's, for the record.
	Name string
	// Confirm lets it fill rows of which nothing but a middling confidence kept
	// us. Draft has it word answers, which then wait for a person.
	Confirm, Draft bool
	// Parallel is how many rows are asked about at a time; 0 for DefaultParallel.
	Parallel int
}

// DefaultParallel is how many requests are under way at a time: what services
// allow their smallest customers.
const DefaultParallel = 8

// counsel is what a model said on the rows of a run.
type counsel struct {
	model Model
	// rows holds the advice by question, nil for one that was not asked about or
	// got no usable reply.
	rows []*adviser.Advice
	// asked, misread and lost count rows: asked about; answered in another form
	// than asked for; not asked, since the model had fallen silent.
	asked, misread, lost int
}

// record is the model's part in the record, nil if there was none.
func (c *counsel) record() *runlog.Model {
	if c == nil {
		return nil
	}
	return &runlog.Model{Name: c.model.Name, Confirm: c.model.Confirm, Draft: c.model.Draft, Asked: c.asked, Misread: c.misread, Lost: c.lost}
}

// consult decides every row once without the model, to see which of them are in
// doubt, and asks about these. Deciding begins anew after that, since a row's
// answer may rest on that of its parent.
func (r *run) consult(ctx context.Context) error {
	if r.opt.Model.Adviser == nil {
		return nil
	}
	studied := slices.Clone(r.answered)
	if err := r.answerAll(ctx, nil); err != nil {
		return err
	}
	type inquiry struct {
		at  int
		row adviser.Row
	}
	var rows []inquiry
	for i := range r.answered {
		if row, ok := r.inquiry(i); ok {
			rows = append(rows, inquiry{i, row})
		}
	}
	r.answered = studied
	replies := make([]*adviser.Advice, len(rows))
	errs := askAll(ctx, len(rows), r.parallel(), func(ctx context.Context, i int) error {
		advice, err := r.opt.Model.Adviser.Advise(ctx, rows[i].row)
		if err == nil {
			replies[i] = &advice
		}
		return err
	})
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ask the model: %w", err)
	}
	r.counsel = &counsel{model: r.opt.Model, rows: make([]*adviser.Advice, len(r.answered)), asked: len(rows)}
	for i, row := range rows {
		if isMisread(errs[i]) {
			r.counsel.misread++
			continue
		}
		if errs[i] != nil {
			// What came in behind the first failure depends on the clock.
			r.counsel.asked, r.counsel.lost = i, len(rows)-i
			r.warn("the model fell silent, so %d of %d rows in doubt, from %s on, are answered without it: %v", len(rows)-i, len(rows), r.qn.Questions[row.at].Ref, cause(errs))
			break
		}
		r.counsel.rows[row.at] = replies[i]
	}
	if n := r.counsel.misread; n > 0 {
		r.warn("the model's replies on %d of %d rows in doubt were not of the form asked for; these rows are answered without it", n, len(rows))
	}
	return nil
}

func (r *run) warn(format string, args ...any) {
	r.warnings = append(r.warnings, fmt.Sprintf(format, args...))
}

func isMisread(err error) bool {
	_, ok := errors.AsType[*adviser.ReplyError](err)
	return ok
}

// cause is the failure that stopped the asking, and not one that came of it.
func cause(errs []error) error {
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil && !isMisread(err) && !errors.Is(err, context.Canceled) })
	if i < 0 {
		return context.Canceled
	}
	return errs[i]
}

func (r *run) parallel() int { return cmp.Or(max(0, r.opt.Model.Parallel), DefaultParallel) }

// askAll asks about n rows in their order, some at a time, and stops with the
// first that fails for another reason than its reply: a model that is gone is
// not asked a hundred times more. A row that was not asked about any more fails
// by context.Canceled.
func askAll(ctx context.Context, n, parallel int, ask func(ctx context.Context, i int) error) []error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, n)
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(parallel, n) {
		wg.Go(func() {
			for i := range next {
				errs[i] = ask(ctx, i)
				if errs[i] != nil && !isMisread(errs[i]) {
					stop()
				}
			}
		})
	}
	for i := range n {
		if ctx.Err() != nil {
			errs[i] = ctx.Err()
			continue
		}
		select {
		case next <- i:
		case <-ctx.Done():
			errs[i] = ctx.Err()
		}
	}
	close(next)
	wg.Wait()
	return errs
}
