package library

import (
	"io/fs"
	"sync"

	"candor/internal/kbfile"
)

// factsFile holds the company's facts.
const factsFile = "company/facts.yaml"

// places finds where values stand in their files. The files are read again
// when somebody asks: the places of all values of a large library take more
// memory than the values, and few are ever asked for. Of a file that was
// changed since it was loaded, places are where they are now.
type places struct {
	fsys    fs.FS
	mu      sync.Mutex
	docs    map[string]*kbfile.Document // by id
	factDoc *kbfile.Document
}

func newLibrary(fsys fs.FS) *Library {
	return &Library{
		byID: map[string]*Entry{}, taken: map[string]string{},
		places: places{fsys: fsys, docs: map[string]*kbfile.Document{}},
	}
}

// document returns the front matter of an entry, nil if it cannot be read.
func (l *Library) document(id string) *kbfile.Document {
	e, ok := l.byID[id]
	if !ok {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	doc, known := l.docs[id]
	if !known {
		var front Front
		// Faults were reported when it was loaded.
		doc, _, _, _ = kbfile.ReadFrontMatter(l.fsys, e.File, &front)
		l.docs[id] = doc
	}
	return doc
}

// factDocument returns the file of facts, nil if it cannot be read.
func (l *Library) factDocument() *kbfile.Document {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.factDoc == nil {
		facts := map[string]Fact{}
		// Faults were reported when it was loaded.
		l.factDoc, _ = kbfile.Read(l.fsys, factsFile, &facts)
	}
	return l.factDoc
}

// top is the place of what has none.
var top = kbfile.Pos{Line: 1, Col: 1}

// FactAt returns the place of a fact in company/facts.yaml.
func (l *Library) FactAt(name string) kbfile.Pos {
	if doc := l.factDocument(); doc != nil {
		return doc.At(name)
	}
	return top
}

// At returns the place of a front-matter value in the entry's file, for
// findings of other packages.
func (l *Library) At(id, path string) kbfile.Pos {
	if doc := l.document(id); doc != nil {
		return doc.At(path)
	}
	return top
}

// Line is the line of At.
func (l *Library) Line(id, path string) int { return l.At(id, path).Line }
