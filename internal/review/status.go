package review

import (
	"cmp"

	"candor/internal/answer"
	"candor/internal/runlog"
)

// Progress is how far the rows have come and who is to do what.
type Progress struct {
	Questions int `json:"questions"`
	// States counts the rows by state, every state listed.
	States map[State]int `json:"states"`
	// Decisions counts those made, taken back ones too.
	Decisions int `json:"decisions"`
	// Blocked counts the open rows that a tool must not answer.
	Blocked int `json:"blocked"`
	// Owners counts the open rows by who is to decide them, "" for nobody.
	Owners map[string]int `json:"owners"`
	// Open are the rows that need a person, in workbook order.
	Open []OpenRow `json:"open"`
	// Lost are decisions that stand on questions which the record does not have.
	Lost []Decision `json:"lost"`
}

// OpenRow is a row that needs a person.
type OpenRow struct {
	Ref      string        `json:"ref"`
	ID       string        `json:"id,omitempty"`
	Question string        `json:"question"`
	Status   answer.Status `json:"status"`
	State    State         `json:"state"`
	Owner    string        `json:"owner,omitempty"`
	// Why is the first reason for which the run left it to a person.
	Why string `json:"why"`
}

// StatusOf counts what has been decided on the rows of a record and lists what
// has not. It does not check decisions; Plan does.
func StatusOf(rec *runlog.Record, ds []Decision) Progress {
	rec = rec.BeforeReview()
	p := Progress{Questions: len(rec.Rows), Decisions: len(ds), States: map[State]int{}, Owners: map[string]int{}, Open: []OpenRow{}, Lost: append([]Decision{}, lost(rec, ds)...)}
	for _, s := range States() {
		p.States[s] = 0
	}
	for i, s := range Fold(rec, ds) {
		p.States[s.State]++
		if !s.State.NeedsPerson() {
			continue
		}
		row := &rec.Rows[i]
		p.Owners[s.Owner]++
		if row.Status == answer.Blocked {
			p.Blocked++
		}
		p.Open = append(p.Open, OpenRow{Ref: row.Ref, ID: row.ID, Question: row.Question, Status: row.Status, State: s.State, Owner: s.Owner, Why: why(row, s)})
	}
	return p
}

// why says in a line why a row is open.
func why(row *runlog.Question, s RowState) string {
	if s.State == StateChanged {
		return cmp.Or(s.Last.Who, "somebody") + " decided it before it changed"
	}
	for _, r := range row.Reasons {
		if r.Code != "match" {
			return r.Text
		}
	}
	if len(row.Reasons) > 0 {
		return row.Reasons[0].Text
	}
	return string(row.Status)
}
