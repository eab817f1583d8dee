package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/report"

	"github.com/spf13/cobra"
)

func newCheckCmd(a *app) *cobra.Command {
	cmd := checkCmd(a, knowledge.Check)
	cmd.Short = "Lint library, posture and facts"
	cmd.Long = `Check reads the whole knowledge base and reports every fault at once with file,
line and column, and the nearest right value where there is one: form and
references, certification records (V01 to V24), claims that the records do not
back, wording (W01 to W21), review dates, questions that contradict each other,
facts without value, secrets, files that nothing reads. The table of all codes
is in knowledgebase/README.md.

It exits with 1 if there is a fault. With --fail-on warning it exits with 3 if
there is none but a warning.`
	cmd.Example = `  candor check --kb answers
  candor check --kb answers --as-of 2027-01-01 --json
  candor check --kb . --format github      in a workflow of the library's repository`
	return cmd
}

// checkFlags say how findings are shown and which of them count.
type checkFlags struct {
	knowledgeFlags
	format, failOn string
	asJSON         bool
}

// The formats of findings.
var checkFormats = []string{"text", "json", "sarif", "github"}

// checkCmd is a command that prints findings and exits with 1 if one of them
// is a fault.
func checkCmd(a *app, check func(ctx context.Context, dir string, asOf date.Date) (knowledge.CheckResult, error)) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:  "check",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.valid(cmd.Flags().Changed("format")); err != nil {
				return err
			}
			asOf, err := f.day(a)
			if err != nil {
				return err
			}
			result, err := check(cmd.Context(), f.folder(a), asOf)
			if err != nil {
				return err
			}
			if err := f.print(a, result); err != nil {
				return err
			}
			return f.verdict(result)
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&f.format, "format", "text", "how findings are printed: "+strings.Join(checkFormats, ", "))
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "short for --format json")
	cmd.Flags().StringVar(&f.failOn, "fail-on", "error", "least `level` that makes it fail: error or warning")
	return cmd
}

func (f *checkFlags) valid(formatGiven bool) error {
	if f.asJSON {
		if formatGiven && f.format != "json" {
			return usagef("--json and --format %s: name one of them", f.format)
		}
		f.format = "json"
	}
	if !slices.Contains(checkFormats, f.format) {
		return usagef("--format: unknown format %q; one of: %s", f.format, strings.Join(checkFormats, ", "))
	}
	if f.failOn != string(knowledge.LevelError) && f.failOn != string(knowledge.LevelWarning) {
		return usagef("--fail-on: %q is neither error nor warning", f.failOn)
	}
	return nil
}

func (f *checkFlags) print(a *app, result knowledge.CheckResult) error {
	page := report.Check{Result: result, Dir: f.folder(a), Version: version()}
	switch f.format {
	case "json":
		return printJSON(a.Out, result)
	case "sarif":
		return page.WriteSARIF(a.Out)
	case "github":
		return page.WriteGitHub(a.Out)
	default:
		return page.WriteText(a.Out)
	}
}

// verdict turns the findings into the exit code.
func (f *checkFlags) verdict(result knowledge.CheckResult) error {
	if result.Faults() > 0 {
		return silentError{}
	}
	if n := result.Count(knowledge.LevelWarning); n > 0 && f.failOn == string(knowledge.LevelWarning) {
		return conditionError{fmt.Sprintf("%d × warning", n)}
	}
	return nil
}
