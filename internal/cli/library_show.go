package cli

import (
	"context"
	"fmt"

	"candor/internal/fill"
	"candor/internal/guard"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"
	"candor/internal/report"
	"candor/internal/textnorm"

	"github.com/spf13/cobra"
)

func newLibraryShowCmd(a *app) *cobra.Command {
	var f knowledgeFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show <id>",
		Short: "Show one entry with its facts filled in, and its state",
		Example: `  candor library show encryption-at-rest
  candor library show encryption-at-rest --kb answers --as-of 2027-10-01`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asOf, err := f.day(a)
			if err != nil {
				return err
			}
			base, err := f.browse(cmd.Context(), a, asOf)
			if err != nil {
				return err
			}
			e, ok := base.Library.Entry(args[0])
			if !ok {
				return unknownEntry(base.Library, args[0])
			}
			if asJSON {
				return printJSON(a.Out, e.CardOn(asOf))
			}
			view := report.Entry{Card: e.CardOn(asOf), Facts: base.Library.Facts(), AsOf: asOf, Width: a.width()}
			if base.Claims != nil {
				for _, text := range []string{e.Text, e.Short} {
					for _, finding := range base.Claims.Check(text, asOf) {
						view.Findings = append(view.Findings, fmt.Sprintf("%s %s: %q", finding.Severity, finding.Code, finding.Text))
					}
				}
			}
			return view.Write(a.Out)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the entry as JSON")
	return cmd
}

type librarySearchFlags struct {
	knowledgeFlags
	product, sharing string
	n                int
	asJSON           bool
}

func newLibrarySearchCmd(a *app) *cobra.Command {
	var f librarySearchFlags
	cmd := &cobra.Command{
		Use:   "search <text>",
		Short: "Find the entries that answer a question, ranked as fill ranks them",
		Long: `Search ranks the library for a text by the same signals as fill, with the
confidence of each match and what speaks for and against it, and says what fill
would make of the text as a question. Retired and internal entries are left out,
as fill leaves them out.`,
		Example: `  candor library search "Is data at rest encrypted?"
  candor library search "MFA for admins" -n 3 --json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runLibrarySearch(cmd.Context(), a, &f, args[0])
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringVar(&f.product, "product", "", "id of the product that is asked about")
	fl.StringVar(&f.sharing, "sharing", "public", "highest sharing level that may leave: public or nda")
	fl.IntVarP(&f.n, "number", "n", 5, "how many entries to show")
	fl.BoolVar(&f.asJSON, "json", false, "print the result as JSON")
	return cmd
}

func runLibrarySearch(ctx context.Context, a *app, f *librarySearchFlags, text string) error {
	answers := answerFlags{knowledgeFlags: f.knowledgeFlags, product: f.product, sharing: f.sharing, write: string(fill.WriteFilled)}
	opt, err := answers.options(a)
	switch {
	case err != nil:
		return err
	case f.n < 1:
		return usagef("--number: %d is no number of entries to show", f.n)
	case textnorm.Fold(text) == "":
		return usagef("the text to search for is blank")
	}
	base, err := answers.open(ctx, a, opt)
	if err != nil {
		return err
	}
	q := match.Question{Text: text, Language: textnorm.SureLanguage(text)}
	q.Topic = base.Matcher.Topic(q)
	ranked, err := base.Matcher.Top(ctx, q, f.n)
	if err != nil {
		return fmt.Errorf("search the library: %w", err)
	}
	found := report.Found{
		Query: text, AsOf: opt.AsOf.String(), Matches: []report.Match{}, Thresholds: base.Matcher.Thresholds(), Width: a.width(),
	}
	if base.Starter {
		found.Starter = base.Posture.Company.LegalName
	}
	for _, m := range ranked {
		if e, ok := base.Library.Entry(m.Entry); ok {
			found.Matches = append(found.Matches, searched(base, q, m, e.CardOn(opt.AsOf)))
		}
	}
	if found.Would, err = would(ctx, base, opt, text); err != nil {
		return err
	}
	if f.asJSON {
		return printJSON(a.Out, found)
	}
	return found.Write(a.Out)
}

// searched is one match with what speaks for and against it.
func searched(base *knowledge.Base, q match.Question, m match.Match, card library.Card) report.Match {
	out := report.Match{Match: m, Verdict: card.Verdict, State: card.State, File: card.File, Text: card.Text}
	out.For, out.Against = report.InWords(m.Signals)
	if e, ok := base.Library.Entry(m.Entry); ok {
		out.Guards = append([]guard.Finding{}, base.Guard.Check(q, knowledge.MatchEntry(e), m.Question)...)
	}
	return out
}

// would asks fill what it makes of a single question with a cell for text.
func would(ctx context.Context, base *knowledge.Base, opt fill.Options, text string) (report.Would, error) {
	opt.Input = "search"
	rehearsal, err := fill.Rehearse(ctx, base, opt, &questionnaire.Questionnaire{Name: "search", Questions: []questionnaire.Question{{
		Ref: "Search!A1", Sheet: "Search", Row: 1, Text: text,
		Slots: []questionnaire.Slot{{Kind: questionnaire.SlotText, Cell: "B1"}},
	}}})
	if err != nil {
		return report.Would{}, fmt.Errorf("search the library: %w", err)
	}
	rec, err := rehearsal.Decide(ctx, base.Matcher.Thresholds())
	if err != nil {
		return report.Would{}, fmt.Errorf("search the library: %w", err)
	}
	row := rec.Rows[0]
	return report.Would{Status: row.Status, Verdict: row.Verdict, Answer: row.Answer, Sources: row.Sources, Reasons: row.Reasons}, nil
}
