package vocab

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestState(t *testing.T) {
	t.Parallel()
	l := starterLexicon(t)
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
	l := starterLexicon(t)
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
		if got := l.Vocabulary(strings.Split(list, "|")); got != want {
			t.Errorf("%s: %q, want %q", list, got, want)
		}
	}
}

func TestAsk(t *testing.T) {
	t.Parallel()
	l := starterLexicon(t)
	for text, want := range map[string]AskKind{
		"Do you encrypt data at rest":                    AskInterrogative,
		"Encryption at rest?":                            AskInterrogative,
		"1.2 Is there a policy on logging":               AskInterrogative,
		"Describe your key management.":                  AskImperative,
		"Bitte nennen Sie Ihre Unterauftragnehmer.":      AskImperative,
		"The supplier must report incidents.":            AskDemand,
		"El proveedor debe cifrar los datos.":            AskDemand,
		"Data is stored in two regions of the provider.": AskSentence,
		"Do not change the structure of the file.":       AskSentence,
		"Please read all the tabs.":                      AskSentence,
		"E. Data protection":                             AskLabel, "Control objectives": AskLabel,
		"Company name":                                       AskLabel,
		"Access control policy":                              AskLabel,
		"https://example.com/a?b=c":                          AskNothing,
		"42":                                                 AskNothing,
		"请描述贵公司的备份策略":                                        AskInterrogative,
		"If yes, describe.":                                  AskImperative,
		"Disposez-vous d'un plan de continuité":              AskInterrogative,
		"A empresa possui política de segurança?":            AskInterrogative,
		"Gibt es ein Berechtigungskonzept":                   AskInterrogative,
		"Enable logging of administrator actions everywhere": AskDemand,
	} {
		if got := l.Ask(text); got != want && (want != AskInterrogative || got != AskImperative) {
			t.Errorf("ask(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestHeaderMatch(t *testing.T) {
	t.Parallel()
	l := starterLexicon(t)
	for text, want := range map[string]Role{
		"Question": RoleQuestion, "Vendor Response": RoleAnswer, "Response (Yes/No)": RoleChoice, "Question ID": RoleID,
		"Analyst Notes": RoleOther, "Reviewer's remarks": RoleOther, "Additional comments": RoleComment, "SSRM Control Ownership": RoleOwnership,
		"Supporting evidence": RoleEvidence, "Expected evidence": RoleGuidance, "Risk rating": RoleOther, "Antwort": RoleAnswer, "Réponse du fournisseur": RoleAnswer,
		"Observações": RoleComment, "供应商答复": RoleAnswer, "备注": RoleComment, "Nachweis": RoleEvidence, "Question category": RoleSection,
		"Response options": RoleOptions, "Compliance status": RoleChoice, "ISO 27001": RoleControls,
	} {
		if got, score := l.HeaderMatch(text); got != want || score < HeaderMinScore {
			t.Errorf("%q: %s %.2f, want %s", text, got, score, want)
		}
	}
	for _, text := range []string{"HECVAT", "Contoso Ltd", "Version 4.1.4", ""} {
		if got, score := l.HeaderMatch(text); score >= 0.75 {
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
		if got := Fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func BenchmarkLoadLexicon(b *testing.B) {
	for b.Loop() {
		starterLexicon(b)
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	l := starterLexicon(t)
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

func TestHeaderMatchBrackets(t *testing.T) {
	t.Parallel()
	lex := starterLexicon(t)
	for _, tc := range []struct {
		text string
		want Role
	}{
		{"Comments (internal use only)", RoleOther},
		{"Response (required)", RoleAnswer},
		{"Conformity of the bidder (C / PC / NC)", RoleChoice},
		{"If N, please explain", RoleText},
		{"N", RoleID},
		{"Our comments", RoleOther},
		{"Your comments", RoleComment},
		{"Target state", RoleOther},
	} {
		if got, score := lex.HeaderMatch(tc.text); got != tc.want || score < HeaderMinScore {
			t.Errorf("%q is read as %v with %.2f, want %v", tc.text, got, score, tc.want)
		}
	}
}

func TestAskAcronym(t *testing.T) {
	t.Parallel()
	lex := starterLexicon(t)
	for text, want := range map[string]AskKind{
		"IS steering and roles":           AskLabel,
		"Is steering documented":          AskInterrogative,
		"IS THE POLICY REVIEWED":          AskInterrogative,
		"Whether staff is trained":        AskInterrogative,
		"Backups are encrypted.":          AskLabel,
		"Staff leave badges at the desk.": AskSentence,
	} {
		if got := lex.Ask(text); got != want {
			t.Errorf("%q is read as %d, want %d", text, got, want)
		}
	}
}

// TestExceedsIsNoYes keeps words that claim more than a yes from being one.
func TestExceedsIsNoYes(t *testing.T) {
	t.Parallel()
	lex := starterLexicon(t)
	for word, want := range map[string]State{
		"Exceeds": StateScale, "Exceeds requirements": StateScale, "Out of the box": StateScale,
		"Meets": StateYes, "Complied": StateYes, "PC": StatePartial, "NC": StateNo,
	} {
		if got, ok := lex.State(word); !ok || got != want {
			t.Errorf("%q means %q, want %q", word, got, want)
		}
	}
}

func starterLexicon(t testing.TB) *Lexicon {
	t.Helper()
	l, err := LoadLexicon(os.DirFS("../../../knowledgebase"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}
