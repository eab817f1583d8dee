package desk

import (
	"errors"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/gap"
	"candor/internal/runlog"
)

// List returns the questionnaires, oldest first, and behind them the results of
// the batch that nobody has taken over.
func (d *Desk) List() []Item {
	d.batch.scan()
	for _, it := range d.all() {
		d.lookup(it.id) // one that was damaged may have been mended
	}
	all := d.everything()
	out := make([]Item, 0, len(all))
	taken, waiting := map[string]bool{}, 0
	for _, it := range all {
		it.mu.Lock()
		taken[it.meta.Batch] = true
		it.mu.Unlock()
		if taken[it.id] {
			continue
		}
		if i, err := d.view(it); err == nil {
			if i.Phase == PhaseWaiting {
				i.Ahead = waiting
				waiting++
			}
			out = append(out, i)
		}
	}
	return out
}

// Item returns a questionnaire.
func (d *Desk) Item(id string) (Item, error) {
	it, err := d.any(id)
	if err != nil {
		return Item{}, err
	}
	out, err := d.view(it)
	if err == nil && out.Phase == PhaseWaiting {
		out.Ahead = d.ahead(it)
	}
	return out, err
}

// ahead counts those that wait before one: workers take the oldest first.
func (d *Desk) ahead(it *item) int {
	n := 0
	for _, other := range d.all() {
		if other == it {
			break
		}
		other.mu.Lock()
		if other.phase() == PhaseWaiting {
			n++
		}
		other.mu.Unlock()
	}
	return n
}

// view is a questionnaire as lists show it.
func (d *Desk) view(it *item) (Item, error) {
	it.mu.Lock()
	var err error
	if !it.gone && (!it.readOnly || it.light != nil) {
		err = d.glance(it)
	}
	out := it.view()
	gone, waits := it.gone, it.meta.Pending || it.run != nil
	it.mu.Unlock()
	d.trim()
	if gone {
		return Item{}, &NotFoundError{"questionnaire", it.id}
	}
	if err != nil && !waits && it.damaged == nil && !errors.Is(err, ErrNotAnswered) {
		// What stands on the disk is damaged: the list shows that rather than nothing.
		out.Phase, out.Why = PhaseFailed, err.Error()
	}
	return out, nil
}

// view is what is known of it; the caller holds it.
func (it *item) view() Item {
	m := it.meta
	out := Item{
		ID: it.id, Name: m.Name, Meta: m.Meta, Added: m.Added, Done: int(it.done.Load()), Total: int(it.total.Load()),
		Why: m.Failed, ReadOnly: it.readOnly, Remembered: m.Remembered, Seq: it.seq.Load(), Phase: it.phase(),
		Damaged: it.damaged != nil, Readable: m.Readable,
	}
	if it.light == nil && it.readOnly {
		out.Summary, out.Open, out.Blocked = it.summary, it.summary.Review+it.summary.Unmatched+it.summary.Blocked, it.summary.Blocked
	}
	if it.light == nil {
		return out
	}
	summary := it.light.summary
	out.Summary = &summary
	for i := range it.light.rows {
		r := &it.light.rows[i]
		out.count(r)
	}
	slices.Sort(out.WaitingFor)
	if out.Finished = it.isFinished(); out.Finished {
		out.Proof, out.Refused, out.Notes = m.Finished.Proof, m.Finished.Refused, m.Finished.Notes
	}
	if out.Finished && out.Phase == PhaseReview {
		out.Phase = PhaseDone
	}
	return out
}

// count adds a row to what is told of its questionnaire.
func (i *Item) count(r *lightRow) {
	if r.Gap != "" {
		i.GapRows++
		if r.Gap.AtLeast(gap.High) {
			i.SeriousRows++
		}
	}
	switch {
	case r.State.IsDecided():
		i.Decided++
	case r.assigned && r.Owner != "" && !slices.Contains(i.WaitingFor, r.Owner):
		i.WaitingFor = append(i.WaitingFor, r.Owner)
	}
	if !r.NeedsPerson {
		return
	}
	i.Open++
	if r.Status == answer.Blocked {
		i.Blocked++
	}
}

func (it *item) phase() Phase {
	switch {
	case it.run != nil && it.total.Load() > 0:
		return PhaseAnswering
	case it.run != nil:
		return PhaseReading
	case it.meta.Pending:
		return PhaseWaiting
	case it.light == nil && !it.readOnly:
		return PhaseFailed
	}
	return PhaseReview
}

// isFinished tells whether the finished file holds the decisions as they stand.
func (it *item) isFinished() bool {
	f := it.meta.Finished
	return f != nil && it.light != nil && f.Decisions == it.light.decisions && f.Run == it.light.run
}

// Record is the run record of a questionnaire: that of its finished file if there
// is one that holds the decisions as they stand.
func (d *Desk) Record(id string) (*runlog.Record, error) {
	it, err := d.any(id)
	if err != nil {
		return nil, err
	}
	var path string
	err = d.with(it, func(*loaded) error {
		path = it.record()
		if it.isFinished() {
			path = it.finalRecord()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return runlog.Load(path)
}

// The needs of a Filter.
const (
	NeedsPerson    = "person"
	NeedsGaps      = "gaps"
	NeedsBlocked   = "blocked"
	NeedsConflicts = "conflicts"
)

// Rows returns the rows that a filter chooses, in the order of the workbook.
func (d *Desk) Rows(id string, f Filter) ([]RowHead, error) {
	it, err := d.any(id)
	if err != nil {
		return nil, err
	}
	it.mu.Lock()
	if err = d.glance(it); err != nil {
		it.mu.Unlock()
		return nil, err
	}
	rows := slices.Clone(it.light.rows)
	it.mu.Unlock()
	d.trim()
	text := strings.ToLower(strings.TrimSpace(f.Text))
	out := make([]RowHead, 0, len(rows))
	for i := range rows {
		r := &rows[i]
		r.Conflict = d.isConflict(id, r)
		if f.allows(r) && (text == "" || r.holds(text)) {
			out = append(out, r.RowHead)
		}
	}
	return out, nil
}

func (d *Desk) isConflict(id string, r *lightRow) bool {
	if !r.isAnswered() || r.key == 0 {
		return false
	}
	return slices.ContainsFunc(d.peers.others(id, r.key), func(p peer) bool { return contradicts(r, &p.lightRow) })
}

func (f Filter) allows(r *lightRow) bool {
	switch f.Needs {
	case NeedsPerson:
		if !r.NeedsPerson {
			return false
		}
	case NeedsGaps:
		if r.Gap == "" {
			return false
		}
	case NeedsBlocked:
		if r.Status != answer.Blocked {
			return false
		}
	case NeedsConflicts:
		if !r.Conflict {
			return false
		}
	}
	return (f.Owner == "" || strings.EqualFold(f.Owner, r.Owner)) && (f.Sheet == "" || f.Sheet == r.Sheet) &&
		(f.Section == "" || slices.Contains(r.Section, f.Section))
}

// holds finds a text, given in small letters, in a row.
func (r *lightRow) holds(text string) bool {
	for _, s := range []string{r.Question, r.ID, r.Ref, r.Choice, r.full} {
		if strings.Contains(strings.ToLower(s), text) {
			return true
		}
	}
	return false
}
