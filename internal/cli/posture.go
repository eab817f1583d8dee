package cli

import (
	"context"

	"candor/internal/knowledge"
	"candor/internal/report"

	"github.com/spf13/cobra"
)

func newPostureCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "posture",
		Short: "Show or check the certification records",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	cmd.AddCommand(newPostureShowCmd(a), newPostureCheckCmd(a))
	return cmd
}

func newPostureShowCmd(a *app) *cobra.Command {
	var f knowledgeFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "show",
		Short:   "What we hold on a day, what expires when, and what a prospect may be told",
		Example: `  candor posture show --as-of 2027-03-31`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runPostureShow(cmd.Context(), a, &f, asJSON)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the rows as JSON")
	return cmd
}

func runPostureShow(ctx context.Context, a *app, f *knowledgeFlags, asJSON bool) error {
	asOf, err := f.day(a)
	if err != nil {
		return err
	}
	base, err := f.open(ctx, a, asOf)
	if err != nil {
		return err
	}
	rows := base.Posture.Show(asOf)
	if asJSON {
		return printJSON(a.Out, map[string]any{"as_of": asOf, "rows": rows})
	}
	return report.Posture{Rows: rows, Company: base.Posture.Company.LegalName, AsOf: asOf, Starter: base.Starter, Width: a.width()}.Write(a.Out)
}

func newPostureCheckCmd(a *app) *cobra.Command {
	cmd := checkCmd(a, knowledge.CheckPosture)
	cmd.Short = "Check the certification records alone (V01 to V24)"
	return cmd
}
