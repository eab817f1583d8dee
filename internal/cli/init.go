package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"strings"

	"candor/internal/date"
	"candor/internal/kbfile"
	"candor/internal/knowledge"
	"candor/internal/library"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// initFlags are the answers of `candor init`, and whether to ask for more.
type initFlags struct {
	answers  knowledge.Answers
	asOf     string
	yes, ask bool
}

func newInitCmd(a *app) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init <folder>",
		Short: "Start your own answer library, posture and facts",
		Long: `Init writes a knowledge base of your own: a posture with your certification
records, facts to fill in, the starter library as examples, schemas for editors
and a workflow that checks each change. On a terminal it asks for what the
posture needs; each question is also a flag, and --yes takes the defaults.

Examples are drafts of a fictional company: nothing is answered with one until
you approve it, and its facts come without values. The README in the folder
tells what to do in the first hour.

No file that is there is replaced. In a folder with a knowledge base init writes
nothing and says what is there.`,
		Example: `  candor init answers
  candor init answers --yes --company "Example Ltd" --soc2 in_progress --soc2-target 2027-06-30`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.answers = knowledge.Answers{}
			for _, q := range knowledge.InitQuestions() {
				if flag := cmd.Flags().Lookup(q.Name); flag.Changed {
					f.answers[q.Name] = flag.Value.String()
				}
			}
			return runInit(cmd.Context(), a, &f, args[0])
		},
	}
	fl := cmd.Flags()
	for _, q := range knowledge.InitQuestions() {
		usage := strings.ToLower(q.Text[:1]) + q.Text[1:]
		if strings.HasPrefix(q.Text, "Trust Services") || strings.HasPrefix(q.Text, "SOC") || strings.HasPrefix(q.Text, "ISO") || strings.HasPrefix(q.Text, "GDPR") || strings.HasPrefix(q.Text, "HIPAA") || strings.HasPrefix(q.Text, "CPA") {
			usage = q.Text
		}
		if len(q.Options) > 0 {
			usage += " (" + strings.Join(q.Options, ", ") + ")"
		}
		fl.String(q.Name, q.Default, usage)
	}
	fl.StringVar(&f.asOf, "as-of", "", "day on which records are judged, as 2026-11-22 (default: today)")
	fl.BoolVarP(&f.yes, "yes", "y", false, "ask nothing: take the defaults of what no flag says")
	fl.BoolVar(&f.ask, "ask", false, "ask even if standard input is no terminal")
	cmd.MarkFlagsMutuallyExclusive("yes", "ask")
	return cmd
}

func runInit(ctx context.Context, a *app, f *initFlags, dir string) error {
	asOf, err := (&knowledgeFlags{asOf: f.asOf}).day(a)
	if err != nil {
		return err
	}
	if dir == "" {
		return usagef("the name of the folder is blank")
	}
	if there, err := describe(ctx, a, dir, asOf); there || err != nil {
		return err
	}
	in, isFile := a.In.(*os.File)
	ask := f.ask || !f.yes && isFile && term.IsTerminal(int(in.Fd()))
	done, err := initialise(ctx, a, f, dir, asOf, ask)
	if _, contradicts := errors.AsType[kbfile.Faults](err); contradicts || errors.Is(err, knowledge.ErrAnswer) {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	sayInitialised(a.Out, dir, done)
	if held := f.answers["soc2"] + f.answers["iso27001"]; strings.ReplaceAll(held, "none", "") == "" {
		fmt.Fprintf(a.Out, "no certification is recorded, so questions about one are answered as not held; if that is\nwrong, change %s/company/posture.yaml before you fill anything\n", dir)
	}
	return nil
}

// initialise asks, if it may, and writes. Answers that contradict each other,
// such as a period that ends before it starts, are asked for again.
func initialise(ctx context.Context, a *app, f *initFlags, dir string, asOf date.Date, ask bool) (knowledge.Initialised, error) {
	if !ask {
		return knowledge.Init(ctx, dir, f.answers, asOf)
	}
	lines := bufio.NewScanner(a.In)
	fmt.Fprintln(a.Err, "Enter takes what stands in brackets. Everything can be changed later in company/posture.yaml.")
	given := maps.Clone(f.answers)
	for {
		if err := interview(a, lines, f.answers); err != nil {
			return knowledge.Initialised{}, err
		}
		done, err := knowledge.Init(ctx, dir, f.answers, asOf)
		faults, contradicts := errors.AsType[kbfile.Faults](err)
		if !contradicts {
			return done, err
		}
		for _, fault := range faults {
			fmt.Fprintf(a.Err, "  that cannot be: %s\n", fault.Message)
		}
		again := false
		for name := range f.answers {
			if _, byFlag := given[name]; !byFlag && strings.Contains(name, "-") {
				delete(f.answers, name)
				again = true
			}
		}
		if !again {
			return done, err
		}
	}
}

func sayInitialised(w io.Writer, dir string, done knowledge.Initialised) {
	fmt.Fprintf(w, "%d files written to %s, %d of them examples that nothing is answered with\n", len(done.Written), dir, done.Examples)
	for _, name := range done.Kept {
		fmt.Fprintf(w, "kept as it was: %s\n", name)
	}
	fmt.Fprintf(w, `next, as %[1]s/README.md tells:
  candor posture show --kb %[1]s                            what you hold, from company/posture.yaml
  candor library approve encryption-at-rest --kb %[1]s      once the example is true of you
  candor check --kb %[1]s                                   what is wrong or still open
`, dir)
}

// interview asks on stderr, since stdout is for the result, and reads a line for
// each answer. A wrong answer is asked for again.
func interview(a *app, lines *bufio.Scanner, answers knowledge.Answers) error {
	for _, q := range knowledge.InitQuestions() {
		if _, known := answers[q.Name]; known || !q.Applies(answers) {
			continue
		}
		answer, err := askOne(a.Err, lines, q)
		if err != nil {
			return err
		}
		answers[q.Name] = answer
	}
	return nil
}

func askOne(w io.Writer, lines *bufio.Scanner, q knowledge.Question) (string, error) {
	for {
		fmt.Fprint(w, q.Text)
		if len(q.Options) > 0 {
			fmt.Fprintf(w, " (%s)", strings.Join(q.Options, ", "))
		}
		if q.Default != "" {
			fmt.Fprintf(w, " [%s]", q.Default)
		}
		fmt.Fprint(w, ": ")
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return "", fmt.Errorf("read an answer: %w", err)
			}
			return "", errors.New("the answers ended before the questions; nothing was written")
		}
		answer := strings.TrimSpace(lines.Text())
		if answer == "" {
			answer = q.Default
		}
		err := q.Check(answer)
		if err == nil {
			return answer, nil
		}
		fmt.Fprintf(w, "  %v\n", err)
	}
}

// describe says what a folder holds that init would have to leave alone.
func describe(ctx context.Context, a *app, dir string, asOf date.Date) (there bool, err error) {
	if !knowledge.IsThere(dir) {
		return false, nil
	}
	fmt.Fprintf(a.Out, "%s holds a knowledge base:\n", dir)
	base, faults, err := knowledge.Browse(ctx, dir, asOf)
	if err != nil {
		return true, err
	}
	byStatus := map[library.Status]int{}
	examples := 0
	for _, e := range base.Library.Entries() {
		if e.IsExample() {
			examples++
			continue
		}
		byStatus[e.Status]++
	}
	filled, facts := 0, base.Library.Facts()
	for _, fact := range facts {
		if fact.IsFilled() {
			filled++
		}
	}
	fmt.Fprintf(a.Out, "  library   %d approved, %d drafts, %d retired, %d examples\n", byStatus[library.Approved], byStatus[library.Draft], byStatus[library.Retired], examples)
	fmt.Fprintf(a.Out, "  facts     %d of %d have a value\n", filled, len(facts))
	if base.Posture != nil {
		fmt.Fprintf(a.Out, "  posture   %s\n", counted(len(base.Posture.Attestations), "certification record", "certification records"))
	}
	fmt.Fprintf(a.Out, "  faults    %d (candor check --kb %s)\n", len(faults), dir)
	return true, fmt.Errorf("%q: %w", dir, knowledge.ErrThere)
}
