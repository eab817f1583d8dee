package fill_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"candor/internal/answer"
	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
)

// oneSense sees one meaning in texts that hold any of its words.
type oneSense struct {
	words []string
	gone  *atomic.Bool
}

func (o oneSense) Embed(_ context.Context, texts []string) ([][]float32, error) {
	if o.gone != nil && o.gone.Load() {
		return nil, errors.New("connection refused")
	}
	out := make([][]float32, len(texts))
	for i, text := range texts {
		out[i] = []float32{0, 1}
		for _, w := range o.words {
			if strings.Contains(strings.ToLower(text), w) {
				out[i] = []float32{1, 0}
			}
		}
	}
	return out, nil
}

// An entry that shares no word with a question comes to the model's eyes by its
// meaning, and from there to the person's: nothing is answered by it.
func TestMeaningFindsWhatWordsMiss(t *testing.T) {
	t.Parallel()
	var gone atomic.Bool
	e := oneSense{words: []string{"penetration", "verschlüsselte гибкость", "гибкость"}, gone: &gone}
	base, err := knowledge.Open(t.Context(), "", asOf, knowledge.WithEmbedding(knowledge.Embedding{Embedder: e, Model: "one", Sharing: library.Public}))
	if err != nil {
		t.Fatal(err)
	}
	in := csvOf(t, [][]string{{"Question", "Response", "Comments"}, {"Проверяют ли гибкость снаружи?", "", ""}, {"Do you run penetration tests every year?", "", ""}})
	plain := run(t, shared(t), in)
	res := run(t, base, in, says("wholly", "yes", "").model(t))
	row := res.Record.Rows[0]
	if row.Status != answer.Unmatched || !hasReason(&row, answer.ModelJudgement) {
		t.Errorf("%s because %v", row.Status, row.Reasons)
	}
	if plain.Record.Rows[0].Status != answer.Unmatched {
		t.Errorf("words alone found %v", plain.Record.Rows[0].Reasons)
	}
	gone.Store(true)
	res = run(t, base, in, func(o *fill.Options) { o.Force = true })
	if len(res.Warnings) != 1 || len(differing(t, plain.Record, res.Record)) > 0 {
		t.Errorf("without the embedder: warnings %q, changed %v", res.Warnings, differing(t, plain.Record, res.Record))
	}
}
