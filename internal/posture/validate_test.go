package posture_test

import (
	"strings"
	"testing"

	"candor/internal/date"
	"candor/internal/framework"
	"candor/knowledgebase"
)

const (
	validSOC = `{id: a, framework: soc2, kind: report, status: held, soc_type: 2, criteria: [security], dates: {period_start: 2025-04-01, period_end: 2026-03-31, issued: 2026-05-10}, issuer: {name: Example CPA LLP, kind: cpa_firm}}`
	validISO = `{id: b, framework: iso27001, kind: certificate, status: held, edition: "2022", dates: {issued: 2024-09-01, expires: 2027-08-31}, issuer: {name: Example Cert BV, kind: certification_body}}`
)

// with changes one part of a valid record.
func with(record, old, replacement string) string {
	return "attestations: [" + strings.Replace(record, old, replacement, 1) + "]\n"
}

func TestValidate(t *testing.T) {
	t.Parallel()
	catalogue, err := framework.Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		// want is one fault as it prints, without the file; "" for none.
		want    string
		warning bool
	}{
		{"valid SOC 2", with(validSOC, "", ""), "", false},
		{"valid ISO", with(validISO, "", ""), "", false},
		{"V01", with(validSOC, "[security]", "[privacy]"), "V01 SOC 2 without the category security", false},
		{"V01 soc3 silent", with(validSOC, "soc2, kind: report, status: held, soc_type: 2, criteria: [security]", "soc3, kind: report, status: held"), "V01 SOC 3 record names no categories", true},
		{"V02", with(validSOC, "period_start: 2025-04-01, ", ""), "V02 a Type II report needs", false},
		{"V03", with(validSOC, "soc_type: 2", "soc_type: 1"), "V03 a Type I report needs as_of", false},
		{"V04", with(validSOC, "period_start: 2025-04-01", "period_start: 2026-04-01"), "V04 the period ends on 2026-03-31, before it starts on 2026-04-01", false},
		{"V05", with(validSOC, "issued: 2026-05-10", "issued: 2026-03-10"), "V05 issued on 2026-03-10, before the period closed", false},
		{"V06", with(validSOC, "cpa_firm", "certification_body"), "V06 a SOC 2 report is issued by a licensed CPA firm", false},
		{"V07", with(validSOC, "kind: report", "kind: certificate"), "V07 SOC 2 is a report, not a certificate", false},
		{"V08 kind", with(validISO, "kind: certificate", "kind: report"), "V08 ISO/IEC 27001 gives a certificate, not a report", false},
		{"V08 opinion", with(validISO, "status: held", "status: held, opinion: unqualified"), "V08 ISO/IEC 27001 has no auditor's opinion", false},
		{"V09", with(validISO, ", expires: 2027-08-31", ""), "V09 a certificate needs expires", false},
		{"V10", with(validISO, "2027-08-31", "2027-10-02"), "V10 expires on 2027-10-02, more than 37 months after", false},
		{"V10 in time", with(validISO, "2027-08-31", "2027-10-01"), "", false},
		{"V11 missing", with(validISO, `edition: "2022", `, ""), "V11 ISO/IEC 27001 without an edition", false},
		{"V11 unknown", with(validISO, `"2022"`, `"2019"`), `V11 unknown edition "2019"`, false},
		{"V11 national", with(validISO, `"2022"`, `"DIN EN ISO/IEC 27001:2024-01"`), "", false},
		{"V11 national of 2013", with(with2013(), "", ""), "V12 expires on 2027-08-31, but certificates to the edition of 2013 have been void since 2025-11-01", true},
		{"V13", with(validSOC, "period_end: 2026-03-31", "period_end: 2025-04-30"), "V13 recorded as held, but STALE on 2026-06-30", true},
		{"V14", "attestations: [{id: a, framework: soc2, status: planned}]\n", "V14 status planned needs a target date", false},
		{"V15", "attestations: [{id: a, framework: soc2, status: planned, dates: {target: 2026-06-29}}]\n", "V15 the target 2026-06-29 has passed", true},
		{"V16", "attestations: [{id: a, framework: iso27017, kind: certificate, status: held, dates: {issued: 2025-09-01, expires: 2027-08-31}}]\n", "V16 ISO/IEC 27017 counts only with a current ISO/IEC 27001", true},
		{"V16 27701 of 2019", "attestations: [{id: a, framework: iso27701, edition: \"2019\", kind: certificate, status: held, dates: {issued: 2025-09-01, expires: 2027-08-31}}]\n", "V16 ISO/IEC 27701 counts only", true},
		{"27701 of 2025 stands alone", "attestations: [{id: a, framework: iso27701, edition: \"2025\", kind: certificate, status: held, dates: {issued: 2025-09-01, expires: 2027-08-31}}]\n", "", false},
		{"V17", "obligations: [{id: gdpr, applies: true, certificate: yes}]\n", "V17 GDPR is a law; nobody is certified to it", false},
		{"V18", with(validISO, "status: held", "status: held, soa: {excluded: [A.8.99]}"), `V18 unknown iso27001 control "A.8.99"`, false},
		{"V18 other edition", with(validISO, "status: held", "status: held, soa: {excluded: [A.18.2.3]}"), `V18 control "A.18.2.3" is of the edition 2013`, true},
		{"V19 product", with(validSOC, "status: held", "status: held, scope: {products: [kore]}"), `V19 unknown product "kore"`, false},
		{"V19 place", with(validSOC, "status: held", "status: held, scope: {locations: [Atlantis]}"), `V19 place "Atlantis" is not known`, true},
		{"V19 document", with(validSOC, "status: held", "status: held, documents: [report-1]"), `V19 unknown document "report-1"`, false},
		{"V20", "attestations: [" + validSOC + ", " + strings.Replace(validSOC, "id: a", "id: c", 1) + "]\n", `V20 "a" and "c" are both held for the same scope`, true},
		{"V21", with(validSOC, "soc_type: 2", "soc_type: 2, opinion: qualified"), "V21 a qualified opinion without any exception", false},
		{"V22 framework", with(validSOC, "framework: soc2", "framework: soc22"), `V22 unknown framework "soc22"; did you mean "soc2"?`, false},
		{"V22 law", "attestations: [{id: a, framework: gdpr, status: planned, dates: {target: 2027-01-01}}]\n", "V22 GDPR cannot be held: it is a law", false},
		{"V22 level", "attestations: [{id: a, framework: tisax, kind: label, status: held, level: AL9, dates: {issued: 2025-09-01}}]\n", `V22 unknown TISAX level "AL9"`, false},
		{"V22 criteria", with(validSOC, "[security]", "[security, safety]"), `V22 unknown Trust Services category "safety"`, false},
		{"V23", "documents: [{id: d, kind: report, expires: 2026-06-01}]\n" + with(validSOC, "status: held", "status: held, documents: [d]"), `V23 document "d" expired on 2026-06-01`, true},
		{"V24", with(validISO, "status: held", "status: held, criteria: [security]"), "V24 ISO/IEC 27001 has no Trust Services categories", false},
		{"id twice", "attestations: [" + validSOC + ", " + strings.Replace(validISO, "id: b", "id: a", 1) + "]\n", `V20 id "a" stands twice`, false},
		{"schema", "schema: 9\n", "V22 schema 9 is not known", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := loadText(t, tt.text).Validate(catalogue, date.MustParse("2026-06-30"))
			if tt.want == "" {
				if len(got) != 0 {
					t.Errorf("faults:\n%s", got.Error())
				}
				return
			}
			for _, f := range got {
				if strings.Contains(f.String(), tt.want) && f.Warning == tt.warning && f.Line > 0 && f.Col > 0 && f.File == "company/posture.yaml" {
					return
				}
			}
			t.Errorf("want %q (warning %v), got:\n%s", tt.want, tt.warning, got.Error())
		})
	}
}

// with2013 is the certificate that a public sample answer base really claims.
func with2013() string {
	return strings.Replace(strings.Replace(validISO, `"2022"`, `"EN ISO/IEC 27001:2017"`, 1), "2024-09-01", "2024-08-31", 1)
}

func TestFaultsPointAtTheValue(t *testing.T) {
	t.Parallel()
	p := loadText(t, "attestations:\n  - id: a\n    framework: soc2\n    status: held\n    soc_type: 2\n    criteria: [privacy]\n    dates: {period_start: 2025-04-01, period_end: 2026-03-31}\n    issuer: {kind: cpa_firm}\n")
	got := p.Validate(nil, date.MustParse("2026-06-30"))
	if len(got) != 1 || !strings.HasPrefix(got[0].String(), "company/posture.yaml:6:15: V01 ") {
		t.Errorf("got:\n%s", got.Error())
	}
}
