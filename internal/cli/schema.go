package cli

import (
	"fmt"
	"strings"

	"candor/internal/knowledge"

	"github.com/spf13/cobra"
)

func newSchemaCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [name]",
		Short: "Print the JSON Schema of a format",
		Long: `Schema prints the JSON Schema (draft-07) of a format; without a name it lists
them. Formats: ` + strings.Join(knowledge.SchemaNames(), ", ") + ".",
		Example: `  candor schema
  candor schema entry > schema/entry.schema.json`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: knowledge.SchemaNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, name := range knowledge.SchemaNames() {
					fmt.Fprintf(a.Out, "%-8s %s\n", name, knowledge.SchemaTitle(name))
				}
				return nil
			}
			text, err := knowledge.Schema(args[0])
			if err != nil {
				return usageError{err}
			}
			fmt.Fprint(a.Out, text)
			return nil
		},
	}
}
