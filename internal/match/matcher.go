package match

import (
	"cmp"
	"context"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/index"
	"candor/internal/textnorm"
)

// Matcher ranks entries. It is immutable and safe for concurrent use.
type Matcher struct {
	lex        *textnorm.Lexicon
	background background
	// associations are shared, and guesses.
	associations associations
	matters      *matters
	sides        *sides
	topics       topics
	model        model
	stock        *stock
	index        *index.Index
	kept         string // folder of what Keep wrote, "" to compute it
	verbatim     verbatim
	vectors      *Vectors // nil without
}

// proposals is how many candidates the index is asked for: on the gold set the
// right entry was among the first 20 whenever it was found at all.
const proposals = 50

// shown is how many matches Rank returns.
const shown = 5

// maxQueryTerms bounds the query of one question; the rarest terms are kept.
const maxQueryTerms = 16

// topicGiven is what a topic counts that the caller names.
const topicGiven = 2

// Option changes how a matcher is built.
type Option func(*Matcher)

// WithWords gives the matcher words that are loaded already.
func WithWords(w *Words) Option {
	return func(m *Matcher) {
		m.lex, m.background, m.associations, m.matters, m.sides = w.lex, w.background, w.associations, w.matters, w.sides
	}
}

// New builds a matcher over entries with the knowledge in fsys.
func New(ctx context.Context, fsys fs.FS, entries []Entry, options ...Option) (*Matcher, error) {
	m := &Matcher{}
	for _, o := range options {
		o(m)
	}
	if m.lex == nil {
		words, err := LoadWords(fsys)
		if err != nil {
			return nil, err
		}
		WithWords(words)(m)
	}
	var err error
	if m.topics, err = loadTopics(fsys); err != nil {
		return nil, err
	}
	if m.model, err = loadModel(fsys); err != nil {
		return nil, err
	}
	if err = m.fill(ctx, entries, m.kept); err != nil {
		return nil, err
	}
	for i := range m.stock.entries {
		m.verbatim.add(&m.stock.entries[i])
	}
	return m, nil
}

// Close frees the index behind the matcher.
func (m *Matcher) Close() error { return m.index.Close() }

// Thresholds returns the confidences from which to fill and to show a draft.
func (m *Matcher) Thresholds() Thresholds { return m.model.thresholds }

// Topic returns the question's topic: the one it names, else the one that its
// words and section suggest, else "".
func (m *Matcher) Topic(q Question) string {
	if q.Topic != "" {
		return q.Topic
	}
	return m.topics.best(m.topics.scores(&q))
}

func (p *prepared) doc() index.Doc {
	d := index.Doc{ID: p.entry.ID, Topics: p.entry.Topics, Controls: p.entry.Controls}
	for _, b := range p.phrasings {
		keys := make([]string, 0, len(b.terms))
		for _, t := range b.terms {
			keys = append(keys, t.key)
			keys = append(keys, t.parts...)
		}
		d.Questions = append(d.Questions, strings.Join(keys, " "))
	}
	text := make([]string, 0, len(p.text.terms))
	for _, t := range p.text.terms {
		text = append(text, t.key)
		text = append(text, t.parts...)
	}
	d.Text = strings.Join(text, " ")
	return d
}

// asked is a question ready to be compared.
type asked struct {
	bag
	lens                  *lens
	form                  Form
	side                  float64
	inquiry               inquiry
	section               bag
	controls              map[string]bool
	topic                 string
	topicScores           map[string]float64
	topicBest, topicTotal float64
}

func (m *Matcher) ask(q *Question) *asked {
	a := &asked{controls: map[string]bool{}}
	text := textnorm.Bare(q.Text)
	a.bag = m.bag(textnorm.Ungrounded(text), q.Language)
	var context []string
	if q.Parent != "" {
		context = append(context, q.Parent)
	}
	context = append(context, q.Section...)
	a.section = m.bag(strings.Join(context, " "), q.Language)
	if a.things() == 0 || q.Parent != "" && a.things() <= 1 {
		for _, t := range a.section.terms {
			t.weight *= contextWeight
			a.add(t)
		}
	}
	a.lens, a.form, a.side = m.newLens(&a.bag), FormOf(text), m.sides.of(text)
	a.inquiry = m.matters.inquire(&a.bag, q.without)
	for _, c := range q.Controls {
		a.controls[c] = true
	}
	a.topicScores = m.topics.scores(q)
	a.topic = m.topics.best(a.topicScores)
	// A topic that the words suggest anyway adds nothing.
	if q.Topic != "" && q.Topic != a.topic {
		a.topicScores[q.Topic] += topicGiven
		a.topic = q.Topic
	}
	for _, s := range a.topicScores {
		a.topicBest = max(a.topicBest, s)
		a.topicTotal += s
	}
	return a
}

// query is what the index is asked: the question's keys by rarity, and the
// keys related to them at a discount.
func (m *Matcher) query(a *asked, q *Question) index.Query {
	weights := map[string]float64{}
	for _, t := range a.terms {
		weights[t.key] = max(weights[t.key], 0.2+t.weight)
		for near, w := range m.lex.Neighbours(t.key) {
			weights[near] = max(weights[near], 0.6*w*t.weight)
		}
		for _, p := range t.parts {
			weights[p] = max(weights[p], 0.5*t.weight)
		}
	}
	out := index.Query{Topic: a.topic, Controls: q.Controls}
	for key, w := range weights {
		out.Terms = append(out.Terms, index.Term{Key: key, Weight: w})
	}
	slices.SortFunc(out.Terms, func(x, y index.Term) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(x.Key, y.Key))
	})
	out.Terms = out.Terms[:min(len(out.Terms), maxQueryTerms)]
	return out
}
