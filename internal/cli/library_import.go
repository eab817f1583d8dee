package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/intake"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/library/edit"
	"candor/internal/questionnaire"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

// libraryImportCmds are the commands that bring answers in from finished questionnaires.
func libraryImportCmds(a *app) []*cobra.Command {
	return []*cobra.Command{newLibraryImportCmd(a)}
}

type importFlags struct {
	knowledgeFlags
	files                           []string
	sharing, owner, product, maps   string
	sheets                          []string
	approve, dryRun, asJSON, hidden bool
	quiet                           bool
}

func newLibraryImportCmd(a *app) *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import <file>...",
		Short: "Bring the answers of finished questionnaires into the library",
		Long: `Import reads questionnaires that your company has answered (.xlsx, .xlsm, .csv,
.tsv, of any layout that fill reads) and makes library entries of the answers:
one for each distinct answer, rows that ask the same as its phrasings. An entry
that gives the answer already gets the phrasing; one that gives another is left
as it is, and the conflict is shown.

New entries are drafts for internal use unless --approve and --sharing say
otherwise; what is flagged stays a draft. Names of the company that asked,
people, addresses and secrets are taken out or flagged. Rows about
certifications make no entries: your records decide those, and the plan shows
where the sheet claimed something else. Importing a file again changes nothing.`,
		Example: `  candor library import past.xlsx --kb answers --dry-run
  candor library import past/*.xlsx --kb answers
  candor library import caiq.xlsx --kb answers --approve --sharing public --owner security@example.com`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.files = args
			return runImport(cmd.Context(), a, &f)
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&f.approve, "approve", false, "make entries approved, but for those that are flagged")
	fl.StringVar(&f.sharing, "sharing", string(library.Internal), "sharing `level` of new entries: public, nda or internal")
	fl.StringVar(&f.owner, "owner", "", "who answers for the new entries, as an `address`")
	fl.StringVar(&f.product, "product", "", "`id` of the product that was asked about")
	fl.StringSliceVar(&f.sheets, "sheet", nil, "only this `sheet`; may be given again")
	fl.StringVar(&f.maps, "map", "", "`file` that says which columns are which, where the reader errs")
	fl.BoolVar(&f.hidden, "include-hidden", false, "read hidden sheets too")
	fl.BoolVarP(&f.dryRun, "dry-run", "n", false, "show the plan and write nothing")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress")
	fl.BoolVar(&f.asJSON, "json", false, "print the plan as JSON")
	return cmd
}

func runImport(ctx context.Context, a *app, f *importFlags) error {
	opt, err := f.options(a)
	if err != nil {
		return err
	}
	dir := f.folder(a)
	if dir == "" {
		return edit.ErrStarter
	}
	var store *edit.Store
	if !f.dryRun {
		// The plan is made under the lock, so that what it rests on stays.
		if store, err = edit.Lock(ctx, dir, "library import"); err != nil {
			return fmt.Errorf("lock the library: %w", err)
		}
		defer func() { _ = store.Close() }() // the lock goes with the process anyway
	}
	var done func()
	opt.Progress, done = a.bar(f.quiet, "sorting")
	plan, err := f.plan(ctx, dir, opt)
	done()
	if err != nil {
		return err
	}
	if store != nil {
		if err := apply(ctx, store, plan); err != nil {
			return err
		}
	}
	return f.print(a, plan)
}

func (f *importFlags) options(a *app) (intake.Options, error) {
	day, err := f.day(a)
	if err != nil {
		return intake.Options{}, err
	}
	opt := intake.Options{AsOf: day, Approve: f.approve, Sharing: library.Sharing(f.sharing), Owner: f.owner, Product: f.product}
	if !slices.Contains([]library.Sharing{library.Public, library.NDA, library.Internal}, opt.Sharing) {
		return opt, usagef("--sharing: %q is neither public, nda nor internal", f.sharing)
	}
	return opt, nil
}

func (f *importFlags) plan(ctx context.Context, dir string, opt intake.Options) (*intake.Plan, error) {
	base, starter, err := openBoth(ctx, dir, opt.AsOf)
	if err != nil {
		return nil, err
	}
	if opt.Product != "" && !slices.Contains(base.ProductIDs(), opt.Product) {
		return nil, usagef("--product: unknown product %q; the posture knows: %s", opt.Product, strings.Join(base.ProductIDs(), ", "))
	}
	sheets, err := f.read(ctx, base)
	if err != nil {
		return nil, err
	}
	files, err := knowledge.Files(dir)
	if err != nil {
		return nil, err
	}
	planner, err := intake.New(files, base, starter, opt)
	if err != nil {
		return nil, err
	}
	return planner.Plan(ctx, sheets...)
}

// openBoth opens the company's knowledge and, beside it, the starter's.
func openBoth(ctx context.Context, dir string, asOf date.Date) (base, starter *knowledge.Base, err error) {
	done := make(chan error, 1)
	go func() {
		var err error
		starter, err = knowledge.Open(ctx, "", asOf)
		done <- err
	}()
	base, err = knowledge.Open(ctx, dir, asOf)
	return base, starter, errors.Join(err, <-done)
}

func (f *importFlags) read(ctx context.Context, base *knowledge.Base) ([]*questionnaire.Questionnaire, error) {
	opt := workbook.ReadOptions{Lexicon: base.Lexicon, Sheets: f.sheets, IncludeHidden: f.hidden, Completed: true}
	if f.maps != "" {
		var err error
		if opt.Map, err = workbook.LoadMapping(f.maps); err != nil {
			return nil, fmt.Errorf("--map: %w", err)
		}
	}
	var out []*questionnaire.Questionnaire
	for _, file := range f.files {
		qn, err := workbook.Read(ctx, file, opt)
		if err != nil {
			return nil, err
		}
		if len(qn.Questions) == 0 {
			return nil, &fill.NoQuestionsError{Name: qn.Name, Sheets: qn.Sheets}
		}
		out = append(out, qn)
	}
	return out, nil
}

// apply writes what the plan adds, file by file.
func apply(ctx context.Context, store *edit.Store, plan *intake.Plan) error {
	files := make([][]byte, 0, len(plan.Create))
	for i := range plan.Create {
		file, err := plan.Create[i].File()
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	if _, err := store.CreateFiles(ctx, files); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	for _, add := range plan.Add {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := store.Edit(add.Entry, edit.AddQuestion(add.Question)); err != nil {
			return fmt.Errorf("import: %w", err)
		}
	}
	return nil
}

func (f *importFlags) print(a *app, plan *intake.Plan) error {
	if f.asJSON {
		return printJSON(a.Out, plan)
	}
	if err := plan.Print(a.Out); err != nil {
		return err
	}
	if f.approve && f.sharing == string(library.Internal) && len(plan.Create) > 0 {
		fmt.Fprintln(a.Err, "candor: internal entries are never filled in; give --sharing public or nda where they may leave")
	}
	if !f.approve && !f.dryRun && len(plan.Create) > 0 {
		fmt.Fprintln(a.Err, "candor: next: read the drafts (candor library list --status draft), set sharing: public or nda where an answer may leave, then: candor library approve <id>")
	}
	return nil
}
