package cli

import (
	"context"

	"candor/internal/kbfile"
	"candor/internal/library"
	"candor/internal/report"

	"github.com/spf13/cobra"
)

type libraryListFlags struct {
	knowledgeFlags
	topic, status, owner, sharing, control, verdict string
	stale, asJSON                                   bool
}

func newLibraryListCmd(a *app) *cobra.Command {
	var f libraryListFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List entries, all or some",
		Long: `List prints the entries of the library in order of their ids, with their state on
the day: ok (may be filled in), draft, stale, facts missing, internal, retired,
or example (of the starter, and not yet approved; --status draft leaves those
out).`,
		Example: `  candor library list --kb answers --status draft
  candor library list --stale --owner platform
  candor library list --control soc2:CC6.1 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLibraryList(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringVar(&f.topic, "topic", "", "only this topic")
	fl.StringVar(&f.status, "status", "", "only this status: draft, approved, retired or example")
	fl.StringVar(&f.owner, "owner", "", "only owners that contain this `text`")
	fl.StringVar(&f.sharing, "sharing", "", "only this sharing level: public, nda or internal")
	fl.StringVar(&f.control, "control", "", "only entries for this control, as soc2:CC6.1")
	fl.StringVar(&f.verdict, "verdict", "", "only this verdict: yes, no, partial, na or text")
	fl.BoolVar(&f.stale, "stale", false, "only entries past their review date")
	fl.BoolVar(&f.asJSON, "json", false, "print the entries as JSON")
	return cmd
}

func runLibraryList(ctx context.Context, a *app, f *libraryListFlags) error {
	asOf, err := f.day(a)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		flag, value string
		allowed     []string
	}{{"status", f.status, append(library.Statuses(), library.Example)}, {"sharing", f.sharing, library.Sharings()}, {"verdict", f.verdict, library.Verdicts()}} {
		if err := oneOf(c.flag, c.value, c.allowed); err != nil {
			return err
		}
	}
	base, err := f.browse(ctx, a, asOf)
	if err != nil {
		return err
	}
	if f.topic != "" && !base.Catalogue.HasTopic(f.topic) {
		return usagef("--topic: %s", kbfile.Unknown("topic", f.topic, base.Catalogue.TopicIDs()))
	}
	if f.control != "" {
		if wrong := base.Catalogue.Unknown(f.control); wrong != "" {
			return usagef("--control: %s", wrong)
		}
	}
	cards := []library.Card{}
	for _, e := range base.Library.Select(library.Filter{
		Topic: f.topic, Owner: f.owner, Control: f.control, Status: library.Status(f.status),
		Sharing: library.Sharing(f.sharing), Verdict: library.Verdict(f.verdict), Stale: f.stale, AsOf: asOf,
	}) {
		cards = append(cards, e.CardOn(asOf))
	}
	if f.asJSON {
		return printJSON(a.Out, struct {
			AsOf    string         `json:"as_of"`
			Entries []library.Card `json:"entries"`
		}{asOf.String(), cards})
	}
	return report.Entries{Cards: cards, AsOf: asOf, Width: a.width()}.Write(a.Out)
}
