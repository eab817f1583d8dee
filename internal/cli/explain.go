package cli

import (
	"candor/internal/report"
	"candor/internal/runlog"

	"github.com/spf13/cobra"
)

func newExplainCmd(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "explain <run.json> <ref>",
		Short: "Say why a question was answered as it was",
		Long: `Explain shows one question of a run record: how it was read, which entries came
near and by which signals, what the guards objected to, which gaps it reveals,
and the reasons for its status. <ref> is sheet and cell of the question, or its
own number.`,
		Example: `  candor explain acme.answered.run.json 'Vendor!B12'`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			rec, err := runlog.Load(args[0])
			if err != nil {
				return err
			}
			q, err := rec.Find(args[1])
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(a.Out, q)
			}
			return report.Explanation{Record: rec, Question: q, Width: a.width()}.Write(a.Out)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the question's record as JSON")
	return cmd
}
