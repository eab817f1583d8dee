package review

import (
	"fmt"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
)

// The codes of faults that are not those of guards.
const (
	FaultClaim      = "claim_unsupported"  // the certification records do not back it
	FaultRecords    = "certification"      // the records answer the question otherwise
	FaultNews       = "records_changed"    // they answer it in other words, or no longer alone
	FaultWording    = "wording"            // words that reviewers take for ignorance
	FaultContrary   = "contrary"           // the text opens with the other answer
	FaultVocabulary = "vocabulary"         // no word of the row's own list
	FaultNoChoice   = "no_choice"          // the list stays unanswered
	FaultLength     = "length"             // more than the cell takes
	FaultControl    = "control_characters" // what no cell can hold
	FaultCell       = "cell"               // a cell that must not be written, or none at all
	FaultAnswered   = "answered"           // the cell holds something else
	FaultNothing    = "nothing_to_accept"  // the run proposes nothing
	FaultInternal   = "internal"           // text that never leaves the company
	FaultSharing    = "sharing"            // above the sharing level of the run
	FaultUnapproved = "unapproved"         // an entry that nobody approved
	FaultNoEntry    = "no_entry"           // an entry that is not in the library
	FaultChanged    = "entry_changed"      // another entry than the one decided on
	FaultStale      = "stale"              // an entry past its review date
	FaultGuard      = "guard"              // an entry that must not answer this question
	FaultHeldCell   = "kept"               // the cells stay as they are
)

const (
	// maxCellUnits of UTF-16 are what a cell holds.
	maxCellUnits = 32767
	// fewestWords are in the text of an entry that is recognised where a person
	// typed it; "Yes, we do." is nobody's secret.
	fewestWords = 6
	// overrideWithThat ends a suggestion that has another way out.
	overrideWithThat = "or give a reason to send it all the same"
)

// Fault is one thing wrong with a decision.
type Fault struct {
	// Code is one of the constants, or that of a guard.
	Code string `json:"code"`
	Text string `json:"text"`
	// Suggest says what to do instead, "" if nothing fits.
	Suggest string `json:"suggest,omitempty"`
	// Blocking faults keep the decision from being applied unless it gives an
	// override; Never tells that none lifts it.
	Blocking bool `json:"blocking,omitempty"`
	Never    bool `json:"never,omitempty"`
}

// Standing returns the faults that block a decision in spite of its override.
func Standing(faults []Fault, override string) []Fault {
	var out []Fault
	for _, f := range faults {
		if f.Blocking && (f.Never || strings.TrimSpace(override) == "") {
			out = append(out, f)
		}
	}
	return out
}

// FaultsError tells that a decision must not be taken as it stands.
type FaultsError struct {
	Ref    string
	Faults []Fault
}

// Error names the row and each fault.
func (e *FaultsError) Error() string {
	texts := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		texts[i] = f.Text
	}
	return fmt.Sprintf("%s: %s", e.Ref, strings.Join(texts, "; "))
}

// Checker holds decisions on the rows of one run to the rules for answers. It
// is safe for concurrent use.
type Checker struct {
	base *knowledge.Base
	rec  *runlog.Record
	asOf date.Date
	// sharing is the run's ceiling.
	sharing library.Sharing
	byRef   map[string]*runlog.Question
	// read are the rows as the input has them, by ref; without it the cells of
	// the record stand in, which know of no limits and no earlier values.
	read map[string]questionnaire.Question
	// withheld are the texts of entries that must not go out, by id, as compared.
	withheld map[string]string
}

// NewChecker makes a checker for the rows of a run, on a day.
func NewChecker(base *knowledge.Base, rec *runlog.Record, asOf date.Date) *Checker {
	rec = rec.BeforeReview()
	c := &Checker{base: base, rec: rec, asOf: asOf, sharing: library.Sharing(rec.Sharing), byRef: map[string]*runlog.Question{}, withheld: map[string]string{}}
	for i := range rec.Rows {
		c.byRef[rec.Rows[i].Ref] = &rec.Rows[i]
	}
	for _, e := range base.Library.Entries() {
		if e.Sharing != library.Internal && e.Status == library.Approved && !e.IsExample() {
			continue
		}
		if text := compared(e.Text); strings.Count(text, " ") >= fewestWords {
			c.withheld[e.ID] = text
		}
	}
	return c
}

// With returns a checker that knows the rows as Questions read them from the
// input.
func (c *Checker) With(questions map[string]questionnaire.Question) *Checker {
	out := *c
	out.read = questions
	return &out
}

// Check returns what is wrong with a decision on a row, nothing if it may be
// applied as it is. Which of it keeps the decision from being applied, Standing
// tells.
func (c *Checker) Check(row *runlog.Question, d Decision) []Fault {
	return c.judge(row, d).faults
}

// judged is what a decision would write, and what speaks against it.
type judged struct {
	decision answer.Decision
	// word is the choice that must be written, "" to leave it to the verdict.
	word   string
	fitted answer.Fitted
	faults []Fault
}

// advise adds a remark, block a fault that an override may lift, and forbid one
// that none lifts.
func (j *judged) advise(code, suggest, format string, args ...any) {
	j.faults = append(j.faults, Fault{Code: code, Text: fmt.Sprintf(format, args...), Suggest: suggest})
}

func (j *judged) block(code, suggest, format string, args ...any) {
	j.faults = append(j.faults, Fault{Code: code, Text: fmt.Sprintf(format, args...), Suggest: suggest, Blocking: true})
}

func (j *judged) forbid(code, suggest, format string, args ...any) {
	j.faults = append(j.faults, Fault{Code: code, Text: fmt.Sprintf(format, args...), Suggest: suggest, Blocking: true, Never: true})
}

// judge works a decision out. What decides nothing has no faults and writes
// nothing.
func (c *Checker) judge(row *runlog.Question, d Decision) *judged {
	j := &judged{}
	switch d.Action {
	case Accept:
		c.accept(j, row, d)
	case Edit:
		c.edit(j, row, d)
	case Take:
		c.take(j, row, d)
	case Blank:
		if row.Status == answer.Kept {
			j.advise(FaultHeldCell, "", "the cells were answered before the run and stay as they are")
		}
	case Assign, Note, Undo:
	}
	return j
}

func (c *Checker) accept(j *judged, row *runlog.Question, d Decision) {
	switch {
	case row.Status == answer.Kept:
		j.advise(FaultHeldCell, "", "the cells were answered before the run and stay as they are")
		return
	case row.Answer == "" && row.Choice == "":
		j.forbid(FaultNothing, "give an answer of your own, take an entry or leave the row blank", "the run proposes no answer to accept")
		return
	}
	j.decision, j.word = c.proposal(row), row.Choice
	c.entries(j, row)
	if isWritten(row) {
		j.fitted = c.asWritten(row)
	} else {
		c.fit(j, row, d)
	}
	c.claims(j, false)
	c.records(j, row)
}

func (c *Checker) edit(j *judged, row *runlog.Question, d Decision) {
	text := strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(d.Text))
	q := c.question(row)
	j.word = d.Choice
	j.decision = answer.Decision{
		Status: answer.Filled, Verdict: library.None, Text: text, Language: row.Language, Open: true, Confidence: 1,
		Owner: row.Owner, Gaps: row.Gaps, Sources: []answer.Source{{Person: d.Who}},
	}
	if text == row.Answer && text != "" {
		// Only the choice is the person's; the text is still the entry's.
		j.decision.Sources = append(slices.Clone(row.Sources), j.decision.Sources...)
		c.entries(j, row)
	}
	if d.Choice != "" {
		c.vocabulary(j, &q, d.Choice)
		j.decision.Verdict = c.position(d.Choice, q.Choices())
	} else if len(q.Choices()) > 0 {
		j.advise(FaultNoChoice, "choose one of: "+strings.Join(q.Choices(), ", "), "the row has a list to choose from, which stays unanswered")
	}
	c.fit(j, row, d)
	if text != "" && !j.holds(text) {
		j.forbid(FaultCell, "", "the row has no cell that would take the text")
	}
	if d.Choice == "" {
		j.decision.Verdict = c.opening(text, row.Language)
	}
	c.claims(j, true)
	c.copied(j, text)
	c.records(j, row)
}

// holds reports whether a text found a cell, or was refused for one.
func (j *judged) holds(text string) bool {
	if len(j.fitted.Faults) > 0 || strings.EqualFold(text, j.fitted.Choice) {
		return true
	}
	for _, e := range j.fitted.Edits {
		if e.Value == text {
			return true
		}
	}
	return false
}
