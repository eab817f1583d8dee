package cli

import (
	"fmt"

	"candor/internal/report"

	"github.com/spf13/cobra"
)

func newLibraryShowCmd(a *app) *cobra.Command {
	var f knowledgeFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show <id>",
		Short: "Show one entry with its facts filled in, and its state",
		Example: `  candor library show encryption-at-rest
  candor library show encryption-at-rest --kb answers --as-of 2027-10-01`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			base, asOf, err := f.browseAsOf(cmd.Context(), a)
			if err != nil {
				return err
			}
			e, ok := base.Library.Entry(args[0])
			if !ok {
				return unknownEntry(base.Library, args[0])
			}
			if asJSON {
				return printJSON(a.Out, e.CardOn(asOf))
			}
			view := report.Entry{Card: e.CardOn(asOf), Facts: base.Library.Facts(), AsOf: asOf, Width: a.width()}
			if base.Claims != nil {
				for _, text := range []string{e.Text, e.Short} {
					for _, finding := range base.Claims.Check(text, asOf) {
						view.Findings = append(view.Findings, fmt.Sprintf("%s %s: %q", finding.Severity, finding.Code, finding.Text))
					}
				}
			}
			return view.Write(a.Out)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the entry as JSON")
	return cmd
}
