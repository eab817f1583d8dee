package cli

import (
	"context"
	"errors"
	"os"

	"candor/internal/fill"
	"candor/internal/report"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

type fillFlags struct {
	answerFlags
	input, output, html string
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
	fl.StringVarP(&f.output, "output", "o", "", "file to write (default: <questionnaire>.answered.<ext>)")
	fl.StringVar(&f.html, "html", "", "also write a report page to `file`")
	f.add(cmd)
	return cmd
}

func runFill(ctx context.Context, a *app, f *fillFlags) (err error) {
	if err := checkPage(f.html); err != nil {
		return err
	}
	opt, err := f.options(a)
	if err != nil {
		return err
	}
	opt.Input, opt.Output = f.input, f.output
	m, err := f.model.start(a, f.quiet)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	if opt.Model, err = m.adviser(); err != nil {
		return err
	}
	base, err := f.open(ctx, a, opt, m.knowledge(opt.Sharing)...)
	if err != nil {
		return err
	}
	var done func()
	opt.Progress, done = a.bar(f.quiet, "answering")
	res, err := fill.Run(ctx, base, opt)
	done()
	if err != nil {
		return err
	}
	m.tell(a, res.Warnings, f.quiet)
	if err := writePage(f.html, report.Page{Record: res.Record}.Write); err != nil {
		return err
	}
	if err := f.print(a, res); err != nil {
		return err
	}
	return f.condition(res.Record.Summary)
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

// width is the terminal's width in columns, 100 where there is none.
func (a *app) width() int {
	if file, ok := a.Out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		if w, _, err := term.GetSize(int(file.Fd())); err == nil && w >= 40 {
			return min(w, 120)
		}
	}
	return 100
}
