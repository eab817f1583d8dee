package adviser

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"text/template"

	"candor/internal/answer"
	"candor/internal/library"
)

// Request is one question to a model.
type Request struct {
	// Name is that of the prompt and its version, for logs and caches.
	Name string
	// System and User are the two messages.
	System, User string
	// Schema is the JSON Schema of the reply, SchemaName its name.
	Schema     json.RawMessage
	SchemaName string
	// MaxTokens bounds the reply.
	MaxTokens int
}

// Completer sends a request to a model and returns the text of its reply. An
// error that is a *ReplyError is about this one reply; any other means that the
// model is not to be had.
type Completer interface {
	Complete(ctx context.Context, r Request) (string, error)
}

// Row is one question with the entries that may answer it.
type Row struct {
	Question string
	// Candidates are entries that may be shown to a model, at most MaxCandidates.
	Candidates []Candidate
	// Draft asks for a wording; nil for none.
	Draft *Wish
}

// Candidate is an approved entry.
type Candidate struct {
	ID string
	// Phrasing is the question of the entry that comes nearest.
	Phrasing string
	// Text and Short are the two lengths of the answer.
	Text, Short string
}

// Wish is what a draft should be like.
type Wish struct {
	// From are the ids of the candidates that it is made of.
	From []string
	// Language is "en", "de", …
	Language string
	// AtMost is the number of characters that the cell takes.
	AtMost int
}

// Advice is what a model said of a row.
type Advice struct {
	Judgements []answer.Judgement
	// Draft is the wording, "" if there is none.
	Draft string
}

// ReplyError is a reply that is not of the form asked for. It says nothing
// about whether the next one will be.
type ReplyError struct{ Why string }

// Error says what is wrong without repeating the reply.
func (e *ReplyError) Error() string { return "the model's reply " + e.Why }

// The bounds of a request: more candidates than these are noise, and a longer
// question or answer wants a person.
const (
	MaxCandidates = 3
	maxQuestion   = 4000
	maxText       = 8000
)

// Fits reports whether a row is of a size that is asked about.
func Fits(r Row) bool {
	if len(r.Candidates) == 0 || len(r.Candidates) > MaxCandidates || r.Question == "" || len(r.Question) > maxQuestion {
		return false
	}
	for _, c := range r.Candidates {
		if len(c.Text)+len(c.Short)+len(c.Phrasing) > maxText {
			return false
		}
	}
	return true
}

//go:embed prompts
var prompts embed.FS

// Adviser asks a model. It is safe for concurrent use.
type Adviser struct {
	model         Completer
	judge, redact string
}

// New is an adviser that speaks to a model.
func New(model Completer) (*Adviser, error) {
	t, err := template.ParseFS(prompts, "prompts/system.tmpl")
	if err != nil {
		return nil, fmt.Errorf("read prompts: %w", err)
	}
	a := &Adviser{model: model}
	for draft, to := range map[bool]*string{false: &a.judge, true: &a.redact} {
		var b bytes.Buffer
		if err := t.Execute(&b, struct{ Draft bool }{draft}); err != nil {
			return nil, fmt.Errorf("make prompts: %w", err)
		}
		*to = b.String()
	}
	return a, nil
}

// Advise asks about one row, which must be one that Fits. The error is a
// *ReplyError if the model answered in another form than asked for.
func (a *Adviser) Advise(ctx context.Context, r Row) (Advice, error) {
	if !Fits(r) {
		return Advice{}, fmt.Errorf("a row of %d candidates and %d characters is not asked about", len(r.Candidates), len(r.Question))
	}
	req, err := a.request(r)
	if err != nil {
		return Advice{}, err
	}
	reply, err := a.model.Complete(ctx, req)
	if err != nil {
		return Advice{}, fmt.Errorf("ask the model: %w", err)
	}
	return parse(reply, r)
}

// verdicts are those that a model may read out of an entry.
var verdicts = []library.Verdict{library.Yes, library.No, library.Partial, library.NA, library.Text}
