package claim_test

import (
	"testing"

	"candor/internal/claim"
)

// TestSentencesOfPractice are written as people answer questionnaires, after
// the rules and not with them in view; each was read against the rules once.
func TestSentencesOfPractice(t *testing.T) {
	t.Parallel()
	blocked := []string{unsupported}
	var rows []lintRow
	clean := func(posture string, texts ...string) {
		for _, text := range texts {
			rows = append(rows, lintRow{posture: posture, text: text})
		}
	}
	wrong := func(posture string, severity claim.Severity, texts ...string) {
		for _, text := range texts {
			rows = append(rows, lintRow{posture, text, blocked, severity})
		}
	}
	wrong("empty", claim.Blocker,
		"Absolutely. Our organization successfully completed its SOC 2 Type II examination in 2025.",
		"Please see our attached ISO 27001 certificate.",
		"SOC 2 Type II: yes.",
		"Independent auditors have confirmed that we meet SOC 2 Type II.",
		"Wir lassen uns jährlich nach SOC 2 Typ II prüfen.",
		"We are in possession of a valid ISO 27001 certificate.",
		"Somos auditados anualmente segundo SOC 2 Tipo II.",
		"We hold ISO 27001 certificate no. IS 12345 since May 2024.",
		"Our SOC 2 Type II report under SSAE No. 18 was issued in May 2026.",
		"ISO/IEC 27001:2022 certified since March 2024",
		"We have successfully achieved ISO 27001 certification and undergo annual surveillance audits.",
		"Security controls are audited yearly by an independent CPA firm as part of our SOC 2 Type II report.",
		"Our cloud platform is covered by SOC 1, SOC 2 and SOC 3 reports.",
		"The company holds the following certifications: ISO 27001, ISO 27017 and ISO 27018.",
		"We are a PCI DSS Level 1 certified service provider.",
		"We can provide our latest SOC 2 Type II report upon request.",
		"Our TISAX label (AL3) is valid.",
		"We are FedRAMP Moderate authorized.",
		"Our information security management system was certified against ISO 27001 by an accredited body.",
		"Unsere ISO 27001 Zertifizierung wird jährlich überwacht.",
		"Das ISMS der Firma ist seit 2021 nach ISO/IEC 27001 zertifiziert.",
		"Ein aktueller SOC 2 Typ II Bericht liegt vor.",
		"Notre société est certifiée ISO 27001 depuis 2020.",
		"Un rapport SOC 2 Type II est disponible sous NDA.",
		"La empresa cuenta con certificación ISO 27001.",
		"Nuestro informe SOC 2 Tipo II está disponible bajo NDA.",
		"Nossa empresa é certificada ISO 27001.",
		"O relatório SOC 2 Tipo II está disponível mediante NDA.",
		"A empresa possui certificação ISO 27001 válida.",
		"Yes, the vendor is ISO 27001 certified and renews every three years.",
		"As a SOC 2 Type II audited company we take security seriously.",
		"Customers benefit from our ISO 27001 certified operations.",
		"We were awarded ISO 27001 in 2023.",
		"Report: SOC 2 Type II. Auditor: Example CPA LLP.",
		"Both SOC 2 Type II and ISO 27001 are in place.",
		"Our annual SOC 2 Type II audit was completed without exceptions.",
		"Independent third parties audit us for SOC 2 Type II every year.",
		"Die Firma besitzt ein gültiges ISO 27001 Zertifikat.",
		"Notre certification ISO 27001 est renouvelée chaque année.",
		"Tenemos la certificación ISO 27001 y el informe SOC 2.",
		"Temos certificação ISO 27001 e relatório SOC 2.",
	)
	wrong("t2", claim.Blocker,
		"We maintain both SOC 2 Type II and ISO 27001 certifications.",
		"In addition to SOC 2 Type II, we are ISO 27001 certified.",
	)
	wrong("t2", claim.High,
		"Our SOC 2 Type II report, issued on 1 June 2026, is available.",
	)
	clean("empty",
		"We do not currently have a SOC 2 report, but expect to begin readiness soon.",
		"Not at this time. ISO 27001 certification is on our roadmap.",
		"No formal certification; our controls are modelled on ISO 27001 Annex A.",
		"N/A - we are not a PCI DSS merchant.",
		"Our subprocessors hold SOC 2 Type II or ISO 27001 certifications.",
		"All of our critical vendors are SOC 2 Type II audited.",
		"Stripe, our payment processor, is a PCI DSS Level 1 service provider.",
		"Production is hosted on AWS, whose data centres are covered by SOC 2 Type II and ISO 27001.",
		"Cardholder data is handled by Stripe, which is PCI DSS Level 1 certified.",
		"The infrastructure runs in Google Cloud data centers that are ISO 27001 certified.",
		"We ask vendors for a SOC 2 report before onboarding.",
		"Vendors must provide a SOC 2 Type II report or ISO 27001 certificate.",
		"We have implemented controls mapped to the SOC 2 criteria.",
		"Our password policy follows NIST SP 800-63B.",
		"We have designed our ISMS in accordance with ISO 27001.",
		"Encryption uses FIPS 140-2 validated modules.",
		"We have engaged an auditor to pursue SOC 2 Type II.",
		"Our auditors have started the SOC 2 Type II observation period.",
		"Keine ISO 27001 Zertifizierung vorhanden.",
		"Wir streben eine Zertifizierung nach ISO 27001 an.",
		"Unser Hosting-Anbieter verfügt über eine ISO 27001 Zertifizierung.",
		"Wir verfügen derzeit über keinen SOC 2 Bericht.",
		"Nous n'avons pas de rapport SOC 2.",
		"Nos sous-traitants sont certifiés ISO 27001.",
		"Nous visons la certification ISO 27001.",
		"Actualmente no contamos con un informe SOC 2.",
		"Nuestros proveedores están certificados en ISO 27001.",
		"Estamos trabajando para obtener la certificación ISO 27001.",
		"Atualmente não possuímos relatório SOC 2.",
		"Os nossos fornecedores são certificados ISO 27001.",
		"Although we are not yet SOC 2 attested, our controls follow the Trust Services Criteria.",
		"Our ISO 27001 certification project started in May.",
		"We rely on the ISO 27001 certification of our data centre operator.",
		"Customers can request the SOC 2 reports of our hosting provider.",
		"Azure is certified to ISO 27001 and SOC 2; we are not.",
		"The hosting facility is SOC 2 Type II audited and ISO 27001 certified.",
		"We are considering ISO 27001.",
		"SOC 2: no.",
		"Das ISO 27001 Zertifikat unseres Rechenzentrums liegt vor.",
		"None; we lean on the SOC 2 report of AWS.",
		"Bisher liegt keine Zertifizierung nach ISO 27001 vor.",
		"We haven't been through a SOC 2 audit.",
		"No. ISO 27001 is planned.",
		"We'll have a SOC 2 Type II report soon.",
		"SOC 2 Type II expected in the autumn.",
		"ISO 27001: in progress.",
		"ISO 27001 (planned)",
		"Staff receive training on PCI DSS requirements.",
		"Our risk assessment method is derived from ISO 27005.",
		"Wir arbeiten auf eine ISO 27001 Zertifizierung hin.",
		"Das Rechenzentrum unseres Hosters ist ISO 27001 zertifiziert.",
		"Nous travaillons à l'obtention d'un rapport SOC 2.",
		"No disponemos de certificación ISO 27001, aunque seguimos sus controles.",
		"Estamos a trabalhar para obter a certificação ISO 27001.",
	)
	clean("both",
		"Yes. We hold a SOC 2 Type II report and an ISO/IEC 27001:2022 certificate; both are available.",
		"Our SOC 2 Type II report covers Security and Availability; AWS is carved out.",
		"Core is in scope of our ISO 27001 certificate.",
		"Ja, unser ISMS ist nach ISO/IEC 27001:2022 zertifiziert.",
		"Oui, nous disposons d'un rapport SOC 2 Type II (Sécurité, Disponibilité).",
		"Sí, contamos con un informe SOC 2 Tipo II.",
		"Sim, possuímos um relatório SOC 2 Tipo II.",
		"Our SOC 2 report does not cover the Mobile product.",
		"The audit for our SOC 2 Type II report was performed by Example CPA LLP.",
	)
	checkRows(t, rows)
}

// What cannot be read may say anything of a certification that it names.
func TestSentencesInUnreadLanguages(t *testing.T) {
	t.Parallel()
	checkRows(t, []lintRow{
		{"t2", "Wij zijn ISO 27001 gecertificeerd.", []string{unsupported}, claim.Blocker},
		{"t2", "Мы сертифицированы по ISO 27001.", []string{unsupported}, claim.Blocker},
		{"t2", "Var och en av våra tjänster omfattas av ISO 27001.", []string{unsupported}, claim.Blocker},
		{"t2", "Wij volgen de AVG en beperken wie erbij kan.", nil, ""},
		{"both", "Wij zijn ISO 27001 gecertificeerd.", nil, ""},
	})
}
