package intake

import (
	"slices"
	"strconv"
	"strings"

	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/workbook"
)

// Source says where an answer stands.
type Source struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row"`
	ID    string `json:"id,omitempty"`
	Ref   string `json:"ref"`
}

// Row is one answered question as it stands in a sheet.
type Row struct {
	Source   Source   `json:"source"`
	Question string   `json:"question"`
	Section  []string `json:"section,omitempty"`
	// Parent is the text of the question that this one depends on.
	Parent string `json:"parent,omitempty"`
	// Choice is the word chosen, Verdict what it or the text's opening says.
	Choice  string          `json:"choice,omitempty"`
	Verdict library.Verdict `json:"verdict"`
	Text    string          `json:"text,omitempty"`
	// Short is a word of a list that takes no position: "Own data centre".
	Short string `json:"short,omitempty"`

	raw       string // question and answer with characters that nobody sees
	controls  []string
	guidance  string
	closed    bool // the row has a list of choices
	underway  bool // the choice says that something is in progress or planned
	contrary  bool // choice and text say opposite things
	undecided bool // text beside a list, of which nothing was chosen
}

// Skipped is a question that yields no entry.
type Skipped struct {
	Source   Source `json:"source"`
	Question string `json:"question"`
	Why      string `json:"why"`
}

// The reasons to leave a row out.
const (
	whyUnanswered = "unanswered"
	whyBlank      = "the question holds nothing that can be read"
	whyFormula    = "the answer is a formula's result"
	whyTwoTicks   = "two choices are marked"
	whyNoPosition = "the choice %q is no answer, and no text gives one"
	whyBlocked    = "left to a person: %s"
)

// reader reads the answers of one questionnaire.
type reader struct {
	words *words
	voc   Vocabulary
	lex   *workbook.Lexicon
	texts map[string]string   // question texts by ref
	lists map[string][]string // words of each choice column, by sheet and column
}

// Vocabulary reads the words of choices.
type Vocabulary interface {
	// Verdict returns the position that a word takes, if it is known to.
	Verdict(word string) (library.Verdict, bool)
	// VerdictIn is Verdict for a word of a list.
	VerdictIn(word string, list []string) (library.Verdict, bool)
}

// read returns the answered questions and those that are not, in order.
func (w *words) read(qn *questionnaire.Questionnaire, voc Vocabulary, lex *workbook.Lexicon) (rows []Row, skipped []Skipped) {
	r := &reader{words: w, voc: voc, lex: lex, texts: map[string]string{}, lists: lists(qn)}
	for i := range qn.Questions {
		q := &qn.Questions[i]
		r.texts[q.Ref] = q.Text
		row := Row{
			Source:   Source{File: qn.Name, Sheet: q.Sheet, Row: q.Row, ID: q.ID, Ref: q.Ref},
			Question: q.Text, Section: q.Section, Parent: r.texts[q.Parent],
			controls: q.Controls, guidance: q.Guidance, closed: len(q.Choices()) > 0,
		}
		why := whyBlank
		if canonical(q.Text) != "" {
			why = r.answer(&row, q)
		}
		if why != "" {
			skipped = append(skipped, Skipped{row.Source, row.Question, why})
			continue
		}
		rows = append(rows, row)
	}
	return rows, append(skipped, formulaRows(qn)...)
}

// formulaRows are the questions that the workbook's reader left out already,
// since formulas fill all of their cells.
func formulaRows(qn *questionnaire.Questionnaire) []Skipped {
	var out []Skipped
	for _, s := range qn.Skipped {
		if s.Why != workbook.WhyDerived {
			continue
		}
		sheet, cell, _ := strings.Cut(s.Ref, "!")
		row, err := strconv.Atoi(strings.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		if err != nil {
			row = 0
		}
		out = append(out, Skipped{Source{File: qn.Name, Sheet: sheet, Row: row, Ref: s.Ref}, s.Text, whyFormula})
	}
	return out
}

// answer fills in choice, verdict and text; it returns why not.
func (r *reader) answer(row *Row, q *questionnaire.Question) string {
	c := r.cells(q)
	if len(c.choices) > 1 {
		return whyTwoTicks
	}
	text := strings.Join(c.texts, "\n")
	row.Text, row.raw = canonical(text), q.Text+"\n"+text
	if len(c.choices) == 1 {
		row.Choice = c.choices[0]
	}
	switch {
	case row.Choice == "" && row.Text == "" && c.formulas > 0:
		return whyFormula
	case row.Choice == "" && row.Text == "":
		return whyUnanswered
	}
	return r.position(row, q)
}

// position settles the verdict: the choice decides, else the text's opening.
func (r *reader) position(row *Row, q *questionnaire.Question) string {
	opening, rest := r.words.opening(row.Text, r.voc)
	if row.Choice == "" {
		row.Verdict = opening
		if opening == library.None {
			row.Verdict, row.undecided = library.Text, row.closed
		}
		if rest == "" {
			row.Choice, row.Text = row.Text, ""
		}
		return ""
	}
	if v, ok := r.verdict(strings.TrimRight(row.Choice, ". "), q); ok {
		row.Verdict = v
		row.contrary = opening != library.None && opening != v && (opening == library.Yes || opening == library.No) && (v == library.Yes || v == library.No)
		return ""
	}
	state, _ := r.lex.State(row.Choice)
	row.Verdict, row.Short = library.Text, row.Choice
	switch state {
	case workbook.StateStatus, workbook.StateFiller:
		// "Not sure", "Under review": how far the answerer came.
		if row.Short = ""; row.Text == "" {
			return sprintf(whyNoPosition, row.Choice)
		}
	case workbook.StateInProgress, workbook.StatePlanned:
		row.underway = true
	case workbook.StateYes, workbook.StateNo, workbook.StatePartial, workbook.StateNA, workbook.StateScale, workbook.StateOwnership:
	}
	return ""
}

// verdict reads a choice, by the codes of its column where it has such.
func (r *reader) verdict(word string, q *questionnaire.Question) (library.Verdict, bool) {
	if s, ok := q.Slot(questionnaire.SlotChoice); ok {
		return r.voc.VerdictIn(word, r.lists[q.Sheet+"\x00"+columnOf(s.Cell)])
	}
	return r.voc.Verdict(word)
}

// lists gathers the words that each choice column offers or holds.
func lists(qn *questionnaire.Questionnaire) map[string][]string {
	out := map[string][]string{}
	for i := range qn.Questions {
		q := &qn.Questions[i]
		s, ok := q.Slot(questionnaire.SlotChoice)
		if !ok {
			continue
		}
		key := q.Sheet + "\x00" + columnOf(s.Cell)
		for _, word := range append(slices.Clone(s.Choices), s.Value) {
			if word = strings.TrimSpace(word); word != "" && !slices.Contains(out[key], word) {
				out[key] = append(out[key], word)
			}
		}
	}
	return out
}
