package match_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/librarytest"
	"candor/internal/match"
	"candor/internal/match/measure"
	"candor/knowledgebase"
)

// made turns made entries into those of a matcher.
func made(list []librarytest.Entry) []match.Entry {
	out := make([]match.Entry, len(list))
	for i, e := range list {
		out[i] = match.Entry{
			ID: e.ID, Questions: e.Questions, Text: e.Text, Short: e.Short, Verdict: e.Verdict,
			Topics: []string{e.Topic}, Controls: e.Controls, Language: "en",
		}
	}
	return out
}

func keep(tb testing.TB, entries []match.Entry) string {
	tb.Helper()
	words, err := match.LoadWords(knowledgebase.FS)
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	if err := match.Keep(tb.Context(), dir, entries, words); err != nil {
		tb.Fatalf("Keep: %v", err)
	}
	return dir
}

// What was kept ranks as what was computed does, signal by signal.
func TestKeptMatcherRanksTheSame(t *testing.T) {
	t.Parallel()
	entries := made(librarytest.Make(3000, 1))
	computed := newMatcher(t, entries)
	kept, err := match.New(t.Context(), knowledgebase.FS, entries, match.Kept(keep(t, entries)))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	for _, text := range librarytest.Questions(60, 1) {
		q := match.Question{Text: text}
		want, err := computed.Rank(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := kept.Rank(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" || len(want) == 0 {
			t.Fatalf("%q (-computed +kept):\n%s", text, diff)
		}
	}
}

func TestKeptOfOtherEntriesIsRefused(t *testing.T) {
	t.Parallel()
	entries := made(librarytest.Make(20, 1))
	tests := []struct {
		name  string
		spoil func(dir string) error
		want  []match.Entry
	}{
		{"fewer", nil, entries[:19]},
		{"none kept", os.RemoveAll, entries},
		{"forms cut short", func(dir string) error { return os.Truncate(filepath.Join(dir, "forms"), 100) }, entries},
		{"no index", func(dir string) error { return os.RemoveAll(filepath.Join(dir, "index")) }, entries},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := keep(t, entries)
			if tt.spoil != nil {
				if err := tt.spoil(dir); err != nil {
					t.Fatal(err)
				}
			}
			if m, err := match.New(t.Context(), knowledgebase.FS, tt.want, match.Kept(dir)); err == nil {
				m.Close()
				t.Error("taken all the same")
			}
		})
	}
}

// steady is how far the confidence of an answer may move when entries join that
// have nothing to do with it.
const steady = 0.02

func TestConfidenceStaysPutWhenOthersJoin(t *testing.T) {
	t.Parallel()
	starter, err := measure.Entries(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	few, many := newMatcher(t, starter[:50]), newMatcher(t, append(made(librarytest.Unrelated(5000, 1)), starter[:50]...))
	asked := 0
	for _, e := range starter[:50] {
		q := match.Question{Text: "For our vendor file: " + e.Questions[0], Language: e.Language}
		before, err := few.Rank(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		after, err := many.Rank(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(before) == 0 || before[0].Confidence < few.Thresholds().Fill {
			continue
		}
		asked++
		if after[0].Entry != before[0].Entry || before[0].Confidence-after[0].Confidence >= steady {
			t.Errorf("%q: %s %.3f among 50, %s %.3f among 5,050", q.Text, before[0].Entry, before[0].Confidence, after[0].Entry, after[0].Confidence)
		}
	}
	if asked < 20 {
		t.Errorf("only %d questions are answered surely at all", asked)
	}
}
