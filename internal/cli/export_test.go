package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// CommandPaths are all commands that do something, also hidden ones, as words
// behind the program's name.
func CommandPaths() []string {
	root := newRootCmd(&app{})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	var out []string
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Runnable() {
			out = append(out, strings.TrimPrefix(strings.TrimPrefix(c.CommandPath(), root.Name()), " "))
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	return out
}
