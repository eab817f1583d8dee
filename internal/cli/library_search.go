package cli

import (
	"context"
	"errors"
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
confidence of each match and what speaks for and against it, surest first, and
says what fill would make of the text as a question. Retired entries are left
out. So are internal ones, as fill leaves them out, unless --sharing internal
asks for them too; fill is told nothing of those.`,
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
	fl.StringVar(&f.sharing, "sharing", "public", "highest sharing `level`: public or nda, which may leave, or internal, to see what never does")
	fl.IntVarP(&f.n, "number", "n", 5, "how many entries to show")
	fl.BoolVar(&f.asJSON, "json", false, "print the result as JSON")
	return cmd
}

func runLibrarySearch(ctx context.Context, a *app, f *librarySearchFlags, text string) error {
	answers := answerFlags{knowledgeFlags: f.knowledgeFlags, product: f.product, sharing: f.sharing, write: string(fill.WriteFilled)}
	if f.internal() {
		answers.sharing = string(library.NDA) // the highest that fill knows
	}
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
	ranked, err := f.rank(ctx, a, base, q)
	if err != nil {
		return fmt.Errorf("search the library: %w", err)
	}
	found := report.Found{
		Query: text, AsOf: opt.AsOf.String(), Matches: []report.Match{}, Thresholds: base.Matcher.Thresholds(), Width: a.width(),
	}
	if !f.internal() {
		found.Internal = len(internalEntries(base))
	}
	if base.Starter {
		found.Starter = base.Posture.Company.LegalName
	}
	for _, m := range ranked {
		if e, ok := base.Library.Entry(m.Entry); ok {
			found.Matches = append(found.Matches, searched(base, q, m, e.CardOn(opt.AsOf)))
		}
	}
	found.SurestFirst()
	if found.Would, err = would(ctx, base, opt, text); err != nil {
		return err
	}
	if f.asJSON {
		return printJSON(a.Out, found)
	}
	return found.Write(a.Out)
}

// internal reports whether entries that never leave are searched too.
func (f *librarySearchFlags) internal() bool { return f.sharing == string(library.Internal) }

// rank returns the matches among the entries that are searched.
func (f *librarySearchFlags) rank(ctx context.Context, a *app, base *knowledge.Base, q match.Question) (ranked []match.Match, err error) {
	matcher := base.Matcher
	if f.internal() {
		files, err := knowledge.Files(f.folder(a))
		if err != nil {
			return nil, err
		}
		if matcher, err = match.New(ctx, files, append(base.Entries(), internalEntries(base)...)); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, matcher.Close()) }()
	}
	return matcher.Top(ctx, q, f.n)
}

// internalEntries are those that fill never sees, retired ones apart.
func internalEntries(base *knowledge.Base) []match.Entry {
	var out []match.Entry
	for _, e := range base.Library.Select(library.Filter{Sharing: library.Internal}) {
		if e.Status != library.Retired {
			out = append(out, knowledge.MatchEntry(e))
		}
	}
	return out
}

// searched is one match with what speaks for and against it.
func searched(base *knowledge.Base, q match.Question, m match.Match, card library.Card) report.Match {
	out := report.Match{Match: m, Verdict: card.Verdict, State: card.State, Sharing: card.Sharing, File: card.File, Text: card.Text}
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
