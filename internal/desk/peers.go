package desk

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"candor/internal/library"
	"candor/internal/runlog"
	"candor/internal/textnorm"
)

// peers knows where on the desk each question is asked. Two rows ask the same if
// they have the same normal form under the same parent; a question of few words
// ("Policy in place?") takes its meaning from its heading, so that counts too.
// Candor batch tells conflicts by the same rule.
type peers struct {
	lex *textnorm.Lexicon

	mu sync.Mutex
	// by are the rows by their key, then by questionnaire.
	by map[uint64]map[string][]peer
	// of are the keys of each questionnaire.
	of map[string][]uint64
}

// peer is a row as others see it.
type peer struct {
	lightRow
	item string
}

func newPeers(lex *textnorm.Lexicon) *peers {
	return &peers{lex: lex, by: map[uint64]map[string][]peer{}, of: map[string][]uint64{}}
}

// fewWords is the length up to which a question needs its heading.
const fewWords = 2

// key is what rows share that ask the same.
func (p *peers) key(q *runlog.Question, parent string) uint64 {
	form := p.lex.Normalize(q.Question, q.Language)
	words := strings.FieldsFunc(form, func(r rune) bool { return r == ' ' || r == '_' })
	switch {
	case len(words) == 0:
		return 0
	case parent != "":
		return shortHash(form, p.lex.Normalize(parent, q.Language))
	case len(words) <= fewWords && len(q.Section) > 0:
		return shortHash(form, textnorm.Fold(q.Section[len(q.Section)-1]))
	}
	return shortHash(form)
}

// put takes the rows of a questionnaire in place of those before.
func (p *peers) put(id string, rows []lightRow) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drop(id)
	for i := range rows {
		r := rows[i]
		if r.key == 0 {
			continue
		}
		if p.by[r.key] == nil {
			p.by[r.key] = map[string][]peer{}
		}
		if p.by[r.key][id] == nil {
			p.of[id] = append(p.of[id], r.key)
		}
		p.by[r.key][id] = append(p.by[r.key][id], peer{r, id})
	}
}

// set takes one row of a questionnaire that is known.
func (p *peers) set(id string, r lightRow) {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.by[r.key][id]
	for i := range list {
		if list[i].Ref == r.Ref {
			list[i].lightRow = r
		}
	}
}

func (p *peers) forget(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drop(id)
}

func (p *peers) drop(id string) {
	for _, key := range p.of[id] {
		delete(p.by[key], id)
		if len(p.by[key]) == 0 {
			delete(p.by, key)
		}
	}
	delete(p.of, id)
}

// others are the rows of other questionnaires that ask the same as a row.
func (p *peers) others(id string, key uint64) []peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []peer
	for _, other := range slices.Sorted(maps.Keys(p.by[key])) {
		if other != id {
			out = append(out, p.by[key][other]...)
		}
	}
	return out
}

// contradicts tells whether two answers cannot both be true: another position,
// or without any another text. A row without an answer contradicts nothing.
func contradicts(a, b *lightRow) bool {
	if !a.isAnswered() || !b.isAnswered() {
		return false
	}
	if hasPosition(a.verdict) != hasPosition(b.verdict) {
		return false
	}
	if hasPosition(a.verdict) {
		return a.verdict != b.verdict
	}
	return !saysSame(a, b)
}

func (r *lightRow) isAnswered() bool { return r.Choice != "" || r.full != "" }

func hasPosition(v library.Verdict) bool {
	return v == library.Yes || v == library.No || v == library.Partial || v == library.NA
}

// saysSame compares texts by their words.
func saysSame(a, b *lightRow) bool {
	if a.full == b.full {
		return true
	}
	return slices.Equal(textnorm.Words(textnorm.Fold(a.full)), textnorm.Words(textnorm.Fold(b.full)))
}
