package intake

import (
	"slices"
	"strings"
	"testing"

	"candor/internal/knowledge"
	"candor/internal/library"
	"candor/internal/match"
	"candor/internal/questionnaire"
	"candor/internal/workbook"
	"candor/knowledgebase"

	"github.com/google/go-cmp/cmp"
)

func testWords(t *testing.T) *words {
	t.Helper()
	w, err := loadWords(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// choiceWords reads the words of choices.yaml.
type choiceWords struct{ *workbook.Lexicon }

func (c choiceWords) Verdict(word string) (library.Verdict, bool) {
	switch s, _ := c.State(word); s {
	case workbook.StateYes:
		return library.Yes, true
	case workbook.StateNo:
		return library.No, true
	case workbook.StatePartial:
		return library.Partial, true
	case workbook.StateNA:
		return library.NA, true
	case workbook.StateInProgress, workbook.StatePlanned, workbook.StateScale, workbook.StateOwnership, workbook.StateStatus, workbook.StateFiller:
	}
	return library.None, false
}

func (c choiceWords) VerdictIn(word string, _ []string) (library.Verdict, bool) {
	return c.Verdict(word)
}

func testChoices(t *testing.T) choiceWords {
	t.Helper()
	lex, err := knowledge.Lexicon()
	if err != nil {
		t.Fatal(err)
	}
	return choiceWords{lex}
}

func TestOpening(t *testing.T) {
	t.Parallel()
	w, voc := testWords(t), testChoices(t)
	for text, want := range map[string]library.Verdict{
		"Yes, every night.":                           library.Yes,
		"Yes we do, every night.":                     library.Yes,
		"YES":                                         library.Yes,
		"No. We plan to.":                             library.No,
		"No we do not.":                               library.No,
		"No customer has access to it.":               library.None,
		"Not applicable: there are no offices.":       library.NA,
		"N/A":                                         library.NA,
		"n.a., as we own none":                        library.NA,
		"Partially, for production only.":             library.Partial,
		"Yes, except for laptops.":                    library.Partial,
		"Yes. But not yet in Spain. It follows.":      library.Partial,
		"Yes, always. There is no place except home.": library.Yes,
		"Yesterday we tested it.":                     library.None,
		"We do it every night.":                       library.None,
		"Ja, jede Nacht.":                             library.Yes,
		"Ja wir prüfen das.":                          library.Yes,
		"Nein, wir haben keine.":                      library.No,
		"Teilweise: nur die Produktion.":              library.Partial,
		"Nicht anwendbar, da ohne Büros.":             library.NA,
		"Ja, mit Ausnahme der Laptops.":               library.Partial,
		"Oui, chaque nuit.":                           library.Yes,
		"Non, pas du tout.":                           library.No,
		"Sans objet.":                                 library.NA,
		"Sí, cada noche.":                             library.Yes,
		"Si se produce un fallo, avisamos.":           library.None,
		"No se permite.":                              library.None,
		"No, nunca.":                                  library.No,
		"No aplica":                                   library.NA,
		"Sim, todas as noites.":                       library.Yes,
		"Não. Está previsto.":                         library.No,
		"Não se aplica.":                              library.NA,
		"":                                            library.None,
	} {
		if got, _ := w.opening(text, voc); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestScrub(t *testing.T) {
	t.Parallel()
	s := &scrubber{words: testWords(t), names: names{asker: []string{"Wobblefish Bank", "Wobblefish"}, unclear: []string{"zorptown"}}, own: map[string]bool{"merrowby": true}}
	tests := map[string]struct {
		text, want string
		codes      []string
	}{
		"nothing":        {"Keys are held in an HSM and rotated every 90 days under ISO/IEC 27001:2022.", "Keys are held in an HSM and rotated every 90 days under ISO/IEC 27001:2022.", nil},
		"customer":       {"Wobblefish Bank's data stays in Ireland. Wobblefish may audit; WOBBLEFISH is told.", "The customer's data stays in Ireland. The customer may audit; the customer is told.", []string{"customer"}},
		"unclear name":   {"Zorptown keeps it.", "Zorptown keeps it.", []string{"customer"}},
		"role address":   {"Write to security@merrowby.example or privacy-team@merrowby.example.", "Write to security@merrowby.example or privacy-team@merrowby.example.", nil},
		"person address": {"Ask jo.doe@merrowby.example.", "Ask [e-mail address].", []string{"person"}},
		"phone":          {"Call +44 20 7946 0018 or (212) 555-0147.", "Call [phone number] or [phone number].", []string{"phone", "phone"}},
		"no phone":       {"From 2024-01-15 to 2025-02-20, 10 000 users, ports 8443 and 27017, ISO 27001:2022.", "From 2024-01-15 to 2025-02-20, 10 000 users, ports 8443 and 27017, ISO 27001:2022.", nil},
		"name":           {"Our CISO, Jane Doe, decides. Mr. Smith helps. Ann Example (CTO) too.", "Our CISO, [name], decides. Mr. [name] helps. [name] (CTO) too.", []string{"person", "person", "person"}},
		"no name":        {"The CISO is responsible. Our Data Protection Officer is appointed by the board.", "The CISO is responsible. Our Data Protection Officer is appointed by the board.", nil},
		"aws key":        {"Key AKIAIOSFODNN7EXAMPLE is used.", "Key [secret removed] is used.", []string{"secret"}},
		"private key":    {"-----BEGIN RSA PRIVATE KEY-----\n\nMIIabc\n\n-----END RSA PRIVATE KEY-----\n\nrest", "[secret removed]\n\nrest", []string{"secret"}},
		"password":       {"The password is Tr0ub4dor&3x and changes.", "The password is [secret removed] and changes.", []string{"secret"}},
		"no password":    {"The password is required. Password: minimum length twelve.", "The password is required. Password: minimum length twelve.", nil},
		"random key":     {"Use Zx8Qm2Lp9Rt4Vb7Nc1Ks6Wd3Yf5Hg0J for it.", "Use [secret removed] for it.", []string{"secret"}},
		"no key":         {"See MerrowbySecurityOverviewForCustomers2026 and /opt/merrowby/releases/current-version.", "See MerrowbySecurityOverviewForCustomers2026 and /opt/merrowby/releases/current-version.", nil},
		"template":       {"We are {{company}}, {{{x}}}.", "We are { {company} }, { { {x} } }.", []string{"template_marker"}},
		"unfinished":     {"We keep it for [insert period], TBD.", "We keep it for [insert period], TBD.", []string{"unfinished", "unfinished"}},
		"network":        {"Hosts in 10.1.2.3 answer.", "Hosts in 10.1.2.3 answer.", []string{"address"}},
		"company":        {"Hosted by Fishnet Data Ltd. and Merrowby Software Ltd.", "Hosted by Fishnet Data Ltd. and Merrowby Software Ltd.", []string{"company"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, flags := s.answer(tt.text, "en")
			var codes []string
			for _, f := range flags {
				codes = append(codes, f.Code)
				if f.Code == flagSecret && strings.Contains(f.Text, "FODNN7") {
					t.Errorf("the flag tells the secret: %s", f.Text)
				}
			}
			if got != tt.want || !slices.Equal(codes, tt.codes) {
				t.Errorf("got %q %v, want %q %v; %v", got, codes, tt.want, tt.codes, flags)
			}
			if again, _ := s.answer(got, "en"); again != got {
				t.Errorf("%q changes again to %q", got, again)
			}
		})
	}
}

// TestPointers flags answers that nobody could read in the next questionnaire,
// in each language, and none that only cite a standard or use the same words.
func TestPointers(t *testing.T) {
	t.Parallel()
	s := &scrubber{words: testWords(t)}
	for code, texts := range map[string][]string{
		"elsewhere": {
			"See attachment 3.", "Yes, see attached.", "Please find our policy attached", "The diagram is enclosed.", "Refer to Appendix B", "Described in Exhibit 2", "The attached report says so.",
			"See question 4.2", "See above.", "Same as row 12", "see IAM-02.1", "Please refer to the previous answer.", "Ditto", "See answer to Q7",
			"Siehe Anlage 2", "Siehe Anhang.", "Die Richtlinie ist beigefügt.", "Das Dokument liegt bei.", "Anbei unsere Leitlinie", "s. o.", "Siehe Antwort zu Frage 3.1",
			"Voir pièce jointe", "Voir l'annexe 4", "Le rapport ci-joint le décrit", "Voir ci-dessus", "cf. réponse à la question 5",
			"Ver documento adjunto", "Véase el anexo 2", "Se adjunta la política", "Ver respuesta anterior",
			"Ver anexo", "Segue em anexo a política", "Veja acima", "Consulte o Anexo 1",
		},
		"formula": {`=HYPERLINK("https://example.com","policy")`, " = B4", "+cmd(1)", "@SUM(A1:A3)"},
		"": {
			"Volumes are attached to one machine each.", "Controls follow Annex A of ISO/IEC 27001.", "See our security overview.", "As above, keys are rotated; the process described below applies to backups.",
			"Der Anhang A der Norm wird angewendet.", "Mail with attachments is scanned.", "Malware in attached devices is found by a scan.", "See SOC 2.", "Attachments are scanned for malware.",
			"L'annexe A de la norme est appliquée.", "Los archivos adjuntos se analizan.", "Os anexos são verificados.", "Les pièces jointes sont analysées.", "- We review it yearly", "a = b + c",
		},
	} {
		for _, text := range texts {
			got := ""
			if _, flags := s.answer(text, "en"); len(flags) > 0 {
				got = flags[0].Code
			}
			if got != code {
				t.Errorf("%q: %q, want %q", text, got, code)
			}
		}
		if _, flags := s.question("See attachment 3?", "en"); len(flags) > 0 {
			t.Errorf("a question is flagged: %v", flags)
		}
	}
}

// TestScrubInOtherLanguages keeps an entry a draft whose sentence may have lost
// its case or article with the name.
func TestScrubInOtherLanguages(t *testing.T) {
	t.Parallel()
	s := &scrubber{words: testWords(t), names: names{asker: []string{"Wobblefish"}}}
	for language, holds := range map[string]bool{"en": false, "de": true, "fr": true} {
		text, flags := s.answer("Wir informieren Wobblefish.", language)
		if strings.Contains(text, "Wobblefish") || len(flags) != 1 || flags[0].Holds != holds {
			t.Errorf("%s: %q %v", language, text, flags)
		}
		if _, flags := s.question("Wobblefish?", language); held(flags) {
			t.Errorf("%s: a question is held: %v", language, flags)
		}
	}
}

func TestAskers(t *testing.T) {
	t.Parallel()
	known, err := match.LoadWords(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	asked := func(file, title string, texts ...string) *questionnaire.Questionnaire {
		q := &questionnaire.Questionnaire{Name: file, Sheets: []questionnaire.Sheet{{Name: "Security"}}}
		if title != "" {
			q.Skipped = []questionnaire.Skipped{{Ref: "Security!A1", Text: title, Why: "above the questions"}}
		}
		for _, text := range texts {
			q.Questions = append(q.Questions, questionnaire.Question{Text: text})
		}
		return q
	}
	for name, tt := range map[string]struct {
		in   *questionnaire.Questionnaire
		want []string
	}{
		"file and title":           {asked("wobblefish_vendor-assessment_v2.xlsx", "Wobblefish Bank: vendor security assessment", "Is it so?"), []string{"Wobblefish Bank", "wobblefish"}},
		"title and question":       {asked("questionnaire.xlsx", "Vendor assessment of Wobblefish", "May Wobblefish audit you?"), []string{"Wobblefish"}},
		"title alone proves none":  {asked("q.xlsx", "Wobblefish assessment", "Is it so?"), nil},
		"a standard's name":        {asked("CAIQ-4.0.3-final.xlsx", "Consensus Assessment Initiative Questionnaire", "Is CAIQ filled?"), nil},
		"the vendor's own name":    {asked("merrowby-answers.xlsx", "Merrowby", "Does Merrowby test?"), nil},
		"words of questionnaires":  {asked("encryption.xlsx", "Encryption", "Is Encryption used?"), nil},
		"beginning of a question":  {asked("q.xlsx", "Wobblefish assessment", "Wobblefish must be told."), nil},
		"file and inside question": {asked("2026 Wobblefish DDQ.xlsx", "", "Will you tell Wobblefish of it?"), []string{"Wobblefish DDQ", "Wobblefish"}},
	} {
		tt.in.Questions = append(tt.in.Questions, questionnaire.Question{Text: "Who?", Slots: []questionnaire.Slot{{Value: "We, Wobblefish."}}})
		got := testWords(t).askers(tt.in, map[string]bool{"merrowby": true}, known)
		if diff := cmp.Diff(tt.want, got.asker); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
