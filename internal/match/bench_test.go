package match_test

import (
	"fmt"
	"os"
	"testing"

	"candor/internal/match"
	"candor/internal/match/measure"
	"candor/knowledgebase"
)

// grown returns n entries: the starter library, then variations of it whose
// words are numbered, so that no two entries are the same.
func grown(tb testing.TB, n int) []match.Entry {
	tb.Helper()
	library, err := measure.Entries(knowledgebase.FS)
	if err != nil {
		tb.Fatal(err)
	}
	out := make([]match.Entry, 0, n)
	for round := 0; len(out) < n; round++ {
		for _, e := range library[:min(len(library), n-len(out))] {
			if round > 0 {
				e.ID = fmt.Sprintf("%s-%d", e.ID, round)
				questions := make([]string, 0, len(e.Questions))
				for _, q := range e.Questions {
					questions = append(questions, fmt.Sprintf("%s For site%d?", q, round))
				}
				e.Questions = questions
			}
			out = append(out, e)
		}
	}
	return out
}

func questions(tb testing.TB, n int) []match.Question {
	tb.Helper()
	gold, err := measure.ReadGold(os.DirFS("../.."), "fixtures/gold/questions.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	out := make([]match.Question, 0, n)
	for i := range n {
		out = append(out, match.Question{Text: gold[i%len(gold)].Text, Language: "en"})
	}
	return out
}

func BenchmarkIndexBuild(b *testing.B) {
	for _, n := range []int{200, 1000, 5000} {
		entries := grown(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m, err := match.New(b.Context(), knowledgebase.FS, entries)
				if err != nil {
					b.Fatal(err)
				}
				if err := m.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRank ranks 300 questions; the matcher is built outside the loop.
func BenchmarkRank(b *testing.B) {
	for _, n := range []int{400, 10000} {
		m := newMatcher(b, grown(b, n))
		asked := questions(b, 300)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, q := range asked {
					if _, err := m.Rank(b.Context(), q); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
