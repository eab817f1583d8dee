package alike_test

import (
	"fmt"
	"testing"

	"candor/internal/alike"
	"candor/internal/match/measure"
	"candor/knowledgebase"
)

// grown returns n items: the starter library, then variations of it.
func grown(tb testing.TB, n int) []alike.Item {
	tb.Helper()
	library, err := measure.Entries(knowledgebase.FS)
	if err != nil {
		tb.Fatal(err)
	}
	out := make([]alike.Item, 0, n)
	for round := 0; len(out) < n; round++ {
		for _, e := range library[:min(len(library), n-len(out))] {
			it := alike.Item{ID: e.ID, Questions: e.Questions, Text: e.Text, Language: e.Language}
			if round > 0 {
				it.ID = fmt.Sprintf("%s-%d", e.ID, round)
				it.Questions = nil
				for _, q := range e.Questions {
					it.Questions = append(it.Questions, fmt.Sprintf("%s For site%d?", q, round))
				}
				it.Text = fmt.Sprintf("%s This holds for site%d.", e.Text, round)
			}
			out = append(out, it)
		}
	}
	return out
}

func BenchmarkClusters(b *testing.B) {
	f := finder(b)
	for _, n := range []int{1000, 10000} {
		items := grown(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s, err := f.NewSet(b.Context(), items)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := s.Clusters(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
