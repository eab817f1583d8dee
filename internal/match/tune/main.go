// Command tune writes the derived data of the matcher and prints how well it
// does. Run it from the repository's root:
//
//	go run ./internal/match/tune background   counts words, writes lexicon/background.yaml
//	go run ./internal/match/tune associations learns words for one another, writes lexicon/associations.yaml
//	go run ./internal/match/tune matters      counts by which words things are asked about, writes lexicon/matters.yaml
//	go run ./internal/match/tune fit          fits weights, prints match.yaml
//	go run ./internal/match/tune stats        measures on the gold questions
//	go run ./internal/match/tune ask FILE     answers the questions of a JSON-lines file
//	go run ./internal/match/tune misses       shows what goes wrong on the dev split
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"candor/internal/guard"
	"candor/internal/match"
	"candor/internal/match/measure"
	"candor/internal/textnorm"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tune:", err)
		os.Exit(1)
	}
}

const (
	knowledge = "knowledgebase"
	gold      = "fixtures/gold/questions*.jsonl"

	paraphrases = "fixtures/gold/paraphrases/*.txt"
)

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) == 0 || (args[0] == "ask") != (len(args) == 2) {
		return errors.New("want one of: background, associations, matters, fit, stats, misses, ask FILE")
	}
	fsys := os.DirFS(knowledge)
	entries, err := measure.Entries(fsys)
	if err != nil {
		return err
	}
	switch args[0] {
	case "background":
		return background(fsys, entries)
	case "associations":
		return associate(fsys, entries)
	case "matters":
		return matters(fsys, entries)
	case "ask":
		return ask(ctx, fsys, entries, args[1], out)
	case "fit":
		return fit(ctx, fsys, entries, out)
	case "stats":
		return stats(ctx, fsys, entries, out, measure.Report)
	case "misses":
		return stats(ctx, fsys, entries, out, func(w io.Writer, list []measure.Outcome, _ match.Thresholds) { measure.Misses(w, list) })
	default:
		return fmt.Errorf("unknown command %q; want one of: background, associations, matters, fit, stats, misses", args[0])
	}
}

func background(fsys fs.FS, entries []match.Entry) error {
	lex, err := textnorm.LoadLexicon(fsys)
	if err != nil {
		return err
	}
	text := measure.Background(lex, entries)
	if err := os.WriteFile(filepath.Join(knowledge, "lexicon", "background.yaml"), []byte(text), 0o600); err != nil {
		return fmt.Errorf("write word frequencies: %w", err)
	}
	return nil
}

func associate(fsys fs.FS, entries []match.Entry) error {
	lex, err := textnorm.LoadLexicon(fsys)
	if err != nil {
		return err
	}
	other, err := measure.ReadParaphrases(os.DirFS("."), paraphrases)
	if err != nil {
		return err
	}
	text := measure.Associate(lex, entries, other)
	if err := os.WriteFile(filepath.Join(knowledge, "lexicon", "associations.yaml"), []byte(text), 0o600); err != nil {
		return fmt.Errorf("write associations: %w", err)
	}
	return nil
}

func matters(fsys fs.FS, entries []match.Entry) error {
	lex, err := textnorm.LoadLexicon(fsys)
	if err != nil {
		return err
	}
	other, err := measure.ReadParaphrases(os.DirFS("."), paraphrases)
	if err != nil {
		return err
	}
	text := measure.Matters(lex, entries, other)
	if err := os.WriteFile(filepath.Join(knowledge, "lexicon", "matters.yaml"), []byte(text), 0o600); err != nil {
		return fmt.Errorf("write matters: %w", err)
	}
	return nil
}

func fit(ctx context.Context, fsys fs.FS, entries []match.Entry, out io.Writer) error {
	m, err := match.New(ctx, fsys, entries)
	if err != nil {
		return err
	}
	questions, names, err := readGold(os.DirFS("."))
	if err != nil {
		return err
	}
	fitted, err := measure.FitModel(ctx, m, entries, questions)
	if err != nil {
		return err
	}
	return fitted.Write(out, names)
}

// readGold reads all files of gold questions, in the order of their names.
func readGold(fsys fs.FS) (all []measure.Gold, names []string, err error) {
	names, err = fs.Glob(fsys, gold)
	if err != nil {
		return nil, nil, fmt.Errorf("find gold questions: %w", err)
	}
	for _, name := range names {
		list, err := measure.ReadGold(fsys, name)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, list...)
	}
	return all, names, nil
}

func stats(ctx context.Context, fsys fs.FS, entries []match.Entry, out io.Writer, show func(io.Writer, []measure.Outcome, match.Thresholds)) error {
	m, err := match.New(ctx, fsys, entries)
	if err != nil {
		return err
	}
	g, err := guard.Load(fsys)
	if err != nil {
		return err
	}
	questions, _, err := readGold(os.DirFS("."))
	if err != nil {
		return err
	}
	list, err := measure.Evaluate(ctx, m, g, entries, questions)
	if err != nil {
		return err
	}
	show(out, list, m.Thresholds())
	return m.Close()
}
