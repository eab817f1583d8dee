package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"candor/internal/knowledge"
	"candor/internal/report"
	"candor/internal/roadmap"
	"candor/internal/upkeep"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

type libraryBacklogFlags struct {
	knowledgeFlags
	paths  []string
	deals  string
	top    int
	asJSON bool
}

func newLibraryBacklogCmd(a *app) *cobra.Command {
	var f libraryBacklogFlags
	cmd := &cobra.Command{
		Use:   "backlog <run record or folder>...",
		Short: "Say what to write next: what prospects asked and the library left open",
		Long: `Backlog reads run records, as gaps does, and groups the questions that stayed
blank or went to review: those that an entry keeps back by its state (draft,
stale, not shared) under that entry, all others by meaning. What is worth most
comes first, with --deals by the deals behind it, else by how many prospects
ask. Questions on certification belong to candor gaps and are counted only.`,
		Example: `  candor library backlog answered/ --kb answers
  candor library backlog answered/ --kb answers --deals deals.csv --top 10`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.paths = args
			return runLibraryBacklog(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringVar(&f.deals, "deals", "", "`file` that says what each questionnaire's deal is worth")
	fl.IntVar(&f.top, "top", 20, "how many to show; 0 shows all")
	fl.BoolVar(&f.asJSON, "json", false, "print the backlog as JSON, all of it")
	return cmd
}

func runLibraryBacklog(ctx context.Context, a *app, f *libraryBacklogFlags) error {
	if f.top < 0 {
		return usagef("--top: %d is below zero", f.top)
	}
	base, asOf, err := f.browseAsOf(ctx, a)
	if err != nil {
		return err
	}
	if base.Alike == nil {
		return wordsMissing()
	}
	inputs, notes, err := roadmap.CollectWhole(ctx, f.paths, upkeep.Trim)
	if err != nil {
		return err
	}
	more, err := dealsOf(inputs, base, f.deals)
	if err != nil {
		return fmt.Errorf("--deals: %w", err)
	}
	r, err := upkeep.MakeBacklog(ctx, runsOf(inputs), base.Library, base.Alike, asOf)
	if err != nil {
		return err
	}
	r.Notes = append(append(notes, more...), r.Notes...)
	if r.Notes == nil {
		r.Notes = []string{}
	}
	if f.asJSON {
		return printJSON(a.Out, r)
	}
	return report.Backlog{Report: r, Width: a.width(), Top: f.top}.Write(a.Out)
}

func runsOf(inputs []roadmap.Input) []upkeep.Run {
	runs := make([]upkeep.Run, 0, len(inputs))
	for _, in := range inputs {
		r := upkeep.Run{File: in.File, Record: in.Record}
		if in.Deal != nil {
			r.Account, r.Value, r.Currency = in.Deal.Account, in.Deal.Value, in.Deal.Currency
		}
		runs = append(runs, r)
	}
	return runs
}

type libraryStatsFlags struct {
	knowledgeFlags
	paths  []string
	asJSON bool
}

func newLibraryStatsCmd(a *app) *cobra.Command {
	var f libraryStatsFlags
	cmd := &cobra.Command{
		Use:   "stats [run record or folder]...",
		Short: "Count entries, their age, what is used, and how often answers are changed",
		Long: `Stats counts the entries by status, topic, sharing and language, and says how old
they are. Given run records, it says which entries answered most and which
nothing, and the edit rate: the share of the cells we wrote that a person changed
afterwards in the answered file beside its run record.`,
		Example: `  candor library stats --kb answers
  candor library stats answered/ --kb answers --json | jq .usage.edits`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.paths = args
			return runLibraryStats(cmd.Context(), a, &f)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print the figures as JSON")
	return cmd
}

func runLibraryStats(ctx context.Context, a *app, f *libraryStatsFlags) error {
	base, asOf, err := f.browseAsOf(ctx, a)
	if err != nil {
		return err
	}
	var inputs []roadmap.Input
	reviewed := map[string]upkeep.Reviewed{}
	if len(f.paths) > 0 {
		if inputs, _, err = roadmap.CollectWhole(ctx, f.paths, upkeep.Trim); err != nil {
			return err
		}
		for _, in := range inputs {
			if reviewed[in.File], err = reviewOf(ctx, base, in); err != nil {
				return err
			}
		}
	}
	r := upkeep.Describe(base.Library, runsOf(inputs), reviewed, asOf)
	if f.asJSON {
		return printJSON(a.Out, r)
	}
	return report.Stats{Report: r, Width: a.width()}.Write(a.Out)
}

// reviewOf reads what stands in the answered file beside a run record by now. A
// file that is not there, or that cannot be read any more, is no error: it says
// nothing.
func reviewOf(ctx context.Context, base *knowledge.Base, in roadmap.Input) (upkeep.Reviewed, error) {
	if in.Record.Output == nil || in.Output == "" || base.Lexicon == nil {
		return upkeep.Reviewed{}, nil
	}
	sum, err := digestOf(in.Output)
	if errors.Is(err, fs.ErrNotExist) {
		return upkeep.Reviewed{}, nil
	}
	if err != nil {
		return upkeep.Reviewed{}, err
	}
	if sum == in.Record.Output.SHA256 {
		return upkeep.Reviewed{State: upkeep.Untouched}, nil
	}
	qn, err := workbook.Read(ctx, in.Output, workbook.ReadOptions{Lexicon: base.Lexicon})
	if err != nil {
		if ctx.Err() != nil {
			return upkeep.Reviewed{}, err
		}
		return upkeep.Reviewed{}, nil
	}
	cells := map[string]string{}
	for _, q := range qn.Questions {
		for _, s := range q.Slots {
			cells[q.Sheet+"!"+s.Cell] = s.Value
		}
	}
	return upkeep.Reviewed{State: upkeep.Edited, Cells: cells}, nil
}

func digestOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // opened for reading only
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read %q: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
