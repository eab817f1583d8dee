package match

import (
	"context"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"candor/internal/index"
	"candor/internal/pack"
	"candor/internal/textnorm"
)

// reading is what the words of an entry say, in normal form: the dear part of
// making an entry ready, and the only one that is kept on disk.
type reading struct {
	phrasings  [][]textnorm.Token
	text, name []textnorm.Token
	sums       []uint64
}

func (m *Matcher) read(e *Entry) reading {
	var r reading
	for _, q := range e.Questions {
		r.phrasings = append(r.phrasings, m.lex.Analyze(q, e.Language).Core())
	}
	r.text = m.lex.AnalyzeText(e.Text, e.Language).Core()
	r.name, r.sums = m.name(e.ID), sumsOf(e)
	return r
}

// forms are the readings of a library, packed: a hundred thousand entries ready
// for comparing would fill a gigabyte, and a run compares with few of them.
type forms struct {
	// Tokens holds each different token once; a reading names them by place.
	Tokens []textnorm.Token
	// Entries are the packed readings in the order of the entries.
	Entries []string
	Listed  listed
}

// tokenKey is what tells tokens apart.
type tokenKey struct {
	word, key, action, parts string
	kind                     textnorm.Kind
	generic                  bool
}

// packer packs readings.
type packer struct {
	forms forms
	known map[tokenKey]uint64
}

func (p *packer) add(id string, r reading) {
	b := pack.AppendString(nil, id)
	b = binary.AppendUvarint(b, uint64(len(r.phrasings)))
	for _, tokens := range r.phrasings {
		b = p.tokens(b, tokens)
	}
	b = p.tokens(b, r.text)
	b = p.tokens(b, r.name)
	for _, sum := range r.sums {
		p.forms.Listed.Sums = append(p.forms.Listed.Sums, sum)
		p.forms.Listed.Owners = append(p.forms.Listed.Owners, uint32(len(p.forms.Entries))) //nolint:gosec // as many entries as no library has
	}
	p.forms.Entries = append(p.forms.Entries, string(b))
}

func (p *packer) tokens(b []byte, tokens []textnorm.Token) []byte {
	b = binary.AppendUvarint(b, uint64(len(tokens)))
	for _, t := range tokens {
		k := tokenKey{t.Word, t.Key, t.Action, strings.Join(t.Parts, "\x00"), t.Kind, t.Generic}
		at, there := p.known[k]
		if !there {
			at = uint64(len(p.forms.Tokens))
			p.known[k] = at
			p.forms.Tokens = append(p.forms.Tokens, t)
		}
		b = binary.AppendUvarint(b, at)
	}
	return b
}

// reading unpacks the i-th entry, which must be the one of that id.
func (f *forms) reading(i int, id string) (reading, error) {
	r := pack.NewReader(f.Entries[i])
	if have := r.String(); have != id {
		return reading{}, fmt.Errorf("the kept forms are those of %q, not of %q", have, id)
	}
	var out reading
	out.phrasings = make([][]textnorm.Token, r.Count())
	for j := range out.phrasings {
		out.phrasings[j] = f.tokens(r)
	}
	out.text, out.name = f.tokens(r), f.tokens(r)
	if r.Err() != nil {
		return reading{}, fmt.Errorf("read kept forms of %q: %w", id, r.Err())
	}
	return out, nil
}

func (f *forms) tokens(r *pack.Reader) []textnorm.Token {
	out := make([]textnorm.Token, r.Count())
	for i := range out {
		if at := r.Uint(); at < uint64(len(f.Tokens)) {
			out[i] = f.Tokens[at]
		}
	}
	return out
}

// readChunk is how many entries are read at a time: their tokens are large
// until they are packed.
const readChunk = 2000

// readAll reads the entries side by side, since that is most of what building
// costs. done is called for each entry in order.
func (m *Matcher) readAll(ctx context.Context, entries []Entry, done func(i int, r reading, p *prepared)) error {
	readings, ready := make([]reading, readChunk), make([]*prepared, readChunk)
	for start := 0; start < len(entries); start += readChunk {
		if ctx.Err() != nil {
			return fmt.Errorf("read the library: %w", ctx.Err())
		}
		chunk := entries[start:min(start+readChunk, len(entries))]
		var next atomic.Int64
		var wait sync.WaitGroup
		for range min(len(chunk), runtime.GOMAXPROCS(0)) {
			wait.Go(func() {
				for i := next.Add(1) - 1; i < int64(len(chunk)); i = next.Add(1) - 1 {
					readings[i] = m.read(&chunk[i])
					p := m.assemble(chunk[i], readings[i])
					ready[i] = &p
				}
			})
		}
		wait.Wait()
		for i := range chunk {
			done(start+i, readings[i], ready[i])
		}
	}
	return nil
}

// build reads the entries and returns their forms and what is indexed of them.
func (m *Matcher) build(ctx context.Context, entries []Entry, keep func(i int, p *prepared)) (forms, []index.Doc, error) {
	p := packer{known: map[tokenKey]uint64{}}
	docs := make([]index.Doc, 0, len(entries))
	err := m.readAll(ctx, entries, func(i int, r reading, ready *prepared) {
		p.add(entries[i].ID, r)
		docs = append(docs, ready.doc())
		keep(i, ready)
	})
	p.forms.Listed.sort()
	return p.forms, docs, err
}
