package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
	"unique"

	"candor/internal/answer"
	"candor/internal/gap"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/review"
	"candor/internal/runlog"
)

// keptLoaded is how many run records are held in memory: those that people look
// at just now. A record of 2,000 rows takes some 30 MB.
const keptLoaded = 3

// loaded is a questionnaire in memory.
type loaded struct {
	rec     *runlog.Record
	byRef   map[string]int
	journal *review.Journal
	states  []review.RowState
	// checker holds decisions to the rules by the knowledge base; rows are read
	// from the file when first needed, nil until then.
	checker *review.Checker
	base    *knowledge.Base
	rows    map[string]questionnaire.Question
	// followUps are the refs of the rows that follow a row up.
	followUps map[string][]string
}

// light is what is kept of every questionnaire: enough for lists, and for telling
// where else a question is asked.
type light struct {
	summary runlog.Summary
	rows    []lightRow
	// decisions is how many there are, size that of their file; run names the
	// record.
	decisions int
	size      int64
	run       string
}

type lightRow struct {
	RowHead
	// key is the question as compared, 0 for one without words that tell.
	key uint64
	// verdict and full are the answer that stands.
	verdict library.Verdict
	full    string
	// proposed are the entries that the run answered from, taken the one that a
	// person took.
	proposed []string
	taken    string
	assigned bool
}

// with runs f with a questionnaire in memory, under its lock.
func (d *Desk) with(it *item, f func(*loaded) error) error {
	it.mu.Lock()
	l, err := d.load(it)
	if err == nil {
		err = f(l)
	}
	it.mu.Unlock()
	d.trim()
	return err
}

// load reads a questionnaire, or what others have decided on it since; the caller
// holds it.
func (d *Desk) load(it *item) (*loaded, error) {
	if it.gone {
		return nil, &NotFoundError{"questionnaire", it.id}
	}
	if it.damaged != nil {
		return nil, it.damaged
	}
	d.mu.Lock()
	d.clock++
	it.used = d.clock
	d.mu.Unlock()
	if l := it.loaded; l != nil {
		more, err := l.journal.Refresh()
		if errors.Is(err, review.ErrRewritten) {
			// Somebody put a copy back: what the file holds now is what counts.
			_ = it.drop() // nothing of it was unwritten
			d.feed.publish(Event{Kind: EventReset})
			return d.read(it)
		}
		if err != nil {
			return nil, err
		}
		if more {
			d.fold(it, l)
		}
		return l, nil
	}
	return d.read(it)
}

// read reads record and decisions from the disk; the caller holds the
// questionnaire.
func (d *Desk) read(it *item) (*loaded, error) {
	rec, err := runlog.Load(it.record())
	if errors.Is(err, fs.ErrNotExist) {
		if it.meta.Failed != "" {
			return nil, fmt.Errorf("%w: %s", ErrNotAnswered, it.meta.Failed)
		}
		return nil, ErrNotAnswered
	}
	if err != nil {
		return nil, err
	}
	l := &loaded{rec: rec, byRef: make(map[string]int, len(rec.Rows)), followUps: map[string][]string{}}
	for i := range rec.Rows {
		q := &rec.Rows[i]
		l.byRef[q.Ref] = i
		if q.Parent != "" {
			l.followUps[q.Parent] = append(l.followUps[q.Parent], q.Ref)
		}
	}
	if l.journal, err = review.Open(it.journal(), rec); err != nil {
		return nil, err
	}
	it.loaded = l
	if it.light == nil {
		it.light = &light{summary: rec.Summary, run: runOf(rec)}
	}
	d.fold(it, l)
	return l, nil
}

// sizeOf is the size of a file, 0 if it is not there.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// glance makes sure that the light rows are those of the decisions as they stand,
// and reads the record only if it must; the caller holds the questionnaire.
func (d *Desk) glance(it *item) error {
	if it.loaded == nil && it.light != nil && !it.gone && it.light.size == sizeOf(it.journal()) {
		return nil
	}
	_, err := d.load(it)
	return err
}

// runOf names a run by what it answered and how it came out.
func runOf(rec *runlog.Record) string {
	h := newHash()
	fmt.Fprintln(h, rec.Input.SHA256, rec.KB.Digest, rec.AsOf, rec.Product, rec.Sharing, rec.Tool.Version)
	if rec.Output != nil {
		fmt.Fprintln(h, rec.Output.SHA256)
	}
	return h.sum()
}

// fold works out the state of every row.
func (d *Desk) fold(it *item, l *loaded) {
	ds := l.journal.Decisions()
	l.states = review.Fold(l.rec, ds)
	lt := it.light
	if len(lt.rows) != len(l.rec.Rows) {
		lt.rows = make([]lightRow, len(l.rec.Rows))
		for i := range l.rec.Rows {
			lt.rows[i] = d.lightRow(l, i)
		}
	}
	lt.decisions, lt.size = len(ds), sizeOf(it.journal())
	for i := range lt.rows {
		d.settle(l, &lt.rows[i], i)
	}
	d.peers.put(it.id, lt.rows)
}

// lightRow is what the run says of a row.
func (d *Desk) lightRow(l *loaded, i int) lightRow {
	q := &l.rec.Rows[i]
	out := lightRow{RowHead: RowHead{
		Ref: q.Ref, ID: q.ID, Sheet: intern(q.Sheet), Row: q.Row, Question: intern(q.Question), Status: q.Status,
		Confidence: q.Confidence, Gap: worstGap(q.Gaps), Guarded: len(q.Guards) > 0,
	}}
	for _, s := range q.Section {
		out.Section = append(out.Section, intern(s))
	}
	for _, s := range q.Sources {
		if s.Entry != "" {
			out.proposed = append(out.proposed, intern(s.Entry))
		}
	}
	parent := ""
	if at, ok := l.byRef[q.Parent]; ok && q.Parent != "" {
		parent = l.rec.Rows[at].Question
	}
	out.key = d.peers.key(q, parent)
	return out
}

// intern makes equal texts one: questionnaires share most of their answers.
func intern(s string) string { return unique.Make(s).Value() }

func worstGap(gaps []gap.Gap) gap.Severity {
	var out gap.Severity
	for i := range gaps {
		if out == "" || gaps[i].Severity.Rank() > out.Rank() {
			out = gaps[i].Severity
		}
	}
	return out
}

// maxShort is how many characters of an answer a list holds.
const maxShort = 160

// settle brings a light row up to what the decisions make of it.
func (d *Desk) settle(l *loaded, r *lightRow, i int) {
	q, s := &l.rec.Rows[i], l.states[i]
	f := d.final(l, i)
	r.State, r.Owner, r.Seq, r.assigned = s.State, s.Owner, s.Seq, s.Assigned
	r.Choice, r.full, r.verdict = intern(f.Choice), intern(f.Answer), f.Verdict
	r.Answer = shorten(r.full, maxShort)
	r.NeedsPerson = s.State.NeedsPerson()
	r.taken = ""
	if s.State == review.StateTaken {
		r.taken = s.Last.Entry
	}
	r.Acceptable = isAcceptable(q, s.State)
}

// isAcceptable tells whether a row may be accepted unseen.
func isAcceptable(q *runlog.Question, state review.State) bool {
	return (state == review.StateOpen || state == review.StateProposed) && (q.Status == answer.Review || q.Status == answer.Filled) &&
		len(q.Guards) == 0 && len(q.Gaps) == 0 && len(q.Sources) > 0
}

// shorten cuts a text to so many characters.
func shorten(text string, n int) string {
	if len(text) <= n || utf8.RuneCountInString(text) <= n {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:n-1])) + "…"
}

// trim lets go of the questionnaires that were used longest ago.
func (d *Desk) trim() {
	for _, it := range d.idle() {
		it.mu.Lock()
		// A journal that does not close has lost nothing: each append is on the disk.
		_ = it.drop()
		it.mu.Unlock()
	}
}

// idle are the loaded questionnaires beyond those to be kept.
func (d *Desk) idle() []*item {
	type used struct {
		it *item
		at int64
	}
	var list []used
	for _, it := range d.everything() {
		if !it.mu.TryLock() {
			continue // somebody is using it just now
		}
		is := it.loaded != nil
		it.mu.Unlock()
		if is {
			d.mu.Lock()
			list = append(list, used{it, it.used})
			d.mu.Unlock()
		}
	}
	slices.SortFunc(list, func(a, b used) int { return int(b.at - a.at) })
	var out []*item
	for _, u := range list[min(len(list), keptLoaded):] {
		out = append(out, u.it)
	}
	return out
}

// everything are the questionnaires of the folder and of the batch.
func (d *Desk) everything() []*item { return append(d.all(), d.batch.all()...) }

// any finds a questionnaire to look at.
func (d *Desk) any(id string) (*item, error) {
	if d.ctx.Err() != nil {
		return nil, ErrClosed
	}
	it := d.lookup(id)
	if it == nil {
		it = d.batch.find(id)
	}
	if it == nil {
		return nil, &NotFoundError{"questionnaire", id}
	}
	return it, nil
}

// final is what would be written for a row as the decisions stand.
func (d *Desk) final(l *loaded, i int) review.Final {
	q, s := &l.rec.Rows[i], l.states[i]
	if s.State == review.StateProposed || s.State == review.StateAccepted {
		// As the run has it: fitting thousands of rows again for a list would only
		// tell the same.
		return review.Final{Ref: q.Ref, State: s.State, Verdict: q.Verdict, Choice: q.Choice, Answer: q.Answer, Sources: q.Sources}
	}
	if !s.State.IsDecided() {
		return review.Final{Ref: q.Ref, State: s.State, Verdict: library.None}
	}
	return d.checkerOf(l).Final(q, s)
}
