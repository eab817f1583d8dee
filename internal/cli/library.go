package cli

import (
	"slices"

	"github.com/spf13/cobra"
)

func newLibraryCmd(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "library",
		Short: "Keep the answer library: bring answers in, keep them true, see what is missing",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	cmd.AddCommand(slices.Concat(libraryImportCmds(a), libraryEditCmds(a), libraryHealthCmds(a))...)
	return cmd
}
