package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/learn"
	"candor/internal/library"
	"candor/internal/library/edit"

	"github.com/spf13/cobra"
)

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
