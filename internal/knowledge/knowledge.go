// Package knowledge opens everything that a run knows, once: reference data,
// the company's library, posture and facts, and the readers and matchers made
// from them.
//
// It decides nothing about questions. The promise: a Base is whole, checked
// and immutable; if a file has a fault, Open returns all faults of all files
// and no Base.
package knowledge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"candor/internal/alike"
	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/date"
	drafts "candor/internal/draft" // its own name is taken here
	"candor/internal/framework"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/posture"
	"candor/internal/roadmap"
	"candor/internal/workbook"
	"candor/knowledgebase"
)

// Base is the knowledge of a run.
type Base struct {
	Catalogue *framework.Catalogue
	Library   *library.Library
	Posture   *posture.Posture
	Reader    *ask.Reader
	Gaps      *gap.Engine
	Claims    *claim.Checker
	Guard     *guard.Guard
	Blocker   *guard.BlockList
	// Drafts checks texts that a model worded.
	Drafts     *drafts.Checker
	Matcher    *match.Matcher
	Lexicon    *workbook.Lexicon
	Vocabulary Vocabulary
	// Alike finds texts that ask or say the same.
	Alike *alike.Finder
	// Roadmap holds the weights and words of the gap report.
	Roadmap *roadmap.Rules
	// Digest names this state of the knowledge: the SHA-256 of all its files.
	Digest string
	// Starter is true if the fictional company answers: the embedded one, or a
	// copy of it that still bears its name.
	Starter bool
	// Notes are what the user should know about how the knowledge was opened.
	Notes []string
	// WithoutMeaning is true if an embedding model was asked for and not to be had.
	WithoutMeaning bool
}

// Open loads the knowledge of the company folder dir, or the starter for "".
// asOf is the day on which records are judged. The error is a kbfile.Faults if
// the knowledge has faults; warnings are no faults.
func Open(ctx context.Context, dir string, asOf date.Date, opts ...Option) (*Base, error) {
	fsys, err := source(dir)
	if err != nil {
		return nil, err
	}
	o, err := newOpening(fsys, dir == "", opts)
	if err != nil {
		return nil, err
	}
	b, faults := loadWith(o.tree, asOf, o.library)
	faults = slices.DeleteFunc(faults, func(f kbfile.Fault) bool { return f.Warning })
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("the knowledge base has %d faults; `candor check` lists them with warnings:\n%w", len(faults), err)
	}
	b.Starter = dir == "" || b.bearsDemoName()
	if b.Digest, err = o.digest(); err != nil {
		return nil, err
	}
	if b.Matcher, err = o.matcher(ctx, b); err != nil {
		return nil, fmt.Errorf("index the library: %w", err)
	}
	return b, nil
}

// load reads every file and gathers every fault. What could not be loaded is
// nil in the Base. The parts that do not build on one another load side by
// side, since every command waits for them.
func load(fsys fs.FS, asOf date.Date) (*Base, kbfile.Faults) {
	return loadWith(fsys, asOf, func(load loader) (*library.Library, kbfile.Faults) { return load() })
}

// loader reads the library.
type loader = func() (*library.Library, kbfile.Faults)

// loadWith is load; take gets the library, from the loader that it is given or
// from elsewhere.
func loadWith(fsys fs.FS, asOf date.Date, take func(loader) (*library.Library, kbfile.Faults)) (*Base, kbfile.Faults) {
	b := &Base{}
	var company kbfile.Faults
	errs := together(
		func() (err error) { b.Gaps, err = gap.Load(fsys); return err },
		func() (err error) {
			if b.Guard, err = guard.Load(fsys); err != nil {
				return err
			}
			b.Alike, err = alike.New(fsys, b.Guard)
			return err
		},
		func() (err error) { b.Blocker, err = guard.LoadBlockList(fsys); return err },
		func() (err error) { b.Roadmap, err = roadmap.LoadRules(fsys); return err },
		func() (err error) {
			if b.Lexicon, err = workbook.LoadLexicon(fsys); err != nil {
				return err
			}
			b.Vocabulary, err = loadVocabulary(fsys, b.Lexicon)
			return err
		},
		func() (err error) { b.Reader, err = orBuiltIn(fsys, ask.Load); return err },
		func() (err error) {
			b.Catalogue, err = orBuiltIn(fsys, framework.Load)
			company = b.loadCompany(fsys, asOf, take)
			return err
		},
	)
	faults := company
	for _, err := range errs {
		faults.Add("lexicon", err)
	}
	if b.Posture != nil && b.Reader != nil {
		var err error
		b.Claims, err = claim.New(fsys, b.Reader, b.Posture)
		faults.Add("lexicon", err)
	}
	if b.Posture != nil && b.Reader != nil && b.Guard != nil {
		var err error
		b.Drafts, err = drafts.Load(fsys, b.Guard.Words(), b.Reader, b.Posture.Reference().Months())
		faults.Add("lexicon", err)
	}
	return b, faults
}

// orBuiltIn loads reference data and, where a company's own has faults, what is
// built in beside the error: so the faults of all that builds on it are found
// in the same run.
func orBuiltIn[T any](fsys fs.FS, load func(fs.FS) (*T, error)) (*T, error) {
	v, err := load(fsys)
	if err == nil {
		return v, nil
	}
	v, builtInErr := load(knowledgebase.FS)
	if builtInErr != nil {
		return nil, err
	}
	return v, err
}

// together runs independent steps side by side and returns their errors in
// the order of the steps.
func together(steps ...func() error) []error {
	errs := make([]error, len(steps))
	var wg sync.WaitGroup
	for i, step := range steps {
		wg.Go(func() { errs[i] = step() })
	}
	wg.Wait()
	return errs
}

// loadCompany reads what the company owns.
func (b *Base) loadCompany(fsys fs.FS, asOf date.Date, take func(loader) (*library.Library, kbfile.Faults)) kbfile.Faults {
	var faults kbfile.Faults
	ref, err := orBuiltIn(fsys, posture.LoadReference)
	faults.Add("frameworks", err)
	if ref == nil || b.Catalogue == nil {
		return faults
	}
	var more kbfile.Faults
	b.Posture, more = posture.Load(fsys, "company", ref)
	faults = append(faults, more...)
	var products []string
	maxAge := ref.Defaults().AnswerMaxAgeDays
	if b.Posture != nil {
		products, maxAge = b.ProductIDs(), b.Posture.Policy.AnswerMaxAgeDays
		faults = append(faults, b.Posture.Validate(b.Catalogue, asOf)...)
	}
	b.Library, more = take(func() (*library.Library, kbfile.Faults) {
		return library.Load(fsys, b.Catalogue, products, library.WithMaxAge(maxAge))
	})
	if b.Posture == nil {
		// Without the posture no product is known; that is its fault, not the entries'.
		more = slices.DeleteFunc(more, func(f kbfile.Fault) bool { return f.Code == "PRODUCT_UNKNOWN" })
	}
	faults = append(faults, more...)
	return faults
}

// ProductIDs are the products that the posture knows.
func (b *Base) ProductIDs() []string {
	ids := make([]string, len(b.Posture.Products))
	for i, p := range b.Posture.Products {
		ids[i] = p.ID
	}
	return ids
}

// Entries are what may be matched: approved entries and drafts that are not
// internal. A draft is never filled, but a person who reviews wants to see it.
func (b *Base) Entries() []match.Entry {
	var out []match.Entry
	for _, e := range b.Library.Entries() {
		if e.Status != library.Retired && e.Sharing != library.Internal {
			out = append(out, MatchEntry(e))
		}
	}
	return out
}

// MatchEntry is what matching and guards must know of an entry.
func MatchEntry(e *library.Entry) match.Entry {
	return match.Entry{
		ID: e.ID, Questions: e.Questions, Text: e.Text, Short: e.Short, Verdict: string(e.Verdict), Example: e.IsExample(),
		Topics: e.Topics, Controls: e.Controls, Products: e.Products, Language: e.Language,
	}
}

// Blocked reports whether a tool must leave a row to a person, and to whom.
func (b *Base) Blocked(text string, section []string) *answer.Block {
	f, ok := b.Blocker.Blocked(text, section...)
	if !ok {
		return nil
	}
	return &answer.Block{Code: string(f.Reason), Owner: f.Owner, Why: f.Why}
}

// Lexicon loads only what reading a workbook needs.
func Lexicon() (*workbook.Lexicon, error) {
	l, err := workbook.LoadLexicon(knowledgebase.FS)
	if err != nil {
		return nil, fmt.Errorf("load lexicon: %w", err)
	}
	return l, nil
}

// digest names the state of a tree by its files' names and bytes. Names that
// begin with a dot are no knowledge: version control, locks, temporary files.
func digest(fsys fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch hidden := strings.HasPrefix(d.Name(), ".") && name != "."; {
		case err != nil:
			return err
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir():
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s\x00%d\x00", name, len(data))
		h.Write(data)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("digest the knowledge base: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
