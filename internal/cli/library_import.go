package cli

import "github.com/spf13/cobra"

// libraryImportCmds are the commands that bring answers in from finished questionnaires.
func libraryImportCmds(_ *app) []*cobra.Command {
	return nil
}
