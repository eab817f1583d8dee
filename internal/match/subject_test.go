package match

import (
	"os"
	"testing"
)

// What an entry is about tells which words ask about it, whether it has them or
// not.
func TestSubjectAsks(t *testing.T) {
	t.Parallel()
	w, err := LoadWords(os.DirFS("../../knowledgebase"))
	if err != nil {
		t.Fatal(err)
	}
	plan := w.Subject(&Entry{Questions: []string{"Do you have an incident response plan?"}, Language: "en"})
	if got := plan.Asks(w.lex.KeyOf("playbook")); got < 0.6 {
		t.Errorf("the plan for incidents is asked about as a playbook: %.2f", got)
	}
	if got := plan.Asks(w.lex.KeyOf("forklift")); got != 0 {
		t.Errorf("nobody asks about it with a word that no questionnaire has: %.2f", got)
	}
	if got := (Subject{}).Asks("playbook"); got != 0 {
		t.Errorf("what is about nothing is asked about with nothing: %.2f", got)
	}
}

// A question and an entry share no word; what questionnaires use for the matter
// of the entry counts as spoken of, and nothing else does.
func TestInquiryAsks(t *testing.T) {
	t.Parallel()
	w, err := LoadWords(os.DirFS("../../knowledgebase"))
	if err != nil {
		t.Fatal(err)
	}
	m := Matcher{lex: w.lex, background: w.background, matters: w.matters}
	q := m.bag("Is there a playbook beside the forklift?", "en")
	entry := []bag{m.bag("Do you have an incident response plan?", "en")}
	inq := m.matters.inquire(&q, nil)
	asks := inq.asks(m.matters.aboutEntry(entry))
	for i, term := range q.terms {
		if spoken := asks[i] > 0; spoken != (term.word == "playbook") {
			t.Errorf("%q counts %.2f", term.word, asks[i])
		}
	}
	hidden := map[string]bool{}
	for _, k := range m.matters.aboutEntry(entry) {
		hidden[m.matters.names[k.matter]] = true
	}
	inq = m.matters.inquire(&q, hidden)
	for i, a := range inq.asks(m.matters.aboutEntry(entry)) {
		if a != 0 {
			t.Errorf("%q counts %.2f for matters that nobody has heard of", q.terms[i].word, a)
		}
	}
}
