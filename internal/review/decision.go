package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"candor/internal/runlog"
)

// Schema names this version of the journal's format.
const Schema = "candor.review/1"

// Action is what a person does with a row.
type Action string

// The actions. Accept takes what the run proposes, edit gives another answer,
// take that of an entry, blank leaves the row unanswered; these four decide the
// row. Assign names who is to decide it, note is a remark, and undo takes the
// row's last decision of any kind back that has not been taken back.
const (
	Accept Action = "accept"
	Edit   Action = "edit"
	Take   Action = "take"
	Blank  Action = "blank"
	Assign Action = "assign"
	Note   Action = "note"
	Undo   Action = "undo"
)

// Actions lists them.
func Actions() []Action { return []Action{Accept, Edit, Take, Blank, Assign, Note, Undo} }

// Decides reports whether the action settles its row.
func (a Action) Decides() bool { return a == Accept || a == Edit || a == Take || a == Blank }

// Decision is one line of the journal.
type Decision struct {
	// Seq counts from 1; the journal gives it.
	Seq int `json:"seq,omitempty"`
	// Ref is the question's in the run record.
	Ref string `json:"ref"`
	// Row is the RowDigest of what was decided on; "" stands for the row as the
	// record has it when the journal is opened or appended to.
	Row    string `json:"row,omitempty"`
	Action Action `json:"action"`
	// Who is a name or an e-mail address.
	Who string `json:"who"`
	// When is RFC 3339 in UTC, to the second.
	When string `json:"when"`
	// Choice and Text are the whole answer of an edit; Choice is a word of the
	// row's own list. A take may carry a Choice, where the verdict of the entry
	// does not say which word is meant.
	Choice string `json:"choice,omitempty"`
	Text   string `json:"text,omitempty"`
	// Entry is the id of the entry taken, and Digest that of its content when it
	// was; with "" the entry as it stands is taken.
	Entry  string `json:"entry,omitempty"`
	Digest string `json:"digest,omitempty"`
	// Owner is whom the row is assigned to; "" takes an assignment back.
	Owner string `json:"owner,omitempty"`
	Note  string `json:"note,omitempty"`
	// Override is the reason for which faults that an override may lift are
	// lifted; it is kept in the final run record.
	Override string `json:"override,omitempty"`
	// Seen is the Seq of the row's last decision that the person had seen, 0 for
	// none.
	Seen int `json:"seen,omitempty"`
}

// Limits of a decision, in bytes of UTF-8: a cell takes 32,767 units of UTF-16,
// each of which is at most three bytes.
const (
	maxName = 1 << 10
	maxText = 3 * 32767
)

// Check says what is wrong with the form of a decision; whether its answer may
// go out is for a Checker.
func (d *Decision) Check() error {
	for _, f := range []struct {
		name, value string
		limit       int
	}{
		{"ref", d.Ref, maxText},
		{"row", d.Row, maxName},
		{"who", d.Who, maxName},
		{"choice", d.Choice, maxText},
		{"text", d.Text, maxText},
		{"entry", d.Entry, maxName},
		{"digest", d.Digest, maxName},
		{"owner", d.Owner, maxName},
		{"note", d.Note, maxText},
		{"override", d.Override, maxText},
	} {
		switch {
		case !utf8.ValidString(f.value):
			return fmt.Errorf("%s is no UTF-8", f.name)
		case len(f.value) > f.limit:
			return fmt.Errorf("%s is longer than %d bytes", f.name, f.limit)
		}
	}
	switch {
	case d.Ref == "":
		return errors.New("ref is missing: which question this is about")
	case strings.TrimSpace(d.Who) == "":
		return errors.New("who is missing: the person who decides")
	case d.Seq < 0 || d.Seen < 0:
		return errors.New("seq and seen count from 1")
	}
	if t, err := time.Parse(time.RFC3339, d.When); err != nil || d.When != Stamp(t) {
		return fmt.Errorf("when must be a time such as 2026-11-22T14:05:00Z, not %q", d.When)
	}
	return d.checkAction()
}

func (d *Decision) checkAction() error {
	answers := strings.TrimSpace(d.Choice) != "" || strings.TrimSpace(d.Text) != ""
	switch d.Action {
	case Edit:
		if !answers {
			return errors.New("an edit needs choice or text; the action blank leaves a row unanswered")
		}
	case Take:
		if d.Entry == "" || d.Text != "" {
			return errors.New("a take needs an entry and no text")
		}
	case Note:
		if strings.TrimSpace(d.Note) == "" {
			return errors.New("a note needs a note")
		}
	case Accept, Blank, Assign, Undo:
		if answers {
			return fmt.Errorf("%s carries no answer; the action edit does", d.Action)
		}
	default:
		return fmt.Errorf("unknown action %q; one of: %s", d.Action, join(Actions()))
	}
	if d.Action != Take && d.Entry != "" {
		return errors.New("only a take names an entry")
	}
	return nil
}

func join(list []Action) string {
	words := make([]string, len(list))
	for i, a := range list {
		words[i] = string(a)
	}
	return strings.Join(words, ", ")
}

// Stamp is a time as decisions hold it.
func Stamp(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// RowDigest names what a person decides on: the question, its list and cells,
// and the answer proposed. A decision counts for a row of the same digest only.
func RowDigest(q *runlog.Question) string {
	seen := struct {
		Question string
		Choices  []string
		Slots    runlog.Slots
		Verdict  string
		Choice   string
		Answer   string
	}{q.Question, append([]string{}, q.Choices...), q.Slots, string(q.Verdict), q.Choice, q.Answer}
	text, err := json.Marshal(seen)
	if err != nil { // strings and maps of strings always encode
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// ConflictError tells that somebody decided on the row after what the person
// had seen.
type ConflictError struct{ Mine, Theirs Decision }

// Error names the other person and what they did.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s: %s did %q at %s, after what you saw; look at it and decide again", e.Mine.Ref, e.Theirs.Who, e.Theirs.Action, e.Theirs.When)
}
