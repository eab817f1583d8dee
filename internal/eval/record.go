package eval

import (
	"candor/internal/answer"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
)

// RecordSet makes a set of an earlier run: what was written then is the truth,
// with the entry that it came from. Rows that were not written have none.
func RecordSet(name string, rec *runlog.Record, v Vocabulary) Set {
	s := Set{Name: name, Kind: Run, Questionnaire: &questionnaire.Questionnaire{Name: rec.Input.Name, SHA256: rec.Input.SHA256}}
	for _, row := range rec.Rows {
		s.Questionnaire.Questions = append(s.Questionnaire.Questions, recorded(&row))
		s.Cases = append(s.Cases, Case{Truth: rowTruth(&row, v)})
	}
	return s
}

// recorded is the question of a row with blank cells.
func recorded(row *runlog.Question) questionnaire.Question {
	q := questionnaire.Question{
		Ref: row.Ref, Sheet: row.Sheet, Row: row.Row, ID: row.ID, Section: row.Section, Parent: row.Parent,
		Text: row.Question, Controls: row.Controls,
	}
	add := func(kind questionnaire.SlotKind, cell string, choices []string) {
		if cell != "" {
			q.Slots = append(q.Slots, questionnaire.Slot{Kind: kind, Cell: cell, Choices: choices})
		}
	}
	add(questionnaire.SlotChoice, row.Slots.Choice, row.Choices)
	for _, label := range row.Choices {
		if cell := row.Slots.Ticks[label]; cell != "" {
			q.Slots = append(q.Slots, questionnaire.Slot{Kind: questionnaire.SlotTick, Cell: cell, Label: label})
		}
	}
	add(questionnaire.SlotText, row.Slots.Text, nil)
	add(questionnaire.SlotComment, row.Slots.Comment, nil)
	add(questionnaire.SlotEvidence, row.Slots.Evidence, nil)
	return q
}

func rowTruth(row *runlog.Question, v Vocabulary) Truth {
	if row.Status != answer.Filled {
		return Truth{}
	}
	t := Truth{Known: true, Text: row.Answer}
	if verdict := said(row, v); positioned(verdict) {
		t.Verdict = verdict
	}
	for _, src := range row.Sources {
		if src.Entry != "" {
			t.Entries = append(t.Entries, src.Entry)
		}
	}
	return t
}
