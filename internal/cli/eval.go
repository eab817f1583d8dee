package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"candor/internal/eval"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match/measure"
	"candor/internal/runlog"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

type evalFlags struct {
	knowledgeFlags
	model                   modelFlags
	files                   []string
	product, sharing, split string
	budget                  float64
	asJSON, fit, wrong      bool
	quiet                   bool
}

func newEvalCmd(a *app) *cobra.Command {
	var f evalFlags
	cmd := &cobra.Command{
		Use:   "eval <file>...",
		Short: "Measure answers against labelled questions or completed questionnaires",
		Long: `Eval answers questions whose right answers are known, by the very steps of fill,
and counts: how often the right entry is found, how much would be filled in, how
much of it wrongly, and what other thresholds would give. It writes no file.

A file is one of
  gold.jsonl     questions with the entry and verdict that are right
  filled.xlsx    a questionnaire that your company completed (.xlsm, .csv, .tsv
                 too): its answers are the truth, rows without one are left out
  out.run.json   the record of an earlier run: what was filled in is the truth

Leave a completed questionnaire out of your library's sources before you trust
its figures: entries imported from it answer it too well.`,
		Example: `  candor eval past/*.xlsx --kb answers
  candor eval gold.jsonl --budget 0.005 --wrong
  candor eval gold.jsonl --split dev --fit`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.files = args
			return runEval(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	f.model.add(cmd)
	fl.StringVar(&f.product, "product", "", "id of the product that is asked about")
	fl.StringVar(&f.sharing, "sharing", "public", "highest sharing level that may leave: public or nda")
	fl.StringVar(&f.split, "split", "all", "which gold questions to ask: dev, test or all")
	fl.Float64Var(&f.budget, "budget", 0.01, "share of wrong answers among the filled that is bearable")
	fl.BoolVar(&f.fit, "fit", false, "print weights for match.yaml, fitted on the dev split of the gold files")
	fl.BoolVar(&f.wrong, "wrong", false, "list the answers filled in wrongly, except those of a test split")
	fl.BoolVar(&f.asJSON, "json", false, "print the figures as JSON")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress")
	return cmd
}

func (f *evalFlags) options(a *app) (eval.Options, error) {
	asOf, err := f.day(a)
	if err != nil {
		return eval.Options{}, err
	}
	opt := eval.Options{AsOf: asOf, Product: f.product, Sharing: library.Sharing(f.sharing), Budget: f.budget}
	switch {
	case opt.Sharing != library.Public && opt.Sharing != library.NDA:
		return opt, usagef("--sharing: %q is neither public nor nda", f.sharing)
	case !slices.Contains([]string{"all", "dev", "test"}, f.split):
		return opt, usagef("--split: %q is none of dev, test, all", f.split)
	case !(f.budget >= 0 && f.budget < 1):
		return opt, usagef("--budget: %v is no share from 0 to below 1; 0.01 is one in a hundred", f.budget)
	case f.fit && f.asJSON:
		return opt, usagef("--fit prints YAML and goes without --json")
	case f.fit && f.split == "test":
		return opt, usagef("--fit never learns from the test split")
	}
	return opt, nil
}

func runEval(ctx context.Context, a *app, f *evalFlags) (err error) {
	opt, err := f.options(a)
	if err != nil {
		return err
	}
	m, err := f.model.start(a, f.quiet)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.close()) }()
	base, err := f.openFor(ctx, a, m, &opt)
	if err != nil {
		return err
	}
	if opt.Product != "" && !slices.Contains(base.ProductIDs(), opt.Product) {
		return usagef("--product: unknown product %q; the posture knows: %s", opt.Product, strings.Join(base.ProductIDs(), ", "))
	}
	if f.fit {
		return runFit(ctx, a, f, base)
	}
	var sets []eval.Set
	for i, file := range f.files {
		s, err := f.set(ctx, base, file)
		if _, other := errors.AsType[*otherSplitError](err); other && len(sets)+len(f.files)-i > 1 {
			fmt.Fprintf(a.Err, "candor: note: %s; left out\n", err)
			continue
		}
		if err != nil {
			return err
		}
		if slices.ContainsFunc(sets, func(other eval.Set) bool { return other.Name == s.Name }) {
			s.Name = file // its base name is taken
		}
		sets = append(sets, s)
	}
	var done func()
	opt.Progress, done = a.bar(f.quiet, "measuring")
	result, err := eval.Evaluate(ctx, base, sets, opt)
	done()
	if err != nil {
		return err
	}
	m.tell(a, nil, f.quiet)
	if f.asJSON {
		return printJSON(a.Out, result)
	}
	if err := result.Print(a.Out); err != nil {
		return err
	}
	if f.wrong {
		return result.PrintFaults(a.Out)
	}
	return nil
}

// openFor opens the knowledge for a model, and beside it for none: what a model
// is worth is seen against that.
func (f *evalFlags) openFor(ctx context.Context, a *app, m *modelRun, opt *eval.Options) (*knowledge.Base, error) {
	var err error
	if opt.Model, err = m.adviser(); err != nil {
		return nil, err
	}
	more := m.knowledge(opt.Sharing)
	base, err := f.open(ctx, a, opt.AsOf, more...)
	if err == nil && len(more) > 0 {
		opt.Plain, err = f.open(ctx, a, opt.AsOf)
	}
	return base, err
}

// set reads one file, whatever it is.
func (f *evalFlags) set(ctx context.Context, base *knowledge.Base, file string) (eval.Set, error) {
	var s eval.Set
	switch ext := strings.ToLower(filepath.Ext(file)); ext {
	case ".jsonl":
		gold, err := readGold(file)
		if err != nil {
			return s, err
		}
		split := f.split
		if split == "all" {
			split = ""
		}
		if s = eval.GoldSet(file, gold, split); s.Known() == 0 && len(gold) > 0 {
			return s, &otherSplitError{filepath.Base(file), f.split}
		}
	case ".json":
		rec, err := runlog.Load(file)
		if err != nil {
			return s, err
		}
		s = eval.RecordSet(filepath.Base(file), rec, base.Vocabulary)
	default:
		qn, err := workbook.Read(ctx, file, workbook.ReadOptions{Lexicon: base.Lexicon, Completed: true})
		if err != nil {
			return s, err
		}
		s = eval.AnsweredSet(qn, base.Vocabulary)
	}
	if s.Known() == 0 {
		return s, fmt.Errorf("%s holds no question with an answer to measure against", filepath.Base(file))
	}
	return s, nil
}

// otherSplitError is a gold file whose questions are all of another split.
type otherSplitError struct{ file, split string }

func (e *otherSplitError) Error() string {
	return fmt.Sprintf("%s holds no question of the split %s", e.file, e.split)
}

func readGold(file string) ([]measure.Gold, error) {
	return measure.ReadGold(os.DirFS(filepath.Dir(file)), filepath.Base(file))
}

// runFit fits weights on the gold files and prints them with what they rest on.
func runFit(ctx context.Context, a *app, f *evalFlags, base *knowledge.Base) error {
	var gold []measure.Gold
	for _, file := range f.files {
		if !strings.EqualFold(filepath.Ext(file), ".jsonl") {
			return usagef("--fit learns from gold files (.jsonl) only; %q names no entries", filepath.Base(file))
		}
		more, err := readGold(file)
		if err != nil {
			return err
		}
		gold = append(gold, more...)
	}
	fitted, err := measure.FitModel(ctx, base.Matcher, base.Entries(), gold)
	if err != nil {
		return fmt.Errorf("fit weights: %w", err)
	}
	return fitted.Write(a.Out, f.files)
}
