// Package library holds the company's answer entries: Markdown files with
// front matter, one answer each, resolved against the company's facts.
//
// Loading reads every file and reports every fault with file, line and column;
// it does not decide which entry answers a question. The promise: an entry
// that Load returns is whole, its references name controls, topics and products
// that exist, and its facts are filled in or named as missing.
package library

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"candor/internal/kbfile"
)

// Catalogue is what the library must know of the frameworks.
type Catalogue interface {
	// Unknown returns "" for a control reference that exists, else what is
	// wrong with it.
	Unknown(ref string) string
	TopicIDs() []string
}

// Library is a set of entries; immutable once loaded.
type Library struct {
	entries []*Entry
	faulty  []*Entry
	byID    map[string]*Entry
	taken   map[string]string // id to file, faulty entries too
	facts   map[string]Fact
	places
}

// Option changes how a library is loaded.
type Option func(*checker)

// WithMaxAge gives entries that name no review period one of days; 0 gives none.
func WithMaxAge(days int) Option {
	return func(c *checker) { c.maxAge = Days(max(days, 0)) }
}

// Load reads library/**/*.md and company/facts.yaml from fsys. products are
// the ids that entries may name. All faults come back together; the library
// holds the entries without a fault and is never nil. A folder without a
// library is an empty one.
func Load(fsys fs.FS, cat Catalogue, products []string, opts ...Option) (*Library, kbfile.Faults) {
	l := newLibrary(fsys)
	var faults kbfile.Faults
	l.loadFacts(fsys, &faults)
	names := entryFiles(fsys, &faults)
	check := checker{cat: cat, topics: cat.TopicIDs(), products: products, facts: l.facts}
	for _, opt := range opts {
		opt(&check)
	}
	parsed := make([]parsedEntry, len(names))
	// Parsing is nearly all of the work, and each file is on its own.
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		wg.Go(func() {
			for i := range next {
				parsed[i] = parseEntry(fsys, names[i], &check)
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	wg.Wait()
	for _, p := range parsed {
		faults = append(faults, l.add(p)...)
	}
	slices.SortFunc(l.entries, func(a, b *Entry) int { return strings.Compare(a.ID, b.ID) })
	return l, faults
}

// entryFiles lists the entries' files in lexical order. Names that begin with a
// dot are no entries but what editors and version control leave about.
func entryFiles(fsys fs.FS, faults *kbfile.Faults) []string {
	var names []string
	err := fs.WalkDir(fsys, "library", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == "library":
			return fs.SkipAll
		case err != nil:
			faults.Add(name, err)
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && path.Ext(name) == ".md" && !strings.EqualFold(path.Base(name), "README.md"):
			names = append(names, name)
		}
		return nil
	})
	faults.Add("library", err)
	return names
}

func (l *Library) loadFacts(fsys fs.FS, faults *kbfile.Faults) {
	const name = factsFile
	l.facts = map[string]Fact{}
	_, err := kbfile.Read(fsys, name, &l.facts)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	faults.Add(name, err)
}

// parsedEntry is one file as read, before it is held against the others.
type parsedEntry struct {
	entry  *Entry
	isRead bool
	id     kbfile.Pos
	faults kbfile.Faults
}

func parseEntry(fsys fs.FS, name string, check *checker) parsedEntry {
	e := &Entry{File: name}
	p := parsedEntry{entry: e}
	doc, body, bodyLine, err := kbfile.ReadFrontMatter(fsys, name, &e.Front)
	p.faults.Add(name, err)
	if doc == nil {
		return p
	}
	p.isRead, p.id = true, doc.At("id")
	e.MaxAge = check.maxAge
	// Faults of form leave values empty; what they are is known already.
	p.faults = append(p.faults, check.entry(e, doc, err != nil)...)
	p.faults = append(p.faults, e.setBody(body, bodyLine, check.facts)...)
	return p
}

// add takes an entry into the library and returns its faults; one with a fault
// stays out.
func (l *Library) add(p parsedEntry) kbfile.Faults {
	e := p.entry
	if first, dup := l.taken[e.ID]; dup && p.isRead {
		p.faults = append(p.faults, kbfile.Fault{
			File: e.File, Line: p.id.Line, Col: p.id.Col, Code: "ID_TAKEN", Message: fmt.Sprintf("id %q is taken by %s", e.ID, first),
		})
	} else if e.ID != "" {
		l.taken[e.ID] = e.File
	}
	if slices.ContainsFunc(p.faults, func(f kbfile.Fault) bool { return !f.Warning }) {
		if p.isRead {
			l.faulty = append(l.faulty, e)
		}
		return p.faults
	}
	l.entries = append(l.entries, e)
	l.byID[e.ID] = e
	return p.faults
}

// Entries returns all entries in order of id, drafts and retired ones too.
func (l *Library) Entries() []*Entry { return l.entries }

// Entry returns the entry of that id.
func (l *Library) Entry(id string) (*Entry, bool) {
	e, ok := l.byID[id]
	return e, ok
}

// Faulty returns the entries that Load left out because of their faults, as
// far as they could be read, in order of their files: for findings about the
// rest of them.
func (l *Library) Faulty() []*Entry { return l.faulty }

// Facts returns the company's facts by name.
func (l *Library) Facts() map[string]Fact { return l.facts }

// UnusedFacts returns a warning for each fact that no entry uses.
func (l *Library) UnusedFacts() kbfile.Faults {
	used := map[string]bool{}
	for _, e := range slices.Concat(l.entries, l.faulty) {
		for _, name := range e.Facts {
			used[name] = true
		}
	}
	var faults kbfile.Faults
	for name := range l.facts {
		if !used[name] {
			at := l.FactAt(name)
			faults = append(faults, kbfile.Fault{
				File: factsFile, Line: at.Line, Col: at.Col, Warning: true, Code: "FACT_UNUSED", Message: fmt.Sprintf("no entry uses the fact %q", name),
			})
		}
	}
	return faults
}
