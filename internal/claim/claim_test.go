package claim_test

import (
	"slices"
	"testing"

	"candor/internal/claim"
	"candor/internal/date"
)

// lintRow is a text of our own with what must and may come out of it.
type lintRow struct {
	posture, text string
	// expect are the codes that must come; none means nothing at low or above.
	expect   []string
	severity claim.Severity
}

const unsupported = claim.Unsupported

func checkRows(t *testing.T, rows []lintRow) {
	t.Helper()
	tl := newTools(t)
	checkers := map[string]*claim.Checker{}
	asOf := date.MustParse("2026-06-30")
	for _, row := range rows {
		c, ok := checkers[row.posture]
		if !ok {
			c = tl.checker(t, tl.postures[row.posture])
			checkers[row.posture] = c
		}
		got := c.Check(row.text, asOf)
		for _, code := range row.expect {
			if !slices.Contains(codes(got), code) {
				t.Errorf("[%s] %q: %s is missing in %+v", row.posture, row.text, code, got)
			}
		}
		worst := claim.Worst(got)
		if len(row.expect) == 0 && worst.Rank() >= claim.Low.Rank() || len(row.expect) > 0 && worst != row.severity {
			t.Errorf("[%s] %q: severity %q, want %q: %+v", row.posture, row.text, worst, row.severity, got)
		}
	}
}

func TestWording(t *testing.T) {
	t.Parallel()
	checkRows(t, []lintRow{
		{"both", "We are certified for SOC 2 Type II.", []string{"W01"}, claim.Low},
		{"both", "Wir sind SOC 2 Typ II zertifiziert.", []string{"W01"}, claim.Low},
		{"both", "Nous sommes certifiés SOC 2.", []string{"W01"}, claim.Low},
		{"both", "Estamos certificados en SOC 2.", []string{"W01"}, claim.Low},
		{"both", "Possuímos certificação SOC 2.", []string{"W01"}, claim.Low},
		{"both", "We hold a SOC 2 report and an ISO 27001 certificate.", nil, ""},
		{"both", "The SOC 2 Type II examination was passed in May 2026.", []string{"W02"}, claim.Low},
		{"both", "Our ISO 27001 certificate was issued by an AICPA-licensed CPA firm.", []string{"W05"}, claim.High},
		{"both", "Our SOC 2 report was issued by a UKAS-accredited certification body.", []string{"W05"}, claim.High},
		{"both", "We are certified by ISO.", []string{"W06"}, claim.Low},
		{"both", "Our SOC II report is available on request.", []string{"W07"}, claim.Info},
		{"both", "Our auditors follow SSAE 16.", []string{"W08"}, claim.Low},
		{"both", "We have an SSAE 16 report.", []string{"W08"}, claim.Low},
		{"both", "Our Service Organization Controls report is available under NDA.", []string{"W09"}, claim.Info},
		{"both", "We are GDPR certified.", []string{"W10"}, claim.High},
		{"both", "We hold a HIPAA certification.", []string{"W10"}, claim.High},
		{"both", "Wir sind DSGVO-zertifiziert.", []string{"W10"}, claim.High},
		{"both", "There is no GDPR certification for a company as a whole.", nil, ""},
		{"both", "Our ISO/IEC 27001 certificate guarantees HIPAA compliance.", []string{"W11"}, claim.High},
		{"both", "Our ISO 27001 certificate does not make us GDPR compliant.", nil, ""},
		{"aws_only", "We are hosted on AWS, so we are SOC 2 compliant.", []string{"W12"}, claim.Blocker},
		{"aws_only", "We are ISO 27001 certified through AWS.", []string{"W12"}, claim.Blocker},
		{"aws_only", "Keys are stored through AWS.", nil, ""},
		{"full", "We are PCI DSS certified.", []string{"W13"}, claim.Low},
		{"both", "We are NIST CSF certified.", []string{"W15"}, claim.High},
		{"both", "Our servers are ISO 27001 certified.", []string{"W16"}, claim.Low},
		{"in_progress", "We will be SOC 2 Type II attested by Q4 2026.", []string{"W17"}, claim.Medium},
		{"in_progress", "We expect to complete our SOC 2 examination in 2027.", []string{"W17"}, claim.Medium},
		{"both", "The report follows the Trust Services Principles.", []string{"W18"}, claim.Info},
		{"both", "We have a SOC 2 Type III report.", []string{"W19"}, claim.High},
		{"both", "You can download our SOC 2 report publicly.", []string{"W20"}, claim.High},
		{"both", "Our SOC 2 report is not published.", nil, ""},
		{"both", "Our SOC 2 report, issued by a licensed CPA firm, covers 1 April 2025 to 31 March 2026.", nil, ""},
		{"both", "No, we are not SOC 2 certified.", nil, ""},
	})
}

func TestClaimsThatAreNotBacked(t *testing.T) {
	t.Parallel()
	blocked := []string{unsupported}
	checkRows(t, []lintRow{
		// held
		{"empty", "Yes, we hold a SOC 2 Type II report.", blocked, claim.Blocker},
		{"empty", "SOC 2 Type II, ISO 27001", blocked, claim.Blocker},
		{"empty", "Yes. ISO 27001.", blocked, claim.Blocker},
		{"empty", "Our latest SOC 2 report had no exceptions.", blocked, claim.Blocker},
		{"empty", "Our ISO 27001 certificate has never been suspended.", blocked, claim.Blocker},
		{"empty", "We have been certified to ISO/IEC 27001 since 2019.", blocked, claim.Blocker},
		{"empty", "We are independently audited against SOC 2 every year.", blocked, claim.Blocker},
		{"empty", "The platform is PCI DSS compliant.", blocked, claim.Blocker},
		{"empty", "A SOC 2 report is available under NDA.", blocked, claim.Blocker},
		{"empty", "Data is protected under the scope of our ISO 27001 certification.", blocked, claim.Blocker},
		{"empty", "We maintain HITRUST r2 and FedRAMP Moderate.", blocked, claim.Blocker},
		{"empty", "Example Corp is ISO 27001 certified.", blocked, claim.Blocker},
		{"t2", "We hold a SOC 2 Type II report and are certified to ISO 27001.", blocked, claim.Blocker},
		{"iso_suspended", "We are certified to ISO/IEC 27001:2022.", blocked, claim.Blocker},
		{"iso13", "We are certified to ISO/IEC 27001:2013.", blocked, claim.Blocker},
		// five languages
		{"empty", "Ja, wir verfügen über einen SOC 2 Typ II Bericht.", blocked, claim.Blocker},
		{"empty", "Unser Unternehmen ist nach ISO 27001 zertifiziert.", blocked, claim.Blocker},
		{"empty", "Wir sind ISO-27001-zertifiziert.", blocked, claim.Blocker},
		{"empty", "Nous sommes certifiés ISO 27001.", blocked, claim.Blocker},
		{"empty", "Oui, nous disposons d'un rapport SOC 2 Type II.", blocked, claim.Blocker},
		{"empty", "Estamos certificados en ISO 27001.", blocked, claim.Blocker},
		{"empty", "Contamos con un informe SOC 2 Tipo II vigente.", blocked, claim.Blocker},
		{"empty", "Somos certificados ISO 27001.", blocked, claim.Blocker},
		{"empty", "Possuímos um relatório SOC 2 Tipo II.", blocked, claim.Blocker},
		// type, level, criteria, product, place
		{"t1", "Our SOC 2 Type 2 report is available under NDA.", blocked, claim.Blocker},
		{"full", "We are a PCI DSS Level 2 service provider and validated.", blocked, claim.Blocker},
		{"both", "Our SOC 2 Type II report covers Security, Availability and Privacy.", blocked, claim.Blocker},
		{"both", "We hold a SOC 2 Type II report (Security, Confidentiality).", blocked, claim.Blocker},
		{"both", "Our SOC 2 report covers all five Trust Services Criteria.", blocked, claim.Blocker},
		{"both", "Unser SOC 2 Bericht umfasst Sicherheit und Datenschutz.", blocked, claim.Blocker},
		{"both", "Yes, we have a SOC 2 report. It also covers Confidentiality.", blocked, claim.Blocker},
		{"both", "Mobile is certified to ISO 27001.", blocked, claim.Blocker},
		{"both", "All our products are covered by our SOC 2 Type II report.", blocked, claim.Blocker},
		{"both", "Our ISO 27001 certificate covers our offices in the United States.", blocked, claim.Blocker},
		// edition, auditor, date
		{"both", "We are certified to ISO/IEC 27001:2013.", blocked, claim.High},
		{"both", "Our ISO 27001 certificate was issued by Other Registrar Ltd.", blocked, claim.High},
		{"both", "Our SOC 2 Type II report was audited by Bigfour Partners.", blocked, claim.High},
		{"both", "Our ISO 27001 certificate is valid until 31 December 2028.", blocked, claim.High},
		{"both", "Our SOC 2 Type II report covers the period 1 January 2025 to 31 December 2025.", blocked, claim.High},
		{"both", "Unser ISO 27001 Zertifikat ist bis 31. Dezember 2028 gültig.", blocked, claim.High},
	})
}

func TestBackedAndHarmlessTexts(t *testing.T) {
	t.Parallel()
	var rows []lintRow
	add := func(posture string, texts ...string) {
		for _, text := range texts {
			rows = append(rows, lintRow{posture: posture, text: text})
		}
	}
	add("both",
		"We hold a SOC 2 Type II report (Security, Availability), period 1 April 2025 to 31 March 2026.",
		"Core is covered by our SOC 2 Type II report.",
		"Our ISO/IEC 27001:2022 certificate, issued by Example Cert BV, is valid until 31 August 2027.",
		"Our certificate to BS EN ISO/IEC 27001:2023 is public.",
		"Our SOC 2 report is available and our privacy policy is public.",
		"Our SOC 2 Type II report was issued by Example CPA LLP in May 2026.",
		"Mobile devices are encrypted as our ISO 27001 certified management system demands.",
	)
	add("empty",
		"We do not hold a SOC 2 report.", "We have no ISO 27001 certificate.", "We are pursuing SOC 2 Type II.",
		"We are working towards ISO 27001 certification.", "A SOC 2 Type II audit is in progress.", "We plan to obtain ISO 27001.",
		"Our ISMS is based on ISO 27001.", "Our policies follow ISO 27001 and NIST CSF.", "Controls are mapped to SOC 2 CC6.1.",
		"We require our suppliers to hold ISO 27001.", "Our data centres are ISO 27001 certified.", "AWS holds ISO 27001 and SOC 2 Type II.",
		"We are hosted in ISO 27001 certified data centres.", "Our payment provider is PCI DSS compliant.", "We use AWS, which is certified to ISO 27001.",
		"We obtain the SOC 2 reports of our sub-processors every year.", "Our security lead is a certified ISO 27001 lead auditor.",
		"If we are ISO 27001 certified, we will tell you.", "Our SOC 2 controls are reviewed each quarter.", "Do you need a SOC 2 report?",
		"Backups are encrypted with AES-256.", "We comply with the GDPR.", "Our SOC analysts work around the clock.",
		"Wir sind nicht nach ISO 27001 zertifiziert.", "Wir orientieren uns an ISO 27001.", "Eine ISO-27001-Zertifizierung ist in Vorbereitung.",
		"Unser Rechenzentrum ist nach ISO 27001 zertifiziert.", "Wir prüfen die SOC 2 Berichte unserer Dienstleister jährlich.",
		"Nous ne sommes pas certifiés ISO 27001.", "Notre SMSI s'appuie sur ISO 27001.", "Notre hébergeur est certifié ISO 27001.", "Nous préparons la certification ISO 27001.",
		"No estamos certificados en ISO 27001.", "Nuestras políticas están alineadas con ISO 27001.", "Nuestro proveedor de alojamiento está certificado en ISO 27001.", "La certificación ISO 27001 está prevista.",
		"Não somos certificados ISO 27001.", "As nossas políticas estão alinhadas com a ISO 27001.", "O nosso fornecedor de alojamento possui certificação ISO 27001.", "A certificação ISO 27001 está em curso.",
	)
	add("t2", "We hold a SOC 2 Type II report but are not certified to ISO 27001.", "We hold a SOC 2 Type II report and are working towards ISO 27001.")
	add("iso_expired", "Our ISO 27001 certificate expired on 31 May 2026.")
	add("in_progress", "Our SOC 2 Type II report is expected on 15 October 2026.")
	checkRows(t, rows)
}
