package eval

import (
	"fmt"
	"path/filepath"
	"strings"

	"candor/internal/library"
	"candor/internal/match/measure"
	"candor/internal/questionnaire"
)

// Kind is where a set's truth comes from.
type Kind string

// The kinds of sets: questions labelled by a person, a workbook that the
// company completed, and the record of an earlier run.
const (
	Gold     Kind = "gold"
	Workbook Kind = "workbook"
	Run      Kind = "run"
)

// Truth is what is right for one question.
type Truth struct {
	// Known is false for a question without a truth; it is decided, since
	// others may depend on it, and not counted.
	Known bool
	// Entries are those that answer rightly, the wanted one first; nil where
	// only the answer is known.
	Entries []string
	// Person is true if nothing may be filled in: no entry answers, or a
	// person must decide.
	Person bool
	// Verdict is the right position, "" if none is known.
	Verdict library.Verdict
	// Text is what a person answered, "" if unknown.
	Text string
}

// Case is one question with its truth.
type Case struct {
	// Trap is the kind of trap, "" for a plain question; Split is dev or test,
	// "" outside of gold.
	Trap, Split string
	// Language is the one that the question is in, "" if it is to be detected.
	Language string
	Truth    Truth
}

// Set is a questionnaire whose right answers are known. Cases stand in the
// order of its questions.
type Set struct {
	Name          string
	Kind          Kind
	Questionnaire *questionnaire.Questionnaire
	Cases         []Case
}

// GoldSet makes a set of gold questions; split limits it to "dev" or "test",
// "" takes both.
func GoldSet(name string, gold []measure.Gold, split string) Set {
	s := Set{Name: filepath.Base(name), Kind: Gold, Questionnaire: &questionnaire.Questionnaire{Name: name}}
	for i, g := range gold {
		if split != "" && g.Split != split {
			continue
		}
		q := goldQuestion(g, i+1)
		if g.Parent != "" {
			// The parent is decided before its row, as in a file, and not counted.
			parent := goldQuestion(measure.Gold{Text: g.Parent, Lang: g.Lang, Section: g.Section}, i+1)
			parent.Ref += "#parent"
			q.Parent = parent.Ref
			s.Questionnaire.Questions = append(s.Questionnaire.Questions, parent)
			s.Cases = append(s.Cases, Case{})
		}
		s.Questionnaire.Questions = append(s.Questionnaire.Questions, q)
		s.Cases = append(s.Cases, Case{Trap: g.Trap, Split: g.Split, Language: g.Lang, Truth: goldTruth(g)})
	}
	return s
}

// goldQuestion is a row of a sheet, numbered as the line of its file. There is one sheet a language, as
// questionnaires have it: short questions take the sheet's.
func goldQuestion(g measure.Gold, row int) questionnaire.Question {
	q := questionnaire.Question{
		Ref: fmt.Sprintf("%s!A%d", g.Lang, row), Sheet: g.Lang, Row: row, Text: g.Text,
		Slots: []questionnaire.Slot{{Kind: questionnaire.SlotText, Cell: fmt.Sprintf("B%d", row)}},
	}
	if g.Section != "" {
		q.Section = []string{g.Section}
	}
	return q
}

func goldTruth(g measure.Gold) Truth {
	t := Truth{Known: true, Person: g.Want == measure.None || g.Verdict == measure.Review}
	if g.Want != measure.None {
		t.Entries = append([]string{g.Want}, g.Also...)
	}
	if g.Verdict != measure.Review {
		t.Verdict = library.Verdict(g.Verdict)
	}
	return t
}

// Vocabulary reads the words of answers.
type Vocabulary interface {
	// Verdict returns the position that a word takes, if it is known to.
	Verdict(word string) (library.Verdict, bool)
}

// AnsweredSet makes a set of a questionnaire that was completed: the answers
// that stand in its cells are the truth, and the cells count as blank.
func AnsweredSet(qn *questionnaire.Questionnaire, v Vocabulary) Set {
	blank := *qn
	blank.Questions = make([]questionnaire.Question, len(qn.Questions))
	s := Set{Name: qn.Name, Kind: Workbook, Questionnaire: &blank}
	for i, q := range qn.Questions {
		s.Cases = append(s.Cases, Case{Truth: cellTruth(&q, v)})
		slots := make([]questionnaire.Slot, len(q.Slots))
		for j, slot := range q.Slots {
			slot.Value, slot.Default = "", false
			slots[j] = slot
		}
		q.Slots = slots
		blank.Questions[i] = q
	}
	return s
}

// cellTruth reads the position from choice and tick, and the words from the
// cells for text. Where there is no choice, the text may begin with one.
func cellTruth(q *questionnaire.Question, v Vocabulary) Truth {
	var t Truth
	var texts []string
	for _, s := range q.Slots {
		if s.Value == "" || s.Default {
			continue
		}
		word := s.Value
		switch s.Kind {
		case questionnaire.SlotTick:
			word = s.Label
		case questionnaire.SlotText, questionnaire.SlotComment:
			texts = append(texts, s.Value)
			continue
		case questionnaire.SlotChoice:
		case questionnaire.SlotEvidence:
			continue
		}
		if verdict, ok := v.Verdict(word); ok {
			t.Verdict = verdict
		}
	}
	t.Text = strings.Join(texts, " ")
	if t.Verdict == "" {
		t.Verdict = leading(t.Text, v)
	}
	t.Known = t.Verdict != "" || t.Text != ""
	return t
}

// leading is the position that a text begins with: "Yes, every night." The word
// must stand alone, since "No customer has ..." takes no position by its No.
func leading(text string, v Vocabulary) library.Verdict {
	word, _, found := strings.Cut(text, ",")
	if i := strings.IndexAny(text, ".;:–\n"); i >= 0 && (!found || i < len(word)) {
		word = text[:i]
	}
	if verdict, ok := v.Verdict(strings.TrimSpace(word)); ok {
		return verdict
	}
	return ""
}

// Known counts the questions with a truth.
func (s *Set) Known() int {
	n := 0
	for i := range s.Cases {
		if s.Cases[i].Truth.Known {
			n++
		}
	}
	return n
}
