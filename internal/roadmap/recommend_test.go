package roadmap_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/roadmap"
)

// asked is a questionnaire of a case: its region, close date and rows.
type asked struct {
	region deals.Region
	closes string
	rows   []string
}

func (a asked) input(tb testing.TB, name string) roadmap.Input {
	tb.Helper()
	in := roadmap.Input{File: name, Record: record(reader(tb), name, "2026-11-22", a.rows...)}
	if a.region != "" || a.closes != "" {
		in.Deal = &deals.Deal{File: name, Region: a.region}
		if a.closes != "" {
			in.Deal.Close = date.MustParse(a.closes)
		}
	}
	return in
}

const (
	wantsSOC2   = "Do you hold a SOC 2 Type II report?"
	wantsISO    = "Are you certified to ISO/IEC 27001?"
	wantsEither = "Do you hold a SOC 2 report or an ISO 27001 certificate?"
	wantsNone   = "Is customer data encrypted at rest?"
)

func TestRecommendation(t *testing.T) {
	t.Parallel()
	none := head + "attestations: []\n"
	tests := []struct {
		name, posture string
		budget        float64
		asked         []asked
		rule          roadmap.Rule
		sequence      []string
		why           string
	}{
		{
			"nobody asked, small team", strings.Replace(none, "markets:", "engineering_headcount: 6, markets:", 1), 0,
			[]asked{{rows: []string{wantsNone}}},
			roadmap.RuleNeither,
			[]string{},
			"fewer than 10",
		},
		{
			"nobody asked, no enterprise prospects", strings.Replace(none, "has_enterprise_prospects: true", "has_enterprise_prospects: false", 1), 0,
			[]asked{{rows: []string{wantsNone}}},
			roadmap.RuleNeither,
			[]string{},
			"no enterprise prospects",
		},
		{"nobody asked, large team", none, 0, []asked{{rows: []string{wantsNone}}}, roadmap.RuleNone, []string{}, "None of 1 questionnaire"},
		{"small team, but asked", strings.Replace(none, "markets:", "engineering_headcount: 6, markets:", 1), 0, []asked{{region: deals.US, rows: []string{wantsSOC2}}}, roadmap.RuleSOC2, []string{"SOC2-T1", "SOC2-T2"}, "closes a demand of 4"},
		{"both in one questionnaire", none, 0, []asked{{rows: []string{wantsSOC2, wantsISO}}}, roadmap.RuleBoth, []string{"SOC2-T1", "SOC2-T2", "ISO27001"}, "each by itself"},
		{
			"regions of either kind", none, 0,
			[]asked{{region: deals.US, rows: []string{wantsSOC2}}, {region: deals.UK, rows: []string{wantsISO}}},
			roadmap.RuleBoth,
			[]string{"SOC2-T1", "SOC2-T2", "ISO27001"},
			"not served by ISO/IEC 27001",
		},
		{
			"regions of either kind that SOC 2 serves", none, 0,
			[]asked{{region: deals.US, rows: []string{wantsSOC2}}, {region: deals.UK, rows: []string{wantsEither}}},
			roadmap.RuleSOC2,
			[]string{"SOC2-T1", "SOC2-T2", "ISO27001"},
			"closes a demand of 8",
		},
		{
			"both, but the budget is short", none, 40000,
			[]asked{{rows: []string{wantsSOC2, wantsISO}}},
			roadmap.RuleSOC2,
			[]string{"SOC2-T1", "SOC2-T2", "ISO27001"},
			"below the $50,000",
		},
		{"ISO asked for more", none, 0, []asked{{region: deals.EU, rows: []string{wantsISO}}, {region: deals.ME, rows: []string{wantsISO}}}, roadmap.RuleISO, []string{"ISO27001"}, "ISO/IEC 27001 closes a demand of 8"},
		{
			"ISO asked for more in a US market", strings.Replace(none, "[us, eu]", "[us, ca]", 1), 0,
			[]asked{{rows: []string{wantsISO}}},
			roadmap.RuleSOC2,
			[]string{"SOC2-T2", "ISO27001"},
			"the company's market is US, CA",
		},
		{"SOC 2 held, ISO asked for", head + "attestations:" + soc2Held, 0, []asked{{rows: []string{wantsISO}}}, roadmap.RuleISO, []string{"ISO27001"}, "SOC 2 Type II is held"},
		{"ISO held, SOC 2 asked for", head + "attestations:" + isoHeld, 0, []asked{{rows: []string{wantsSOC2}}}, roadmap.RuleSOC2, []string{"SOC2-T1", "SOC2-T2"}, "ISO/IEC 27001 is held"},
		{"both held", head + "attestations:" + soc2Held + isoHeld, 0, []asked{{rows: []string{wantsSOC2, wantsISO}}}, roadmap.RuleNone, []string{}, "Both are held"},
		{"both held, another blocks", head + "attestations:" + soc2Held + isoHeld, 0, []asked{{rows: []string{wantsSOC2, "Do you have a TISAX label?"}}}, roadmap.RuleNone, []string{}, "1 questionnaire is blocked all the same, by TISAX (1)"},
		{"a deal closes before Type II could be", none, 0, []asked{{closes: "2027-05-21", rows: []string{wantsSOC2}}}, roadmap.RuleSOC2, []string{"SOC2-T1", "SOC2-T2"}, "before that closes 0.csv on 2027-05-21"},
		{"no deal closes before", none, 0, []asked{{closes: "2027-05-22", rows: []string{wantsSOC2}}}, roadmap.RuleSOC2, []string{"SOC2-T2"}, "Type II at once"},
		{"a deal closed already", none, 0, []asked{{closes: "2026-11-21", rows: []string{wantsSOC2}}}, roadmap.RuleSOC2, []string{"SOC2-T2"}, "Type II at once"},
		{"what stays blocked", none, 0, []asked{{region: deals.US, rows: []string{wantsSOC2, "Do you have a TISAX label?"}}}, roadmap.RuleSOC2, []string{"SOC2-T1", "SOC2-T2"}, "1 questionnaire stays blocked after it, by TISAX (1)"},
		{"Latin America is told both ways", none, 0, []asked{{region: deals.LatAm, rows: []string{wantsEither}}}, roadmap.RuleSOC2, []string{"SOC2-T1", "SOC2-T2", "ISO27001"}, "either will do"},
		{"what ranks above", head + "attestations:" + soc2Held, 0, []asked{{rows: []string{"Do you have a TISAX label?"}}, {rows: []string{"Do you have a TISAX label?"}}, {rows: []string{wantsISO}}}, roadmap.RuleISO, []string{"ISO27001"}, "Above it in the ranking: TISAX (2 deals)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var inputs []roadmap.Input
			for i, a := range tt.asked {
				inputs = append(inputs, a.input(t, string(rune('0'+i))+".csv"))
			}
			got := plan(t, with(t, tt.posture), inputs, roadmap.Options{AsOf: november.AsOf, Budget: tt.budget}).Recommendation
			if diff := cmp.Diff(tt.sequence, got.Sequence); got.Rule != tt.rule || diff != "" {
				t.Errorf("rule %s, want %s; sequence (-want +got)\n%s\n%v", got.Rule, tt.rule, diff, got.Why)
			}
			if why := strings.Join(got.Why, "\n"); !strings.Contains(why, tt.why) {
				t.Errorf("no %q in:\n%s", tt.why, why)
			}
			if got.Title == "" {
				t.Error("no title")
			}
		})
	}
}

func TestRegionIsGuessedAndMarked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		rows   []string
		region deals.Region
		why    string
	}{
		{"a scheme of one region", []string{"Have you completed a HECVAT?", wantsSOC2}, deals.US, "names HECVAT"},
		{"a framework that the reader knows", []string{"Liegt eine TISAX-Zertifizierung vor?"}, deals.EU, "names TISAX"},
		{"a regulator", []string{"Do you support us under APRA CPS 234?"}, deals.APAC, "names APRA, CPS 234"},
		{"schemes of several regions", []string{"Which do you hold: FedRAMP, TISAX?"}, "", "several regions"},
		{"the most signals win", []string{"Do you follow FFIEC and NYDFS rules?", "Is DORA known to you?"}, deals.US, "names FFIEC, NYDFS"},
		{"part of a word is no signal", []string{"Do you sell pandoras or hold a DORADO licence?"}, "", "nothing in it tells"},
		{"lower case is no signal", []string{"When the meeting ens, who closes it?"}, "", "nothing in it tells"},
		{"English tells nothing", []string{wantsISO}, "", "nothing in it tells"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := plan(t, planner(t), []roadmap.Input{asked{rows: tt.rows}.input(t, "a.csv")}, november)
			f := r.Files[0]
			if f.Region != tt.region || !f.RegionGuess || !strings.Contains(f.RegionWhy, tt.why) {
				t.Errorf("region %q, guess %t, why %q; want %q, %q", f.Region, f.RegionGuess, f.RegionWhy, tt.region, tt.why)
			}
		})
	}
	t.Run("language last", func(t *testing.T) {
		t.Parallel()
		in := asked{rows: []string{"Sind Sie nach ISO/IEC 27001 zertifiziert?", "Werden Daten verschlüsselt?"}}.input(t, "a.csv")
		for i := range in.Record.Rows {
			in.Record.Rows[i].Language = "de"
		}
		if f := plan(t, planner(t), []roadmap.Input{in}, november).Files[0]; f.Region != deals.EU || !f.RegionGuess {
			t.Errorf("%q, guess %t", f.Region, f.RegionGuess)
		}
	})
	t.Run("the deal says", func(t *testing.T) {
		t.Parallel()
		in := asked{region: deals.CA, rows: []string{"Do you have a TISAX label?"}}.input(t, "a.csv")
		if f := plan(t, planner(t), []roadmap.Input{in}, november).Files[0]; f.Region != deals.CA || f.RegionGuess {
			t.Errorf("%q, guess %t", f.Region, f.RegionGuess)
		}
	})
}

// An audit under way that leaves out the product asked about closes nothing;
// with the other framework held, neither is left to recommend.
func TestAuditOfAnotherProductIsNoRecommendation(t *testing.T) {
	t.Parallel()
	underWay := `
  - {id: soc2-next, framework: soc2, kind: report, status: in_progress, soc_type: 2, criteria: [security], scope: {products: [core]}, dates: {target: 2027-06-30}}
`
	in := asked{rows: []string{"Suppliers must hold a SOC 2 report. Do you hold one?"}}.input(t, "0.csv")
	in.Record.Product = "mobile"
	got := plan(t, with(t, head+"attestations:"+isoHeld+underWay), []roadmap.Input{in}, november).Recommendation
	want := "SOC 2 Type II is under way and ISO/IEC 27001 is held"
	if why := strings.Join(got.Why, "\n"); got.Rule != roadmap.RuleNone || len(got.Sequence) != 0 || !strings.Contains(why, want) {
		t.Errorf("rule %s, sequence %v, no %q in:\n%s", got.Rule, got.Sequence, want, why)
	}
}
