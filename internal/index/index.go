package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// Doc is one entry to be found, in normal form: the keys of textnorm joined by
// spaces. The index itself knows no language and changes no word.
type Doc struct {
	ID string
	// Questions are the entry's phrasings.
	Questions []string
	// Text is the answer.
	Text string
	// Topics and Controls are matched whole.
	Topics, Controls []string
}

// Query is a question in normal form.
type Query struct {
	// Terms are keys with how much each of them counts, the weightiest first; 1
	// is usual.
	Terms []Term
	// Topic and Controls are "" and nil if nothing is known.
	Topic    string
	Controls []string
}

// Term is one key of a query.
type Term struct {
	Key    string
	Weight float64
}

// Hit is one candidate. Score only orders the hits of one query.
type Hit struct {
	ID    string
	Score float64
}

// Index is immutable and safe for concurrent use.
type Index struct {
	bleve bleve.Index
	ids   []string
}

// Boosts: phrasings are written to be found, so they outweigh the answer text,
// whose words also say how and when; a named control is nearly an address.
const (
	boostText     = 0.35
	boostTopic    = 0.5
	boostControls = 2.0
)

// overFetch is how many more hits than asked for are fetched, since bleve cuts
// ties at the end of its list by internal number, which differs between two
// builds of the same data.
const overFetch = 16

// textTerms is how many terms, the first ones, are looked up in the answers
// too: answers hold most common words, so the others only cost time there.
const textTerms = 6

// Close frees the index.
func (ix *Index) Close() error {
	return ix.bleve.Close()
}

// Candidates returns at most n hits, best first, ties by id.
func (ix *Index) Candidates(ctx context.Context, q Query, n int) ([]Hit, error) {
	clauses := q.clauses()
	if len(clauses) == 0 || n <= 0 {
		return nil, nil
	}
	req := bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(clauses...), n+overFetch, 0, false)
	res, err := ix.bleve.SearchInContext(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("search the index: %w", err)
	}
	hits := make([]Hit, 0, len(res.Hits))
	for _, h := range res.Hits {
		i, err := strconv.Atoi(h.ID)
		if err != nil {
			return nil, fmt.Errorf("search the index: document number %q: %w", h.ID, err)
		}
		hits = append(hits, Hit{ID: ix.ids[i], Score: math.Round(h.Score*1e9) / 1e9})
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return hits[:min(n, len(hits))], nil
}

func (q Query) clauses() []query.Query {
	var clauses []query.Query
	add := func(field, term string, boost float64) {
		t := bleve.NewTermQuery(term)
		t.SetField(field)
		t.SetBoost(boost)
		clauses = append(clauses, t)
	}
	for i, t := range q.Terms {
		add(fieldQuestions, t.Key, t.Weight)
		if i < textTerms {
			add(fieldText, t.Key, t.Weight*boostText)
		}
	}
	if q.Topic != "" {
		add(fieldTopics, q.Topic, boostTopic)
	}
	for _, c := range q.Controls {
		add(fieldControls, c, boostControls)
	}
	return clauses
}
