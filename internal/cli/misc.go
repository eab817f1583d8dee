package cli

import (
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

func newDumpCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "dump <workbook>",
		Short: "Print a workbook as text, for diffs and golden files",
		Example: `  candor dump acme.xlsx
  git config diff.xlsx.textconv 'candor dump'`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return workbook.Dump(cmd.Context(), args[0], a.Out)
		},
	}
}
