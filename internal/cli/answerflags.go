package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/fill"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/runlog"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

// answerFlags say how questions are answered: those that fill and batch share.
type answerFlags struct {
	knowledgeFlags
	model                            modelFlags
	product, mapping, write, sharing string
	sheets, failOn                   []string
	overwrite, force, dryRun, asJSON bool
	hidden, appendColumn, quiet      bool
}

func (f *answerFlags) add(cmd *cobra.Command) {
	f.knowledgeFlags.add(cmd)
	f.model.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.product, "product", "", "id of the product that is asked about")
	fl.StringSliceVar(&f.sheets, "sheet", nil, "only this `sheet`; may be given again")
	fl.StringVar(&f.mapping, "map", "", "`file` that says which columns are which, where the reader errs")
	fl.StringVar(&f.write, "write", "filled", "what to write: filled (sure answers) or drafts (also rows to review)")
	fl.StringVar(&f.sharing, "sharing", "public", "highest sharing level that may leave: public or nda")
	fl.BoolVar(&f.overwrite, "overwrite", false, "answer cells again that hold an answer")
	fl.BoolVar(&f.force, "force", false, "replace an output that exists")
	fl.BoolVarP(&f.dryRun, "dry-run", "n", false, "show what would be answered and write nothing")
	fl.BoolVar(&f.asJSON, "json", false, "print the run record to stdout")
	fl.BoolVar(&f.hidden, "include-hidden", false, "read hidden sheets too")
	fl.BoolVar(&f.appendColumn, "append-column", false, "where a sheet has no answer column, write into the first free one")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no summary")
	fl.StringSliceVar(&f.failOn, "fail-on", nil, "exit with 3 if there is any: gap, review, unmatched, blocked")
}

// options checks the flags and turns them into a run, input and output apart.
func (f *answerFlags) options(a *app) (fill.Options, error) {
	asOf, err := f.day(a)
	if err != nil {
		return fill.Options{}, err
	}
	opt := fill.Options{
		Sheets: f.sheets, AsOf: asOf, Product: f.product,
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

// open loads the knowledge for a run and checks that it knows the product.
func (f *answerFlags) open(ctx context.Context, a *app, opt fill.Options, more ...knowledge.Option) (*knowledge.Base, error) {
	base, err := f.knowledgeFlags.open(ctx, a, opt.AsOf, more...)
	if err != nil {
		return nil, err
	}
	if opt.Product != "" && !slices.Contains(base.ProductIDs(), opt.Product) {
		return nil, usagef("--product: unknown product %q; the posture knows: %s", opt.Product, strings.Join(base.ProductIDs(), ", "))
	}
	return base, nil
}

// condition reports the first --fail-on condition that holds.
func (f *answerFlags) condition(s runlog.Summary) error {
	gaps := 0
	for severity, n := range s.Gaps {
		if severity != "info" {
			gaps += n
		}
	}
	counts := map[string]int{"gap": gaps, "review": s.Review, "unmatched": s.Unmatched, "blocked": s.Blocked}
	for _, c := range f.failOn {
		if counts[c] > 0 {
			return conditionError{fmt.Sprintf("%d × %s", counts[c], c)}
		}
	}
	return nil
}
