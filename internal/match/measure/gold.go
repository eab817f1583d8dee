package measure

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
)

// Gold is one question with what a person says about it.
type Gold struct {
	Text string `json:"q"`
	// Parent is the text of the question that this one depends on, "" if none.
	Parent string `json:"parent,omitempty"`
	// Want is the entry that answers, "none" if the library has no answer; Also
	// are entries that would do as well.
	Want string   `json:"want"`
	Also []string `json:"also,omitempty"`
	// Verdict is the right position; "review" if a tool must not decide.
	Verdict string `json:"verdict"`
	// Trap is the kind of trap, "" for a plain question.
	Trap string `json:"trap"`
	// Split is "dev" or "test"; nothing is ever fitted on "test".
	Split   string `json:"split"`
	Section string `json:"section"`
	Lang    string `json:"lang"`
	Why     string `json:"why"`
}

// None is the Want of a question without an answer; Review the Verdict of one
// that a person must decide.
const (
	None   = "none"
	Review = "review"
)

// ReadGold reads gold questions, one JSON object a line, strictly.
func ReadGold(fsys fs.FS, name string) ([]Gold, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read gold questions: %w", err)
	}
	var out []Gold
	for i, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		var g Gold
		if err := dec.Decode(&g); err != nil {
			return nil, fmt.Errorf("%s:%d: read gold question: %w", name, i+1, err)
		}
		if g.Text == "" || g.Want == "" || g.Verdict == "" || g.Split != "dev" && g.Split != "test" {
			return nil, fmt.Errorf("%s:%d: q, want, verdict or split is missing or wrong", name, i+1)
		}
		out = append(out, g)
	}
	return out, nil
}

// answerable is true if filling the question in is right.
func (g *Gold) answerable() bool { return g.Want != None && g.Verdict != Review }

// wants is true if the entry is one of the right ones.
func (g *Gold) wants(entry string) bool {
	return g.Want == entry || slices.Contains(g.Also, entry)
}
