package cli

import "github.com/spf13/cobra"

// libraryEditCmds are the commands that show and change single entries.
func libraryEditCmds(_ *app) []*cobra.Command {
	return nil
}
