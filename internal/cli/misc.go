package cli

import (
	"fmt"
	"strings"

	"candor/internal/knowledge"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

func newInitCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init <folder>",
		Short: "Start your own answer library, posture and facts",
		Long: `Init writes a knowledge base of your own: the starter library as drafts (a draft
is offered for review, it is not filled in until you approve it), a posture
without any record, and the facts to replace. The folder must be new or empty.`,
		Example: `  candor init answers`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			n, err := knowledge.Init(args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(a.Out, "%d files written to %s\n", n, args[0])
			fmt.Fprintf(a.Out, "next: fill in %s/company/posture.yaml and facts.yaml, approve entries by status: approved,\n      then candor check --kb %s\n", args[0], args[0])
			return nil
		},
	}
}

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

func newSchemaCmd(a *app) *cobra.Command {
	return &cobra.Command{
		Use:       "schema <name>",
		Short:     "Print the JSON Schema of a format: " + strings.Join(knowledge.SchemaNames(), ", "),
		Example:   `  candor schema entry > entry.schema.json`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: knowledge.SchemaNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := knowledge.Schema(args[0])
			if err != nil {
				return usageError{err}
			}
			fmt.Fprint(a.Out, text)
			return nil
		},
	}
}
