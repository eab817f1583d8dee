package roadmap_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/gap"
	"candor/internal/library"
	"candor/internal/roadmap"
	"candor/internal/runlog"
	"candor/knowledgebase"
)

func controlRow(ref, control string, v library.Verdict) runlog.Question {
	severity, code, remedy := gap.Medium, gap.ControlNo, "IMPLEMENT-CONTROL"
	if v == library.Partial {
		severity = gap.Low
	}
	return runlog.Question{Ref: ref, Verdict: v, Gaps: []gap.Gap{{Code: code, Severity: severity, Remedy: remedy, Controls: []string{control}}}}
}

func TestControlGaps(t *testing.T) {
	t.Parallel()
	one := &runlog.Record{AsOf: "2026-11-22", Rows: []runlog.Question{
		controlRow("A!B2", "soc2:CC6.3", library.No), controlRow("A!B3", "soc2:CC6.3", library.No),
		controlRow("A!B4", "iso27001:A.8.24", library.Partial), controlRow("A!B5", "iso27001:cl9.2", library.Partial),
	}}
	two := &runlog.Record{AsOf: "2026-11-22", Rows: []runlog.Question{controlRow("A!B2", "soc2:CC6.3", library.Partial), controlRow("A!B4", "iso27001:A.8.24", library.Partial)}}
	r := plan(t, planner(t), []roadmap.Input{{File: "1.csv", Record: one}, {File: "2.csv", Record: two}}, november)
	type line struct {
		control, section, verdict string
		questions, files          int
	}
	var got []line
	for _, g := range r.ControlGaps {
		if g.Title == "" || len(g.Rows) != g.Questions {
			t.Errorf("%+v", g)
		}
		got = append(got, line{g.Control, g.Section, g.Verdict, g.Questions, g.Files})
	}
	want := []line{
		{"iso27001:A.8.24", "iso27001:A.8", "partial", 2, 2},
		{"soc2:CC6.3", "soc2:CC6", "no", 2, 1},
		{"iso27001:cl9.2", "iso27001:cl9", "partial", 1, 1},
		{"soc2:CC6.3", "soc2:CC6", "partial", 1, 1},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// A control counts once a questionnaire: 2 for No, 1 for Partial.
	if k := find(t, r, "IMPLEMENT-CONTROL:soc2:CC6.3"); k.Demand != 3 || k.Rows != 3 || k.Deals != 0 || k.CostUSD != nil {
		t.Errorf("%+v", k)
	}
	if r.Demand != 0 || r.Blocked != 0 {
		t.Errorf("controls block nothing: demand %d, blocked %d", r.Demand, r.Blocked)
	}
}

func TestTrendIsByQuarterAsDecidedThen(t *testing.T) {
	t.Parallel()
	then := record(reader(t), "old.csv", "2026-08-15", wantsISO, wantsNone)
	then.Rows[0].Gaps = []gap.Gap{{Code: gap.NotHeld, Severity: gap.High, Slot: "iso27001"}}
	then.Summary = runlog.Summary{Questions: 4, Filled: 1, Kept: 1, Review: 1, Unmatched: 1}
	now := record(reader(t), "new.csv", "2026-11-22", wantsNone)
	now.Summary = runlog.Summary{Questions: 3, Filled: 2, Blocked: 1}
	opt := roadmap.Options{AsOf: november.AsOf, Earlier: []roadmap.Input{{File: "old.csv", Record: then}}}
	r := plan(t, planner(t), []roadmap.Input{{File: "new.csv", Record: now}}, opt)
	want := []roadmap.Period{
		{Period: "2026-Q3", Questionnaires: 1, Questions: 4, Answered: 50, Review: 25, Unmatched: 25, Blocked: 1, Demand: 4, PerFile: 4},
		{Period: "2026-Q4", Questionnaires: 1, Questions: 3, Answered: 66.7, Review: 33.3},
	}
	if diff := cmp.Diff(want, r.Trend); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if r.Questionnaires != 1 || r.Demand != 0 {
		t.Errorf("an earlier quarter counts: %d, demand %d", r.Questionnaires, r.Demand)
	}
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	p := with(t, head+"attestations:"+soc2Held+isoHeld+`
  - {id: pci, framework: pci-dss, kind: attestation, status: planned, dates: {target: 2027-09-30}}
`)
	day := func(s string) date.Date { return date.MustParse(s) }
	want := []roadmap.Span{
		{ID: "soc2-2026", Name: "SOC 2 Type II", Status: "CURRENT", From: day("2026-08-01"), Until: day("2027-06-30")},
		{ID: "iso-2025", Name: "ISO/IEC 27001:2022", Status: "CURRENT", From: day("2025-02-01"), Until: day("2028-01-31")},
		{ID: "pci", Name: "PCI DSS", Status: "PLANNED", Target: day("2027-09-30")},
	}
	got := plan(t, p, nil, november).Timeline
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b date.Date) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// Values that cannot be added up are not shown, and the report says why.
func TestValueNeedsEveryDealInOneCurrency(t *testing.T) {
	t.Parallel()
	v := 5000.0
	tests := []struct {
		name  string
		deals []*deals.Deal
		known bool
		note  string
	}{
		{"all known", []*deals.Deal{{Value: &v, Currency: "EUR"}, {Value: &v, Currency: "EUR"}}, true, ""},
		{"one missing", []*deals.Deal{{Value: &v, Currency: "EUR"}, nil}, false, "no value for 1.csv"},
		{"two currencies", []*deals.Deal{{Value: &v, Currency: "EUR"}, {Value: &v, Currency: "USD"}}, false, "different currencies (EUR, USD)"},
		{"none", []*deals.Deal{nil, nil}, false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var inputs []roadmap.Input
			for i, d := range tt.deals {
				in := asked{rows: []string{wantsISO}}.input(t, string(rune('0'+i))+".csv")
				in.Deal = d
				inputs = append(inputs, in)
			}
			r := plan(t, planner(t), inputs, november)
			if iso := find(t, r, "ISO27001"); (iso.Value != nil) != tt.known || iso.Deals != 2 || (r.BlockedValue != nil) != tt.known {
				t.Errorf("value %v of %v, deals %d", iso.Value, r.BlockedValue, iso.Deals)
			}
			if notes := strings.Join(r.Notes, "\n"); !strings.Contains(notes, tt.note) || tt.note == "" && notes != "" {
				t.Errorf("notes %q, want %q", notes, tt.note)
			}
		})
	}
}

// What each gap found has for the time being is in the report, and every code
// that can block has something.
func TestMitigations(t *testing.T) {
	t.Parallel()
	r := plan(t, planner(t), []roadmap.Input{asked{rows: []string{wantsISO, wantsSOC2}}.input(t, "a.csv")}, november)
	if len(r.Mitigations) != 1 || r.Mitigations[0].Code != gap.NotHeld || r.Mitigations[0].Slots != 2 || len(r.Mitigations[0].Texts) < 3 {
		t.Errorf("%+v", r.Mitigations)
	}
	if len(r.Specific) != 2 || len(r.Specific[0].Texts) == 0 || len(r.Specific[1].Texts) == 0 {
		t.Errorf("%+v", r.Specific)
	}
	for _, f := range r.Figures {
		if f.Text == "" {
			t.Errorf("figure %s without its text", f.ID)
		}
	}
}

func TestRulesNameEveryFault(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		data, err := fs.ReadFile(knowledgebase.FS, name)
		must(t, err)
		return string(data)
	}
	rules, regions := read("lexicon/roadmap.yaml"), read("lexicon/regions.yaml")
	tests := []struct {
		name, rules, regions, want string
	}{
		{"as shipped", rules, regions, ""},
		{"weight missing", strings.Replace(rules, "blocker: 8, ", "", 1), regions, `no weight for the severity "blocker"`},
		{"weights out of order", strings.Replace(rules, "high: 4", "high: 1", 1), regions, `"high" weighs less`},
		{"unknown gap", strings.Replace(rules, "NOT_HELD:", "NOT_THERE:", 1), regions, `no gap "NOT_THERE"`},
		{"recommendation missing", strings.Replace(rules, "  none: ", "  nothing: ", 1), regions, `no words for the recommendation "none"`},
		{"region missing", rules, strings.Replace(regions, "{id: uk, ", "{id: us, ", 1), `nothing about the region "uk"`},
		{"unknown region", rules, strings.Replace(regions, "{region: uk,", "{region: moon,", 1), `no region "moon"`},
		{"unknown region of a language", rules, strings.Replace(regions, "de: eu", "de: moon", 1), `no region "moon"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := roadmap.LoadRules(fstest.MapFS{"lexicon/roadmap.yaml": {Data: []byte(tt.rules)}, "lexicon/regions.yaml": {Data: []byte(tt.regions)}})
			if tt.want == "" {
				must(t, err)
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("no %q in: %v", tt.want, err)
			}
		})
	}
	if _, err := roadmap.LoadRules(fstest.MapFS{}); err == nil {
		t.Error("no fault without the files")
	}
}
