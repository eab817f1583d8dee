package answer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/internal/library"
	"candor/internal/questionnaire"
)

// Vocabulary tells what a word of a choice list stands for and how the words
// of a position are written where a cell has no list of its own.
type Vocabulary interface {
	// Verdict returns the position that a choice word takes; ok is false for
	// words of scales, of ownership and for words that are not known.
	Verdict(word string) (v library.Verdict, ok bool)
	// IsInProgress reports whether a choice word says that a thing is under way.
	IsInProgress(word string) bool
	// Word returns the usual word for a verdict in a language, "Ja" for yes in
	// German; "" for the verdicts without one.
	Word(v library.Verdict, language string) string
}

// Fitted is a decision in the words of its cells.
type Fitted struct {
	// Choice is the word chosen, verbatim from the row's list; "" if none.
	Choice string
	// Answer is the text that goes beside the choice, or stands alone.
	Answer string
	// Edits are the cells to write, in slot order.
	Edits []questionnaire.Edit
	// Faults say why the answer does not fit its cells; each sends the row to
	// a person.
	Faults []Reason
	// Notes say what was done to make it fit.
	Notes []Reason

	// reasoned is set where the text must begin with the word of the verdict,
	// since the choice beside it says another.
	reasoned bool
}

func (f *Fitted) fault(code, format string, args ...any) {
	f.Faults = append(f.Faults, Reason{code, fmt.Sprintf(format, args...)})
}

// Fit puts a decision into the cells of its question: the choice in the row's
// own vocabulary and never a word that says more than the verdict, the text
// where text goes, titles of evidence where they are asked for. language is
// the sheet's. Fit does not look at d.Status; whether the edits are written is
// for the caller. Cells
// that hold an answer are passed over unless overwrite.
func Fit(d Decision, q *questionnaire.Question, voc Vocabulary, language string, overwrite bool) Fitted {
	f := Fitted{Answer: d.Text}
	text, hasText := TextSlot(q)
	choice, hasChoice := q.Slot(questionnaire.SlotChoice)
	listed := q.Choices()
	switch {
	case len(listed) > 0:
		f.Choice = f.choose(d, listed, voc, hasText && text.Refused == "")
	case hasChoice && hasText:
		f.Choice = voc.Word(d.Verdict, language)
	case hasChoice:
		text, hasText, hasChoice = choice, true, false
	}
	standalone := len(listed) == 0 && !hasChoice
	for _, s := range q.Slots {
		f.slot(s, q, d, voc, slotPlan{text: text, hasText: hasText, standalone: standalone, overwrite: overwrite})
	}
	if word := contrary(f.Answer, d.Verdict, d.Language, voc); word != "" {
		f.fault("contrary", "the text opens with %q, which is not the answer", word)
	}
	if len(q.Slots) == 0 {
		f.fault("no_cell", "the sheet has no cell for an answer to this question")
	}
	return f
}

// slotPlan is what the whole row means for each of its cells.
type slotPlan struct {
	text       questionnaire.Slot
	hasText    bool
	standalone bool
	overwrite  bool
}

func (f *Fitted) slot(s questionnaire.Slot, q *questionnaire.Question, d Decision, voc Vocabulary, plan slotPlan) {
	value := ""
	switch s.Kind {
	case questionnaire.SlotChoice:
		value = f.Choice
	case questionnaire.SlotTick:
		if s.Label == f.Choice && f.Choice != "" {
			value = tickMark(s)
		}
	case questionnaire.SlotEvidence:
		value = strings.Join(d.Evidence, "; ")
	case questionnaire.SlotText, questionnaire.SlotComment:
	}
	if plan.hasText && s.Cell == plan.text.Cell && s.Kind == plan.text.Kind {
		value = f.prose(d, voc, plan, s.MaxLength)
	}
	if value == "" {
		return
	}
	if s.Refused != questionnaire.Writable {
		if s.Kind != questionnaire.SlotEvidence {
			f.fault("cell_"+string(s.Refused), "cell %s must not be written: %s", s.Cell, refusalText(s.Refused))
		}
		return
	}
	if s.Value != "" && !s.Default && !plan.overwrite {
		return
	}
	edit := questionnaire.Edit{Sheet: q.Sheet, Cell: s.Cell, Value: value}
	if s.Default {
		edit.Was = s.Value
	}
	f.Edits = append(f.Edits, edit)
}

// TextSlot is where prose goes: the text cell, else the comment cell.
func TextSlot(q *questionnaire.Question) (questionnaire.Slot, bool) {
	if s, ok := q.Slot(questionnaire.SlotText); ok {
		return s, true
	}
	return q.Slot(questionnaire.SlotComment)
}

// choose finds the word for a verdict in a list. A list without the word is
// answered with one that says less, never more: Partial and what does not apply
// become No where the explanation has a cell to stand in (DOMAIN.md 7.4). Where Yes admits
// something ("Does data leave the region?"), No would say more than is true, and
// a person chooses.
func (f *Fitted) choose(d Decision, listed []string, voc Vocabulary, hasText bool) string {
	if i := slices.IndexFunc(listed, voc.IsInProgress); d.InProgress && i >= 0 {
		return listed[i]
	}
	v := d.Verdict
	if word, ok := wordFor(v, listed, voc); ok {
		return word
	}
	if i := slices.IndexFunc(listed, d.says); v == library.Text && i >= 0 {
		return listed[i]
	}
	no, hasNo := wordFor(library.No, listed, voc)
	switch {
	case v == library.Partial && hasNo && hasText && !d.Admits:
		f.Notes = append(f.Notes, Reason{"partial_as_no", "the list has no word for a partial answer: No, and the text says what is in place"})
		return no
	case v == library.NA && hasNo && hasText && !d.Admits && d.Text != "" && fromEntries(d):
		f.reasoned = true
		f.Notes = append(f.Notes, Reason{"na_as_no", "the list has no word for what does not apply: No, and the text says that it does not and why"})
		return no
	case v == library.Text && hasText:
		f.Notes = append(f.Notes, Reason{"no_position", "an open question: the text answers it, and the choice stays blank"})
	case v == library.Text:
		f.fault("no_position", "the answer takes no position that the list %q has a word for", strings.Join(listed, ", "))
	case v == library.None:
	default:
		f.fault("no_word", "the list %q has no word for the answer %q", strings.Join(listed, ", "), v)
	}
	return ""
}

// says reports whether the entry's answer, whole or short, is this very word:
// "Own data centre", "3 - Defined". Such words are never guessed, but an entry
// may give them.
func (d *Decision) says(word string) bool {
	return sameWord(d.Short, word) || sameWord(d.Text, word)
}

// sameWord compares two words but for case and a full stop.
func sameWord(a, b string) bool {
	a, b = strings.Trim(a, " ."), strings.Trim(b, " .")
	return a != "" && strings.EqualFold(a, b)
}

// wordFor finds the word for a verdict. Where a list has several, the plain one
// is taken: of "Fully compliant" and "Compliant" the one that says less. Where
// each adds something of its own ("Yes, documented", "Yes, undocumented"), none
// is, since the verdict does not say which.
func wordFor(v library.Verdict, listed []string, voc Vocabulary) (string, bool) {
	var words []string
	for _, word := range listed {
		if got, ok := verdictIn(voc, word, listed); ok && got == v {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return "", false
	}
	plain := slices.MinFunc(words, func(a, b string) int { return len(a) - len(b) })
	tails := 0
	for _, word := range words {
		switch {
		case strings.Contains(strings.ToLower(word), strings.ToLower(plain)):
		case firstWord(word) == firstWord(plain):
			tails++
		}
	}
	if tails > 0 {
		return "", false
	}
	return plain, true
}

// verdictIn reads a word with its list, where the vocabulary knows how.
func verdictIn(voc Vocabulary, word string, listed []string) (library.Verdict, bool) {
	if lists, ok := voc.(interface {
		VerdictIn(word string, list []string) (library.Verdict, bool)
	}); ok {
		return lists.VerdictIn(word, listed)
	}
	return voc.Verdict(word)
}

func firstWord(s string) string {
	fields := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(fields) == 0 {
		return ""
	}
	return fields[0]
}

// prose is the text for a cell: behind the verdict's word where no choice cell
// says it, and the short form where the whole one is too long.
func (f *Fitted) prose(d Decision, voc Vocabulary, plan slotPlan, limit int) string {
	if !plan.standalone && f.Choice != "" && (sameWord(d.Text, f.Choice) || sameWord(d.Text, voc.Word(d.Verdict, d.Language))) {
		return "" // the choice says it already
	}
	candidates := []string{d.Text}
	if d.Short != "" {
		candidates = append(candidates, d.Short)
	}
	for i, text := range candidates {
		if text == "" {
			continue
		}
		if f.reasoned || plan.standalone && (!d.Open || d.Verdict != library.Yes) {
			text = withVerdict(text, voc.Word(d.Verdict, d.Language))
		}
		if limit > 0 && utf8.RuneCountInString(text) > limit {
			continue
		}
		if i > 0 {
			f.Notes = append(f.Notes, Reason{"short", fmt.Sprintf("the cell takes %d characters: the short answer stands there", limit)})
		}
		f.Answer = text
		return text
	}
	if d.Text != "" {
		f.fault("too_long", "the answer is longer than the %d characters that cell %s takes", limit, plan.text.Cell)
	}
	return ""
}

// withVerdict puts "Yes. " before text unless it begins with that word already.
func withVerdict(text, word string) string {
	if word == "" {
		return text
	}
	if rest, found := cutPrefixFold(text, word); found && (rest == "" || strings.ContainsAny(rest[:1], " .,;:")) {
		return text
	}
	return word + ". " + text
}

// contrary is the word of the opposite answer with which a text opens, be it
// behind the word of the answer itself ("Yes. No, they are not allowed.").
func contrary(text string, v library.Verdict, language string, voc Vocabulary) string {
	opposite := map[library.Verdict]library.Verdict{library.Yes: library.No, library.No: library.Yes}[v]
	if opposite == "" {
		return ""
	}
	if rest, found := cutPrefixFold(text, voc.Word(v, language)+". "); found {
		text = rest
	}
	word := voc.Word(opposite, language)
	if rest, found := cutPrefixFold(text, word); found && word != "" && (rest == "" || strings.ContainsAny(rest[:1], ",.;:")) {
		return word
	}
	return ""
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// tickMark is what marks a tick cell: the first entry of its own list, else x.
func tickMark(s questionnaire.Slot) string {
	if len(s.Choices) > 0 {
		return s.Choices[0]
	}
	return "x"
}

func refusalText(r questionnaire.Refusal) string {
	switch r {
	case questionnaire.RefuseFormula:
		return "it holds a formula"
	case questionnaire.RefuseArray:
		return "it belongs to an array formula"
	case questionnaire.RefuseLocked:
		return "the sheet is protected and the cell is locked"
	case questionnaire.RefusePivot:
		return "it is output of a pivot table"
	case questionnaire.RefuseMerged:
		return "it is merged with cells that hold something else"
	case questionnaire.Writable:
		return ""
	}
	return string(r)
}
