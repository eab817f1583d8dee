package posture_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"candor/internal/posture"
	"candor/knowledgebase"
)

func TestEditions(t *testing.T) {
	t.Parallel()
	ref := reference(t)
	tests := []struct{ framework, text, want, name string }{
		{"iso27001", "2022", "2022", "ISO/IEC 27001:2022"},
		{"iso27001", "BS EN ISO/IEC 27001:2023", "2022", "ISO/IEC 27001:2022"},
		{"iso27001", "DIN EN ISO/IEC 27001:2024-01", "2022", "ISO/IEC 27001:2022"},
		{"iso27001", "UNE-EN 2023", "2022", "ISO/IEC 27001:2022"},
		{"iso27001", "EN ISO/IEC 27001:2017", "2013", "ISO/IEC 27001:2013"},
		{"iso27001", "2019", "", "ISO/IEC 27001:2019"},
		{"pci-dss", "v4.0.1", "4.0.1", "PCI DSS v4.0.1"},
		{"pci-dss", "4.0", "4.0", "PCI DSS v4.0"},
	}
	for _, tt := range tests {
		in, ok := ref.Instrument(tt.framework)
		if !ok {
			t.Fatalf("no instrument %q", tt.framework)
		}
		if e, _ := in.Edition(tt.text); e.ID != tt.want {
			t.Errorf("%s %q: edition %q, want %q", tt.framework, tt.text, e.ID, tt.want)
		}
		if got := in.EditionName(tt.text); got != tt.name {
			t.Errorf("%s %q: name %q, want %q", tt.framework, tt.text, got, tt.name)
		}
	}
}

// overlay replaces files of the knowledge base.
type overlay struct {
	fs.FS
	files fstest.MapFS
}

func (o overlay) Open(name string) (fs.File, error) {
	if _, ok := o.files[name]; ok {
		return o.files.Open(name)
	}
	return o.FS.Open(name)
}

func TestReferenceFaults(t *testing.T) {
	t.Parallel()
	const head = "defaults: {}\ncriteria: [security]\ninstruments:\n"
	tests := []struct{ name, file, text, want string }{
		{"form", "lexicon/instruments.yaml", head + "  - {id: a, name: A, form: paper}\n", `unknown form "paper"`},
		{"offers", "lexicon/instruments.yaml", head + "  - {id: a, name: A, form: report, offers: [b]}\n", `unknown instrument "b"`},
		{"chain", "lexicon/instruments.yaml", head + "  - {id: a, name: A, form: report, depends_on: [b]}\n  - {id: b, name: B, form: report, depends_on: [a]}\n", "itself depends on another"},
		{"place", "lexicon/places.yaml", "places: [{id: x, within: [y], names: {en: X}}]\n", `unknown place "y"`},
		{"place's names", "lexicon/places.yaml", "places: [{id: x, names: {en: X}}]\n", `no name in language "de"`},
		{"languages", "lexicon/statements.yaml", "languages: {}\n", `language "en" needs its texts`},
	}
	for _, tt := range tests {
		_, err := posture.LoadReference(overlay{knowledgebase.FS, fstest.MapFS{tt.file: {Data: []byte(tt.text)}}})
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.file) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestStatementsInEveryLanguageHaveEveryKey(t *testing.T) {
	t.Parallel()
	data, err := fs.ReadFile(knowledgebase.FS, "lexicon/statements.yaml")
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(data), "      bridged: \"Ein von", "      bridgedd: \"Ein von", 1)
	_, err = posture.LoadReference(overlay{knowledgebase.FS, fstest.MapFS{"lexicon/statements.yaml": {Data: []byte(broken)}}})
	if err == nil || !strings.Contains(err.Error(), `no text "bridged" in language "de"`) {
		t.Errorf("a missing text is not found: %v", err)
	}
}
