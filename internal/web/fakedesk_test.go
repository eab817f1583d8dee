package web

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/desk"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"
	"candor/internal/review"
	"candor/internal/roadmap"
	"candor/internal/runlog"
)

// hostile is text as somebody who means harm would put it into a sheet.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)> "quoted" 'single' =HYPERLINK("http://x") {{.}} ` + "\u202e" + `gnp.exe` + "\u2066 \u0000\u0007 \u200b"

// fakeDesk is a desk in memory: enough of one to show every page.
type fakeDesk struct {
	Desk

	base *knowledge.Base

	mu    sync.Mutex
	items []desk.Item
	rows  map[string][]desk.Row
	// fail is what the next change returns.
	fail error
	// did are the changes asked for, in words.
	did []string
}

// newFakeDesk has a questionnaire of n ordinary rows, one of hostile rows, one
// that waits and one that failed.
func newFakeDesk(t testing.TB, n int) *fakeDesk {
	t.Helper()
	base, err := starter()
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeDesk{base: base, rows: map[string][]desk.Row{}}
	f.add(desk.Item{ID: "plain", Name: "acme security.xlsx", Meta: desk.Meta{Account: "Acme Corp", Due: "2026-11-24"}, Phase: desk.PhaseReview}, plainRows(n))
	f.add(desk.Item{ID: "hostile", Name: hostile + ".xlsx", Meta: desk.Meta{Account: hostile, Due: "2026-11-20"}, Phase: desk.PhaseReview}, hostileRows())
	f.items = append(f.items, desk.Item{ID: "waits", Name: "waits.xlsx", Phase: desk.PhaseAnswering, Done: 3, Total: 9})
	f.items = append(f.items, desk.Item{ID: "failed", Name: "failed.xlsx", Phase: desk.PhaseFailed, Why: "no question was found: " + hostile})
	return f
}

func (f *fakeDesk) add(it desk.Item, rows []desk.Row) {
	questions := make([]runlog.Question, len(rows))
	for i := range rows {
		questions[i] = rows[i].Question
		if rows[i].NeedsPerson {
			it.Open++
		}
	}
	sum := runlog.Summarise(questions)
	it.Summary = &sum
	f.items = append(f.items, it)
	f.rows[it.ID] = rows
}

func plainRows(n int) []desk.Row {
	statuses := []answer.Status{answer.Filled, answer.Review, answer.Unmatched, answer.Blocked, answer.Filled, answer.Kept}
	out := make([]desk.Row, n)
	for i := range out {
		status := statuses[i%len(statuses)]
		ref := "Sheet1!B" + strconv.Itoa(i+2)
		q := runlog.Question{
			Ref: ref, Sheet: "Sheet1", Row: i + 2, ID: "Q-" + strconv.Itoa(i+1), Section: []string{"Section " + strconv.Itoa(i/20)}, Status: status, Verdict: library.Yes,
			Question: "Is control number " + strconv.Itoa(i+1) + " in place for all customer data?", Choices: []string{"Yes", "No", "N/A"},
			Slots: runlog.Slots{Choice: "C" + strconv.Itoa(i+2), Text: "D" + strconv.Itoa(i+2)}, Choice: "Yes", Answer: "All customer data is covered.", Confidence: .93,
			Sources: []answer.Source{{Entry: "encryption-at-rest"}}, Reasons: []answer.Reason{{Code: "match", Text: "an approved entry answers it"}},
		}
		state := review.StateOpen
		switch status {
		case answer.Filled, answer.Kept:
			state = review.StateProposed
		case answer.Unmatched:
			q.Choice, q.Answer, q.Sources = "", "", nil
		case answer.Blocked, answer.Review:
			q.Guards = []guard.Finding{{Code: "scope", Text: "it asks about all, the entry speaks of some"}}
			q.Gaps = []gap.Gap{{Code: "NOT_HELD", Title: "Not held", Severity: gap.High, Framework: "iso27001", Asked: "ISO/IEC 27001", Have: "SOC 2 Type II", Reply: "We hold a SOC 2 Type II report.", Remedy: "ISO27001"}}
		}
		out[i] = desk.Row{
			Question: q, State: review.RowState{Ref: ref, State: state}, NeedsPerson: state == review.StateOpen, Why: []string{"an approved entry answers it"},
			Final: review.Final{Ref: ref, Choice: q.Choice, Answer: q.Answer, Sources: q.Sources},
			Runners: []desk.Candidate{
				{Entry: "encryption-in-transit", Question: "Is data encrypted in transit?", Verdict: library.Yes, Text: "TLS 1.2 or later.", Confidence: .61, Sharing: library.Public},
			},
			Elsewhere: []desk.Elsewhere{{Item: "hostile", Name: "other.xlsx", Ref: "S!B2", Choice: "No", Answer: "Some customer data is covered.", Differs: true}},
		}
	}
	return out
}

// hostileRows have hostile text in every field that a sheet or a person fills.
func hostileRows() []desk.Row {
	row := plainRows(4)[1]
	row.Ref, row.ID, row.Sheet, row.Section = hostile+"!B2", hostile, hostile, []string{hostile, hostile}
	row.Question.Question, row.Answer, row.Choice, row.Choices = hostile+strings.Repeat("long ", 2000), hostile, hostile, []string{hostile, "No"}
	row.Final = review.Final{Ref: row.Ref, Choice: hostile, Answer: hostile}
	row.State = review.RowState{Ref: row.Ref, State: review.StateOpen, Owner: hostile}
	row.Why, row.ParentText = []string{hostile}, hostile
	row.Guards[0].Text = hostile
	row.Gaps = []gap.Gap{{Code: "NOT_HELD", Title: hostile, Severity: gap.Blocker, Framework: hostile, Asked: hostile, Have: hostile, Reply: hostile, Remedy: hostile, Controls: []string{hostile}}}
	row.Runners = []desk.Candidate{{Entry: "encryption-at-rest", Question: hostile, Verdict: library.Yes, Text: hostile, Why: hostile, Owner: hostile}}
	row.Elsewhere = []desk.Elsewhere{{Name: hostile, Choice: hostile, Answer: hostile, Differs: true}}
	row.History = []review.Decision{{Seq: 1, Ref: row.Ref, Action: review.Note, Who: hostile, When: "2026-11-22T14:02:00Z", Note: hostile}}
	return []desk.Row{row}
}

func (f *fakeDesk) Base() *knowledge.Base { return f.base }
func (f *fakeDesk) Day() date.Date        { return date.Of(2026, 11, 22) }
func (f *fakeDesk) List() []desk.Item     { return slices.Clone(f.items) }

func (f *fakeDesk) Item(id string) (desk.Item, error) {
	for _, it := range f.items {
		if it.ID == id {
			return it, nil
		}
	}
	return desk.Item{}, &desk.NotFoundError{What: "questionnaire", ID: id}
}

func (f *fakeDesk) Rows(id string, flt desk.Filter) ([]desk.RowHead, error) {
	var out []desk.RowHead
	for i := range f.rows[id] {
		r := &f.rows[id][i]
		h := desk.RowHead{
			Ref: r.Ref, ID: r.ID, Sheet: r.Sheet, Row: r.Row, Section: r.Section, Question: r.Question.Question, Status: r.Status, State: r.State.State,
			Choice: r.Final.Choice, Confidence: r.Confidence, Owner: r.State.Owner, NeedsPerson: r.NeedsPerson, Acceptable: r.Status == answer.Filled,
		}
		if len(r.Gaps) > 0 {
			h.Gap = r.Gaps[0].Severity
		}
		if (flt.Needs != "person" || h.NeedsPerson) && (flt.Needs != "gaps" || h.Gap != "") && strings.Contains(h.Question, flt.Text) {
			out = append(out, h)
		}
	}
	return out, nil
}

func (f *fakeDesk) row(id, ref string) *desk.Row {
	for i := range f.rows[id] {
		if f.rows[id][i].Ref == ref {
			return &f.rows[id][i]
		}
	}
	return nil
}

func (f *fakeDesk) Row(id, ref string) (desk.Row, error) {
	if r := f.row(id, ref); r != nil {
		return *r, nil
	}
	return desk.Row{}, &desk.NotFoundError{What: "row", ID: ref}
}

func (f *fakeDesk) done(words ...string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, strings.Join(words, " "))
	return f.fail
}

func (f *fakeDesk) Decide(_ context.Context, id string, d review.Decision) (desk.Row, []review.Fault, error) {
	err := f.done("decide", id, string(d.Action), d.Ref, cmp.Or(d.Text, d.Entry, d.Owner, d.Note), d.Who)
	return desk.Row{}, nil, err
}

func (f *fakeDesk) AcceptAll(_ context.Context, id, who string, atLeast float64) (int, error) {
	return 3, f.done("accept-all", id, who, strconv.FormatFloat(atLeast, 'f', 2, 64))
}

func (f *fakeDesk) Add(_ context.Context, name string, r io.Reader, m desk.Meta) (desk.Item, error) {
	n, err := io.Copy(io.Discard, r)
	if err != nil {
		return desk.Item{}, err
	}
	return desk.Item{ID: "new", Name: name}, f.done("add", name, strconv.FormatInt(n, 10), m.Account)
}

func (f *fakeDesk) SetMeta(_ context.Context, id string, m desk.Meta) error {
	value := "-"
	if m.Value != nil {
		value = strconv.FormatFloat(*m.Value, 'f', -1, 64)
	}
	return f.done("meta", id, m.Account, m.Due, strings.TrimSpace(strings.Join([]string{value, m.Currency, m.Close, m.Region}, " ")))
}
func (f *fakeDesk) Seq() int64 { return 7 }

func (f *fakeDesk) TakeOver(_ context.Context, id string) (desk.Item, error) {
	return desk.Item{ID: "plain"}, f.done("take-over", id)
}

func (f *fakeDesk) Rerun(_ context.Context, id string) error  { return f.done("rerun", id) }
func (f *fakeDesk) Remove(_ context.Context, id string) error { return f.done("remove", id) }

func (f *fakeDesk) Layout(_ context.Context, id string) (desk.Layout, error) {
	text := "Is it?"
	if id == "hostile" {
		text = hostile
	}
	return desk.Layout{Own: id == "plain", Sheets: []desk.Sheet{{
		Name: text, Used: true, Questions: 1, Why: "a question column was found", HeaderRow: 1,
		Columns: []desk.SheetColumn{{Letter: "A", Role: "id"}, {Letter: "B", Role: "question", Why: "header: Question"}, {Letter: "C", Role: "choice"}, {Letter: "D"}},
		Rows:    []desk.SheetRow{{Row: 1, Cells: []string{"ID", "Question", "Answer", ""}}, {Row: 2, Cells: []string{"1", text, "", text}}},
		Skipped: []questionnaire.Skipped{{Ref: text + "!A9", Text: text, Why: "heading"}},
	}}}, nil
}

func (f *fakeDesk) SetLayout(_ context.Context, id string, roles []desk.SheetRoles) error {
	words := []string{"layout", id}
	for _, sh := range roles {
		words = append(words, sh.Sheet, strconv.Itoa(sh.HeaderRow))
		for _, c := range sh.Columns {
			words = append(words, c.Letter+"="+c.Role)
		}
	}
	return f.done(words...)
}

func (f *fakeDesk) FindLayout(_ context.Context, id string) error { return f.done("find layout", id) }

func (f *fakeDesk) Gaps(ctx context.Context, ids ...string) (*roadmap.Report, error) {
	var in []roadmap.Input
	for _, it := range f.items {
		if it.Summary != nil && (len(ids) == 0 || slices.Contains(ids, it.ID)) {
			rec, err := f.Record(it.ID)
			if err != nil {
				return nil, err
			}
			in = append(in, roadmap.Input{File: it.Name, Record: rec})
		}
	}
	b := f.base
	p := roadmap.Planner{Rules: b.Roadmap, Engine: b.Gaps, Posture: b.Posture, Catalogue: b.Catalogue}
	return p.Plan(ctx, in, roadmap.Options{AsOf: date.Of(2026, 11, 22)})
}

func (f *fakeDesk) Record(id string) (*runlog.Record, error) {
	rec := &runlog.Record{Schema: runlog.Schema, AsOf: "2026-11-22", Input: runlog.File{Name: id + ".xlsx"}}
	for i := range f.rows[id] {
		rec.Rows = append(rec.Rows, f.rows[id][i].Question)
	}
	rec.Summary = runlog.Summarise(rec.Rows)
	return rec, nil
}

func (f *fakeDesk) Search(_ context.Context, text, _ string, n int) ([]desk.Candidate, error) {
	ranked := []match.Match{{Entry: "encryption-at-rest", Confidence: .9}, {Entry: "encryption-in-transit", Confidence: .4}}
	var out []desk.Candidate
	for _, m := range ranked[:min(n, len(ranked))] {
		out = append(out, desk.Candidate{Entry: m.Entry, Question: text, Verdict: library.Yes, Text: hostile, Confidence: m.Confidence})
	}
	return out, nil
}

func (f *fakeDesk) Entry(id string) (desk.EntryView, error) {
	e, ok := f.base.Library.Entry(id)
	if !ok {
		return desk.EntryView{}, &desk.NotFoundError{What: "entry", ID: id}
	}
	return desk.EntryView{Card: e.CardOn(date.Of(2026, 11, 22)), Source: "---\nid: " + id + "\n---\n" + hostile, Revision: "now", Uses: []desk.Use{{Item: "hostile", Name: hostile, Ref: hostile, Question: hostile, How: desk.UseWritten}}}, nil
}

func (f *fakeDesk) CheckEntry(_ context.Context, _, text string) ([]knowledge.Finding, error) {
	return []knowledge.Finding{{Severity: "error", Line: 3, Text: text, Message: "something is wrong with " + hostile, Suggest: hostile}}, nil
}

func (f *fakeDesk) SaveEntry(_ context.Context, id, text, who string) error {
	return f.done("save", id, strconv.Itoa(len(text)), who)
}

func (f *fakeDesk) Finish(_ context.Context, id string) (desk.Finished, error) {
	return desk.Finished{}, f.done("finish", id)
}
