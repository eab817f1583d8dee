package index_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/index"
)

func build(t testing.TB, docs []index.Doc) *index.Index {
	t.Helper()
	ix, err := index.Build(t.Context(), docs)
	if err != nil {
		t.Fatalf("Build: %v", err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return ix
}

func terms(keys ...string) []index.Term {
	var out []index.Term
	for _, k := range keys {
		out = append(out, index.Term{Key: k, Weight: 1})
	}
	return out
}

func ids(hits []index.Hit) []string {
	out := []string{}
	for _, h := range hits {
		out = append(out, h.ID)
	}
	return out
}

var small = []index.Doc{
	{ID: "backup", Questions: []string{"backup encryption", "backup daily"}, Text: "snapshot region", Topics: []string{"backup"}, Controls: []string{"iso27001:A.8.13"}},
	{ID: "log", Questions: []string{"log retention"}, Text: "backup archive", Topics: []string{"logging-monitoring"}},
	{ID: "Type-I", Questions: []string{"soc not type_1"}, Topics: []string{"certification"}},
}

func TestCandidates(t *testing.T) {
	t.Parallel()
	ix := build(t, small)
	tests := []struct {
		name string
		q    index.Query
		n    int
		want []string
	}{
		{"phrasing before answer text", index.Query{Terms: terms("backup")}, 5, []string{"backup", "log"}},
		{"at most n", index.Query{Terms: terms("backup")}, 1, []string{"backup"}},
		{"words are kept whole", index.Query{Terms: terms("not", "type_1")}, 5, []string{"Type-I"}},
		{"a control is an address", index.Query{Terms: terms("archive"), Controls: []string{"iso27001:A.8.13"}}, 1, []string{"backup"}},
		{"topic alone", index.Query{Topic: "certification"}, 5, []string{"Type-I"}},
		{"nothing known", index.Query{Terms: terms("unheard")}, 5, []string{}},
		{"empty query", index.Query{}, 5, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			hits, err := ix.Candidates(t.Context(), tt.q, tt.n)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, ids(hits)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTiesAreBrokenByID(t *testing.T) {
	t.Parallel()
	var docs []index.Doc
	var want []string
	for i := range 12 {
		id := fmt.Sprintf("entry-%02d", i)
		docs = append(docs, index.Doc{ID: id, Questions: []string{"same words"}})
		want = append(want, id)
	}
	slices.Reverse(docs)
	hits, err := build(t, docs).Candidates(t.Context(), index.Query{Terms: terms("same")}, 20)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, ids(hits)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBuildStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := index.Build(ctx, small); !errors.Is(err, context.Canceled) {
		t.Errorf("Build = %v, want context.Canceled", err)
	}
}

func BenchmarkIndexBuild(b *testing.B) {
	for _, n := range []int{200, 1000, 5000} {
		docs := make([]index.Doc, n)
		for i := range docs {
			docs[i] = index.Doc{ID: fmt.Sprint(i), Text: "all customer data stay in the region that the customer picks"}
			for j := range 4 {
				docs[i].Questions = append(docs[i].Questions, fmt.Sprintf("key%d other%d customer data encryption at_rest", i%97, i*j%311))
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ix, err := index.Build(b.Context(), docs)
				if err != nil {
					b.Fatal(err)
				}
				if err := ix.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
