package learn

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"candor/internal/kbfile"
	"candor/internal/library"
)

// Schema names this version of the format.
const Schema = "candor.proposals/1"

// File is what learning from one reviewed questionnaire proposes. People edit
// it, so it is YAML and read strictly.
type File struct {
	Schema string `yaml:"schema" kb:"required" json:"schema"`
	AsOf   string `yaml:"as_of" kb:"required" json:"as_of"`
	// Reviewed is the file that was compared.
	Reviewed Reviewed `yaml:"reviewed" kb:"required" json:"reviewed"`
	// Proposals are in the order in which they are best looked at.
	Proposals []Proposal `yaml:"proposals" json:"proposals"`
	// Left are rows that a person changed or answered and that yield nothing.
	Left []Left `yaml:"left" json:"left"`
}

// Reviewed is the file that came back.
type Reviewed struct {
	Name   string `yaml:"name" kb:"required" json:"name"`
	SHA256 string `yaml:"sha256" kb:"required" json:"sha256"`
	// Questions counts the record's questions, Same those that stand as they
	// were written.
	Questions int `yaml:"questions" json:"questions"`
	Same      int `yaml:"same" json:"same"`
}

// Kind is what a proposal changes.
type Kind string

// The kinds of proposals.
const (
	Phrasing Kind = "phrasing" // one more way to ask, for an entry that answered
	Answer   Kind = "answer"   // another text for an entry
	Verdict  Kind = "verdict"  // another position for an entry, and maybe text
	NewEntry Kind = "entry"    // an entry for what no entry answered
)

// Proposal is one change of the library.
type Proposal struct {
	N int `yaml:"n" kb:"required" json:"n"`
	// Accept is the person's decision.
	Accept bool `yaml:"accept" json:"accept"`
	Kind   Kind `yaml:"kind" kb:"required" json:"kind"`
	// Entry is the id of the entry to change, or the one that a new entry gets.
	Entry string `yaml:"entry" kb:"required" json:"entry"`
	// Digest is that of the entry when this was proposed.
	Digest    string          `yaml:"digest" json:"digest,omitempty"`
	Questions []string        `yaml:"questions" json:"questions,omitempty"`
	Verdict   library.Verdict `yaml:"verdict" json:"verdict,omitempty"`
	Text      string          `yaml:"text" json:"text,omitempty"`
	Short     string          `yaml:"short" json:"short,omitempty"`
	// Was is what the entry says so far.
	Was *Was `yaml:"was" json:"was,omitempty"`
	// The rest of a new entry.
	Topics   []string        `yaml:"topics" json:"topics,omitempty"`
	Controls []string        `yaml:"controls" json:"controls,omitempty"`
	Language string          `yaml:"language" json:"language,omitempty"`
	Owner    string          `yaml:"owner" json:"owner,omitempty"`
	Source   *library.Source `yaml:"source" json:"source,omitempty"`
	// Rows are the questions that taught it.
	Rows  []string `yaml:"rows" json:"rows"`
	Why   string   `yaml:"why" json:"why"`
	Flags []Flag   `yaml:"flags" json:"flags,omitempty"`
}

// Was is what an entry says before a change.
type Was struct {
	Verdict library.Verdict `yaml:"verdict" json:"verdict,omitempty"`
	Text    string          `yaml:"text" json:"text,omitempty"`
	Short   string          `yaml:"short" json:"short,omitempty"`
}

// Flag is something that a person should look at before accepting.
type Flag struct {
	Code string `yaml:"code" kb:"required" json:"code"`
	Text string `yaml:"text" kb:"required" json:"text"`
	// Holds keeps the proposal out of accept --all.
	Holds bool `yaml:"holds" json:"holds,omitempty"`
}

// Left is a row that yields no proposal.
type Left struct {
	Ref      string `yaml:"ref" kb:"required" json:"ref"`
	Question string `yaml:"question" json:"question"`
	Why      string `yaml:"why" kb:"required" json:"why"`
}

// IsHeld reports whether a flag holds the proposal.
func (p *Proposal) IsHeld() bool {
	return slices.ContainsFunc(p.Flags, func(f Flag) bool { return f.Holds })
}

// maxSize bounds a file of proposals.
const maxSize = 16 << 20

// Load reads a file of proposals; the error lists every fault with its line.
func Load(path string) (*File, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read proposals: %w", err)
	}
	defer in.Close() //nolint:errcheck // opened for reading only
	data, err := io.ReadAll(io.LimitReader(in, maxSize+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read proposals: %w", err)
	case len(data) > maxSize:
		return nil, fmt.Errorf("read proposals: %s is larger than %d bytes", path, maxSize)
	}
	return Parse(path, data)
}

// declared is the schema that a file of candor's, YAML or JSON, says it has.
var declared = regexp.MustCompile(`(?m)^\s*\{?\s*["']?schema["']?\s*:\s*["']?([^\s"',}]+)`)

// kindFault says that a file is none of proposals at all: strict reading would
// only list the keys of some other format.
func kindFault(name string, data []byte) error {
	kind, _, _ := strings.Cut(Schema, "/")
	m := declared.FindSubmatch(data)
	if m != nil && strings.HasPrefix(string(m[1]), kind) {
		return nil
	}
	is := "it names no schema"
	if m != nil {
		is = fmt.Sprintf("its schema is %q", m[1])
	}
	return fmt.Errorf("%s is no file of proposals: %s, not %q; `candor library learn <reviewed>` writes one, named <reviewed>.proposals.yaml", name, is, Schema)
}

// Parse is Load for bytes at hand.
func Parse(name string, data []byte) (*File, error) {
	if err := kindFault(name, data); err != nil {
		return nil, err
	}
	var f File
	doc, err := kbfile.Parse(name, data, &f)
	if err != nil {
		return nil, err
	}
	if f.Schema != Schema {
		return nil, fmt.Errorf("%s: its schema is %q, not %q", name, f.Schema, Schema)
	}
	var faults kbfile.Faults
	seen := map[int]bool{}
	for i := range f.Proposals {
		p := &f.Proposals[i]
		if seen[p.N] {
			faults = append(faults, doc.Fault(fmt.Sprintf("proposals[%d].n", i), "", "the number %d stands twice", p.N))
		}
		seen[p.N] = true
		if err := p.check(); err != nil {
			faults = append(faults, doc.Fault(fmt.Sprintf("proposals[%d]", i), "", "proposal %d: %v", p.N, err))
		}
	}
	return &f, faults.Err()
}

// check finds what a hand may have left out.
func (p *Proposal) check() error {
	questions := len(p.Questions) > 0 && !slices.ContainsFunc(p.Questions, func(q string) bool { return strings.TrimSpace(q) == "" })
	if p.Verdict != "" && !slices.Contains(library.Verdicts(), string(p.Verdict)) {
		return errors.New(kbfile.Unknown("verdict", string(p.Verdict), library.Verdicts()))
	}
	switch p.Kind {
	case Phrasing:
		if !questions {
			return errors.New("a phrasing needs questions")
		}
	case Answer:
		if strings.TrimSpace(p.Text) == "" && strings.TrimSpace(p.Short) == "" {
			return errors.New("a changed answer needs a text")
		}
	case Verdict:
		if p.Verdict == "" {
			return errors.New("a changed verdict needs a verdict")
		}
	case NewEntry:
		if !questions || p.Verdict == "" || strings.TrimSpace(p.Text) == "" || len(p.Topics) == 0 {
			return errors.New("a new entry needs questions, verdict, text and topics")
		}
	default:
		return errors.New(kbfile.Unknown("kind", string(p.Kind), []string{string(Phrasing), string(Answer), string(Verdict), string(NewEntry)}))
	}
	return nil
}
