package textnorm_test

import (
	stdcmp "cmp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"candor/internal/textnorm"
	"candor/knowledgebase"
)

func lexicon(t testing.TB) *textnorm.Lexicon {
	t.Helper()
	lex, err := textnorm.LoadLexicon(knowledgebase.FS)
	if err != nil {
		t.Fatalf("LoadLexicon: %v", err)
	}
	return lex
}

// Two ways to ask the same have one normal form.
func TestNormalizeMeets(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	tests := []struct{ a, b string }{
		{"Do you use MFA?", "Is multi-factor authentication used?"},
		{"Does the vendor have a documented incident response plan?", "incident response plan"},
		{"Please describe your backup encryption.", "backup encryption"},
		{"Is there a WAF?", "Do you deploy a Web Application Firewall?"},
		{"Do you classify organisational data?", "Do you classify organizational data?"},
		{"Are back-ups tested?", "Are backups tested?"},
		{"Is there evidence of RTO?", "Recovery Time Objective"},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(lex.Normalize(tt.a, "en"), lex.Normalize(tt.b, "en")); diff != "" {
			t.Errorf("%q and %q (-first +second):\n%s", tt.a, tt.b, diff)
		}
	}
}

// Two questions that differ in sense keep different normal forms.
func TestNormalizeKeepsApart(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	tests := []struct{ a, b string }{
		{"Are shared accounts prohibited?", "Are shared accounts not prohibited?"},
		{"Are backups encrypted?", "Are backups tested?"},
		{"Is data encrypted at rest?", "Is data encrypted in transit?"},
		{"Do you review access?", "Do you revoke access?"},
		{"Is TLS 1.2 supported?", "Is TLS 1.0 supported?"},
	}
	for _, tt := range tests {
		if a, b := lex.Normalize(tt.a, "en"), lex.Normalize(tt.b, "en"); a == b {
			t.Errorf("%q and %q have one normal form %q", tt.a, tt.b, a)
		}
	}
}

func TestAnalyzeTellsFrameFromCore(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	tests := []struct {
		text string
		want []string
	}{
		{"Does your organisation have a documented process for change control?", []string{"change_management"}},
		{"Are policies and procedures for backups established, documented, approved, communicated and maintained?", []string{"policy", "backup"}},
		{"Describe how laptops are encrypted.", []string{"endpoint", "encryption"}},
		{"Is supplier staff vetted?", []string{"supplier", "staff", "background_check"}},
		{"Is there a security incident response plan?", []string{"securit", "incident_response"}},
		{"Does the supplier encrypt backups?", []string{"encryption", "backup"}},
		{"Werden Backups verschlüsselt?", []string{"backup", "encryption"}},
		{"Werden Kundenverträge geprüft?", []string{"customer", "contract", "review"}},
		{"Les sauvegardes sont-elles chiffrées ?", []string{"backup", "encryption"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, lex.Analyze(tt.text, "").Keys()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoadLexiconReportsFaults(t *testing.T) {
	t.Parallel()
	stems := "function: {en: the}\nlead: {en: do}\nsubject: {en: you}\nhaving: {en: have}\nheld: {en: kept}\nqualifiers: {en: formal}\nlifecycle: {en: apply}\ngeneric: data\ncommon: go\nturning: never\n"
	tests := []struct{ name, synonyms, actions, want, concepts, foreign string }{
		{"one phrase, two keys", "groups: [\"mfa: second factor\", \"otp: second factors\"]\nrelated: []\n", "classes: {}\n", "stands under", "", ""},
		{"no key", "groups: [\"second factor\"]\nrelated: []\n", "classes: {}\n", "not of the form", "", ""},
		{"weight of one", "groups: []\nrelated: [\"a b 1\"]\n", "classes: {}\n", "not of the form", "", ""},
		{"concept without weight", "groups: []\nrelated: []\n", "classes: {}\n", "not of the form", "concepts: \"a, b\"\n", ""},
		{"foreign key without term", "groups: []\nrelated: []\n", "classes: {}\n", "not of the form", "", "de: mfa\nfr: ''\nes: ''\npt: ''\n"},
		{"doing in two classes", "groups: []\nrelated: []\n", "classes: {a: encrypt, b: encrypts}\n", "stands in class", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := textnorm.LoadLexicon(fstest.MapFS{
				"lexicon/synonyms.yaml": {Data: []byte(tt.synonyms)},
				"lexicon/stems.yaml":    {Data: []byte(stems)},
				"lexicon/actions.yaml":  {Data: []byte(tt.actions)},
				"lexicon/concepts.yaml": {Data: []byte(stdcmp.Or(tt.concepts, "concepts: ''\n"))},
				"lexicon/foreign.yaml":  {Data: []byte(stdcmp.Or(tt.foreign, "de: ''\nfr: ''\nes: ''\npt: ''\n"))},
			})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("LoadLexicon = %v, want a fault that says %q", err, tt.want)
			}
		})
	}
}

// P3: normalising is idempotent, on sentences made of the lexicon's own words.
func TestNormalizeIsIdempotent(t *testing.T) {
	t.Parallel()
	lex := lexicon(t)
	words := strings.Fields("do you have a documented policy for encryption of customer data at rest and in transit is multi factor authentication required " +
		"back ups tested not never the vendor's organisation security program established approved access reviews leavers key rotation 90 days TLS 1.2 described")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 14).Draw(t, "words"), " ")
		once := lex.Normalize(text, "en")
		if twice := lex.Normalize(once, "en"); twice != once {
			t.Fatalf("Normalize(%q) = %q, again %q", text, once, twice)
		}
	})
}

func FuzzNormalize(f *testing.F) {
	lex := lexicon(f)
	for _, s := range []string{"Do you encrypt back-ups?", "Is 2FA (two-factor) used?", "policies and procedures", "\xff\u200b not", "organisation's"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := lex.Normalize(s, "en")
		if twice := lex.Normalize(once, "en"); twice != once {
			t.Errorf("Normalize(%q) = %q, again %q", s, once, twice)
		}
	})
}
