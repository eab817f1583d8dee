// Package runlog is the run record: what was asked, what was answered, where
// it was written, why, and the proof that nothing else changed.
//
// It is the contract between the commands: fill and batch write it; explain,
// gaps, review and the reports read it. The record holds no wall-clock time,
// so that the same inputs give the same bytes. It stays with the company and
// is never sent to the prospect.
package runlog

import (
	"cmp"
	"fmt"

	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"
)

// Schema names this version of the format.
const Schema = "candor.run/1"

// Record is one run over one questionnaire (DESIGN.md 6.3).
type Record struct {
	Schema  string     `json:"schema"`
	Tool    Tool       `json:"tool"`
	Input   File       `json:"input"`
	Output  *File      `json:"output,omitempty"`
	KB      KB         `json:"kb"`
	AsOf    string     `json:"as_of"`
	Product string     `json:"product,omitempty"`
	Sharing string     `json:"sharing"`
	Summary Summary    `json:"summary"`
	Rows    []Question `json:"questions"`

	Skipped []questionnaire.Skipped `json:"skipped"`
	Sheets  []Sheet                 `json:"sheets"`
	// Review is nil but for the record of a finished questionnaire.
	Review       *Reviewed     `json:"review,omitempty"`
	Verification *Verification `json:"verification,omitempty"`
	// Model is nil if no language model was heard.
	Model *Model `json:"model,omitempty"`
}

// Model is the part that a language model had in a run. What came of it is among
// the reasons of each row.
type Model struct {
	Name string `json:"name"`
	// Confirm tells that it could fill rows, Draft that it could word answers.
	Confirm bool `json:"confirm"`
	Draft   bool `json:"draft"`
	// Asked counts the rows that it was asked about; of these, Misread had a reply
	// of another form than asked for. Lost rows were left without it, since it
	// had fallen silent.
	Asked   int `json:"asked"`
	Misread int `json:"misread"`
	Lost    int `json:"lost"`
}

// Tool is what made the record.
type Tool struct {
	Version string `json:"version"`
}

// File is a file by base name and content.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// KB is the knowledge that answered.
type KB struct {
	Digest  string `json:"digest"`
	Entries int    `json:"entries"`
	// Starter is true if the embedded fictional company answered.
	Starter bool `json:"starter,omitempty"`
	// Company is the legal name in the posture.
	Company string `json:"company,omitempty"`
}

// Sheet says of each sheet why it was taken or left out.
type Sheet struct {
	Name      string `json:"name"`
	Questions int    `json:"questions"`
	Why       string `json:"why"`
}

// Summary counts the questions by status and the gaps by severity.
type Summary struct {
	Questions int            `json:"questions"`
	Filled    int            `json:"filled"`
	Review    int            `json:"review"`
	Unmatched int            `json:"unmatched"`
	Kept      int            `json:"kept"`
	Blocked   int            `json:"blocked"`
	Gaps      map[string]int `json:"gaps"`
}

// Question is what became of one question.
type Question struct {
	Ref      string        `json:"ref"`
	Sheet    string        `json:"sheet"`
	Row      int           `json:"row"`
	ID       string        `json:"id,omitempty"`
	Section  []string      `json:"section,omitempty"`
	Parent   string        `json:"parent,omitempty"`
	Question string        `json:"question"`
	Choices  []string      `json:"choices,omitempty"`
	Slots    Slots         `json:"slots"`
	Topic    string        `json:"topic,omitempty"`
	Controls []string      `json:"controls,omitempty"`
	Language string        `json:"language,omitempty"`
	Ask      *ask.Reading  `json:"ask"`
	Status   answer.Status `json:"status"`

	Verdict    library.Verdict   `json:"verdict"`
	Choice     string            `json:"choice,omitempty"`
	Answer     string            `json:"answer,omitempty"`
	Written    map[string]string `json:"written,omitempty"`
	Confidence float64           `json:"confidence"`
	Owner      string            `json:"owner,omitempty"`
	Matches    []match.Match     `json:"matches,omitempty"`
	Guards     []guard.Finding   `json:"guards,omitempty"`
	Gaps       []gap.Gap         `json:"gaps,omitempty"`
	Sources    []answer.Source   `json:"sources,omitempty"`
	Reasons    []answer.Reason   `json:"reasons"`
	// Review is nil for a row that nobody decided.
	Review *Review `json:"review,omitempty"`
}

// Slots are the cells of a question by what they take.
type Slots struct {
	Choice   string            `json:"choice,omitempty"`
	Text     string            `json:"text,omitempty"`
	Comment  string            `json:"comment,omitempty"`
	Evidence string            `json:"evidence,omitempty"`
	Ticks    map[string]string `json:"ticks,omitempty"`
}

// SlotsOf returns the cells of a question as the record names them: of several
// of a kind the first, which is the one that answers go to.
func SlotsOf(q *questionnaire.Question) Slots {
	var out Slots
	for _, s := range q.Slots {
		switch s.Kind {
		case questionnaire.SlotChoice:
			out.Choice = cmp.Or(out.Choice, s.Cell)
		case questionnaire.SlotText:
			out.Text = cmp.Or(out.Text, s.Cell)
		case questionnaire.SlotComment:
			out.Comment = cmp.Or(out.Comment, s.Cell)
		case questionnaire.SlotEvidence:
			out.Evidence = cmp.Or(out.Evidence, s.Cell)
		case questionnaire.SlotTick:
			if out.Ticks == nil {
				out.Ticks = map[string]string{}
			}
			out.Ticks[s.Label] = s.Cell
		}
	}
	return out
}

// Verification is the proof made after writing.
type Verification struct {
	OK           bool     `json:"ok"`
	CellsChanged int      `json:"cells_changed"`
	Parts        int      `json:"parts"`
	PartsChanged []string `json:"parts_changed"`
}

// Rest says of a proof what became of the rest of the file: of a workbook how
// many parts differ at all, of a text file, which is one part and is compared by
// its fields, that they are the same.
func (v *Verification) Rest() string {
	if v.Parts == 1 {
		return "every other field is the same"
	}
	return fmt.Sprintf("%d of %d parts differ, the rest is byte for byte the same", len(v.PartsChanged), v.Parts)
}

// Summarise counts what the rows became.
func Summarise(rows []Question) Summary {
	s := Summary{Questions: len(rows), Gaps: map[string]int{}}
	for _, sev := range []gap.Severity{gap.Blocker, gap.High, gap.Medium, gap.Low, gap.Info} {
		s.Gaps[string(sev)] = 0
	}
	for _, q := range rows {
		switch q.Status {
		case answer.Filled:
			s.Filled++
		case answer.Review:
			s.Review++
		case answer.Unmatched:
			s.Unmatched++
		case answer.Kept:
			s.Kept++
		case answer.Blocked:
			s.Blocked++
		}
		for _, g := range q.Gaps {
			s.Gaps[string(g.Severity)]++
		}
	}
	return s
}

// Find returns the question with that ref, or with that id if only one
// question has it.
func (r *Record) Find(ref string) (*Question, error) {
	var byID []*Question
	for i := range r.Rows {
		q := &r.Rows[i]
		if q.Ref == ref {
			return q, nil
		}
		if q.ID != "" && q.ID == ref {
			byID = append(byID, q)
		}
	}
	switch len(byID) {
	case 1:
		return byID[0], nil
	case 0:
		return nil, fmt.Errorf("no question %q in this run; refs look like %q", ref, r.exampleRef())
	default:
		return nil, fmt.Errorf("%d questions have the id %q; name one by its cell, as %q", len(byID), ref, byID[0].Ref)
	}
}

func (r *Record) exampleRef() string {
	if len(r.Rows) == 0 {
		return "Sheet1!B2"
	}
	return r.Rows[0].Ref
}
