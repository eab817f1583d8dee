package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/intake"
	"candor/internal/knowledge"
	"candor/internal/learn"
	"candor/internal/report"
	"candor/internal/runlog"
	"candor/internal/workbook"

	"github.com/spf13/cobra"
)

type libraryLearnFlags struct {
	knowledgeFlags
	file, run, output, owner, mapping string
	sheets                            []string
	hidden, reviewed, force, asJSON   bool
}

func newLibraryLearnCmd(a *app) *cobra.Command {
	var f libraryLearnFlags
	cmd := &cobra.Command{
		Use:   "learn <reviewed questionnaire>",
		Short: "Propose what a reviewed output teaches the library",
		Long: `Learn compares an output of fill, after people have reviewed and edited it, with
its run record, and proposes: further phrasings for entries whose answers were
accepted, changed answers and verdicts, and new entries for questions that
candor left open and a person answered.

The proposals go into a file, <output>.proposals.yaml. Nothing of them is in the
library until you accept it: mark proposals there and run candor library accept.
Certification questions teach nothing, since your records decide them, nor do
rows that a person must answer each time. Names of the prospect are taken out or
flagged; so is text that your records do not back.`,
		Example: `  candor library learn acme.answered.xlsx --kb answers
  candor library accept acme.answered.proposals.yaml 1 3 --kb answers`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f.file = args[0]
			return runLibraryLearn(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringVar(&f.run, "run", "", "run record of the output (default: <output>.run.json)")
	fl.StringVarP(&f.output, "output", "o", "", "file of proposals to write (default: <output>.proposals.yaml)")
	fl.StringVar(&f.owner, "owner", "", "who answers for new entries, as an `address`")
	fl.StringVar(&f.mapping, "map", "", "the `file` given to fill as --map")
	fl.StringSliceVar(&f.sheets, "sheet", nil, "only this `sheet`; may be given again")
	fl.BoolVar(&f.hidden, "include-hidden", false, "read hidden sheets too")
	fl.BoolVar(&f.reviewed, "reviewed", false, "the output is right as fill wrote it: learn from it unchanged")
	fl.BoolVar(&f.force, "force", false, "replace a file of proposals that exists")
	fl.BoolVar(&f.asJSON, "json", false, "print the proposals as JSON to stdout too")
	return cmd
}

func runLibraryLearn(ctx context.Context, a *app, f *libraryLearnFlags) error {
	asOf, err := f.day(a)
	if err != nil {
		return err
	}
	if f.run == "" {
		f.run = fill.RecordPath(f.file)
	}
	if f.output == "" {
		f.output = strings.TrimSuffix(f.file, filepath.Ext(f.file)) + ".proposals.yaml"
	}
	if _, err := os.Stat(f.file); err != nil {
		return fmt.Errorf("read reviewed questionnaire: %w", err)
	}
	rec, err := runlog.Load(f.run)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no run record %q: fill writes one beside its output, and --run names one elsewhere", f.run)
	}
	if err != nil {
		return err
	}
	// What people decided shows against what the run had proposed.
	proposals, err := f.propose(ctx, a, rec.Drafted(), asOf)
	if err != nil {
		return err
	}
	if err := f.write(proposals); err != nil {
		return err
	}
	if f.asJSON {
		return printJSON(a.Out, proposals)
	}
	return report.Learned{File: proposals, Path: f.output, Width: a.width()}.Write(a.Out)
}

func (f *libraryLearnFlags) propose(ctx context.Context, a *app, rec *runlog.Record, asOf date.Date) (*learn.File, error) {
	dir := f.folder(a)
	base, starter, err := openBoth(ctx, dir, asOf)
	if err != nil {
		return nil, err
	}
	opt := workbook.ReadOptions{Lexicon: base.Lexicon, Sheets: f.sheets, IncludeHidden: f.hidden}
	if f.mapping != "" {
		if opt.Map, err = workbook.LoadMapping(f.mapping); err != nil {
			return nil, fmt.Errorf("--map: %w", err)
		}
	}
	cells, err := workbook.ReadCells(ctx, f.file)
	if err != nil {
		return nil, err
	}
	read, err := workbook.Read(ctx, f.file, opt)
	if err != nil {
		return nil, err
	}
	if rec.Output != nil && rec.Output.SHA256 == cells.SHA256 && !f.reviewed {
		return nil, fmt.Errorf("%q is as fill wrote it: nobody has reviewed it, or --reviewed says that it is right as it stands", f.file)
	}
	if rec.KB.Digest != base.Digest {
		fmt.Fprintln(a.Err, "candor: the knowledge base has changed since the run; entries that changed are flagged")
	}
	if dir == "" {
		fmt.Fprintln(a.Err, "candor: this compares with the built-in starter library, which cannot be changed; name your own with --kb DIR")
	}
	files, err := knowledge.Files(dir)
	if err != nil {
		return nil, err
	}
	planner, err := intake.New(files, base, starter, intake.Options{AsOf: asOf, Owner: f.owner, Product: rec.Product})
	if err != nil {
		return nil, err
	}
	return learn.Propose(ctx, base, planner, rec, cells.Name, learn.Restore(rec, read, cells, cells.Sheets), asOf)
}

func (f *libraryLearnFlags) write(proposals *learn.File) error {
	data, err := proposals.Encode(filepath.Base(f.output))
	if err != nil {
		return err
	}
	same, err := atomicfile.SameFile(f.file, f.output)
	if err != nil || same {
		return errors.Join(err, errors.New("the proposals would replace the questionnaire; name another file with -o"))
	}
	put := atomicfile.WriteNew
	if f.force {
		put = atomicfile.Write
	}
	err = put(f.output, 0o600, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if errors.Is(err, atomicfile.ErrExists) {
		return fmt.Errorf("%q exists already, maybe with decisions in it; use --force to replace it or -o to name another file", f.output)
	}
	return err
}
