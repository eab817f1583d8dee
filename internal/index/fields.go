package index

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/mapping"
	indexapi "github.com/blevesearch/bleve_index_api"
)

// The fields of an indexed document.
const (
	fieldQuestions = "q"
	fieldText      = "t"
	fieldTopics    = "topic"
	fieldControls  = "control"
)

// newMapping is little more than the scoring model, which bleve looks for in a
// mapping of its own type: with any other it scores by something else.
func newMapping() *mapping.IndexMappingImpl {
	m := mapping.NewIndexMapping()
	m.ScoringModel = indexapi.BM25Scoring
	return m
}

// fill adds the fields of a Doc to bleve's document; nothing is stored. bleve
// could map the Doc itself, but it walks it by reflection, adds a field of all
// fields, and splits text with room for a thousand words each time, which made
// up most of what building cost.
func (d *Doc) fill(to *document.Document) {
	add := func(name, text string) {
		to.AddField(document.NewTextFieldCustom(name, nil, []byte(text), indexapi.IndexField, keys{}))
	}
	add(fieldQuestions, strings.Join(d.Questions, " "))
	add(fieldText, d.Text)
	add(fieldTopics, strings.Join(d.Topics, " "))
	add(fieldControls, strings.Join(d.Controls, " "))
	to.SetIndexed()
}

// docMapping lets bleve's builder, which takes no finished documents, fill them
// from a *Doc.
type docMapping struct {
	*mapping.IndexMappingImpl
}

// MapDocument fills a document.
func (docMapping) MapDocument(to *document.Document, data any) error {
	d, ok := data.(*Doc)
	if !ok {
		return fmt.Errorf("cannot index a %T", data)
	}
	d.fill(to)
	return nil
}

// keys splits text at spaces and changes no word.
type keys struct{}

// Analyze returns the words of text.
func (keys) Analyze(text []byte) analysis.TokenStream {
	words := bytes.Fields(text)
	tokens := make([]analysis.Token, len(words))
	out := make(analysis.TokenStream, len(words))
	for i, w := range words {
		tokens[i] = analysis.Token{Term: w, Position: i + 1, Type: analysis.AlphaNumeric}
		out[i] = &tokens[i]
	}
	return out
}
