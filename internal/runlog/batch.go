package runlog

import (
	"encoding/json"
	"fmt"
	"io"

	"candor/internal/library"
)

// BatchSchema names this version of the batch document's format.
const BatchSchema = "candor.batch/1"

// Batch is what became of a folder of questionnaires. Files are in order of
// their paths; the document holds no wall-clock time.
type Batch struct {
	Schema  string `json:"schema"`
	Tool    Tool   `json:"tool"`
	KB      KB     `json:"kb"`
	AsOf    string `json:"as_of"`
	Product string `json:"product,omitempty"`
	Sharing string `json:"sharing"`
	// Interrupted is true if the run was stopped before its end; DryRun if
	// nothing was written on purpose.
	Interrupted bool        `json:"interrupted,omitempty"`
	DryRun      bool        `json:"dry_run,omitempty"`
	Totals      BatchTotals `json:"totals"`
	Files       []BatchFile `json:"files"`
	// LeftOut are paths of the folder that were not taken for questionnaires.
	LeftOut []LeftOut `json:"left_out"`
	// Conflicts are questions that the records of the output folder answer in
	// different ways.
	Conflicts []Conflict `json:"conflicts"`
	// Orphans are outputs of earlier runs whose input is gone, or holds no
	// question any more.
	Orphans []string `json:"orphans"`
}

// BatchTotals count the files by status and sum their summaries.
type BatchTotals struct {
	Files     int     `json:"files"`
	Answered  int     `json:"answered"`
	Unchanged int     `json:"unchanged"`
	Failed    int     `json:"failed"`
	Pending   int     `json:"pending"`
	Summary   Summary `json:"summary"`
}

// FileStatus is what became of one file of a batch.
type FileStatus string

// The statuses of a file: answered in this run; answered by an earlier run
// from the same input, knowledge and flags; not answered, for a reason; not
// reached before the run was interrupted.
const (
	FileAnswered  FileStatus = "answered"
	FileUnchanged FileStatus = "unchanged"
	FileFailed    FileStatus = "failed"
	FilePending   FileStatus = "pending"
)

// FileLeftOut is the status, while the run goes on, of a file in which no
// question was found. It is no failure: a folder of questionnaires also holds
// price lists and registers, and a batch that ended with an error for these
// would do so every quarter. The document has it among what was left out, so
// it is none of the statuses there and has no type.
const FileLeftOut = "left_out"

// FailCode says what kind of reason kept a file from being answered.
type FailCode string

// The kinds: the questionnaire cannot be read or answered; it took too long,
// needed too much memory or brought its process down; it changed meanwhile;
// the output is taken by something that is not ours to replace; reading or
// writing a file did not work.
const (
	FailRefused FailCode = "refused"
	FailTimeout FailCode = "timeout"
	FailMemory  FailCode = "memory"
	FailCrash   FailCode = "crash"
	FailChanged FailCode = "changed"
	FailTaken   FailCode = "taken"
	FailIO      FailCode = "io"
)

// BatchFile is one questionnaire. Paths are relative to the folders of the
// batch, with slashes.
type BatchFile struct {
	File   string     `json:"file"`
	Status FileStatus `json:"status"`
	// Code and Why are set for a failed file; Why alone may carry a remark on
	// another.
	Code   FailCode `json:"code,omitempty"`
	Why    string   `json:"why,omitempty"`
	Output string   `json:"output,omitempty"`
	Record string   `json:"record,omitempty"`
	SHA256 string   `json:"sha256,omitempty"`
	// Summary is nil for a file without a record.
	Summary *Summary `json:"summary,omitempty"`
}

// LeftOut is a path that was not taken for a questionnaire.
type LeftOut struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// Conflict is one question that was given different answers.
type Conflict struct {
	Question string           `json:"question"`
	Answers  []ConflictAnswer `json:"answers"`
}

// ConflictAnswer is one of them, in the first place where it was given.
type ConflictAnswer struct {
	Record  string          `json:"record"`
	Ref     string          `json:"ref"`
	Verdict library.Verdict `json:"verdict"`
	Answer  string          `json:"answer,omitempty"`
}

// Tally counts the files and sums their summaries.
func (b *Batch) Tally() {
	t := BatchTotals{Files: len(b.Files), Summary: Summarise(nil)}
	for _, f := range b.Files {
		switch f.Status {
		case FileAnswered:
			t.Answered++
		case FileUnchanged:
			t.Unchanged++
		case FileFailed:
			t.Failed++
		case FilePending:
			t.Pending++
		}
		if f.Summary != nil {
			t.Summary.add(*f.Summary)
		}
	}
	b.Totals = t
}

func (s *Summary) add(o Summary) {
	s.Questions += o.Questions
	s.Filled += o.Filled
	s.Review += o.Review
	s.Unmatched += o.Unmatched
	s.Kept += o.Kept
	s.Blocked += o.Blocked
	for severity, n := range o.Gaps {
		s.Gaps[severity] += n
	}
}

// Encode writes the document as indented JSON.
func (b *Batch) Encode(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return fmt.Errorf("write batch document: %w", err)
	}
	return nil
}
