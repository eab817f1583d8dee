package cli

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/fill"
	"candor/internal/library"
	"candor/internal/report"
	"candor/internal/runlog"
	"candor/internal/workbook"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

type fillFlags struct {
	knowledgeFlags
	input, output, product, mapping  string
	sheets                           []string
	write, sharing, html             string
	overwrite, force, dryRun, asJSON bool
	hidden, appendColumn, quiet      bool
	failOn                           []string
}

func newFillCmd(a *app) *cobra.Command {
	var f fillFlags
	cmd := &cobra.Command{
		Use:   "fill <questionnaire>",
		Short: "Answer a questionnaire and write the filled copy",
		Long: `Fill reads a questionnaire (.xlsx, .xlsm, .csv, .tsv) whatever its layout, answers
what it is sure of in a copy beside it, and writes a run record that says why.
Your file is never changed. Rows that need a person stay blank unless
--write drafts.`,
		Example: `  candor fill acme.xlsx
  candor fill acme.xlsx -o out/acme.xlsx --kb answers --product core --sharing nda
  candor fill acme.xlsx --dry-run --json | jq .summary`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.input = args[0]
			return runFill(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringVarP(&f.output, "output", "o", "", "file to write (default: <questionnaire>.answered.<ext>)")
	fl.StringVar(&f.product, "product", "", "id of the product that is asked about")
	fl.StringSliceVar(&f.sheets, "sheet", nil, "only this `sheet`; may be given again")
	fl.StringVar(&f.mapping, "map", "", "`file` that says which columns are which, where the reader errs")
	fl.StringVar(&f.write, "write", "filled", "what to write: filled (sure answers) or drafts (also rows to review)")
	fl.StringVar(&f.sharing, "sharing", "public", "highest sharing level that may leave: public or nda")
	fl.BoolVar(&f.overwrite, "overwrite", false, "answer cells again that hold an answer")
	fl.BoolVar(&f.force, "force", false, "replace an output that exists")
	fl.BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be answered and write nothing")
	fl.BoolVar(&f.asJSON, "json", false, "print the run record to stdout")
	fl.StringVar(&f.html, "html", "", "also write a report page to `file`")
	fl.BoolVar(&f.hidden, "include-hidden", false, "read hidden sheets too")
	fl.BoolVar(&f.appendColumn, "append-column", false, "where a sheet has no answer column, write into the first free one")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no summary")
	fl.StringSliceVar(&f.failOn, "fail-on", nil, "exit with 3 if there is any: gap, review, unmatched, blocked")
	return cmd
}

// options checks the flags and turns them into a run.
func (f *fillFlags) options(a *app) (fill.Options, error) {
	asOf, err := f.day(a)
	if err != nil {
		return fill.Options{}, err
	}
	opt := fill.Options{
		Input: f.input, Output: f.output, Sheets: f.sheets, AsOf: asOf, Product: f.product,
		Sharing: library.Sharing(f.sharing), Write: fill.WriteMode(f.write), Version: version(),
		Overwrite: f.overwrite, Force: f.force, DryRun: f.dryRun, IncludeHidden: f.hidden, AppendColumn: f.appendColumn,
	}
	if opt.Sharing != library.Public && opt.Sharing != library.NDA {
		return opt, usagef("--sharing: %q is neither public nor nda", f.sharing)
	}
	if opt.Write != fill.WriteFilled && opt.Write != fill.WriteDrafts {
		return opt, usagef("--write: %q is neither filled nor drafts", f.write)
	}
	for _, c := range f.failOn {
		if !slices.Contains([]string{"gap", "review", "unmatched", "blocked"}, c) {
			return opt, usagef("--fail-on: unknown condition %q; one of: gap, review, unmatched, blocked", c)
		}
	}
	if f.mapping != "" {
		if opt.Map, err = workbook.LoadMapping(f.mapping); err != nil {
			return opt, fmt.Errorf("--map: %w", err)
		}
	}
	return opt, nil
}

func runFill(ctx context.Context, a *app, f *fillFlags) error {
	opt, err := f.options(a)
	if err != nil {
		return err
	}
	base, err := f.open(ctx, a, opt.AsOf)
	if err != nil {
		return err
	}
	if opt.Product != "" && !slices.Contains(base.ProductIDs(), opt.Product) {
		return usagef("--product: unknown product %q; the posture knows: %s", opt.Product, strings.Join(base.ProductIDs(), ", "))
	}
	done := f.showProgress(a, &opt)
	res, err := fill.Run(ctx, base, opt)
	done()
	if err != nil {
		return err
	}
	if f.html != "" {
		err := atomicfile.Write(f.html, 0o600, report.Page{Record: res.Record}.Write)
		if err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	if err := f.print(a, res); err != nil {
		return err
	}
	return f.condition(res.Record)
}

func (f *fillFlags) print(a *app, res *fill.Result) error {
	if f.asJSON {
		return res.Record.Encode(a.Out)
	}
	if f.quiet {
		return nil
	}
	return report.Summary{Record: res.Record, Output: res.Output, RecordPath: res.RecordPath, Page: f.html, Width: a.width()}.Write(a.Out)
}

// condition reports the first --fail-on condition that holds.
func (f *fillFlags) condition(rec *runlog.Record) error {
	gaps := 0
	for severity, n := range rec.Summary.Gaps {
		if severity != "info" {
			gaps += n
		}
	}
	counts := map[string]int{"gap": gaps, "review": rec.Summary.Review, "unmatched": rec.Summary.Unmatched, "blocked": rec.Summary.Blocked}
	for _, c := range f.failOn {
		if counts[c] > 0 {
			return conditionError{fmt.Sprintf("%d × %s", counts[c], c)}
		}
	}
	return nil
}

// longRun is the number of questions from which progress is worth showing.
const longRun = 200

// showProgress draws a bar on a terminal while a long run goes on; the
// returned function ends it.
func (f *fillFlags) showProgress(a *app, opt *fill.Options) func() {
	file, ok := a.Err.(*os.File)
	if f.quiet || !ok || !term.IsTerminal(int(file.Fd())) {
		return func() {}
	}
	var bar *progressbar.ProgressBar
	opt.Progress = func(done, total int) {
		if total < longRun {
			return
		}
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(file), progressbar.OptionSetDescription("answering"), progressbar.OptionClearOnFinish())
		}
		// A bar that cannot be drawn is no reason to stop answering.
		_ = bar.Set(done)
	}
	return func() {
		if bar != nil {
			_ = bar.Finish()
		}
	}
}

// width is the terminal's width in columns, 100 where there is none.
func (a *app) width() int {
	if file, ok := a.Out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		if w, _, err := term.GetSize(int(file.Fd())); err == nil && w >= 40 {
			return min(w, 120)
		}
	}
	return 100
}
