package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/kbfile"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/library/edit"
	"candor/internal/match"
	"candor/internal/review"
	"candor/internal/textnorm"
)

// EntryView is an entry with its history of use.
type EntryView struct {
	library.Card
	// Source is the file as people wrote it, Revision its SHA-256.
	Source   string `json:"source"`
	Revision string `json:"revision"`
	// WhyNot says why it cannot be changed here, "" if it can.
	WhyNot string `json:"why_not,omitempty"`
	// Uses are the rows of the desk's questionnaires that have to do with it.
	Uses []Use `json:"uses"`
}

// Use is a row of a questionnaire that has to do with an entry.
type Use struct {
	Item     string       `json:"item"`
	Name     string       `json:"name"`
	Ref      string       `json:"ref"`
	Question string       `json:"question"`
	How      UseKind      `json:"how"`
	State    review.State `json:"state"`
}

// UseKind is what became of an entry's answer.
type UseKind string

// The kinds: it was written, or would be; it waits for a person; a person wrote
// another text instead, took another entry, or left the row blank.
const (
	UseWritten  UseKind = "written"
	UseProposed UseKind = "proposed"
	UseEdited   UseKind = "edited"
	UseRejected UseKind = "rejected"
)

// Finding is one thing that a check of the knowledge says.
type Finding = knowledge.Finding

// Search finds entries for a text as a run ranks them, best first. lang "" lets
// the text tell.
func (d *Desk) Search(ctx context.Context, text, lang string, n int) ([]Candidate, error) {
	out := []Candidate{}
	if textnorm.Fold(text) == "" || n < 1 {
		return out, nil
	}
	base := d.Base()
	q := match.Question{Text: text, Language: lang}
	if lang == "" {
		q.Language = textnorm.SureLanguage(text)
	}
	q.Topic = base.Matcher.Topic(q)
	found, err := base.Matcher.Top(ctx, q, n)
	if err != nil {
		return nil, fmt.Errorf("search the library: %w", err)
	}
	for _, m := range found {
		if c, ok := candidate(base, m, d.know.day()); ok {
			out = append(out, c)
		}
	}
	return out, nil
}

// Entry is an entry with its source and its history of use.
func (d *Desk) Entry(id string) (EntryView, error) {
	e, ok := d.Base().Library.Entry(id)
	if !ok {
		return EntryView{}, &NotFoundError{"entry", id}
	}
	fsys, err := knowledge.Files(d.cfg.KB)
	if err != nil {
		return EntryView{}, err
	}
	source, err := fs.ReadFile(fsys, e.File)
	if err != nil {
		return EntryView{}, fmt.Errorf("read entry: %w", err)
	}
	out := EntryView{Card: e.CardOn(d.know.day()), Source: string(source), Revision: revision(source), Uses: d.uses(id)}
	if d.cfg.KB == "" {
		out.WhyNot = ErrStarter.Error()
	}
	return out, nil
}

func revision(source []byte) string {
	h := newHash()
	_, _ = h.Write(source) // a hash cannot fail
	return h.sum()
}

// maxUses bounds an entry's history; one that answers more is used everywhere.
const maxUses = 500

// uses lists the rows that an entry has to do with.
func (d *Desk) uses(id string) []Use {
	out := []Use{}
	for _, it := range d.all() {
		it.mu.Lock()
		if it.light == nil {
			it.mu.Unlock()
			continue
		}
		for i := range it.light.rows {
			r := &it.light.rows[i]
			if how := r.useOf(id); how != "" && len(out) < maxUses {
				out = append(out, Use{Item: it.id, Name: it.meta.Name, Ref: r.Ref, Question: r.Question, How: how, State: r.State})
			}
		}
		it.mu.Unlock()
	}
	return out
}

// useOf is what became of an entry in a row, "" if it has nothing to do with it.
func (r *lightRow) useOf(id string) UseKind {
	proposed := slices.Contains(r.proposed, id)
	switch r.State {
	case review.StateTaken:
		if r.taken == id {
			return UseWritten
		}
		if proposed {
			return UseRejected
		}
	case review.StateProposed, review.StateAccepted:
		if proposed {
			return UseWritten
		}
	case review.StateEdited:
		if proposed {
			return UseEdited
		}
	case review.StateBlank:
		if proposed {
			return UseRejected
		}
	case review.StateOpen, review.StateChanged:
		if proposed {
			return UseProposed
		}
	}
	return ""
}

// CheckEntry says what `candor check` would say of an entry's file if it held the
// text.
func (d *Desk) CheckEntry(ctx context.Context, id, text string) ([]Finding, error) {
	e, ok := d.Base().Library.Entry(id)
	if !ok {
		return nil, &NotFoundError{"entry", id}
	}
	return d.findings(ctx, e, text)
}

func (d *Desk) findings(ctx context.Context, e *library.Entry, text string) ([]Finding, error) {
	res, err := knowledge.CheckChanged(ctx, d.cfg.KB, d.know.day(), map[string][]byte{e.File: []byte(text)})
	if err != nil {
		return nil, fmt.Errorf("check the entry: %w", err)
	}
	out := []Finding{}
	for _, f := range res.Findings {
		if f.File == e.File || f.Entry == e.ID {
			out = append(out, f)
		}
	}
	// The id is what questionnaires and decisions know an entry by.
	var front library.Front
	if _, _, _, err := kbfile.ParseFrontMatter(e.File, []byte(text), &front); err == nil && front.ID != e.ID {
		out = append(out, Finding{
			Code: "ENTRY_RENAMED", Severity: "error", Entry: e.ID, File: e.File, Line: 1, Text: front.ID,
			Message: fmt.Sprintf("the id %q must stay %q: records and decisions name it", front.ID, e.ID), Suggest: "id: " + e.ID,
		})
	}
	return out, nil
}

// EntryFaultsError tells that an entry's text must not be saved.
type EntryFaultsError struct {
	Entry    string
	Findings []Finding
}

// Error names the entry and each fault.
func (e *EntryFaultsError) Error() string {
	var texts []string
	for _, f := range e.Findings {
		texts = append(texts, f.Place()+": "+f.Message)
	}
	return fmt.Sprintf("the entry %q was not saved: %s", e.Entry, strings.Join(texts, "; "))
}

// SaveEntry gives an entry's file the text as it stands, under the lock of the
// library. A text with faults is refused with an *EntryFaultsError, one for the
// starter with ErrStarter.
func (d *Desk) SaveEntry(ctx context.Context, id, text, who string) (err error) {
	e, ok := d.Base().Library.Entry(id)
	if !ok {
		return &NotFoundError{"entry", id}
	}
	if d.cfg.KB == "" {
		return ErrStarter
	}
	store, err := edit.Lock(ctx, d.cfg.KB, "serve")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	path := filepath.Join(d.cfg.KB, filepath.FromSlash(e.File))
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("save the entry: %w", err)
	}
	text = asBefore(path, text)
	found, err := d.findings(ctx, e, text)
	if err != nil {
		return err
	}
	if faults := slices.DeleteFunc(found, func(f Finding) bool { return !f.IsFault() }); len(faults) > 0 {
		return &EntryFaultsError{Entry: id, Findings: faults}
	}
	err = atomicfile.Write(path, info.Mode().Perm(), func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return fmt.Errorf("save the entry: %w", err)
	}
	_, err = d.know.refresh(ctx, true)
	d.feed.publish(Event{Kind: EventKnowledge, Who: who})
	return err
}

// asBefore gives a text from a browser, which sends every line end as two
// characters, the line ends that the file had.
func asBefore(path, text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if data, err := os.ReadFile(path); err == nil && strings.Contains(string(data), "\r\n") {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}
