package cli

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"candor/internal/deals"
	"candor/internal/knowledge"
	"candor/internal/report"
	"candor/internal/roadmap"
	"candor/internal/upkeep"

	"github.com/spf13/cobra"
)

// libraryHealthCmds are the commands that say what is stale, doubled or missing.
func libraryHealthCmds(a *app) []*cobra.Command {
	return []*cobra.Command{
		newLibraryStaleCmd(a), newLibraryDedupeCmd(a), newLibraryCoverageCmd(a), newLibraryBacklogCmd(a), newLibraryStatsCmd(a),
	}
}

type libraryStaleFlags struct {
	knowledgeFlags
	within string
	failOn []string
	asJSON bool
}

func newLibraryStaleCmd(a *app) *cobra.Command {
	var f libraryStaleFlags
	cmd := &cobra.Command{
		Use:   "stale",
		Short: "List what is past its review day or soon will be",
		Long: `Stale lists, by owner, the entries that are past their review day, and with
--within those that will be soon; likewise the facts that entries state, and the
documents of the posture with an end. An entry past its day is never filled in.

With --fail-on stale it exits with 3 if something is past its day, with
--fail-on due also if something is due within the span.`,
		Example: `  candor library stale --kb answers --within 30d
  candor library stale --kb answers --fail-on stale`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLibraryStale(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringVar(&f.within, "within", "0d", "also what is due within this `span`: 30d, 6w, 3m")
	fl.StringSliceVar(&f.failOn, "fail-on", nil, "exit with 3 if there is any: stale, due")
	fl.BoolVar(&f.asJSON, "json", false, "print the list as JSON")
	return cmd
}

func runLibraryStale(ctx context.Context, a *app, f *libraryStaleFlags) error {
	asOf, err := f.day(a)
	if err != nil {
		return err
	}
	within, err := span(f.within)
	if err != nil {
		return usagef("--within: %w", err)
	}
	for _, c := range f.failOn {
		if c != "stale" && c != "due" {
			return usagef("--fail-on: unknown condition %q; one of: stale, due", c)
		}
	}
	base, err := f.browse(ctx, a, asOf)
	if err != nil {
		return err
	}
	r := upkeep.Stale(base.Library, base.Posture, asOf, within)
	if f.asJSON {
		err = printJSON(a.Out, r)
	} else {
		err = report.Due{Report: r, Width: a.width()}.Write(a.Out)
	}
	switch {
	case err != nil:
		return err
	case r.Overdue > 0 && len(f.failOn) > 0:
		return conditionError{counted(r.Overdue, "thing is", "things are") + " past the review day"}
	case r.Soon > 0 && slices.Contains(f.failOn, "due"):
		return conditionError{counted(r.Soon, "thing is", "things are") + " due by " + r.Until}
	}
	return nil
}

// span reads a number of days, weeks or months: 30d, 6w, 3m. A month is 30 days.
func span(text string) (days int, err error) {
	units := map[string]int{"d": 1, "w": 7, "m": 30}
	if text == "" {
		return 0, fmt.Errorf("%q is no span; write it as 30d, 6w or 3m", text)
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	unit, ok := units[text[len(text)-1:]]
	if err != nil || !ok || n < 0 || n > maxSpan {
		return 0, fmt.Errorf("%q is no span; write it as 30d, 6w or 3m", text)
	}
	return n * unit, nil
}

// maxSpan keeps dates within the calendar.
const maxSpan = 9999

type libraryDedupeFlags struct {
	knowledgeFlags
	asJSON bool
}

func newLibraryDedupeCmd(a *app) *cobra.Command {
	var f libraryDedupeFlags
	cmd := &cobra.Command{
		Use:   "dedupe",
		Short: "Find entries that stand twice, and those that contradict each other",
		Long: `Dedupe compares all entries that are not retired. Conflicts are asked the same
and answer otherwise: another verdict, or another number. Near-duplicates are
asked or say the same, and one of them may do for all. It changes nothing, and
says for each what to do. Entries for different products are no doubles.`,
		Example: `  candor library dedupe --kb answers
  candor library dedupe --kb answers --json | jq '.conflicts[].why'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			base, asOf, err := f.browseAsOf(ctx, a)
			if err != nil {
				return err
			}
			if base.Alike == nil {
				return wordsMissing()
			}
			r, err := upkeep.FindDoubles(ctx, base.Library, base.Alike, asOf)
			if err != nil {
				return err
			}
			if f.asJSON {
				return printJSON(a.Out, r)
			}
			return report.Doubles{Report: r, Width: a.width()}.Write(a.Out)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print conflicts and groups as JSON")
	return cmd
}

// wordsMissing is for a folder whose own word lists cannot be read.
func wordsMissing() error {
	return fmt.Errorf("the word lists of the knowledge base have faults; `candor check` lists them")
}

type libraryCoverageFlags struct {
	knowledgeFlags
	framework, html string
	asJSON          bool
}

func newLibraryCoverageCmd(a *app) *cobra.Command {
	var f libraryCoverageFlags
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "Show which criteria or controls have no answer, a draft, a stale one or a No",
		Long: `Coverage holds each criterion or control of a framework against the entries that
name it. What a Statement of Applicability leaves out is shown as such. Entries
under a control that a mapping names are suggested; they never count.`,
		Example: `  candor library coverage --kb answers --framework soc2
  candor library coverage --kb answers --framework iso27001 --html coverage.html`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLibraryCoverage(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringVar(&f.framework, "framework", "", "`id` of the framework: soc2, iso27001 or iso27001-2013")
	fl.StringVar(&f.html, "html", "", "also write the matrix as a page to `file`")
	fl.BoolVar(&f.asJSON, "json", false, "print the coverage as JSON")
	return cmd
}

func runLibraryCoverage(ctx context.Context, a *app, f *libraryCoverageFlags) error {
	if err := checkPage(f.html); err != nil {
		return err
	}
	base, asOf, err := f.browseAsOf(ctx, a)
	if err != nil {
		return err
	}
	ids := frameworkIDs(base)
	switch {
	case f.framework == "":
		return usagef("--framework is needed: one of %s", strings.Join(ids, ", "))
	case !slices.Contains(ids, f.framework):
		return oneOf("framework", f.framework, ids)
	}
	r, err := upkeep.Cover(base.Library, base.Catalogue, base.Posture, f.framework, asOf)
	if err != nil {
		return err
	}
	if err := writePage(f.html, report.CoveragePage{Report: r}.Write); err != nil {
		return err
	}
	if f.asJSON {
		return printJSON(a.Out, r)
	}
	return report.Coverage{Report: r, Page: f.html, Width: a.width()}.Write(a.Out)
}

func frameworkIDs(base *knowledge.Base) []string {
	var ids []string
	for _, f := range base.Catalogue.Frameworks() {
		ids = append(ids, f.ID)
	}
	return ids
}

// dealsOf reads the deals and gives them to the runs; nothing for no file.
func dealsOf(inputs []roadmap.Input, base *knowledge.Base, path string) ([]string, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	list, err := deals.Read(file, path)
	if err != nil {
		return nil, err
	}
	if err := roadmap.Products(list, base.Posture, path); err != nil {
		return nil, err
	}
	return roadmap.Assign(inputs, list), nil
}
