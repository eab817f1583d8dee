package ask

import "testing"

// Nouns for providers are an open set; the form of the sentence tells whose
// certification it is.
func TestHolderByForm(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for text, want := range map[string]Kind{
		"Is the MSP that administers your servers ISO 27001 certified?":                 KindThirdParty,
		"Are the laboratories you send samples to ISO 9001 certified?":                  KindThirdParty,
		"SOC 2 report of the email platform that you use":                               KindThirdParty,
		"Your card bureau's PCI DSS AOC":                                                KindThirdParty,
		"ISO 27001 certificate of your archiving company":                               KindThirdParty,
		"Are couriers transporting our media ISO 27001 certified?":                      KindThirdParty,
		"If you use a cloud provider, is it ISO 27001 certified?":                       KindThirdParty,
		"Is the third-party help desk covered by an ISO 27001 certificate?":             KindThirdParty,
		"A gráfica contratada possui ISO 27001?":                                        KindThirdParty,
		"L'infogérant de votre plateforme est-il certifié ISO 27001 ?":                  KindThirdParty,
		"Which auditor do you use for SOC 2?":                                           KindCert,
		"Does your company's SOC 2 report cover Availability?":                          KindCert,
		"Is the scope of your ISO 27001 certificate company-wide?":                      KindCert,
		"Has an independent third party certified you against ISO 27001?":               KindCert,
		"Does the Offeror possess a CMMC Level 2 certificate?":                          KindCert,
		"A contratada possui ISO 27001?":                                                KindCert,
		"Is the service you offer ISO 27001 certified?":                                 KindCert,
		"Provide the ISO 27001 certificate of your company.":                            KindCert,
		"Does your company (not your hosting provider) hold a SOC 2 report?":            KindCert,
		"Is the platform that stores our data SOC 2 audited?":                           KindCert,
		"Please attach the SOC 2 report issued for your organisation by the auditor.":   KindCert,
		"Are the findings of your last ISO 27001 audit closed?":                         KindCert,
		"Certificado ISO 27001 de su empresa":                                           KindCert,
		"Have all products you sell us been included in the scope of the SOC 2 report?": KindCert,
	} {
		if got := r.Read(Question{Text: text}); got.Kind != want {
			t.Errorf("%q is read as %s by %v, want %s", text, got.Kind, got.Why, want)
		}
	}
}

// Places come from the scope's own list; short names count in capitals only.
func TestRequiredPlaces(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for text, want := range map[string]Target{
		"Does your SOC 2 report cover Germany?":                              "de",
		"Does your ISO 27001 certificate cover the EU?":                      "eu",
		"Does your SOC 2 report cover the US?":                               "us",
		"Is the service that you offer us in scope of your SOC 2 report?":    "",
		"¿La certificación ISO 27001 cubre sus oficinas en México?":          "mx",
		"Which countries does the scope of your ISO 27001 certificate name?": "",
	} {
		if got := r.Read(Question{Text: text}); got.Requires.Location != want {
			t.Errorf("%q demands the place %q by %v, want %q", text, got.Requires.Location, got.Why, want)
		}
	}
}
