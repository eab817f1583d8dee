package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"candor/internal/date"
	"candor/internal/kbfile"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/library/edit"

	"github.com/spf13/cobra"
)

// libraryEditCmds are the commands that show and change single entries.
func libraryEditCmds(a *app) []*cobra.Command {
	return []*cobra.Command{
		newLibraryListCmd(a), newLibraryShowCmd(a), newLibrarySearchCmd(a),
		newLibraryAddCmd(a), newLibraryApproveCmd(a), newLibraryRetireCmd(a),
		newLibraryLearnCmd(a), newLibraryAcceptCmd(a),
	}
}

// browse loads the knowledge for commands about single entries, and says on
// stderr if faults keep some of it out.
func (f *knowledgeFlags) browse(ctx context.Context, a *app, asOf date.Date) (*knowledge.Base, error) {
	base, faults, err := knowledge.Browse(ctx, f.folder(a), asOf)
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		fmt.Fprintf(a.Err, "candor: the knowledge base has faults, and entries with one are left out: %s; `candor check` lists them\n", counted(len(faults), "fault", "faults"))
	}
	return base, nil
}

// browseAsOf is browse on the day that --as-of names, which it returns too.
func (f *knowledgeFlags) browseAsOf(ctx context.Context, a *app) (*knowledge.Base, date.Date, error) {
	asOf, err := f.day(a)
	if err != nil {
		return nil, asOf, err
	}
	base, err := f.browse(ctx, a, asOf)
	return base, asOf, err
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// oneOf is a usage error if a flag's value is set and not one of a closed set.
func oneOf(flag, value string, allowed []string) error {
	for _, v := range allowed {
		if value == v {
			return nil
		}
	}
	if value == "" {
		return nil
	}
	return usagef("--%s: %s", flag, kbfile.Unknown("value", value, allowed))
}

// unknownEntry says that there is no entry of that id, with the nearest one.
func unknownEntry(lib *library.Library, id string) error {
	var ids []string
	for _, e := range lib.Entries() {
		ids = append(ids, e.ID)
	}
	return errors.New(kbfile.Unknown("entry", id, ids))
}

// changeFlags are shared by the commands that change the library.
type changeFlags struct {
	knowledgeFlags
	dryRun bool
}

func (f *changeFlags) add(cmd *cobra.Command) {
	f.knowledgeFlags.add(cmd)
	cmd.Flags().BoolVarP(&f.dryRun, "dry-run", "n", false, "show the change as a diff and write nothing")
}

// own is the company's folder; the starter cannot be changed.
func (f *changeFlags) own(a *app) (string, error) {
	dir := f.folder(a)
	if dir == "" {
		return "", edit.ErrStarter
	}
	return dir, nil
}

// locked runs change under the library's lock, or without it for a dry run,
// which writes nothing.
func (f *changeFlags) locked(ctx context.Context, a *app, purpose string, change func(*edit.Store) error) (err error) {
	dir, err := f.own(a)
	if err != nil {
		return err
	}
	if f.dryRun {
		return change(edit.DryRun(dir))
	}
	s, err := edit.Lock(ctx, dir, purpose)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return change(s)
}

// say prints what became of a file: its diff on a dry run, else one line.
func (f *changeFlags) say(w io.Writer, c edit.Change, what string) {
	switch {
	case c.IsEmpty():
		fmt.Fprintf(w, "%s: %s already\n", c.File, what)
	case f.dryRun:
		fmt.Fprint(w, c.Diff())
	default:
		fmt.Fprintf(w, "%s: %s\n", c.File, what)
	}
}
