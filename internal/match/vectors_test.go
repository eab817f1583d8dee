package match_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/librarytest"
	"candor/internal/match"
	"candor/knowledgebase"
)

// senses is an embedder with a few senses: a number for each group of words.
type senses struct {
	asked *[][]string
	fail  error
	spoil func([][]float32) [][]float32
}

var senseWords = [][]string{{"encrypt", "outsiders", "unreadable"}, {"backup", "spare"}, {"log", "diary"}, {"employ", "screen", "newcomer"}, {"continuity"}}

func (s senses) Embed(_ context.Context, texts []string) ([][]float32, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	if s.asked != nil {
		*s.asked = append(*s.asked, slices.Clone(texts))
	}
	out := make([][]float32, len(texts))
	for i, text := range texts {
		out[i] = make([]float32, len(senseWords)+1)
		out[i][len(senseWords)] = 0.1
		for j, words := range senseWords {
			for _, w := range words {
				if strings.Contains(strings.ToLower(text), w) {
					out[i][j] += 2
				}
			}
		}
	}
	if s.spoil != nil {
		return s.spoil(out), nil
	}
	return out, nil
}

func vectors(t *testing.T, e match.Embedder, known map[string][]float32) (*match.Vectors, map[string][]float32) {
	t.Helper()
	v, all, err := match.NewVectors(t.Context(), e, few, known)
	if err != nil {
		t.Fatal(err)
	}
	return v, all
}

func TestVectorsProposeWhatWordsMiss(t *testing.T) {
	t.Parallel()
	v, _ := vectors(t, senses{}, nil)
	m, err := match.New(t.Context(), knowledgebase.FS, few, match.WithVectors(v))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	plain := newMatcher(t, few)
	q := match.Question{Text: "May newcomers be hired unseen?", Language: "en"}
	asked, err := m.Embed(t.Context(), []string{q.Text})
	if err != nil {
		t.Fatal(err)
	}
	q.Vector = asked[0]
	found := rank(t, m, q)
	i := slices.IndexFunc(found, func(m match.Match) bool { return m.Entry == "background-checks" })
	if i < 0 || !found[i].IsNear() || found[i].Confidence >= m.Thresholds().Fill {
		t.Errorf("found %+v, want background-checks proposed by its meaning and not sure for that", found)
	}
	if ids := rank(t, plain, q); slices.ContainsFunc(ids, match.Match.IsNear) {
		t.Errorf("a matcher without vectors proposes by meaning: %+v", ids)
	}
	if none, err := plain.Embed(t.Context(), []string{q.Text}); none != nil || err != nil {
		t.Errorf("a matcher without vectors embeds: %v, %v", none, err)
	}
	// Without a vector of its own a question is ranked as ever.
	q.Vector = nil
	if diff := cmp.Diff(rank(t, plain, q), rank(t, m, q)); diff != "" {
		t.Errorf("(-plain +vectors):\n%s", diff)
	}
}

// Whatever an embedder finds, what words find stays as it is.
func TestVectorsWeighNothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	chance := senses{spoil: func(v [][]float32) [][]float32 {
		for i := range v {
			for j := range v[i] {
				v[i][j] = r.Float32()
			}
		}
		return v
	}}
	v, _ := vectors(t, chance, nil)
	m, err := match.New(t.Context(), knowledgebase.FS, few, match.WithVectors(v))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	plain := newMatcher(t, few)
	for _, text := range append(librarytest.Questions(200, 1), "Is customer data encrypted at rest?", "xyzzy", "") {
		q := match.Question{Text: text, Language: "en", Vector: []float32{r.Float32(), r.Float32(), r.Float32(), r.Float32(), r.Float32(), r.Float32()}}
		want, got := rank(t, plain, q), rank(t, m, q)
		for i := range got {
			delete(got[i].Signals, "meaning")
			if i >= len(want) && got[i].Confidence >= m.Thresholds().Review {
				t.Errorf("%q: %s is proposed with %.2f", text, got[i].Entry, got[i].Confidence)
			}
		}
		if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
			t.Errorf("%q (-plain +vectors):\n%s", text, diff)
		}
	}
}

func TestKnownVectorsAreNotAskedForAgain(t *testing.T) {
	t.Parallel()
	var asked [][]string
	e := senses{asked: &asked}
	_, all := vectors(t, e, nil)
	if len(asked) != 1 || len(asked[0]) != len(all) || len(all) != 16 {
		t.Fatalf("%d requests for %d vectors", len(asked), len(all))
	}
	vectors(t, e, all)
	delete(all, few[0].Questions[0])
	vectors(t, e, all)
	if len(asked) != 2 || len(asked[1]) != 1 {
		t.Errorf("requests %v", asked)
	}
}

func TestSpoiltVectorsAreRefused(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	for name, e := range map[string]senses{
		"failure":   {fail: gone},
		"too few":   {spoil: func(v [][]float32) [][]float32 { return v[1:] }},
		"a zero":    {spoil: func(v [][]float32) [][]float32 { v[3] = make([]float32, len(v[3])); return v }},
		"a length":  {spoil: func(v [][]float32) [][]float32 { v[3] = v[3][1:]; return v }},
		"no number": {spoil: func(v [][]float32) [][]float32 { v[3][0] = float32(math.NaN()); return v }},
		"endless":   {spoil: func(v [][]float32) [][]float32 { v[3][0] = float32(math.Inf(1)); return v }},
		"empty":     {spoil: func(v [][]float32) [][]float32 { v[0] = nil; return v }},
	} {
		if v, _, err := match.NewVectors(t.Context(), e, few, nil); err == nil || v != nil {
			t.Errorf("%s: taken", name)
		}
	}
}
