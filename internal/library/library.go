// Package library holds the company's answer entries: Markdown files with
// front matter, one answer each, resolved against the company's facts.
//
// Loading reads every file and reports every fault with file, line and column;
// it does not decide which entry answers a question. The promise: an entry
// that Load returns is whole, its facts are filled in, and its references
// name controls, topics and products that exist.
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
	byID    map[string]*Entry
	docs    map[string]*kbfile.Document
	facts   map[string]Fact
	factDoc *kbfile.Document
}

// Load reads library/**/*.md and company/facts.yaml from fsys. products are
// the ids that entries may name. All faults come back together; the library
// holds the entries without a fault and is never nil. A folder without a
// library is an empty one.
func Load(fsys fs.FS, cat Catalogue, products []string) (*Library, kbfile.Faults) {
	l := &Library{byID: map[string]*Entry{}, docs: map[string]*kbfile.Document{}}
	var faults kbfile.Faults
	l.loadFacts(fsys, &faults)
	names := entryFiles(fsys, &faults)
	check := checker{cat: cat, products: products, facts: l.facts}
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

// entryFiles lists the entries' files in lexical order.
func entryFiles(fsys fs.FS, faults *kbfile.Faults) []string {
	var names []string
	err := fs.WalkDir(fsys, "library", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == "library":
			return fs.SkipAll
		case err != nil:
			faults.Add(name, err)
		case !d.IsDir() && path.Ext(name) == ".md" && !strings.EqualFold(path.Base(name), "README.md"):
			names = append(names, name)
		}
		return nil
	})
	faults.Add("library", err)
	return names
}

func (l *Library) loadFacts(fsys fs.FS, faults *kbfile.Faults) {
	const name = "company/facts.yaml"
	l.facts = map[string]Fact{}
	doc, err := kbfile.Read(fsys, name, &l.facts)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	faults.Add(name, err)
	l.factDoc = doc
}

// parsedEntry is one file as read, before it is held against the others.
type parsedEntry struct {
	entry  *Entry
	doc    *kbfile.Document
	faults kbfile.Faults
}

func parseEntry(fsys fs.FS, name string, check *checker) parsedEntry {
	e := &Entry{File: name}
	p := parsedEntry{entry: e}
	doc, body, bodyLine, err := kbfile.ReadFrontMatter(fsys, name, &e.Front)
	if err != nil {
		p.faults.Add(name, err)
		return p
	}
	p.doc = doc
	p.faults = check.entry(e, doc)
	p.faults = append(p.faults, e.setBody(body, bodyLine, check.facts)...)
	return p
}

// add takes an entry into the library and returns its faults; one with a fault
// stays out.
func (l *Library) add(p parsedEntry) kbfile.Faults {
	e := p.entry
	if first, dup := l.byID[e.ID]; dup && p.doc != nil {
		p.faults = append(p.faults, p.doc.Fault("id", "", "id %q is taken by %s", e.ID, first.File))
	}
	if slices.ContainsFunc(p.faults, func(f kbfile.Fault) bool { return !f.Warning }) {
		return p.faults
	}
	l.entries = append(l.entries, e)
	l.byID[e.ID] = e
	l.docs[e.ID] = p.doc
	return p.faults
}

// Entries returns all entries in order of id, drafts and retired ones too.
func (l *Library) Entries() []*Entry { return l.entries }

// Entry returns the entry of that id.
func (l *Library) Entry(id string) (*Entry, bool) {
	e, ok := l.byID[id]
	return e, ok
}

// Line returns the line of the entry's file that the front-matter value at
// path stands on, for findings of other packages.
func (l *Library) Line(id, path string) int {
	if doc, ok := l.docs[id]; ok {
		return doc.At(path).Line
	}
	return 1
}

// UnusedFacts returns a warning for each fact that no entry uses.
func (l *Library) UnusedFacts() kbfile.Faults {
	used := map[string]bool{}
	for _, e := range l.entries {
		for _, name := range e.Facts {
			used[name] = true
		}
	}
	var faults kbfile.Faults
	for name := range l.facts {
		if !used[name] {
			faults = append(faults, l.factDoc.Warning(name, "FACT_UNUSED", "no entry uses the fact %q", name))
		}
	}
	return faults
}

// checker holds what an entry's references are held against.
type checker struct {
	cat      Catalogue
	products []string
	facts    map[string]Fact
}

func (c *checker) entry(e *Entry, doc *kbfile.Document) kbfile.Faults {
	var faults kbfile.Faults
	add := func(at, format string, args ...any) { faults = append(faults, doc.Fault(at, "", format, args...)) }
	if want := strings.TrimSuffix(path.Base(e.File), ".md"); e.ID != want {
		add("id", "id %q does not match the file's name", e.ID)
	}
	oneOf(add, "verdict", "verdict", e.Verdict, Yes, No, Partial, NA, Text)
	oneOf(add, "sharing", "sharing level", e.Sharing, Public, NDA, Internal)
	oneOf(add, "status", "status", e.Status, Draft, Approved, Retired)
	for i, ev := range e.Evidence {
		oneOf(add, fmt.Sprintf("evidence[%d].sharing", i), "sharing level", ev.Sharing, Public, NDA, Internal)
	}
	if len(e.Questions) == 0 {
		add("questions", "an entry needs at least one question")
	}
	for i, q := range e.Questions {
		if strings.TrimSpace(q) == "" {
			add(fmt.Sprintf("questions[%d]", i), "the question is blank")
		}
	}
	c.references(e, add)
	if e.Owner == "" && e.Status == Approved {
		faults = append(faults, doc.Warning("", "OWNER_MISSING", "the entry has no owner"))
	}
	if e.Language == "" {
		e.Language = "en"
	}
	return faults
}

func (c *checker) references(e *Entry, add func(at, format string, args ...any)) {
	if len(e.Topics) == 0 {
		add("topics", "an entry needs at least one topic")
	}
	topics := c.cat.TopicIDs()
	for i, t := range e.Topics {
		if !slices.Contains(topics, t) {
			add(fmt.Sprintf("topics[%d]", i), "%s", kbfile.Unknown("topic", t, topics))
		}
	}
	for i, ref := range e.Controls {
		if msg := c.cat.Unknown(ref); msg != "" {
			add(fmt.Sprintf("controls[%d]", i), "%s", msg)
		}
	}
	for i, p := range e.Products {
		if !slices.Contains(c.products, p) {
			add(fmt.Sprintf("products[%d]", i), "%s", kbfile.Unknown("product", p, c.products))
		}
	}
}

func oneOf[T ~string](add func(at, format string, args ...any), at, what string, got T, allowed ...T) {
	if slices.Contains(allowed, got) {
		return
	}
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	add(at, "%s", kbfile.Unknown(what, string(got), words))
}
