package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/report"
	"candor/internal/roadmap"
)

// nasty is text that a page and a terminal must both survive.
const nasty = "<script>alert(1)</script>\x1b[31m & \"quoted\""

// exampleRoadmap has something in every part, nasty text where a file or a
// questionnaire may bring it.
func exampleRoadmap() *roadmap.Report {
	value, half, two, eff := 200000.0, 120000.0, 2, 4.3
	row := roadmap.Row{Ref: "Sheet1!B2", Severity: gap.High, Question: nasty}
	return &roadmap.Report{
		Schema: roadmap.Schema, AsOf: date.Of(2026, 11, 22), Company: "Fernhill & Co", Questionnaires: 3, Blocked: 2,
		BlockedValue: &value, Currency: "EUR", Demand: 12, Weights: map[string]int{"blocker": 8, "high": 4, "medium": 2, "low": 1, "info": 0},
		Remedies: []roadmap.Remedy{
			{
				ID: "SOC2-T2", Title: "Obtain a SOC 2 Type II report", Name: "SOC 2 Type II", Kind: "obtain", Demand: 8, Deals: 2, Value: &value, Touched: 2, Rows: 2,
				InTime: &two, CostUSD: []float64{30000, 100000}, Months: []float64{6, 12}, Efficiency: &eff, Sources: []string{"F03"}, Notes: []string{"A yearly expense (F05)."},
				Unblocks: []string{nasty}, Questions: []roadmap.Closed{{File: nasty, Ref: "Sheet1!B2", Before: 4}},
			},
			{
				ID: "ISO27001", Title: "Obtain certification", Name: "ISO/IEC 27001", Kind: "obtain", Demand: 4, Deals: 1, Value: &half, Touched: 1, Rows: 1,
				CostUSD: []float64{25000, 140000}, FirstYearUSD: []float64{15000, 82600}, Months: []float64{3.6, 18}, Discounted: true, Sources: []string{"F11", "F21"},
				Unblocks: []string{}, Questions: []roadmap.Closed{},
			},
			{ID: "OBTAIN-OTHER:tisax", Title: "Obtain TISAX", Name: "TISAX", Kind: "obtain", Demand: 4, Touched: 1, Rows: 1, Sources: []string{}, Unblocks: []string{}, Questions: []roadmap.Closed{}},
		},
		Recommendation: roadmap.Recommendation{Rule: roadmap.RuleSOC2, Title: "SOC 2 first", Sequence: []string{"SOC2-T2", "ISO27001"}, Goal: "SOC2-T2", Why: []string{"closes more than " + nasty}},
		ControlGaps: []roadmap.ControlGap{
			{Control: "soc2:CC6.3", Title: "Access is changed on role change", Section: "soc2:CC6", Verdict: "no", Questions: 2, Files: 1},
			{Control: "soc2:CC6.1", Section: "soc2:CC6", Verdict: "partial", Questions: 1, Files: 1},
		},
		Files: []roadmap.File{
			{File: nasty, Account: nasty, Region: "eu", RegionGuess: true, RegionWhy: nasty, Value: &value, Currency: "EUR", Blocked: true, Demand: 8, Output: "out/a b#1.csv", Slots: []roadmap.Slot{{Slot: "soc2", Severity: gap.Blocker, Weight: 8, Codes: []gap.Code{gap.NotHeld}, Rows: []roadmap.Row{row}}}},
			{File: "b.csv", Blocked: true, Demand: 4, Slots: []roadmap.Slot{{Slot: "iso27001|soc2", Name: "ISO/IEC 27001 or SOC 2", Severity: gap.High, Weight: 4, Codes: []gap.Code{gap.OtherHeld}, Rows: []roadmap.Row{row}}}},
			{File: "c.csv", Slots: []roadmap.Slot{}},
		},
		Mitigations: []roadmap.Mitigation{{Code: gap.NotHeld, Title: "Not held", Slots: 2, Texts: []string{"A bridge"}}},
		Specific:    []roadmap.Specific{{Framework: "soc2", Texts: []string{"A system description"}}, {Framework: "iso27001", Texts: []string{"A risk treatment plan"}}},
		Figures:     []roadmap.Figure{{ID: "F03", Text: "SOC 2 Type II, mid-size"}},
		Trend:       []roadmap.Period{{Period: "2026-Q3", Questionnaires: 2, Questions: 10, Answered: 50, Review: 30, Unmatched: 20, Blocked: 1, Demand: 8, PerFile: 4}, {Period: "2026-Q4", Questionnaires: 3, Questions: 12, Answered: 75, Review: 25, Blocked: 2, Demand: 12, PerFile: 4}},
		Timeline: []roadmap.Span{
			{ID: "iso-2025", Name: "ISO/IEC 27001:2022", Status: "CURRENT", From: date.Of(2025, 2, 1), Until: date.Of(2028, 1, 31)},
			{ID: "old", Name: "PCI DSS", Status: "EXPIRED", From: date.Of(2024, 2, 1), Until: date.Of(2026, 1, 31)},
			{ID: "soon", Name: "SOC 2 Type I", Status: "CURRENT", From: date.Of(2026, 1, 1), Until: date.Of(2026, 12, 31)},
			{ID: "soc2-2027", Name: "SOC 2 Type II", Status: "IN_PROGRESS", From: date.Of(2026, 6, 1), Target: date.Of(2027, 5, 31)},
			{ID: "bare", Name: "TISAX", Status: "SUSPENDED"},
		},
		Notes: []string{nasty},
	}
}

func roadmapPage(t *testing.T, r *roadmap.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := (report.RoadmapPage{Report: r}).Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var svg = regexp.MustCompile(`(?s)<svg .*?</svg>`)

// The page has a chart and a table for each part, asks for nothing, runs
// nothing, and what a questionnaire brings stays text.
func TestRoadmapPage(t *testing.T) {
	t.Parallel()
	got := roadmapPage(t, exampleRoadmap())
	for _, bad := range []string{"<script", "http-equiv=\"refresh\"", "src=", "url(", "ZgotmplZ", "no figure in the source · "} {
		if strings.Contains(got, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, want := range []string{
		"<h1>SOC 2 first</h1>", "2 of 3", "EUR 200k", "2 deals", "$30–100k", "6–12 months", "4–18 months", "no figure in the source",
		"derived", "out/a%20b%231.csv#Sheet1!B2", "ISO/IEC 27001 or SOC 2", "guess", "expected 2027-05-31", "until 2028-01-31", "2 no, 1 partial", "2026-Q3", "1 questionnaire without a gap",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q on the page", want)
		}
	}
	pictures := svg.FindAllString(got, -1)
	if len(pictures) != 6 {
		t.Errorf("%d charts, want 6", len(pictures))
	}
	for _, p := range pictures {
		dec := xml.NewDecoder(strings.NewReader(p))
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("a chart is not well formed: %v\n%s", err, p)
			}
		}
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(got, -1) {
		if !strings.Contains(got, `id="`+m[1]+`"`) {
			t.Errorf("a link leads to %q, which is not there", m[1])
		}
	}
	if again := roadmapPage(t, exampleRoadmap()); again != got {
		t.Error("equal reports, different pages")
	}
}

// A report on nothing has no empty charts.
func TestRoadmapPageOfNothing(t *testing.T) {
	t.Parallel()
	got := roadmapPage(t, &roadmap.Report{AsOf: date.Of(2026, 11, 22), Recommendation: roadmap.Recommendation{Title: "Nothing to obtain"}})
	if strings.Contains(got, "<svg") || !strings.Contains(got, "Nothing that was asked for is missing") || !strings.Contains(got, "0 of 0") {
		t.Errorf("%s", got)
	}
}

func TestRoadmapInTheTerminal(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := (report.Roadmap{Report: exampleRoadmap(), Page: "gaps.html", Width: 100}).Write(&b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if strings.Contains(got, "\x1b") {
		t.Error("an escape sequence reaches the terminal")
	}
	for _, want := range []string{
		"3 questionnaires, 2 blocked by a certification gap, worth EUR 200k; demand 12, as of 2026-11-22\n",
		"sequence:       SOC2-T2 (6–12 months) → ISO27001 (4–18 months)\n",
		"1 SOC2-T2                 2  EUR 200k       8      2     2        2   $30–100k       6–12       4.3\n",
		"2 ISO27001                1  EUR 120k       4      1     1        –  $25–140k*       4–18         –\n",
		"3 OBTAIN-OTHER:tisax      0         –       4      1     1        –  no figure  no figure         –\n",
		"*: derived", "soc2:CC6.3", "2026-Q4          3     75.0%", "page: gaps.html\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

func TestRoadmapReportsWriteErrors(t *testing.T) {
	t.Parallel()
	if err := (report.RoadmapPage{Report: exampleRoadmap()}).Write(full{}); err == nil {
		t.Error("the page swallowed an error")
	}
	if err := (report.Roadmap{Report: exampleRoadmap(), Width: 100}).Write(full{}); err == nil {
		t.Error("the summary swallowed an error")
	}
}

// full is a disk without room.
type full struct{}

var errNoRoom = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errNoRoom }

// The chart of remedies shows by value where all values are known, else by
// number of deals.
func TestRankedChartSaysWhatItCounts(t *testing.T) {
	t.Parallel()
	r := exampleRoadmap()
	byValue := svg.FindString(roadmapPage(t, r))
	r.BlockedValue = nil
	for i := range r.Remedies {
		r.Remedies[i].Value = nil
	}
	byDeals := svg.FindString(roadmapPage(t, r))
	got := []bool{strings.Contains(byValue, "value of the deals"), strings.Contains(byDeals, "deals unblocked, of 2 blocked")}
	if diff := cmp.Diff([]bool{true, true}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A recommendation that unblocks nothing says what it is for instead, beside
// the remedy that does unblock.
func TestAGoalThatUnblocksNothing(t *testing.T) {
	t.Parallel()
	r := exampleRoadmap()
	r.Recommendation.Goal, r.Recommendation.Sequence = "OBTAIN-OTHER:tisax", []string{"OBTAIN-OTHER:tisax"}
	page := renderPage(t, r)
	for _, want := range []string{
		"<b>2 deals</b><span>worth EUR 200k, unblocked by SOC 2 Type II</span>",
		"<b>1 of 3</b><span>questionnaires want what TISAX brings; none is blocked by that alone</span>",
		"closes 4 of a demand of 12, unblocks no deal by itself",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q on the page", want)
		}
	}
}

func renderPage(t *testing.T, r *roadmap.Report) string {
	t.Helper()
	var page strings.Builder
	if err := (report.RoadmapPage{Report: r}).Write(&page); err != nil {
		t.Fatal(err)
	}
	return page.String()
}
