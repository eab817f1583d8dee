package match

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Embedder turns texts into vectors that are near where the texts mean the
// same; all have one length and as many numbers.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
}

// Vectors are the phrasings of entries as an Embedder sees them. They find
// entries that share no word with a question. They only propose: how sure a
// match is remains a matter of the signals, whose weights were fitted without
// them, and would have to be fitted anew for each Embedder. They are immutable
// and safe for concurrent use.
type Vectors struct {
	embedder Embedder
	size     int
	// rows are the vectors; entry and phrasing are theirs.
	rows     [][]float32
	entry    []string
	phrasing []string
}

// embedBatch is how many texts one request holds.
const embedBatch = 64

// mostVectors bounds the memory of a run, which for vectors of 1,536 numbers it
// keeps to 120 MB, and the time of each question: of a larger library the first
// phrasing of each entry is taken, then the second ones as far as there is room.
const mostVectors = 20_000

// NewVectors embeds the phrasings of entries, but for those known already, by
// text. All vectors that it holds come back for the next time.
func NewVectors(ctx context.Context, e Embedder, entries []Entry, known map[string][]float32) (*Vectors, map[string][]float32, error) {
	v := &Vectors{embedder: e}
	for round := 0; len(v.entry) < mostVectors; round++ {
		before := len(v.entry)
		for i := range entries {
			if round < len(entries[i].Questions) && len(v.entry) < mostVectors {
				v.entry = append(v.entry, entries[i].ID)
				v.phrasing = append(v.phrasing, entries[i].Questions[round])
			}
		}
		if len(v.entry) == before {
			break
		}
	}
	all := make(map[string][]float32, len(v.phrasing))
	var missing []string
	for _, text := range v.phrasing {
		vector, there := known[text]
		if _, twice := all[text]; !twice && !there {
			missing = append(missing, text)
		}
		all[text] = vector
	}
	fresh, err := embed(ctx, e, missing)
	if err != nil {
		return nil, nil, err
	}
	for i, text := range missing {
		all[text] = fresh[i]
	}
	if err := v.gather(all); err != nil {
		return nil, nil, err
	}
	return v, all, nil
}

// embed asks for vectors, some texts at a time.
func embed(ctx context.Context, e Embedder, texts []string) ([][]float32, error) {
	out := make([][]float32, 0, len(texts))
	for batch := range slices.Chunk(texts, embedBatch) {
		vectors, err := e.Embed(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("embed %d texts: %w", len(texts), err)
		}
		if len(vectors) != len(batch) {
			return nil, fmt.Errorf("embed %d texts: %d vectors came back", len(batch), len(vectors))
		}
		out = append(out, vectors...)
	}
	return out, nil
}

// gather puts the vectors in their rows, each of length 1, as they are kept too.
func (v *Vectors) gather(all map[string][]float32) error {
	for _, text := range v.phrasing {
		vector := all[text]
		if v.size == 0 {
			v.size = len(vector)
		}
		unit, err := v.unit(vector)
		if err != nil {
			return err
		}
		v.rows, all[text] = append(v.rows, unit), unit
	}
	return nil
}

// unitError is how far the square of a length may be from 1: rounding to 32 bits
// leaves less.
const unitError = 1e-5

// unit is a vector of length 1.
func (v *Vectors) unit(vector []float32) ([]float32, error) {
	square := 0.0
	for _, x := range vector {
		square += float64(x) * float64(x)
	}
	if len(vector) != v.size || !(square > 0) || math.IsInf(square, 0) {
		return nil, fmt.Errorf("a vector of %d numbers and length %.3g among those of %d", len(vector), math.Sqrt(square), v.size)
	}
	if math.Abs(square-1) < unitError {
		return vector, nil // what is kept stays as it is, to the bit
	}
	out := make([]float32, len(vector))
	for i, x := range vector {
		out[i] = float32(float64(x) / math.Sqrt(square))
	}
	return out, nil
}

// near is an entry that the vectors propose.
type near struct {
	entry, phrasing string
	cosine          float64
}

const (
	// nearest is how many entries the vectors propose for a question.
	nearest = 10
	// leastCosine keeps away what has nothing to do with a question; what is near
	// differs from Embedder to Embedder, so it is low.
	leastCosine = 0.3
)

// nearest returns the entries whose phrasings are nearest to a vector, best
// first, ties by id.
func (v *Vectors) nearest(vector []float32) []near {
	unit, err := v.unit(vector)
	if err != nil {
		return nil // a question without a usable vector is ranked without
	}
	best := map[string]near{}
	for i, id := range v.entry {
		dot := 0.0
		for j, x := range v.rows[i] {
			dot += float64(x) * float64(unit[j])
		}
		dot = round(dot)
		if dot >= leastCosine && dot > best[id].cosine {
			best[id] = near{id, v.phrasing[i], dot}
		}
	}
	out := make([]near, 0, len(best))
	for _, n := range best {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b near) int { return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.entry, b.entry)) })
	return out[:min(nearest, len(out))]
}

// sigMeaning is how near a question is to a phrasing by vectors. It is shown and
// weighs nothing.
const sigMeaning = "meaning"

// IsNear reports whether vectors proposed the entry.
func (m Match) IsNear() bool { return m.Signals[sigMeaning] > 0 }

// Lean is the match without its signals, but for that of the meaning: the others
// tell nothing of an entry that was never near enough to answer.
func (m Match) Lean() Match {
	meaning, there := m.Signals[sigMeaning]
	m.Signals = map[string]float64{}
	if there {
		m.Signals[sigMeaning] = meaning
	}
	return m
}

// WithVectors has vectors propose entries beside the index, for questions that
// carry a vector themselves.
func WithVectors(v *Vectors) Option {
	return func(m *Matcher) { m.vectors = v }
}

// Embed returns the vectors of questions, nil if the matcher has no vectors.
func (m *Matcher) Embed(ctx context.Context, questions []string) ([][]float32, error) {
	if m.vectors == nil || len(questions) == 0 {
		return nil, nil
	}
	return embed(ctx, m.vectors.embedder, questions)
}

// propose is what the vectors find for a question.
func (m *Matcher) propose(q *Question) []near {
	if m.vectors == nil || q.Vector == nil {
		return nil
	}
	return m.vectors.nearest(q.Vector)
}

// behind puts the proposals that the index did not make behind those that it did,
// below the confidence from which an entry is shown as a draft. Neither the order
// nor the lead of the others, and so no answer, is another for what vectors find:
// it is for the eyes of a model and of a person.
func (m *Matcher) behind(q *Question, ranked []scored, proposed []near) ([]scored, error) {
	var a *asked
	for _, p := range proposed {
		if slices.ContainsFunc(ranked, func(s scored) bool { return s.entry.entry.ID == p.entry }) {
			continue
		}
		if a == nil {
			a = m.ask(q)
		}
		e, err := m.entry(p.entry)
		if err != nil {
			return nil, err
		}
		if s, ok := m.best(a, e); ok {
			s.conf = min(m.model.confidence(s.signals, -1), m.model.thresholds.Review-belowReview)
			ranked = append(ranked, s)
		}
	}
	return ranked, nil
}

// belowReview keeps a proposal below the threshold after rounding.
const belowReview = 0.001

// nearShown is how many of the entries that vectors propose are returned though
// they rank below the others.
const nearShown = 2

// present picks the best n, and of the rest the nearest in meaning.
func present(ranked []scored, proposed []near, n int) []Match {
	matches := make([]Match, 0, n+nearShown)
	add := func(s scored) {
		m := s.match()
		if i := slices.IndexFunc(proposed, func(p near) bool { return p.entry == m.Entry }); i >= 0 {
			m.Signals[sigMeaning] = proposed[i].cosine
		}
		matches = append(matches, m)
	}
	for _, s := range ranked[:min(n, len(ranked))] {
		add(s)
	}
	rest := ranked[min(n, len(ranked)):]
	for _, p := range proposed[:min(nearShown, len(proposed))] {
		if i := slices.IndexFunc(rest, func(s scored) bool { return s.entry.entry.ID == p.entry }); i >= 0 {
			add(rest[i])
		}
	}
	return matches
}
