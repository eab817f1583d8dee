package roadmap_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/date"
	"candor/internal/deals"
	"candor/internal/gap"
	"candor/internal/library"
	"candor/internal/posture"
	"candor/internal/roadmap"
)

// rows are what drawn questionnaires ask, one of each kind of gap at least.
var rows = []string{
	wantsSOC2, wantsISO, wantsEither, wantsNone, "Suppliers must hold a SOC 2 Type II report. Do you hold one?",
	"Vendors must hold both a SOC 2 Type II report and an ISO/IEC 27001 certificate. Do you hold both?",
	"Does your SOC 2 report cover privacy and availability?", "Is a bridge letter available for your SOC 2 report?",
	"Please provide your Statement of Applicability.", "Are you certified to ISO 27001 by an accredited body?",
	"Do you have a TISAX label?", "Are you certified to ISO/IEC 27701?", "Are you validated against PCI DSS level 1?",
	"Do your subprocessors hold a SOC 2 report?", "Do you hold any security certification?", "Is a SOC 2 report preferred by you?",
	"Ideally the vendor holds ISO 27001. Do you?", "If you hold no certification, what do you do instead?",
	"Were there any exceptions in your last SOC 2 report?", "Is your SOC 2 report not older than six months?",
}

func genRecordOf(t *rapid.T, framework string, i int) posture.Attestation {
	start := date.Of(2024, 1, 1).AddDays(rapid.IntRange(0, 900).Draw(t, "start"))
	a := posture.Attestation{
		ID: fmt.Sprintf("%s-%d", framework, i), Framework: framework, Kind: posture.KindCertificate,
		Status: rapid.SampledFrom([]posture.Recorded{
			posture.RecordedHeld, posture.RecordedHeld, posture.RecordedHeld, posture.RecordedInProgress, posture.RecordedPlanned, posture.RecordedSuspended,
		}).Draw(t, "status"),
		Edition: map[string]string{"iso27001": rapid.SampledFrom([]string{"2013", "2022"}).Draw(t, "edition"), "pci-dss": "4.0.1"}[framework],
		Scope:   posture.Scope{Products: rapid.SampledFrom([]posture.IDs{nil, {"core"}, {posture.All}}).Draw(t, "products")},
		Dates: posture.Dates{
			PeriodStart: start, PeriodEnd: start.AddMonths(rapid.IntRange(2, 12).Draw(t, "window")), AsOf: start, Issued: start.AddMonths(13),
			Target: start.AddMonths(30), Expires: start.AddMonths(rapid.IntRange(14, 49).Draw(t, "validity")),
		},
		Issuer:  posture.Issuer{Name: "A", Kind: rapid.SampledFrom([]string{"cpa_firm", "certification_body", "qsa"}).Draw(t, "issuer")},
		Opinion: rapid.SampledFrom([]string{"", "unqualified", "qualified"}).Draw(t, "opinion"),
	}
	if framework == "soc2" {
		a.Kind, a.SOCType, a.Dates.Expires = posture.KindReport, rapid.IntRange(1, 2).Draw(t, "type"), date.Date{}
		a.Criteria = rapid.SampledFrom([][]string{{"security"}, {"security", "privacy"}}).Draw(t, "criteria")
	}
	return a
}

func genPlanner(tb testing.TB, t *rapid.T) *roadmap.Planner {
	tb.Helper()
	p := planner(tb)
	p.Posture.Products = []posture.Product{{ID: "core", Name: "Core"}, {ID: "mobile", Name: "Mobile"}}
	for i := range rapid.IntRange(0, 3).Draw(t, "records") {
		p.Posture.Attestations = append(p.Posture.Attestations, genRecordOf(t, rapid.SampledFrom([]string{"soc2", "soc2", "iso27001", "pci-dss"}).Draw(t, "framework"), i))
	}
	if rapid.Bool().Draw(t, "providers") {
		p.Posture.Subservice = []posture.SubserviceOrg{{Name: "Hoster", Role: "hosting"}}
	}
	return p
}

func genInputs(tb testing.TB, t *rapid.T) []roadmap.Input {
	tb.Helper()
	var inputs []roadmap.Input
	for i := range rapid.IntRange(0, 6).Draw(t, "files") {
		name := fmt.Sprintf("%d.csv", i)
		asked := rapid.SliceOfN(rapid.SampledFrom(rows), 0, 6).Draw(t, "rows")
		rec := record(reader(tb), name, "2026-11-22", asked...)
		rec.Product = rapid.SampledFrom([]string{"", "core", "mobile"}).Draw(t, "product")
		for j := range rec.Rows {
			if rec.Rows[j].Ask == nil && rapid.Bool().Draw(t, "no") {
				rec.Rows[j].Verdict = library.No
				rec.Rows[j].Gaps = []gap.Gap{{Code: gap.ControlNo, Severity: gap.Medium, Remedy: "IMPLEMENT-CONTROL", Controls: []string{"iso27001:A.8.24"}}}
			}
		}
		in := roadmap.Input{File: name, Record: rec}
		if rapid.Bool().Draw(t, "deal") {
			in.Deal = &deals.Deal{File: name, Region: rapid.SampledFrom(deals.Regions()).Draw(t, "region"), Currency: "USD"}
			if rapid.Bool().Draw(t, "valued") {
				v := float64(rapid.IntRange(0, 9).Draw(t, "value")) * 1000
				in.Deal.Value = &v
			}
			if rapid.Bool().Draw(t, "dated") {
				in.Deal.Close = november.AsOf.AddDays(rapid.IntRange(-30, 700).Draw(t, "closes"))
			}
		}
		inputs = append(inputs, in)
	}
	return inputs
}

func asText(tb testing.TB, r *roadmap.Report) string {
	tb.Helper()
	data, err := json.Marshal(r)
	must(tb, err)
	return string(data)
}

// Equal records give equal bytes in whatever order they come, and the report
// leaves posture and records as they were.
func TestOrderOfRecordsDoesNotShow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p, inputs := genPlanner(t, rt), genInputs(t, rt)
		before, err := json.Marshal([]any{p.Posture, inputs})
		must(t, err)
		want := asText(t, plan(t, p, inputs, november))
		shuffled := slices.Clone(inputs)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := asText(t, plan(t, p, shuffled, november)); got != want {
			rt.Fatalf("another order, another report:\n%s\n%s", want, got)
		}
		if after, err := json.Marshal([]any{p.Posture, inputs}); err != nil || string(after) != string(before) {
			rt.Fatalf("the report changed what it was made from: %v", err)
		}
	})
}

// No remedy adds demand, what it counts is what it lists, and doing both is
// never less than doing one.
func TestRemediesOnlyHelp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		r := plan(t, genPlanner(t, rt), genInputs(t, rt), november)
		byID := map[string]roadmap.Remedy{}
		for _, k := range r.Remedies {
			byID[k.ID] = k
			checkRemedy(rt, r, k)
		}
		if both, ok := byID["BOTH"]; ok {
			for _, id := range []string{"SOC2-T2", "ISO27001"} {
				if k := byID[id]; k.Demand > both.Demand || k.Deals > both.Deals || k.Rows > both.Rows {
					rt.Fatalf("%s closes more than both: %+v, %+v", id, k, both)
				}
			}
		}
		checkTotals(rt, r)
	})
}

func checkRemedy(t *rapid.T, r *roadmap.Report, k roadmap.Remedy) {
	if k.Demand < 0 || !k.OnControl && k.Demand > r.Demand {
		t.Fatalf("%s closes %d of %d", k.ID, k.Demand, r.Demand)
	}
	if k.Deals != len(k.Unblocks) || k.Rows != len(k.Questions) || k.Deals > r.Blocked || k.Touched > r.Questionnaires || k.Deals > k.Touched {
		t.Fatalf("counts of %s: %+v", k.ID, k)
	}
	if (k.Value == nil) != (r.BlockedValue == nil) || k.Value != nil && *k.Value > *r.BlockedValue {
		t.Fatalf("value of %s: %v of %v", k.ID, k.Value, r.BlockedValue)
	}
	if k.InTime != nil && (*k.InTime > k.Deals || k.Months == nil) {
		t.Fatalf("in time of %s: %d of %d", k.ID, *k.InTime, k.Deals)
	}
	for _, q := range k.Questions {
		if q.After >= q.Before {
			t.Fatalf("%s lists a question that it does not help: %+v", k.ID, q)
		}
	}
}

func checkTotals(t *rapid.T, r *roadmap.Report) {
	demand, blocked := 0, 0
	for _, f := range r.Files {
		sum := 0
		for _, s := range f.Slots {
			sum += s.Weight
			if s.Weight == 0 || len(s.Rows) == 0 || len(s.Codes) == 0 {
				t.Fatalf("an empty requirement: %+v", s)
			}
		}
		if f.Demand != sum {
			t.Fatalf("%s: demand %d, its requirements %d", f.File, f.Demand, sum)
		}
		demand += sum
		if f.Blocked {
			blocked++
		}
	}
	if demand != r.Demand || blocked != r.Blocked || len(r.Files) != r.Questionnaires {
		t.Fatalf("demand %d of %d, blocked %d of %d", r.Demand, demand, r.Blocked, blocked)
	}
	for _, id := range r.Recommendation.Sequence {
		if !slices.ContainsFunc(r.Remedies, func(k roadmap.Remedy) bool { return k.ID == id }) {
			t.Fatalf("the sequence names %s, which is no remedy", id)
		}
	}
}
