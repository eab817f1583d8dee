package intake

import (
	"fmt"
	"strings"

	"candor/internal/library"
	"candor/internal/library/edit"
)

// Schema names the format of a plan as JSON; fields are only ever added.
const Schema = "candor.import/1"

// Plan is what an import would do. Every question of the input stands in it
// once: in a new entry, a phrasing, or one of the lists of what is left as it
// is.
type Plan struct {
	Schema string `json:"schema"`
	AsOf   string `json:"as_of"`
	Files  []File `json:"files"`
	// Summary counts questions, but for Entries and Flagged.
	Summary Summary `json:"summary"`
	// Create are the entries to be made, Add further phrasings of entries.
	Create []NewEntry `json:"create"`
	Add    []Phrasing `json:"add"`
	// Conflicts are answers that contradict the library, or one another.
	Conflicts []Conflict `json:"conflicts"`
	// Certification are the rows that the certification records decide.
	Certification []Certification `json:"certification"`
	// Known are the answers that the library has already.
	Known   []Known   `json:"known"`
	Skipped []Skipped `json:"skipped"`
}

// File is one input.
type File struct {
	Name      string `json:"name"`
	SHA256    string `json:"sha256"`
	Questions int    `json:"questions"`
	Answered  int    `json:"answered"`
	// Asker are the names of the company that asked, as far as they were found.
	Asker []string `json:"asker,omitempty"`
}

// Summary counts what became of the questions.
type Summary struct {
	Questions     int `json:"questions"`
	Entries       int `json:"entries"`
	Created       int `json:"created"`
	Phrasings     int `json:"phrasings"`
	Conflicts     int `json:"conflicts"`
	Certification int `json:"certification"`
	Known         int `json:"known"`
	Skipped       int `json:"skipped"`
	// Flagged are the new entries with a flag, Held those of them that stay
	// drafts whatever is asked for.
	Flagged int `json:"flagged"`
	Held    int `json:"held"`
}

// NewEntry is an entry to be made of one answer.
type NewEntry struct {
	ID        string          `json:"id"`
	Questions []string        `json:"questions"`
	Verdict   library.Verdict `json:"verdict"`
	Text      string          `json:"text"`
	Short     string          `json:"short,omitempty"`
	Topic     string          `json:"topic"`
	Controls  []string        `json:"controls"`
	// Meets and Admits are the keys of that name in the entry's file.
	Meets  bool `json:"meets,omitempty"`
	Admits bool `json:"admits,omitempty"`
	// Suggested names what nobody said and the catalogue suggests: topic, controls.
	Suggested []string `json:"suggested,omitempty"`
	// Like is the entry of the starter library that the suggestions come from.
	Like     string          `json:"like,omitempty"`
	Language string          `json:"language"`
	Status   library.Status  `json:"status"`
	Sharing  library.Sharing `json:"sharing"`
	Sources  []Source        `json:"sources"`
	Flags    []Flag          `json:"flags,omitempty"`

	entry *library.Entry
}

// Entry is the entry as the library will hold it.
func (n *NewEntry) Entry() *library.Entry { return n.entry }

// suggestedNote stands behind what nobody but the catalogue said.
const suggestedNote = " # suggested by candor library import"

// File is the entry's file. What is only suggested is marked so.
func (n *NewEntry) File() ([]byte, error) {
	data, err := edit.Format("library/"+n.Topic+"/"+n.ID+".md", n.entry)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", n.Sources[0].where(), err)
	}
	head, body, _ := strings.Cut(string(data), "\n---\n")
	for _, what := range n.Suggested {
		for key, noted := range map[string]string{"topic": "\ntopics: [", "controls": "\ncontrols: ["} {
			if i := strings.Index(head, noted); what == key && i >= 0 {
				end := i + 1 + strings.IndexByte(head[i+1:]+"\n", '\n')
				head = head[:end] + suggestedNote + head[end:]
			}
		}
	}
	return []byte(head + "\n---\n" + body), nil
}

// Phrasing is a question to be added to an entry that answers it already.
type Phrasing struct {
	Entry    string `json:"entry"`
	Question string `json:"question"`
	Source   Source `json:"source"`
	Why      string `json:"why"`
	Flags    []Flag `json:"flags,omitempty"`
}

// ConflictKind is what a conflict is about.
type ConflictKind string

// The kinds of conflicts.
const (
	OtherVerdict ConflictKind = "verdict"
	OtherText    ConflictKind = "text"
)

// Conflict is an answer that differs from that of an entry to the same question.
type Conflict struct {
	Kind  ConflictKind `json:"kind"`
	Entry string       `json:"entry"`
	// Question is the entry's phrasing, Asked the row's.
	Question string          `json:"question"`
	Asked    string          `json:"asked"`
	Have     library.Verdict `json:"have"`
	HaveText string          `json:"have_text"`
	Got      library.Verdict `json:"got"`
	GotText  string          `json:"got_text"`
	Source   Source          `json:"source"`
}

// Certification is a row that the records decide, and not what was answered.
type Certification struct {
	Source   Source          `json:"source"`
	Question string          `json:"question"`
	Claimed  library.Verdict `json:"claimed"`
	// ClaimedText is what the sheet said, HeldText what the records say.
	ClaimedText string          `json:"claimed_text,omitempty"`
	Held        library.Verdict `json:"held"`
	HeldText    string          `json:"held_text,omitempty"`
	Agrees      bool            `json:"agrees"`
}

// Known is an answer that an entry gives already.
type Known struct {
	Entry  string `json:"entry"`
	Source Source `json:"source"`
	// Note says what a person may want to know: that the entry is retired.
	Note string `json:"note,omitempty"`
}

// IsEmpty reports whether applying the plan would change nothing.
func (p *Plan) IsEmpty() bool { return len(p.Create) == 0 && len(p.Add) == 0 }

func (p *Plan) summarise() {
	s := Summary{
		Entries: len(p.Create), Phrasings: len(p.Add), Conflicts: len(p.Conflicts),
		Certification: len(p.Certification), Known: len(p.Known), Skipped: len(p.Skipped),
	}
	for _, f := range p.Files {
		s.Questions += f.Questions
	}
	for i := range p.Create {
		e := &p.Create[i]
		s.Created += len(e.Sources)
		if len(e.Flags) > 0 {
			s.Flagged++
		}
		if held(e.Flags) {
			s.Held++
		}
	}
	p.Summary = s
}

func held(flags []Flag) bool {
	for _, f := range flags {
		if f.Holds {
			return true
		}
	}
	return false
}
