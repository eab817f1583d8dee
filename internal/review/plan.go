package review

import (
	"context"
	"fmt"
	"slices"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// Options are one finishing of a questionnaire.
type Options struct {
	// Record is the path of the run record; Decisions that of the journal, ""
	// for DecisionsPath(Record).
	Record, Decisions string
	// Input is the questionnaire as the prospect sent it, "" to look for it
	// beside the record and in the folder above by name and content.
	Input string
	// Output is where the finished file goes.
	Output string
	// Force replaces an output that exists; it never replaces the input.
	Force bool
	// SkipFilled leaves rows open that the run filled and nobody looked at.
	SkipFilled bool
	// AsOf is the day on which answers are checked again; the zero value is that
	// of the run.
	AsOf date.Date
	// Map is the layout that the run was given, if it was given one.
	Map     *workbook.Mapping
	Version string
}

// Final is what would be written for a row.
type Final struct {
	Ref     string          `json:"ref"`
	State   State           `json:"state"`
	Verdict library.Verdict `json:"verdict"`
	Choice  string          `json:"choice,omitempty"`
	Answer  string          `json:"answer,omitempty"`
	// Cells are the values to write by cell of the row's sheet, nil for a row
	// that stays as it is.
	Cells   map[string]string `json:"cells,omitempty"`
	Sources []answer.Source   `json:"sources,omitempty"`
	// Faults are all that was found; for a row that is written, what an override
	// lifted and what is mere advice. Refused tells that they kept a decision,
	// or an answer of the run, from being written.
	Faults  []Fault `json:"faults,omitempty"`
	Refused bool    `json:"refused,omitempty"`
}

// Planned is what apply would write.
type Planned struct {
	// Record is that of the run, without what an earlier review made of it.
	Record *runlog.Record
	// Input is where the questionnaire was found.
	Input string
	// Finals and States are by row of the record. A decision that is refused
	// leaves its row open in Finals, while States say what was decided.
	Finals    []Final
	States    []RowState
	Decisions []Decision
	// Lost are decisions that stand on questions which the record does not have.
	Lost []Decision
	// Notes are what the user should know.
	Notes []string
	// Proposals counts the rows from which the library could learn.
	Proposals int
}

// Open counts the rows that still need a person.
func (p *Planned) Open() int {
	n := 0
	for i := range p.Finals {
		if p.Finals[i].State.NeedsPerson() {
			n++
		}
	}
	return n
}

// Plan decides what Apply would write, and writes nothing. The error is an
// *InputError if the questionnaire is not found.
func Plan(ctx context.Context, base *knowledge.Base, opt Options) (*Planned, error) {
	f, err := prepare(ctx, base, opt)
	if err != nil {
		return nil, err
	}
	return &f.planned, f.input.close()
}

// finishing is one questionnaire on its way.
type finishing struct {
	opt     Options
	base    *knowledge.Base
	input   *original
	checker *Checker
	planned Planned
	rows    []rowPlan
}

// rowPlan is what is to become of a row of the record.
type rowPlan struct {
	row    *runlog.Question
	state  RowState
	judged *judged
	// final is the state after the checks.
	final   State
	refused bool
	edits   []questionnaire.Edit
	// verbatim tells that the edits are those of the run.
	verbatim bool
}

func (r *rowPlan) writes() bool { return len(r.edits) > 0 }

// prepare reads everything and plans every row. The caller closes the input.
func prepare(ctx context.Context, base *knowledge.Base, opt Options) (*finishing, error) {
	rec, err := runlog.Load(opt.Record)
	if err != nil {
		return nil, err
	}
	rec = rec.BeforeReview()
	if opt.Decisions == "" {
		opt.Decisions = DecisionsPath(opt.Record)
	}
	if opt.AsOf.IsZero() {
		if opt.AsOf, err = date.Parse(rec.AsOf); err != nil {
			return nil, fmt.Errorf("read run record %q: %w", opt.Record, err)
		}
	}
	journal, err := Open(opt.Decisions, rec)
	if err != nil {
		return nil, err
	}
	f := &finishing{opt: opt, base: base, planned: Planned{Record: rec, Decisions: journal.Decisions()}}
	if err := journal.Close(); err != nil {
		return nil, err
	}
	if f.input, err = findOriginal(rec, opt.Record, opt.Input); err != nil {
		return nil, err
	}
	if err := f.plan(ctx); err != nil {
		_ = f.input.close() // the folder is a temporary one
		return nil, err
	}
	return f, nil
}

func (f *finishing) plan(ctx context.Context) error {
	p := &f.planned
	questions, err := Questions(ctx, f.base, p.Record, f.input.path, f.opt.Map)
	if err != nil {
		return err
	}
	p.Input, p.States = f.input.from, Fold(p.Record, p.Decisions)
	f.checker = NewChecker(f.base, p.Record, f.opt.AsOf).With(questions)
	f.rows = make([]rowPlan, len(p.Record.Rows))
	for i := range p.Record.Rows {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("check decisions: %w", err)
		}
		row, state := &p.Record.Rows[i], p.States[i]
		if f.opt.SkipFilled && state.State == StateProposed && row.Status != answer.Kept {
			state.State = StateOpen
		}
		f.rows[i] = f.checker.plan(row, state)
	}
	f.untangle()
	for i := range f.rows {
		p.Finals = append(p.Finals, f.rows[i].report())
	}
	p.Lost = lost(p.Record, p.Decisions)
	p.Proposals = proposals(f.rows)
	if f.base.Digest != p.Record.KB.Digest {
		p.Notes = append(p.Notes, "the knowledge base has changed since the run; answers are written as the run proposed them, if the checks of today pass")
	}
	return nil
}

// Final is what Plan reports for a row, from its state: what would be written,
// or why not. Cells that several rows share are not looked at.
func (c *Checker) Final(row *runlog.Question, s RowState) Final {
	r := c.plan(row, s)
	return r.report()
}

// plan decides what becomes of a row, from its state.
func (c *Checker) plan(row *runlog.Question, s RowState) rowPlan {
	r := rowPlan{row: row, state: s, final: s.State, judged: &judged{}}
	d := s.Last
	switch s.State {
	case StateProposed:
		if row.Status == answer.Kept {
			return r
		}
		d = Decision{Action: Accept}
	case StateAccepted, StateEdited, StateTaken, StateBlank:
	case StateOpen, StateChanged:
		return r
	}
	r.judged = c.judge(row, d)
	// Nobody looked at a filled row, so nobody can say that an entry past its
	// review date still holds, or that other words of the records do.
	doubt := s.State == StateProposed && slices.ContainsFunc(r.judged.faults, func(x Fault) bool { return x.Code == FaultStale || x.Code == FaultNews })
	if len(Standing(r.judged.faults, d.Override)) > 0 || doubt {
		r.refused, r.final = true, StateOpen
		return r
	}
	r.edits = r.judged.fitted.Edits
	r.verbatim = d.Action == Accept && isWritten(row)
	return r
}

// untangle makes the answers of cells that several rows share anew where one of
// these rows changed: what the run wrote there holds the answers of all.
func (f *finishing) untangle() {
	sharing := map[[2]string][]int{}
	for i := range f.rows {
		for _, cell := range cellsOf(f.rows[i].row) {
			key := [2]string{f.rows[i].row.Sheet, cell}
			sharing[key] = append(sharing[key], i)
		}
	}
	for again := true; again; {
		again = false
		for key, group := range sharing {
			if len(group) > 1 && f.isMixed(key[1], group) && f.refit(group) {
				again = true
			}
		}
	}
}

// isMixed reports whether any row of a group no longer gives the cell what it
// gave it in the run.
func (f *finishing) isMixed(cell string, group []int) bool {
	return slices.ContainsFunc(group, func(i int) bool {
		r := &f.rows[i]
		_, gave := r.row.Written[cell]
		gives := slices.ContainsFunc(r.edits, func(e questionnaire.Edit) bool { return e.Cell == cell })
		return gave != gives || gives && !r.verbatim
	})
}

// refit fits the rows of a group that are still as the run wrote them.
func (f *finishing) refit(group []int) bool {
	changed := false
	for _, i := range group {
		r := &f.rows[i]
		if !r.verbatim {
			continue
		}
		changed, r.verbatim = true, false
		f.checker.fit(r.judged, r.row, Decision{Action: Accept})
		r.edits = r.judged.fitted.Edits
		if len(Standing(r.judged.faults, r.state.Last.Override)) > 0 {
			r.refused, r.final, r.edits = true, StateOpen, nil
		}
	}
	return changed
}

// cellsOf are the cells of a row, each once.
func cellsOf(row *runlog.Question) []string {
	cells := []string{row.Slots.Choice, row.Slots.Text, row.Slots.Comment, row.Slots.Evidence}
	for _, cell := range row.Slots.Ticks {
		cells = append(cells, cell)
	}
	for cell := range row.Written {
		cells = append(cells, cell)
	}
	slices.Sort(cells)
	return slices.DeleteFunc(slices.Compact(cells), func(s string) bool { return s == "" })
}

// report is the plan of a row for others to read.
func (r *rowPlan) report() Final {
	out := Final{Ref: r.row.Ref, State: r.final, Verdict: library.None, Faults: r.judged.faults, Refused: r.refused}
	if r.writes() {
		d := r.judged.decision
		out.Verdict, out.Choice, out.Answer, out.Sources = d.Verdict, r.judged.fitted.Choice, d.Text, d.Sources
		out.Cells = map[string]string{}
		for _, e := range r.edits {
			out.Cells[e.Cell] = e.Value
		}
	}
	return out
}

// lost are the decisions that stand and have no row.
func lost(rec *runlog.Record, ds []Decision) []Decision {
	known := map[string]bool{}
	for i := range rec.Rows {
		known[rec.Rows[i].Ref] = true
	}
	// Fold over the refs that are missing tells which of theirs still stand.
	ghost := &runlog.Record{}
	for _, d := range ds {
		if !known[d.Ref] {
			known[d.Ref] = true
			ghost.Rows = append(ghost.Rows, runlog.Question{Ref: d.Ref})
		}
	}
	var out []Decision
	for _, s := range Fold(ghost, ds) {
		if s.Last.Action != "" {
			out = append(out, s.Last)
		}
	}
	return out
}
