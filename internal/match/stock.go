package match

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"

	"candor/internal/index"
	"candor/internal/pack"
)

// stock holds the entries and makes each ready when it is first a candidate.
type stock struct {
	entries []Entry // by id
	at      map[string]int
	forms   forms
	ready   []atomic.Pointer[prepared]
	held    atomic.Int64
}

// mostHeld is how many entries stay ready: one takes some eight kilobytes, and a
// questionnaire comes near a few thousand.
const mostHeld = 20000

func newStock(entries []Entry) (*stock, error) {
	s := &stock{entries: entries, at: make(map[string]int, len(entries)), ready: make([]atomic.Pointer[prepared], len(entries))}
	byID := func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) }
	if !slices.IsSortedFunc(entries, byID) {
		s.entries = slices.SortedFunc(slices.Values(entries), byID)
	}
	for i := range s.entries {
		if _, twice := s.at[s.entries[i].ID]; twice {
			return nil, fmt.Errorf("entry %q stands twice in the library", s.entries[i].ID)
		}
		s.at[s.entries[i].ID] = i
	}
	return s, nil
}

func (s *stock) hold(i int, p *prepared) {
	if s.held.Add(1) <= mostHeld {
		s.ready[i].Store(p)
	}
}

// entry returns the entry of an id that the index gave, ready for comparing.
func (m *Matcher) entry(id string) (*prepared, error) {
	i, ok := m.stock.at[id]
	if !ok {
		return nil, fmt.Errorf("the index names the entry %q, which is not in the library", id)
	}
	if p := m.stock.ready[i].Load(); p != nil {
		return p, nil
	}
	r, err := m.stock.forms.reading(i, id)
	if err != nil {
		return nil, err
	}
	if len(r.phrasings) != len(m.stock.entries[i].Questions) {
		return nil, fmt.Errorf("the kept forms of %q have %d phrasings, not %d", id, len(r.phrasings), len(m.stock.entries[i].Questions))
	}
	p := m.assemble(m.stock.entries[i], r)
	m.stock.hold(i, &p)
	return &p, nil
}

// fill takes the forms and the index from where they were kept, or makes them.
func (m *Matcher) fill(ctx context.Context, entries []Entry, kept string) error {
	var err error
	if m.stock, err = newStock(entries); err != nil {
		return err
	}
	if kept != "" {
		return m.take(kept)
	}
	var docs []index.Doc
	m.stock.forms, docs, err = m.build(ctx, m.stock.entries, m.stock.hold)
	if err != nil {
		return err
	}
	if m.index, err = index.Build(ctx, docs); err != nil {
		return fmt.Errorf("index the library: %w", err)
	}
	return nil
}

// The names of what Keep writes.
const (
	formsName = "forms"
	indexName = "index"
)

func (m *Matcher) take(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, formsName))
	if err != nil {
		return fmt.Errorf("read kept forms: %w", err)
	}
	if err := pack.Unmarshal(string(data), &m.stock.forms); err != nil {
		return fmt.Errorf("read kept forms: %w", err)
	}
	if len(m.stock.forms.Entries) != len(m.stock.entries) {
		return fmt.Errorf("the kept forms are those of %d entries, not of %d", len(m.stock.forms.Entries), len(m.stock.entries))
	}
	if err := m.stock.forms.Listed.check(len(m.stock.entries)); err != nil {
		return err
	}
	ids := make([]string, len(m.stock.entries))
	for i := range ids {
		ids[i] = m.stock.entries[i].ID
	}
	if m.index, err = index.Open(filepath.Join(dir, indexName), ids); err != nil {
		return fmt.Errorf("open kept index: %w", err)
	}
	return nil
}

// Kept lets New take from dir what Keep wrote there for the same entries and
// the same words. That they are the same is for the caller to know.
func Kept(dir string) Option {
	return func(m *Matcher) { m.kept = dir }
}

// Keep writes into dir what New would compute from the entries, of which there
// must be some.
func Keep(ctx context.Context, dir string, entries []Entry, w *Words) error {
	m := &Matcher{lex: w.lex, background: w.background}
	s, err := newStock(entries)
	if err != nil {
		return err
	}
	f, docs, err := m.build(ctx, s.entries, func(int, *prepared) {})
	if err != nil {
		return err
	}
	data, err := pack.Marshal(f)
	if err != nil {
		return fmt.Errorf("keep forms: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, formsName), data, 0o600); err != nil {
		return fmt.Errorf("keep forms: %w", err)
	}
	return index.BuildAt(ctx, filepath.Join(dir, indexName), docs)
}
