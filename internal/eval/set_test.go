package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/answer"
	"candor/internal/library"
	"candor/internal/match/measure"
	"candor/internal/questionnaire"
	"candor/internal/runlog"
)

// words is a vocabulary of a few words.
type words map[string]library.Verdict

func (w words) Verdict(word string) (library.Verdict, bool) {
	v, ok := w[word]
	return v, ok
}

var vocabulary = words{"Yes": library.Yes, "No": library.No, "Partially": library.Partial, "N/A": library.NA}

func TestCellTruth(t *testing.T) {
	t.Parallel()
	choice := func(v string) questionnaire.Slot {
		return questionnaire.Slot{Kind: questionnaire.SlotChoice, Value: v}
	}
	text := func(v string) questionnaire.Slot {
		return questionnaire.Slot{Kind: questionnaire.SlotText, Value: v}
	}
	for name, tc := range map[string]struct {
		slots []questionnaire.Slot
		want  Truth
	}{
		"blank":                   {[]questionnaire.Slot{choice(""), text("")}, Truth{}},
		"choice":                  {[]questionnaire.Slot{choice("No")}, Truth{Known: true, Verdict: library.No}},
		"choice and text":         {[]questionnaire.Slot{choice("Yes"), text("Daily.")}, Truth{Known: true, Verdict: library.Yes, Text: "Daily."}},
		"choice before the text":  {[]questionnaire.Slot{choice("Partially"), text("Yes, mostly.")}, Truth{Known: true, Verdict: library.Partial, Text: "Yes, mostly."}},
		"placeholder":             {[]questionnaire.Slot{{Kind: questionnaire.SlotChoice, Value: "No", Default: true}}, Truth{}},
		"tick":                    {[]questionnaire.Slot{{Kind: questionnaire.SlotTick, Label: "Yes"}, {Kind: questionnaire.SlotTick, Label: "N/A", Value: "x"}}, Truth{Known: true, Verdict: library.NA}},
		"word unknown":            {[]questionnaire.Slot{choice("Level 3")}, Truth{}},
		"text that begins so":     {[]questionnaire.Slot{text("Yes, every night.")}, Truth{Known: true, Verdict: library.Yes, Text: "Yes, every night."}},
		"text that is the word":   {[]questionnaire.Slot{text("No")}, Truth{Known: true, Verdict: library.No, Text: "No"}},
		"No as a part of a claim": {[]questionnaire.Slot{text("No customer has left, ever.")}, Truth{Known: true, Text: "No customer has left, ever."}},
		"evidence is no answer":   {[]questionnaire.Slot{{Kind: questionnaire.SlotEvidence, Value: "Yes"}}, Truth{}},
	} {
		q := questionnaire.Question{Slots: tc.slots}
		if diff := cmp.Diff(tc.want, cellTruth(&q, vocabulary)); diff != "" {
			t.Errorf("%s: truth (-want +got):\n%s", name, diff)
		}
	}
}

// The cells count as blank for the rehearsal, and the file as read stays.
func TestAnsweredSetBlanksItsCopy(t *testing.T) {
	t.Parallel()
	qn := &questionnaire.Questionnaire{Name: "f.xlsx", Questions: []questionnaire.Question{
		{Ref: "S!A1", Slots: []questionnaire.Slot{{Kind: questionnaire.SlotText, Cell: "B1", Value: "Yes"}}},
		{Ref: "S!A2", Slots: []questionnaire.Slot{{Kind: questionnaire.SlotText, Cell: "B2"}}},
	}}
	s := AnsweredSet(qn, vocabulary)
	if s.Known() != 1 || len(s.Cases) != 2 {
		t.Errorf("set has %d cases, %d known; want 2 and 1", len(s.Cases), s.Known())
	}
	if got := s.Questionnaire.Questions[0].Slots[0].Value; got != "" {
		t.Errorf("the rehearsed cell holds %q, want blank", got)
	}
	if got := qn.Questions[0].Slots[0].Value; got != "Yes" {
		t.Errorf("the cell as read holds %q, want it untouched", got)
	}
}

func TestGoldSet(t *testing.T) {
	t.Parallel()
	s := GoldSet("dir/g.jsonl", []measure.Gold{
		{Text: "a", Want: "x", Also: []string{"y"}, Verdict: "yes", Split: "dev", Lang: "en"},
		{Text: "b", Want: "x", Verdict: "review", Trap: "scope", Split: "test", Lang: "de"},
		{Text: "c", Want: "none", Verdict: "review", Trap: "object", Split: "dev", Lang: "en", Section: "S"},
	}, "")
	want := []Case{
		{Split: "dev", Language: "en", Truth: Truth{Known: true, Entries: []string{"x", "y"}, Verdict: library.Yes}},
		{Trap: "scope", Split: "test", Language: "de", Truth: Truth{Known: true, Entries: []string{"x"}, Person: true}},
		{Trap: "object", Split: "dev", Language: "en", Truth: Truth{Known: true, Person: true}},
	}
	if diff := cmp.Diff(want, s.Cases); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
	if s.Name != "g.jsonl" || s.Questionnaire.Questions[1].Sheet != "de" || len(s.Questionnaire.Questions[2].Section) != 1 {
		t.Errorf("set %q has questions %+v", s.Name, s.Questionnaire.Questions)
	}
	after := GoldSet("g.jsonl", []measure.Gold{{Text: "If yes, why?", Parent: "Is it so?", Want: "x", Verdict: "text", Split: "dev", Lang: "en"}}, "")
	if q := after.Questionnaire.Questions; len(q) != 2 || q[1].Parent != q[0].Ref || q[0].Text != "Is it so?" || after.Known() != 1 {
		t.Errorf("a dependent question stands in %+v, %d known; want its parent before it and not counted", q, after.Known())
	}
	if only := GoldSet("g.jsonl", []measure.Gold{{Text: "a", Split: "dev"}, {Text: "b", Split: "test"}}, "test"); len(only.Cases) != 1 {
		t.Errorf("split test has %d cases, want 1", len(only.Cases))
	}
}

func TestRecordSet(t *testing.T) {
	t.Parallel()
	rec := &runlog.Record{Rows: []runlog.Question{
		{
			Ref: "S!A1", Question: "q", Choices: []string{"Yes", "No"}, Slots: runlog.Slots{Ticks: map[string]string{"Yes": "B1", "No": "C1"}, Comment: "D1"},
			Status: answer.Filled, Verdict: library.Yes, Answer: "t", Sources: []answer.Source{{Entry: "e"}},
		},
		{Ref: "S!A2", Status: answer.Review, Verdict: library.Yes, Answer: "draft"},
		{Ref: "S!A3", Status: answer.Filled, Verdict: library.Text, Answer: "words", Slots: runlog.Slots{Text: "B3"}, Sources: []answer.Source{{Posture: "soc2"}}},
	}}
	s := RecordSet("r.json", rec, vocabulary)
	want := []Case{
		{Truth: Truth{Known: true, Entries: []string{"e"}, Verdict: library.Yes, Text: "t"}},
		{},
		{Truth: Truth{Known: true, Text: "words"}},
	}
	if diff := cmp.Diff(want, s.Cases); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
	kinds := []questionnaire.SlotKind{}
	for _, slot := range s.Questionnaire.Questions[0].Slots {
		kinds = append(kinds, slot.Kind)
	}
	if diff := cmp.Diff([]questionnaire.SlotKind{questionnaire.SlotTick, questionnaire.SlotTick, questionnaire.SlotComment}, kinds); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
}
