package gap

import (
	"testing"

	"candor/internal/textnorm"
	"candor/knowledgebase"
)

func TestFormOf(t *testing.T) {
	t.Parallel()
	e, err := Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		question, lang string
		want           form
	}{
		{"Was the SOC 2 report issued this year?", "en", form{}},
		{"Was umfasst Ihr SOC-2-Bericht?", "de", form{open: true}},
		{"Which type is it?", "en", form{open: true}},
		{"If you are not certified, when do you expect to be?", "en", form{open: true}},
		{"Were exceptions noted? If so, describe them.", "en", form{}},
		{"Do you know when it ends?", "en", form{}},
		{"Please list your certifications.", "en", form{open: true}},
		{"Quelle est la date d'échéance du certificat ?", "fr", form{open: true}},
		{"Si vous n'êtes pas certifiés, quand le serez-vous ?", "fr", form{open: true}},
		{"¿Cuál es el alcance?", "es", form{open: true}},
		{"Qual é o escopo?", "pt", form{open: true}},
		{"Seit wann sind Sie zertifiziert?", "de", form{open: true, unrecorded: true}},
		{"How many reports were issued so far?", "en", form{open: true, process: true, unrecorded: true}},
		{"¿Exigen ustedes un informe a todos sus proveedores?", "es", form{programme: true, every: true}},
		{"How do you review your vendors' SOC 2 reports?", "en", form{open: true, process: true, programme: true}},
		{"Do you review your vendors' SOC 2 reports?", "en", form{programme: true}},
		{"Must your vendors be certified, and do you require proof?", "en", form{programme: true}},
		{"Has your certificate been suspended?", "en", form{suspension: true}},
		{"Wurde das Zertifikat je ausgesetzt oder entzogen?", "de", form{suspension: true}},
		{"Le certificat a-t-il été suspendu ?", "fr", form{suspension: true}},
		{"Is AWS carved out of your SOC 2?", "en", form{carveOut: true}},
		{"Was your SOC 2 report free of exceptions?", "en", form{absence: true}},
		{"Was the last SOC 2 report clean?", "en", form{absence: true}},
		{"Enthält Ihr SOC-2-Bericht keine Ausnahmen?", "de", form{absence: true}},
		{"Gab es Nichtkonformitäten?", "de", form{}},
		{"Le rapport est-il sans réserve ?", "fr", form{absence: true}},
		{"", "en", form{}},
	} {
		if got := e.formOf(tt.question, tt.lang); got != tt.want {
			t.Errorf("%q: %+v, want %+v", tt.question, got, tt.want)
		}
	}
}

// A phrase that is not folded could never match.
func TestPhrasesAreFolded(t *testing.T) {
	t.Parallel()
	e, err := Load(knowledgebase.FS)
	if err != nil {
		t.Fatal(err)
	}
	f := e.forms.Forms
	for _, p := range []phrases{f.Open, f.Process, f.Programme, f.Suspension, f.CarveOut, e.forms.Conditions, e.forms.Roles} {
		for _, words := range p {
			for _, w := range words {
				if got := textnorm.Fold(w); got != w {
					t.Errorf("%q is written %q once folded", w, got)
				}
			}
		}
	}
}
