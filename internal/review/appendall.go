package review

import "fmt"

// AppendAll adds many decisions at once and returns those that were added, with
// their numbers, once all of them are on the disk. One that conflicts, as Append
// tells it, is left out; one that is malformed or on an unknown row is an error,
// and none is added.
func (j *Journal) AppendAll(ds []Decision) ([]Decision, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil, ErrClosed
	}
	list := make([]Decision, len(ds))
	for i, d := range ds {
		row, known := j.rows[d.Ref]
		if !known {
			return nil, fmt.Errorf("no question %q in this run", d.Ref)
		}
		if d.Row == "" {
			d.Row = row
		}
		d.Seq = 0
		if err := d.Check(); err != nil {
			return nil, fmt.Errorf("%s: %w", d.Ref, err)
		}
		list[i] = d
	}
	if err := j.acquire(); err != nil {
		return nil, err
	}
	out, err := j.appendAll(list)
	if unlockErr := j.lock.Unlock(); unlockErr != nil && err == nil {
		err = fmt.Errorf("unlock decisions: %w", unlockErr)
	}
	return out, err
}

// appendAll writes under the lock.
func (j *Journal) appendAll(list []Decision) ([]Decision, error) {
	if _, err := j.refresh(); err != nil {
		return nil, err
	}
	var text []byte
	if j.reading.lines == 0 {
		head, err := encodeLine(header{Schema, j.rec.Input})
		if err != nil {
			return nil, err
		}
		text = head
	}
	last := map[string]int{}
	for _, d := range j.reading.decisions {
		last[d.Ref] = d.Seq
	}
	var out []Decision
	for _, d := range list {
		next := len(j.reading.decisions) + len(out) + 1
		if d.Action != Note && last[d.Ref] > d.Seen || d.Seen >= next {
			continue
		}
		d.Seq, last[d.Ref] = next, next
		line, err := encodeLine(d)
		if err != nil {
			return nil, err
		}
		text, out = append(text, line...), append(out, d)
	}
	if len(out) == 0 {
		return nil, nil
	}
	if err := appendSynced(j.reading.path, j.reading.offset, text); err != nil {
		return nil, err
	}
	return out, j.reading.take(text)
}
