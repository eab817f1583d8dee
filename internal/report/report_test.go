package report_test

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"candor/internal/answer"
	"candor/internal/ask"
	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/guard"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/posture"
	"candor/internal/questionnaire"
	"candor/internal/report"
	"candor/internal/runlog"
)

// hostile is text of a prospect's sheet that tries to leave its place.
const hostile = "<script>alert(1)</script>\x1b[31mred\u202e \"quoted\" https://evil.example"

func record() *runlog.Record {
	rows := []runlog.Question{
		{
			Ref: "A!B2", Sheet: "A", Question: "Is data encrypted?", Status: answer.Filled, Verdict: library.Yes, Choice: "Yes", Answer: "Data is encrypted.",
			Written: map[string]string{"C2": "Yes"}, Confidence: 0.97, Sources: []answer.Source{{Entry: "at-rest", Digest: strings.Repeat("a", 64)}},
			Reasons: []answer.Reason{{Code: "match", Text: "entry matches"}},
		},
		{
			Ref: "A!B3", Sheet: "A", Question: "Are you certified to ISO/IEC 27001?", Status: answer.Filled, Verdict: library.No, Choice: "No",
			Ask:     &ask.Reading{Frameworks: []string{"iso27001"}, Aspect: ask.AspectHolds, Logic: ask.LogicSingle, Subject: ask.SubjectVendor, Why: []string{"rule-1"}},
			Gaps:    []gap.Gap{{Code: gap.OtherHeld, Severity: gap.High, Framework: "iso27001", Asked: "ISO/IEC 27001", Have: "SOC 2 Type II", Reply: "We hold SOC 2.", Remedy: "ISO27001"}},
			Reasons: []answer.Reason{{Code: "posture", Text: "decided by the records"}},
		},
		{
			Ref: "A!B4", Sheet: "A", Question: hostile, Status: answer.Review, Verdict: library.Yes, Answer: "Draft.", Owner: "security@example.com", Confidence: 0.6,
			Matches: []match.Match{{Entry: "one", Question: "first", Confidence: 0.6, Signals: map[string]float64{"low": 0.1, "high": 0.9}}, {Entry: "two", Question: "runner", Confidence: 0.5}},
			Guards:  []guard.Finding{{Code: guard.Polarity, Text: "turned round", Effect: guard.EffectReview}},
			Reasons: []answer.Reason{{Code: "match", Text: "entry matches"}, {Code: "unsure", Text: "too unsure"}},
		},
		{Ref: "A!B5", Sheet: "A", Question: "Unlimited liability?", Status: answer.Blocked, Verdict: library.None, Owner: "legal", Reasons: []answer.Reason{{Code: "liability", Text: "legal decides"}}},
		{Ref: "B!B2", Sheet: "B", Question: "Green racks?", Status: answer.Unmatched, Verdict: library.None, Reasons: []answer.Reason{{Code: "no_match", Text: "nothing near"}}},
	}
	return &runlog.Record{
		Schema: runlog.Schema, Tool: runlog.Tool{Version: "test"}, Input: runlog.File{Name: "in <b>.xlsx", SHA256: "in"}, AsOf: "2026-11-22", Sharing: "public",
		KB: runlog.KB{Digest: "kb", Entries: 2, Starter: true, Company: "Example Inc."}, Summary: runlog.Summarise(rows), Rows: rows,
		Sheets:       []runlog.Sheet{{Name: "A", Questions: 4}, {Name: "Read me", Why: "instructions"}},
		Verification: &runlog.Verification{OK: true, CellsChanged: 3, Parts: 9, PartsChanged: []string{"xl/worksheets/sheet1.xml"}},
	}
}

type writer interface{ Write(w io.Writer) error }

func render(t *testing.T, r writer) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	at := 0
	for _, part := range parts {
		i := strings.Index(text[at:], part)
		if i < 0 {
			t.Errorf("no %q after byte %d of\n%s", part, at, text)
			continue
		}
		at += i
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	text := render(t, report.Summary{Record: record(), Output: "out.xlsx", RecordPath: "out.run.json", Page: "r.html", Width: 100})
	wants(t, text, "as of 2026-11-22", "fictional company (Example Inc.)", "Gaps", "high", "OTHER_HELD iso27001", "A!B3", "Needs a person",
		"blocked", "A!B5", "legal decides", "review", "A!B4", "too unsure", "security@example.com", "unmatched", "B!B2",
		"5 questions: 2 filled (40 %), 1 review, 1 unmatched, 0 kept, 1 blocked", "3 cells changed", "out.xlsx", "out.run.json", "r.html")
	noControls(t, text)
	for _, line := range strings.Split(text, "\n") {
		if n := len([]rune(line)); n > 100 {
			t.Errorf("a line of %d columns: %q", n, line)
		}
	}
	if dry := render(t, report.Summary{Record: record(), Width: 80}); !strings.Contains(dry, "nothing was written") {
		t.Errorf("a dry run does not say so:\n%s", dry)
	}
}

// noControls holds that no escape sequence or direction mark of a sheet
// reaches a terminal.
func noControls(t *testing.T, text string) {
	t.Helper()
	if strings.ContainsAny(text, "\x1b\u202e") {
		t.Errorf("control characters in %q", text)
	}
}

func TestExplanation(t *testing.T) {
	t.Parallel()
	rec := record()
	text := render(t, report.Explanation{Record: rec, Question: &rec.Rows[2], Width: 90})
	wants(t, text, "A!B4", "status:     review", "nearest entries", "0.60", "one", "high 0.90, low 0.10", "two", "guards", "turned round", "because", "too unsure")
	noControls(t, text)
	wants(t, render(t, report.Explanation{Record: rec, Question: &rec.Rows[1], Width: 90}), "asks about: iso27001; holds, single, of the vendor", "rule-1", "gaps", "OTHER_HELD iso27001. asked: ")
}

func TestInspection(t *testing.T) {
	t.Parallel()
	q := &questionnaire.Questionnaire{
		Name: "in.xlsx", Inventory: []string{"holds macros"},
		Sheets: []questionnaire.Sheet{
			{Name: "A", Protected: true, Rows: 9, Questions: 1, Why: "questions with cells", Tables: []questionnaire.Table{{HeaderRows: []int{3}, FirstRow: 4, LastRow: 9, Columns: []questionnaire.Column{{Letter: "C", Role: questionnaire.RoleChoice, Header: "Response", Choices: []string{"Yes", "No"}}}}}},
			{Name: "Secret", Hidden: true, Why: "hidden sheet"},
		},
		Questions: []questionnaire.Question{{Ref: "A!B4", Sheet: "A", ID: "1", Text: hostile, Slots: []questionnaire.Slot{{Kind: questionnaire.SlotChoice, Cell: "C4", Refused: questionnaire.RefuseLocked}}}},
		Skipped:   []questionnaire.Skipped{{Ref: "A!A5", Text: "Part two", Why: "heading"}, {Ref: "A!A6", Text: "Part three", Why: "heading"}},
	}
	text := render(t, report.Inspection{Questionnaire: q, Width: 100})
	wants(t, text, "1 question on 2 sheets", "holds macros", `sheet "A" (protected)`, "header 3", "C   choice", "Yes | No", "A!B4", "C4 choice (locked)", "skipped 2 × heading", `sheet "Secret" (hidden)`)
	noControls(t, text)
	if none := render(t, report.Inspection{Questionnaire: &questionnaire.Questionnaire{Name: "x"}, Width: 80}); !strings.Contains(none, "no questions found") {
		t.Errorf("an empty file does not say so:\n%s", none)
	}
}

func TestPosture(t *testing.T) {
	t.Parallel()
	rows := []posture.ShowRow{{Name: "SOC 2 Type II", Status: "CURRENT", Until: date.MustParse("2027-09-30"), Reasons: []string{"within 12 months"}, Statement: "We hold it."}}
	wants(t, render(t, report.Posture{Rows: rows, Company: "Example Inc.", AsOf: date.MustParse("2026-11-22"), Starter: true, Width: 90}),
		"Example Inc., as of 2026-11-22", "fictional", "CURRENT", "SOC 2 Type II", "2027-09-30", "within 12 months", "may say: We hold it.")
	wants(t, render(t, report.Posture{Company: "Example Inc.", Width: 90}), "no certification record")
}

// The page stands alone: nothing is fetched, nothing runs, and text of a sheet
// is text.
func TestPage(t *testing.T) {
	t.Parallel()
	page := render(t, report.Page{Record: record()})
	wants(t, page, "in &lt;b&gt;.xlsx", "Demo:", "OTHER_HELD", "We hold SOC 2.", "Needs a person (2)", "Runner-up: two", "No answer known (1)", "All questions", "Read me: instructions")
	if strings.Contains(page, "<script") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error("text of the sheet became markup")
	}
	if m := regexp.MustCompile(`(?i)(src|href)="(https?:)?//[^"]*"|@import|url\(`).FindString(page); m != "" {
		t.Errorf("the page fetches %q", m)
	}
	for _, ref := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `id="`+ref[1]+`"`) {
			t.Errorf("a link to %q leads nowhere", ref[1])
		}
	}
}
