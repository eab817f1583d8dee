package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"candor/internal/knowledge"
	"candor/internal/report"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

type inspectFlags struct {
	input, mapping       string
	sheets               []string
	asJSON               bool
	hidden, appendColumn bool
}

func newInspectCmd(a *app) *cobra.Command {
	var f inspectFlags
	cmd := &cobra.Command{
		Use:   "inspect <questionnaire>",
		Short: "Show what the reader sees: sheets, columns, rows, what is skipped and why",
		Example: `  candor inspect acme.xlsx
  candor inspect acme.xlsx --json | jq '.questions | length'`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.input = args[0]
			return runInspect(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	fl.StringSliceVar(&f.sheets, "sheet", nil, "only this `sheet`; may be given again")
	fl.StringVar(&f.mapping, "map", "", "`file` that says which columns are which")
	fl.BoolVar(&f.hidden, "include-hidden", false, "read hidden sheets too")
	fl.BoolVar(&f.appendColumn, "append-column", false, "where a sheet has no answer column, show the first free one")
	fl.BoolVar(&f.asJSON, "json", false, "print the whole reading as JSON")
	return cmd
}

func runInspect(ctx context.Context, a *app, f *inspectFlags) error {
	lexicon, err := knowledge.Lexicon()
	if err != nil {
		return err
	}
	opt := workbook.ReadOptions{Lexicon: lexicon, Sheets: f.sheets, IncludeHidden: f.hidden, AppendColumn: f.appendColumn}
	if f.mapping != "" {
		if opt.Map, err = workbook.LoadMapping(f.mapping); err != nil {
			return fmt.Errorf("--map: %w", err)
		}
	}
	qn, err := workbook.Read(ctx, f.input, opt)
	if err != nil {
		return err
	}
	if f.asJSON {
		return printJSON(a.Out, qn)
	}
	return report.Inspection{Questionnaire: qn, Width: a.width()}.Write(a.Out)
}

// printJSON writes a value as one indented document.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("print JSON: %w", err)
	}
	return nil
}
