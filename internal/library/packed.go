package library

import (
	"errors"
	"fmt"
	"io/fs"

	"candor/internal/pack"
)

// packed is a library without a fault as it is kept on disk.
type packed struct {
	Entries []Entry
	Facts   map[string]Fact
}

// Pack turns a library into bytes for Unpack: reading a hundred thousand files
// back this way takes a second, and parsing them a minute.
func (l *Library) Pack() ([]byte, error) {
	if len(l.faulty) > 0 {
		return nil, errors.New("pack the library: it has faulty entries")
	}
	p := packed{Entries: make([]Entry, len(l.entries)), Facts: l.facts}
	for i, e := range l.entries {
		p.Entries[i] = *e
	}
	data, err := pack.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("pack the library: %w", err)
	}
	return data, nil
}

// Unpack is the library that was loaded from fsys and packed. That the files
// are still the same is for the caller to know.
func Unpack(fsys fs.FS, data string) (*Library, error) {
	var p packed
	if err := pack.Unmarshal(data, &p); err != nil {
		return nil, fmt.Errorf("unpack the library: %w", err)
	}
	l := newLibrary(fsys)
	l.facts = p.Facts
	if l.facts == nil {
		l.facts = map[string]Fact{}
	}
	l.entries = make([]*Entry, len(p.Entries))
	for i := range p.Entries {
		e := &p.Entries[i]
		l.entries[i], l.byID[e.ID], l.taken[e.ID] = e, e, e.File
	}
	return l, nil
}
