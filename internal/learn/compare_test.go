package learn_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/guard"
	"candor/internal/intake"
	"candor/internal/learn"
	"candor/internal/library"
	"candor/internal/questionnaire"
	"candor/internal/runlog"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// words reads the words of choices in these tests.
type words struct{}

func (words) Verdict(word string) (library.Verdict, bool) {
	v, ok := map[string]library.Verdict{"yes": library.Yes, "no": library.No, "partial": library.Partial, "n/a": library.NA}[strings.ToLower(word)]
	return v, ok
}

// names takes the name of the one customer of these tests out of texts.
type names struct{}

func (names) Answer(text, _ string) (string, []intake.Flag) {
	if !strings.Contains(text, "Acme") {
		return text, nil
	}
	return strings.ReplaceAll(text, "Acme", "the customer"), []intake.Flag{{Code: "customer", Text: "replaced"}}
}

func (n names) Question(text, language string) (string, []intake.Flag) {
	return n.Answer(text, language)
}

func tls() *library.Entry {
	return &library.Entry{
		Front: library.Front{ID: "tls", Questions: []string{"Is all traffic encrypted in transit?"}, Verdict: library.Yes, Status: library.Approved},
		Text:  "All traffic uses TLS 1.3. Older versions are off. We test it every week.", Short: "Yes, TLS 1.3.", Facts: []string{"tls"}, Digest: "d1",
	}
}

// row is a row of the record with a choice cell and a text cell, as filled
// from the entry "tls".
func row(n int, question string, change ...func(*runlog.Question)) runlog.Question {
	q := runlog.Question{
		Ref: fmt.Sprintf("S!A%d", n), Sheet: "S", Row: n, Question: question, Choices: []string{"Yes", "No"}, Language: "en",
		Slots:  runlog.Slots{Choice: fmt.Sprintf("B%d", n), Text: fmt.Sprintf("C%d", n)},
		Status: answer.Filled, Verdict: library.Yes, Confidence: 0.9,
		Sources: []answer.Source{{Entry: "tls", Digest: "d1"}}, Reasons: []answer.Reason{{Code: "match", Text: "because"}},
	}
	q.Written = map[string]string{q.Slots.Choice: "Yes", q.Slots.Text: tls().Text}
	for _, f := range change {
		f(&q)
	}
	return q
}

// sheet is the reviewed file: each row with what stands in its two cells.
func sheet(rows []runlog.Question, cells ...[2]string) *questionnaire.Questionnaire {
	qn := &questionnaire.Questionnaire{Name: "S"}
	for i, r := range rows {
		qn.Questions = append(qn.Questions, questionnaire.Question{
			Ref: r.Ref, Sheet: r.Sheet, Row: r.Row, Text: r.Question,
			Slots: []questionnaire.Slot{
				{Kind: questionnaire.SlotChoice, Cell: r.Slots.Choice, Choices: r.Choices, Value: cells[i][0]},
				{Kind: questionnaire.SlotText, Cell: r.Slots.Text, Value: cells[i][1]},
			},
		})
	}
	return qn
}

func compare(rows []runlog.Question, qn *questionnaire.Questionnaire) learn.Comparison {
	return learn.Compare(learn.Config{
		Record: &runlog.Record{Rows: rows}, Sheet: qn, Vocabulary: words{}, Cleaner: names{},
		Entry: func(id string) (*library.Entry, bool) { return tls(), id == "tls" },
		Fact:  func(string) string { return "TLS 1.3" },
		Claims: func(text string) []claim.Finding {
			if strings.Contains(text, "certified") {
				return []claim.Finding{{Code: claim.Unsupported, Severity: claim.High, Text: text}}
			}
			return nil
		},
	})
}

// told puts a comparison into lines.
func told(c learn.Comparison) []string {
	out := []string{}
	for _, p := range c.Proposals {
		line := fmt.Sprintf("%s %s %s %s%s", p.Kind, strings.Join(p.Rows, "+"), p.Verdict, p.Text, p.Short)
		if p.Kind == learn.Phrasing {
			line += p.Questions[0]
		}
		for _, f := range p.Flags {
			line += " /" + f.Code
			if f.Holds {
				line += "!"
			}
		}
		out = append(out, strings.Join(strings.Fields(line), " "))
	}
	for _, l := range c.Left {
		out = append(out, "left "+l.Ref+": "+l.Why)
	}
	for ref := range c.Open {
		out = append(out, "open "+ref)
	}
	return out
}

func TestCompare(t *testing.T) {
	t.Parallel()
	const asked = "Do you encrypt network traffic?"
	text := tls().Text
	unwritten := func(s answer.Status) func(*runlog.Question) {
		return func(q *runlog.Question) { q.Status, q.Written, q.Sources = s, nil, nil }
	}
	tests := map[string]struct {
		row   runlog.Question
		cells [2]string
		want  []string
	}{
		"accepted":         {row(2, asked), [2]string{"Yes", text}, []string{"phrasing S!A2 " + asked}},
		"line ends":        {row(2, asked), [2]string{"Yes", strings.ReplaceAll(text, ". ", ".\r\n")}, []string{"phrasing S!A2 " + asked}},
		"accepted, known":  {row(2, "is ALL traffic encrypted in transit"), [2]string{"Yes", text}, []string{}},
		"accepted, named":  {row(2, "Do you encrypt what Acme sends?"), [2]string{"Yes", text}, []string{"phrasing S!A2 Do you encrypt what the customer sends? /customer"}},
		"accepted, leans":  {row(2, asked, func(q *runlog.Question) { q.Parent = "S!A1" }), [2]string{"Yes", text}, []string{}},
		"accepted, short":  {row(2, "Encrypted?"), [2]string{"Yes", text}, []string{}},
		"accepted, turned": {row(2, "Is traffic ever sent in the clear?", func(q *runlog.Question) { q.Verdict = library.No }), [2]string{"Yes", text}, []string{}},
		"accepted draft": {row(2, asked, func(q *runlog.Question) {
			q.Status, q.Guards = answer.Review, []guard.Finding{{Code: "scope", Text: "x"}}
		}), [2]string{"Yes", text}, []string{"phrasing S!A2 " + asked + " /scope!"}},
		"text": {row(2, asked), [2]string{"Yes", strings.Replace(text, "every week", "every day", 1)}, []string{"answer S!A2 All traffic uses TLS 1.3. Older versions are off. We test it every day. /short_answer"}},
		"text, fact gone": {
			row(2, asked),
			[2]string{"Yes", strings.Replace(text, "TLS 1.3", "TLS 1.4", 1)},
			[]string{"answer S!A2 All traffic uses TLS 1.4. Older versions are off. We test it every week. /fact /short_answer"},
		},
		"text, customer": {row(2, asked), [2]string{"Yes", text + " Acme knows."}, []string{"answer S!A2 " + text + " the customer knows. /customer /short_answer"}},
		"text, claim":    {row(2, asked), [2]string{"Yes", text + " It is certified."}, []string{"answer S!A2 " + text + " It is certified. /claim! /short_answer"}},
		"another text":   {row(2, asked), [2]string{"Yes", "Ask our sales staff on the phone."}, []string{"answer S!A2 Ask our sales staff on the phone. /rewritten! /fact /short_answer"}},
		"choice":         {row(2, asked), [2]string{"No", text}, []string{"verdict S!A2 no /phrasings! /short_answer!"}},
		"choice and text": {
			row(2, asked),
			[2]string{"No", "Not all traffic uses TLS 1.3. Older versions are on."},
			[]string{"verdict S!A2 no Not all traffic uses TLS 1.3. Older versions are on. /phrasings! /short_answer!"},
		},
		"choice against text":     {row(2, asked), [2]string{"No", "Yes. " + text}, []string{"verdict S!A2 no /phrasings! /contrary! /short_answer!"}},
		"choice without position": {row(2, asked), [2]string{"3 - Defined", text}, []string{`left S!A2: the choice "3 - Defined" takes no position that an entry can hold`}},
		"choice, turned": {
			row(2, "Is traffic ever in the clear?", func(q *runlog.Question) { q.Verdict = library.No }),
			[2]string{"No", text},
			[]string{`left S!A2: the question asks the other way round than "tls", so its choice says nothing about the entry`},
		},
		"taken out":            {row(2, asked), [2]string{"", ""}, []string{`left S!A2: the answer was taken out: see whether "tls" answers this question`}},
		"text gone":            {row(2, asked), [2]string{"Yes", ""}, []string{"left S!A2: the text was taken out and the choice left as it was"}},
		"choice into the text": {row(2, asked), [2]string{"", "Yes. " + text}, []string{"left S!A2: the row says what the entry says"}},
		"entry gone":           {row(2, asked, func(q *runlog.Question) { q.Sources[0].Entry = "old" }), [2]string{"No", text}, []string{`left S!A2: the library has no entry "old" any more`}},
		"entry changed": {
			row(2, asked, func(q *runlog.Question) { q.Sources[0].Digest = "d0" }),
			[2]string{"No", text},
			[]string{"verdict S!A2 no /phrasings! /short_answer! /entry_changed!"},
		},
		"short form": {
			row(2, asked, func(q *runlog.Question) { q.Written["C2"] = tls().Short }),
			[2]string{"Yes", "Yes, TLS 1.3 only."},
			[]string{"answer S!A2 Yes, TLS 1.3 only."},
		},
		"text alone": {
			row(2, asked, func(q *runlog.Question) { q.Written = map[string]string{"C2": "Yes. " + text} }),
			[2]string{"", "No. Not " + text},
			[]string{"verdict S!A2 no Not " + text + " /phrasings! /short_answer!"},
		},
		"certification": {
			row(2, "Do you hold a report?", func(q *runlog.Question) { q.Sources, q.Ask = []answer.Source{{Posture: "soc2"}}, &ask.Reading{} }),
			[2]string{"No", text},
			[]string{"left S!A2: the certification records decide this question; change company/posture.yaml if they are wrong"},
		},
		"certification, open": {
			row(2, "Do you hold a report?", unwritten(answer.Review), func(q *runlog.Question) { q.Ask = &ask.Reading{} }),
			[2]string{"Yes", ""},
			[]string{"left S!A2: the certification records decide this question; its answer never becomes an entry"},
		},
		"blocked":  {row(2, "Sign here, please, all of you", unwritten(answer.Blocked)), [2]string{"Yes", ""}, []string{"left S!A2: a person must answer this each time: because"}},
		"kept":     {row(2, asked, unwritten(answer.Kept)), [2]string{"Yes", ""}, []string{"left S!A2: it was answered before the run; `candor library import` takes such answers"}},
		"answered": {row(2, asked, unwritten(answer.Unmatched)), [2]string{"Yes", "We do."}, []string{"open S!A2"}},
		"word":     {row(2, asked, unwritten(answer.Unmatched)), [2]string{"Not started", ""}, []string{}},
		"open":     {row(2, asked, unwritten(answer.Unmatched)), [2]string{"", ""}, []string{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows := []runlog.Question{tt.row}
			if diff := cmp.Diff(tt.want, told(compare(rows, sheet(rows, tt.cells)))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestCompareJoinsRows(t *testing.T) {
	t.Parallel()
	text := tls().Text
	changed := strings.Replace(text, "week", "day", 1)
	rows := []runlog.Question{row(2, "Is it encrypted over there?"), row(3, "Is it encrypted over here?"), row(4, "Is it encrypted everywhere?"), row(5, "Is it encrypted, or what?")}
	got := told(compare(rows, sheet(rows, [2]string{"Yes", changed}, [2]string{"Yes", changed}, [2]string{"Yes", text}, [2]string{"No", text})))
	want := []string{
		"verdict S!A5 no /phrasings! /short_answer! /kept_elsewhere /clash!",
		"answer S!A2+S!A3 " + changed + " /short_answer /kept_elsewhere /clash!",
		"phrasing S!A4 Is it encrypted everywhere?",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Each row that a person touched is in a proposal, among the open ones, or left
// with a reason; none is in two places; and no proposal says what was not there.
func TestCompareAccountsForEachRow(t *testing.T) {
	t.Parallel()
	statuses := []answer.Status{answer.Filled, answer.Review, answer.Unmatched, answer.Kept, answer.Blocked}
	values := []string{"", "Yes", "No", "n/a", "??"}
	texts := []string{"", tls().Text, tls().Short, "Yes. " + tls().Text, "No.", "Something else altogether.", tls().Text + " And more."}
	rapid.Check(t, func(t *rapid.T) {
		var rows []runlog.Question
		var cells [][2]string
		n := rapid.IntRange(1, 6).Draw(t, "rows")
		for i := range n {
			r := row(i+2, fmt.Sprintf("Question number %d of these?", i))
			r.Status = rapid.SampledFrom(statuses).Draw(t, "status")
			if r.Status != answer.Filled && (r.Status != answer.Review || rapid.Bool().Draw(t, "unwritten")) {
				r.Written, r.Sources = nil, nil
			}
			if rapid.Bool().Draw(t, "posture") && r.Sources != nil {
				r.Sources = []answer.Source{{Posture: "p"}}
			}
			rows = append(rows, r)
			cells = append(cells, [2]string{rapid.SampledFrom(values).Draw(t, "choice"), rapid.SampledFrom(texts).Draw(t, "text")})
		}
		c := compare(rows, sheet(rows, cells...))
		places := map[string]int{}
		for _, p := range c.Proposals {
			for _, ref := range p.Rows {
				places[ref]++
			}
		}
		for _, l := range c.Left {
			places[l.Ref]++
		}
		for ref := range c.Open {
			places[ref]++
		}
		for i, r := range rows {
			touched := r.Written != nil && (cells[i][0] != "Yes" || cells[i][1] != tls().Text) || r.Written == nil && cells[i] != [2]string{} && cells[i] != [2]string{"??"}
			if places[r.Ref] > 1 || touched && places[r.Ref] == 0 {
				t.Fatalf("row %s (%s, %q) is in %d places", r.Ref, r.Status, cells[i], places[r.Ref])
			}
		}
		for _, p := range c.Proposals {
			if p.Kind != learn.Phrasing && slices.Contains([]string{tls().Text, "Yes. " + tls().Text}, p.Text) {
				t.Fatalf("a proposal that changes nothing: %+v", p)
			}
		}
	})
}
