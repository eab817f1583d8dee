package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/report"
	"candor/internal/review"
	"candor/internal/runlog"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

func newReviewCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "review",
		Short: "Finish a questionnaire by what people decided",
		Long: `Review works with the decisions that people made about the answers of a run.
They stand beside the run record, in <output>.review.jsonl: one line each, only
ever appended to (candor schema review). candor serve writes them.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newReviewStatusCmd(a), newReviewApplyCmd(a))
	return cmd
}

func newReviewStatusCmd(a *app) *cobra.Command {
	var decisions string
	var failOn []string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status <run.json>",
		Short: "Say what has been decided and what is open",
		Example: `  candor review status acme.answered.run.json
  candor review status acme.answered.run.json --fail-on open`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return runReviewStatus(a, args[0], decisions, failOn, asJSON)
		},
	}
	cmd.Flags().StringVar(&decisions, "decisions", "", "`file` of decisions (default: <run>.review.jsonl beside the record)")
	cmd.Flags().StringSliceVar(&failOn, "fail-on", nil, "exit with 3 if there is any: open")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the status as JSON")
	return cmd
}

func runReviewStatus(a *app, record, decisions string, failOn []string, asJSON bool) error {
	if err := checkReviewConditions(failOn); err != nil {
		return err
	}
	rec, err := runlog.Load(record)
	if err != nil {
		return err
	}
	path, err := decisionsFile(record, decisions)
	if err != nil {
		return err
	}
	journal, err := review.Open(path, rec)
	if err != nil {
		return err
	}
	status := review.StatusOf(rec, journal.Decisions())
	if err := journal.Close(); err != nil {
		return err
	}
	apply := []string{"candor", "review", "apply", record}
	if decisions != "" {
		apply = append(apply, "--decisions", decisions)
	}
	if asJSON {
		err = printJSON(a.Out, status)
	} else {
		err = report.ReviewStatus{Progress: status, Name: rec.Input.Name, Apply: apply, Width: a.width()}.Write(a.Out)
	}
	if err != nil {
		return err
	}
	return openCondition(failOn, len(status.Open))
}

// decisionsFile is where decisions stand; one that was named must be there.
func decisionsFile(record, named string) (string, error) {
	if named == "" {
		return review.DecisionsPath(record), nil
	}
	if _, err := os.Stat(named); err != nil {
		return "", fmt.Errorf("read decisions: %w", err)
	}
	return named, nil
}

func checkReviewConditions(failOn []string) error {
	for _, c := range failOn {
		if c != "open" {
			return usagef("--fail-on: unknown condition %q; one of: open", c)
		}
	}
	return nil
}

func openCondition(failOn []string, open int) error {
	if slices.Contains(failOn, "open") && open > 0 {
		return conditionError{fmt.Sprintf("%d × open", open)}
	}
	return nil
}

type reviewApplyFlags struct {
	knowledgeFlags
	record, decisions, output, input, mapping string
	failOn                                    []string
	skipFilled, force, dryRun, asJSON         bool
}

func newReviewApplyCmd(a *app) *cobra.Command {
	var f reviewApplyFlags
	cmd := &cobra.Command{
		Use:   "apply <run.json>",
		Short: "Write the finished questionnaire",
		Long: `Apply writes the questionnaire with what people decided, from the original file
and with the same proof as fill, and its own run record beside it. Answers that
the run filled and nobody touched are written too; rows that are open stay blank.

Every answer is checked on the day of writing. What a person wrote must fit the
cell and its list, and must claim nothing that your records do not hold; a
decision may carry a reason to override that, and the record keeps it. Internal
and unapproved entries are never written. What is refused stays blank and is
named.`,
		Example: `  candor review apply acme.answered.run.json -o acme.final.xlsx
  candor review apply acme.answered.run.json --dry-run --fail-on open`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.record = args[0]
			return runReviewApply(cmd.Context(), a, &f)
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.decisions, "decisions", "", "`file` of decisions (default: <run>.review.jsonl beside the record)")
	fl.StringVarP(&f.output, "output", "o", "", "file to write (default: <questionnaire>.final.<ext> beside the record)")
	fl.StringVar(&f.input, "input", "", "the original questionnaire (default: beside the record or in the folder above)")
	fl.StringVar(&f.mapping, "map", "", "the `file` given to fill as --map")
	fl.BoolVar(&f.skipFilled, "skip-filled", false, "leave out what the run filled and nobody looked at")
	fl.BoolVar(&f.force, "force", false, "replace an output that exists")
	fl.BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be written and write nothing")
	fl.BoolVar(&f.asJSON, "json", false, "print the result as JSON")
	fl.StringSliceVar(&f.failOn, "fail-on", nil, "exit with 3 if there is any: open")
	return cmd
}

func runReviewApply(ctx context.Context, a *app, f *reviewApplyFlags) error {
	opt, err := f.options(a)
	if err != nil {
		return err
	}
	base, err := f.open(ctx, a, opt.AsOf)
	if err != nil {
		return err
	}
	out := report.Reviewed{Width: a.width(), Learn: []string{"candor", "library", "learn", opt.Output}}
	if f.dir != "" {
		out.Learn = append(out.Learn, "--kb", f.dir)
	}
	if f.dryRun {
		out.Planned, err = review.Plan(ctx, base, opt)
	} else {
		out.Result, err = review.Apply(ctx, base, opt)
	}
	if err != nil {
		return err
	}
	if out.Result != nil {
		out.Planned = out.Result.Planned
	}
	if f.asJSON {
		err = printJSON(a.Out, applied(out))
	} else {
		err = out.Write(a.Out)
	}
	if err != nil {
		return err
	}
	return openCondition(f.failOn, out.Planned.Open())
}

func (f *reviewApplyFlags) options(a *app) (review.Options, error) {
	opt := review.Options{Record: f.record, Input: f.input, Output: f.output, Force: f.force, SkipFilled: f.skipFilled, Version: version()}
	err := checkReviewConditions(f.failOn)
	if err != nil {
		return opt, err
	}
	if opt.AsOf, err = f.day(a); err != nil {
		return opt, err
	}
	if _, err := os.Stat(f.record); errors.Is(err, fs.ErrNotExist) {
		return opt, fmt.Errorf("there is no run record %q: fill writes one beside its output", f.record)
	}
	if opt.Decisions, err = decisionsFile(f.record, f.decisions); err != nil {
		return opt, err
	}
	if f.mapping != "" {
		if opt.Map, err = workbook.LoadMapping(f.mapping); err != nil {
			return opt, fmt.Errorf("--map: %w", err)
		}
	}
	if opt.Output == "" && !f.dryRun {
		rec, err := runlog.Load(f.record)
		if err != nil {
			return opt, err
		}
		stem := strings.TrimSuffix(strings.TrimSuffix(f.record, ".run.json"), ".answered")
		opt.Output = stem + ".final" + filepath.Ext(rec.Input.Name)
	}
	return opt, nil
}

// appliedJSON is the result of apply for machines.
type appliedJSON struct {
	Output    string               `json:"output,omitempty"`
	Record    string               `json:"record,omitempty"`
	Summary   *runlog.Summary      `json:"summary,omitempty"`
	Proof     *runlog.Verification `json:"verification,omitempty"`
	States    map[review.State]int `json:"states"`
	Open      int                  `json:"open"`
	Proposals int                  `json:"proposals"`
	Rows      []review.Final       `json:"rows"`
	Lost      []review.Decision    `json:"lost"`
	Notes     []string             `json:"notes"`
}

func applied(r report.Reviewed) appliedJSON {
	p := r.Planned
	out := appliedJSON{
		States: map[review.State]int{}, Open: p.Open(), Proposals: p.Proposals, Rows: p.Finals,
		Lost: append([]review.Decision{}, p.Lost...), Notes: append([]string{}, p.Notes...),
	}
	for _, s := range review.States() {
		out.States[s] = 0
	}
	for i := range p.Finals {
		out.States[p.Finals[i].State]++
	}
	if r.Result != nil {
		out.Output, out.Record = r.Result.Output, r.Result.RecordPath
		out.Summary, out.Proof = &r.Result.Final.Summary, r.Result.Final.Verification
	}
	return out
}
