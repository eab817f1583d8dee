package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"candor/internal/date"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/library/edit"

	"github.com/spf13/cobra"
)

func newLibraryApproveCmd(a *app) *cobra.Command {
	var f changeFlags
	cmd := &cobra.Command{
		Use:   "approve <id>...",
		Short: "Approve entries: they may be filled in from now on",
		Long: `Approve sets the status of entries to approved and their review date to the day
(--as-of, else today). Entries that are approved already are reviewed anew.

An entry is refused, and stays as it is, if a check of it finds a fault: in its
form, a fact without a value, or a statement that your certification records do
not back. Nothing overrides that, since an approved entry goes out unseen: mend
the text or the records. The others of the list are approved, and the exit code
is 1.`,
		Example: `  candor library approve encryption-at-rest tls --kb answers
  candor library list --status draft --json | jq -r '.entries[].id' |
    xargs candor library approve --dry-run`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asOf, err := f.day(a)
			if err != nil {
				return err
			}
			return f.locked(cmd.Context(), a, "library approve", func(s *edit.Store) error {
				return approve(cmd.Context(), a, &f, s, args, asOf)
			})
		},
	}
	f.add(cmd)
	return cmd
}

// approve changes the entries that a check passes and tells of the others.
func approve(ctx context.Context, a *app, f *changeFlags, s *edit.Store, ids []string, asOf date.Date) error {
	dir, err := f.own(a)
	if err != nil {
		return err
	}
	ops := []edit.Op{edit.Set("status", string(library.Approved)), edit.Set("reviewed", asOf.String())}
	wanted := map[string][]byte{}
	files := make([]string, len(ids))
	for i, id := range ids {
		c, err := s.Preview(id, ops...)
		if err != nil {
			return err
		}
		files[i], wanted[c.File] = c.File, c.After
	}
	result, err := knowledge.CheckChanged(ctx, dir, asOf, wanted)
	if err != nil {
		return err
	}
	refused, kept := 0, 0
	for i, id := range ids {
		if faults := faultsOf(result, files[i]); len(faults) > 0 {
			refused++
			sayRefused(a.Err, files[i], faults)
			continue
		}
		c, err := s.Edit(id, ops...)
		if err != nil {
			return err
		}
		f.say(a.Out, c, "approved, reviewed "+asOf.String())
		if same, err := s.Preview(id, edit.Set("sharing", string(library.Internal))); err == nil && same.IsEmpty() {
			kept++
		}
	}
	if kept > 0 {
		fmt.Fprintf(a.Err, "candor: %s internal and never filled in; set sharing: public or nda in the file where the answer may leave\n",
			counted(kept, "of these is", "of these are"))
	}
	if refused > 0 {
		return fmt.Errorf("%s not approved", counted(refused, "entry was", "entries were"))
	}
	return nil
}

// faultsOf are the findings that keep a file from going out.
func faultsOf(result knowledge.CheckResult, file string) []knowledge.Finding {
	var out []knowledge.Finding
	for _, f := range result.Findings {
		if f.File == file && f.IsFault() {
			out = append(out, f)
		}
	}
	return out
}

func sayRefused(w io.Writer, file string, faults []knowledge.Finding) {
	fmt.Fprintf(w, "candor: %s: not approved\n", file)
	for _, f := range faults {
		fmt.Fprintf(w, "  %s: %s: %s\n", f.Place(), f.Code, f.Message)
		if f.Suggest != "" {
			fmt.Fprintf(w, "    better: %s\n", f.Suggest)
		}
	}
}

func newLibraryRetireCmd(a *app) *cobra.Command {
	var f changeFlags
	cmd := &cobra.Command{
		Use:   "retire <id>...",
		Short: "Retire entries: they are kept and no longer used",
		Example: `  candor library retire old-vpn --kb answers
  candor library retire old-vpn --dry-run`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.locked(cmd.Context(), a, "library retire", func(s *edit.Store) error {
				var errs []error
				for _, id := range args {
					c, err := s.Edit(id, edit.Set("status", string(library.Retired)))
					if err == nil {
						f.say(a.Out, c, "retired")
					}
					errs = append(errs, err)
				}
				return errors.Join(errs...)
			})
		},
	}
	f.add(cmd)
	return cmd
}
