package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"candor/internal/guard"
	"candor/internal/match"
)

// asked is a line of a file of questions; the section is a path with "|".
type asked struct {
	Question string `json:"q"`
	Section  string `json:"section"`
	ID       string `json:"id"`
}

// ask prints for each question of a JSON-lines file what would be done with
// it: for reading by a person.
func ask(ctx context.Context, fsys fs.FS, entries []match.Entry, file string, out io.Writer) error {
	m, err := match.New(ctx, fsys, entries)
	if err != nil {
		return err
	}
	g, err := guard.Load(fsys)
	if err != nil {
		return err
	}
	byID := map[string]match.Entry{}
	for _, e := range entries {
		byID[e.ID] = e
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read questions: %w", err)
	}
	counts := map[string]int{}
	for line := range bytes.Lines(data) {
		var a asked
		if err := json.Unmarshal(line, &a); err != nil {
			return fmt.Errorf("read questions: %w", err)
		}
		q := match.Question{Text: a.Question, Section: strings.FieldsFunc(a.Section, func(r rune) bool { return r == '|' })}
		ranked, err := m.Rank(ctx, q)
		if err != nil {
			return err
		}
		status := show(out, m, g, byID, a, q, ranked)
		counts[status]++
	}
	fmt.Fprintln(out, counts)
	return m.Close()
}

func show(out io.Writer, m *match.Matcher, g *guard.Guard, byID map[string]match.Entry, a asked, q match.Question, ranked []match.Match) string {
	status := "unmatched"
	var findings []guard.Finding
	if len(ranked) > 0 && ranked[0].Confidence >= m.Thresholds().Review {
		status = "review"
		findings = g.Check(q, byID[ranked[0].Entry], ranked[0].Question)
		if ranked[0].Confidence >= m.Thresholds().Fill {
			status = "filled"
		}
		for _, f := range findings {
			if f.Effect == guard.EffectReview {
				status = "review"
			}
		}
	}
	fmt.Fprintf(out, "%s %s %s\n", strings.ToUpper(status), a.ID, a.Question)
	for i, r := range ranked[:min(2, len(ranked))] {
		fmt.Fprintf(out, "   %d %.3f %s [%s] %q\n", i+1, r.Confidence, r.Entry, byID[r.Entry].Verdict, r.Question)
	}
	for _, f := range findings {
		fmt.Fprintf(out, "   %s %s: %s\n", f.Effect, f.Code, f.Text)
	}
	return status
}
