package cli

import (
	"context"
	"fmt"

	"candor/internal/knowledge"

	"github.com/spf13/cobra"
)

func newCheckCmd(a *app) *cobra.Command {
	var f knowledgeFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Lint library, posture and facts",
		Long: `Check reads the whole knowledge base and reports every fault and warning with
file and line: form, references, certification records (V01 to V24), claims that
the records do not back, wording (W01 to W21), entries past their review date.
It exits with 1 if there is a fault.`,
		Example: `  candor check --kb answers
  candor check --kb answers --as-of 2027-01-01 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runCheck(cmd.Context(), a, &f, asJSON)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the findings as JSON")
	return cmd
}

func runCheck(ctx context.Context, a *app, f *knowledgeFlags, asJSON bool) error {
	asOf, err := f.day(a)
	if err != nil {
		return err
	}
	dir := f.dir
	if dir == "" {
		dir = a.env("CANDOR_KB")
	}
	result, err := knowledge.Check(ctx, dir, asOf)
	if err != nil {
		return err
	}
	if asJSON {
		if err := printJSON(a.Out, result); err != nil {
			return err
		}
	} else {
		printFindings(a, result)
	}
	if result.Faults() > 0 {
		return silentError{}
	}
	return nil
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
