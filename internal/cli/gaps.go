package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"candor/internal/deals"
	"candor/internal/report"
	"candor/internal/roadmap"

	"github.com/spf13/cobra"
)

type gapsFlags struct {
	knowledgeFlags
	paths, earlier []string
	deals, html    string
	budget         float64
	asJSON         bool
}

func newGapsCmd(a *app) *cobra.Command {
	var f gapsFlags
	cmd := &cobra.Command{
		Use:   "gaps <run record or folder>...",
		Short: "What certification gaps cost: which remedy first, what it unblocks",
		Long: `Gaps reads run records, adds each possible remedy to your certification records
in turn and asks every question again: which deals would that unblock, how much
demand would it close, at what cost and by when. Costs and times are those of
the built-in source; what it has no figure for is left open.

--deals names a CSV file (file,account,region,value,currency,close_date,stage,
product; only file is required). A deal belongs to the questionnaire with the
same path below the folder given; if there is none, to the only one whose path
ends alike, or the only one of that name. Without a region in it, the region is
guessed from what the questionnaire asks, and marked as a guess.

--trend names folders with the records of earlier quarters: they show in the
trend, by the quarter of their date, and nowhere else.`,
		Example: `  candor gaps answered/ --deals deals.csv
  candor gaps 2026-q4/ --trend 2026-q3/ --deals deals.csv --html gaps.html
  candor gaps answered/ --json | jq '.remedies[0]'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.paths = args
			return runGaps(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringVar(&f.deals, "deals", "", "`file` that says what each questionnaire's deal is worth and when it closes")
	fl.StringSliceVar(&f.earlier, "trend", nil, "`folder` with run records of earlier quarters; may be given again")
	fl.Float64Var(&f.budget, "budget", 0, "budget in US `dollars`, for the recommendation")
	fl.BoolVar(&f.asJSON, "json", false, "print the report as JSON")
	fl.StringVar(&f.html, "html", "", "also write the report as a page to `file`")
	return cmd
}

func runGaps(ctx context.Context, a *app, f *gapsFlags) error {
	if err := checkPage(f.html); err != nil {
		return err
	}
	asOf, err := f.day(a)
	if err != nil {
		return err
	}
	if f.budget < 0 {
		return usagef("--budget: %g is below zero", f.budget)
	}
	base, err := f.open(ctx, a, asOf)
	if err != nil {
		return err
	}
	opt := roadmap.Options{AsOf: asOf, Budget: f.budget}
	inputs, notes, err := roadmap.Collect(ctx, f.paths)
	if err != nil {
		return err
	}
	if len(f.earlier) > 0 {
		if opt.Earlier, _, err = roadmap.Collect(ctx, f.earlier); err != nil {
			return fmt.Errorf("--trend: %w", err)
		}
	}
	planner := &roadmap.Planner{Rules: base.Roadmap, Engine: base.Gaps, Posture: base.Posture, Catalogue: base.Catalogue}
	more, err := f.assign(inputs, planner)
	if err != nil {
		return fmt.Errorf("--deals: %w", err)
	}
	opt.Notes = append(notes, more...)
	if base.Starter {
		opt.Notes = append(opt.Notes, fmt.Sprintf(report.StarterNote, base.Posture.Company.LegalName))
	}
	plan, err := planner.Plan(ctx, inputs, opt)
	if err != nil {
		return err
	}
	return f.print(a, plan)
}

// assign reads the deals and gives them to their questionnaires.
func (f *gapsFlags) assign(inputs []roadmap.Input, planner *roadmap.Planner) ([]string, error) {
	if f.deals == "" {
		return nil, nil
	}
	file, err := os.Open(f.deals)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	list, err := deals.Read(file, f.deals)
	if err != nil {
		return nil, err
	}
	if err := roadmap.Products(list, planner.Posture, f.deals); err != nil {
		return nil, err
	}
	return roadmap.Assign(inputs, list), nil
}

func (f *gapsFlags) print(a *app, plan *roadmap.Report) error {
	if f.html != "" {
		plan.LinkFrom(filepath.Dir(f.html))
		if err := writePage(f.html, report.RoadmapPage{Report: plan}.Write); err != nil {
			return err
		}
	}
	if f.asJSON {
		return printJSON(a.Out, plan)
	}
	return report.Roadmap{Report: plan, Page: f.html, Width: a.width()}.Write(a.Out)
}
