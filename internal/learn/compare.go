package learn

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/internal/answer"
	"candor/internal/claim"
	"candor/internal/intake"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/textnorm"
)

// Vocabulary reads the words of choices.
type Vocabulary interface {
	// Verdict returns the position that a word takes, if it is known to.
	Verdict(word string) (library.Verdict, bool)
}

// Cleaner takes out of texts what must not pass into a library.
type Cleaner interface {
	Answer(text, language string) (string, []intake.Flag)
	Question(text, language string) (string, []intake.Flag)
}

// Config is what a comparison rests on.
type Config struct {
	Record *runlog.Record
	// Sheet is the reviewed file as Restore made it.
	Sheet *questionnaire.Questionnaire
	Entry func(id string) (*library.Entry, bool)
	// Fact is the value of a fact, "" if there is none.
	Fact       func(name string) string
	Vocabulary Vocabulary
	Cleaner    Cleaner
	// Claims finds what is wrong with a text that would go out.
	Claims func(text string) []claim.Finding
}

// Comparison is what became of the record's rows.
type Comparison struct {
	Proposals []Proposal
	Left      []Left
	// Same counts the rows that stand as they were written.
	Same int
	// Open are the refs of rows that candor left open and a person answered.
	Open map[string]bool
}

// Compare holds the rows that candor wrote against what stands there now.
func Compare(c Config) Comparison {
	k := &comparer{Config: c, byRef: map[string]*questionnaire.Question{}, same: map[string]int{}, out: Comparison{Open: map[string]bool{}}}
	for i := range c.Sheet.Questions {
		k.byRef[c.Sheet.Questions[i].Ref] = &c.Sheet.Questions[i]
	}
	for i := range c.Record.Rows {
		k.row(&c.Record.Rows[i])
	}
	k.out.Proposals = merge(k.out.Proposals, k.same)
	return k.out
}

type comparer struct {
	Config
	byRef map[string]*questionnaire.Question
	// same counts by entry the rows that kept its answer.
	same map[string]int
	out  Comparison
}

// key is a text as compared.
func key(text string) string { return strings.Join(textnorm.Words(textnorm.Fold(text)), " ") }

func (k *comparer) leave(row *runlog.Question, format string, args ...any) {
	k.out.Left = append(k.out.Left, Left{row.Ref, oneLine(row.Question), fmt.Sprintf(format, args...)})
}

// cells are the values of a row, by what they take.
type cells struct{ choice, text string }

func (c cells) isBlank() bool { return c.choice == "" && c.text == "" }

// now reads the cells of the reviewed file. text is where the row's prose
// stands; without any there, another cell for prose may have it.
func now(q *questionnaire.Question, text string) cells {
	var c cells
	other := ""
	for _, s := range q.Slots {
		v := strings.TrimSpace(s.Value)
		switch {
		case v == "" || s.Default:
		case s.Cell == text:
			c.text = v
		case s.Kind == questionnaire.SlotChoice:
			c.choice = v
		case s.Kind == questionnaire.SlotTick && !isUnticked(v):
			c.choice = s.Label
		case s.Kind == questionnaire.SlotText, s.Kind == questionnaire.SlotComment:
			other = v
		}
	}
	c.text = cmp.Or(c.text, other)
	return c
}

// isUnticked is true for what tick cells hold that is no mark.
func isUnticked(value string) bool {
	return slices.Contains([]string{"false", "0", "no", "n", "-", "☐", "□", "○", "[ ]", "( )"}, strings.ToLower(value))
}

// was reads what the record says was written.
func was(row *runlog.Question, text string) cells {
	var c cells
	c.text = strings.TrimSpace(row.Written[text])
	if text != row.Slots.Choice {
		c.choice = strings.TrimSpace(row.Written[row.Slots.Choice])
	}
	for label, cell := range row.Slots.Ticks {
		if row.Written[cell] != "" {
			c.choice = label
		}
	}
	return c
}

// textCell is where the row's prose stands: what was written and is neither a
// choice nor the title of a document, else the cell that is for prose.
func textCell(row *runlog.Question) string {
	s := row.Slots
	for _, cell := range slices.Sorted(maps.Keys(row.Written)) {
		if cell != s.Choice && cell != s.Evidence && !slices.Contains(slices.Collect(maps.Values(s.Ticks)), cell) {
			return cell
		}
	}
	if s.Text == "" && s.Comment == "" && len(row.Choices) == 0 {
		return s.Choice
	}
	return cmp.Or(s.Text, s.Comment)
}

func (k *comparer) row(row *runlog.Question) {
	q := k.byRef[row.Ref]
	if q == nil {
		if len(row.Written) > 0 {
			k.leave(row, "the row is not in the reviewed file")
		}
		return
	}
	cell := textCell(row)
	after := now(q, cell)
	if len(row.Written) == 0 {
		k.open(row, q, after)
		return
	}
	before := was(row, cell)
	if _, says := k.Vocabulary.Verdict(after.choice); before.choice == "" && !says {
		after.choice = "" // it stood there before: "Not started"
	}
	changed := !sameText(before.choice, after.choice) || !sameText(before.text, after.text)
	if !changed {
		k.out.Same++
	}
	switch id, n := source(row); {
	case decided(row):
		if changed {
			k.leave(row, "the certification records decide this question; change company/posture.yaml if they are wrong")
		}
	case after.isBlank():
		k.leave(row, "the answer was taken out: see whether %q answers this question", id)
	case n != 1:
		if changed {
			k.leave(row, "the answer came from %d entries", n)
		}
	default:
		k.answered(row, id, before, after, changed)
	}
}

// open settles a row that candor wrote nothing into.
func (k *comparer) open(row *runlog.Question, q *questionnaire.Question, after cells) {
	_, says := k.Vocabulary.Verdict(after.choice)
	switch {
	case after.text == "" && !says:
		return // blank, or a word such as "Not started"
	case row.Status == answer.Kept:
		k.leave(row, "it was answered before the run; `candor library import` takes such answers")
	case row.Status == answer.Blocked:
		k.leave(row, "a person must answer this each time: %s", reason(row))
	case decided(row):
		k.leave(row, "the certification records decide this question; its answer never becomes an entry")
	default:
		k.out.Open[q.Ref] = true
	}
}

func reason(row *runlog.Question) string {
	if len(row.Reasons) == 0 {
		return string(row.Status)
	}
	return row.Reasons[0].Text
}

// decided reports whether the certification records answered.
func decided(row *runlog.Question) bool {
	if slices.ContainsFunc(row.Sources, func(s answer.Source) bool { return s.Posture != "" }) {
		return true
	}
	_, n := source(row)
	return row.Ask != nil && n == 0
}

// source is the entry that answered, and how many did.
func source(row *runlog.Question) (id string, n int) {
	for _, s := range row.Sources {
		if s.Entry != "" && s.Entry != id {
			id, n = s.Entry, n+1
		}
	}
	return id, n
}

// sameText compares cells; programs that save a workbook may change line ends.
func sameText(a, b string) bool {
	return slices.Equal(strings.Fields(a), strings.Fields(b))
}

// answered settles a row that an entry answered.
func (k *comparer) answered(row *runlog.Question, id string, before, after cells, changed bool) {
	e, ok := k.Entry(id)
	switch {
	case !ok:
		if changed {
			k.leave(row, "the library has no entry %q any more", id)
		}
		return
	case !changed:
		k.same[id]++
		k.phrasing(row, e)
		return
	}
	k.change(row, e, before, after)
}

// wordsOfQuestion is the least that a question needs to be understood without
// the rows round it.
const wordsOfQuestion = 4

// phrasing proposes an accepted question for the entry that answered it.
func (k *comparer) phrasing(row *runlog.Question, e *library.Entry) {
	if row.Verdict != e.Verdict || row.Parent != "" || len(textnorm.Words(textnorm.Fold(row.Question))) < wordsOfQuestion {
		return // it asks the other way round, or leans on another row
	}
	text, flags := k.Cleaner.Question(row.Question, row.Language)
	if slices.ContainsFunc(e.Questions, func(q string) bool { return key(q) == key(text) }) {
		return
	}
	p := Proposal{
		Kind: Phrasing, Entry: e.ID, Digest: e.Digest, Questions: []string{text}, Rows: []string{row.Ref}, Flags: flagged(flags),
		Why: "the answer was accepted as " + drafted(row),
	}
	for _, g := range row.Guards {
		p.Flags = append(p.Flags, Flag{Code: string(g.Code), Text: g.Text, Holds: true})
	}
	k.out.Proposals = append(k.out.Proposals, p)
}

func drafted(row *runlog.Question) string {
	if row.Status == answer.Review {
		return "drafted"
	}
	return "filled in"
}

func flagged(flags []intake.Flag) []Flag {
	var out []Flag
	for _, f := range flags {
		out = append(out, Flag(f))
	}
	return out
}
