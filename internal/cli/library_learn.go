package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"candor/internal/atomicfile"
	"candor/internal/date"
	"candor/internal/fill"
	"candor/internal/intake"
	"candor/internal/knowledge"
	"candor/internal/learn"
	"candor/internal/library"
	"candor/internal/library/edit"
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
	rec, err := runlog.Load(f.run)
	if err != nil {
		return err
	}
	proposals, err := f.propose(ctx, a, rec, asOf)
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

type libraryAcceptFlags struct {
	changeFlags
	all bool
}

func newLibraryAcceptCmd(a *app) *cobra.Command {
	var f libraryAcceptFlags
	cmd := &cobra.Command{
		Use:   "accept <proposals> [number]...",
		Short: "Take proposals of learn into the library",
		Long: `Accept applies the proposals of a file that candor library learn wrote: those
that say accept: true, or those of the numbers given, or with --all those that
no flag holds. Texts may have been changed in the file. Changed answers count as
reviewed on the day; new entries are drafts until you approve them.

What the library says already is left alone, so accepting twice changes nothing.
A proposal is refused if its entry has changed since, or if a check of the
entry as it would be finds a fault, such as a claim that your records do not
back.`,
		Example: `  candor library accept acme.answered.proposals.yaml --dry-run
  candor library accept acme.answered.proposals.yaml 1 3 --kb answers
  candor library accept acme.answered.proposals.yaml --all`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runLibraryAccept(cmd.Context(), a, &f, args[0], args[1:])
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&f.all, "all", false, "accept all proposals that no flag holds")
	return cmd
}

func runLibraryAccept(ctx context.Context, a *app, f *libraryAcceptFlags, path string, numbers []string) error {
	asOf, err := f.day(a)
	if err != nil {
		return err
	}
	file, err := learn.Load(path)
	if err != nil {
		return err
	}
	chosen, err := f.choose(a, file, numbers)
	if err != nil {
		return err
	}
	dir, err := f.own(a)
	if err != nil {
		return err
	}
	return f.locked(ctx, a, "library accept", func(s *edit.Store) error {
		// The library is read under the lock, so that no other run's edit is lost.
		base, err := f.browse(ctx, a, asOf)
		if err != nil {
			return err
		}
		done, err := learn.Accept(s, base.Library, chosen, asOf, func(files map[string][]byte) (map[string]string, error) {
			return refusals(ctx, base, dir, asOf, files)
		})
		if err != nil {
			return err
		}
		return f.tell(a, done)
	})
}

// choose picks the proposals that a person accepts.
func (f *libraryAcceptFlags) choose(a *app, file *learn.File, numbers []string) ([]*learn.Proposal, error) {
	var chosen []*learn.Proposal
	wanted := map[int]bool{}
	for _, text := range numbers {
		n, err := strconv.Atoi(text)
		if err != nil || !slices.ContainsFunc(file.Proposals, func(p learn.Proposal) bool { return p.N == n }) {
			return nil, usagef("%q is no number of a proposal in the file", text)
		}
		wanted[n] = true
	}
	if f.all && len(numbers) > 0 {
		return nil, usagef("--all and numbers are both given")
	}
	for i := range file.Proposals {
		p := &file.Proposals[i]
		switch {
		case f.all && p.IsHeld():
			fmt.Fprintf(a.Err, "candor: proposal %d is held by a flag; name its number to accept it\n", p.N)
		case f.all, wanted[p.N], len(numbers) == 0 && p.Accept:
			chosen = append(chosen, p)
		}
	}
	if len(chosen) == 0 {
		return nil, usagef("no proposal is accepted: set accept: true in the file, name numbers, or give --all")
	}
	return chosen, nil
}

// refusals says why files must not be written as they would be. An approved
// entry must be without a fault; in another one only its form counts, as for
// any draft.
func refusals(ctx context.Context, base *knowledge.Base, dir string, asOf date.Date, files map[string][]byte) (map[string]string, error) {
	result, err := knowledge.CheckChanged(ctx, dir, asOf, files)
	if err != nil {
		return nil, err
	}
	approved := map[string]bool{}
	for _, e := range base.Library.Entries() {
		approved[e.File] = e.Status == library.Approved
	}
	out := map[string]string{}
	for file := range files {
		var lines []string
		for _, finding := range faultsOf(result, file) {
			if approved[file] || finding.Severity == "error" {
				lines = append(lines, finding.Code+": "+finding.Message)
			}
		}
		if len(lines) > 0 {
			out[file] = strings.Join(lines, "; ")
		}
	}
	return out, nil
}

// tell says of each proposal what became of it.
func (f *libraryAcceptFlags) tell(a *app, done []learn.Accepted) error {
	shown := map[string]bool{}
	refused := 0
	for _, r := range done {
		switch r.Outcome {
		case learn.Already:
			fmt.Fprintf(a.Out, "%d: in the library already: %s\n", r.Proposal.N, r.Proposal.Entry)
		case learn.Refused:
			refused++
			fmt.Fprintf(a.Err, "candor: proposal %d, %s: refused: %s\n", r.Proposal.N, r.Proposal.Entry, r.Why)
		case learn.Applied:
			if !f.dryRun {
				fmt.Fprintf(a.Out, "%d: %s: %s\n", r.Proposal.N, r.Change.File, what(r.Proposal))
			} else if !shown[r.Change.File] {
				fmt.Fprint(a.Out, r.Change.Diff())
			}
			shown[r.Change.File] = true
		}
	}
	if refused > 0 {
		return fmt.Errorf("%s not applied", counted(refused, "proposal was", "proposals were"))
	}
	return nil
}

func what(p *learn.Proposal) string {
	switch p.Kind {
	case learn.Phrasing:
		return "phrasing added"
	case learn.Answer:
		return "answer changed"
	case learn.Verdict:
		return "verdict changed to " + string(p.Verdict)
	case learn.NewEntry:
		return "new draft"
	}
	return string(p.Kind)
}
