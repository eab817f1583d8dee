package upkeep

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/alike"
	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/library"
	"candor/internal/runlog"
	"candor/internal/textnorm"
)

// Want is one thing to write or to mend, with who waits for it.
type Want struct {
	Rank int `json:"rank"`
	// Kind is what to do: write, widen, translate, approve, review, fill_facts or
	// share.
	Kind WantKind `json:"kind"`
	// Question is how it is asked most often.
	Question  string   `json:"question"`
	Topic     string   `json:"topic,omitempty"`
	Questions int      `json:"questions"`
	Files     int      `json:"files"`
	Prospects []string `json:"prospects"`
	// Value is the sum of the deals behind it, each once; null where unknown.
	Value    *float64       `json:"value"`
	Currency string         `json:"currency,omitempty"`
	Nearest  string         `json:"nearest,omitempty"`
	Likeness float64        `json:"nearest_confidence,omitempty"`
	Barriers []BarrierCount `json:"barriers"`
	Do       string         `json:"do"`
	Asked    []Asked        `json:"asked"`
}

// WantKind is what kind of work a want is.
type WantKind string

// The kinds of work.
const (
	Write     WantKind = "write"      // no entry is near
	Widen     WantKind = "widen"      // an entry is near and does not quite answer it
	Approve   WantKind = "approve"    // a draft answers it
	Review    WantKind = "review"     // an entry past its day answers it
	FillFacts WantKind = "fill_facts" // an entry with an empty fact answers it
	Share     WantKind = "share"      // an entry above the sharing level answers it
	Translate WantKind = "translate"  // an entry in another language answers it
)

// BarrierCount is what stood in the way, and for how many questions.
type BarrierCount struct {
	Code      Barrier `json:"code"`
	Text      string  `json:"text"`
	Questions int     `json:"questions"`
}

// Asked is one row.
type Asked struct {
	File     string        `json:"file"`
	Ref      string        `json:"ref"`
	Question string        `json:"question"`
	Status   answer.Status `json:"status"`
	Barrier  Barrier       `json:"barrier"`
}

// Backlog is what to write next, the most wanted first.
type Backlog struct {
	AsOf           string `json:"as_of"`
	Questionnaires int    `json:"questionnaires"`
	Prospects      int    `json:"prospects"`
	// Questions are all rows, Open those that the library left unanswered.
	Questions int    `json:"questions"`
	Open      int    `json:"open"`
	Wants     []Want `json:"backlog"`
	// Certification rows that are open or show a gap belong to `candor gaps`; Settled ones would be answered
	// by now; Other ones were kept back for a reason that no entry mends.
	Certification int      `json:"left_out_certification"`
	Settled       int      `json:"left_out_settled"`
	Other         int      `json:"left_out_other"`
	Notes         []string `json:"notes"`
}

// wanted is an open row.
type wanted struct {
	run     *Run
	row     *runlog.Question
	barrier Barrier
	entry   string
	parent  string
}

// MakeBacklog groups the rows that runs left open: those that one entry keeps
// back by its state, or nearly answers, under that entry, the others by meaning. What is worth most
// comes first where every deal's value is known in one currency, else what most
// prospects ask.
func MakeBacklog(ctx context.Context, runs []Run, lib *library.Library, f *alike.Finder, asOf date.Date) (*Backlog, error) {
	runs = sorted(runs)
	b := &Backlog{AsOf: asOf.String(), Questionnaires: len(runs), Wants: []Want{}, Notes: []string{}}
	open := b.collect(runs, lib, asOf)
	groups, err := group(ctx, open, f)
	if err != nil {
		return nil, err
	}
	currency := b.currency(runs)
	for _, g := range groups {
		b.Wants = append(b.Wants, makeWant(g, currency))
	}
	slices.SortStableFunc(b.Wants, func(x, y Want) int {
		return cmp.Or(cmp.Compare(worth(y), worth(x)), cmp.Compare(len(y.Prospects), len(x.Prospects)), cmp.Compare(y.Questions, x.Questions),
			cmp.Compare(missing(x), missing(y)), cmp.Compare(x.Question, y.Question), cmp.Compare(x.Nearest, y.Nearest))
	})
	for i := range b.Wants {
		b.Wants[i].Rank = i + 1
	}
	return b, nil
}

func worth(w Want) float64 {
	if w.Value == nil {
		return 0
	}
	return *w.Value
}

// missing puts what has no entry before what has one that is near.
func missing(w Want) int {
	if w.Kind == Write {
		return 0
	}
	return 1
}

// collect lists the open rows of the backlog and counts the others.
func (b *Backlog) collect(runs []Run, lib *library.Library, asOf date.Date) []wanted {
	prospects := map[string]bool{}
	var open []wanted
	for i := range runs {
		r := &runs[i]
		prospects[r.prospect()] = true
		texts := map[string]string{}
		for j := range r.Record.Rows {
			texts[r.Record.Rows[j].Ref] = r.Record.Rows[j].Question
		}
		for j := range r.Record.Rows {
			q := &r.Record.Rows[j]
			b.Questions++
			barrier, ok := barrierOf(q)
			w := wanted{run: r, row: q, barrier: barrier, entry: entryOf(q), parent: texts[q.Parent]}
			switch {
			case !ok && q.Ask != nil && (isOpen(q) || len(q.Gaps) > 0):
				b.Certification++
			case !isOpen(q):
			case !ok:
				b.Other++
			case settledNow(w, lib, asOf):
				b.Settled++
			default:
				open = append(open, w)
			}
		}
	}
	b.Prospects, b.Open = len(prospects), len(open)
	return open
}

func isOpen(q *runlog.Question) bool {
	return q.Status == answer.Unmatched || q.Status == answer.Review
}

func settledNow(w wanted, lib *library.Library, asOf date.Date) bool {
	e, ok := lib.Entry(w.entry)
	return ok && w.barrier.ofEntry() && settled(w.barrier, e.StateOn(asOf))
}

// currency is the one currency of all deals, "" with a note where there are
// several: sums of several would be made up.
func (b *Backlog) currency(runs []Run) string {
	var all []string
	without := 0
	for _, r := range runs {
		switch {
		case r.Value == nil:
			without++
		case !slices.Contains(all, r.Currency):
			all = append(all, r.Currency)
		}
	}
	slices.Sort(all)
	switch {
	case len(all) > 1:
		b.Notes = append(b.Notes, "deals are in different currencies ("+strings.Join(all, ", ")+"), so their values are not added up; ranked by prospects")
		return ""
	case len(all) == 1 && without > 0:
		b.Notes = append(b.Notes, fmt.Sprintf("%d of %d questionnaires have no deal value and count as nothing", without, len(runs)))
	}
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// group puts open rows together that one piece of work answers.
func group(ctx context.Context, open []wanted, f *alike.Finder) ([][]wanted, error) {
	var out [][]wanted
	place := map[string]int{}
	byText := map[string][]wanted{}
	var items []alike.Item
	for _, w := range open {
		if key, ok := w.underEntry(); ok {
			i, there := place[key]
			if !there {
				i, place[key] = len(out), len(out)
				out = append(out, nil)
			}
			out[i] = append(out[i], w)
			continue
		}
		it := w.item()
		if byText[it.ID] == nil {
			items = append(items, it)
		}
		byText[it.ID] = append(byText[it.ID], w)
	}
	set, err := f.Loose().NewSet(ctx, items)
	if err != nil {
		return nil, fmt.Errorf("group questions: %w", err)
	}
	clusters, err := set.Clusters(ctx)
	if err != nil {
		return nil, fmt.Errorf("group questions: %w", err)
	}
	for _, c := range clusters {
		var g []wanted
		for _, id := range c.Items {
			g = append(g, byText[id]...)
			delete(byText, id)
		}
		out = append(out, g)
	}
	for _, it := range items {
		if alone := byText[it.ID]; alone != nil {
			out = append(out, alone)
		}
	}
	return out, nil
}

// underEntry is what a row shares with others that the same work on the same
// entry answers; not ok for one that is to be grouped by meaning.
func (w wanted) underEntry() (key string, ok bool) {
	kind := kindOf(w.barrier)
	if w.entry == "" || !w.barrier.ofEntry() && (kind == Write || w.confidence() < nearEntry) {
		return "", false
	}
	key = w.entry + "\x00" + string(kind)
	if kind == Translate {
		key += "\x00" + w.row.Language
	}
	return key, true
}

// item is a row as it is compared by meaning. Rows of the same words are one
// item; short ones only under the same heading.
func (w wanted) item() alike.Item {
	it := alike.Item{Questions: []string{w.row.Question}, Language: w.row.Language}
	if w.parent != "" {
		it.Under = append(it.Under, w.parent)
	}
	if n := len(w.row.Section); n > 0 {
		it.Under = append(it.Under, w.row.Section[n-1])
	}
	it.ID = textnorm.Fold(w.row.Question) + "\x00" + textnorm.Fold(w.parent) + "\x00" + w.row.Language
	if isBrief(w.row.Question) {
		it.ID += "\x00" + textnorm.Fold(strings.Join(it.Under, " "))
	}
	return it
}

// nearEntry is the confidence from which what a question needs is to be decided
// over its nearest entry: below it one match in two is about something else.
const nearEntry = 0.5

func (w wanted) confidence() float64 {
	if len(w.row.Matches) == 0 {
		return 0
	}
	return w.row.Matches[0].Confidence
}

// briefWords is the length up to which a question means something else under
// each heading ("Policy in place?").
const briefWords = 5

func isBrief(question string) bool {
	return len(textnorm.Words(textnorm.Fold(question))) <= briefWords
}
