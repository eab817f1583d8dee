package review

import (
	"cmp"

	"candor/internal/answer"
	"candor/internal/runlog"
)

// State is how far a row has come.
type State string

// The states. Proposed are rows that need nobody: filled by the run, or answered
// in the sheet before it. Changed are rows that somebody decided and that have
// become others since.
const (
	StateOpen     State = "open"
	StateProposed State = "proposed"
	StateAccepted State = "accepted"
	StateEdited   State = "edited"
	StateTaken    State = "taken"
	StateBlank    State = "blank"
	StateChanged  State = "changed"
)

// States lists them.
func States() []State {
	return []State{StateOpen, StateProposed, StateAccepted, StateEdited, StateTaken, StateBlank, StateChanged}
}

// NeedsPerson reports whether somebody has to decide.
func (s State) NeedsPerson() bool { return s == StateOpen || s == StateChanged }

// IsDecided reports whether somebody has, on the row as it is.
func (s State) IsDecided() bool { return s != StateOpen && s != StateProposed && s != StateChanged }

// RowState is what the decisions make of a row.
type RowState struct {
	Ref   string `json:"ref"`
	State State  `json:"state"`
	// Owner is who was assigned, else whom the run names.
	Owner string `json:"owner,omitempty"`
	// Assigned is true if a person named the owner.
	Assigned bool       `json:"assigned,omitempty"`
	Notes    []Decision `json:"notes,omitempty"`
	// Last is the decision that settled the row, the zero value if none did.
	Last Decision `json:"last,omitzero"`
	// Seq is that of the row's last decision of any kind, 0 for none.
	Seq int `json:"seq"`
}

// Fold gives the state of each row of the record, in its order. Decisions are
// taken in the order of the list; those on rows that the record does not have
// are passed over.
func Fold(rec *runlog.Record, ds []Decision) []RowState {
	rec = rec.BeforeReview()
	stacks := make(map[string][]Decision, len(ds))
	last := make(map[string]int, len(ds))
	for _, d := range ds {
		last[d.Ref] = d.Seq
		stack := stacks[d.Ref]
		switch {
		case d.Action != Undo:
			stacks[d.Ref] = append(stack, d)
		case len(stack) > 0:
			stacks[d.Ref] = stack[:len(stack)-1]
		}
	}
	out := make([]RowState, len(rec.Rows))
	for i := range rec.Rows {
		row := &rec.Rows[i]
		out[i] = foldRow(row, stacks[row.Ref])
		out[i].Seq = last[row.Ref]
	}
	return out
}

// foldRow is the state after the decisions that stand.
func foldRow(row *runlog.Question, stack []Decision) RowState {
	s := RowState{Ref: row.Ref, State: StateOpen, Owner: row.Owner}
	if row.Status == answer.Filled || row.Status == answer.Kept {
		s.State = StateProposed
	}
	for _, d := range stack {
		switch d.Action {
		case Accept, Edit, Take, Blank:
			s.Last = d
		case Assign:
			s.Assigned = d.Owner != ""
			s.Owner = cmp.Or(d.Owner, row.Owner)
		case Note:
			s.Notes = append(s.Notes, d)
		case Undo:
		}
	}
	if s.Last.Action != "" {
		s.State = decidedState(row, s.Last)
	}
	return s
}

func decidedState(row *runlog.Question, d Decision) State {
	if d.Row != "" && d.Row != RowDigest(row) {
		return StateChanged
	}
	switch d.Action {
	case Accept:
		return StateAccepted
	case Edit:
		return StateEdited
	case Take:
		return StateTaken
	case Blank:
		return StateBlank
	case Assign, Note, Undo:
	}
	return StateOpen
}
