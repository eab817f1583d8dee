package cli

import (
	"context"
	"fmt"

	"candor/internal/date"
	"candor/internal/knowledge"

	"github.com/spf13/cobra"
)

func newCheckCmd(a *app) *cobra.Command {
	cmd := checkCmd(a, knowledge.Check)
	cmd.Short = "Lint library, posture and facts"
	cmd.Long = `Check reads the whole knowledge base and reports every fault and warning with
file and line: form, references, certification records (V01 to V24), claims that
the records do not back, wording (W01 to W21), entries past their review date.
It exits with 1 if there is a fault.`
	cmd.Example = `  candor check --kb answers
  candor check --kb answers --as-of 2027-01-01 --json`
	return cmd
}

// checkCmd is a command that prints findings and exits with 1 if one of them
// is a fault.
func checkCmd(a *app, check func(ctx context.Context, dir string, asOf date.Date) (knowledge.CheckResult, error)) *cobra.Command {
	var f knowledgeFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:  "check",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			asOf, err := f.day(a)
			if err != nil {
				return err
			}
			result, err := check(cmd.Context(), f.folder(a), asOf)
			if err != nil {
				return err
			}
			if asJSON {
				err = printJSON(a.Out, result)
			} else {
				printFindings(a, result)
			}
			if err == nil && result.Faults() > 0 {
				return silentError{}
			}
			return err
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	return cmd
}

func printFindings(a *app, result knowledge.CheckResult) {
	for _, f := range result.Findings {
		fmt.Fprintf(a.Out, "%s: %s", f.Place(), f.Severity)
		if f.Code != "" {
			fmt.Fprintf(a.Out, " %s", f.Code)
		}
		fmt.Fprintf(a.Out, ": %s\n", f.Message)
		if f.Suggest != "" {
			fmt.Fprintf(a.Out, "    better: %s\n", f.Suggest)
		}
	}
	fmt.Fprintf(a.Out, "%d entries checked: %d faults, %d warnings\n", result.Entries, result.Faults(), len(result.Findings)-result.Faults())
}
