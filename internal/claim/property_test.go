package claim_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/claim"
	"candor/internal/posture"
	"candor/internal/posture/posturetest"
)

func drawPosture(t *rapid.T, ref *posture.Reference) *posture.Posture {
	p := posture.New(ref)
	p.Company.LegalName = "Example GmbH"
	p.Products = []posture.Product{{ID: "core", Name: "Core"}, {ID: "mobile", Name: "Mobile"}}
	for _, id := range []string{"a", "b", "c"}[:rapid.IntRange(0, 3).Draw(t, "records")] {
		p.Attestations = append(p.Attestations, posturetest.Attestation(t, ref, id))
	}
	return p
}

// TestStatementsPassTheCheck: what the posture says of itself is never found
// wrong, in any language, on any day.
func TestStatementsPassTheCheck(t *testing.T) {
	t.Parallel()
	tl := newTools(t)
	base := tl.checker(t, posture.New(tl.ref))
	rapid.Check(t, func(t *rapid.T) {
		p := drawPosture(t, tl.ref)
		asOf := posturetest.Day(t, "as of")
		c := base.With(p)
		for _, lang := range posture.Languages() {
			texts := []string{p.Inventory(asOf, lang), p.NotHeld("soc2", 2, lang), p.NotHeld("gdpr", 0, lang)}
			for i := range p.Attestations {
				texts = append(texts, p.Statement(&p.Attestations[i], asOf, lang), p.Short(&p.Attestations[i], asOf, lang))
			}
			for _, text := range texts {
				for _, f := range c.Check(text, asOf) {
					if f.Severity.Rank() >= claim.Low.Rank() {
						t.Fatalf("%s: our own %q is found wrong: %+v", lang, text, f)
					}
				}
			}
		}
	})
}

// affirmations say that we hold {F}, in five languages.
var affirmations = []string{
	"Yes, we hold {F}.", "We are certified to {F}.", "Our {F} report is available under NDA.", "{F}", "We have a current {F} certificate.",
	"We maintain {F} for the platform.", "Our company is {F} certified.", "We have been audited against {F}.", "Yes - {F} attached.",
	"Wir sind nach {F} zertifiziert.", "Wir verfügen über ein Zertifikat nach {F}.", "Unser {F} Bericht ist unter NDA erhältlich.",
	"Nous sommes certifiés {F}.", "Nous disposons d'un rapport {F}.", "Notre certificat {F} est valable.",
	"Estamos certificados en {F}.", "Contamos con un certificado {F}.", "Nuestro informe {F} está disponible.",
	"Somos certificados {F}.", "Possuímos um relatório {F}.", "O nosso certificado {F} é válido.",
}

// TestClaimsWithoutRecordAreFlagged: no affirmative sentence about something
// that no record backs on that day gets through.
func TestClaimsWithoutRecordAreFlagged(t *testing.T) {
	t.Parallel()
	tl := newTools(t)
	base := tl.checker(t, posture.New(tl.ref))
	names := map[string][]string{
		"soc2": {"SOC 2", "SOC 2 Type II", "SOC2"}, "soc1": {"SOC 1"}, "soc3": {"SOC 3"}, "iso27001": {"ISO 27001", "ISO/IEC 27001:2022"},
		"iso27701": {"ISO 27701"}, "iso22301": {"ISO 22301"}, "pci-dss": {"PCI DSS"}, "hitrust": {"HITRUST"}, "fedramp": {"FedRAMP"},
		"tisax": {"TISAX"}, "csa-star": {"CSA STAR"}, "irap": {"IRAP"}, "cyber-essentials": {"Cyber Essentials Plus"},
	}
	ids := []string{"soc2", "soc1", "soc3", "iso27001", "iso27701", "iso22301", "pci-dss", "hitrust", "fedramp", "tisax", "csa-star", "irap", "cyber-essentials"}
	rapid.Check(t, func(t *rapid.T) {
		p := drawPosture(t, tl.ref)
		asOf := posturetest.Day(t, "as of")
		framework := rapid.SampledFrom(ids).Draw(t, "asked")
		for _, a := range p.Usable(asOf) {
			if a.Framework == framework {
				return
			}
		}
		text := strings.ReplaceAll(rapid.SampledFrom(affirmations).Draw(t, "sentence"), "{F}", rapid.SampledFrom(names[framework]).Draw(t, "name"))
		c := base.With(p)
		for _, f := range c.Check(text, asOf) {
			if f.Code == claim.Unsupported && f.Severity == claim.Blocker && f.Suggest != "" {
				return
			}
		}
		t.Fatalf("%q passes on %s though nothing backs it", text, asOf)
	})
}
