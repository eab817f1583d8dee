package match_test

import (
	"fmt"
	"testing"

	"candor/internal/librarytest"
	"candor/internal/match"
	"candor/knowledgebase"
)

// BenchmarkCurve is what a run pays with n entries, from nothing and with what
// an earlier run kept: making the matcher and ranking 300 questions. A hundred
// thousand entries take `make measure-scale`.
func BenchmarkCurve(b *testing.B) {
	words, err := match.LoadWords(knowledgebase.FS)
	if err != nil {
		b.Fatal(err)
	}
	asked := librarytest.Questions(300, 1)
	for _, n := range []int{50, 400, 2000, 10000} {
		entries := made(librarytest.Make(n, 1))
		for _, dir := range []string{"", keep(b, entries)} {
			b.Run(fmt.Sprintf("%d/kept=%t", n, dir != ""), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					m, err := match.New(b.Context(), knowledgebase.FS, entries, match.WithWords(words), match.Kept(dir))
					if err != nil {
						b.Fatal(err)
					}
					for _, text := range asked {
						if _, err := m.Rank(b.Context(), match.Question{Text: text}); err != nil {
							b.Fatal(err)
						}
					}
					m.Close()
				}
			})
		}
	}
}
