package library

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"candor/internal/date"
)

// Verdict is the position that an answer takes.
type Verdict string

// The verdicts. None is for a question without an answer; no entry has it.
const (
	Yes     Verdict = "yes"
	No      Verdict = "no"
	Partial Verdict = "partial"
	NA      Verdict = "na"
	Text    Verdict = "text" // an answer without a position
	None    Verdict = "none"
)

// Sharing is who may see an entry or a document.
type Sharing string

// The sharing levels, from open to closed.
const (
	Public   Sharing = "public"
	NDA      Sharing = "nda"
	Internal Sharing = "internal"
)

// Allows reports whether something marked level may go to a reader for whom
// the ceiling s is set. Internal is never allowed, under any ceiling.
func (s Sharing) Allows(level Sharing) bool {
	switch level {
	case Public:
		return true
	case NDA:
		return s == NDA || s == Internal
	case Internal:
		return false
	default:
		return false
	}
}

// Status is where an entry stands in its approval.
type Status string

// The statuses of an entry. Only approved ones are ever filled in.
const (
	Draft    Status = "draft"
	Approved Status = "approved"
	Retired  Status = "retired"
)

// Evidence is a document that backs an answer.
type Evidence struct {
	Ref     string  `yaml:"ref" kb:"required"`
	Title   string  `yaml:"title" kb:"required"`
	Sharing Sharing `yaml:"sharing" kb:"required"`
}

// Claim is an explicit statement about a certification record in an entry's
// text (DOMAIN.md 7.1).
type Claim struct {
	Framework string `yaml:"framework" kb:"required"`
	// Assertion is held, not_held, type, criteria, edition, period, auditor or product.
	Assertion string `yaml:"assertion" kb:"required"`
	Value     string `yaml:"value"`
}

// Source is the past questionnaire that an imported entry came from.
type Source struct {
	File  string `yaml:"file" kb:"required"`
	Sheet string `yaml:"sheet"`
	Row   int    `yaml:"row"`
	ID    string `yaml:"id"`
}

// StarterSource is the file name that the source of a starter entry gives:
// `candor init` marks its examples with it.
const StarterSource = "candor starter"

// Days is a period in days, written "365d".
type Days int

// UnmarshalText reads "365d".
func (d *Days) UnmarshalText(b []byte) error {
	s := string(b)
	n, err := strconv.Atoi(strings.TrimSuffix(s, "d"))
	if err != nil || !strings.HasSuffix(s, "d") || n <= 0 {
		return fmt.Errorf("%q is no period; write days as 365d", s)
	}
	*d = Days(n)
	return nil
}

// MarshalText writes what UnmarshalText reads.
func (d Days) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%dd", int(d)), nil }

// Undetermined stands for the language of an imported answer that nobody could
// tell yet (ISO 639-2). Such an entry cannot be approved.
const Undetermined = "und"

// Front is the front matter of an entry's file (DESIGN.md 6.1).
type Front struct {
	ID        string   `yaml:"id" kb:"required"`
	Questions []string `yaml:"questions" kb:"required"`
	Verdict   Verdict  `yaml:"verdict" kb:"required"`
	Controls  []string `yaml:"controls"`
	// Meets tells that the answer is what its controls ask for although it is
	// No or Partial: "Is production data used in tests?" No.
	Meets bool `yaml:"meets"`
	// Admits tells that Yes is the answer that admits something ("Does data leave
	// the region?"), so that a Partial is never written as No.
	Admits      bool       `yaml:"admits"`
	Topics      []string   `yaml:"topics" kb:"required"`
	Products    []string   `yaml:"products"`
	Claims      []Claim    `yaml:"claims"`
	Evidence    []Evidence `yaml:"evidence"`
	Sharing     Sharing    `yaml:"sharing" kb:"required"`
	Language    string     `yaml:"language"`
	Owner       string     `yaml:"owner"`
	Reviewed    date.Date  `yaml:"reviewed" kb:"required"`
	ReviewEvery Days       `yaml:"review_every"`
	Status      Status     `yaml:"status" kb:"required"`
	Source      *Source    `yaml:"source"`
}

// Entry is one approved answer with the questions that it answers.
type Entry struct {
	Front
	// File is the entry's path inside the knowledge base.
	File string
	// BodyLine is the line of the file on which the answer begins.
	BodyLine int
	// Text is the answer with its facts filled in, lines of a paragraph joined.
	Text string
	// Short is the one-sentence answer for short cells, "" if the entry has none.
	Short string
	// Facts are the names of the facts that the text uses, sorted.
	Facts []string
	// Unfilled are those of them that have no value yet; the text holds them as
	// {{name}}, so an entry with any must not go out.
	Unfilled []string
	// MaxAge is the review period of an entry that names none; 0 if there is none.
	MaxAge Days
	// Digest is the SHA-256 of text, short answer and verdict, in hex: what was
	// answered with, whatever else changed in the file.
	Digest string
}

// IsExample reports whether the entry came with `candor init` and nobody has
// made it the company's own by approving it.
func (e *Entry) IsExample() bool {
	return e.Status == Draft && e.Source != nil && e.Source.File == StarterSource
}

// DueOn returns the day on which the entry must have been reviewed again; no
// date if it has no review period or was never reviewed.
func (e *Entry) DueOn() date.Date {
	period := cmp.Or(e.ReviewEvery, e.MaxAge)
	if period == 0 || e.Reviewed.IsZero() {
		return date.Date{}
	}
	return e.Reviewed.AddDays(int(period))
}

// Stale reports whether the entry is past its review date on asOf. The due day
// itself is still in time.
func (e *Entry) Stale(asOf date.Date) bool {
	due := e.DueOn()
	return !due.IsZero() && due.Before(asOf)
}
