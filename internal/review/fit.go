package review

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"candor/internal/answer"
	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
	"candor/internal/workbook"
)

// chosen is a vocabulary in which one word stands for the verdict: the one that
// a person, or the run, chose.
type chosen struct {
	knowledge.Vocabulary
	word    string
	verdict library.Verdict
}

// Verdict knows the word that was chosen and no other.
func (v chosen) Verdict(word string) (library.Verdict, bool) { return v.verdict, word == v.word }

// VerdictIn is Verdict; the list decides nothing any more.
func (v chosen) VerdictIn(word string, _ []string) (library.Verdict, bool) { return v.Verdict(word) }

// IsInProgress is false: the choice is made.
func (v chosen) IsInProgress(string) bool { return false }

// Word is the chosen one for its verdict.
func (v chosen) Word(verdict library.Verdict, language string) string {
	if verdict == v.verdict {
		return v.word
	}
	return v.Vocabulary.Word(verdict, language)
}

// question is the row as the input has it, else as the record names its cells.
func (c *Checker) question(row *runlog.Question) questionnaire.Question {
	if q, ok := c.read[row.Ref]; ok {
		return q
	}
	q := questionnaire.Question{Ref: row.Ref, Sheet: row.Sheet, Row: row.Row, Text: row.Question}
	add := func(kind questionnaire.SlotKind, cell, label string) {
		if cell == "" {
			return
		}
		s := questionnaire.Slot{Kind: kind, Cell: cell, Label: label}
		if kind == questionnaire.SlotChoice {
			s.Choices = row.Choices
		}
		q.Slots = append(q.Slots, s)
	}
	add(questionnaire.SlotChoice, row.Slots.Choice, "")
	for _, label := range row.Choices {
		add(questionnaire.SlotTick, row.Slots.Ticks[label], label)
	}
	add(questionnaire.SlotText, row.Slots.Text, "")
	add(questionnaire.SlotComment, row.Slots.Comment, "")
	add(questionnaire.SlotEvidence, row.Slots.Evidence, "")
	return q
}

// fit puts the answer into the row's cells as a run does. A cell that holds
// something else is written if the run wrote it, or by an override.
func (c *Checker) fit(j *judged, row *runlog.Question, d Decision) {
	q := c.question(row)
	var voc answer.Vocabulary = c.base.Vocabulary
	if j.word != "" && answer.Fit(j.decision, &q, voc, row.Language, true).Choice != j.word {
		// A word to which the verdict leads by itself may want words in the text
		// with it, as No does where nothing else says "not applicable".
		voc = chosen{c.base.Vocabulary, j.word, j.decision.Verdict}
	}
	j.fitted = answer.Fit(j.decision, &q, voc, row.Language, false)
	whole := answer.Fit(j.decision, &q, voc, row.Language, true)
	held := slices.DeleteFunc(slices.Clone(whole.Edits), func(e questionnaire.Edit) bool {
		_, wrote := row.Written[e.Cell]
		return wrote || slices.ContainsFunc(j.fitted.Edits, func(o questionnaire.Edit) bool { return o.Cell == e.Cell })
	})
	for i := range whole.Edits {
		e := &whole.Edits[i]
		if k := slices.IndexFunc(q.Slots, func(s questionnaire.Slot) bool { return s.Cell == e.Cell }); k >= 0 {
			e.Was = q.Slots[k].Value
		}
	}
	switch {
	case len(held) == 0:
		j.fitted = whole
	case d.Action != Accept:
		j.fitted = whole
		j.block(FaultAnswered, "leave it, or give a reason to replace it", "cell %s holds an answer already", held[0].Cell)
	}
	for _, f := range j.fitted.Faults {
		c.misfit(j, &q, f)
	}
	if len(j.fitted.Edits) == 0 && len(j.fitted.Faults) == 0 {
		j.forbid(FaultCell, "", "the answer leaves no cell of this row to write")
	}
	for _, e := range j.fitted.Edits {
		cellText(j, e)
	}
}

// isWritten reports whether the run put its answer into the cells itself.
func isWritten(row *runlog.Question) bool {
	return row.Status == answer.Filled && len(row.Written) > 0
}

// asWritten is a row as the run wrote it.
func (c *Checker) asWritten(row *runlog.Question) answer.Fitted {
	q := c.question(row)
	f := answer.Fitted{Choice: row.Choice, Answer: row.Answer}
	for _, cell := range slices.Sorted(maps.Keys(row.Written)) {
		e := questionnaire.Edit{Sheet: row.Sheet, Cell: cell, Value: row.Written[cell]}
		if k := slices.IndexFunc(q.Slots, func(s questionnaire.Slot) bool { return s.Cell == cell }); k >= 0 {
			e.Was = q.Slots[k].Value
		}
		f.Edits = append(f.Edits, e)
	}
	return f
}

// misfit is a fault of fitting in the words of a review.
func (c *Checker) misfit(j *judged, q *questionnaire.Question, f answer.Reason) {
	switch f.Code {
	case "contrary":
		j.block(FaultContrary, "say in the text what the choice says", "%s", f.Text)
	case "too_long":
		j.forbid(FaultLength, "shorten it", "%s", f.Text)
	case "no_word", "no_position":
		j.forbid(FaultVocabulary, "choose one of: "+strings.Join(q.Choices(), ", "), "%s", f.Text)
	default:
		j.forbid(FaultCell, "", "%s", f.Text)
	}
}

// cellText holds a value against what a cell can hold.
func cellText(j *judged, e questionnaire.Edit) {
	if !utf8.ValidString(e.Value) || strings.ContainsFunc(e.Value, isNoText) {
		j.forbid(FaultControl, "type the text anew", "the text for cell %s has characters that no cell can hold", e.Cell)
		return
	}
	if n := len(utf16.Encode([]rune(e.Value))); n > maxCellUnits {
		j.forbid(FaultLength, "shorten it", "the text for cell %s has %d characters; a cell takes %d", e.Cell, n, maxCellUnits)
	}
}

// isNoText is true for what XML cannot hold and for what steers a terminal.
func isNoText(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// vocabulary holds a choice against the row's own list.
func (c *Checker) vocabulary(j *judged, q *questionnaire.Question, word string) {
	listed := q.Choices()
	_, hasChoice := q.Slot(questionnaire.SlotChoice)
	_, hasText := q.Slot(questionnaire.SlotText)
	_, hasComment := q.Slot(questionnaire.SlotComment)
	switch state, known := c.base.Lexicon.State(word); {
	case len(listed) > 0 && !slices.Contains(listed, word):
		j.forbid(FaultVocabulary, "choose one of: "+strings.Join(listed, ", "), "%q is not in the row's list", word)
	case known && state == workbook.StateFiller:
		j.forbid(FaultVocabulary, "choose one of: "+strings.Join(listed, ", "), "%q stands for no answer", word)
	case len(listed) == 0 && (!hasChoice || !hasText && !hasComment):
		j.forbid(FaultVocabulary, "say it in the text", "the row has no cell for a choice beside the text")
	}
}

// position is the verdict of a choice; a word without one is an answer all the
// same.
func (c *Checker) position(word string, listed []string) library.Verdict {
	if v, ok := c.base.Vocabulary.VerdictIn(word, listed); ok {
		return v
	}
	return library.Text
}

// opening is the verdict that a text opens with: "No, …".
func (c *Checker) opening(text, language string) library.Verdict {
	first, _, _ := strings.Cut(text, "\n")
	if i := strings.IndexAny(first, ",.;:"); i >= 0 {
		first = first[:i]
	}
	for _, v := range []library.Verdict{library.Yes, library.No, library.Partial, library.NA} {
		for _, l := range []string{language, "en"} {
			if word := c.base.Vocabulary.Word(v, l); word != "" && strings.EqualFold(strings.TrimSpace(first), word) {
				return v
			}
		}
	}
	return library.Text
}
