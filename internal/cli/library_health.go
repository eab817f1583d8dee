package cli

import "github.com/spf13/cobra"

// libraryHealthCmds are the commands that say what is stale, doubled or missing.
func libraryHealthCmds(_ *app) []*cobra.Command {
	return nil
}
