package posture_test

import (
	"strings"
	"testing"

	"candor/internal/date"
	"candor/internal/posture"
	"candor/knowledgebase"
)

func starter(t *testing.T) *posture.Posture {
	t.Helper()
	p, faults := posture.Load(knowledgebase.FS, "company", reference(t))
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestStatements(t *testing.T) {
	t.Parallel()
	g := readGold(t)
	tests := []struct {
		posture, id, lang, want string
	}{
		{"t2", "soc2-2026", "en", "We hold a SOC 2 Type II report (Security, Availability), period 1 April 2025 to 31 March 2026, issued by a licensed CPA firm. Scope: Core (United States and European Union). The report is available under NDA."},
		{"t1", "soc2-t1", "de", "Wir verfügen über einen Bericht nach SOC 2 Typ I (Sicherheit), Stichtag 15. Februar 2026, ausgestellt von einer zugelassenen Wirtschaftsprüfungsgesellschaft (CPA). Geltungsbereich: Core. Berichtsunterlagen sind unter NDA erhältlich."},
		{"iso22", "iso-2024", "en", "We are certified to ISO/IEC 27001:2022 by Example Cert BV, valid until 31 August 2027. Scope: Core (European Union). The certificate is publicly available."},
		{"iso_expired", "iso-2024", "es", "Nuestra acreditación ISO/IEC 27001 caducó el 31 de mayo de 2026. Actualmente no disponemos de un certificado ISO/IEC 27001."},
		{"iso_suspended", "iso-2024", "en", "Our ISO/IEC 27001 record is suspended and not valid at present."},
		{"iso13", "iso-2023", "fr", "Notre ancien certificat ISO/IEC 27001 portait sur l'édition 2013, qui n'est plus valable depuis le 1er novembre 2025. Nous ne disposons pas à ce jour d'un certificat ISO/IEC 27001 dans une édition en vigueur."},
		{"in_progress", "soc2-ip", "pt", "Ainda não dispomos de um relatório SOC 2 Tipo II. O trabalho está em curso (fase atual: período de observação) e a conclusão é esperada para 15 de outubro de 2026."},
		{"overdue_ip", "soc2-late", "en", "We do not yet hold a SOC 2 Type II report. Work towards it is in progress (current stage: auditor's fieldwork)."},
		{"t2_stale", "soc2-2025", "en", "Our most recent SOC 2 Type II report (Security, Availability) covers the period 1 May 2024 to 30 April 2025, issued by a licensed CPA firm. Scope: Core (United States and European Union). The report is available under NDA."},
		{"t2_qualified", "soc2-2026", "en", "We hold a SOC 2 Type II report (Security, Availability), period 1 April 2025 to 31 March 2026, issued by a licensed CPA firm. Scope: Core (United States and European Union). The auditor's opinion is qualified. The report is available under NDA."},
		{"iso_overdue", "iso-2024", "nl", "We are certified to ISO/IEC 27001:2022 by Example Cert BV, valid until 28 February 2027. Scope: Core (European Union). The surveillance audit due on 15 March 2025 has not been completed. The certificate is publicly available."},
		{"full", "pci", "en", "We are validated against PCI DSS v4.0.1 as a Level 1 service provider; the attestation of compliance is dated 20 January 2026 and valid until 19 January 2027. The evidence is available under NDA."},
		{"full", "star", "pt-BR", "Estamos inscritos no registo CSA STAR (nível 1), autoavaliação, inscrição de 1º de fevereiro de 2026 e válida até 31 de janeiro de 2027."},
	}
	for _, tt := range tests {
		p := g.load(t, tt.posture)
		a, ok := p.Attestation(tt.id)
		if !ok {
			t.Fatalf("%s has no record %q", tt.posture, tt.id)
		}
		if got := p.Statement(a, g.AsOf, tt.lang); got != tt.want {
			t.Errorf("%s %s\n got %s\nwant %s", tt.posture, tt.lang, got, tt.want)
		}
		if short := p.Short(a, g.AsOf, tt.lang); !strings.HasPrefix(tt.want, short) || short == "" {
			t.Errorf("%s %s: short %q does not begin the statement", tt.posture, tt.lang, short)
		}
	}
}

func TestStatementRespectsWhatMayBeTold(t *testing.T) {
	t.Parallel()
	const record = "attestations: [{id: a, framework: iso27001, kind: certificate, status: %s, edition: \"2022\", dates: {issued: 2024-09-01, expires: 2027-08-31, target: 2027-01-01}, approved_wording: {long: Our words, short: Ours}%s}]\npolicy: {disclose_in_progress: %s}\n"
	text := func(status, more, disclose string) string {
		return strings.Replace(strings.Replace(strings.Replace(record, "%s", status, 1), "%s", more, 1), "%s", disclose, 1)
	}
	asOf := date.MustParse("2026-06-30")
	tests := []struct{ name, text, long, short string }{
		{"approved wording", text("held", "", "true"), "Our words", "Ours"},
		{"approved wording of a suspended one", text("suspended", "", "true"), "Our ISO/IEC 27001 record is suspended and not valid at present.", "Our ISO/IEC 27001 record is suspended and not valid at present."},
		{"not disclosable", text("held", ", disclosable: false", "true"), "", ""},
		{"in progress, kept quiet", text("in_progress", "", "false"), "We do not currently hold a certificate to ISO/IEC 27001.", "We do not currently hold a certificate to ISO/IEC 27001."},
	}
	for _, tt := range tests {
		p := loadText(t, tt.text)
		a := &p.Attestations[0]
		if long, short := p.Statement(a, asOf, "en"), p.Short(a, asOf, "en"); long != tt.long || short != tt.short {
			t.Errorf("%s: got %q and %q", tt.name, long, short)
		}
	}
}

func TestStarterStatement(t *testing.T) {
	t.Parallel()
	p := starter(t)
	asOf := date.MustParse("2026-11-22")
	got := p.Inventory(asOf, "en")
	want := "SOC 2 Type II report (Security, Availability), period 1 October 2025 to 30 September 2026, issued by a licensed CPA firm"
	if !strings.Contains(got, want) || strings.Contains(got, "27001") {
		t.Errorf("inventory: %s", got)
	}
	if got := p.NotHeld("iso27001", 0, "de"); got != "Wir verfügen derzeit nicht über ein Zertifikat nach ISO/IEC 27001." {
		t.Errorf("not held: %s", got)
	}
	if got := p.NotHeld("unheard-of", 0, "en"); got != "" {
		t.Errorf("an unknown framework is worded: %s", got)
	}
}

func TestNextReportFollowsAStaleOne(t *testing.T) {
	t.Parallel()
	p := loadText(t, `attestations:
  - {id: old, framework: soc2, kind: report, status: held, soc_type: 2, criteria: [security], dates: {period_start: 2024-05-01, period_end: 2025-04-30}}
  - {id: next, framework: soc2, kind: report, status: in_progress, soc_type: 2, criteria: [security], dates: {target: 2026-09-30}}
`)
	got := p.Statement(&p.Attestations[0], date.MustParse("2026-06-30"), "en")
	if !strings.HasSuffix(got, "The next report is in preparation and expected on 30 September 2026.") {
		t.Errorf("got %s", got)
	}
}

func TestFormatDate(t *testing.T) {
	t.Parallel()
	ref := reference(t)
	d := date.MustParse("2025-10-01")
	for lang, want := range map[string]string{
		"en": "1 October 2025", "de": "1. Oktober 2025", "fr": "1er octobre 2025", "es": "1 de octubre de 2025", "pt": "1º de outubro de 2025", "pl": "1 October 2025",
	} {
		if got := ref.FormatDate(d, lang); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got := ref.FormatDate(date.MustParse("2025-10-02"), "fr"); got != "2 octobre 2025" {
		t.Errorf("fr: %q", got)
	}
	if got := ref.FormatDate(date.Date{}, "en"); got != "" {
		t.Errorf("no date is written %q", got)
	}
}
