package desk

import (
	"context"
	"fmt"
	"math"
	"slices"

	"candor/internal/review"
)

// Decide records a decision on a row. When is filled in if it is "". Faults that
// keep the decision from being applied come back as a *review.FaultsError, and
// nothing is recorded; those that do not come back beside the row. A
// *review.ConflictError tells of a later decision than Seen.
func (d *Desk) Decide(ctx context.Context, id string, dec review.Decision) (Row, []review.Fault, error) {
	it, err := d.item(id)
	if err != nil {
		return Row{}, nil, err
	}
	// Knowledge that cannot be opened leaves the one before in place, whose word
	// counts until then.
	_ = d.freshen(ctx, false)
	var faults []review.Fault
	err = d.with(it, func(l *loaded) error {
		faults, err = d.decide(ctx, it, l, dec)
		return err
	})
	if err != nil {
		return Row{}, nil, err
	}
	row, err := d.Row(id, dec.Ref)
	return row, faults, err
}

// decide checks and records; the caller holds the questionnaire.
func (d *Desk) decide(ctx context.Context, it *item, l *loaded, dec review.Decision) ([]review.Fault, error) {
	i, ok := l.byRef[dec.Ref]
	if !ok {
		return nil, &NotFoundError{"question", dec.Ref}
	}
	if dec.When == "" {
		dec.When = review.Stamp(d.cfg.Now())
	}
	if dec.Action == review.Take && dec.Digest == "" {
		if e, ok := d.Base().Library.Entry(dec.Entry); ok {
			dec.Digest = e.Digest
		}
	}
	if err := dec.Check(); err != nil {
		return nil, &RefusedError{Field: string(dec.Action), Why: err.Error()}
	}
	ds := l.journal.Decisions()
	if dec.Action == review.Undo && l.states[i].Seq <= dec.Seen && dec.Seen <= len(ds) && standing(ds, dec.Ref) == 0 {
		return nil, &RefusedError{Field: string(dec.Action), Why: "nothing is decided on " + dec.Ref + " that could be taken back"}
	}
	var faults []review.Fault
	if dec.Action.Decides() {
		if err := d.readRows(ctx, it, l); err != nil {
			return nil, err
		}
		faults = d.checkerOf(l).Check(&l.rec.Rows[i], dec)
		if standing := review.Standing(faults, dec.Override); len(standing) > 0 {
			return nil, &review.FaultsError{Ref: dec.Ref, Faults: faults}
		}
	}
	if _, err := l.journal.Append(dec); err != nil {
		return nil, err
	}
	d.decided(it, l, i, dec.Who)
	return faults, nil
}

// standing counts the decisions on a row that can be taken back.
func standing(ds []review.Decision, ref string) int {
	n := 0
	for _, dec := range ds {
		switch {
		case dec.Ref != ref:
		case dec.Action != review.Undo:
			n++
		default:
			n = max(0, n-1)
		}
	}
	return n
}

// decided takes up what the journal now says of a row, and tells of it.
func (d *Desk) decided(it *item, l *loaded, i int, who string) {
	ds := l.journal.Decisions()
	if len(ds) != it.light.decisions+1 {
		d.fold(it, l) // others have decided meanwhile
	} else {
		it.light.decisions, it.light.size = len(ds), sizeOf(it.journal())
		var own []review.Decision
		for _, dec := range ds {
			if dec.Ref == l.rec.Rows[i].Ref {
				own = append(own, dec)
			}
		}
		one := *l.rec
		one.Rows = l.rec.Rows[i : i+1]
		l.states[i] = review.Fold(&one, own)[0]
		d.settle(l, &it.light.rows[i], i)
		d.peers.set(it.id, it.light.rows[i])
	}
	d.tell(it, Event{Kind: EventRow, Ref: l.rec.Rows[i].Ref, Who: who})
}

// readRows reads the rows from the questionnaire itself, once: their limits and
// what stands in their cells.
func (d *Desk) readRows(ctx context.Context, it *item, l *loaded) error {
	if l.rows != nil {
		return nil
	}
	layout, err := loadLayout(it.runLayout())
	if err != nil {
		return err
	}
	select {
	case d.reading <- struct{}{}:
		defer func() { <-d.reading }()
	case <-ctx.Done():
		return ctx.Err()
	}
	rows, err := review.Questions(ctx, d.Base(), l.rec, it.input(), layout)
	if err != nil {
		return d.plain(it, err)
	}
	l.rows, l.checker = rows, nil
	return nil
}

// AcceptAll accepts the answers of the run in the rows that have no guard, no gap,
// no decision and a confidence of atLeast, which is above 0. It returns how many
// were accepted; rows that the checks refuse are left to a person.
func (d *Desk) AcceptAll(ctx context.Context, id, who string, atLeast float64) (int, error) {
	if !(atLeast > 0 && atLeast <= 1) || math.IsNaN(atLeast) {
		return 0, &RefusedError{Field: "at_least", Why: "the confidence must be above 0 and at most 1"}
	}
	it, err := d.item(id)
	if err != nil {
		return 0, err
	}
	var refs []string
	err = d.with(it, func(*loaded) error {
		for i := range it.light.rows {
			if r := &it.light.rows[i]; r.Acceptable && r.Confidence >= atLeast {
				refs = append(refs, r.Ref)
			}
		}
		return nil
	})
	n := 0
	for chunk := range slices.Chunk(refs, acceptAtOnce) {
		if err == nil && ctx.Err() != nil {
			err = fmt.Errorf("accept rows: %w", ctx.Err())
		}
		if err != nil {
			return n, err
		}
		// A part at a time, so that others can look at the questionnaire meanwhile.
		err = d.with(it, func(l *loaded) error {
			done, err := d.acceptMany(ctx, it, l, chunk, who, atLeast)
			n += done
			return err
		})
	}
	return n, err
}

// acceptAtOnce is how many rows are accepted before others get their turn.
const acceptAtOnce = 250

// acceptMany accepts those of the rows that are still as they were chosen, and
// that nothing at all speaks against.
func (d *Desk) acceptMany(ctx context.Context, it *item, l *loaded, refs []string, who string, atLeast float64) (int, error) {
	if err := d.readRows(ctx, it, l); err != nil {
		return 0, err
	}
	var list []review.Decision
	for _, ref := range refs {
		i, ok := l.byRef[ref]
		if !ok {
			continue
		}
		r := &it.light.rows[i]
		dec := review.Decision{Ref: ref, Action: review.Accept, Who: who, When: review.Stamp(d.cfg.Now()), Seen: r.Seq}
		if r.Acceptable && r.Confidence >= atLeast && len(d.checkerOf(l).Check(&l.rec.Rows[i], dec)) == 0 {
			list = append(list, dec)
		}
	}
	done, err := l.journal.AppendAll(list)
	if err != nil {
		return 0, err
	}
	d.fold(it, l)
	for _, dec := range done {
		d.tell(it, Event{Kind: EventRow, Ref: dec.Ref, Who: who})
	}
	return len(done), nil
}
