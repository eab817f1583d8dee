package roadmap_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/gap"
	"candor/internal/posture"
	"candor/internal/roadmap"
	"candor/internal/runlog"
)

// company reads a posture as a company writes it.
func company(tb testing.TB, yaml string) *posture.Posture {
	tb.Helper()
	ref := planner(tb).Posture.Reference()
	p, faults := posture.Load(fstest.MapFS{"company/posture.yaml": {Data: []byte(yaml)}}, "company", ref)
	must(tb, faults.Err())
	return p
}

// with is a planner for that company.
func with(tb testing.TB, yaml string) *roadmap.Planner {
	tb.Helper()
	p := planner(tb)
	p.Posture = company(tb, yaml)
	return p
}

const head = `
company: {legal_name: Fernhill Ltd, size_tier: mid, has_enterprise_prospects: true, markets: [us, eu]}
products: [{id: core, name: Core}, {id: mobile, name: Core Mobile}]
`

const soc2Held = `
  - id: soc2-2026
    framework: soc2
    kind: report
    status: held
    soc_type: 2
    criteria: [security]
    scope: {products: [core], locations: [us]}
    dates: {period_start: 2025-07-01, period_end: 2026-06-30, issued: 2026-08-01}
    issuer: {name: A, kind: cpa_firm, accredited: true}
    opinion: unqualified
    documents: [{kind: report, sharing: nda}]
`

const isoHeld = `
  - id: iso-2025
    framework: iso27001
    kind: certificate
    status: held
    edition: "2022"
    scope: {products: [core]}
    dates: {issued: 2025-02-01, expires: 2028-01-31, last_surveillance: 2026-01-15}
    issuer: {name: B, kind: certification_body, accredited: true}
    documents: [{kind: certificate, sharing: public}]
`

var november = roadmap.Options{AsOf: date.Of(2026, 11, 22)}

// ids lists the remedies in rank order.
func ids(r *roadmap.Report) []string {
	var out []string
	for _, k := range r.Remedies {
		out = append(out, k.ID)
	}
	return out
}

func find(tb testing.TB, r *roadmap.Report, id string) roadmap.Remedy {
	tb.Helper()
	i := slices.IndexFunc(r.Remedies, func(k roadmap.Remedy) bool { return k.ID == id })
	if i < 0 {
		tb.Fatalf("no remedy %s among %v", id, ids(r))
	}
	return r.Remedies[i]
}

// Each gap leads to the remedy that closes it, and that closes all of it.
func TestRemedies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, attestations, product, question string
		opt                                   roadmap.Options
		want                                  string
		demand                                int
	}{
		{"category missing", soc2Held, "core", "Does your SOC 2 report cover privacy?", november, "EXTEND-CRITERIA:soc2-2026:privacy", 2},
		{"product outside", soc2Held, "mobile", "Do you hold a SOC 2 report?", november, "EXTEND-SCOPE:soc2-2026:mobile", 4},
		{"report too old", soc2Held, "core", "Do you hold a SOC 2 report?", roadmap.Options{AsOf: date.Of(2027, 8, 15)}, "RENEW-REPORT:soc2-2026", 2},
		{"old report may be bridged", soc2Held, "core", "Do you hold a SOC 2 report?", roadmap.Options{AsOf: date.Of(2027, 8, 15)}, "BRIDGE-LETTER:soc2-2026", 2},
		{"letter asked for", soc2Held, "core", "Can you provide a bridge letter for your SOC 2 report?", november, "BRIDGE-LETTER:soc2-2026", 2},
		{"certificate about to end", isoHeld, "core", "Are you certified to ISO 27001?", roadmap.Options{AsOf: date.Of(2027, 12, 1)}, "RENEW:iso-2025", 1},
		{"certificate over", isoHeld, "core", "Are you certified to ISO 27001?", roadmap.Options{AsOf: date.Of(2028, 3, 1)}, "RECERTIFY:iso-2025", 4},
		{
			"void edition", strings.NewReplacer(`"2022"`, `"2013"`, "2025-02-01", "2023-02-01", "2028-01-31", "2026-12-31").Replace(isoHeld), "core",
			"Are you certified to ISO 27001?", november, "TRANSITION:iso-2025", 4,
		},
		{
			"surveillance overdue", strings.Replace(isoHeld, "last_surveillance: 2026-01-15", "next_surveillance: 2026-10-01", 1), "core",
			"Are you certified to ISO 27001?", november, "SURVEILLANCE:iso-2025", 2,
		},
		{"suspended", strings.Replace(isoHeld, "status: held", "status: suspended", 1), "core", "Are you certified to ISO 27001?", november, "RESTORE:iso-2025", 8},
		{
			"body not accredited", strings.Replace(isoHeld, "accredited: true", "accredited: false", 1), "core",
			"Are you certified to ISO 27001 by an accredited body?", november, "ACCREDITED-BODY:iso-2025", 4,
		},
		{
			"opinion qualified", strings.Replace(soc2Held, "opinion: unqualified", "opinion: qualified", 1), "core",
			"Is the auditor's opinion in your SOC 2 report unqualified?", november, "REMEDIATE-REAUDIT:soc2-2026", 4,
		},
		{
			"short period", strings.Replace(soc2Held, "2025-07-01", "2026-04-01", 1), "core",
			"Does your SOC 2 Type II report cover at least six months?", november, "LONGER-PERIOD:soc2-2026", 2,
		},
		{"document missing", isoHeld, "core", "Please provide your ISO 27001 Statement of Applicability.", november, "REGISTER-DOC:iso27001:soa", 2},
		{"another framework", soc2Held, "core", "Do you have a TISAX label?", november, "OBTAIN-OTHER:tisax", 4},
		{"one that builds on another", soc2Held, "core", "Are you certified to ISO 27017?", november, "OBTAIN-OTHER:iso27017", 4},
		{
			"audit under way", strings.NewReplacer("status: held", "status: in_progress", "issued: 2025-02-01, expires: 2028-01-31, last_surveillance: 2026-01-15", "target: 2027-05-01").Replace(isoHeld),
			"core", "Are you certified to ISO 27001?", november, "FINISH:iso-2025", 2,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := with(t, head+"attestations:"+tt.attestations)
			rec := record(reader(t), "a.csv", tt.opt.AsOf.String(), tt.question)
			rec.Product = tt.product
			r := plan(t, p, []roadmap.Input{{File: "a.csv", Record: rec}}, tt.opt)
			got := find(t, r, tt.want)
			if got.Demand != tt.demand || got.Demand != r.Demand {
				t.Errorf("closes %d of %d, want %d; %v", got.Demand, r.Demand, tt.demand, ids(r))
			}
			if hasCost := strings.HasPrefix(tt.want, "SURVEILLANCE"); (got.CostUSD != nil) != hasCost {
				t.Errorf("cost %v; the source has one for surveillance audits alone", got.CostUSD)
			}
		})
	}
}

func TestProvidersCanCloseThirdPartyRows(t *testing.T) {
	t.Parallel()
	p := with(t, head+"attestations: []\nsubservice_orgs: [{name: Hoster, role: hosting, assurance: []}]\n")
	rec := record(reader(t), "a.csv", "2026-11-22", "Do your subprocessors hold ISO 27001 certificates?")
	r := plan(t, p, []roadmap.Input{{File: "a.csv", Record: rec}}, november)
	if got := find(t, r, "VENDOR-PROGRAMME:iso27001"); got.Demand != 2 || got.Demand != r.Demand {
		t.Errorf("closes %d of %d", got.Demand, r.Demand)
	}
}

// The second framework is cheaper and may be faster, as DOMAIN.md 4.2 has it;
// what is not a second framework is not.
func TestSecondFrameworkIsDiscounted(t *testing.T) {
	t.Parallel()
	ask := []string{"Do you hold a SOC 2 Type II report?", "Are you certified to ISO 27001?", "Do you have a TISAX label?"}
	tests := []struct {
		name, attestations, id string
		cost, months           []float64
		discounted             bool
	}{
		{"ISO after SOC 2", "attestations:" + soc2Held, "ISO27001", []float64{25000, 140000}, []float64{3.6, 18}, true},
		{"SOC 2 after ISO", "attestations:" + isoHeld, "SOC2-T2", []float64{15000, 70000}, []float64{6, 12}, true},
		{"first of the two", "attestations: []", "ISO27001", []float64{50000, 200000}, []float64{6, 18}, false},
		{"both at once", "attestations: []", "BOTH", []float64{50000, 140000}, []float64{15, 25}, false},
		{"no figure in the source", "attestations:" + soc2Held, "OBTAIN-OTHER:tisax", nil, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := plan(t, with(t, head+tt.attestations), []roadmap.Input{{File: "a.csv", Record: record(reader(t), "a.csv", "2026-11-22", ask...)}}, november)
			got := find(t, r, tt.id)
			if diff := cmp.Diff([][]float64{tt.cost, tt.months}, [][]float64{got.CostUSD, got.Months}); diff != "" || got.Discounted != tt.discounted {
				t.Errorf("discounted %t (-want +got)\n%s", got.Discounted, diff)
			}
			if tt.discounted && (!slices.Contains(got.Sources, "F21") || !slices.Contains(got.Sources, "F22")) {
				t.Errorf("sources %v", got.Sources)
			}
			if (got.CostUSD == nil) != (got.Efficiency == nil) {
				t.Errorf("efficiency %v of cost %v", got.Efficiency, got.CostUSD)
			}
		})
	}
}

// An audit under way takes until its own target, and nobody is told to begin it.
func TestUnderWayIsFinishedNotBegun(t *testing.T) {
	t.Parallel()
	p := with(t, head+`
attestations:
  - {id: iso-2027, framework: iso27001, kind: certificate, status: in_progress, edition: "2022", scope: {products: [core]}, dates: {started: 2026-06-01, target: 2027-06-30}, issuer: {name: B, kind: certification_body, accredited: true}}
`)
	r := plan(t, p, []roadmap.Input{{File: "a.csv", Record: record(reader(t), "a.csv", "2026-11-22", "Are you certified to ISO 27001?")}}, november)
	if got := find(t, r, "FINISH:iso-2027"); !slices.Equal(got.Months, []float64{8, 8}) || got.CostUSD != nil {
		t.Errorf("months %v, cost %v", got.Months, got.CostUSD)
	}
	if slices.Contains(ids(r), "ISO27001") || slices.Contains(ids(r), "BOTH") {
		t.Errorf("told to begin what has begun: %v", ids(r))
	}
	if diff := cmp.Diff([]string{"FINISH:iso-2027"}, r.Recommendation.Sequence); diff != "" {
		t.Errorf("sequence (-want +got)\n%s", diff)
	}
}

// One missing report is one requirement, however many rows ask for it; another
// set of frameworks is another one.
func TestRequirementsCountOnceAQuestionnaire(t *testing.T) {
	t.Parallel()
	rec := record(reader(t), "a.csv", "2026-11-22",
		"Do you hold a SOC 2 Type II report?", "Does your SOC 2 report cover availability?", "Please attach your SOC 2 report.",
		"Do you hold a SOC 2 report or an ISO 27001 certificate?")
	r := plan(t, planner(t), []roadmap.Input{{File: "a.csv", Record: rec}}, november)
	f := r.Files[0]
	if len(f.Slots) != 2 || f.Demand != 8 {
		t.Fatalf("%d requirements with a demand of %d: %+v", len(f.Slots), f.Demand, f.Slots)
	}
	if n := len(f.Slots[0].Rows) + len(f.Slots[1].Rows); n != 4 {
		t.Errorf("%d rows behind them", n)
	}
	if t2 := find(t, r, "SOC2-T2"); t2.Rows != 4 || t2.Touched != 1 || t2.Deals != 1 {
		t.Errorf("%+v", t2)
	}
}

// What no record changes is settled by an act: a promise by its approval, a
// carve-out by the providers' reports, if there are any.
func TestRemediesThatChangeNoRecord(t *testing.T) {
	t.Parallel()
	carved := strings.Replace(soc2Held, "    opinion:", "    subservice: [{name: Hoster, method: carve_out}]\n    opinion:", 1)
	hoster := "subservice_orgs: [{name: Hoster, role: hosting, assurance: [%]}]\n"
	proven := strings.Replace(hoster, "%", "{framework: soc2, soc_type: 2}", 1)
	tests := []struct{ name, posture, question, want string }{
		{"promise", "attestations:" + soc2Held, "Will you commit to maintaining SOC 2 attestation for the term of the contract?", "HUMAN-APPROVAL"},
		{"carve-out with proof", "attestations:" + carved + proven, "Which providers are carved out of your SOC 2 report?", "SHARE-PROVIDER"},
		{"carve-out without", "attestations:" + carved + strings.Replace(hoster, "%", "", 1), "Which providers are carved out of your SOC 2 report?", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rec := record(reader(t), "a.csv", "2026-11-22", tt.question)
			rec.Product = "core"
			r := plan(t, with(t, head+tt.posture), []roadmap.Input{{File: "a.csv", Record: rec}}, november)
			if tt.want == "" {
				if slices.Contains(ids(r), "SHARE-PROVIDER") {
					t.Error("shares a report that is not there")
				}
				return
			}
			if got := find(t, r, tt.want); got.Demand == 0 || got.Demand != r.Demand || got.Rows != 1 || got.CostUSD != nil {
				t.Errorf("closes %d of %d: %+v", got.Demand, r.Demand, got)
			}
		})
	}
}

// A control left out of the Statement of Applicability can be looked at again;
// it was not answered No.
func TestExcludedControls(t *testing.T) {
	t.Parallel()
	rec := &runlog.Record{Schema: runlog.Schema, Input: runlog.File{Name: "a.csv"}, Rows: []runlog.Question{{
		Ref: "A!B2", Question: "Is outsourced development supervised?", Verdict: "na",
		Gaps: []gap.Gap{{Code: gap.SoAExcluded, Severity: gap.Medium, Remedy: "REVIEW-SOA", Controls: []string{"iso27001:A.8.30"}}},
	}}}
	r := plan(t, planner(t), []roadmap.Input{{File: "a.csv", Record: rec}}, november)
	if got := find(t, r, "REVIEW-SOA:iso27001:A.8.30"); got.Demand != 2 || got.Rows != 1 || !got.OnControl || got.Deals != 0 {
		t.Errorf("%+v", got)
	}
	if len(r.ControlGaps) != 0 {
		t.Errorf("answered No: %v", r.ControlGaps)
	}
}
