package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/kbfile"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/library/edit"
	"candor/internal/match"
	"candor/internal/textnorm"

	"github.com/spf13/cobra"
)

type libraryAddFlags struct {
	changeFlags
	id, to, verdict, topic, sharing, owner, language string
	text, short, file                                string
	questions, controls, products                    []string
	every                                            int
	edit                                             bool
}

func newLibraryAddCmd(a *app) *cobra.Command {
	var f libraryAddFlags
	cmd := &cobra.Command{
		Use:   "add",
		Short: "Add an entry, or a phrasing to one",
		Long: `Add writes library/<topic>/<id>.md: a draft, shared with nobody until you say
otherwise, with the answer from --text, --file or stdin. {{name}} in the text is
a fact of company/facts.yaml. Without --id the id is made of the question,
without --topic the topic is the one that the question's words suggest.

With --to ID the questions become phrasings of an entry that is there.`,
		Example: `  candor library add --kb answers --question "Do you back up data?" --verdict yes \
    --topic backup --text "Yes, every night to another region."
  candor library add --question "Do you have a bug bounty?" --verdict no --edit
  candor library add --to backup-policy --question "How often are backups made?"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runLibraryAdd(cmd.Context(), a, &f)
		},
	}
	fl := cmd.Flags()
	f.add(cmd)
	fl.StringArrayVar(&f.questions, "question", nil, "a way to ask; may be given again")
	fl.StringVar(&f.verdict, "verdict", "", "position: yes, no, partial, na or text")
	fl.StringVar(&f.topic, "topic", "", "topic, which names the folder")
	fl.StringArrayVar(&f.controls, "control", nil, "a control that the answer is about, as soc2:CC6.1; may be given again")
	fl.StringArrayVar(&f.products, "product", nil, "a product that the answer is about (default: all)")
	fl.StringVar(&f.text, "text", "", "the answer")
	fl.StringVar(&f.file, "file", "", "read the answer from `file`, - for stdin")
	fl.StringVar(&f.short, "short", "", "the answer for short cells")
	fl.StringVar(&f.owner, "owner", "", "who keeps the answer true")
	fl.StringVar(&f.sharing, "sharing", string(library.Internal), "public, nda or internal")
	fl.StringVar(&f.language, "language", "en", "language of the answer")
	fl.IntVar(&f.every, "review-every", 0, "`days` after which it must be reviewed again (default: as the posture's policy says)")
	fl.StringVar(&f.id, "id", "", "id, which names the file")
	fl.StringVar(&f.to, "to", "", "`id` of an entry to add the questions to")
	fl.BoolVar(&f.edit, "edit", false, "open the new entry in $VISUAL or $EDITOR first")
	return cmd
}

func runLibraryAdd(ctx context.Context, a *app, f *libraryAddFlags) error {
	dir, err := f.own(a)
	if err != nil {
		return err
	}
	asOf, err := f.day(a)
	if err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	if f.to != "" {
		return f.addPhrasings(ctx, a, dir, asOf)
	}
	e, err := f.entry(a, asOf)
	if err != nil {
		return err
	}
	if err := f.place(ctx, a, asOf, e); err != nil {
		return err
	}
	create := func(s *edit.Store) (edit.Change, error) { return s.Create(e) }
	if f.edit {
		draft, err := edited(ctx, a, e)
		if err != nil {
			return err
		}
		create = draft.create
	}
	return f.locked(ctx, a, "library add", func(s *edit.Store) error {
		s.Check = f.faultless(ctx, a, dir, asOf)
		c, err := create(s)
		if err != nil {
			return err
		}
		f.say(a.Out, c, "new entry")
		return nil
	})
}

// check finds what is wrong with the flags alone.
func (f *libraryAddFlags) check() error {
	switch {
	case len(f.questions) == 0:
		return usagef("--question is missing")
	case f.to != "":
		return nil
	case f.verdict == "":
		return usagef("--verdict is missing: yes, no, partial, na or text (an answer without a position)")
	case f.text != "" && f.file != "":
		return usagef("--text and --file are both given; the answer is one of them")
	}
	return errors.Join(oneOf("verdict", f.verdict, library.Verdicts()), oneOf("sharing", f.sharing, library.Sharings()))
}

// addPhrasings adds questions to an entry that is there.
func (f *libraryAddFlags) addPhrasings(ctx context.Context, a *app, dir string, asOf date.Date) error {
	base, err := f.browse(ctx, a, asOf)
	if err != nil {
		return err
	}
	var ops []edit.Op
	for _, q := range f.questions {
		q = oneLine(q)
		ops = append(ops, edit.AddQuestion(q))
		tellReserved(a.Err, base, asOf, []string{q}, textnorm.SureLanguage(q))
	}
	return f.locked(ctx, a, "library add", func(s *edit.Store) error {
		s.Check = f.faultless(ctx, a, dir, asOf)
		c, err := s.Edit(f.to, ops...)
		if err != nil {
			return err
		}
		f.say(a.Out, c, counted(len(ops), "phrasing", "phrasings"))
		return nil
	})
}

// entry is the new entry as the flags have it.
func (f *libraryAddFlags) entry(a *app, asOf date.Date) (*library.Entry, error) {
	text, err := f.answer(a)
	if err != nil {
		return nil, err
	}
	e := &library.Entry{Front: library.Front{
		ID: f.id, Verdict: library.Verdict(f.verdict), Controls: f.controls, Products: f.products, Sharing: library.Sharing(f.sharing),
		Language: f.language, Owner: f.owner, Reviewed: asOf, ReviewEvery: library.Days(max(f.every, 0)), Status: library.Draft,
	}, Text: text, Short: f.short}
	for _, q := range f.questions {
		e.Questions = append(e.Questions, oneLine(q))
	}
	if f.topic != "" {
		e.Topics = []string{f.topic}
	}
	return e, nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// place gives the entry its topic and id, and says if an entry answers the
// question already.
func (f *libraryAddFlags) place(ctx context.Context, a *app, asOf date.Date, e *library.Entry) error {
	base, err := f.open(ctx, a, asOf)
	if err != nil {
		return err
	}
	q := match.Question{Text: e.Questions[0], Language: e.Language}
	q.Topic = base.Matcher.Topic(q)
	switch {
	case len(e.Topics) == 0 && q.Topic == "":
		return usagef("--topic is missing, and the question's words suggest none; one of: %s", strings.Join(base.Catalogue.TopicIDs(), ", "))
	case len(e.Topics) == 0:
		e.Topics = []string{q.Topic}
		fmt.Fprintf(a.Err, "candor: topic %s, by the question's words; --topic names another\n", q.Topic)
	case !base.Catalogue.HasTopic(e.Topics[0]):
		return usagef("--topic: %s", kbfile.Unknown("topic", e.Topics[0], base.Catalogue.TopicIDs()))
	}
	tellReserved(a.Err, base, asOf, e.Questions, e.Language)
	ranked, err := base.Matcher.Rank(ctx, q)
	if err != nil {
		return fmt.Errorf("look for entries that answer the question: %w", err)
	}
	if len(ranked) > 0 && ranked[0].Confidence >= base.Matcher.Thresholds().Fill {
		fmt.Fprintf(a.Err, "candor: %s answers this question already (%.2f: %q); --to %[1]s adds a phrasing to it\n", ranked[0].Entry, ranked[0].Confidence, ranked[0].Question)
	}
	if e.ID == "" {
		taken := map[string]bool{}
		err = edit.Walk(f.folder(a), func(id, _ string) bool { taken[strings.ToLower(id)] = true; return true })
		e.ID = edit.NewID(e.Questions[0], func(id string) bool { return taken[id] })
	}
	return err
}

// tellReserved says of questions that no entry answers, whatever it says: those
// that the certification records decide, and those that are left to a person.
func tellReserved(w io.Writer, base *knowledge.Base, asOf date.Date, questions []string, language string) {
	for _, q := range questions {
		if base.Reader != nil && base.Gaps != nil && base.Posture != nil {
			reading := base.Reader.Read(ask.Question{Text: q, Language: language})
			if reading.IsCertification() && base.Records(knowledge.Asked{Reading: reading, Text: q, Language: language}, asOf).Answer != gap.AnswerLibrary {
				fmt.Fprintf(w, "candor: %q is answered by your certification records, never by an entry: keep company/posture.yaml true; candor posture show says what is told\n", q)
				continue
			}
		}
		if base.Blocker != nil {
			if why := base.Blocked(q, nil); why != nil {
				fmt.Fprintf(w, "candor: %q is left to a person, never to an entry: %s\n", q, why.Why)
			}
		}
	}
}

// faultless is a check of one file in its library. Findings that do not keep
// the file from being read are told only.
func (f *changeFlags) faultless(ctx context.Context, a *app, dir string, asOf date.Date) func(string, []byte) error {
	return func(name string, data []byte) error {
		result, err := knowledge.CheckChanged(ctx, dir, asOf, map[string][]byte{name: data})
		if err != nil {
			return err
		}
		var faults kbfile.Faults
		for _, finding := range result.Findings {
			switch {
			case finding.File != name:
			case finding.Severity == "error":
				faults = append(faults, kbfile.Fault{File: name, Line: finding.Line, Col: finding.Col, Code: finding.Code, Message: finding.Message})
			case finding.IsFault():
				fmt.Fprintf(a.Err, "candor: %s: %s %s; an entry with it cannot be approved\n", finding.Place(), finding.Code, finding.Message)
			default:
				fmt.Fprintf(a.Err, "candor: %s: %s: %s\n", finding.Place(), finding.Severity, finding.Message)
			}
		}
		return faults.Err()
	}
}
