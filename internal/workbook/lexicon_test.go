package workbook

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestState(t *testing.T) {
	t.Parallel()
	l := testLexicon(t)
	for word, want := range map[string]State{
		"Yes": StateYes, "YES ": StateYes, "Sí": StateYes, "Si": StateYes, "Ja": StateYes, "是": StateYes, "Oui": StateYes, "Sim": StateYes,
		"No": StateNo, "Não": StateNo, "Non conforme": StateNo, "不符合": StateNo, "Not met": StateNo, "nicht erfüllt": StateNo,
		"N/A": StateNA, "NA": StateNA, "Sans objet": StateNA, "Entfällt": StateNA, "不适用": StateNA, "n.a.": StateNA,
		"Partially": StatePartial, "Teilweise erfüllt": StatePartial, "Parcial": StatePartial, "部分符合": StatePartial,
		"In progress": StateInProgress, "Planned": StatePlanned, "geplant": StatePlanned,
		"Yes (please explain)": StateYes, "Yes, partially": StatePartial, "No - planned": StatePlanned, "No, not applicable": StateNA,
		"3": StateScale, "4 - Managed": StateScale, "50%": StateScale, "Low": StateScale, "Level 2": StateScale,
		"CSP-owned": StateOwnership, "Shared CSP and CSC": StateOwnership, "Not verified": StateStatus,
		"Select…": StateFiller, "Bitte wählen": StateFiller,
	} {
		if got, ok := l.State(word); !ok || got != want {
			t.Errorf("State(%q) = %q, %v; want %q", word, got, ok, want)
		}
	}
	for _, word := range []string{"", "AWS", "Self-managed", "Yesterday", "Norway"} {
		if got, ok := l.State(word); ok {
			t.Errorf("State(%q) = %q", word, got)
		}
	}
}

func TestVocabulary(t *testing.T) {
	t.Parallel()
	l := testLexicon(t)
	for list, want := range map[string]State{
		"Yes|No|NA":                             StateYes,
		"Met|Not met":                           StateYes,
		"Fulfilled|Open|Not required|N/A":       StateYes,
		"Not verified|Open|Not required":        StateStatus,
		"0|1|2|3":                               StateScale,
		"Low|Medium|High":                       StateScale,
		"CSP-owned|CSC-owned|Shared":            StateOwnership,
		"AWS|Azure|GCP":                         "",
		"Implemented|Planned|Not implemented":   StateYes,
		"Conforme|Partiellement|Non conforme":   StateYes,
		"In place|Not in place|Not applicable":  StateYes,
		"Compliant|Partially|Non-compliant|N/A": StateYes,
	} {
		if got := l.vocabulary(strings.Split(list, "|")); got != want {
			t.Errorf("%s: %q, want %q", list, got, want)
		}
	}
}

func TestAsk(t *testing.T) {
	t.Parallel()
	l := testLexicon(t)
	for text, want := range map[string]askKind{
		"Do you encrypt data at rest":                    askInterrogative,
		"Encryption at rest?":                            askInterrogative,
		"1.2 Is there a policy on logging":               askInterrogative,
		"Describe your key management.":                  askImperative,
		"Bitte nennen Sie Ihre Unterauftragnehmer.":      askImperative,
		"The supplier must report incidents.":            askDemand,
		"El proveedor debe cifrar los datos.":            askDemand,
		"Data is stored in two regions of the provider.": askSentence,
		"Do not change the structure of the file.":       askSentence,
		"Please read all the tabs.":                      askSentence,
		"E. Data protection":                             askLabel, "Control objectives": askLabel,
		"Company name":                                       askLabel,
		"Access control policy":                              askLabel,
		"https://example.com/a?b=c":                          askNothing,
		"42":                                                 askNothing,
		"请描述贵公司的备份策略":                                        askInterrogative,
		"If yes, describe.":                                  askImperative,
		"Disposez-vous d'un plan de continuité":              askInterrogative,
		"A empresa possui política de segurança?":            askInterrogative,
		"Gibt es ein Berechtigungskonzept":                   askInterrogative,
		"Enable logging of administrator actions everywhere": askDemand,
	} {
		if got := l.ask(text); got != want && (want != askInterrogative || got != askImperative) {
			t.Errorf("ask(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestHeaderMatch(t *testing.T) {
	t.Parallel()
	l := testLexicon(t)
	for text, want := range map[string]role{
		"Question": roleQuestion, "Vendor Response": roleAnswer, "Response (Yes/No)": roleChoice, "Question ID": roleID,
		"Analyst Notes": roleOther, "Reviewer's remarks": roleOther, "Additional comments": roleComment, "SSRM Control Ownership": roleOwnership,
		"Supporting evidence": roleEvidence, "Expected evidence": roleGuidance, "Risk rating": roleOther, "Antwort": roleAnswer, "Réponse du fournisseur": roleAnswer,
		"Observações": roleComment, "供应商答复": roleAnswer, "备注": roleComment, "Nachweis": roleEvidence, "Question category": roleSection,
		"Response options": roleOptions, "Compliance status": roleChoice, "ISO 27001": roleControls,
	} {
		if got, score := l.headerMatch(text); got != want || score < headerMinScore {
			t.Errorf("%q: %s %.2f, want %s", text, got, score, want)
		}
	}
	for _, text := range []string{"HECVAT", "Contoso Ltd", "Version 4.1.4", ""} {
		if got, score := l.headerMatch(text); score >= 0.75 {
			t.Errorf("%q is taken for %s (%.2f)", text, got, score)
		}
	}
}

func TestLexiconFaults(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"lexicon/headers.yaml": {Data: []byte("schema: 1\nfrob: 2\n")},
		"lexicon/choices.yaml": {Data: []byte("schema: 1\n")},
	}
	_, err := LoadLexicon(fsys)
	if err == nil || !strings.Contains(err.Error(), "headers.yaml:2") || !strings.Contains(err.Error(), `"states" is missing`) {
		t.Errorf("got %v", err)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"  Réponse (Fournisseur): ": "reponse fournisseur", "N/A": "n a", "Größe": "grosse", "是否": "是 否", "Nº 5": "no 5", "☐": "☐", "#": "#", "l’exigence": "l exigence",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func BenchmarkLoadLexicon(b *testing.B) {
	for b.Loop() {
		testLexicon(b)
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	l := testLexicon(t)
	for list, want := range map[string]State{
		"C,PC,NC":         StateYes,
		"C,PC,NC,N/A":     StateYes,
		"c, nc":           StateYes,
		"Select…,C,PC,NC": StateYes,
		"A,B,C":           "",
		"C":               "",
		"C,N/A":           "",
		"C,PC,NC,Other":   "",
	} {
		if got := l.Codes(strings.Split(list, ","))["C"]; got != want {
			t.Errorf("%s: C means %q, want %q", list, got, want)
		}
	}
}
