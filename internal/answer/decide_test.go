package answer_test

import (
	"slices"
	"testing"

	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/claim"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"

	"pgregory.net/rapid"
)

func entry(change ...func(*library.Entry)) *library.Entry {
	e := &library.Entry{Front: library.Front{
		ID: "at-rest", Verdict: library.Yes, Sharing: library.Public, Status: library.Approved, Language: "en", Owner: "security@example.com",
		Reviewed: date.MustParse("2026-09-01"), ReviewEvery: 365,
		Evidence: []library.Evidence{{Title: "Policy", Sharing: library.NDA}, {Title: "Overview", Sharing: library.Public}},
	}, Text: "Data is encrypted.", Short: "Yes.", Digest: "d"}
	for _, c := range change {
		c(e)
	}
	return e
}

// input is a question that e answers with the given confidence.
func input(e *library.Entry, confidence float64, change ...func(*answer.Input)) answer.Input {
	in := answer.Input{
		Question:    &questionnaire.Question{Ref: "S!B2", Text: "Is data encrypted?", Slots: []questionnaire.Slot{slot(questionnaire.SlotChoice, "C2", list("Yes", "No"))}},
		Matches:     []match.Match{{Entry: e.ID, Question: "Is data encrypted at rest?", Confidence: confidence}},
		Entry:       func(string) (*library.Entry, bool) { return e, true },
		Guards:      func(*library.Entry, string) []guard.Finding { return nil },
		ControlGaps: func(library.Verdict, *library.Entry) []gap.Gap { return nil },
		Claims:      func(string) []claim.Finding { return nil },
		Language:    "en",
		Policy:      answer.Policy{AsOf: date.MustParse("2026-11-22"), Sharing: library.Public, Fill: 0.8, Review: 0.4},
	}
	for _, c := range change {
		c(&in)
	}
	return in
}

func guarded(effect guard.Effect) func(*answer.Input) {
	return func(in *answer.Input) {
		in.Guards = func(*library.Entry, string) []guard.Finding {
			return []guard.Finding{{Code: "polarity", Text: "turned", Effect: effect}}
		}
	}
}

// asked asks one of the entry's own questions.
func asked(text, phrasing string) func(*answer.Input) {
	return func(in *answer.Input) {
		in.Question.Text, in.Matches[0].Question = text, phrasing
		in.Matches[0].Signals = map[string]float64{"verbatim": 1}
	}
}

func dependent(in *answer.Input) {
	in.Guards = func(*library.Entry, string) []guard.Finding {
		return []guard.Finding{{Code: guard.Dependent, Text: "continues", Effect: guard.EffectReview}}
	}
}

func TestDecide(t *testing.T) {
	t.Parallel()
	outcome := func(a gap.Answer) func(*answer.Input) {
		return func(in *answer.Input) {
			in.Reading = ask.Reading{Kind: ask.KindCert}
			in.Posture = &gap.Outcome{Answer: a, Text: "We hold it.", Gaps: []gap.Gap{{Code: "NOT_HELD", Severity: gap.High}}}
		}
	}
	tests := map[string]struct {
		in      answer.Input
		status  answer.Status
		verdict library.Verdict
		code    string
	}{
		"sure":                  {input(entry(), 0.9), answer.Filled, library.Yes, "match"},
		"unsure":                {input(entry(), 0.6), answer.Review, library.Yes, "unsure"},
		"far":                   {input(entry(), 0.2), answer.Unmatched, library.None, "no_match"},
		"stale is never filled": {input(entry(func(e *library.Entry) { e.Reviewed = date.MustParse("2025-01-01") }), 0.9), answer.Review, library.Yes, "stale"},
		"draft is never filled": {input(entry(func(e *library.Entry) { e.Status = library.Draft }), 0.9), answer.Review, library.Yes, "draft"},
		"example is never filled": {input(entry(func(e *library.Entry) {
			e.Status, e.Source = library.Draft, &library.Source{File: library.StarterSource}
		}), 0.9), answer.Review, library.Yes, "example"},
		"an approved example is an answer": {input(entry(func(e *library.Entry) { e.Source = &library.Source{File: library.StarterSource} }), 0.9), answer.Filled, library.Yes, "match"},
		"a fact without value":             {input(entry(func(e *library.Entry) { e.Unfilled = []string{"encryption.kms"} }), 0.9), answer.Review, library.Yes, "fact_missing"},
		"stated claim without record": {input(entry(), 0.9, func(in *answer.Input) {
			in.Stated = func(*library.Entry) []claim.Finding {
				return []claim.Finding{{Code: claim.Unsupported, Severity: claim.Blocker, Text: "soc2 held"}}
			}
		}), answer.Blocked, library.None, "claim_unsupported"},
		"nda stays behind":         {input(entry(func(e *library.Entry) { e.Sharing = library.NDA }), 0.9), answer.Unmatched, library.None, "sharing"},
		"internal stays behind":    {input(entry(func(e *library.Entry) { e.Sharing = library.Internal }), 0.9, func(in *answer.Input) { in.Policy.Sharing = library.NDA }), answer.Unmatched, library.None, "sharing"},
		"nda goes where allowed":   {input(entry(func(e *library.Entry) { e.Sharing = library.NDA }), 0.9, func(in *answer.Input) { in.Policy.Sharing = library.NDA }), answer.Filled, library.Yes, "match"},
		"other product":            {input(entry(func(e *library.Entry) { e.Products = []string{"mobile"} }), 0.9, func(in *answer.Input) { in.Policy.Product = "core" }), answer.Review, library.Yes, "product"},
		"other language":           {input(entry(), 0.9, func(in *answer.Input) { in.Language = "de" }), answer.Review, library.Yes, "language"},
		"guard turns":              {input(entry(), 0.9, guarded(guard.EffectTurn)), answer.Filled, library.No, "polarity"},
		"guard doubts":             {input(entry(), 0.9, guarded(guard.EffectReview)), answer.Review, library.Yes, "polarity"},
		"the entry's own question": {input(entry(), 0.9, guarded(guard.EffectReview), asked("Is data encrypted at rest?", "Is data encrypted at rest?")), answer.Filled, library.Yes, "match"},
		"an order in it":           {input(entry(), 0.9, guarded(guard.EffectBlock), asked("Is data encrypted at rest?", "Is data encrypted at rest?")), answer.Blocked, library.None, "polarity"},
		"a row that hangs on none": {input(entry(), 0.9, dependent, asked("If so, how?", "If so, how?")), answer.Review, library.Yes, "dependent"},
		"one that was asked so":    {input(entry(), 0.9, dependent, asked("If so, how?", "Is it? If so, how?")), answer.Filled, library.Yes, "match"},
		"guard blocks":             {input(entry(), 0.9, guarded(guard.EffectBlock)), answer.Blocked, library.None, "polarity"},
		"guard notes":              {input(entry(), 0.9, guarded(guard.EffectNote)), answer.Filled, library.Yes, "polarity"},
		"not for a tool": {input(entry(), 0.9, func(in *answer.Input) {
			in.Blocked = &answer.Block{Code: "liability", Owner: "legal", Why: "legal decides"}
		}), answer.Blocked, library.None, "liability"},
		"records say yes":                        {input(entry(), 0.9, outcome(gap.AnswerYes)), answer.Filled, library.Yes, "posture"},
		"records say no":                         {input(entry(), 0.9, outcome(gap.AnswerNo)), answer.Filled, library.No, "posture"},
		"records say partial":                    {input(entry(), 0.9, outcome(gap.AnswerPartial)), answer.Filled, library.Partial, "posture"},
		"records want a person":                  {input(entry(), 0.9, outcome(gap.AnswerHuman)), answer.Review, library.None, "needs_person"},
		"records leave it":                       {input(entry(), 0.9, outcome(gap.AnswerLibrary)), answer.Filled, library.Yes, "match"},
		"records on a question that is not read": {input(entry(), 0.9, outcome(gap.AnswerYes), func(in *answer.Input) { in.Unread = true }), answer.Review, library.Yes, "language_unread"},
		"an entry for one":                       {input(entry(), 0.9, func(in *answer.Input) { in.Unread = true }), answer.Review, library.Yes, "language_unread"},
		"answered cell":                          {input(entry(), 0.9, func(in *answer.Input) { in.Question.Slots[0].Value = "No" }), answer.Kept, library.Yes, "answered"},
		"a remark beside a blank answer": {input(entry(), 0.9, func(in *answer.Input) {
			in.Question.Slots = append(in.Question.Slots, questionnaire.Slot{Kind: questionnaire.SlotComment, Cell: "D2", Value: "see policy"})
		}), answer.Filled, library.Yes, "match"},
		"a remark where there is no other cell": {input(entry(), 0.9, func(in *answer.Input) {
			in.Question.Slots = []questionnaire.Slot{{Kind: questionnaire.SlotComment, Cell: "D2", Value: "see policy"}}
		}), answer.Kept, library.Yes, "answered"},
		"answered cell, overwritten": {input(entry(), 0.9, func(in *answer.Input) {
			in.Question.Slots[0].Value = "No"
			in.Policy.Overwrite = true
		}), answer.Filled, library.Yes, "match"},
		"claim that nothing backs": {input(entry(), 0.9, func(in *answer.Input) {
			in.Claims = func(string) []claim.Finding {
				return []claim.Finding{{Code: claim.Unsupported, Severity: "blocker", Text: "We hold it."}}
			}
		}), answer.Blocked, library.None, "claim_unsupported"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := answer.Decide(tt.in)
			if d.Status != tt.status || d.Verdict != tt.verdict {
				t.Errorf("%s %s, want %s %s; reasons %v", d.Status, d.Verdict, tt.status, tt.verdict, d.Reasons)
			}
			if !slices.ContainsFunc(d.Reasons, func(r answer.Reason) bool { return r.Code == tt.code }) {
				t.Errorf("no reason %q in %v", tt.code, d.Reasons)
			}
			if tt.status == answer.Filled && len(d.Sources) == 0 {
				t.Error("filled without a source")
			}
			if tt.status == answer.Filled && len(d.Evidence) > 0 && slices.Contains(d.Evidence, "Policy") && tt.in.Policy.Sharing == library.Public {
				t.Errorf("evidence above the sharing level: %v", d.Evidence)
			}
		})
	}
}

// A follow-up takes its parent's answer and is never more sure than it.
func TestFollowUp(t *testing.T) {
	t.Parallel()
	parent := answer.Decision{Status: answer.Filled, Verdict: library.Yes, Text: "Parent's text.", Confidence: 0.85, Sources: []answer.Source{{Entry: "p"}}}
	follow := func(p answer.Decision) answer.Decision {
		in := input(entry(), 0.5, func(in *answer.Input) {
			in.Reading.Conditional = ask.ConditionalOnYes
			in.Parent = &p
		})
		d, _ := answer.Decide(in)
		return d
	}
	if d := follow(parent); d.Status != answer.Filled || d.Text != "Parent's text." || d.Confidence > parent.Confidence {
		t.Errorf("follow-up of a Yes: %+v", d)
	}
	parent.Verdict = library.No
	if d := follow(parent); d.Status != answer.Review {
		t.Errorf("follow-up of a No is %s, want review", d.Status)
	}
	parent.Status = answer.Review
	if d := follow(parent); d.Status != answer.Review {
		t.Errorf("follow-up of a doubtful row is %s, want review", d.Status)
	}
}

// Only an approved, current, shareable entry without an objection is filled.
func TestFilledMeansBacked(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := entry(func(e *library.Entry) {
			e.Status = rapid.SampledFrom([]library.Status{library.Draft, library.Approved, library.Retired}).Draw(t, "status")
			e.Sharing = rapid.SampledFrom([]library.Sharing{library.Public, library.NDA, library.Internal}).Draw(t, "sharing")
			e.Reviewed = date.MustParse("2026-11-22").AddDays(-rapid.IntRange(0, 900).Draw(t, "age"))
		})
		confidence := rapid.Float64Range(0, 1).Draw(t, "confidence")
		ceiling := rapid.SampledFrom([]library.Sharing{library.Public, library.NDA}).Draw(t, "ceiling")
		d, _ := answer.Decide(input(e, confidence, func(in *answer.Input) { in.Policy.Sharing = ceiling }))
		if len(d.Reasons) == 0 {
			t.Fatal("no reason")
		}
		backed := e.Status == library.Approved && ceiling.Allows(e.Sharing) && !e.Stale(date.MustParse("2026-11-22")) && confidence >= 0.8
		if (d.Status == answer.Filled) != backed {
			t.Fatalf("status %s, backed %t: %+v", d.Status, backed, d)
		}
		if d.Status == answer.Filled && len(d.Sources) == 0 {
			t.Fatal("filled without a source")
		}
		if !ceiling.Allows(e.Sharing) && d.Text != "" {
			t.Fatalf("text above the ceiling: %q", d.Text)
		}
	})
}
