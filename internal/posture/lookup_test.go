package posture_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"candor/internal/date"
	"candor/internal/posture"
)

func TestBest(t *testing.T) {
	t.Parallel()
	p := loadText(t, `attestations:
  - {id: type1, framework: soc2, kind: report, status: held, soc_type: 1, dates: {as_of: 2026-02-15}}
  - {id: type2, framework: soc2, kind: report, status: held, soc_type: 2, dates: {period_start: 2025-04-01, period_end: 2026-03-31}}
  - {id: newer, framework: soc2, kind: report, status: held, soc_type: 2, dates: {period_start: 2025-06-01, period_end: 2026-05-31}}
  - {id: gone, framework: iso27001, kind: certificate, status: held, edition: "2022", dates: {issued: 2023-01-01, expires: 2025-12-31}}
  - {id: coming, framework: iso27001, kind: certificate, status: in_progress, edition: "2022"}
`)
	asOf := date.MustParse("2026-06-30")
	for framework, want := range map[string]string{"soc2": "newer", "iso27001": "coming"} {
		if a, _ := p.Best(framework, asOf); a == nil || a.ID != want {
			t.Errorf("best %s: %+v, want %s", framework, a, want)
		}
	}
	if a, e := p.Best("pci-dss", asOf); a != nil || e.Status != "" {
		t.Errorf("best of nothing: %+v %+v", a, e)
	}
	if got := len(p.Held("soc2")); got != 3 {
		t.Errorf("%d records of soc2", got)
	}
	if got := p.Attestations[1].PeriodMonths(); got != 12 {
		t.Errorf("period of %d months", got)
	}
}

func TestScope(t *testing.T) {
	t.Parallel()
	p := loadText(t, `attestations:
  - {id: a, framework: soc2, status: held, scope: {products: [core], locations: [eu], legal_entities: ["Example, Inc."]}}
  - {id: b, framework: soc2, status: held, scope: {products: all}}
`)
	a, b := &p.Attestations[0], &p.Attestations[1]
	tests := []struct {
		name string
		got  bool
		want bool
	}{
		{"product in", a.CoversProduct("core"), true},
		{"product out", a.CoversProduct("mobile"), false},
		{"all products", b.CoversProduct("mobile"), true},
		{"place in", p.CoversLocation(a, "eu"), true},
		{"place within", p.CoversLocation(a, "Germany"), true},
		{"place out", p.CoversLocation(a, "us"), false},
		{"place in another language", p.CoversLocation(a, "Alemania"), true},
		{"no places named", p.CoversLocation(b, "us"), true},
		{"entity, other punctuation", a.CoversEntity("Example Inc"), true},
		{"another entity", a.CoversEntity("Example Labs"), false},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

func TestProduct(t *testing.T) {
	t.Parallel()
	p := loadText(t, `products:
  - {id: core, name: Merrowby, aliases: [the platform]}
  - {id: mobile, name: Merrowby Mobile, aliases: ["mobile app"]}
`)
	for text, want := range map[string]string{
		"Is Merrowby Mobile in scope?": "mobile", "Is MERROWBY in scope?": "core", "Does the platform log?": "core",
		"The mobile app": "mobile", "Merrowbys": "", "": "",
	} {
		if got, ok := p.Product(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
	if diff := cmp.Diff([]string{"mobile", "core"}, p.ProductsIn("Merrowby and Merrowby Mobile")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	ref := reference(t)
	for text, want := range map[string][]string{
		"our US office": {"us"}, "tell us more": nil, "in Deutschland und Österreich": {"de"}, "le Royaume-Uni": {"uk"}, "data in the EU": {"eu"},
	} {
		if diff := cmp.Diff(want, ref.Places(text)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	p := loadText(t, `documents:
  - {id: pt-old, kind: pentest_summary, date: 2025-06-29, sharing: nda}
  - {id: pt-new, kind: pentest_summary, date: 2026-05-01, sharing: nda}
  - {id: pt-full, kind: pentest_summary, date: 2026-05-02, sharing: internal}
  - {id: dpa, kind: dpa, date: 2020-01-01, sharing: public}
  - {id: ins, kind: insurance, expires: 2026-06-29, sharing: on_request}
  - {id: hidden, kind: report, sharing: nda}
attestations:
  - {id: a, framework: soc2, status: held, documents: [{kind: bridge_letter, covers_from: 2026-04-01, covers_to: 2026-06-30, sharing: nda}]}
  - {id: b, framework: soc1, status: held, disclosable: false, documents: [hidden]}
`)
	asOf := date.MustParse("2026-06-30")
	type row struct {
		ID, Attestation   string
		Stale, Restricted bool
	}
	get := func(kinds ...string) []row {
		var rows []row
		for _, e := range p.Evidence(asOf, kinds...) {
			rows = append(rows, row{e.ID, e.Attestation, e.Stale, e.Restricted})
		}
		return rows
	}
	tests := []struct {
		kind string
		want []row
	}{
		{"pentest_summary", []row{{"pt-new", "", false, true}, {"pt-old", "", true, true}}},
		{"dpa", []row{{"dpa", "", false, false}}},
		{"insurance", []row{{"ins", "", true, true}}},
		{"bridge_letter", []row{{"", "a", false, true}}},
		{"report", nil},
		{"soa", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, get(tt.kind)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.kind, diff)
		}
	}
}

func TestExcludedAndControls(t *testing.T) {
	t.Parallel()
	g := readGold(t)
	if x, a, ok := g.load(t, "iso22").Excluded("iso27001:A.8.30", g.AsOf); !ok || a.ID != "iso-2024" || x.Control != "A.8.30" {
		t.Errorf("got %+v %v", x, ok)
	}
	if _, _, ok := g.load(t, "iso_expired").Excluded("iso27001:A.8.30", g.AsOf); ok {
		t.Error("an expired certificate excludes a control")
	}
	p := loadText(t, "controls: [{id: A.8.12, status: partial}]\nobligations: [{id: gdpr, role: processor, applies: true}]\n")
	if c, ok := p.Control("iso27001:A.8.12"); !ok || c.Status != "partial" {
		t.Errorf("control: %+v %v", c, ok)
	}
	if o, ok := p.Obligation("gdpr"); !ok || o.Role != "processor" {
		t.Errorf("obligation: %+v %v", o, ok)
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	g := readGold(t)
	p := g.load(t, "full")
	p.Attestations = append(p.Attestations, g.load(t, "in_progress").Attestations...)
	rows := p.Show(g.AsOf)
	var got []string
	for _, r := range rows {
		got = append(got, r.ID+" "+string(r.Status)+" "+r.Name+" "+r.Until.String())
	}
	want := []string{
		"ce CURRENT Cyber Essentials 2026-10-31", "pci CURRENT PCI DSS v4.0.1 2027-01-19", "star CURRENT CSA STAR 2027-01-31",
		"soc2-2026 CURRENT SOC 2 Type II 2027-03-31", "soc1 CURRENT SOC 1 Type II 2027-03-31", "soc3 CURRENT SOC 3 2027-03-31",
		"iso-2024 CURRENT ISO/IEC 27001:2022 2027-08-31", "soc2-ip IN_PROGRESS SOC 2 Type II 2026-10-15", "iso-plan PLANNED ISO/IEC 27001:2022 2027-06-30",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, r := range rows {
		if r.Statement == "" || r.Usable != posture.Usable(r.Status) {
			t.Errorf("row %+v", r)
		}
	}
}
