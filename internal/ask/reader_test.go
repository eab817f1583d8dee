package ask

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhose(t *testing.T) {
	t.Parallel()
	r := reader(t)
	tests := []struct {
		text string
		kind Kind
	}{
		// providers, in five languages
		{"Are your subcontractors ISO 27001 certified?", KindThirdParty},
		{"Does the hosting provider hold a SOC 2 report?", KindThirdParty},
		{"Do you require suppliers to be ISO 27001 certified?", KindThirdParty},
		{"Do you use sub-processors? Are they SOC 2 audited?", KindThirdParty},
		{"Does AWS hold ISO 27001?", KindThirdParty},
		{"Sind Ihre Dienstleister nach ISO 27001 zertifiziert?", KindThirdParty},
		{"Vos sous-traitants sont-ils certifiés ISO 27001 ?", KindThirdParty},
		{"¿Sus proveedores tienen certificación ISO 27001?", KindThirdParty},
		{"Os fornecedores críticos possuem ISO 27001?", KindThirdParty},
		// the respondent in the third person
		{"Is the supplier ISO 27001 certified?", KindCert},
		{"Verfügt der Anbieter über ein ISO-27001-Zertifikat?", KindCert},
		{"Le prestataire est-il certifié ISO 27001 ?", KindCert},
		{"¿Tiene el proveedor certificación ISO 27001?", KindCert},
		{"A contratada possui certificação ISO 27001?", KindCert},
		// bidders in the plural
		{"All suppliers must hold ISO 27001 certification.", KindCert},
		{"Our policy requires vendors to hold SOC 2. Do you?", KindCert},
		// ours although a provider is named
		{"Is your own company, not just your data centre, ISO 27001 certified?", KindCert},
		{"Which providers are carved out of your SOC 2?", KindCert},
		{"Are you and your hosting provider ISO 27001 certified?", KindCert},
		// the prospect's
		{"Will you help us pass our SOC 2 audit?", KindCustomer},
		{"Unterstützen Sie uns bei unserer ISO-27001-Zertifizierung?", KindCustomer},
		// laws, yardsticks, references
		{"Are you subject to HIPAA?", KindApplicability},
		{"Are you HIPAA certified?", KindCert},
		{"Is your security policy based on ISO 27001?", KindAlignment},
		{"Do you conform with a security framework (e.g., NIST CSF, ISO 27001)?", KindAlignment},
		{"Do you have a current Attestation of Compliance that was signed within the past year?", KindCert},
		{"Is your security policy certified to ISO 27001?", KindCert},
		{"Are media wiped in line with NIST 800-88?", KindControl},
		{"A.8.24 Is data encrypted?", KindControl},
		{"Who manages SOC 2 compliance?", KindControl},
		{"Is your lead engineer an ISO 27001 Lead Auditor?", KindControl},
		// not about certification
		{"How are TLS certificates rotated?", KindNone},
		{"Is there a 24x7 SOC?", KindNone},
		{"I certify that the above is true.", KindNone},
		{"ISO 27001:2022 A.8.24; CC6.7; SC-13", KindNone},
		{"Section 4 – Compliance & Certifications (SOC 2, ISO 27001)", KindNone},
		{"Holders of SOC 2 may skip the next part.", KindNone},
		{"", KindNone},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			if got := r.Read(Question{Text: tt.text}); got.Kind != tt.kind {
				t.Errorf("Read(%q) is %s by %v, want %s", tt.text, got.Kind, got.Why, tt.kind)
			}
		})
	}
}

func TestAspectsAndAttributes(t *testing.T) {
	t.Parallel()
	r := reader(t)
	tests := []struct{ text, want string }{
		{"Do you hold SOC 2 Type II?", `holds single {"soc_type":2}`},
		{"SOC 2 (Type II preferred) or ISO 27001?", `holds any {"soc_type_preferred":2}`},
		{"Is your SOC 2 Type I or Type II?", `type single {}`},
		{"Which edition of ISO 27001 are you certified to?", `edition single {}`},
		{"What is the scope of your ISO 27001 certificate?", `scope single {}`},
		{"Who issued your ISO 27001 certificate?", `auditor single {}`},
		{"When does your ISO 27001 certificate expire?", `date single {}`},
		{"Please send your SOC 2 bridge letter.", `report_copy single {"doc":["bridge_letter"]}`},
		{"Do you plan to obtain ISO 27001?", `roadmap single {}`},
		{"Were exceptions noted in your SOC 2 report?", `exceptions single {}`},
		{"Was your SOC 2 opinion unqualified?", `exceptions single {"opinion":"unqualified"}`},
		{"Both ISO 27001 and SOC 2 are required.", `holds all {}`},
		{"ISO 27001 or equivalent certification?", `holds any {"or_equivalent":true}`},
		{"Is your SOC 2 report less than 6 months old?", `date single {"max_age_months":6}`},
		{"Are you certified to ISO 27001 or at least aligned to it?", `holds single {"alignment_ok":true}`},
		{"Are you FedRAMP authorized at the High baseline?", `holds single {"level":"high"}`},
		{"¿Categoría ALTA del ENS certificada?", `holds single {"level":"alta"}`},
		{"Do you have a SOC 2+ report with HITRUST?", `holds single {"plus":["hitrust"]}`},
		{"Does your SOC 2 use the carve-out method?", `scope single {}`},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			got := r.Read(Question{Text: tt.text})
			have := string(got.Aspect) + " " + string(got.Logic) + " " + asJSON(got.Requires)
			if diff := cmp.Diff(tt.want, have); diff != "" {
				t.Errorf("Read(%q) by %v (-want +got):\n%s", tt.text, got.Why, diff)
			}
		})
	}
}

func TestCircumstances(t *testing.T) {
	t.Parallel()
	r := reader(t)
	tests := []struct{ text, want string }{
		{"Were exceptions noted in the SOC 2 report?", "inverted normal"},
		{"Have all ISO 27001 findings been closed?", "normal normal"},
		{"Do you rely solely on your hosting provider's SOC 2?", "inverted normal"},
		{"ISO 27001 certification is mandatory.", "normal mandatory"},
		{"ISO 27001 certification is desirable.", "normal preferred"},
		{"ISO 27001 certification is preferred but not required.", "normal preferred"},
		{"Is your company SOC 2 attested? This is not a mandatory requirement.", "normal preferred"},
		{"A SOC 2 report is desirable, though by no means compulsory.", "normal preferred"},
		{"SOC 2 Type II report (optional)", "normal preferred"},
		{"Eine ISO-27001-Zertifizierung ist wünschenswert, aber nicht zwingend erforderlich.", "normal preferred"},
		{"Verfügen Sie über ein ISO 27001 Zertifikat? (kein Muss)", "normal preferred"},
		{"La certification ISO 27001 est souhaitée mais pas obligatoire.", "normal preferred"},
		{"¿Cuenta con certificación ISO 27001? (requisito no excluyente)", "normal preferred"},
		{"A certificação ISO 27001 é desejável, mas não obrigatória.", "normal preferred"},
		{"Type I is not required: a SOC 2 Type II report is mandatory.", "normal mandatory"},
		{"Is a SOC 2 report that is not older than a year, which is required, available?", "normal mandatory"},
		{"Which optional categories does your SOC 2 cover?", "normal normal"},
		{"If you are not ISO 27001 certified, when will you be?", "normal normal on_absence"},
		{"If yes, attach the SOC 2 report.", "normal normal on_yes"},
		{"Do you hold a SAS 70 report?", "normal normal SAS 70"},
		{"Do you have a SOC report?", "normal normal ambiguous"},
		{"Which providers are carved out of your SOC 2?", "normal normal subservice"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			got := r.Read(Question{Text: tt.text})
			words := []string{string(got.Polarity), string(got.Strength)}
			for _, w := range []string{string(got.Conditional), got.Premise} {
				if w != "" {
					words = append(words, w)
				}
			}
			if got.Ambiguous {
				words = append(words, "ambiguous")
			}
			if got.AsksSubservice {
				words = append(words, "subservice")
			}
			if diff := cmp.Diff(tt.want, strings.Join(words, " ")); diff != "" {
				t.Errorf("Read(%q) by %v (-want +got):\n%s", tt.text, got.Why, diff)
			}
		})
	}
}

func TestContext(t *testing.T) {
	t.Parallel()
	r := reader(t)
	tests := []struct {
		name       string
		q          Question
		kind       Kind
		frameworks []string
		aspect     Aspect
	}{
		{"section names it", Question{Text: "Which type?", Section: []string{"Compliance", "SOC 2"}}, KindCert, []string{"soc2"}, AspectType},
		{"sheet names it", Question{Text: "Certificate expiry date", Sheet: "ISO 27001"}, KindCert, []string{"iso27001"}, AspectDate},
		{"parent names it", Question{Text: "If yes, when does it expire?", Parent: "Are you ISO 27001 certified?"}, KindCert, []string{"iso27001"}, AspectDate},
		{"parent is about providers", Question{Text: "Are they ISO 27001 certified?", Parent: "Which certifications do your sub-processors hold?"}, KindThirdParty, []string{"iso27001"}, AspectThirdParty},
		{"section is about providers", Question{Text: "ISO 27001 certified?", Section: []string{"Sub-processors"}}, KindThirdParty, []string{"iso27001"}, AspectThirdParty},
		{"section is about providers, row is not", Question{Text: "Are you ISO 27001 certified?", Section: []string{"Supply chain"}}, KindCert, []string{"iso27001"}, AspectHolds},
		{"follow-up without anything asked", Question{Text: "If yes, please describe.", Parent: "Are you ISO 27001 certified?"}, KindNone, []string{}, AspectNone},
		{"control row under a framework heading", Question{Text: "Are backups kept off site?", Section: []string{"ISO 27001"}}, KindNone, []string{}, AspectNone},
		{"guidance names it", Question{Text: "PCI level", Guidance: "A PCI DSS service provider level."}, KindCert, []string{"pci-dss"}, AspectType},
		{"own name", Question{Text: "Is Hosting Provider Ltd ISO 27001 certified?", Own: []string{"Hosting Provider Ltd"}}, KindCert, []string{"iso27001"}, AspectHolds},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := r.Read(tt.q)
			if got.Kind != tt.kind || got.Aspect != tt.aspect || !slices.Equal(got.Frameworks, tt.frameworks) {
				t.Errorf("Read is %s %v %s by %v, want %s %v %s", got.Kind, got.Frameworks, got.Aspect, got.Why, tt.kind, tt.frameworks, tt.aspect)
			}
		})
	}
}

func TestControls(t *testing.T) {
	t.Parallel()
	r := reader(t)
	tests := []struct {
		text string
		want []string
	}{
		{"A.8.24 – Is data encrypted?", []string{"iso27001:A.8.24"}},
		{"ISO 27001:2013 A.9.2.1", []string{"iso27001-2013:A.9.2.1"}},
		{"A.12.3 backups", []string{"iso27001-2013:A.12.3"}},
		{"CC6.1, A1.2 and PI1.3", []string{"soc2:CC6.1", "soc2:A1.2", "soc2:PI1.3"}},
		{"as required by clause 9.2", []string{"iso27001:cl9.2"}},
		{"PCI DSS requirement 10.2", []string{"pci-dss:10.2"}},
		{"Annex A 8.13", []string{"iso27001:A.8.13"}},
		{"a 5.1 magnitude event", nil},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, r.Read(Question{Text: tt.text}).Controls); diff != "" {
				t.Errorf("controls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadingJSON(t *testing.T) {
	t.Parallel()
	got := reader(t).Read(Question{Text: "Is the proposed service in scope of your SOC 2 Type II?"})
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var back Reading
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	back.Kind = got.Kind
	if diff := cmp.Diff(got, back); diff != "" {
		t.Errorf("reading after JSON (-want +got):\n%s", diff)
	}
	if !strings.Contains(string(data), `"product":true`) {
		t.Errorf("the offered product is not true in %s", data)
	}
	var target Target
	if err := json.Unmarshal([]byte("12"), &target); err == nil {
		t.Error("a number was taken for a scope target")
	}
}

// Every reading has all of its fields: the run record writes none as null.
func TestReadingIsWhole(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for _, text := range []string{"", "Are you ISO 27001 certified?", "Are backups tested?", "SOC 2; CC6.1"} {
		got := r.Read(Question{Text: text})
		if got.Frameworks == nil || got.Also == nil || len(got.Why) == 0 || got.Logic == "" || got.Polarity == "" || got.Strength == "" || got.Subject == "" || got.Aspect == "" || got.Kind == "" {
			t.Errorf("Read(%q) lacks a field: %+v", text, got)
		}
	}
}

func TestConcurrentReads(t *testing.T) {
	t.Parallel()
	r := reader(t)
	q := Question{Text: "Do you hold SOC 2 Type II or ISO 27001?", Section: []string{"Compliance"}}
	want := r.Read(q)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if diff := cmp.Diff(want, r.Read(q)); diff != "" {
				t.Errorf("concurrent reading (-want +got):\n%s", diff)
			}
		})
	}
	wg.Wait()
}
