package intake

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"candor/internal/alike"
	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"
	"candor/internal/textnorm"
)

// Options say what new entries are made to be.
type Options struct {
	AsOf date.Date
	// Approve makes new entries approved, but for those with a flag that holds.
	Approve bool
	Sharing library.Sharing
	// Owner is who answers for the new entries, "" if nobody is named.
	Owner string
	// Product is the id of the product that was asked about, "" for none named.
	Product string
	// Progress is told of the work done so far and all of it, if set: each row
	// counts twice, when it is read and when it has its place. It may be called
	// from several goroutines.
	Progress func(done, total int)
}

// Planner makes plans against one state of a library.
type Planner struct {
	base, starter *knowledge.Base
	finder        *alike.Finder
	words         *words
	own           map[string]bool
	opt           Options
}

// New makes a planner. fsys are the files that base came from; starter is
// whose entries suggest topics and controls.
func New(fsys fs.FS, base, starter *knowledge.Base, opt Options) (*Planner, error) {
	w, err := loadWords(fsys)
	if err != nil {
		return nil, err
	}
	finder, err := alike.New(fsys, base.Guard)
	if err != nil {
		return nil, fmt.Errorf("compare answers: %w", err)
	}
	if opt.Sharing == "" {
		opt.Sharing = library.Internal
	}
	return &Planner{base: base, starter: starter, finder: finder, words: w, own: ownNames(base), opt: opt}, nil
}

// ownNames are the words of the vendor's own names, which are no secret.
func ownNames(base *knowledge.Base) map[string]bool {
	own := map[string]bool{}
	add := func(name string) {
		for word := range strings.FieldsSeq(same(name)) {
			if !legalForm.MatchString(word) {
				own[word] = true
			}
		}
	}
	add(base.Posture.Company.LegalName)
	for _, p := range base.Posture.Products {
		add(p.Name)
		for _, alias := range p.Aliases {
			add(alias)
		}
	}
	for _, s := range base.Posture.Subservice {
		add(s.Name)
	}
	return own
}

// reply is an answered row that may become part of an entry, cleaned.
type reply struct {
	Row
	key      string // the question as compared
	says     string // the answer as compared, "" without words of its own
	word     string // the word of a list that stands for a position, as compared
	language string
	refs     []string // controls that the sheet itself names
	flags    []Flag
	query    match.Question
}

// Plan plans the import of finished questionnaires, in their order.
func (p *Planner) Plan(ctx context.Context, sheets ...*questionnaire.Questionnaire) (*Plan, error) {
	plan := &Plan{
		Schema: Schema, AsOf: p.opt.AsOf.String(),
		Create: []NewEntry{}, Add: []Phrasing{}, Conflicts: []Conflict{}, Certification: []Certification{}, Known: []Known{}, Skipped: []Skipped{},
	}
	steps := p.steps(sheets)
	var answers []*reply
	for _, qn := range sheets {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("plan import: %w", err)
		}
		answers = append(answers, p.sort(plan, qn, steps)...)
	}
	if err := p.settle(ctx, plan, answers, steps); err != nil {
		return nil, err
	}
	plan.summarise()
	return plan, nil
}

// sort takes the rows of one questionnaire apart: those that a library may
// answer are returned, the others stand in the plan.
func (p *Planner) sort(plan *Plan, qn *questionnaire.Questionnaire, steps *steps) []*reply {
	rows, skipped := p.words.read(qn, p.base.Vocabulary, p.base.Lexicon)
	clean := p.Cleaner(qn).s
	plan.Files = append(plan.Files, File{Name: qn.Name, SHA256: qn.SHA256, Questions: len(rows) + len(skipped), Answered: len(rows), Asker: clean.asker})
	plan.Skipped = append(plan.Skipped, skipped...)
	steps.done(readAndPlaced * len(skipped))
	languages := sheetLanguages(rows)
	var out []*reply
	for i := range rows {
		row := &rows[i]
		a := p.study(row, cmp.Or(textnorm.SureLanguage(row.Question), languages[row.Source.Sheet]))
		if c, decided := p.certification(a); decided {
			steps.done(readAndPlaced)
			plan.Certification = append(plan.Certification, c)
			continue
		}
		if why := p.base.Blocked(row.Question, row.Section); why != nil {
			steps.done(readAndPlaced)
			plan.Skipped = append(plan.Skipped, Skipped{row.Source, row.Question, sprintf(whyBlocked, why.Why)})
			continue
		}
		p.clean(a, clean)
		steps.done(1)
		out = append(out, a)
	}
	return out
}

func sheetLanguages(rows []Row) map[string]string {
	texts := map[string]*strings.Builder{}
	for _, r := range rows {
		if texts[r.Source.Sheet] == nil {
			texts[r.Source.Sheet] = &strings.Builder{}
		}
		fmt.Fprintln(texts[r.Source.Sheet], r.Question)
	}
	out := map[string]string{}
	for sheet, b := range texts {
		out[sheet] = cmp.Or(textnorm.Language(b.String()), "en")
	}
	return out
}

// study finds out what the row asks. language is that of the question.
func (p *Planner) study(row *Row, language string) *reply {
	a := &reply{Row: *row, language: language}
	a.refs = p.base.Catalogue.Current(p.base.Catalogue.Refs(strings.Join(row.controls, "; ")))
	a.query = match.Question{
		Text: row.Question, Sheet: row.Source.Sheet, Section: row.Section, Parent: row.Parent, Controls: a.refs, Language: language,
	}
	return a
}

// certification tells whether the records decide the row, and what they say.
func (p *Planner) certification(a *reply) (Certification, bool) {
	reading := p.base.Reader.Read(ask.Question{
		Text: a.Question, Section: a.Section, Sheet: a.Source.Sheet, Parent: a.Parent, Guidance: a.guidance, Language: a.language,
	})
	controls := slices.Concat(a.refs, p.base.Catalogue.Current(reading.Controls))
	if !reading.IsCertification() && len(controls) == 0 {
		return Certification{}, false
	}
	o := p.base.Gaps.Check(reading, p.base.Posture, gap.Context{
		AsOf: p.opt.AsOf, Product: p.opt.Product, Language: a.language, Controls: controls, Question: a.Question, Closed: a.closed, HasPartial: true, HasNA: true,
	})
	if o.Answer == gap.AnswerLibrary {
		return Certification{}, false
	}
	c := Certification{
		Source: a.Source, Question: a.Question, Claimed: a.Verdict, ClaimedText: a.Text,
		Held: answer.VerdictOf(o.Answer), HeldText: o.Text,
	}
	c.Agrees = c.Held != library.None && (c.Claimed == c.Held || c.Held == library.Text || c.Claimed == library.Text && !p.claims(a.Text))
	return c, true
}

// claims is true if a text claims what the records do not back.
func (p *Planner) claims(text string) bool {
	return slices.ContainsFunc(p.base.Claims.Check(text, p.opt.AsOf), func(f claim.Finding) bool { return f.Code == claim.Unsupported })
}

// clean takes out of the row what must not pass, and flags what a person must
// see.
func (p *Planner) clean(a *reply, s *scrubber) {
	question := a.Question
	switch {
	case a.Parent != "":
		// "If yes, describe." asks something only with the row before it.
		question = a.Parent + " " + question
	case len(a.Section) > 0 && p.leans(a):
		question = a.Section[len(a.Section)-1] + ": " + question
	}
	var asked, said []Flag
	a.Question, asked = s.question(oneLine(question), a.language)
	a.Text, said = s.answer(a.Text, a.language)
	a.Text = canonical(a.Text)
	var brief []Flag
	a.Short, brief = s.answer(oneLine(a.Short), a.language)
	a.key, a.says, a.word = same(a.Question), same(a.Text), same(a.Short)
	a.flags = slices.Concat(asked, said, brief, unseen(a.raw), tooLong(a.Text))
	if isForeign(a.Text) {
		a.language = library.Undetermined
		a.flags = append(a.flags, Flag{flagLanguage, "the answer is in a language that is not read; name it in the entry, as language: nl", true})
	} else {
		a.language = cmp.Or(textnorm.SureLanguage(a.Text), a.language)
	}
	for _, f := range p.base.Claims.Check(a.Text, p.opt.AsOf) {
		if f.Code == claim.Unsupported {
			a.flags = append(a.flags, Flag{flagClaim, "claims what the certification records do not hold: " + quote(clip(f.Text, 120)), true})
		} else {
			a.flags = append(a.flags, Flag{Code: flagWording, Text: f.Code + ": " + quote(clip(f.Text, 120))})
		}
	}
	switch {
	case a.contrary:
		a.flags = append(a.flags, Flag{flagContrary, "the choice is " + quote(a.Choice) + ", and the text begins otherwise", true})
	case a.underway:
		a.flags = append(a.flags, Flag{flagUnderway, "the choice " + quote(a.Choice) + " takes no position that lasts", true})
	case a.undecided:
		a.flags = append(a.flags, Flag{Code: flagUndecided, Text: "nothing was chosen from the list; the answer takes no position"})
	}
	a.flags = unique(a.flags)
}

// leans is true for a question that names nothing by itself ("Are the policies
// reviewed annually?"): it speaks of the heading that it stands under.
func (p *Planner) leans(a *reply) bool {
	found := p.base.Guard.Check(a.query, match.Entry{Questions: []string{a.query.Text}, Language: a.query.Language}, a.query.Text)
	return slices.ContainsFunc(found, func(f guard.Finding) bool { return f.Code == guard.Dependent })
}

func unique(flags []Flag) []Flag {
	var out []Flag
	for _, f := range flags {
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}
