package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"

	"candor/internal/librarytest"
	"candor/internal/match"
	"candor/internal/match/measure"
	"candor/knowledgebase"
)

// some is the number of entries about which is asked; the others are unrelated.
const some = 50

// steady prints how the confidence of the same answers moves with the size of
// the library.
func steady(sizes []int, stdout io.Writer) error {
	ctx := context.Background()
	starter, err := measure.Entries(knowledgebase.FS)
	if err != nil {
		return fmt.Errorf("read the starter library: %w", err)
	}
	words, err := match.LoadWords(knowledgebase.FS)
	if err != nil {
		return err
	}
	starter = starter[:some]
	alone, err := confidences(ctx, words, starter, 0)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "\n| entries | answers | confidence moves at most | another entry first |\n|--:|--:|--:|--:|\n")
	for _, n := range sizes {
		among, err := confidences(ctx, words, starter, max(0, n-some))
		if err != nil {
			return err
		}
		most, other := 0.0, 0
		for i := range alone {
			most = max(most, math.Abs(alone[i].Confidence-among[i].Confidence))
			if alone[i].Entry != among[i].Entry {
				other++
			}
		}
		fmt.Fprintf(stdout, "| %d | %d | %.4f | %d |\n", n, len(alone), most, other)
	}
	return nil
}

// confidences asks a question about each of the entries among further ones that
// have nothing to do with them.
func confidences(ctx context.Context, words *match.Words, entries []match.Entry, further int) ([]match.Match, error) {
	dir, err := os.MkdirTemp("", "measurescale-")
	if err != nil {
		return nil, fmt.Errorf("make work folder: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover temp folder harms nothing
	all := append([]match.Entry{}, entries...)
	for _, e := range librarytest.Unrelated(further, 1) {
		all = append(all, match.Entry{
			ID: e.ID, Questions: e.Questions, Text: e.Text, Short: e.Short, Verdict: e.Verdict,
			Topics: []string{e.Topic}, Controls: e.Controls, Language: "en",
		})
	}
	if err := match.Keep(ctx, dir, all, words); err != nil {
		return nil, err
	}
	m, err := match.New(ctx, knowledgebase.FS, all, match.WithWords(words), match.Kept(dir))
	if err != nil {
		return nil, err
	}
	defer m.Close() //nolint:errcheck // the folder goes with it
	var out []match.Match
	for _, e := range entries {
		// Not in the entry's very words, which are no matter of likeness.
		list, err := m.Rank(ctx, match.Question{Text: "For our vendor file: " + e.Questions[0], Language: e.Language})
		if err != nil {
			return nil, fmt.Errorf("rank: %w", err)
		}
		if len(list) == 0 {
			list = []match.Match{{}}
		}
		out = append(out, list[0])
	}
	return out, nil
}
